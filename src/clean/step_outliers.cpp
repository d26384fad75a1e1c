// The step "outliers": an OutlierFilter as a step of a cleaning plan, for all rows or group by
// group.
#include <cmath>
#include <cstdint>
#include <limits>

#include "clean/carry.hpp"
#include "clean/outlier_groups.hpp"
#include "clean/plan_step.hpp"
#include "clean/step_stream.hpp"
#include "tenon/error.hpp"
#include "tenon/outlier.hpp"

namespace tenon::clean {

namespace {

constexpr Word<OutlierRule> rule_words[] = {{"mad", OutlierRule::mad},
                                            {"iqr", OutlierRule::iqr},
                                            {"hampel", OutlierRule::hampel},
                                            {"z", OutlierRule::z},
                                            {"rolling", OutlierRule::rolling}};

constexpr Word<OutlierAction> action_words[] = {{"flag", OutlierAction::flag},
                                                {"clip", OutlierAction::clip},
                                                {"missing", OutlierAction::missing},
                                                {"drop", OutlierAction::drop}};

OutlierOptions read_options(PlanReader& reader) {
    OutlierOptions options;
    options.rule = reader.word<OutlierRule>("rule", rule_words, OutlierRule::mad);
    options.action = reader.word<OutlierAction>("action", action_words, OutlierAction::flag);
    options.factor = reader.number_between("factor", 0, 0, std::numeric_limits<double>::max());
    if (reader.has("window") && !looks_at_neighbours(options.rule))
        reader.refuse("window", "is of the rules hampel and rolling only; leave it out");
    options.window = reader.whole("window", options.window, 0, INT64_MAX);
    return options;
}

OutlierBounds read_bounds(PlanReader& reader) {
    OutlierBounds bounds;
    bounds.column = reader.needed_text("column");
    bounds.low = reader.number("low", 0);
    bounds.high = reader.number("high", 0);
    bounds.centre = reader.number("centre", 0);
    bounds.spread = reader.number("spread", 0);
    bounds.from_mean = reader.boolean("from_mean", false);
    bounds.cells = reader.whole("cells", 0, 0, INT64_MAX);
    reader.finish();
    return bounds;
}

class OutlierStep final : public PlanStep {
  public:
    OutlierStep(std::vector<std::string> columns, std::vector<std::string> group,
                OutlierOptions options, std::shared_ptr<const OutlierFilter> filter)
        : columns_(std::move(columns)),
          group_(std::move(group)),
          options_(options),
          filter_(std::move(filter)) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        auto columns = columns_or_numbers(table, columns_);
        if (columns_.empty())
            for (const std::string& key : group_) std::erase(columns, key);
        auto filter = std::make_shared<const OutlierFilter>(
            OutlierFilter::fit_by(context, table, columns, group_, options_));
        return std::make_shared<OutlierStep>(std::move(columns), group_, options_,
                                             std::move(filter));
    }
    bool fitted() const noexcept override { return filter_ != nullptr; }
    bool row_by_row() const noexcept override { return !looks_at_neighbours(options_.rule); }
    Cleaned apply(const Context& context, const Table& table) const override {
        return apply_within(context, table, {0, table.rows()});
    }
    std::unique_ptr<StepStream> stream(const PlanStepPointer& self) const override {
        return history_stream(self);
    }
    Carry carry(const Context& context, const Table& table, std::int64_t) const override {
        std::vector<std::string> columns;
        for (const OutlierBounds& bounds : filter_->bounds()) columns.push_back(bounds.column);
        return carry_of_window(context, table, columns, group_, options_.window / 2,
                               first_unjudged(context, table, columns));
    }
    Cleaned apply_within(const Context& context, const Table& table, Run range) const override {
        Cleaned out;
        auto* kept = options_.action == OutlierAction::drop ? &out.kept.emplace() : nullptr;
        out.table = apply_filter(context, table, *filter_, range, kept,
                                 word_of<OutlierRule>(rule_words, options_.rule));
        return out;
    }
    std::string reason_of_cell(const Table& table, std::int64_t row,
                               std::string_view column) const override {
        if (group_.empty() || looks_at_neighbours(options_.rule) || !table.find(column)) return "";
        return bounds_of_cell(table, row, column, *filter_);
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        if (!group_.empty()) out.set("group", group_);
        out.set("rule", word_of<OutlierRule>(rule_words, options_.rule));
        out.set("action", word_of<OutlierAction>(action_words, options_.action));
        if (options_.factor > 0) out.set("factor", options_.factor);
        if (looks_at_neighbours(options_.rule)) out.set("window", options_.window);
        if (filter_) write_learned(out);
    }

