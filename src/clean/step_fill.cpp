// The step "fill": an Imputer as a step of a cleaning plan.
#include <cstdint>
#include <limits>

#include "base/number_text.hpp"
#include "clean/plan_step.hpp"
#include "clean/type_words.hpp"
#include "tenon/impute.hpp"

namespace tenon::clean {

namespace {

constexpr Word<Fill> fill_words[] = {{"mean", Fill::mean},         {"median", Fill::median},
                                     {"mode", Fill::mode},         {"constant", Fill::constant},
                                     {"previous", Fill::previous}, {"next", Fill::next},
                                     {"linear", Fill::linear_time}};

void read_constant(PlanReader& reader, ImputeOptions& options) {
    const Json* value = reader.raw("value");
    if (options.fill != Fill::constant) {
        if (value) reader.refuse("value", "belongs to the method constant");
        return;
    }
    if (!value) reader.refuse("value", "is needed for the method constant");
    if (const std::string* text = value->if_text()) {
        options.constant_text = *text;
        // A number column refuses it by name.
        options.constant = std::numeric_limits<double>::quiet_NaN();
    } else {
        options.constant = reader.number("value", 0);
        options.constant_text = format_double(options.constant);
    }
}

ImputeOptions read_options(PlanReader& reader) {
    ImputeOptions options;
    options.fill = reader.word<Fill>("method", fill_words, Fill::median);
    read_constant(reader, options);
    if (reader.has("time")) {
        if (options.fill != Fill::linear_time)
            reader.refuse("time", "belongs to the method linear");
        options.time_column = reader.needed_text("time");
    }
    options.limit = reader.whole("limit", 0, 0, INT64_MAX);
    options.add_indicator = reader.boolean("indicator", false);
    return options;
}

FittedFill read_fitted(PlanReader& reader) {
    FittedFill fill;
    fill.column = reader.needed_text("column");
    fill.type = reader.word<Type>("type", type_words, Type::float64);
    fill.value = reader.number("value", 0);
    fill.text = reader.text("text", "");
    fill.cells = reader.whole("cells", 0, 0, INT64_MAX);
    reader.finish();
    return fill;
}

class FillStep final : public PlanStep {
  public:
    FillStep(std::vector<std::string> columns, ImputeOptions options,
             std::shared_ptr<const Imputer> imputer)
        : columns_(std::move(columns)),
          options_(std::move(options)),
          imputer_(std::move(imputer)) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        const bool any_type = options_.fill == Fill::mode;
        auto columns = columns_or_numbers(table, columns_, any_type);
        std::erase(columns, columns_.empty() ? options_.time_column : std::string());
        auto imputer =
            std::make_shared<const Imputer>(Imputer::fit(context, table, columns, options_));
        return std::make_shared<FillStep>(std::move(columns), options_, std::move(imputer));
    }
    bool fitted() const noexcept override { return imputer_ != nullptr; }
    Cleaned apply(const Context& context, const Table& table) const override {
        return {imputer_->apply(context, table)};
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        out.set("method", word_of<Fill>(fill_words, options_.fill));
        if (options_.fill == Fill::constant) {
            if (options_.constant == options_.constant)
                out.set("value", json_of(options_.constant));
            else
                out.set("value", options_.constant_text);
        }
        if (!options_.time_column.empty()) out.set("time", options_.time_column);
        if (options_.limit > 0) out.set("limit", options_.limit);
        if (options_.add_indicator) out.set("indicator", true);
        if (imputer_) write_learned(out);
    }

  private:
    void write_learned(Json& out) const {
        Json& learned = out.set("learned", Json::array());
        for (const FittedFill& fill : imputer_->fills()) {
            Json entry = Json::object();
            entry.set("column", fill.column);
            entry.set("type", word_of<Type>(type_words, fill.type));
            entry.set("value", json_of(fill.value));
            if (!fill.text.empty()) entry.set("text", fill.text);
            entry.set("cells", fill.cells);
            learned.push(std::move(entry));
        }
    }

    std::vector<std::string> columns_;
    ImputeOptions options_;
    std::shared_ptr<const Imputer> imputer_;  // null: not fitted
};

}  // namespace

PlanStepPointer read_fill(PlanReader& reader) {
    ImputeOptions options = read_options(reader);
    auto columns = reader.texts("columns");
    std::shared_ptr<const Imputer> imputer;
    if (reader.has("learned")) {
        std::vector<FittedFill> fills;
        for (PlanReader& entry : reader.objects("learned")) fills.push_back(read_fitted(entry));
        imputer = std::make_shared<const Imputer>(options, std::move(fills));
    }
    return std::make_shared<FillStep>(std::move(columns), std::move(options), std::move(imputer));
}

}  // namespace tenon::clean
