// Readings that cannot be right: found by a stated rule, then flagged, clipped or made missing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

// A NaN is never compared: it is left alone, and the change log counts it. An infinite reading is
// always an outlier. A bool column has no outliers.
//
// Where more than half of the readings of a column are equal, MAD and IQR are 0 and would call
// every other reading an outlier, or none. Where at most a hundredth of them (or one) differ, the
// mean absolute deviation A from the median stands in, scaled as for normal readings (B. Iglewicz,
// D. C. Hoaglin, How to Detect and Handle Outliers, 1993):
//     mad: |x - median| > factor * 1.2533 * A      iqr: outside quartiles -+ factor * 1.6907 * A
// It cannot tell a rare state from a fault: leave columns of states and counts out. Where more
// differ they are the steps of a coarse sensor, or states, and no finite reading is an outlier; nor
// is one in a window without spread (hampel, rolling), for the same reason: the step "spike" finds
// it there.
//
// In small windows medians and deviations are rough, so that of normal noise without any fault the
// usual factors find 0.7 % (iqr), 0.05 % (mad) and 0.3 % (z) of the readings, but in a window of 7
// 4.8 % (hampel) and 3.9 % (rolling), of 21 1.4 and 0.9 %, of 101 0.5 and 0.4 %. Before such a rule
// changes cells, widen the window or raise the factor (hampel, window 7: 2.5 % at 4, 0.9 % at 6).
enum class OutlierRule : std::int32_t {
    iqr = 0,  // outside [q1 - factor*IQR, q3 + factor*IQR]; usual factor 1.5
    mad = 1,  // |x - median| > factor * 1.4826 * MAD; usual factor 3.5
    hampel =
        2,  // |x - median of the window| > factor * 1.4826 * MAD of the window; usual factor 3.
            // The window counts finite present cells in row order, whatever lies between.
    z = 3,  // |x - mean| > factor * standard deviation, of the finite readings; usual factor 3
    rolling = 4,  // |x - mean| > factor * standard deviation of the others in the window around it;
                  // usual factor 3; the window as for hampel
};

enum class OutlierAction : std::int32_t {
    flag = 0,     // adds bool column "<name> outlier"; false where the cell is missing
    clip = 1,     // to the nearest bound (hampel, rolling: to the window's centre); an int64 column
                  // stays int64 where all of these are integers, else it becomes float64
    missing = 2,  // clears the cell
    drop = 3,     // removes the row
};

struct OutlierOptions {
    OutlierRule rule = OutlierRule::mad;
    OutlierAction action = OutlierAction::flag;
    double factor = 0;        // 0: the usual factor of the rule
    std::int64_t window = 7;  // hampel, rolling: odd, at least 3; edges use the part that exists
};

// Bounds learned for one column; unused by hampel and rolling, which look at neighbours.
struct OutlierBounds {
    std::string column;
    // A spread of zero gives the least and the greatest finite double: only infinities lie outside.
    double low = 0, high = 0;
    double centre = 0;       // median; z: mean
    double spread = 0;       // iqr: q3 - q1; mad: MAD, without the 1.4826; z: standard deviation
    bool from_mean = false;  // the MAD or IQR was 0: spread is A (mad), or 1.6907 * A (iqr)
    std::int64_t cells = 0;  // present numbers the bounds were learned from; 0: not known

    // What clip, missing and drop act on. False for NaN.
    bool is_outlier(double reading) const noexcept { return reading < low || reading > high; }
    // What clip makes of any reading. With a spread of zero an infinity becomes the centre.
    double clipped(double reading) const noexcept {
        if (!is_outlier(reading)) return reading;
        return spread == 0 ? centre : reading < low ? low : high;
    }
};

// Bounds learned for one group.
struct OutlierGroupBounds {
    std::vector<std::optional<std::string>> key;  // a text a column of the group; nullopt: missing
    std::vector<OutlierBounds> bounds;            // by the names of their columns, ascending
};

class OutlierFilter {
  public:
    // Numbers only. Where all readings are equal no finite one is an outlier, and the change log
    // says so. Throws Error: not_found, type (text and timestamps), argument (a column twice, a
    // negative factor, an even window), data (iqr, mad: no finite reading, or infinite quartiles).
    static OutlierFilter fit(const Context& context, const Table& table,
                             std::span<const std::string> columns,
                             const OutlierOptions& options = {});
    // Group by group: the readings of each are judged as if they were a table of their own, in row
    // order. A group is the rows that agree in the columns `group`; a missing cell is a value like
    // others. A group that the fit did not see, or saw no finite reading of, has the bounds of all
    // rows, and the change log names it. Throws as fit.
    static OutlierFilter fit_by(const Context& context, const Table& table,
                                std::span<const std::string> columns,
                                std::span<const std::string> group,
                                const OutlierOptions& options = {});
    // From stored bounds (a saved pipeline). Throws Error(argument) for bounds fit cannot give.
    OutlierFilter(OutlierOptions options, std::vector<OutlierBounds> bounds,
                  std::vector<std::string> group = {},
                  std::vector<OutlierGroupBounds> of_groups = {});

    // All columns are judged on the table as it is given. Appends one change a column. `kept`,
    // where given, receives the rows that stay, ascending: fewer than the table's where the action
    // drops.
    Table apply(const Context& context, const Table& table,
                std::vector<std::int64_t>* kept = nullptr) const;
    const OutlierOptions& options() const noexcept { return options_; }
    const std::vector<OutlierBounds>& bounds() const noexcept { return bounds_; }  // of all rows
    const std::vector<std::string>& group() const noexcept { return group_; }  // empty: all rows
    // Of a rule with bounds, of the groups that had a finite reading in the fit; ascending keys.
    const std::vector<OutlierGroupBounds>& of_groups() const noexcept { return of_groups_; }

  private:
    OutlierOptions options_;
    std::vector<OutlierBounds> bounds_;
    std::vector<std::string> group_;
    std::vector<OutlierGroupBounds> of_groups_;
};

}  // namespace tenon
