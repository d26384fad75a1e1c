#include "tenon/compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "base/distribution.hpp"
#include "base/sum.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double tail_95 = 0.025;

[[noreturn]] void refuse(Status status, const char* argument, const std::string& message,
                         std::int64_t row = -1) {
    throw Error(status, message, {.argument = argument, .row = row});
}

void check_values(std::span<const double> values, std::size_t length, const char* name,
                  bool classes) {
    if (values.size() != length)
        refuse(Status::argument, name,
               std::string(name) + " has " + std::to_string(values.size()) + " values where " +
                   std::to_string(length) + " are needed");
    for (std::size_t i = 0; i < values.size(); ++i)
        if (classes ? values[i] != 0 && values[i] != 1 : !std::isfinite(values[i]))
            refuse(Status::data, name,
                   std::string(name) + ", row " + std::to_string(i) +
                       (classes ? ": not 0 or 1" : ": not a finite number"),
                   static_cast<std::int64_t>(i));
}

// From a difference and its standard error; `quantile` is that of 97.5 %.
void conclude(PairedTest& test, double quantile) {
    const double error = test.standard_error;
    test.statistic = error > 0              ? test.difference / error
                     : test.difference == 0 ? 0.0
                                            : std::copysign(infinity, test.difference);
    test.low = test.difference - quantile * error;
    test.high = test.difference + quantile * error;
}

double two_sided_normal(double z) {
    return std::isinf(z) ? 0 : std::min(1.0, 2 * normal_upper_tail(std::fabs(z)));
}

// Ranks from 1, ties at their mean.
std::vector<double> midranks(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0, last; first < order.size(); first = last) {
        for (last = first + 1; last < order.size() && values[order[last]] == values[order[first]];)
            ++last;
        for (std::size_t i = first; i < last; ++i)
            ranks[order[i]] = (static_cast<double>(first + last) + 1) / 2;
    }
    return ranks;
}

// What each record adds to the area: of positives the share of negatives below, of negatives the
// share of positives above.
struct Placements {
    std::vector<double> positive, negative;
    double area = 0;
};

Placements placements(std::span<const double> truth, std::span<const double> scores) {
    std::vector<double> positives, negatives, all;
    for (std::size_t i = 0; i < truth.size(); ++i)
        (truth[i] == 1 ? positives : negatives).push_back(scores[i]);
    all = positives;
    all.insert(all.end(), negatives.begin(), negatives.end());
    const auto ranks = midranks(all), own = midranks(positives), others = midranks(negatives);
    const auto m = static_cast<double>(positives.size()), n = static_cast<double>(negatives.size());
    Placements out;
    Sum area;
    for (std::size_t i = 0; i < positives.size(); ++i) {
        out.positive.push_back((ranks[i] - own[i]) / n);
        area.add(out.positive.back());
    }
    for (std::size_t i = 0; i < negatives.size(); ++i)
        out.negative.push_back(1 - (ranks[positives.size() + i] - others[i]) / m);
    out.area = area.value() / m;
    return out;
}

// Variance of a - b over its count, with n - 1.
double variance_of_mean(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    Sum sum, squares;
    for (std::size_t i = 0; i < a.size(); ++i) sum.add(a[i] - b[i]);
    const double mean = sum.value() / n;
    for (std::size_t i = 0; i < a.size(); ++i)
        squares.add((a[i] - b[i] - mean) * (a[i] - b[i] - mean));
    return squares.value() / (n - 1) / n;
}

}  // namespace

PairedTest corrected_resampled_test(std::span<const double> first, std::span<const double> second,
                                    double test_over_training) {
    check_values(first, first.size(), "first", false);
    check_values(second, first.size(), "second", false);
    if (first.size() < 2) refuse(Status::data, "first", "a test needs at least two splits");
    if (!(test_over_training > 0) || std::isinf(test_over_training))
        refuse(Status::argument, "test_over_training",
               "test_over_training must be finite and above 0, such as 0.25 for five folds");
    const auto k = static_cast<double>(first.size());
    Sum sum, squares;
    for (std::size_t i = 0; i < first.size(); ++i) sum.add(first[i] - second[i]);
    PairedTest test;
    test.difference = sum.value() / k;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const double deviation = first[i] - second[i] - test.difference;
        squares.add(deviation * deviation);
    }
    test.standard_error = std::sqrt((1 / k + test_over_training) * squares.value() / (k - 1));
    test.degrees = k - 1;
    conclude(test, student_upper_quantile(tail_95, test.degrees));
    test.p_value = std::isinf(test.statistic) ? 0 : student_two_sided(test.statistic, test.degrees);
    return test;
}

PairedTest mcnemar_test(std::span<const double> truth, std::span<const double> first,
                        std::span<const double> second) {
    check_values(truth, truth.size(), "truth", true);
    check_values(first, truth.size(), "first", true);
    check_values(second, truth.size(), "second", true);
    if (truth.empty()) refuse(Status::data, "truth", "there are no records to test on");
    double only_first = 0, only_second = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const bool a = first[i] == truth[i], b = second[i] == truth[i];
        only_first += a && !b;
        only_second += b && !a;
    }
    const double n = only_first + only_second, least = std::min(only_first, only_second);
    PairedTest test;
    test.difference = (only_first - only_second) / static_cast<double>(truth.size());
    test.standard_error = test.degrees = test.low = test.high = nan;
    test.statistic = least;
    // P(at most `least` of n at one half) = I_{1/2}(n - least, least + 1), an upper tail of F:
    // F with (2 (least + 1), 2 (n - least)) degrees above (n - least) / (least + 1).
    test.p_value = 1;
    if (n > 0 && only_first != only_second)
        test.p_value = std::min(
            1.0, 2 * f_upper_tail((n - least) / (least + 1), 2 * (least + 1), 2 * (n - least)));
    return test;
}

PairedTest delong_test(std::span<const double> truth, std::span<const double> first,
                       std::span<const double> second) {
    check_values(truth, truth.size(), "truth", true);
    check_values(first, truth.size(), "first", false);
    check_values(second, truth.size(), "second", false);
    const auto positives = std::count(truth.begin(), truth.end(), 1.0);
    if (positives < 2 || static_cast<std::ptrdiff_t>(truth.size()) - positives < 2)
        refuse(Status::data, "truth", "a test needs at least two records of each class");
    const Placements a = placements(truth, first), b = placements(truth, second);
    PairedTest test;
    test.difference = a.area - b.area;
    test.degrees = nan;
    test.standard_error = std::sqrt(variance_of_mean(a.positive, b.positive) +
                                    variance_of_mean(a.negative, b.negative));
    conclude(test, normal_upper_quantile(tail_95));
    test.p_value = test.statistic == 0 ? 1 : two_sided_normal(test.statistic);
    return test;
}

}  // namespace tenon
