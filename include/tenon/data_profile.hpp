// What is in a table, in one pass and in bounded memory: for logs too large to sort, or in slices.
//
// Each number that is not exact says by how much it may be off.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct TopValue {
    std::string value;       // as cell_text() writes it
    std::int64_t count = 0;  // at least that often, and at most top_error times more
};

struct TimeGap {
    std::int64_t row = 0;  // of the record before the gap
    double from = 0;       // its time, in microseconds since 1970
    double seconds = 0;    // until the next record
};

struct ColumnDetail {
    std::string name;
    Type type = Type::float64;
    std::int64_t rows = 0, missing = 0, nan = 0, infinite = 0;

    std::int64_t distinct = 0;   // of present cells
    double distinct_error = 0;   // relative standard error of distinct; 0: exact
    std::vector<TopValue> top;   // the most frequent, at most 10
    std::int64_t top_error = 0;  // 0: their counts are exact

    // Of numbers, bools (0 and 1) and times (microseconds since 1970), NaN and infinite ones left
    // out and counted; NaN where there are none.
    double minimum = 0, maximum = 0, mean = 0, sd = 0;
    // At the shares 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99; their ranks are off by at most
    // rank_error of the present cells in 99 of 100 cases; 0: exact, the quartiles and median those
    // of profile() (of times the order statistic of rank ceil(share n)).
    std::vector<double> quantiles;
    double rank_error = 0;
    // The histogram: how many lie from each edge up to the next, exactly. Equal widths, a multiple of
    // a power of two, so that slices can be merged: the first bin holds the minimum, the last one
    // the maximum. At most 30; all equal: one bin from the value to the value.
    std::vector<double> bin_edges;
    std::vector<std::int64_t> bin_counts;  // one fewer than edges

    // The longest run of equal numbers in records one after another.
    std::int64_t stuck_rows = 0, stuck_first_row = -1;
    bool increasing = false, decreasing = false;  // from each present cell to the next, or equal
    bool strictly = false;                        // and never equal

    // Of times: from one record to the next.
    double period_seconds = 0;    // the median step forward; NaN for fewer than two times
    std::int64_t steps_back = 0;  // records earlier than the one before
    std::int64_t repeated = 0;    // records of the same time as the one before
    std::vector<TimeGap>
        gaps;  // steps of more than 1.5 periods: the longest 20, in the order of rows

    // Of int64 columns and times with present cells: minimum and maximum to the last digit.
    std::int64_t int64_minimum = 0, int64_maximum = 0;
};

struct DataProfile {
    std::int64_t rows = 0;
    std::vector<ColumnDetail> columns;
    // Pearson's correlation of number columns (at most the first 64) over the rows where both are
    // present and finite; NaN where one of them does not vary there.
    std::vector<std::string> correlated;
    std::vector<double> correlation;  // row by row
};

// A profile being made. Slices of one table are added one after another, on one machine or on
// several whose partial profiles are then merged in the order of the slices.
class ProfilePartial {
  public:
    ProfilePartial();
    ~ProfilePartial();
    ProfilePartial(ProfilePartial&&) noexcept;
    ProfilePartial& operator=(ProfilePartial&&) noexcept;

    // Throws Error(argument) if the columns are not those of the slices before. A call that fails
    // or is cancelled has added nothing. Cost: the slice, and a copy of the profile, whose size is
    // bounded whatever the rows: add slices of some thousand rows or more.
    void add(const Context& context, const Table& slice);
    void merge(const ProfilePartial& later);
    DataProfile finish() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

DataProfile data_profile(const Context& context, const Table& table);

// The faces of a profile: one JSON object, and a page of text.
std::string data_profile_json(const DataProfile& profile);
std::string data_profile_text(const DataProfile& profile);

}  // namespace tenon
