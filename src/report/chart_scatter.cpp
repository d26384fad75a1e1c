// Two measurements of each record against each other, the predicted class by colour and shape.
#include <algorithm>
#include <cmath>
#include <limits>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/marks.hpp"
#include "report/number_words.hpp"

namespace tenon::report {

namespace {

constexpr double height = 430;

struct Selection {
    std::vector<Point> points;
    std::int64_t positives = 0;
    std::int64_t left_out = 0;
};

Selection usable_points(const ScatterData& data) {
    Selection chosen;
    chosen.points.reserve(data.x.size());
    for (std::size_t i = 0; i < data.x.size(); ++i) {
        const bool known = data.probability.empty() || !std::isnan(data.probability[i]);
        if (!known || !std::isfinite(data.x[i]) || !std::isfinite(data.y[i])) {
            ++chosen.left_out;
            continue;
        }
        const bool positive = !data.probability.empty() && data.probability[i] >= data.threshold;
        chosen.positives += positive;
        chosen.points.push_back({data.x[i], data.y[i], positive});
    }
    return chosen;
}

double median_of(const std::vector<Point>& points, bool marked, double Point::*coordinate) {
    std::vector<double> values;
    for (const Point& point : points)
        if (point.marked == marked) values.push_back(point.*coordinate);
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

Extent extent_of(const std::vector<Point>& points, double Point::*coordinate) {
    std::vector<double> values;
    values.reserve(points.size());
    for (const Point& point : points) values.push_back(point.*coordinate);
    return padded(robust_extent(values));
}

std::string caption_of(const Words& words, const ScatterData& data, const Selection& chosen,
                       std::int64_t drawn, std::int64_t outside) {
    std::string caption(words(Word::scatter_caption));
    const auto count = static_cast<std::int64_t>(chosen.points.size());
    if (chosen.positives > 0 && chosen.positives < count && !data.x_is_time && !data.y_is_time) {
        const auto median = [&](bool marked, double Point::*c) {
            return number_text(median_of(chosen.points, marked, c), 3);
        };
        caption += words(
            Word::scatter_caption_medians,
            {data.positive_label, data.x_name, median(true, &Point::x), median(false, &Point::x),
             data.y_name, median(true, &Point::y), median(false, &Point::y)});
    }
    if (drawn < count)
        caption +=
            words(data.probability.empty() ? Word::scatter_thinned : Word::scatter_thinned_rare,
                  {count_text(drawn), count_text(count), data.positive_label});
    if (outside > 0) caption += words(Word::scatter_outside, {count_text(outside)});
    if (chosen.left_out > 0)
        caption += words(Word::scatter_left_out, {count_text(chosen.left_out)});
    return caption;
}

std::string plain_title(const Words& words, const ScatterData& data,
                        const std::vector<Point>& points) {
    if (data.y_is_time) return words(Word::scatter_heading, {data.y_name, data.x_name});
    std::vector<double> values;
    values.reserve(points.size());
    for (const Point& point : points) values.push_back(point.y);
    const std::size_t tail = values.size() / 40;
    const auto at = [&](std::size_t k) {
        const auto place = values.begin() + static_cast<std::ptrdiff_t>(k);
        std::nth_element(values.begin(), place, values.end());
        return number_text(*place, 3);
    };
    const std::string low = at(tail), high = at(values.size() - 1 - tail);
    return words(Word::scatter_title_plain,
                 {data.y_name, low, high, count_text(static_cast<std::int64_t>(values.size()))});
}

}  // namespace

Figure draw_scatter(const Words& words, std::string_view id, const ScatterData& data) {
    const Selection chosen = usable_points(data);
    if (chosen.points.empty())
        return {words(Word::scatter_none, {data.x_name, data.y_name}), {}, {}};
    const auto count = static_cast<std::int64_t>(chosen.points.size());
    const bool classes = !data.probability.empty();
    Figure figure;
    figure.title =
        classes
            ? words(
                  Word::scatter_title_predicted,
                  {data.positive_label, count_text(chosen.positives), count_text(count),
                   share_text(static_cast<double>(chosen.positives) / static_cast<double>(count))})
            : plain_title(words, data, chosen.points);

    const Extent x_range = extent_of(chosen.points, &Point::x);
    const Extent y_range = extent_of(chosen.points, &Point::y);
    const Ticks x_ticks = data.x_is_time ? time_ticks(x_range, 7) : number_ticks(x_range, 8);
    const Ticks y_ticks = data.y_is_time ? time_ticks(y_range, 6) : number_ticks(y_range, 6);

    std::vector<LegendEntry> legend;
    using Sample = LegendEntry::Sample;
    if (classes) {
        legend.push_back(
            {"alarm-mark",
             words(Word::scatter_legend_yes, {data.positive_label, count_text(chosen.positives)}),
             Sample::diamond});
        legend.push_back({"normal-mark",
                          words(Word::scatter_legend_no, {count_text(count - chosen.positives)}),
                          Sample::dot});
    }
    const double legend_space = legend_height(0, wide_width, legend);
    const Frame frame{std::max(48.0, y_ticks.widest() + 14), legend_space + 30, wide_width - 14,
                      height - 48};
    const Scale x{x_range.low, x_range.high, frame.left, frame.right};
    const Scale y{y_range.low, y_range.high, frame.bottom, frame.top};

    Svg svg(wide_width, height, id, figure.title,
            words(Word::scatter_description, {data.y_name, data.x_name}));
    draw_legend(svg, 0, 0, wide_width, legend);
    draw_bottom_axis(svg, frame, x, x_ticks, data.x_name);
    draw_left_axis(svg, frame, y, y_ticks, data.y_name);

    std::int64_t outside = 0;  // of those drawn
    const std::vector<Point> shown = thinned(chosen.points);
    for (const bool marked : {false, true}) {  // the rare class on top
        svg.open_group(marked ? "alarm-mark" : "normal-mark");
        for (const Point& point : shown) {
            if (point.marked != marked) continue;
            const double px = std::clamp(x(point.x), frame.left, frame.right);
            const double py = std::clamp(y(point.y), frame.top, frame.bottom);
            outside += point.x < x_range.low || point.x > x_range.high || point.y < y_range.low ||
                       point.y > y_range.high;
            if (marked)
                draw_diamond(svg, px, py, 4.5, {});
            else
                svg.circle(px, py, 2.4, {});
        }
        svg.close_group();
    }
    figure.svg = svg.finish();
    figure.caption =
        caption_of(words, data, chosen, static_cast<std::int64_t>(shown.size()), outside);
    return figure;
}

}  // namespace tenon::report
