// x -> (x - centre) / scale, with centre and scale learned from the present numbers of a column.
//
// Standard deviation in two passes with compensated sums: mean first, then the squares of the
// deviations from it, less what rounding the mean brought in (the corrected two-pass form of T. F.
// Chan, G. H. Golub, R. J. LeVeque: Algorithms for Computing the Sample Variance, The American
// Statistician 37, 1983). Both passes first divide by a power of two near
// the largest number, so that nothing overflows or vanishes and nothing is rounded by it.
#include "tenon/scale.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/held_bytes.hpp"
#include "base/order_statistics.hpp"
#include "base/parallel.hpp"
#include "base/reason_text.hpp"
#include "base/sum.hpp"
#include "features/numbers.hpp"
#include "tenon/error.hpp"

namespace tenon {

using namespace features;

namespace {

// Terms of a partial sum: fixed, so that the sum has the same bits for any number of threads.
constexpr std::int64_t sum_block = 1 << 16;

[[noreturn]] void refuse(const std::string& name, const std::string& what,
                         Status status = Status::data, std::int64_t row = -1) {
    std::string message = "column \"" + name + "\"";
    if (row >= 0) message += ", row " + std::to_string(row);
    throw Error(status, message + ": " + what, {.argument = name, .row = row});
}

void check_scaling(Scaling scaling) {
    const auto kind = static_cast<std::int32_t>(scaling);
    if (kind < 0 || kind > static_cast<std::int32_t>(Scaling::robust))
        throw Error(Status::argument, "scaling must be standard, min_max or robust",
                    {.argument = "scaling"});
}

void check_numbers(const std::string& name, const Column& column) {
    if (!column.is_numeric())
        refuse(name,
               std::string("is ") + type_name(column.type()) +
                   ", and only numbers can be scaled; encode it first",
               Status::type);
}

[[noreturn]] void refuse_infinite(const std::string& name, const Column& column) {
    for (std::int64_t row = 0; row < column.size(); ++row)
        if (column.valid(row) && std::isinf(column.number(row)))
            refuse(name, "an infinite reading leaves no finite scale; treat outliers first",
                   Status::data, row);
    refuse(name, "the range of the readings is larger than a double can hold; change the unit");
}

// Sum of term(x) over all numbers, the same for any number of threads.
template <class Term>
double sum_of(const Context& context, const std::vector<double>& numbers, Term term) {
    const auto n = static_cast<std::int64_t>(numbers.size());
    std::vector<Sum> parts(static_cast<std::size_t>(block_count(n, sum_block)));
    parallel_blocks(context, n, sum_block,
                    [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                        Sum part;
                        for (std::int64_t i = first; i < last; ++i)
                            part.add(term(numbers[static_cast<std::size_t>(i)]));
                        parts[static_cast<std::size_t>(block)] = part;
                    });
    Sum sum;
    for (const Sum& part : parts) sum.merge(part);
    return sum.value();
}

// The power of two just above |x|; 1 for 0.
double power_above(double x) {
    int exponent = 0;
    std::frexp(x, &exponent);
    return x == 0 ? 1 : std::ldexp(1.0, std::clamp(exponent, -1021, 1023));
}

struct Range {
    double least, greatest;
};

Range range_of(const std::vector<double>& numbers) {
    const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
    return {*least, *greatest};
}

void learn_standard(const Context& context, const std::vector<double>& numbers, Range range,
                    FittedScale& fitted) {
    const auto n = static_cast<double>(numbers.size());
    const double unit = power_above(std::max(std::fabs(range.least), std::fabs(range.greatest)));
    fitted.centre = sum_of(context, numbers, [unit](double x) { return x / unit; }) / n * unit;
    const double centre = fitted.centre;
    const double reach = std::max(range.greatest / 2 - centre / 2, centre / 2 - range.least / 2);
    const double step = power_above(reach);
    const auto deviation = [centre, step](double x) { return (x / 2 - centre / 2) / step; };
    const double squares =
        sum_of(context, numbers, [deviation](double x) { return deviation(x) * deviation(x); });
    const double rest = sum_of(context, numbers, deviation);  // of a mean that is no double
    fitted.scale = 2 * (step * std::sqrt((squares - rest * (rest / n)) / (n - 1)));
}

void learn_robust(const Context& context, const std::vector<double>& numbers, FittedScale& fitted) {
    const double shares[] = {0.25, 0.75};
    const auto quartiles = quantiles_of(context, numbers, shares);
    fitted.centre = median_of(context, numbers);
    fitted.scale = quartiles[1] - quartiles[0];
}

FittedScale learn_scale(const Context& context, const std::string& name, const Column& column,
                        Scaling scaling) {
    check_numbers(name, column);
    const Charge charge(context, column.size() * 8);
    auto numbers = all_numbers(context, column);
    std::erase_if(numbers, [](double x) { return std::isnan(x); });
    if (numbers.empty())
        refuse(name, "no present number to learn a scale from; fill or drop the column first");

    FittedScale fitted;
    fitted.column = name;
    fitted.cells = static_cast<std::int64_t>(numbers.size());
    const Range range = range_of(numbers);
    const bool constant = range.least == range.greatest;
    fitted.centre = range.least + 0.0;
    if (!constant && scaling == Scaling::standard)
        std::isfinite(range.least) && std::isfinite(range.greatest)
            ? learn_standard(context, numbers, range, fitted)
            : refuse_infinite(name, column);
    else if (!constant && scaling == Scaling::robust)
        learn_robust(context, numbers, fitted);
    else if (!constant)
        fitted.scale = range.greatest - range.least;
    if (!std::isfinite(fitted.centre) || !std::isfinite(fitted.scale))
        refuse_infinite(name, column);
    if (fitted.scale == 0) fitted.scale = 1;
    return fitted;
}

Column scaled(const Context& context, const Column& column, const FittedScale& fitted) {
    auto values = all_numbers(context, column);
    for (double& x : values) x = (x - fitted.centre) / fitted.scale;
    return with_numbers(column, std::move(values));
}

std::string reason_of(const FittedScale& fitted, Scaling scaling) {
    const char* kind = "";
    const char* centre = "";
    const char* scale = "";
    switch (scaling) {
        case Scaling::standard:
            kind = "standard", centre = "mean", scale = "standard deviation";
            break;
        case Scaling::min_max:
            kind = "min-max", centre = "minimum", scale = "range";
            break;
        case Scaling::robust:
            kind = "robust", centre = "median", scale = "interquartile range";
            break;
    }
    std::string reason = std::string(kind) + ": less " + centre + ' ' +
                         reading_text(fitted.centre) + ", over " + scale + ' ' +
                         reading_text(fitted.scale);
    if (fitted.cells > 0)
        reason += " of " + count_text(fitted.cells, "present cell", "present cells");
    return reason;
}

}  // namespace

Scaler::Scaler(Scaling scaling, std::vector<FittedScale> scales)
    : scaling_(scaling), scales_(std::move(scales)) {
    check_scaling(scaling_);
    std::set<std::string_view> seen;
    for (const FittedScale& fitted : scales_) {
        if (!seen.insert(fitted.column).second)
            refuse(fitted.column, "is named twice; name it once", Status::argument);
        if (!std::isfinite(fitted.centre) || !std::isfinite(fitted.scale) || fitted.scale <= 0)
            refuse(fitted.column, "the stored centre and scale must be finite, the scale positive",
                   Status::argument);
    }
}

Scaler Scaler::fit(const Context& context, const Table& table, std::span<const std::string> columns,
                   Scaling scaling) {
    check_scaling(scaling);
    std::vector<FittedScale> scales;
    for (const std::string& name : columns) {
        context.report(
            {.phase = "learn scales",
             .share = static_cast<double>(scales.size()) / static_cast<double>(columns.size()),
             .rows = table.rows()});
        scales.push_back(learn_scale(context, name, table.column(name), scaling));
    }
    return Scaler(scaling, std::move(scales));
}

Table Scaler::apply(const Context& context, const Table& table) const {
    Table out = table;
    std::size_t done = 0;
    HeldBytes held(context);
    for (const FittedScale& fitted : scales_) {
        context.report({.phase = "scale",
                        .share = static_cast<double>(done++) / static_cast<double>(scales_.size()),
                        .rows = table.rows()});
        const Column& column = table.column(fitted.column);
        check_numbers(fitted.column, column);
        held.add(column.size() * 8);
        out = out.with_column(fitted.column, scaled(context, column, fitted))
                  .with_change({"scale", fitted.column, 0, column.size() - column.missing(),
                                reason_of(fitted, scaling_)});
    }
    if (scales_.empty()) out = out.with_change({"scale", "", 0, 0, "no column was named"});
    return out;
}

}  // namespace tenon
