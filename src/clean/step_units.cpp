// The step "units": a column that one machine writes in another unit than the rest.
//
// Of each group (machine) the median m_g and the spread d_g = 1.4826 MAD are taken; the reference m
// is the median of the m_g, and s = max(1.4826 MAD of the m_g, median of the d_g, a thousandth of
// |m|) says how far apart groups of one unit lie. A group is in another unit if it lies far from
// the rest, |m_g - m| > `far` s, and one of the known conversions f brings it back: |f(m_g) - m| <=
// `near` s, the best of them by that distance. Half of the groups must be of one unit, or there is
// no reference. The reference and the groups converted are learned; a group that the fit did not
// see is judged by the learned reference. Nothing is changed but where that is asked for.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "base/held_bytes.hpp"
#include "base/reason_text.hpp"
#include "clean/cell_action.hpp"
#include "clean/column_edit.hpp"
#include "clean/groups.hpp"
#include "clean/outlier_cells.hpp"
#include "clean/plan_step.hpp"
#include "clean/series.hpp"
#include "clean/step_stream.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// reading * scale + shift is the reading in the unit of the rest.
struct Conversion {
    std::string_view name;
    double scale, shift;
};

constexpr Conversion conversions[] = {
    {"Fahrenheit to Celsius", 5.0 / 9, -160.0 / 9},
    {"Celsius to Fahrenheit", 1.8, 32},
    {"Kelvin to Celsius", 1, -273.15},
    {"Celsius to Kelvin", 1, 273.15},
    {"Fahrenheit to Kelvin", 5.0 / 9, 273.15 - 160.0 / 9},
    {"Kelvin to Fahrenheit", 1.8, 32 - 273.15 * 1.8},
    {"thousandfold", 1000, 0},
    {"thousandth", 0.001, 0},
    {"hundredfold", 100, 0},
    {"hundredth", 0.01, 0},
    {"tenfold", 10, 0},
    {"tenth", 0.1, 0},
    {"inch to millimetre", 25.4, 0},
    {"millimetre to inch", 1 / 25.4, 0},
    {"bar to psi", 14.503773773, 0},
    {"psi to bar", 1 / 14.503773773, 0},
    {"psi to kilopascal", 6.894757293, 0},
    {"kilopascal to psi", 1 / 6.894757293, 0},
    {"pound to kilogram", 0.45359237, 0},
    {"kilogram to pound", 1 / 0.45359237, 0},
    {"mile to kilometre", 1.609344, 0},
    {"kilometre to mile", 1 / 1.609344, 0},
    {"sixtyfold (minutes to seconds)", 60, 0},
    {"sixtieth (seconds to minutes)", 1.0 / 60, 0},
    {"metre a second to kilometre an hour", 3.6, 0},
    {"kilometre an hour to metre a second", 1 / 3.6, 0},
};

const Conversion* conversion_named(std::string_view name) noexcept {
    for (const Conversion& conversion : conversions)
        if (conversion.name == name) return &conversion;
    return nullptr;
}

enum class Action : std::int32_t { report, convert, flag, missing };
constexpr Word<Action> action_words[] = {{"report", Action::report},
                                         {"convert", Action::convert},
                                         {"flag", Action::flag},
                                         {"missing", Action::missing}};

struct Options {
    std::vector<std::string> columns, group;
    // A machine that runs hot may look like one in another unit: nothing is changed unasked.
    Action action = Action::report;
    double far = 6, near = 3;
    std::int64_t least_readings = 5;  // of a group, to judge it
};

// What was learned of one column.
struct Reference {
    double centre = 0, spread = 0;
    std::int64_t groups = 0;                    // judged in the fit
    std::map<GroupKey, std::string> converted;  // "" for a group that is right
};

struct GroupCentre {
    std::optional<double> centre;
    double spread = 0;
};

