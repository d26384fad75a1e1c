#include "tenon/frequency.hpp"

#include <limits>
#include <utility>

#include "base/reason_text.hpp"
#include "features/category_values.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"

namespace tenon {

using namespace features;

namespace {

class FrequencyStep final : public FeatureStep {
  public:
    explicit FrequencyStep(std::vector<CategoryValues> encodings)
        : encodings_(std::move(encodings)) {
        check_category_values(encodings_);
    }

    const char* kind() const noexcept override { return "frequency"; }
    std::vector<std::string> inputs() const override { return column_names(encodings_); }
    std::vector<std::string> outputs() const override { return inputs(); }

    Table apply(const Context& context, const Table& table) const override {
        Table out = table;
        for (const CategoryValues& one : encodings_) {
            const Column& column = table.column(one.column);
            out = out.with_column(one.column, encoded(context, column, one))
                      .with_change({"encode frequency", one.column, 0,
                                    column.size() - column.missing(),
                                    "how often the fit saw each of " +
                                        count_text(static_cast<std::int64_t>(one.values.size()),
                                                   "category", "categories")});
        }
        return out;
    }

    void write(Json& document) const override {
        document.set("columns", write_category_values(encodings_));
    }

  private:
    std::vector<CategoryValues> encodings_;
};

}  // namespace

Feature fit_frequency(const Context& context, const Table& table,
                      std::span<const std::string> columns, const FrequencyOptions& options) {
    check_distinct(columns);
    if (options.max_categories < 1 ||
        options.max_categories > std::numeric_limits<std::int32_t>::max())
        refuse_option("max_categories", "must be from 1 to 2147483647");
    std::vector<CategoryValues> encodings;
    for (const std::string& name : columns) {
        context.report({.phase = "count categories", .rows = table.rows()});
        const Column& column = table.column(name);
        const Charge charge(context, column.size() * 4);
        CategoryValues one;
        one.column = name;
        one.dictionary = learn_dictionary(context, name, column, options.max_categories);
        one.values.assign(one.dictionary.categories.size(), 0);
        for (const std::int32_t code : codes_of(context, column, one.dictionary))
            if (code >= 0) one.values[static_cast<std::size_t>(code)] += 1;
        if (!options.counts)
            for (double& value : one.values)
                value /= static_cast<double>(column.size() - column.missing());
        encodings.push_back(std::move(one));
    }
    return Feature(std::make_shared<FrequencyStep>(std::move(encodings)));
}

namespace features {

StepPointer read_frequency(const JsonMember& document) {
    return std::make_shared<FrequencyStep>(read_category_values(document["columns"]));
}

}  // namespace features
}  // namespace tenon
