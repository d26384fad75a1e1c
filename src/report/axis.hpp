// Scales and axes shared by the charts.
//
// Tick steps are 1, 2, 2.5 or 5 times a power of ten (P. Heckbert, Nice numbers for graph labels,
// Graphics Gems, 1990); times step by calendar-friendly seconds, minutes, hours and days.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/svg.hpp"

namespace tenon::report {

constexpr double tick_size = 12;  // font sizes of the style sheet, for fitting labels
constexpr double label_size = 13;

struct Extent {
    double low = 0, high = 1;
};

// The finite range of the values, without far outliers: where the middle 99 % of more than 100
// values is less than a third of the whole range, values more than one such width beyond it are
// outliers.
// low > high if no value is finite.
Extent robust_extent(std::span<const double> values);
// Wider by a share on both sides; a range of one point becomes a range around it.
Extent padded(Extent extent, double share = 0.04);

// Values low..high drawn at from..to.
struct Scale {
    double low = 0, high = 1, from = 0, to = 1;
    double operator()(double value) const noexcept {
        return from + (value / (high - low) - low / (high - low)) * (to - from);
    }
};

struct Ticks {
    std::vector<double> at;
    std::vector<std::string> labels;
    double widest() const noexcept;  // label width
};

Ticks number_ticks(Extent extent, int about);
Ticks count_ticks(Extent extent, int about);  // whole numbers only
Ticks share_ticks();                          // 0%, 20%, ... 100%
Ticks time_ticks(Extent extent_microseconds, int about);

struct Frame {
    double left, top, right, bottom;
};

// Grid lines and labels. The name of the vertical axis stands level above it, where it can be read.
void draw_bottom_axis(Svg& svg, const Frame& frame, const Scale& scale, const Ticks& ticks,
                      std::string_view name);
void draw_left_axis(Svg& svg, const Frame& frame, const Scale& scale, const Ticks& ticks,
                    std::string_view name);

// Legend entries side by side from (x, y), wrapped at `right`; returns the height used.
struct LegendEntry {
    std::string style;  // of the sample
    std::string text;
    enum class Sample : std::int32_t { box, dot, diamond, line } sample = Sample::box;
};
double draw_legend(Svg& svg, double x, double y, double right,
                   std::span<const LegendEntry> entries);
double legend_height(double x, double right, std::span<const LegendEntry> entries);

void draw_diamond(Svg& svg, double x, double y, double radius, std::string_view style);

}  // namespace tenon::report