// Of the readings of a group, which are spent; none of fewer than `least`.
GroupCentre centre_of(std::vector<double>& readings, std::int64_t least) {
    if (static_cast<std::int64_t>(readings.size()) < least) return {};
    const double centre = middle_of(readings);
    for (double& v : readings) v = std::fabs(v - centre);
    return {centre, mad_to_sigma * middle_of(readings)};
}

// The readings of groups that the fit did not see.
using UnknownGroups = std::map<GroupKey, std::vector<double>>;

std::vector<GroupCentre> centres_of(const Context& context, const Table& table,
                                    const std::string& column, const GroupRows& rows,
                                    std::size_t groups, std::int64_t least) {
    std::vector<GroupCentre> out(groups);
    for_each_series(context, table, column, rows, groups,
                    [&](std::size_t g, std::span<const std::int64_t>, std::span<const double> x) {
                        std::vector<double> values(x.begin(), x.end());
                        out[g] = centre_of(values, least);
                    });
    return out;
}

Reference reference_of(const std::vector<GroupCentre>& groups) {
    std::vector<double> centres, spreads;
    for (const GroupCentre& group : groups)
        if (group.centre) {
            centres.push_back(*group.centre);
            spreads.push_back(group.spread);
        }
    Reference out;
    out.groups = static_cast<std::int64_t>(centres.size());
    if (centres.empty()) return out;
    out.centre = middle_of(centres);
    for (double& c : centres) c = std::fabs(c - out.centre);
    // A thousandth of the level: groups that agree to the digit still differ by rounding.
    out.spread = std::max(
        {mad_to_sigma * middle_of(centres), middle_of(spreads), 1e-3 * std::fabs(out.centre)});
    return out;
}

const Conversion* conversion_for(const Reference& reference, const Options& options,
                                 double centre) {
    if (std::fabs(centre - reference.centre) <= options.far * reference.spread) return nullptr;
    const Conversion* best = nullptr;
    double nearest = options.near * reference.spread;
    for (const Conversion& conversion : conversions) {
        const double off =
            std::fabs(centre * conversion.scale + conversion.shift - reference.centre);
        if (off > nearest) continue;
        nearest = off;
        best = &conversion;
    }
    return best;
}

