// A histogram as a small picture in a table cell.
#include <algorithm>

#include "report/charts.hpp"
#include "report/svg.hpp"

namespace tenon::report {

std::string draw_bins(std::span<const std::int64_t> counts) {
    if (counts.size() < 2) return {};
    const auto most = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
    if (!(most > 0)) return {};
    constexpr double width = 120, height = 24, gap = 0.6,
                     least = 1;  // a bin that is not empty shows
    const double step = width / static_cast<double>(counts.size());
    // Decoration: the numbers stand in the same row of the table, so readers skip it.
    std::string out =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 24\" "
        "width=\"120\" height=\"24\" class=\"box\" aria-hidden=\"true\">";
    const auto attribute = [&](const char* name, double value) {
        out += std::string(" ") + name + "=\"";
        append_coordinate(out, value);
        out += "\"";
    };
    for (std::size_t k = 0; k < counts.size(); ++k) {
        if (counts[k] == 0) continue;
        const double tall = std::max(least, static_cast<double>(counts[k]) / most * height);
        out += "<rect class=\"dot\" stroke-width=\"0\"";
        attribute("x", step * static_cast<double>(k)), attribute("y", height - tall);
        attribute("width", step - gap), attribute("height", tall);
        out += "/>";
    }
    return out + "</svg>";
}

}  // namespace tenon::report
