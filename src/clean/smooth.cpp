#include "clean/smooth.hpp"

#include <algorithm>

#include "base/sum.hpp"
#include "clean/column_edit.hpp"
#include "clean/sliding_medians.hpp"

namespace tenon::clean {

namespace {

void moving_mean(std::span<const double> x, std::int64_t window, std::span<double> out) {
    const auto n = static_cast<std::int64_t>(x.size());
    const std::int64_t half = window / 2;
    const auto at = [&](std::int64_t i) { return x[static_cast<std::size_t>(i)]; };
    Sum sum;
    std::int64_t low = 0, high = 0;
    for (std::int64_t i = 0; i < n; ++i) {
        const std::int64_t from = std::max<std::int64_t>(0, i - half),
                           to = std::min(n, i + half + 1);
        // Summed afresh once a window, so that what a great reading rounded away comes back.
        if (i % window == 0) {
            sum = Sum();
            for (low = high = from; high < to; ++high) sum.add(at(high));
        }
        for (; low < from; ++low) sum.add(-at(low));
        for (; high < to; ++high) sum.add(at(high));
        out[static_cast<std::size_t>(i)] = sum.value() / static_cast<double>(to - from);
    }
}

double weighted(std::span<const double> x, std::int64_t first, const std::vector<double>& weights) {
    double sum = 0;
    for (std::size_t k = 0; k < weights.size(); ++k)
        sum += weights[k] * x[static_cast<std::size_t>(first) + k];
    return sum;
}

void savitzky_golay(std::span<const double> x, std::int64_t window, std::int64_t degree,
                    std::span<double> out) {
    const auto n = static_cast<std::int64_t>(x.size());
    if (n <= degree) {
        std::copy(x.begin(), x.end(), out.begin());
        return;
    }
    window = std::min(window, n);
    const std::int64_t half = window / 2;
    const auto middle = savitzky_golay_weights(window, degree, half);
    for (std::int64_t i = half; i + window - half <= n; ++i)
        out[static_cast<std::size_t>(i)] = weighted(x, i - half, middle);
    for (std::int64_t i = 0; i < half; ++i)
        out[static_cast<std::size_t>(i)] =
            weighted(x, 0, savitzky_golay_weights(window, degree, i));
    for (std::int64_t i = n - window + half + 1; i < n; ++i)
        out[static_cast<std::size_t>(i)] =
            weighted(x, n - window, savitzky_golay_weights(window, degree, i - (n - window)));
}

}  // namespace

std::vector<double> savitzky_golay_weights(std::int64_t window, std::int64_t degree,
                                           std::int64_t at) {
    // Polynomials p_k orthogonal over the places, by the three-term recurrence; the value at `at`
    // of the fit is sum over k of p_k(at) <p_k, x> / <p_k, p_k>.
    const auto n = static_cast<std::size_t>(window);
    std::vector<double> place(n), before(n, 0), now(n, 1), weights(n, 0);
    for (std::size_t i = 0; i < n; ++i)
        place[i] = static_cast<double>(i) - static_cast<double>(window - 1) / 2;
    double norm_before = 1;
    for (std::int64_t k = 0; k <= degree; ++k) {
        double norm = 0;
        for (const double p : now) norm += p * p;
        const double value = now[static_cast<std::size_t>(at)];
        for (std::size_t i = 0; i < n; ++i) weights[i] += value * now[i] / norm;
        // Places are symmetric about 0, so the recurrence has no middle term.
        const double back = k == 0 ? 0 : norm / norm_before;
        for (std::size_t i = 0; i < n; ++i) {
            const double next = place[i] * now[i] - back * before[i];
            before[i] = now[i];
            now[i] = next;
        }
        norm_before = norm;
    }
    return weights;
}

void ewma_from(std::optional<double>& last, std::span<const double> x, double alpha,
               std::span<double> out) {
    if (x.empty()) return;
    double y = last ? alpha * x[0] + (1 - alpha) * *last : x[0];
    out[0] = y;
    for (std::size_t i = 1; i < x.size(); ++i) {
        y = alpha * x[i] + (1 - alpha) * y;
        out[i] = y;
    }
    last = y;
}

void smooth(const Context& context, std::span<const double> readings, const SmoothOptions& options,
            std::span<double> out) {
    context.check_cancelled();
    if (readings.empty()) return;
    std::optional<double> none;
    switch (options.method) {
        case Smoother::moving_median:
            return slide_medians(context, readings, options.window, false, vector_level(),
                                 [&](std::int64_t, std::int64_t first,
                                     std::span<const double> medians, std::span<const double>) {
                                     std::copy(medians.begin(), medians.end(), out.begin() + first);
                                 });
        case Smoother::moving_mean:
            return moving_mean(readings, options.window, out);
        case Smoother::ewma:
            return ewma_from(none, readings, options.alpha, out);
        case Smoother::savitzky_golay:
            return savitzky_golay(readings, options.window, options.degree, out);
    }
}

}  // namespace tenon::clean
