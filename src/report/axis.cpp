#include "report/axis.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "base/number_text.hpp"
#include "report/number_words.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr double drawable = 1e300;  // beyond this, differences overflow
constexpr int most_ticks = 24;
constexpr double label_gap = 10;  // least free space between two labels
constexpr double edge_room = 12;  // every chart leaves this much at the right of its frame
constexpr double line_height = 20;
constexpr double sample_width = 14;
constexpr double entry_gap = 20;

Ticks at_steps(double first, double step, double high) {
    Ticks ticks;
    // Half a step of slack would show a tick outside; a thousandth covers rounding.
    for (int i = 0; i < most_ticks; ++i) {
        const double at = first + i * step;
        if (at > high + step * 1e-3) break;
        if (!ticks.at.empty() && at <= ticks.at.back()) break;
        ticks.at.push_back(std::fabs(at) < step * 1e-3 ? 0 : at);
    }
    return ticks;
}

double nice_step(double rough) {
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (factor * power >= rough * (1 - 1e-9)) return factor * power;
    return 10 * power;
}

std::string tick_label(double at, double step) {
    const double size = std::fabs(at);
    if (size >= 1e7 || (step < 1e-4 && at != 0)) {
        const int digits = static_cast<int>(std::floor(std::log10(size / step) + 1e-9)) + 2;
        return number_text(at, std::clamp(digits, 1, 12));
    }
    const double place = std::floor(std::log10(step) + 1e-9);
    int decimals = place < 0 ? static_cast<int>(-place) : 0;
    const double unit = step / std::pow(10.0, place);
    if (unit > 2.2 && unit < 2.8 && place < 1) decimals += 1;
    return fixed_text(at, decimals);
}

}  // namespace

Extent robust_extent(std::span<const double> values) {
    std::vector<double> finite;
    finite.reserve(values.size());
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
                 [](double v) { return std::isfinite(v); });
    if (finite.empty()) return {1, 0};
    const auto [least, most] = std::minmax_element(finite.begin(), finite.end());
    Extent whole{std::max(*least, -drawable), std::min(*most, drawable)};
    if (finite.size() <= 100) return whole;
    const std::size_t tail = finite.size() / 200;
    std::nth_element(finite.begin(), finite.begin() + static_cast<std::ptrdiff_t>(tail),
                     finite.end());
    const double low = finite[tail];
    const std::size_t top = finite.size() - 1 - tail;
    std::nth_element(finite.begin(), finite.begin() + static_cast<std::ptrdiff_t>(top),
                     finite.end());
    const double high = finite[top];
    const double middle = high - low;
    if (!(middle > 0) || middle * 3 > whole.high - whole.low) return whole;
    // To the furthest values that are no outliers, so that the fence leaves no empty border.
    Extent near{low, high};
    for (const double value : finite) {
        if (value < near.low && value >= low - middle) near.low = value;
        if (value > near.high && value <= high + middle) near.high = value;
    }
    return near;
}

Extent padded(Extent extent, double share) {
    extent.low = std::clamp(extent.low, -drawable, drawable);
    extent.high = std::clamp(extent.high, -drawable, drawable);
    const double size = std::max(std::fabs(extent.low), std::fabs(extent.high));
    constexpr double narrowest = 1e-9;  // relative; below it, tick labels would need ten digits
    constexpr double nothing = 1e-280;  // steps of smaller ranges would underflow
    double pad = share * (extent.high - extent.low);
    if (size < nothing)
        pad = 1;
    else if (extent.high - extent.low < size * narrowest)
        pad = size * 0.05;
    return {extent.low - pad, extent.high + pad};
}

double Ticks::widest() const noexcept {
    double width = 0;
    for (const auto& label : labels) width = std::max(width, text_width(label, tick_size));
    return width;
}

Ticks number_ticks(Extent extent, int about) {
    const double step = nice_step((extent.high / about - extent.low / about));
    Ticks ticks = at_steps(std::ceil(extent.low / step - 1e-9) * step, step, extent.high);
    for (const double at : ticks.at) ticks.labels.push_back(tick_label(at, step));
    return ticks;
}

Ticks count_ticks(Extent extent, int about) {
    const double rough = (extent.high - extent.low) / about;
    const double step = std::max(1.0, std::round(nice_step(std::max(rough, 1.0))));
    Ticks ticks = at_steps(std::ceil(extent.low / step - 1e-9) * step, step, extent.high);
    for (const double at : ticks.at) ticks.labels.push_back(fixed_text(at, 0));
    return ticks;
}

Ticks share_ticks() {
    Ticks ticks;
    for (int i = 0; i <= 5; ++i) {
        ticks.at.push_back(i / 5.0);
        ticks.labels.push_back(std::to_string(20 * i) + "%");
    }
    return ticks;
}

