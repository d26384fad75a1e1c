// Which order runs where and when: one lane a machine, days side by side, orders coloured by
// family, late ones outlined.
#include <algorithm>
#include <cmath>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/number_words.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr double lane_height = 34;
constexpr double day_gap = 6;
constexpr double head_space = 40;  // day names and hours
constexpr std::size_t most_lanes = 40;
constexpr std::size_t most_families = 7;  // colours that stay distinct
constexpr double bar_text = 11.5;

const char* family_style(std::size_t family) {
    static constexpr const char* styles[] = {"family1", "family2", "family3", "family4",
                                             "family5", "family6", "family7", "family0"};
    return styles[std::min(family, most_families)];
}

std::size_t family_index(const PlanView& plan, const std::string& family) {
    return static_cast<std::size_t>(std::find(plan.families.begin(), plan.families.end(), family) -
                                    plan.families.begin());
}

// One day's part of the chart.
struct DayColumn {
    Scale hours;
    double left, right;
};

DayColumn day_column(const PlanView& plan, double left, double width, std::int32_t position) {
    const double from = left + position * width + day_gap / 2;
    const double to = left + (position + 1) * width - day_gap / 2;
    return {{0, plan.day_hours, from, to}, from, to};
}

// Shifts are parts of a day: ticks at multiples of 1, 2, 4, 8 or 12 hours.
Ticks hour_ticks(double day_hours, int most) {
    double step = 24;
    for (const double candidate : {1.0, 2.0, 4.0, 8.0, 12.0})
        if (day_hours / candidate <= most) {
            step = candidate;
            break;
        }
    Ticks ticks;
    for (int i = 0; i * step <= day_hours && i <= 24; ++i) {
        ticks.at.push_back(i * step);
        ticks.labels.push_back(fixed_text(i * step, 0));
    }
    return ticks;
}

void draw_head(Svg& svg, const Words& words, const DayColumn& column, std::int32_t day, double top,
               double bottom) {
    const double width = column.right - column.left;
    const std::string name = words(Word::gantt_day, {std::to_string(day)});
    const bool fits = text_width(name, label_size) <= width;
    svg.text((column.left + column.right) / 2, top - 24, fits ? name : std::to_string(day),
             "strong", Anchor::middle);
    const Ticks hours = hour_ticks(column.hours.high, width > 130 ? 4 : 2);
    for (std::size_t i = 0; i < hours.at.size(); ++i) {
        const double x = column.hours(hours.at[i]);
        if (i > 0) svg.line(x, top, x, bottom, "grid");
        const bool clear = x + 9 < column.right;  // of the next day's nought
        if (width > 70 && clear) svg.text(x, top - 7, hours.labels[i], "tiny", Anchor::middle);
    }
}

// What all order names begin with, less trailing digits: "P-" of "P-1001" and "P-1024".
std::size_t common_beginning(const PlanView& plan) {
    std::string_view common = plan.orders[0].order;
    for (const PlannedOrder& order : plan.orders) {
        std::size_t same = 0;
        while (same < std::min(common.size(), order.order.size()) &&
               common[same] == order.order[same])
            ++same;
        common = common.substr(0, same);
    }
    const auto splits = [&](char c) {  // a number or a character of several bytes
        return (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    };
    while (!common.empty() && splits(common.back())) common.remove_suffix(1);
    const bool something_left =
        std::all_of(plan.orders.begin(), plan.orders.end(),
                    [&](const PlannedOrder& o) { return o.order.size() > common.size(); });
    return plan.orders.size() > 1 && something_left ? common.size() : 0;
}

struct BarLabel {
    std::string text;
    const char* style;
};

// The longest of: name and mark, name, name without the common beginning, its end; or nothing.
BarLabel bar_label(const std::string& name, const std::string& mark, std::size_t prefix,
                   double width) {
    const double room = width - 6, tight = width - 3;
    constexpr double small = 10.5;
    if (text_width(name + mark, bar_text) <= room) return {name + mark, "bar-label"};
    if (text_width(name, bar_text) <= room) return {name, "bar-label"};
    const std::string rest = name.substr(prefix);
    if (text_width(rest, bar_text) <= tight) return {rest, "bar-label"};
    if (text_width(rest, small) <= tight) return {rest, "bar-small"};
    const std::string end = shortened_front(rest, tight, small);
    // Less than two characters after the ellipsis tell nothing.
    return {text_width(end, small) < (0.62 + 2 * 0.58) * small ? std::string() : end, "bar-small"};
}

std::string tooltip(const Words& words, const PlanView& plan, const PlannedOrder& order) {
    std::string text =
        words(Word::gantt_tooltip,
              {order.order, order.family, plan.machines[static_cast<std::size_t>(order.machine)],
               std::to_string(order.day), number_text(order.start, 3), number_text(order.end, 3)});
    if (order.days_late > 0)
        text += words(Word::gantt_tooltip_late,
                      {number_text(order.due_day, 3),
                       words.count(Word::one_day, std::llround(order.days_late))});
    return text;
}

// Whether the name stands without its beginning.
bool draw_order(Svg& svg, const Words& words, const PlanView& plan, const PlannedOrder& order,
                const DayColumn& column, double y, std::size_t prefix) {
    const double left = column.hours(order.start), right = column.hours(order.end);
    const double width = std::max(1.5, right - left - 1);
    const bool late = order.days_late > 0;
    const std::string style = std::string("order ") +
                              family_style(family_index(plan, order.family)) +
                              (late ? " late" : "");
    svg.rectangle(left, y + 4, width, lane_height - 8, style, 2.5, tooltip(words, plan, order));
    const std::string mark =
        late ? words(Word::gantt_late_mark, {number_text(order.days_late, 2)}) : std::string();
    const BarLabel label = bar_label(order.order, mark, prefix, width);
    svg.text(left + width / 2, y + lane_height / 2 + 4, label.text, label.style, Anchor::middle);
    return !label.text.empty() && label.text.rfind(order.order, 0) != 0;
}

std::vector<LegendEntry> legend_of(const Words& words, const PlanView& plan, bool any_late) {
    std::vector<LegendEntry> legend;
    for (std::size_t f = 0; f < std::min(plan.families.size(), most_families); ++f)
        legend.push_back({std::string("order ") + family_style(f), clipped(plan.families[f], 24)});
    if (plan.families.size() > most_families)
        legend.push_back({"order family0", std::string(words(Word::gantt_other))});
    if (any_late) legend.push_back({"late-sample", std::string(words(Word::gantt_late))});
    legend.push_back({"closed", std::string(words(Word::gantt_closed))});
    return legend;
}

}  // namespace

