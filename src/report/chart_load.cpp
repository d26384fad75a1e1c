// Hours used against hours available, for each machine and day.
#include <algorithm>
#include <cmath>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/number_words.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr double lane_height = 34;
constexpr std::size_t most_lanes = 40;
constexpr double cell_gap = 10;

double share_used(const MachineDay& load) {
    return load.available > 0 ? load.used / load.available : 0;
}

std::string title_of(const Words& words, const PlanView& plan) {
    double used = 0, available = 0;
    const MachineDay* busiest = nullptr;
    for (const MachineDay& load : plan.load) {
        used += load.used;
        available += load.available;
        if (!busiest || share_used(load) > share_used(*busiest)) busiest = &load;
    }
    if (!(available > 0) || !busiest) return std::string(words(Word::load_none));
    return words(Word::load_title,
                 {share_text(used / available),
                  clipped(plan.machines[static_cast<std::size_t>(busiest->machine)], 40),
                  std::to_string(busiest->day), share_text(share_used(*busiest))});
}

void draw_cell(Svg& svg, const Words& words, const MachineDay& load, double x, double y,
               double width, double longest) {
    const Scale hours{0, longest, x, x + width};
    const double bar = y + 4, thick = 11;
    if (!(load.available > 0)) {
        svg.rectangle(x, bar, width, thick, "closed", 2);
        if (width >= 40) svg.text(x, y + 28, words(Word::load_closed), "tiny");
        return;
    }
    svg.rectangle(x, bar, hours(load.available) - x, thick, "open", 2);
    const double working = std::clamp(load.used - load.setup, 0.0, longest);
    const double all = std::clamp(load.used, 0.0, longest);
    svg.rectangle(x, bar, hours(working) - x, thick, "bar", 2);
    svg.rectangle(hours(working), bar, hours(all) - hours(working), thick, "bar-setup", 2);
    const std::string full =
        number_text(load.used, 3) + " / " + number_text(load.available, 3) + " h";
    const std::string brief = fixed_text(100 * share_used(load), 0) + "%";
    constexpr double small = 10.5;
    const std::string& text = text_width(full, small) <= width ? full : brief;
    if (text_width(text, small) <= width + cell_gap - 2) svg.text(x, y + 28, text, "tiny");
}

}  // namespace

Figure draw_load(const Words& words, std::string_view id, const PlanView& plan,
                 std::int32_t first_day, std::int32_t last_day) {
    if (plan.load.empty()) return {std::string(words(Word::load_none)), {}, {}};
    Figure figure;
    figure.title = title_of(words, plan);
    figure.caption = words(Word::load_caption);
    if (last_day - first_day + 1 < plan.days)
        figure.title +=
            words(Word::plan_span, {std::to_string(first_day), std::to_string(last_day)});
    const std::size_t lanes = std::min(plan.machines.size(), most_lanes);
    if (lanes < plan.machines.size())
        figure.caption += words(Word::gantt_only_machines, {count_text(most_lanes)});

    double name_width = 0, longest = 0;
    for (std::size_t m = 0; m < lanes; ++m)
        name_width = std::max(name_width, text_width(plan.machines[m], label_size));
    for (const MachineDay& load : plan.load)
        longest = std::max({longest, load.available, load.used});
    if (!(longest > 0)) longest = 1;
    const LegendEntry legend[] = {{"bar", std::string(words(Word::load_used))},
                                  {"bar-setup", std::string(words(Word::load_setup))},
                                  {"open", std::string(words(Word::load_free))}};
    const double left = std::min(name_width, 150.0) + 16;
    const double top = legend_height(0, wide_width, legend) + 30;
    const double bottom = top + lane_height * static_cast<double>(lanes);
    const double width = (wide_width - left - 8) / (last_day - first_day + 1);
    Svg svg(wide_width, bottom + 6, id, figure.title, words(Word::load_description));
    draw_legend(svg, 0, 0, wide_width, legend);
    for (std::int32_t day = first_day; day <= last_day; ++day) {
        const std::string name = words(Word::gantt_day, {std::to_string(day)});
        const bool fits = text_width(name, label_size) <= width;
        svg.text(left + (day - first_day) * width, top - 8, fits ? name : std::to_string(day),
                 "strong");
    }
    for (std::size_t m = 0; m < lanes; ++m) {
        const double y = top + lane_height * static_cast<double>(m);
        svg.text(left - 12, y + 14, shortened(plan.machines[m], left - 16, label_size), "name",
                 Anchor::end);
    }
    for (const MachineDay& load : plan.load) {
        if (load.day < first_day || load.day > last_day) continue;
        if (static_cast<std::size_t>(load.machine) >= lanes) continue;
        draw_cell(svg, words, load, left + (load.day - first_day) * width,
                  top + lane_height * load.machine, width - cell_gap, longest);
    }
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