  private:
    // The first infinite reading of a group that has no finite one yet: nothing to clip it to.
    std::int64_t first_unjudged(const Context& context, const Table& table,
                                const std::vector<std::string>& columns) const {
        const Groups groups = groups_of(context, table, group_);
        const GroupRows rows = rows_of(groups);
        std::int64_t first = INT64_MAX;
        for (const std::string& name : columns) {
            const Column& column = table.column(name);
            if (column.type() != Type::float64) continue;
            for (std::size_t g = 0; g < groups.count(); ++g)
                for (const std::int64_t row : rows.of(g)) {
                    if (!column.valid(row) || std::isnan(column.number(row))) continue;
                    if (std::isinf(column.number(row))) first = std::min(first, row);
                    break;
                }
        }
        return first;
    }
    static Json json_of_bounds(const OutlierBounds& bounds) {
        Json entry = Json::object();
        entry.set("column", bounds.column);
        entry.set("low", json_of(bounds.low));
        entry.set("high", json_of(bounds.high));
        entry.set("centre", json_of(bounds.centre));
        entry.set("spread", json_of(bounds.spread));
        if (bounds.from_mean) entry.set("from_mean", true);
        entry.set("cells", bounds.cells);
        return entry;
    }
    void write_learned(Json& out) const {
        Json& learned = out.set("learned", Json::array());
        for (const OutlierBounds& bounds : filter_->bounds()) {
            if (!looks_at_neighbours(options_.rule)) {
                learned.push(json_of_bounds(bounds));
                continue;
            }
            Json entry = Json::object();
            entry.set("column", bounds.column);
            learned.push(std::move(entry));
        }
        if (filter_->of_groups().empty()) return;
        Json groups = Json::array();
        for (const OutlierGroupBounds& group : filter_->of_groups()) {
            Json entry = Json::object(), cells = Json::array(), list = Json::array();
            for (const auto& cell : group.key) cells.push(cell ? Json(*cell) : Json());
            for (const OutlierBounds& bounds : group.bounds) list.push(json_of_bounds(bounds));
            entry.set("key", std::move(cells));
            entry.set("bounds", std::move(list));
            groups.push(std::move(entry));
        }
        out.set("learned_groups", std::move(groups));
    }

    std::vector<std::string> columns_, group_;
    OutlierOptions options_;
    std::shared_ptr<const OutlierFilter> filter_;  // null: not fitted
};

std::vector<OutlierGroupBounds> read_groups(PlanReader& reader) {
    std::vector<OutlierGroupBounds> out;
    for (PlanReader& entry : reader.objects("learned_groups")) {
        OutlierGroupBounds group;
        const Json* cells = entry.raw("key");
        if (!cells || !cells->if_array()) entry.refuse("key", "a list of texts is expected");
        for (const Json& cell : *cells->if_array())
            group.key.push_back(cell.if_text() ? std::optional(*cell.if_text()) : std::nullopt);
        for (PlanReader& each : entry.objects("bounds")) group.bounds.push_back(read_bounds(each));
        entry.finish();
        out.push_back(std::move(group));
    }
    return out;
}

}  // namespace

PlanStepPointer read_outliers(PlanReader& reader) {
    const OutlierOptions options = read_options(reader);
    auto columns = reader.texts("columns");
    auto group = reader.texts("group");
    auto of_groups = read_groups(reader);
    std::shared_ptr<const OutlierFilter> filter;
    if (reader.has("learned")) {
        std::vector<OutlierBounds> bounds;
        for (PlanReader& entry : reader.objects("learned")) bounds.push_back(read_bounds(entry));
        filter = std::make_shared<const OutlierFilter>(options, std::move(bounds), group,
                                                       std::move(of_groups));
    }
    return std::make_shared<OutlierStep>(std::move(columns), std::move(group), options,
                                         std::move(filter));
}

}  // namespace tenon::clean
