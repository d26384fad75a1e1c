// The step "units": a column that one machine writes in another unit than the rest.
//
// Of each group g (machine) the median m_g of its n_g readings and the spread d_g = 1.4826 MAD are
// taken. The reference m is the median of the m_g, b = 1.4826 MAD of the m_g (at least a thousandth
// of |m|) says how far apart machines of one unit lie, d is the median of the d_g and v = 1.4826
// MAD of the ln d_g. A group is in another unit if it lies far from the rest, |m_g - m| > `far`
// times max(b, d), and one of the conversions f(x) = a x + c looked for brings back both its level
// and its spread, within `near` standard errors:
//     |f(m_g) - m|     <= near max(b, a d_g sqrt(1.57 / n_g))
//     |ln(a d_g / d)|  <= near max(v, sqrt(1.36 / n_g))
// (1.57 and 1.36 are those of the median and of the logarithm of the MAD for normal readings), the
// best of them by the first. More than half of the groups must be of one unit, or there is no
// reference: where one half lies far from the other, the step says so, and `unit` decides. Of
// two groups it cannot be told which one is odd unless `unit` names the unit of the column: then
// only conversions to it are looked for, and the group that one leads to is the reference. Of more,
// the groups that lie far from the rest are the reference if no conversion to `unit` brings one of
// them back, but one brings at least half of the rest to them: most machines have the other unit.
//
// A machine that runs at another level is a factor away, too. So only conversions that a level
// hardly ever makes are looked for unless `units` lists others. The reference and the groups
// converted are learned; a group that the fit did not see is judged by the learned reference.
// Nothing is changed but where that is asked for.
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

// reading * scale + shift is the reading in the unit of the rest. A prefix is from and to itself.
struct Conversion {
    std::string_view name, from, to;
    double scale, shift;
};

constexpr Conversion conversions[] = {
    {"Fahrenheit to Celsius", "fahrenheit", "celsius", 5.0 / 9, -160.0 / 9},
    {"Celsius to Fahrenheit", "celsius", "fahrenheit", 1.8, 32},
    {"Kelvin to Celsius", "kelvin", "celsius", 1, -273.15},
    {"Celsius to Kelvin", "celsius", "kelvin", 1, 273.15},
    {"Fahrenheit to Kelvin", "fahrenheit", "kelvin", 5.0 / 9, 273.15 - 160.0 / 9},
    {"Kelvin to Fahrenheit", "kelvin", "fahrenheit", 1.8, 32 - 273.15 * 1.8},
    {"thousandfold", "thousand", "thousand", 1000, 0},
    {"thousandth", "thousand", "thousand", 0.001, 0},
    {"hundredfold", "hundred", "hundred", 100, 0},
    {"hundredth", "hundred", "hundred", 0.01, 0},
    {"tenfold", "ten", "ten", 10, 0},
    {"tenth", "ten", "ten", 0.1, 0},
    {"inch to millimetre", "inch", "millimetre", 25.4, 0},
    {"millimetre to inch", "millimetre", "inch", 1 / 25.4, 0},
    {"bar to psi", "bar", "psi", 14.503773773, 0},
    {"psi to bar", "psi", "bar", 1 / 14.503773773, 0},
    {"psi to kilopascal", "psi", "kilopascal", 6.894757293, 0},
    {"kilopascal to psi", "kilopascal", "psi", 1 / 6.894757293, 0},
    {"pound to kilogram", "pound", "kilogram", 0.45359237, 0},
    {"kilogram to pound", "kilogram", "pound", 1 / 0.45359237, 0},
    {"mile to kilometre", "mile", "kilometre", 1.609344, 0},
    {"kilometre to mile", "kilometre", "mile", 1 / 1.609344, 0},
    {"sixtyfold (minutes to seconds)", "minute", "second", 60, 0},
    {"sixtieth (seconds to minutes)", "second", "minute", 1.0 / 60, 0},
    {"metre a second to kilometre an hour", "metre_per_second", "kilometre_per_hour", 3.6, 0},
    {"kilometre an hour to metre a second", "kilometre_per_hour", "metre_per_second", 1 / 3.6, 0},
};

