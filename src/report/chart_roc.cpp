// Share of true positives found against share of false alarms, over all thresholds.
#include <algorithm>
#include <cmath>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/number_words.hpp"

namespace tenon::report {

namespace {

constexpr double height = 410;
constexpr double finest_step = 0.5;  // points of the curve closer than this look the same

Outline curve(std::span<const RocPoint> points, const Scale& x, const Scale& y) {
    Outline line;
    double last_x = 0, last_y = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double px = x(points[i].false_positive_rate), py = y(points[i].true_positive_rate);
        if (i == 0) {
            line.move(px, py);
        } else if (i + 1 == points.size() || std::fabs(px - last_x) >= finest_step ||
                   std::fabs(py - last_y) >= finest_step) {
            line.line(px, py);
        } else {
            continue;
        }
        last_x = px, last_y = py;
    }
    return line;
}

// The usual reading of an area under the curve (D. Hosmer and S. Lemeshow, Applied Logistic
// Regression, 2000, section 5.2.4).
Word quality(double auc) {
    if (auc >= 0.9) return Word::quality_excellent;
    if (auc >= 0.8) return Word::quality_good;
    if (auc >= 0.7) return Word::quality_fair;
    return auc > 0.55 ? Word::quality_weak : Word::quality_none;
}

}  // namespace

Figure draw_roc(const Words& words, std::string_view id, std::span<const RocPoint> points,
                const Metrics& metrics, const MetricIntervals* intervals,
                std::string_view positive_label) {
    if (points.size() < 2 || !std::isfinite(metrics.auc))
        return {std::string(words(Word::roc_one_class)), {}, {}};
    Figure figure;
    const std::string auc = fixed_text(metrics.auc, 3);
    const bool interval = intervals && std::isfinite(intervals->low.auc);
    figure.title = interval
                       ? words(Word::roc_title_interval,
                               {auc, fixed_text(intervals->low.auc, 3),
                                fixed_text(intervals->high.auc, 3), words(quality(metrics.auc))})
                       : words(Word::roc_title, {auc, words(quality(metrics.auc))});

    const Ticks ticks = share_ticks();
    const Frame frame{48, 30, half_width - 22, height - 48};
    const Scale x{0, 1, frame.left, frame.right};
    const Scale y{0, 1, frame.bottom, frame.top};
    Svg svg(half_width, height, id, figure.title, words(Word::roc_description));
    draw_bottom_axis(svg, frame, x, ticks, words(Word::roc_false));
    draw_left_axis(svg, frame, y, ticks, words(Word::roc_true, {positive_label}));
    const Outline line = curve(points, x, y);
    Outline area = line;
    area.line(x(1), y(0)).close();
    svg.outline(area, "area");
    svg.line(x(0), y(0), x(1), y(1), "chance");
    svg.text(x(0.60) + 12, y(0.60) + 18, words(Word::roc_chance), "tick");
    svg.outline(line, "curve");

    figure.caption = words(Word::roc_caption, {positive_label, share_text(metrics.auc)});
    // The last point whose threshold is no lower tells what happens at the one in use.
    const RocPoint* used = nullptr;
    for (const RocPoint& point : points)
        if (point.threshold >= metrics.threshold) used = &point;
    if (used) {
        const double found = used->true_positive_rate, alarms = used->false_positive_rate;
        svg.circle(x(alarms), y(found), 5.5, "operating");
        const bool left_half = alarms < 0.5;
        const double below = std::min(y(found) + 24, frame.bottom - 12);
        svg.text(x(alarms) + (left_half ? 12 : -12), below,
                 words(Word::roc_operating, {number_text(metrics.threshold, 3)}), "strong",
                 left_half ? Anchor::start : Anchor::end);
        figure.caption += words(Word::roc_caption_operating,
                                {number_text(metrics.threshold, 3), share_text(found),
                                 share_text(alarms), positive_label});
    }
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
