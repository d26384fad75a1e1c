// Source: D. Micci-Barreca, A Preprocessing Scheme for High-Cardinality Categorical Attributes in
// Classification and Prediction Problems (SIGKDD Explorations 3, 2001), with a fixed weight of the
// prior, and out-of-fold values for the training rows.
#include "tenon/target_encode.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "base/reason_text.hpp"
#include "base/sum.hpp"
#include "features/category_values.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "features/numbers.hpp"
#include "features/target_numbers.hpp"
#include "tenon/random.hpp"

namespace tenon {

using namespace features;

namespace {

constexpr std::int64_t most_folds = 1000;

// Sum and count of the target.
struct Tally {
    Sum sum;
    std::int64_t rows = 0;
    void add(double y) {
        sum.add(y);
        ++rows;
    }
};

double shrunk(const Tally& tally, double mean, double smoothing) {
    const double rows = static_cast<double>(tally.rows) + smoothing;
    return rows == 0 ? mean : (tally.sum.value() + smoothing * mean) / rows;
}

// The value of each category from the rows outside one fold; fold -1 leaves nothing out.
struct Learned {
    std::vector<double> values;
    double mean = 0;
};

Learned learn(const std::vector<std::int32_t>& codes, std::size_t categories,
              const std::vector<double>& target, const std::vector<std::int32_t>& folds,
              std::int32_t left_out, double smoothing) {
    Tally all;
    std::vector<Tally> tallies(categories);
    for (std::size_t row = 0; row < codes.size(); ++row) {
        if (std::isnan(target[row]) || folds[row] == left_out) continue;
        all.add(target[row]);
        if (codes[row] >= 0) tallies[static_cast<std::size_t>(codes[row])].add(target[row]);
    }
    Learned out;
    out.mean = all.rows == 0 ? 0 : all.sum.value() / static_cast<double>(all.rows);
    for (const Tally& tally : tallies) out.values.push_back(shrunk(tally, out.mean, smoothing));
    return out;
}

// Rows that have a target, dealt out evenly; the others follow.
std::vector<std::int32_t> deal(const std::vector<double>& target, std::int64_t folds,
                               std::uint64_t seed) {
    std::vector<std::int64_t> rows;
    for (const bool with_target : {true, false}) {
        std::vector<std::int64_t> some;
        for (std::size_t row = 0; row < target.size(); ++row)
            if (std::isnan(target[row]) != with_target)
                some.push_back(static_cast<std::int64_t>(row));
        Random(seed, with_target ? 0 : 1).shuffle(some);
        rows.insert(rows.end(), some.begin(), some.end());
    }
    std::vector<std::int32_t> fold(target.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        fold[static_cast<std::size_t>(rows[i])] =
            static_cast<std::int32_t>(static_cast<std::int64_t>(i) % folds);
    return fold;
}

class TargetStep final : public FeatureStep {
  public:
    TargetStep(std::string target, std::vector<CategoryValues> encodings)
        : target_(std::move(target)), encodings_(std::move(encodings)) {
        check_category_values(encodings_);
    }

    const char* kind() const noexcept override { return "target"; }
    std::vector<std::string> inputs() const override { return column_names(encodings_); }
    std::vector<std::string> outputs() const override { return inputs(); }

    Table apply(const Context& context, const Table& table) const override {
        Table out = table;
        for (const CategoryValues& one : encodings_) {
            const Column& column = table.column(one.column);
            out =
                out.with_column(one.column, encoded(context, column, one))
                    .with_change({"encode target", one.column, 0, column.size() - column.missing(),
                                  "mean of \"" + target_ + "\" in each of " +
                                      count_text(static_cast<std::int64_t>(one.values.size()),
                                                 "category", "categories") +
                                      " of the fit"});
        }
        return out;
    }

    void write(Json& document) const override {
        document.set("target", target_);
        document.set("columns", write_category_values(encodings_));
    }

  private:
    std::string target_;
    std::vector<CategoryValues> encodings_;
};

Column out_of_fold(const Context& context, const Column& column,
                   const std::vector<std::int32_t>& codes, std::size_t categories,
                   const std::vector<double>& target, const std::vector<std::int32_t>& fold_of,
                   const TargetEncodeOptions& options) {
    std::vector<double> values(codes.size(), 0);
    for (std::int32_t fold = 0; fold < options.folds; ++fold) {
        context.report({.phase = "encode out of fold",
                        .share = static_cast<double>(fold) / static_cast<double>(options.folds)});
        const Learned learned = learn(codes, categories, target, fold_of, fold, options.smoothing);
        for (std::size_t row = 0; row < codes.size(); ++row)
            if (fold_of[row] == fold && codes[row] >= 0)
                values[row] = learned.values[static_cast<std::size_t>(codes[row])];
    }
    return with_numbers(column, std::move(values));
}

void check_options(std::span<const std::string> columns, const std::string& target,
                   const TargetEncodeOptions& options) {
    if (target.empty()) refuse_option("target", "must be named");
    check_distinct(columns);
    for (const std::string& name : columns)
        if (name == target)
            refuse_column(name, "is the target and cannot be encoded by itself", Status::argument);
    if (!(options.smoothing >= 0) || !std::isfinite(options.smoothing))
        refuse_option("smoothing", "must be a finite number from 0 on");
    if (options.folds < 2 || options.folds > most_folds)
        refuse_option("folds", "must be from 2 to 1000");
    if (options.max_categories < 1 ||
        options.max_categories > std::numeric_limits<std::int32_t>::max())
        refuse_option("max_categories", "must be from 1 to 2147483647");
}

}  // namespace

TargetEncoded fit_target_encode(const Context& context, const Table& table,
                                std::span<const std::string> columns, const std::string& target,
                                const TargetEncodeOptions& options) {
    check_options(columns, target, options);
    const Charge charge(context, table.rows() * 40);
    const auto numbers = target_numbers(context, table, target, options.positive_label);
    if (numbers.present < options.folds)
        refuse_column(target, "has " + count_text(numbers.present) +
                                  " present cells, fewer than the " + count_text(options.folds) +
                                  " folds");
    const auto fold_of = deal(numbers.values, options.folds, options.seed);

    Table training = table;
    std::vector<CategoryValues> encodings;
    for (const std::string& name : columns) {
        const Column& column = table.column(name);
        CategoryValues one;
        one.column = name;
        one.dictionary = learn_dictionary(context, name, column, options.max_categories);
        const std::size_t categories = one.dictionary.categories.size();
        const auto codes = codes_of(context, column, one.dictionary);
        Learned learned = learn(codes, categories, numbers.values, fold_of, -1, options.smoothing);
        one.values = std::move(learned.values);
        one.unknown = learned.mean;
        training = training
                       .with_column(name, out_of_fold(context, column, codes, categories,
                                                      numbers.values, fold_of, options))
                       .with_change({"encode target", name, 0, column.size() - column.missing(),
                                     "mean of \"" + target + "\" in each category, out of " +
                                         count_text(options.folds) + " folds"});
        encodings.push_back(std::move(one));
    }
    return {Feature(std::make_shared<TargetStep>(target, std::move(encodings))),
            std::move(training)};
}

namespace features {

StepPointer read_target(const JsonMember& document) {
    return std::make_shared<TargetStep>(document["target"].text(),
                                        read_category_values(document["columns"]));
}

}  // namespace features
}  // namespace tenon
