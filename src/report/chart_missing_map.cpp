// Which cells are missing, and where in the file: one lane a column, first row at the left, shaded
// by the share that is missing there.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/number_words.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr std::int64_t most_bins = 160;
constexpr std::size_t most_lanes = 40;
constexpr double lane_height = 24;
constexpr double longest_name = 240, share_space = 120;
constexpr int shades = 4;  // any, above 5 %, above 25 %, above 75 %

struct Lane {
    std::int32_t column = 0;
    std::int64_t missing = 0;  // NaN counts too: nothing was measured
    std::vector<std::int64_t> in_bin;
};

bool is_gap(const Column& column, std::int64_t row) {
    if (!column.valid(row)) return true;
    return column.type() == Type::float64 &&
           std::isnan(column.float64s()[static_cast<std::size_t>(row)]);
}

// Bin b holds rows [b n / bins, (b + 1) n / bins).
Lane count_lane(const Table& table, std::int32_t index, std::int64_t bins) {
    const Column& column = table.column(index);
    Lane lane{index, 0, std::vector<std::int64_t>(static_cast<std::size_t>(bins))};
    if (column.missing() == 0 && column.type() != Type::float64) return lane;
    const std::int64_t rows = table.rows();
    for (std::int64_t b = 0; b < bins; ++b) {
        std::int64_t gaps = 0;
        for (std::int64_t row = b * rows / bins; row < (b + 1) * rows / bins; ++row)
            gaps += is_gap(column, row);
        lane.in_bin[static_cast<std::size_t>(b)] = gaps;
        lane.missing += gaps;
    }
    return lane;
}

int shade_of(std::int64_t gaps, std::int64_t rows) {
    if (gaps == 0 || rows == 0) return 0;
    const double share = static_cast<double>(gaps) / static_cast<double>(rows);
    return share > 0.75 ? shades : share > 0.25 ? 3 : share > 0.05 ? 2 : 1;
}

void draw_lane(Svg& svg, const Lane& lane, std::int64_t rows, const Scale& x, double y) {
    const auto bins = static_cast<std::int64_t>(lane.in_bin.size());
    const auto first_row = [&](std::int64_t b) { return b * rows / bins; };
    const auto shade = [&](std::int64_t b) {
        return shade_of(lane.in_bin[static_cast<std::size_t>(b)], first_row(b + 1) - first_row(b));
    };
    svg.rectangle(x.from, y + 3, x.to - x.from, lane_height - 6, "lane");
    for (std::int64_t b = 0; b < bins;) {  // neighbours of one shade are one rectangle
        std::int64_t end = b + 1;
        while (end < bins && shade(end) == shade(b)) ++end;
        if (const int s = shade(b); s > 0) {
            static constexpr const char* styles[] = {"", "gap1", "gap2", "gap3", "gap4"};
            const double left = x(static_cast<double>(first_row(b)));
            const double right = x(static_cast<double>(first_row(end)));
            svg.rectangle(left, y + 3, std::max(1.5, right - left), lane_height - 6, styles[s]);
        }
        b = end;
    }
}

}  // namespace

Figure draw_missing_map(const Words& words, std::string_view id, const Table& table) {
    const std::int64_t rows = table.rows();
    if (rows == 0 || table.columns() == 0) return {std::string(words(Word::no_rows)), {}, {}};
    std::vector<Lane> lanes;
    std::int64_t missing = 0;
    const std::int64_t bins = std::min(rows, most_bins);
    for (std::int32_t j = 0; j < table.columns(); ++j) {
        lanes.push_back(count_lane(table, j, bins));
        missing += lanes.back().missing;
    }
    if (missing == 0) {
        return {words(Word::missing_none, {words.count(Word::one_row, rows),
                                           words.count(Word::one_column, table.columns())}),
                {},
                {}};
    }
    Figure figure;
    const auto worst =
        std::max_element(lanes.begin(), lanes.end(),
                         [](const Lane& a, const Lane& b) { return a.missing < b.missing; });
    figure.title = words(
        Word::missing_title,
        {words.count(Word::one_cell, missing),
         share_text(static_cast<double>(missing) / static_cast<double>(rows) / table.columns()),
         clipped(table.name(worst->column), 40),
         share_text(static_cast<double>(worst->missing) / static_cast<double>(rows))});
    figure.caption = words(Word::missing_caption);
    if (lanes.size() > most_lanes) {
        std::stable_sort(lanes.begin(), lanes.end(),
                         [](const Lane& a, const Lane& b) { return a.missing > b.missing; });
        lanes.resize(most_lanes);
        figure.caption += words(Word::missing_only_worst, {count_text(most_lanes)});
    }

    const LegendEntry legend[] = {{"lane", std::string(words(Word::missing_legend_none))},
                                  {"gap1", "≤ 5%"},
                                  {"gap2", "5–25%"},
                                  {"gap3", "25–75%"},
                                  {"gap4", "> 75%"}};
    double name_space = 0;
    for (const Lane& lane : lanes)
        name_space = std::max(name_space, text_width(table.name(lane.column), label_size) + 16);
    name_space = std::clamp(name_space, 60.0, longest_name);
    const double top = legend_height(0, wide_width, legend) + 8;
    const double bottom = top + lane_height * static_cast<double>(lanes.size());
    const Frame frame{name_space, top, wide_width - share_space, bottom};
    const Scale x{0, static_cast<double>(rows), frame.left, frame.right};
    Svg svg(wide_width, bottom + 48, id, figure.title, words(Word::missing_description));
    draw_legend(svg, 0, 0, wide_width, legend);
    draw_bottom_axis(svg, frame, x, count_ticks({0, static_cast<double>(rows)}, 6),
                     words(Word::missing_axis));
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const Lane& lane = lanes[i];
        const double y = top + lane_height * static_cast<double>(i);
        svg.text(name_space - 12, y + lane_height / 2 + 4.5,
                 shortened(table.name(lane.column), name_space - 16, label_size), "name",
                 Anchor::end);
        draw_lane(svg, lane, rows, x, y);
        const std::string share =
            lane.missing == 0
                ? "0"
                : count_text(lane.missing) + "  (" +
                      share_text(static_cast<double>(lane.missing) / static_cast<double>(rows)) +
                      ")";
        svg.text(frame.right + 12, y + lane_height / 2 + 4, share, "tick");
    }
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
