// What one pass over a slice of a column leaves: it can be merged with that of the slice behind it.
//
// Means and squares are formed in two passes over each block of rows and merged: base/moments.hpp.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "base/moments.hpp"
#include "table/quantile_sketch.hpp"
#include "table/range_bins.hpp"
#include "table/value_counts.hpp"
#include "tenon/data_profile.hpp"

namespace tenon {

// A cell as a number, and as what it is where it is an integer (else 0): beyond 2^53 several
// integers are one double. The order is that of the cells.
struct CellNumber {
    double number = 0;
    std::int64_t whole = 0;
    auto operator<=>(const CellNumber&) const = default;
};

// Present numbers one after another: runs, order, and steps of times.
class Sequence {
  public:
    explicit Sequence(bool times) : times_(times) {}
    void add(CellNumber value, std::int64_t row);
    void interrupt() noexcept { run_broken_ = true; }  // a missing cell or NaN
    // `shift`: how many rows lie before those of `later`.
    void merge(const Sequence& later, std::int64_t shift);
    void finish(ColumnDetail& out) const;

  private:
    void step(CellNumber from, CellNumber to, std::int64_t row);
    void keep_gap(const TimeGap& gap);
    void close_run();

    bool times_;
    bool any_ = false, run_broken_ = false;
    CellNumber first_, last_;
    std::int64_t first_row_ = 0, last_row_ = 0;
    bool up_ = false, down_ = false, equal_ = false;  // such steps were seen
    // The run that the sequence begins with (it may go on from the slice before), the one it ends
    // with, and the longest.
    struct Run {
        std::int64_t first_row = 0, rows = 0;
    };
    Run head_, tail_, longest_;
    bool head_open_ = true;     // the tail is still the head
    bool head_touches_ = true;  // no missing cell lies before the first number
    QuantileSketch steps_;      // forward, in seconds
    std::int64_t back_ = 0, repeated_ = 0;
    std::vector<TimeGap> longest_steps_;
};

class ColumnPartial {
  public:
    explicit ColumnPartial(Type type)
        : type_(type), bins_(type != Type::float64), sequence_(type == Type::timestamp) {}
    Type type() const noexcept { return type_; }
    void add(const Context& context, const Column& column);
    void merge(const ColumnPartial& later);
    ColumnDetail finish(std::string name) const;
    std::int64_t bytes() const noexcept { return values_.bytes(); }

  private:
    struct Kept {
        std::uint64_t word = 0;
        std::string text;
    };
    void add_block(const Column& column, std::int64_t first, std::int64_t count);
    void finish_numbers(ColumnDetail& out) const;
    void finish_top(ColumnDetail& out) const;

    Type type_;
    std::int64_t rows_ = 0, missing_ = 0, nan_ = 0, infinite_ = 0;
    Moments moments_;
    CellNumber minimum_, maximum_;
    QuantileSketch quantiles_;
    RangeBins bins_;
    ValueCounts<Kept> values_;
    Sequence sequence_;
};

}  // namespace tenon
