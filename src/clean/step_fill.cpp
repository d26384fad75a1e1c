// The step "fill": an Imputer as a step of a cleaning plan, and the door to the other ways to fill.
#include "clean/fill_carry.hpp"
#include "clean/fill_json.hpp"
#include "clean/fill_steps.hpp"
#include "clean/fill_value.hpp"
#include "clean/plan_step.hpp"
#include "clean/step_stream.hpp"

namespace tenon::clean {

namespace {

class FillStep final : public PlanStep {
  public:
    FillStep(std::vector<std::string> columns, ImputeOptions options,
             std::shared_ptr<const Imputer> imputer)
        : columns_(std::move(columns)),
          options_(std::move(options)),
          imputer_(std::move(imputer)) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        auto columns = columns_of(table);
        auto imputer =
            std::make_shared<const Imputer>(Imputer::fit(context, table, columns, options_));
        return std::make_shared<FillStep>(std::move(columns), options_, std::move(imputer));
    }
    PlanStepPointer fit_and_apply(const Context& context, const Table& table,
                                  Cleaned& out) const override {
        auto columns = columns_of(table);
        auto imputer = std::make_shared<const Imputer>(
            Imputer::fit(context, table, columns, options_, out.table));
        return std::make_shared<FillStep>(std::move(columns), options_, std::move(imputer));
    }
    bool fitted() const noexcept override { return imputer_ != nullptr; }
    bool row_by_row() const noexcept override {
        return learns_value(options_.fill) && options_.limit == 0;
    }
    std::unique_ptr<StepStream> stream(const PlanStepPointer& self) const override {
        return carries(options_) ? history_stream(self) : nullptr;
    }
    Carry carry(const Context& context, const Table& table, std::int64_t history) const override {
        return carry_of_fill(context, table, columns_, groups_of(context, table.rows(), {}),
                             options_, history);
    }
    Cleaned apply(const Context& context, const Table& table) const override {
        return {imputer_->apply(context, table)};
    }
    Cleaned apply_within(const Context& context, const Table& table, Run range) const override {
        return filled_within(table, imputer_->apply(context, table), range);
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        out.set("method", word_of<Fill>(fill_words, options_.fill));
        write_impute_options(out, options_);
        if (!imputer_) return;
        Json& learned = out.set("learned", Json::array());
        for (const FittedFill& fill : imputer_->fills()) learned.push(json_of(fill));
    }

  private:
    std::vector<std::string> columns_of(const Table& table) const {
        auto columns = columns_or_numbers(table, columns_, options_.fill == Fill::mode);
        if (columns_.empty()) std::erase(columns, options_.time_column);
        return columns;
    }

    std::vector<std::string> columns_;
    ImputeOptions options_;
    std::shared_ptr<const Imputer> imputer_;  // null: not fitted
};

PlanStepPointer read_plain_fill(PlanReader& reader) {
    ImputeOptions options =
        read_impute_options(reader, reader.word<Fill>("method", fill_words, Fill::median));
    auto columns = reader.texts("columns");
    std::shared_ptr<const Imputer> imputer;
    if (reader.has("learned")) {
        std::vector<FittedFill> fills;
        for (PlanReader& entry : reader.objects("learned")) {
            fills.push_back(read_fitted_fill(entry));
            entry.finish();
        }
        imputer = std::make_shared<const Imputer>(options, std::move(fills));
    }
    return std::make_shared<FillStep>(std::move(columns), std::move(options), std::move(imputer));
}

}  // namespace

PlanStepPointer read_fill(PlanReader& reader) {
    enum class Method : std::int32_t { plain, seasonal_mean, nearest, regression };
    std::vector<Word<Method>> methods;
    for (const auto& word : fill_words) methods.push_back({word.name, Method::plain});
    methods.insert(methods.end(), {{"seasonal_mean", Method::seasonal_mean},
                                   {"nearest", Method::nearest},
                                   {"regression", Method::regression}});
    // Of one door, so that a slip is told all the methods there are.
    reader.word<Method>("method", methods, Method::plain);
    const std::string method = reader.text("method", "median");
    if (method == "nearest") return read_nearest_fill(reader);
    if (method == "regression") return read_regression_fill(reader);
    if (method == "seasonal_mean" || reader.has("group")) return read_group_fill(reader);
    return read_plain_fill(reader);
}

}  // namespace tenon::clean
