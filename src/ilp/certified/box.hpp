// The box of a node of the proof, and what rows and multipliers prove about it.
//
// With the least value G of a combined row over the box (gap.hpp) and the limit L of its cost part,
// no plan that counts has  G + d (x - b) > L  for a column whose least stands at its bound b; so
//
//   d > 0:  x <= b + (L - G) / d,      d < 0:  x >= b + (L - G) / d,
//
// rounded to integers. A row of its own gives propagation of bounds, optimal multipliers give
// fixing by reduced costs, and both are one kind of step. Nothing is taken that is not proved.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/certified/gap.hpp"
#include "ilp/certified/proof.hpp"
#include "ilp/certified/rows.hpp"

namespace tenon::ilp::certified {

class ProofBox {
  public:
    ProofBox(const ProofRows& rows, std::span<const double> lower, std::span<const double> upper);

    std::span<const double> lower() const noexcept { return lower_; }
    std::span<const double> upper() const noexcept { return upper_; }
    bool fixed(std::int32_t j) const { return lower_[j] == upper_[j]; }
    GapMeter& meter() noexcept { return meter_; }
    std::int64_t work() const noexcept { return work_ + meter_.work(); }

    // Of the cost c x of plans that count; infinity: of all.
    void set_limit(double limit) noexcept { limit_ = limit; }
    double limit() const noexcept { return limit_; }
    // Safe: positive says that no plan that counts is in the box.
    double gap(const Multipliers& y);
    // The same of a least value that is known.
    double gap_of(const Multipliers& y, double least) const;

    void set(std::int32_t column, bool upper, double value);
    std::size_t mark() const noexcept { return trail_.size(); }
    void undo_to(std::size_t mark);
    // Columns whose bounds may differ from when this was last called.
    void take_touched(std::vector<std::int32_t>& out);

    // What y proves of bounds is set and appended to `found`. True if it proves the box empty of
    // plans that count. Continuous columns only where `continuous`.
    bool tighten(const SharedMultipliers& y, bool continuous, std::vector<Tightening>& found);
    // All rows whose bounds moved, and the cost, until nothing follows. The multipliers that prove
    // the box empty, or null.
    SharedMultipliers propagate(bool continuous, std::vector<Tightening>& found);
    void queue_all();
    void forget_queue();  // nothing of what was set so far is to be spread

  private:
    struct Change {
        std::int32_t column;
        bool upper;
        double before;
    };
    void queue_rows_of(std::int32_t column);
    bool may_imply(std::int32_t row, bool upper_side);
    bool tighten_column(const GapMeter::Coefficient& d, double gap, bool endless, bool continuous,
                        Tightening& step) const;
    SharedMultipliers propagate_row(std::int32_t row, bool continuous,
                                    std::vector<Tightening>& found);

    const ProofRows& rows_;
    std::vector<double> lower_, upper_;
    std::vector<Change> trail_;
    std::vector<std::int32_t> queue_, touched_;
    std::vector<std::uint8_t> queued_, is_touched_;
    GapMeter meter_;
    double limit_;
    std::int64_t work_ = 0;
};

}  // namespace tenon::ilp::certified
