// Minimum, quartiles, median and maximum of a column as a small picture beside its numbers.
#include <cmath>

#include "report/axis.hpp"
#include "report/charts.hpp"

namespace tenon::report {

std::string draw_box(const ColumnProfile& column) {
    // A quarter of each where the range itself is beyond a double.
    const double part = std::isfinite(column.maximum - column.minimum) ? 1 : 0.25;
    const double low = part * column.minimum, high = part * column.maximum;
    if (!std::isfinite(low) || !std::isfinite(high) || !(high > low)) return {};
    if (!std::isfinite(column.quartile1) || !std::isfinite(column.median) ||
        !std::isfinite(column.quartile3))
        return {};
    constexpr double width = 120, height = 18, middle = height / 2;
    const Scale x{low, high, 3, width - 3};
    // Decoration: every number stands in the same row of the table, so readers skip it.
    std::string out =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 18\" "
        "width=\"120\" height=\"18\" class=\"box\" aria-hidden=\"true\">";
    const auto attribute = [&](const char* name, double value) {
        out += std::string(" ") + name + "=\"";
        append_coordinate(out, value);
        out += "\"";
    };
    const auto line = [&](double x1, double y1, double x2, double y2, const char* style) {
        out += std::string("<line class=\"") + style + "\"";
        attribute("x1", x1), attribute("y1", y1), attribute("x2", x2), attribute("y2", y2);
        out += "/>";
    };
    line(x(low), middle, x(high), middle, "whisker");
    line(x(low), middle - 4, x(low), middle + 4, "whisker");
    line(x(high), middle - 4, x(high), middle + 4, "whisker");
    const double left = x(part * column.quartile1), right = x(part * column.quartile3);
    out += "<rect class=\"box-body\"";
    attribute("x", left), attribute("y", 3), attribute("width", std::fmax(1.5, right - left));
    attribute("height", height - 6);
    out += "/>";
    line(x(part * column.median), 3, x(part * column.median), height - 3, "box-median");
    return out + "</svg>";
}

}  // namespace tenon::report