constexpr std::string_view usual_units[] = {"celsius", "fahrenheit", "kelvin", "thousand",
                                            "bar",     "psi",        "inch",   "millimetre"};

bool is_unit(std::string_view word) noexcept {
    return std::any_of(std::begin(conversions), std::end(conversions),
                       [word](const Conversion& c) { return c.from == word; });
}

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
    std::vector<std::string> units;   // empty: the usual ones
    std::string unit;                 // of the column; empty: that of most groups

    bool looks_for(const Conversion& conversion) const {
        const auto listed = [this](std::string_view word) {
            if (units.empty())
                return std::find(std::begin(usual_units), std::end(usual_units), word) !=
                       std::end(usual_units);
            return std::find(units.begin(), units.end(), word) != units.end();
        };
        return listed(conversion.from) && listed(conversion.to) &&
               (unit.empty() || conversion.to == unit);
    }
};

// What was learned of one column.
struct Reference {
    double centre = 0, spread = 0;  // m and max(b, d)
    double levels = 0;              // b
    double readings = 0;            // d; 0: not known, and spreads are not compared
    double spreads = 0;             // v
    double others = 0;              // the median of the groups that are right: for the log
    std::int64_t groups = 0;        // judged in the fit
    // Two groups that a conversion tells apart, where it was not told which of them is right.
    std::string undecided;
    std::vector<double> halves;  // the centres of two halves that lie far from each other
    std::map<GroupKey, std::string> converted;  // "" for a group that is right
};

struct GroupCentre {
    std::optional<double> centre;
    double spread = 0;
    double readings = 0;
};

