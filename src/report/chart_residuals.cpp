// How far predictions are off, as a histogram.
//
// Bars are as wide as D. Freedman and P. Diaconis advise (On the histogram as a density estimator,
// 1981): 2 IQR / n^(1/3), rounded to a nice step.
#include <algorithm>
#include <cmath>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/number_words.hpp"

namespace tenon::report {

namespace {

constexpr double height = 430;
constexpr int fewest_bars = 8, most_bars = 40;

double quantile(std::vector<double>& values, double share) {
    const auto k = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + k, values.end());
    return values[static_cast<std::size_t>(k)];
}

int bar_count(std::vector<double>& values, const Extent& range) {
    const double iqr = quantile(values, 0.75) - quantile(values, 0.25);
    const double width = 2 * iqr / std::cbrt(static_cast<double>(values.size()));
    if (!(width > 0)) return fewest_bars;
    const double bars = (range.high - range.low) / width;
    return static_cast<int>(std::clamp(bars, double{fewest_bars}, double{most_bars}));
}

}  // namespace

Figure draw_residuals(const Words& words, std::string_view id, std::span<const double> truth,
                      std::span<const double> prediction, std::string_view target) {
    std::vector<double> residuals, sizes;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const double residual = prediction[i] - truth[i];
        if (!std::isfinite(residual)) continue;
        residuals.push_back(residual);
        sizes.push_back(std::fabs(residual));
    }
    if (residuals.empty()) return {std::string(words(Word::regression_none)), {}, {}};
    Figure figure;
    figure.title = words(Word::residual_title, {number_text(quantile(sizes, 0.5), 3),
                                                number_text(quantile(sizes, 0.9), 3), target});
    figure.caption = words(Word::residual_caption);

    const Extent range = padded(robust_extent(residuals), 0.001);
    const int bars = bar_count(residuals, range);
    std::vector<std::int64_t> counts(static_cast<std::size_t>(bars));
    std::int64_t outside = 0;
    const double width = (range.high - range.low) / bars;
    for (const double residual : residuals) {
        const double bar = (residual - range.low) / width;
        outside += bar < 0 || bar > bars;
        ++counts[static_cast<std::size_t>(std::clamp(bar, 0.0, bars - 1.0))];
    }
    const auto most = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
    const Extent count_range{0, std::max(1.0, most * 1.05)};
    const Ticks count_axis = count_ticks(count_range, 5);
    const Frame frame{std::max(48.0, count_axis.widest() + 14), 34, half_width - 14, height - 48};
    const Scale x{range.low, range.high, frame.left, frame.right};
    const Scale y{0, count_range.high, frame.bottom, frame.top};
    Svg svg(half_width, height, id, figure.title, words(Word::residual_description, {target}));
    draw_left_axis(svg, frame, y, count_axis, words(Word::residual_count));
    draw_bottom_axis(svg, frame, x, number_ticks(range, 5), words(Word::residual_axis, {target}));
    for (int b = 0; b < bars; ++b) {
        const double left = x(range.low + b * width), right = x(range.low + (b + 1) * width);
        const auto count = static_cast<double>(counts[static_cast<std::size_t>(b)]);
        if (count > 0)
            svg.rectangle(left + 0.5, y(count), right - left - 1, y(0) - y(count), "bar");
    }
    if (range.low < 0 && range.high > 0) svg.line(x(0), frame.top, x(0), frame.bottom, "zero");
    if (outside > 0) figure.caption += words(Word::residual_outside, {count_text(outside)});
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