Figure draw_gantt(const Words& words, std::string_view id, const PlanView& plan,
                  std::int32_t first_day, std::int32_t last_day) {
    if (plan.orders.empty() || plan.machines.empty() || !(plan.day_hours > 0))
        return {std::string(words(Word::gantt_empty)), {}, {}};
    const auto late = std::count_if(plan.orders.begin(), plan.orders.end(),
                                    [](const PlannedOrder& o) { return o.days_late > 0; });
    Figure figure;
    const std::string total =
        words.count(Word::one_order, static_cast<std::int64_t>(plan.orders.size()));
    figure.title = late == 0 ? words(Word::plan_title_on_time, {total})
                             : words(Word::plan_title_late, {count_text(late), total});
    if (last_day - first_day + 1 < plan.days)
        figure.title +=
            words(Word::plan_span, {std::to_string(first_day), std::to_string(last_day)});
    figure.caption = words(Word::plan_caption);
    const std::size_t lanes = std::min(plan.machines.size(), most_lanes);
    if (lanes < plan.machines.size())
        figure.caption += words(Word::gantt_only_machines, {count_text(most_lanes)});

    double name_width = 0;
    for (std::size_t m = 0; m < lanes; ++m)
        name_width = std::max(name_width, text_width(plan.machines[m], label_size));
    const double left = std::min(name_width, 150.0) + 16;
    const auto legend = legend_of(words, plan, late > 0);
    const double top = legend_height(0, wide_width, legend) + head_space + 10;
    const double bottom = top + lane_height * static_cast<double>(lanes);
    const double width = (wide_width - left - 8) / (last_day - first_day + 1);
    Svg svg(wide_width, bottom + 8, id, figure.title, words(Word::gantt_description));
    draw_legend(svg, 0, 0, wide_width, legend);
    const std::size_t prefix = common_beginning(plan);
    bool cut = false;

    for (std::size_t m = 0; m < lanes; ++m) {
        const double y = top + lane_height * static_cast<double>(m);
        svg.text(left - 12, y + lane_height / 2 + 4.5,
                 shortened(plan.machines[m], left - 16, label_size), "name", Anchor::end);
        svg.line(left, y + lane_height, wide_width - 8, y + lane_height, "grid");
    }
    for (std::int32_t day = first_day; day <= last_day; ++day) {
        const DayColumn column = day_column(plan, left, width, day - first_day);
        for (const MachineDay& load : plan.load) {
            if (load.day != day || static_cast<std::size_t>(load.machine) >= lanes) continue;
            const double y = top + lane_height * load.machine;
            const double open = std::clamp(load.available, 0.0, plan.day_hours);
            svg.rectangle(column.left, y + 2, column.hours(open) - column.left, lane_height - 4,
                          "open");
            if (open < plan.day_hours)
                svg.rectangle(column.hours(open), y + 2, column.right - column.hours(open),
                              lane_height - 4, "closed");
        }
        draw_head(svg, words, column, day, top, bottom);
        for (const PlannedOrder& order : plan.orders) {
            if (order.day != day || static_cast<std::size_t>(order.machine) >= lanes) continue;
            cut |= draw_order(svg, words, plan, order, column, top + lane_height * order.machine,
                              prefix);
        }
    }
    if (cut && prefix > 0)
        figure.caption += words(Word::gantt_prefix, {plan.orders[0].order.substr(0, prefix)});
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