// Of the readings of a group, which are spent; none of fewer than `least`.
GroupCentre centre_of(std::vector<double>& readings, std::int64_t least) {
    if (static_cast<std::int64_t>(readings.size()) < least) return {};
    const auto count = static_cast<double>(readings.size());
    const double centre = middle_of(readings);
    for (double& v : readings) v = std::fabs(v - centre);
    return {centre, mad_to_sigma * middle_of(readings), count};
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

// A thousandth of the level: groups that agree to the digit still differ by rounding.
constexpr double least_spread = 1e-3;

double scaled_mad(std::vector<double> values) {
    const double centre = middle_of(values);
    for (double& v : values) v = std::fabs(v - centre);
    return mad_to_sigma * middle_of(values);
}

Reference reference_of(const std::vector<GroupCentre>& groups) {
    std::vector<double> centres, spreads, logs;
    for (const GroupCentre& group : groups)
        if (group.centre) {
            centres.push_back(*group.centre);
            spreads.push_back(group.spread);
            if (group.spread > 0) logs.push_back(std::log(group.spread));
        }
    Reference out;
    out.groups = static_cast<std::int64_t>(centres.size());
    if (centres.empty()) return out;
    out.centre = middle_of(centres);
    out.levels = std::max(scaled_mad(centres), least_spread * std::fabs(out.centre));
    out.readings = middle_of(spreads);
    if (!logs.empty()) out.spreads = scaled_mad(std::move(logs));
    out.spread = std::max(out.levels, out.readings);
    return out;
}

bool is_far(const Reference& reference, const Options& options, double centre) {
    return std::fabs(centre - reference.centre) > options.far * reference.spread;
}

// Whether the group's readings, times `scale`, are spread as those of the rest.
bool spreads_alike(const Reference& reference, const Options& options, const GroupCentre& group,
                   double scale) {
    constexpr double log_mad_variance = 1.36;  // times 1/n, of normal readings
    if (reference.readings == 0) return true;
    if (group.spread == 0) return false;
    const double error = std::max(reference.spreads, std::sqrt(log_mad_variance / group.readings));
    return std::fabs(std::log(scale * group.spread / reference.readings)) <= options.near * error;
}

// The conversion that brings back the group's level, and its spread if that is asked for.
const Conversion* conversion_for(const Reference& reference, const Options& options,
                                 const GroupCentre& group, bool with_spread = true) {
    constexpr double median_variance = 1.57;  // pi / 2, times variance / n
    if (!group.centre || !is_far(reference, options, *group.centre)) return nullptr;
    const Conversion* best = nullptr;
    double nearest = 0;
    for (const Conversion& conversion : conversions) {
        if (!options.looks_for(conversion)) continue;
        const double spread = conversion.scale * group.spread;
        const double error =
            std::max(reference.levels, spread * std::sqrt(median_variance / group.readings));
        const double off =
            std::fabs(*group.centre * conversion.scale + conversion.shift - reference.centre);
        if (off > options.near * error || (best && off >= nearest) ||
            (with_spread && !spreads_alike(reference, options, group, conversion.scale)))
            continue;
        nearest = off;
        best = &conversion;
    }
    return best;
}

// How far apart groups lie is told by the error of the one there is.
Reference reference_of_one(const GroupCentre& group) {
    Reference out = reference_of({group});
    out.levels = std::max(out.levels, std::sqrt(1.57 / group.readings) * out.readings);
    out.spreads = std::sqrt(1.36 / group.readings);
    return out;
}

// The reference where `unit` is said and most groups have another one.
void decide_by_unit(const std::vector<GroupCentre>& groups, const Options& options,
                    Reference& reference) {
    std::vector<GroupCentre> most, few;
    for (const GroupCentre& group : groups)
        if (group.centre) (is_far(reference, options, *group.centre) ? few : most).push_back(group);
    if (options.unit.empty() || few.empty() || most.size() < 2) return;
    const auto led_to = [&options](const std::vector<GroupCentre>& all, const Reference& to) {
        return static_cast<std::size_t>(std::count_if(
            all.begin(), all.end(),
            [&](const GroupCentre& group) { return conversion_for(to, options, group); }));
    };
    if (led_to(few, reference) > 0) return;
    Reference other = few.size() == 1 ? reference_of_one(few.front()) : reference_of(few);
    if (2 * led_to(most, other) < most.size()) return;
    other.groups = reference.groups;
    reference = std::move(other);
}

// The reference where there are two groups: the one that a conversion of the other leads to. Where
// that may be either, it says so.
void decide_between_two(const std::vector<GroupCentre>& groups, const Options& options,
                        Reference& reference) {
    std::vector<GroupCentre> two;
    for (const GroupCentre& group : groups)
        if (group.centre) two.push_back(group);
    if (two.size() != 2) return;
    const Conversion* found = nullptr;
    std::optional<Reference> decided;
    for (std::size_t right = 0; right < 2; ++right) {
        Reference one = reference_of_one(two[right]);
        one.groups = 2;
        const Conversion* conversion = conversion_for(one, options, two[1 - right]);
        if (!conversion) continue;
        const bool both = found != nullptr;
        found = conversion;
        decided = both ? std::nullopt : std::optional(std::move(one));
    }
    if (!found) return;
    if (decided && !options.unit.empty())
        reference = *std::move(decided);
    else
        reference.undecided = std::string(found->name);
}

// The reference where one half of the groups lies far from the other: the one that conversions to
// `unit` lead to. Without a unit said there is none.
void decide_between_halves(std::vector<GroupCentre> groups, const Options& options,
                           Reference& reference) {
    std::erase_if(groups, [](const GroupCentre& group) { return !group.centre; });
    if (groups.size() < 4 || groups.size() % 2 != 0) return;
    std::sort(groups.begin(), groups.end(),
              [](const GroupCentre& a, const GroupCentre& b) { return *a.centre < *b.centre; });
    const auto middle = groups.begin() + std::ssize(groups) / 2;
    const std::vector<GroupCentre> halves[] = {{groups.begin(), middle}, {middle, groups.end()}};
    Reference of_half[] = {reference_of(halves[0]), reference_of(halves[1])};
    if (!is_far(of_half[0], options, of_half[1].centre) ||
        !is_far(of_half[1], options, of_half[0].centre))
        return;
    reference.halves = {of_half[0].centre, of_half[1].centre};
    if (options.unit.empty()) return;
    const auto leads = [&](std::size_t to) {
        const auto& others = halves[1 - to];
        const auto led = std::count_if(others.begin(), others.end(), [&](const GroupCentre& group) {
            return conversion_for(of_half[to], options, group) != nullptr;
        });
        return 2 * led >= std::ssize(others);
    };
    const bool leads_down = leads(0), leads_up = leads(1);
    if (leads_down == leads_up) return;
    const std::int64_t all = reference.groups;
    reference = std::move(of_half[leads_up ? 1 : 0]);
    reference.groups = all;
}

std::string text_of(const GroupKey& key) {
    std::string out;
    for (const auto& cell : key) out += (out.empty() ? "" : " ") + cell.value_or("(missing)");
    return out;
}

// Groups that lie far from the others and that no conversion brings back.
struct FarGroups {
    static constexpr std::int64_t most_told = 5;
    std::int64_t count = 0;
    std::string list, levels;

    // `level`: a conversion that brings back the level alone; or null.
    void add(const GroupKey& key, const GroupCentre& group, const Reference& reference,
             const Conversion* level) {
        if (++count > most_told) return;
        list += (list.empty() ? "" : ", ") + text_of(key) + " (median " +
                reading_text(*group.centre) + ")";
        if (!level) return;
        levels += (levels.empty() ? "" : ", and ") + std::string(level->name) +
                  " brings the level of " + text_of(key) + " back, but its spread would be " +
                  reading_text(level->scale * group.spread) + " where the others have " +
                  reading_text(reference.readings);
    }
    std::string text() const {
        return count_text(count, "group lies", "groups lie") +
               " far from the others, and none of the conversions looked for brings it back: " +
               list + (count > most_told ? ", ..." : "") +
               (levels.empty() ? "" : "; " + levels + ": a larger near takes it");
    }
};

// The median of the groups that are right.
double others_of(const std::vector<GroupCentre>& groups, const Options& options,
                 const Reference& reference) {
    std::vector<double> right;
    for (const GroupCentre& group : groups)
        if (group.centre && !is_far(reference, options, *group.centre))
            right.push_back(*group.centre);
    return right.empty() ? reference.centre : middle_of(right);
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
        const auto keys = clean::key_columns(table, options_.group);
        const Groups groups = groups_of(context, table.rows(), keys);
        const GroupRows rows = rows_of(groups);
        std::vector<Reference> references;
        for (const std::string& column : options.columns) {
            const auto centres =
                centres_of(context, table, column, rows, groups.count(), options.least_readings);
            Reference reference = reference_of(centres);
            decide_between_two(centres, options, reference);
            decide_by_unit(centres, options, reference);
            decide_between_halves(centres, options, reference);
            for (std::size_t g = 0; g < centres.size(); ++g) {
                if (!centres[g].centre) continue;
                const auto* conversion = conversion_for(reference, options, centres[g]);
                reference.converted.emplace(key_of(keys, groups.first_row[g]),
                                            conversion ? std::string(conversion->name) : "");
            }
            reference.others = others_of(centres, options, reference);
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
                const auto* conversion = conversion_for(
                    references_[j], options_, centre_of(readings, options_.least_readings));
                out->references_[j].converted.emplace(
                    key, conversion ? std::string(conversion->name) : "");
            }
        return out;
    }
    // Adds the readings of groups that the fit did not see; returns how many.
    std::int64_t add_unknown(const Context& context, const Table& table,
                             std::vector<UnknownGroups>& unknown) const {
        std::int64_t added = 0;
        const auto keys = clean::key_columns(table, options_.group);
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
        const auto keys = clean::key_columns(table, options_.group);
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
            FarGroups far;
            for (std::size_t g = 0; g < groups.count(); ++g) {
                const GroupKey key = key_of(keys, groups.first_row[g]);
                const auto known = references_[j].converted.find(key);
                if (known != references_[j].converted.end())
                    by_group[g] = conversion_named(known->second);
                else
                    by_group[g] = conversion_for(references_[j], options_, centres[g]);
                if (!by_group[g]) {
                    if (centres[g].centre && is_far(references_[j], options_, *centres[g].centre))
                        far.add(key, centres[g], references_[j],
                                conversion_for(references_[j], options_, centres[g], false));
                    continue;
                }
                told += told.empty() ? "" : ", ";
                told += text_of(key) + " " + std::string(by_group[g]->name);
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
            std::string reason = told;
            if (far.count > 0)
                reason += (told.empty() ? "" : "; ") + far.text();
            else if (told.empty())
                reason = !references_[j].halves.empty()
                             ? "one half of the groups lies near " +
                                   reading_text(references_[j].halves[0]) + ", the other near " +
                                   reading_text(references_[j].halves[1]) +
                                   ": no majority says what is usual; if they differ in unit, name "
                                   "that of the column in unit"
                         : references_[j].undecided.empty()
                             ? std::string("every group lies near the others")
                             : "the two groups lie apart as by \"" + references_[j].undecided +
                                   "\" or its inverse, and of two it cannot be told which one is "
                                   "odd: name the unit of the column in unit";
            if (references_[j].halves.empty())
                reason += "; the others' median is " + reading_text(references_[j].others) +
                          ", of " + count_text(references_[j].groups, "group", "groups");
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
        if (!options_.units.empty()) out.set("units", options_.units);
        if (!options_.unit.empty()) out.set("unit", options_.unit);
        if (!fitted_) return;
        Json learned = Json::array();
        for (const Reference& reference : references_) {
            Json entry = Json::object();
            entry.set("centre", json_of(reference.centre));
            entry.set("spread", json_of(reference.spread));
            entry.set("levels", json_of(reference.levels));
            entry.set("readings", json_of(reference.readings));
            entry.set("spreads", json_of(reference.spreads));
            entry.set("others", json_of(reference.others));
            if (!reference.undecided.empty()) entry.set("undecided", reference.undecided);
            if (!reference.halves.empty()) entry.set("halves", json_of(reference.halves));
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
    out.levels = entry.number("levels", out.spread);  // older plans knew the one spread only
    out.readings = entry.number("readings", 0);
    out.spreads = entry.number("spreads", 0);
    out.others = entry.number("others", out.centre);  // older plans named that of all groups
    out.undecided = entry.text("undecided", "");
    out.halves = entry.numbers("halves");
    if (!out.halves.empty() && out.halves.size() != 2)
        entry.refuse("halves", "must be two numbers");
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

namespace {

std::string not_a_unit(const std::string& word) {
    std::vector<std::string_view> known;
    for (const Conversion& conversion : conversions)
        if (std::find(known.begin(), known.end(), conversion.from) == known.end())
            known.push_back(conversion.from);
    std::string list;
    for (const std::string_view unit : known)
        list += (list.empty() ? "" : ", ") + std::string(unit);
    return "\"" + word + "\" is not one of " + list;
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
    options.units = reader.texts("units");
    for (const std::string& unit : options.units)
        if (!is_unit(unit)) reader.refuse("units", not_a_unit(unit));
    options.unit = reader.text("unit", "");
    if (!options.unit.empty() && !is_unit(options.unit))
        reader.refuse("unit", not_a_unit(options.unit));
    std::vector<Reference> references;
    const bool fitted = reader.has("learned");
    for (PlanReader& entry : reader.objects("learned")) references.push_back(read_reference(entry));
    if (fitted && references.size() != options.columns.size())
        reader.refuse("learned", "there must be one a column");
    return std::make_shared<Units>(std::move(options), std::move(references), fitted);
}

}  // namespace tenon::clean
