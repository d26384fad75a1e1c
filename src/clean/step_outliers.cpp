// The step "outliers": an OutlierFilter as a step of a cleaning plan.
#include <cstdint>
#include <limits>

#include "clean/carry.hpp"
#include "clean/outlier_cells.hpp"
#include "clean/plan_step.hpp"
#include "clean/step_stream.hpp"
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
    OutlierStep(std::vector<std::string> columns, OutlierOptions options,
                std::shared_ptr<const OutlierFilter> filter)
        : columns_(std::move(columns)), options_(options), filter_(std::move(filter)) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        auto columns = columns_or_numbers(table, columns_);
        auto filter = std::make_shared<const OutlierFilter>(
            OutlierFilter::fit(context, table, columns, options_));
        return std::make_shared<OutlierStep>(std::move(columns), options_, std::move(filter));
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
        return carry_of_window(context, table, columns, {}, options_.window / 2);
    }
    Cleaned apply_within(const Context& context, const Table& table, Run range) const override {
        Cleaned out;
        auto* kept = options_.action == OutlierAction::drop ? &out.kept.emplace() : nullptr;
        out.table = apply_outliers(context, table, options_, filter_->bounds(), range, kept);
        return out;
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        out.set("rule", word_of<OutlierRule>(rule_words, options_.rule));
        out.set("action", word_of<OutlierAction>(action_words, options_.action));
        if (options_.factor > 0) out.set("factor", options_.factor);
        if (looks_at_neighbours(options_.rule)) out.set("window", options_.window);
        if (filter_) write_learned(out);
    }

  private:
    void write_learned(Json& out) const {
        Json& learned = out.set("learned", Json::array());
        for (const OutlierBounds& bounds : filter_->bounds()) {
            Json entry = Json::object();
            entry.set("column", bounds.column);
            if (!looks_at_neighbours(options_.rule)) {
                entry.set("low", json_of(bounds.low));
                entry.set("high", json_of(bounds.high));
                entry.set("centre", json_of(bounds.centre));
                entry.set("spread", json_of(bounds.spread));
                if (bounds.from_mean) entry.set("from_mean", true);
                entry.set("cells", bounds.cells);
            }
            learned.push(std::move(entry));
        }
    }

    std::vector<std::string> columns_;
    OutlierOptions options_;
    std::shared_ptr<const OutlierFilter> filter_;  // null: not fitted
};

}  // namespace

PlanStepPointer read_outliers(PlanReader& reader) {
    const OutlierOptions options = read_options(reader);
    auto columns = reader.texts("columns");
    std::shared_ptr<const OutlierFilter> filter;
    if (reader.has("learned")) {
        std::vector<OutlierBounds> bounds;
        for (PlanReader& entry : reader.objects("learned")) bounds.push_back(read_bounds(entry));
        filter = std::make_shared<const OutlierFilter>(options, std::move(bounds));
    }
    return std::make_shared<OutlierStep>(std::move(columns), options, std::move(filter));
}

}  // namespace tenon::clean
