// maximise over L   l(L) = -n/2 ln Var(t_L(x)) + (L - 1) sum_i j(x_i)
//
// with j(x) = ln x for Box-Cox (G. E. P. Box, D. R. Cox: An Analysis of Transformations, 1964) and
// j(x) = sign(x) ln(1 + |x|) for Yeo-Johnson (I.-K. Yeo, R. A. Johnson: A New Family of Power
// Transformations, 2000). l has one maximum (M. Kouider, H. Chen: Concavity of Box-Cox
// log-likelihood function, 1995; for Yeo-Johnson T. Marchand and others: SecureFedYJ, 2022).
//
// Box-Cox does not depend on the unit of x up to a straight line, so numbers are first divided by
// their geometric mean: with d_i = ln x_i - mean ln x the sum above vanishes, the variance is that
// of (e^(L d) - 1) / L, and neither overflows nor cancels for data far from 1. Yeo-Johnson of
// numbers on one side of zero is Box-Cox of 1 + |x| (with 2 - L below zero) and goes the same way.
#include "tenon/power.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/enum_names.hpp"
#include "base/held_bytes.hpp"
#include "base/parallel.hpp"
#include "base/reason_text.hpp"
#include "base/sum.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "features/maximum.hpp"
#include "features/numbers.hpp"

namespace tenon {

using namespace features;

namespace {

constexpr std::int64_t sum_block = 1 << 14;  // fixed: the same bits for any number of threads
// exp(600) squared times 1e9 rows stays below the largest double.
constexpr double largest_exponent = 300;
// The maximum of a parabola is known to the root of what its height is known to.
constexpr double lambda_tolerance = 1e-9;

constexpr EnumNames<PowerFamily, 2> family_words{
    {{PowerFamily::yeo_johnson, "yeo_johnson"}, {PowerFamily::box_cox, "box_cox"}}};

struct Moments {
    double mean = 0, variance = 0;  // over n
};

// Of term(value) over all values; two passes with compensated sums.
template <class Term>
Moments moments_of(const Context& context, const std::vector<double>& values, Term term) {
    const auto n = static_cast<std::int64_t>(values.size());
    std::vector<double> made(values.size());
    std::vector<Sum> parts(static_cast<std::size_t>(block_count(n, sum_block)));
    const auto total = [&](auto add) {
        parallel_blocks(context, n, sum_block,
                        [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                            Sum part;
                            for (std::int64_t i = first; i < last; ++i)
                                part.add(add(static_cast<std::size_t>(i)));
                            parts[static_cast<std::size_t>(block)] = part;
                        });
        Sum sum;
        for (const Sum& part : parts) sum.merge(part);
        return sum.value() / static_cast<double>(n);
    };
    Moments out;
    out.mean = total([&](std::size_t i) { return made[i] = term(values[i]); });
    out.variance = total([&](std::size_t i) {
        const double deviation = made[i] - out.mean;
        return deviation * deviation;
    });
    return out;
}

// (e^(L d) - 1) / L, d for L = 0.
double grown(double d, double lambda) {
    return lambda == 0 ? d : std::expm1(lambda * d) / lambda;
}

double largest_size(const std::vector<double>& values) {
    double largest = 0;
    for (const double x : values) largest = std::max(largest, std::fabs(x));
    return largest;
}

double no_less(double likelihood) {
    return std::isnan(likelihood) ? -std::numeric_limits<double>::infinity() : likelihood;
}

// The exponent for numbers above zero, none of them equal to all others.
double box_cox_lambda(const Context& context, const std::vector<double>& numbers) {
    const double centre =
        std::exp(moments_of(context, numbers, [](double x) { return std::log(x); }).mean);
    std::vector<double> d(numbers.size());
    std::transform(numbers.begin(), numbers.end(), d.begin(),
                   [centre](double x) { return std::log1p((x - centre) / centre); });
    const double rest = moments_of(context, d, [](double x) { return x; }).mean;
    for (double& x : d) x -= rest;
    const double reach = largest_exponent / largest_size(d);
    const auto likelihood = [&](double lambda) {
        const Moments moments =
            moments_of(context, d, [lambda](double x) { return grown(x, lambda); });
        return no_less(-0.5 * std::log(moments.variance));
    };
    return maximum_of(likelihood, std::clamp(1.0, -reach, reach), -reach, reach, lambda_tolerance);
}

// The exponent for numbers on both sides of zero.
double mixed_lambda(const Context& context, const std::vector<double>& numbers) {
    std::vector<double> u(numbers.size());  // the signed logarithms
    std::transform(numbers.begin(), numbers.end(), u.begin(),
                   [](double x) { return std::copysign(std::log1p(std::fabs(x)), x); });
    const double slope = moments_of(context, u, [](double x) { return x; }).mean;
    const double reach = largest_exponent / largest_size(u);
    const auto likelihood = [&](double lambda) {
        const Moments moments = moments_of(context, u, [lambda](double x) {
            return x >= 0 ? grown(x, lambda) : -grown(-x, 2 - lambda);
        });
        return no_less(-0.5 * std::log(moments.variance) + (lambda - 1) * slope);
    };
    return maximum_of(likelihood, 1, 1 - reach, 1 + reach, lambda_tolerance);
}

double lambda_of(const Context& context, const std::vector<double>& numbers, PowerFamily family) {
    const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
    if (*least == *greatest) return 1;
    if (family == PowerFamily::box_cox) return box_cox_lambda(context, numbers);
    if (*least < 0 && *greatest > 0) return mixed_lambda(context, numbers);
    const bool below = *greatest <= 0;
    std::vector<double> sizes(numbers.size());
    std::transform(numbers.begin(), numbers.end(), sizes.begin(),
                   [](double x) { return 1 + std::fabs(x); });
    if (largest_size(sizes) == 1 + std::min(std::fabs(*least), std::fabs(*greatest)))
        return 1;  // so small that 1 + |x| does not tell them apart: a straight line
    const double lambda = box_cox_lambda(context, sizes);
    return below ? 2 - lambda : lambda;
}

void check_family(PowerFamily family) {
    if (family != PowerFamily::yeo_johnson && family != PowerFamily::box_cox)
        refuse_option("family", "must be yeo_johnson or box_cox");
}

void check_domain(const std::string& name, const Column& column, PowerFamily family) {
    if (family != PowerFamily::box_cox) return;
    for (std::int64_t row = 0; row < column.size(); ++row)
        if (column.valid(row) && column.number(row) <= 0)
            refuse_column(name,
                          "Box-Cox takes numbers above zero only, not " +
                              reading_text(column.number(row)) + "; use Yeo-Johnson or shift it",
                          Status::data, row);
}

class PowerStep final : public FeatureStep {
  public:
    PowerStep(PowerFamily family, std::vector<FittedPower> powers)
        : family_(family), powers_(std::move(powers)) {
        check_distinct(column_names(powers_));
        for (const FittedPower& fitted : powers_)
            if (!std::isfinite(fitted.lambda) || !std::isfinite(fitted.shift) ||
                !std::isfinite(fitted.scale) || fitted.scale <= 0)
                refuse_column(fitted.column,
                              "lambda, shift and scale must be finite, scale positive",
                              Status::argument);
    }

