// x -> F(x), the empirical distribution function of the fit through its references, and on to the
// normal quantile of F(x) where that is asked for.
#include "tenon/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/enum_names.hpp"
#include "base/held_bytes.hpp"
#include "base/number_sort.hpp"
#include "base/order_statistics.hpp"
#include "base/parallel.hpp"
#include "base/reason_text.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "features/normal_quantile.hpp"
#include "features/numbers.hpp"

namespace tenon {

using namespace features;

namespace {

constexpr std::int64_t most_quantiles = 1'000'000;
constexpr double least_share = 1e-7;  // keeps the normal quantiles finite

constexpr EnumNames<QuantileShape, 2> shape_words{
    {{QuantileShape::uniform, "uniform"}, {QuantileShape::normal, "normal"}}};

struct References {
    std::string column;
    std::vector<double> values;  // ascending, at even shares
};

double share_of(double x, const std::vector<double>& references) {
    const auto [first, past] = std::equal_range(references.begin(), references.end(), x);
    const auto steps = static_cast<double>(references.size() - 1);
    const auto place = static_cast<double>(first - references.begin());
    if (first != past)
        return (place + static_cast<double>(past - references.begin() - 1)) / 2 / steps;
    if (first == references.begin()) return 0;
    if (first == references.end()) return 1;
    const double below = *(first - 1), above = *first;
    // Halves, since the difference of the two may be beyond a double.
    const double part = (x / 2 - below / 2) / (above / 2 - below / 2);
    return (place - 1 + part) / steps;
}

class QuantileStep final : public FeatureStep {
  public:
    QuantileStep(QuantileShape shape, std::vector<References> references)
        : shape_(shape), references_(std::move(references)) {
        check_distinct(column_names(references_));
        for (const References& one : references_) {
            if (one.values.size() < 2)
                refuse_column(one.column, "needs two references or more", Status::argument);
            if (!std::is_sorted(one.values.begin(), one.values.end()))
                refuse_column(one.column, "its references must ascend", Status::argument);
        }
    }

    const char* kind() const noexcept override { return "quantile"; }
    std::vector<std::string> inputs() const override { return column_names(references_); }
    std::vector<std::string> outputs() const override { return inputs(); }

    Table apply(const Context& context, const Table& table) const override {
        Table out = table;
        HeldBytes held(context);
        for (const References& one : references_) {
            const Column& column = table.column(one.column);
            check_numeric(one.column, column, "ranked");
            held.add(column.size() * 8);
            auto values = all_numbers(context, column);
            parallel_blocks(context, column.size(), rows_between_checks,
                            [&](std::int64_t, std::int64_t first, std::int64_t last) {
                                for (std::int64_t row = first; row < last; ++row)
                                    map(values[static_cast<std::size_t>(row)], one.values);
                            });
            out = out.with_column(one.column, with_numbers(column, std::move(values)))
                      .with_change({"quantile", one.column, 0, column.size() - column.missing(),
                                    "rank among " +
                                        count_text(static_cast<std::int64_t>(one.values.size())) +
                                        " references of the fit"});
        }
        return out;
    }

    void write(Json& document) const override {
        document.set("shape", name_in(shape_words, shape_));
        Json columns = Json::array();
        for (const References& one : references_) {
            Json entry;
            entry.set("column", one.column);
            Json values = Json::array();
            for (const double value : one.values) values.push(Json(value));
            entry.set("references", std::move(values));
            columns.push(std::move(entry));
        }
        document.set("columns", std::move(columns));
    }

  private:
    void map(double& x, const std::vector<double>& references) const {
        if (std::isnan(x)) return;
        const double share = share_of(x, references);
        x = shape_ == QuantileShape::normal
                ? normal_quantile(std::clamp(share, least_share, 1 - least_share))
                : share;
    }

    QuantileShape shape_;
    std::vector<References> references_;
};

// Type 7 quantiles at even shares. So many of them are had sooner from a sorted copy than by
// selection.
std::vector<double> even_quantiles(const Context& context, std::vector<double> numbers,
                                   std::int64_t count) {
    sort_numbers(context, numbers);
    const auto last = static_cast<double>(numbers.size() - 1);
    std::vector<double> out;
    for (std::int64_t i = 0; i < count; ++i) {
        const double place = last * (static_cast<double>(i) / static_cast<double>(count - 1));
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, numbers.size() - 1);
        out.push_back(between(numbers[below], numbers[above], place - std::floor(place)));
    }
    return out;
}

}  // namespace

Feature fit_quantile(const Context& context, const Table& table,
                     std::span<const std::string> columns, const QuantileOptions& options) {
    check_distinct(columns);
    if (options.shape != QuantileShape::uniform && options.shape != QuantileShape::normal)
        refuse_option("shape", "must be uniform or normal");
    if (options.quantiles < 2 || options.quantiles > most_quantiles)
        refuse_option("quantiles", "must be from 2 to 1000000");
    std::vector<References> references;
    for (const std::string& name : columns) {
        context.report({.phase = "learn quantiles", .rows = table.rows()});
        const Charge charge(context, table.rows() * 8);
        auto numbers = present_numbers(context, name, table.column(name), "ranked");
        const auto count = std::clamp<std::int64_t>(static_cast<std::int64_t>(numbers.size()), 2,
                                                    options.quantiles);
        references.push_back({name, even_quantiles(context, std::move(numbers), count)});
    }
    return Feature(std::make_shared<QuantileStep>(options.shape, std::move(references)));
}

namespace features {

StepPointer read_quantile(const JsonMember& document) {
    std::vector<References> references;
    for (const JsonMember& entry : document["columns"].items())
        references.push_back({entry["column"].text(), entry["references"].finites()});
    return std::make_shared<QuantileStep>(document["shape"].word(shape_words),
                                          std::move(references));
}

}  // namespace features
}  // namespace tenon
