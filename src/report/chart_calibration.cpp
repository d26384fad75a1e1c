// Predicted probability against what happened: a model that says 30 % should be right 30 times in
// 100.
#include <algorithm>
#include <cmath>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/number_words.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr double height = 430;
constexpr double strip = 34;  // the bars of how many records each group holds

// "950", "12k", "3.4M": fits over a narrow bar.
std::string brief_count(std::int64_t rows) {
    if (rows < 1000) return std::to_string(rows);
    const bool millions = rows >= 999'500;
    const double value = static_cast<double>(rows) / (millions ? 1e6 : 1e3);
    return fixed_text(value, value < 9.95 ? 1 : 0) + (millions ? "M" : "k");
}

bool covers(const CalibrationBin& bin) {
    return bin.interval_low <= bin.mean_predicted && bin.mean_predicted <= bin.interval_high;
}

}  // namespace

Figure draw_calibration(const Words& words, std::string_view id,
                        std::span<const CalibrationBin> bins, std::string_view positive_label) {
    std::int64_t used = 0, agreeing = 0, most = 0;
    for (const auto& bin : bins) {
        if (bin.rows <= 0 || !std::isfinite(bin.mean_predicted)) continue;
        ++used;
        agreeing += covers(bin);
        most = std::max(most, bin.rows);
    }
    if (used == 0) return {std::string(words(Word::calibration_none)), {}, {}};
    Figure figure;
    figure.title =
        words(agreeing == used ? Word::calibration_title_good : Word::calibration_title_part,
              {count_text(agreeing), count_text(used)});
    figure.caption = words(Word::calibration_caption, {positive_label});

    const Ticks ticks = share_ticks();
    const Frame frame{48, 30, half_width - 22, height - 54 - strip - 16};
    const Scale x{0, 1, frame.left, frame.right};
    const Scale y{0, 1, frame.bottom, frame.top};
    Svg svg(half_width, height, id, figure.title, words(Word::calibration_description));
    draw_bottom_axis(svg, frame, x, ticks, words(Word::calibration_predicted));
    draw_left_axis(svg, frame, y, ticks, words(Word::calibration_actual, {positive_label}));
    svg.line(x(0), y(0), x(1), y(1), "chance");
    const std::string_view perfect = words(Word::calibration_perfect);
    const LegendEntry key[] = {{"chance", std::string(perfect), LegendEntry::Sample::line}};
    draw_legend(svg, frame.right - text_width(perfect, tick_size) - 22, 3, half_width, key);

    Outline line;
    for (const auto& bin : bins) {
        if (bin.rows <= 0 || !std::isfinite(bin.mean_predicted)) continue;
        const double px = x(bin.mean_predicted), py = y(bin.share_positive);
        line.empty() ? line.move(px, py) : line.line(px, py);
    }
    svg.outline(line, "curve-thin");
    const double floor = height - 18;
    for (const auto& bin : bins) {
        if (bin.rows <= 0 || !std::isfinite(bin.mean_predicted)) continue;
        const double px = x(bin.mean_predicted);
        svg.line(px, y(bin.interval_low), px, y(bin.interval_high), "whisker");
        svg.circle(px, y(bin.share_positive), 4.5, covers(bin) ? "dot" : "dot-off");
        const double bar =
            std::max(1.0, (strip - 12) * static_cast<double>(bin.rows) / static_cast<double>(most));
        const double left = x(bin.low) + 2, right = x(bin.high) - 2;
        svg.rectangle(left, floor - bar, right - left, bar, "bar-soft");
        svg.text((left + right) / 2, floor - bar - 3, brief_count(bin.rows), "tiny",
                 Anchor::middle);
    }
    svg.line(frame.left, floor, frame.right, floor, "axis");
    svg.text((frame.left + frame.right) / 2, height - 3, words(Word::calibration_rows), "tiny",
             Anchor::middle);
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
