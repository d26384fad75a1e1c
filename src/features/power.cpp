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
// Results that are standardised are formed so too, of d = ln (u / c) with u = x or 1 + |x| and c
// that of the centre: near c as ln (1 + (u - c) / c), whose difference is exact.
#include "tenon/power.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
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
// Numbers whose logarithms are all this near to each other's mean are told apart by L only where it
// is extreme: from -1 to 3 it bends their line by less than a tenth.
constexpr double narrow = 0.1;
// Of chi squared with one degree of freedom: 95 % of twice a likelihood's loss lie below.
constexpr double usual_loss = 3.841458820694124;
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

// u = x + origin and c = centre + origin are above zero; origin is 0 or 1.
struct Ratio {
    double x, centre, origin;
    double less_one() const { return (x - centre) / (centre + origin); }  // u / c - 1
    double logarithm() const {
        constexpr double near = 0.5;
        const double rest = less_one();
        if (std::fabs(rest) <= near) return std::log1p(rest);
        const double ratio = (x + origin) / (centre + origin);
        if (std::isnormal(ratio)) return std::log(ratio);
        return std::log(x + origin) - std::log(centre + origin);
    }
    double grown(double lambda) const {
        return lambda == 1 ? less_one() : tenon::grown(logarithm(), lambda);
    }
};

// The result of a number on the other side of zero than the centre: the straight line that takes
// the formula without a centre to the one with it.
double across(double plain, double centre, double lambda) {
    const double log_centre = std::log1p(centre);
    return plain * std::exp(-lambda * log_centre) + grown(-log_centre, lambda);
}

// to = f(from), with a look at the cancel handle now and then; both may be one.
template <class F>
void map(const Context& context, std::span<const double> from, std::vector<double>& to, F f) {
    constexpr auto between = static_cast<std::size_t>(rows_between_checks);
    for (std::size_t first = 0; first < from.size(); first += between) {
        context.check_cancelled();
        const std::size_t past = std::min(from.size(), first + between);
        for (std::size_t i = first; i < past; ++i) to[i] = f(from[i]);
    }
}

double largest_size(const std::vector<double>& values) {
    double largest = 0;
    for (const double x : values) largest = std::max(largest, std::fabs(x));
    return largest;
}

double no_less(double likelihood) {
    return std::isnan(likelihood) ? -std::numeric_limits<double>::infinity() : likelihood;
}

// `best`, or 1 where numbers so near to each other say little about it. The likelihoods are those
// of one number.
template <class Likelihood>
double settled(double best, double reach, std::size_t numbers, Likelihood likelihood) {
    if (reach > narrow) return best;
    const double loss = 2 * static_cast<double>(numbers) * (likelihood(best) - likelihood(1));
    return loss < usual_loss ? 1 : best;
}

// The exponent for numbers above zero, none of them equal to all others, as ln (x / centre).
double one_sided_lambda(const Context& context, std::vector<double> d) {
    const double rest = moments_of(context, d, [](double x) { return x; }).mean;
    for (double& x : d) x -= rest;
    const double size = largest_size(d), reach = largest_exponent / size;
    const auto likelihood = [&](double lambda) {
        const Moments moments =
            moments_of(context, d, [lambda](double x) { return grown(x, lambda); });
        return no_less(-0.5 * std::log(moments.variance));
    };
    const double best =
        maximum_of(likelihood, std::clamp(1.0, -reach, reach), -reach, reach, lambda_tolerance);
    return settled(best, size, d.size(), likelihood);
}