class Units final : public PlanStep {
  public:
    Units(Options options, std::vector<Reference> references, bool fitted)
        : options_(std::move(options)), references_(std::move(references)), fitted_(fitted) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        Options options = options_;
        options.columns = columns_or_numbers(table, options.columns);
        if (options_.columns.empty())
            for (const std::string& key : options.group) std::erase(options.columns, key);
        const auto keys = key_columns(table);
        const Groups groups = groups_of(context, table.rows(), keys);
        const GroupRows rows = rows_of(groups);
        std::vector<Reference> references;
        for (const std::string& column : options.columns) {
            const auto centres =
                centres_of(context, table, column, rows, groups.count(), options.least_readings);
            Reference reference = reference_of(centres);
            for (std::size_t g = 0; g < centres.size(); ++g) {
                if (!centres[g].centre) continue;
                const auto* conversion = conversion_for(reference, options, *centres[g].centre);
                reference.converted.emplace(key_of(keys, groups.first_row[g]),
                                            conversion ? std::string(conversion->name) : "");
            }
            references.push_back(std::move(reference));
        }
        return std::make_shared<Units>(std::move(options), std::move(references), true);
    }
    bool fitted() const noexcept override { return fitted_; }
    std::unique_ptr<StepSurvey> survey() const override;
    // The step that knows these groups of column j, too, as it would judge them by their readings.
    std::shared_ptr<const Units> knowing(std::vector<UnknownGroups> unknown) const {
        auto out = std::make_shared<Units>(*this);
        for (std::size_t j = 0; j < unknown.size(); ++j)
            for (auto& [key, readings] : unknown[j]) {
                const auto centre = centre_of(readings, options_.least_readings).centre;
                const auto* conversion =
                    centre ? conversion_for(references_[j], options_, *centre) : nullptr;
                out->references_[j].converted.emplace(
                    key, conversion ? std::string(conversion->name) : "");
            }
        return out;
    }
    // Adds the readings of groups that the fit did not see; returns how many.
    std::int64_t add_unknown(const Context& context, const Table& table,
                             std::vector<UnknownGroups>& unknown) const {
        std::int64_t added = 0;
        const auto keys = key_columns(table);
        const Groups groups = groups_of(context, table.rows(), keys);
        const GroupRows rows = rows_of(groups);
        unknown.resize(options_.columns.size());
        for (std::size_t j = 0; j < options_.columns.size(); ++j)
            for_each_series(
                context, table, options_.columns[j], rows, groups.count(),
                [&](std::size_t g, std::span<const std::int64_t>, std::span<const double> x) {
                    GroupKey key = key_of(keys, groups.first_row[g]);
                    if (references_[j].converted.contains(key)) return;
                    auto& readings = unknown[j][std::move(key)];
                    readings.insert(readings.end(), x.begin(), x.end());
                    added += static_cast<std::int64_t>(x.size());
                });
        return added;
    }
    Cleaned apply(const Context& context, const Table& table) const override {
        const auto keys = key_columns(table);
        const Groups groups = groups_of(context, table.rows(), keys);
        const GroupRows rows = rows_of(groups);
        FoundCells found(table, "unit mix-up",
                         options_.action == Action::flag ? CellAction::flag : CellAction::missing);
        Table converted = table;
        for (std::size_t j = 0; j < options_.columns.size(); ++j) {
            const std::string& name = options_.columns[j];
            const auto centres =
                centres_of(context, table, name, rows, groups.count(), options_.least_readings);
            std::vector<const Conversion*> by_group(groups.count(), nullptr);
            std::string told;
            for (std::size_t g = 0; g < groups.count(); ++g) {
                const GroupKey key = key_of(keys, groups.first_row[g]);
                const auto known = references_[j].converted.find(key);
                if (known != references_[j].converted.end())
                    by_group[g] = conversion_named(known->second);
                else if (centres[g].centre)
                    by_group[g] = conversion_for(references_[j], options_, *centres[g].centre);
                if (!by_group[g]) continue;
                told += told.empty() ? "" : ", ";
                for (const auto& cell : key) told += cell.value_or("(missing)") + " ";
                told += std::string(by_group[g]->name);
            }
            std::vector<std::int64_t> cells;
            auto values = all_numbers(context, table.column(name));
            for_each_series(
                context, table, name, rows, groups.count(),
                [&](std::size_t g, std::span<const std::int64_t> at, std::span<const double> x) {
                    if (!by_group[g]) return;
                    for (std::size_t i = 0; i < at.size(); ++i) {
                        cells.push_back(at[i]);
                        values[static_cast<std::size_t>(at[i])] =
                            x[i] * by_group[g]->scale + by_group[g]->shift;
                    }
                });
            std::string reason = told.empty() ? "every group lies near the others or fits no known "
                                                "conversion"
                                              : told;
            reason += "; the others' median is " + reading_text(references_[j].centre) + ", of " +
                      count_text(references_[j].groups, "group", "groups");
            const auto count = static_cast<std::int64_t>(cells.size());
            if (options_.action == Action::report)
                converted = converted.with_change(
                    {"report unit", name, 0, 0,
                     (told.empty() ? ""
                                   : count_text(count, "cell looks", "cells look") +
                                         " to be in another unit and are left: ") +
                         reason + (told.empty() ? "" : "; convert them with action convert")});
            if (options_.action == Action::convert) {
                if (count > 0)
                    converted = converted.with_column(
                        name, make_float64(std::move(values), Validity(table.column(name))));
                converted = converted.with_change({"convert unit", name, 0, count, reason});
            }
            found.add(name, in_row_order(std::move(cells)), reason);
        }
        if (options_.action == Action::convert || options_.action == Action::report)
            return {converted};
        return found.finish(context);
    }
    void write(Json& out) const override {
        if (!options_.columns.empty()) out.set("columns", options_.columns);
        out.set("group", options_.group);
        out.set("action", word_of<Action>(action_words, options_.action));
        out.set("far", options_.far);
        out.set("near", options_.near);
        out.set("readings", options_.least_readings);
        if (!fitted_) return;
        Json learned = Json::array();
        for (const Reference& reference : references_) {
            Json entry = Json::object();
            entry.set("centre", json_of(reference.centre));
            entry.set("spread", json_of(reference.spread));
            entry.set("groups", reference.groups);
            Json judged = Json::array();
            for (const auto& [key, conversion] : reference.converted) {
                Json cells = Json::array();
                for (const auto& cell : key) cells.push(cell ? Json(*cell) : Json());
                Json group = Json::object();
                group.set("key", std::move(cells));
                group.set("conversion", conversion);
                judged.push(std::move(group));
            }
            entry.set("judged", std::move(judged));
            learned.push(std::move(entry));
        }
        out.set("learned", std::move(learned));
    }

  private:
    std::vector<const Column*> key_columns(const Table& table) const {
        std::vector<const Column*> keys;
        for (const std::string& key : options_.group) keys.push_back(&table.column(key));
        return keys;
    }

    Options options_;
    std::vector<Reference> references_;  // one a column
    bool fitted_;
};

