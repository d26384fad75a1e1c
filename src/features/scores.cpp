#include "features/scores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "base/distribution.hpp"
#include "base/moments.hpp"
#include "base/order_statistics.hpp"
#include "base/sum.hpp"

namespace tenon::features {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
// Residuals of a perfect fit are rounding: below this share of the whole they count as none.
constexpr double perfect_share = 1e-15;

// Sums about the means, over rows that have both.
struct Cross {
    std::int64_t rows = 0;
    double aa = 0, bb = 0, ab = 0;
};

Cross cross_of(std::span<const double> a, std::span<const double> b) {
    Sum sum_a, sum_b;
    Cross out;
    const auto has = [&](std::size_t i) { return !std::isnan(a[i]) && !std::isnan(b[i]); };
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!has(i)) continue;
        ++out.rows;
        sum_a.add(a[i]);
        sum_b.add(b[i]);
    }
    if (out.rows == 0) return out;
    const DoubleDouble mean_a = sum_a.mean(static_cast<double>(out.rows));
    const DoubleDouble mean_b = sum_b.mean(static_cast<double>(out.rows));
    Sum aa, bb, ab;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!has(i)) continue;
        const double da = deviation(a[i], mean_a), db = deviation(b[i], mean_b);
        aa.add(da * da);
        bb.add(db * db);
        ab.add(da * db);
    }
    out.aa = aa.value(), out.bb = bb.value(), out.ab = ab.value();
    return out;
}

FScore score_of(double explained, double rest, double degrees1, double degrees2) {
    if (!(explained > 0) || !(degrees2 > 0)) return {};
    if (rest <= perfect_share * (explained + rest)) return {infinite, 0};
    const double f = explained / degrees1 / (rest / degrees2);
    return {f, f_upper_tail(f, degrees1, degrees2)};
}

}  // namespace

double variance_of(std::span<const double> numbers) {
    if (numbers.size() < 2) return 0;
    const Cross cross = cross_of(numbers, numbers);
    const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
    return *least == *greatest ? 0 : cross.aa / static_cast<double>(cross.rows - 1);
}

double correlation_of(std::span<const double> a, std::span<const double> b) {
    const Cross cross = cross_of(a, b);
    if (!(cross.aa > 0) || !(cross.bb > 0)) return std::numeric_limits<double>::quiet_NaN();
    return std::clamp(cross.ab / std::sqrt(cross.aa) / std::sqrt(cross.bb), -1.0, 1.0);
}

FScore line_score(std::span<const double> x, std::span<const double> target) {
    const Cross cross = cross_of(x, target);
    if (!(cross.aa > 0) || !(cross.bb > 0)) return {};
    const double r = std::clamp(cross.ab / std::sqrt(cross.aa) / std::sqrt(cross.bb), -1.0, 1.0);
    return score_of(r * r, (1 - r) * (1 + r), 1, static_cast<double>(cross.rows - 2));
}

FScore class_score(std::span<const double> x, std::span<const std::int64_t> classes) {
    struct Group {
        Sum sum;
        std::int64_t rows = 0;
        DoubleDouble mean;
    };
    std::map<std::int64_t, Group> groups;
    Sum sum;
    std::int64_t rows = 0;
    const auto has = [&](std::size_t i) { return !std::isnan(x[i]) && classes[i] >= 0; };
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!has(i)) continue;
        Group& group = groups[classes[i]];
        group.sum.add(x[i]);
        ++group.rows;
        sum.add(x[i]);
        ++rows;
    }
    if (groups.size() < 2) return {};
    const DoubleDouble mean = sum.mean(static_cast<double>(rows));
    Sum between, within;
    for (auto& [code, group] : groups) {
        group.mean = group.sum.mean(static_cast<double>(group.rows));
        const double apart = deviation(group.mean, mean);
        between.add(static_cast<double>(group.rows) * apart * apart);
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!has(i)) continue;
        const double rest = deviation(x[i], groups.find(classes[i])->second.mean);
        within.add(rest * rest);
    }
    const auto count = static_cast<double>(groups.size());
    return score_of(between.value(), within.value(), count - 1, static_cast<double>(rows) - count);
}

std::vector<std::int64_t> equal_count_classes(const Context& context, std::span<const double> x,
                                              std::int64_t bins) {
    std::vector<double> numbers(x.begin(), x.end());
    std::erase_if(numbers, [](double value) { return std::isnan(value); });
    std::vector<std::int64_t> classes(x.size(), -1);
    if (numbers.empty()) return classes;
    std::vector<double> shares;
    for (std::int64_t i = 1; i < bins; ++i)
        shares.push_back(static_cast<double>(i) / static_cast<double>(bins));
    const auto inner = quantiles_of(context, numbers, shares);
    for (std::size_t i = 0; i < x.size(); ++i)
        if (!std::isnan(x[i]))
            classes[i] = std::upper_bound(inner.begin(), inner.end(), x[i]) - inner.begin();
    return classes;
}

double mutual_information(std::span<const std::int64_t> a, std::span<const std::int64_t> b) {
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> joint;
    std::map<std::int64_t, std::int64_t> of_a, of_b;
    std::int64_t rows = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] < 0 || b[i] < 0) continue;
        ++joint[{a[i], b[i]}];
        ++of_a[a[i]];
        ++of_b[b[i]];
        ++rows;
    }
    if (rows == 0) return 0;
    const auto n = static_cast<double>(rows);
    Sum nats;
    for (const auto& [pair, count] : joint) {
        const auto both = static_cast<double>(count);
        const auto product =
            static_cast<double>(of_a[pair.first]) * static_cast<double>(of_b[pair.second]);
        nats.add(both / n * std::log(both * n / product));
    }
    const double bias =
        static_cast<double>(of_a.size() - 1) * static_cast<double>(of_b.size() - 1) / (2 * n);
    return std::max(0.0, nats.value() - bias);
}

}  // namespace tenon::features
