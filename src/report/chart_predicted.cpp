// Predicted against true values: points on the diagonal are right.
#include <algorithm>
#include <cmath>
#include <utility>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/marks.hpp"
#include "report/number_words.hpp"

namespace tenon::report {

namespace {

constexpr double height = 430;

}  // namespace

Figure draw_predicted(const Words& words, std::string_view id, std::span<const double> truth,
                      std::span<const double> prediction, std::string_view target,
                      std::string title) {
    std::vector<Point> points;
    std::vector<double> values;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (!std::isfinite(truth[i]) || !std::isfinite(prediction[i])) continue;
        points.push_back({truth[i], prediction[i], false});
        values.push_back(truth[i]);
        values.push_back(prediction[i]);
    }
    if (points.empty()) return {std::string(words(Word::regression_none)), {}, {}};
    Figure figure;
    figure.title = std::move(title);
    figure.caption = words(Word::predicted_caption, {target});

    const Extent range = padded(robust_extent(values));
    const Ticks ticks = number_ticks(range, 5);
    const Frame frame{std::max(48.0, ticks.widest() + 14), 34, half_width - 14, height - 48};
    const Scale x{range.low, range.high, frame.left, frame.right};
    const Scale y{range.low, range.high, frame.bottom, frame.top};
    Svg svg(half_width, height, id, figure.title, words(Word::predicted_description, {target}));
    draw_bottom_axis(svg, frame, x, ticks, words(Word::actual_axis, {target}));
    draw_left_axis(svg, frame, y, ticks, words(Word::predicted_axis, {target}));
    const std::vector<Point> shown = thinned(points);
    std::int64_t outside = 0;
    svg.open_group("normal-mark");
    for (const Point& point : shown) {
        outside += point.x < range.low || point.x > range.high || point.y < range.low ||
                   point.y > range.high;
        svg.circle(std::clamp(x(point.x), frame.left, frame.right),
                   std::clamp(y(point.y), frame.top, frame.bottom), 2.4, {});
    }
    svg.close_group();
    svg.line(frame.left, frame.bottom, frame.right, frame.top, "diagonal");
    if (shown.size() < points.size())
        figure.caption +=
            words(Word::scatter_thinned, {count_text(static_cast<std::int64_t>(shown.size())),
                                          count_text(static_cast<std::int64_t>(points.size()))});
    if (outside > 0) figure.caption += words(Word::scatter_outside, {count_text(outside)});
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