    const char* kind() const noexcept override { return "power"; }
    std::vector<std::string> inputs() const override { return column_names(powers_); }
    std::vector<std::string> outputs() const override { return inputs(); }

    Table apply(const Context& context, const Table& table) const override {
        Table out = table;
        HeldBytes held(context);
        for (const FittedPower& fitted : powers_) {
            const Column& column = table.column(fitted.column);
            check_numeric(fitted.column, column, "transformed");
            check_domain(fitted.column, column, family_);
            held.add(column.size() * 8);
            auto values = all_numbers(context, column);
            for (double& x : values)
                x = (power_of(x, fitted.lambda, family_) - fitted.shift) / fitted.scale;
            out = out.with_column(fitted.column, with_numbers(column, std::move(values)))
                      .with_change({"power", fitted.column, 0, column.size() - column.missing(),
                                    std::string(family_ == PowerFamily::box_cox ? "Box-Cox"
                                                                                : "Yeo-Johnson") +
                                        " with lambda " + reading_text(fitted.lambda)});
        }
        return out;
    }

    void write(Json& document) const override {
        document.set("family", name_in(family_words, family_));
        Json powers = Json::array();
        for (const FittedPower& fitted : powers_) {
            Json entry;
            entry.set("column", fitted.column);
            entry.set("lambda", fitted.lambda);
            entry.set("shift", fitted.shift);
            entry.set("scale", fitted.scale);
            entry.set("cells", fitted.cells);
            powers.push(std::move(entry));
        }
        document.set("powers", std::move(powers));
    }

  private:
    PowerFamily family_;
    std::vector<FittedPower> powers_;
};

}  // namespace

double power_of(double x, double lambda, PowerFamily family) noexcept {
    if (family == PowerFamily::box_cox)
        return x > 0 ? grown(std::log(x), lambda) : std::numeric_limits<double>::quiet_NaN();
    if (std::isnan(x)) return x;
    return x >= 0 ? grown(std::log1p(x), lambda) : -grown(std::log1p(-x), 2 - lambda);
}

FittedPower learn_power(const Context& context, const Table& table, const std::string& name,
                        const PowerOptions& options) {
    check_family(options.family);
    const Column& column = table.column(name);
    const Charge charge(context, column.size() * 24);
    const auto numbers = present_numbers(context, name, column, "transformed");
    check_domain(name, column, options.family);
    FittedPower fitted;
    fitted.column = name;
    fitted.cells = static_cast<std::int64_t>(numbers.size());
    fitted.lambda = lambda_of(context, numbers, options.family);
    if (!options.standardise) return fitted;
    const Moments moments = moments_of(
        context, numbers, [&](double x) { return power_of(x, fitted.lambda, options.family); });
    fitted.shift = moments.mean;
    fitted.scale = std::sqrt(moments.variance);
    if (!std::isfinite(fitted.shift) || !std::isfinite(fitted.scale))
        refuse_column(name, "with lambda " + reading_text(fitted.lambda) +
                                " its numbers leave the range of a double; change the unit so that "
                                "they are near 1");
    if (fitted.scale == 0) fitted.scale = 1;
    return fitted;
}

Feature fit_power(const Context& context, const Table& table, std::span<const std::string> columns,
                  const PowerOptions& options) {
    check_distinct(columns);
    std::vector<FittedPower> powers;
    for (const std::string& name : columns) {
        context.report({.phase = "learn powers", .rows = table.rows()});
        powers.push_back(learn_power(context, table, name, options));
    }
    return Feature(std::make_shared<PowerStep>(options.family, std::move(powers)));
}

namespace features {

StepPointer read_power(const JsonMember& document) {
    std::vector<FittedPower> powers;
    for (const JsonMember& entry : document["powers"].items())
        powers.push_back({.column = entry["column"].text(),
                          .lambda = entry["lambda"].finite(),
                          .shift = entry["shift"].finite(),
                          .scale = entry["scale"].finite(),
                          .cells = entry["cells"].count()});
    return std::make_shared<PowerStep>(document["family"].word(family_words), std::move(powers));
}

}  // namespace features
}  // namespace tenon