Ticks time_ticks(Extent extent, int about) {
    constexpr double second = 1e6, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
    constexpr double steps[] = {second,      2 * second,  5 * second, 10 * second, 15 * second,
                                30 * second, minute,      2 * minute, 5 * minute,  10 * minute,
                                15 * minute, 30 * minute, hour,       2 * hour,    3 * hour,
                                6 * hour,    12 * hour,   day,        2 * day,     7 * day,
                                14 * day,    30 * day,    90 * day,   365 * day};
    const double rough = (extent.high - extent.low) / about;
    double step = steps[std::size(steps) - 1];
    for (const double candidate : steps)
        if (candidate >= rough) {
            step = candidate;
            break;
        }
    while (step < rough) step *= 2;
    Ticks ticks = at_steps(std::ceil(extent.low / step) * step, step, extent.high);
    for (const double at : ticks.at) {
        constexpr double latest = 9.2e18;  // the end of 64-bit microseconds
        if (!(std::fabs(at) < latest)) {
            ticks.labels.emplace_back();
            continue;
        }
        const std::string text = format_timestamp(static_cast<std::int64_t>(at));
        // "2024-02-29 23:59:59": days show the date, hours month, day and time, seconds the time.
        const std::size_t year = text.find('-', 1) + 1;
        if (step >= day)
            ticks.labels.push_back(text.substr(0, year + 5));
        else if (step >= minute)
            ticks.labels.push_back(text.substr(year, 11));
        else
            ticks.labels.push_back(text.substr(year + 6, 8));
    }
    return ticks;
}

void draw_bottom_axis(Svg& svg, const Frame& frame, const Scale& scale, const Ticks& ticks,
                      std::string_view name) {
    // Every k-th label, so that none touches its neighbour.
    std::size_t every = 1;
    if (ticks.at.size() > 1) {
        const double spacing = std::fabs(scale(ticks.at[1]) - scale(ticks.at[0]));
        while (spacing * static_cast<double>(every) < ticks.widest() + label_gap &&
               every < ticks.at.size())
            ++every;
    }
    double taken = -edge_room;  // where the label before ends
    for (std::size_t i = 0; i < ticks.at.size(); ++i) {
        const double x = scale(ticks.at[i]);
        svg.line(x, frame.top, x, frame.bottom, "grid");
        if (i % every != 0) continue;
        const double half = text_width(ticks.labels[i], tick_size) / 2;
        const double middle = std::clamp(x, half, std::max(half, frame.right + edge_room - half));
        if (middle - half < taken) continue;  // moved away from the edge onto its neighbour
        taken = middle + half + label_gap / 2;
        svg.text(middle, frame.bottom + 17, ticks.labels[i], "tick", Anchor::middle);
    }
    svg.line(frame.left, frame.bottom, frame.right, frame.bottom, "axis");
    const double middle = (frame.left + frame.right) / 2;
    const double room = 2 * std::min(middle, frame.right + edge_room - middle);
    svg.text(middle, frame.bottom + 37, shortened(name, room, label_size), "label", Anchor::middle);
}

void draw_left_axis(Svg& svg, const Frame& frame, const Scale& scale, const Ticks& ticks,
                    std::string_view name) {
    for (std::size_t i = 0; i < ticks.at.size(); ++i) {
        const double y = scale(ticks.at[i]);
        svg.line(frame.left, y, frame.right, y, "grid");
        svg.text(frame.left - 8, y + 4, ticks.labels[i], "tick", Anchor::end);
    }
    svg.text(2, frame.top - 12, shortened(name, frame.right, label_size), "label");
}

void draw_diamond(Svg& svg, double x, double y, double radius, std::string_view style) {
    Outline shape;
    shape.move(x, y - radius).line(x + radius, y).line(x, y + radius).line(x - radius, y).close();
    svg.outline(shape, style);
}

namespace {

// Places every entry; draws when svg is given.
double lay_legend(Svg* svg, double x, double y, double right,
                  std::span<const LegendEntry> entries) {
    if (entries.empty()) return 0;
    const double left = x;
    double height = line_height;
    for (const auto& entry : entries) {
        const std::string text = shortened(entry.text, right - left - sample_width - 6, tick_size);
        const double width = sample_width + 6 + text_width(text, tick_size);
        if (x > left && x + width > right) {
            x = left;
            height += line_height;
        }
        const double middle = y + height - line_height / 2;
        if (svg) {
            switch (entry.sample) {
                case LegendEntry::Sample::box:
                    svg->rectangle(x, middle - 6, sample_width, 12, entry.style, 2);
                    break;
                case LegendEntry::Sample::dot:
                    svg->circle(x + sample_width / 2, middle, 4, entry.style);
                    break;
                case LegendEntry::Sample::diamond:
                    draw_diamond(*svg, x + sample_width / 2, middle, 5.5, entry.style);
                    break;
                case LegendEntry::Sample::line:
                    svg->line(x, middle, x + sample_width, middle, entry.style);
                    break;
            }
            svg->text(x + sample_width + 6, middle + 4, text, "tick");
        }
        x += width + entry_gap;
    }
    return height;
}

}  // namespace

double draw_legend(Svg& svg, double x, double y, double right,
                   std::span<const LegendEntry> entries) {
    return lay_legend(&svg, x, y, right, entries);
}

double legend_height(double x, double right, std::span<const LegendEntry> entries) {
    return lay_legend(nullptr, x, 0, right, entries);
}

}  // namespace tenon::report