// A group that the fit did not see is judged by all its readings.
class UnitsSurvey final : public StepSurvey {
  public:
    explicit UnitsSurvey(std::shared_ptr<const Units> step) : step_(std::move(step)) {}

    void add(const Context& context, const Table& part) override {
        if (!held_) held_.emplace(context);
        held_->add(step_->add_unknown(context, without_changes(part), unknown_) *
                   static_cast<std::int64_t>(2 * sizeof(double)));  // a list may be half empty
    }
    std::unique_ptr<StepStream> stream(const Context&) override {
        if (!unknown_.empty()) step_ = step_->knowing(std::exchange(unknown_, {}));
        held_.reset();
        return row_stream(step_);
    }

  private:
    std::shared_ptr<const Units> step_;
    std::vector<UnknownGroups> unknown_;  // one a column
    std::optional<HeldBytes> held_;
};

std::unique_ptr<StepSurvey> Units::survey() const {
    return std::make_unique<UnitsSurvey>(std::make_shared<const Units>(*this));
}

Reference read_reference(PlanReader& entry) {
    Reference out;
    out.centre = entry.number("centre", 0);
    out.spread = entry.number("spread", 0);
    out.groups = entry.whole("groups", 0, 0, INT64_MAX);
    for (PlanReader& group : entry.objects("judged")) {
        GroupKey key;
        if (const Json* cells = group.raw("key"); cells && cells->if_array())
            for (const Json& cell : *cells->if_array())
                key.push_back(cell.if_text() ? std::optional(*cell.if_text()) : std::nullopt);
        const std::string name = group.text("conversion", "");
        if (!name.empty() && !conversion_named(name))
            group.refuse("conversion", "\"" + name + "\" is not a known conversion");
        group.finish();
        out.converted.emplace(std::move(key), name);
    }
    entry.finish();
    return out;
}

}  // namespace

PlanStepPointer read_units(PlanReader& reader) {
    Options options;
    options.columns = reader.texts("columns");
    options.group = reader.texts("group");
    if (options.group.empty())
        reader.refuse("group", "is needed: the columns that tell the machines apart");
    options.action = reader.word<Action>("action", action_words, Action::report);
    options.far = reader.number_between("far", 6, 0, 1e9);
    options.near = reader.number_between("near", 3, 0, 1e9);
    options.least_readings = reader.whole("readings", 5, 1, INT64_MAX);
    std::vector<Reference> references;
    const bool fitted = reader.has("learned");
    for (PlanReader& entry : reader.objects("learned")) references.push_back(read_reference(entry));
    if (fitted && references.size() != options.columns.size())
        reader.refuse("learned", "there must be one a column");
    return std::make_shared<Units>(std::move(options), std::move(references), fitted);
}

}  // namespace tenon::clean