// The exponent for numbers on both sides of zero.
double mixed_lambda(const Context& context, const std::vector<double>& numbers) {
    std::vector<double> u(numbers.size());  // the signed logarithms
    map(context, numbers, u, [](double x) { return std::copysign(std::log1p(std::fabs(x)), x); });
    const double slope = moments_of(context, u, [](double x) { return x; }).mean;
    const double size = largest_size(u), reach = largest_exponent / size;
    const auto likelihood = [&](double lambda) {
        const Moments moments = moments_of(context, u, [lambda](double x) {
            return x >= 0 ? grown(x, lambda) : -grown(-x, 2 - lambda);
        });
        return no_less(-0.5 * std::log(moments.variance) + (lambda - 1) * slope);
    };
    const double best = maximum_of(likelihood, 1, 1 - reach, 1 + reach, lambda_tolerance);
    return settled(best, size, u.size(), likelihood);
}

struct Fit {
    double lambda = 1, centre = 0;  // 0: none
};

// Of numbers all on one side of zero, at a distance `origin` from where the logarithm ends.
Fit one_sided_fit(const Context& context, const std::vector<double>& numbers, double origin) {
    const bool below = origin > 0 && *std::min_element(numbers.begin(), numbers.end()) < 0;
    const double mean_log = moments_of(context, numbers, [origin](double x) {
                                return origin > 0 ? std::log1p(std::fabs(x)) : std::log(x);
                            }).mean;
    const double centre = origin > 0 ? std::expm1(mean_log) : std::exp(mean_log);
    std::vector<double> d(numbers.size());
    map(context, numbers, d, [=](double x) {
        return Ratio{std::fabs(x), centre, origin}.logarithm();
    });
    if (largest_size(d) == 0) return {};  // all of them subnormal
    const double lambda = one_sided_lambda(context, std::move(d));
    return below ? Fit{2 - lambda, -centre} : Fit{lambda, centre};
}

Fit fit_of(const Context& context, const std::vector<double>& numbers, PowerFamily family) {
    const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
    if (*least == *greatest) return {};
    if (family == PowerFamily::box_cox) return one_sided_fit(context, numbers, 0);
    if (*least < 0 && *greatest > 0) return {mixed_lambda(context, numbers), 0};
    return one_sided_fit(context, numbers, 1);
}

double result_of(double x, const FittedPower& fitted, PowerFamily family) {
    const double lambda = fitted.lambda, centre = fitted.centre;
    if (centre == 0 || std::isnan(x)) return power_of(x, lambda, family);
    if (family == PowerFamily::box_cox) return Ratio{x, centre, 0}.grown(lambda);
    if (centre > 0)
        return x >= 0 ? Ratio{x, centre, 1}.grown(lambda)
                      : across(power_of(x, lambda, family), centre, lambda);
    return x <= 0 ? -Ratio{-x, -centre, 1}.grown(2 - lambda)
                  : -across(-power_of(x, lambda, family), -centre, 2 - lambda);
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
                !std::isfinite(fitted.scale) || fitted.scale <= 0 ||
                !std::isfinite(fitted.centre) ||
                (family == PowerFamily::box_cox && fitted.centre < 0))
                refuse_column(fitted.column,
                              "lambda, shift, scale and centre must be finite, scale positive, the "
                              "centre of Box-Cox not negative",
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
            map(context, values, values, [&](double x) {
                return (result_of(x, fitted, family_) - fitted.shift) / fitted.scale;
            });
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
            if (fitted.centre != 0) entry.set("centre", fitted.centre);
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
    if (family == PowerFamily::box_cox) {
        if (!(x > 0)) return std::numeric_limits<double>::quiet_NaN();
        return lambda == 1 ? x - 1 : grown(std::log(x), lambda);
    }
    if (std::isnan(x) || lambda == 1) return x;
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
    const Fit fit = fit_of(context, numbers, options.family);
    fitted.lambda = fit.lambda;
    if (!options.standardise) return fitted;
    fitted.centre = fit.centre;
    const Moments moments = moments_of(
        context, numbers, [&](double x) { return result_of(x, fitted, options.family); });
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
                          .cells = entry["cells"].count(),
                          .centre = entry.has("centre") ? entry["centre"].finite() : 0});
    return std::make_shared<PowerStep>(document["family"].word(family_words), std::move(powers));
}

}  // namespace features
}  // namespace tenon
