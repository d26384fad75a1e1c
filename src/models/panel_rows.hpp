// Rows of a design and its target in panels (base/rank_update.hpp), a block at a time: the form in
// which cross products and Hessians are summed. The features come first, then the intercept's 1,
// then y, without weights; the numbers are those of Design::load and Target::load to the last bit.
#pragma once

#include <cstdint>
#include <vector>

#include "base/rank_update.hpp"
#include "models/design.hpp"
#include "models/reduction.hpp"

namespace tenon::models {

// Least and most of every column of the panels before it is centred.
struct Extremes {
    std::vector<double> least, most;

    explicit Extremes(std::int64_t panels);
    void merge(const Extremes& other);
};

class PanelRows {
  public:
    // `target` may be null: then there is no column for it.
    PanelRows(const Design& design, const Target* target);

    std::int64_t columns() const { return columns_; }
    std::int64_t panels() const { return panels_of(columns_); }
    // Column of the panels behind a design column; design.width() means the target.
    std::int64_t place(std::int64_t column) const;
    // Writes rows [first, last) into panels `stride` doubles apart; extremes are widened. Columns
    // beyond the target's are left alone: they are zero in memory that began as zero.
    void pack(std::int64_t first, std::int64_t last, double* out, std::int64_t stride,
              Extremes* seen = nullptr) const;
    // Where the features of those rows lie, if they lie side by side.
    RowMemory memory_of(std::int64_t first, std::int64_t last) const;

  private:
    std::int64_t readable_rows() const;
    void pack_columns(std::int64_t first, std::int64_t last, double* out, std::int64_t stride,
                      Extremes* seen) const;
    void pack_rows(std::int64_t first, std::int64_t last, double* out, std::int64_t stride,
                   Extremes* seen) const;
    void pack_loaded(std::int64_t first, std::int64_t last, double* out, std::int64_t stride) const;

    const Design& design_;
    const Target* target_;
    std::int64_t features_, columns_;
    bool adjacent_;                         // the features stand side by side in a row
    std::vector<double> inverse_, centre_;  // one a column of the panels
};

}  // namespace tenon::models
