// Readings that cannot be right: found by a stated rule, then flagged, clipped or made missing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class OutlierRule : std::int32_t {
    iqr = 0,     // outside [q1 - factor*IQR, q3 + factor*IQR]; usual factor 1.5
    mad = 1,     // |x - median| > factor * 1.4826 * MAD; usual factor 3.5
    hampel = 2,  // |x - median of the window| > factor * 1.4826 * MAD of the window; usual factor 3
};

enum class OutlierAction : std::int32_t {
    flag = 0,     // adds bool column "<name> outlier"
    clip = 1,     // to the nearest bound (hampel: to the window's median)
    missing = 2,  // clears the cell
    drop = 3,     // removes the row
};

struct OutlierOptions {
    OutlierRule rule = OutlierRule::mad;
    OutlierAction action = OutlierAction::flag;
    double factor = 0;        // 0: the usual factor of the rule
    std::int64_t window = 7;  // hampel: odd, at least 3; edges use the part that exists
};

// Bounds learned for one column; unused by hampel, which looks at neighbours.
struct OutlierBounds {
    std::string column;
    double low = 0, high = 0;
    double centre = 0, spread = 0;
};

class OutlierFilter {
  public:
    // Numbers only. With a spread of zero nothing is an outlier, and the change log says so.
    static OutlierFilter fit(const Context& context, const Table& table,
                             std::span<const std::string> columns,
                             const OutlierOptions& options = {});
    OutlierFilter(OutlierOptions options, std::vector<OutlierBounds> bounds);

    Table apply(const Context& context, const Table& table) const;
    const OutlierOptions& options() const noexcept { return options_; }
    const std::vector<OutlierBounds>& bounds() const noexcept { return bounds_; }

  private:
    OutlierOptions options_;
    std::vector<OutlierBounds> bounds_;
};

}  // namespace tenon
