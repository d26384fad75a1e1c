#include "tenon/anova.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "base/distribution.hpp"
#include "base/double_double.hpp"
#include "base/poll.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

struct Group {
    double count = 0;
    DoubleDouble sum, mean;
};

[[noreturn]] void refuse(Status status, const char* argument, const std::string& message,
                         std::int64_t row = -1) {
    throw Error(status, message, {.argument = argument, .row = row});
}

// A power of two near the largest value, so that squares stay in range.
double unit_of(std::span<const double> values) {
    double largest = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]))
            refuse(Status::data, "values",
                   "row " + std::to_string(i) + ": the value is not finite; drop such rows",
                   static_cast<std::int64_t>(i));
        largest = std::max(largest, std::fabs(values[i]));
    }
    int exponent = 0;
    if (largest > 0) std::frexp(largest, &exponent);
    return std::ldexp(1.0, std::max(exponent, std::numeric_limits<double>::min_exponent) - 1);
}

}  // namespace

Anova one_way_anova(const Context& context, std::span<const double> values,
                    std::span<const std::int64_t> groups) {
    if (values.size() != groups.size())
        refuse(Status::argument, "groups",
               std::to_string(groups.size()) + " groups for " + std::to_string(values.size()) +
                   " values; give one a value");
    context.report({.phase = "anova", .rows = static_cast<std::int64_t>(values.size())});
    const double unit = unit_of(values), inverse = 1 / unit;
    std::vector<std::int64_t> known(groups.begin(), groups.end());
    Poll poll(context);
    std::sort(known.begin(), known.end(), [&](std::int64_t a, std::int64_t b) {
        poll();
        return a < b;
    });
    known.erase(std::unique(known.begin(), known.end()), known.end());
    if (known.size() < 2)
        refuse(Status::data, "groups", "there are fewer than two groups to compare");
    if (known.size() == values.size())
        refuse(Status::data, "groups",
               "every row is a group of its own: nothing tells how much values of a group differ");
    const auto place = [&](std::size_t i) {
        return static_cast<std::size_t>(std::lower_bound(known.begin(), known.end(), groups[i]) -
                                        known.begin());
    };

    std::vector<Group> list(known.size());
    DoubleDouble total;
    for (std::size_t i = 0; i < values.size(); ++i) {
        poll();
        Group& g = list[place(i)];
        g.count += 1;
        g.sum += DoubleDouble(values[i] * inverse);
        total += DoubleDouble(values[i] * inverse);
    }
    const DoubleDouble mean = total / DoubleDouble(static_cast<double>(values.size()));
    DoubleDouble between, within;
    for (Group& g : list) {
        g.mean = g.sum / DoubleDouble(g.count);
        const DoubleDouble d = g.mean - mean;
        between += DoubleDouble(g.count) * d * d;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        poll();
        const DoubleDouble d = DoubleDouble(values[i] * inverse) - list[place(i)].mean;
        within += d * d;
    }

    Anova a;
    a.rows = static_cast<std::int64_t>(values.size());
    a.groups = static_cast<std::int64_t>(known.size());
    a.between_degrees = static_cast<double>(a.groups - 1);
    a.within_degrees = static_cast<double>(a.rows - a.groups);
    const DoubleDouble between_mean = between / DoubleDouble(a.between_degrees);
    const DoubleDouble within_mean = within / DoubleDouble(a.within_degrees);
    const auto squared = [unit](DoubleDouble x) { return static_cast<double>(x) * unit * unit; };
    a.between_squares = squared(between);
    a.within_squares = squared(within);
    a.between_mean = squared(between_mean);
    a.within_mean = squared(within_mean);
    a.residual_sd = static_cast<double>(sqrt(within_mean)) * unit;
    const auto ratio = [](DoubleDouble x, DoubleDouble y) {
        return y.hi > 0 ? static_cast<double>(x / y) : x.hi / y.hi;
    };
    a.f_statistic = ratio(between_mean, within_mean);
    a.r2 = ratio(between, between + within);
    a.p_value = f_upper_tail(a.f_statistic, a.between_degrees, a.within_degrees);
    return a;
}

}  // namespace tenon
