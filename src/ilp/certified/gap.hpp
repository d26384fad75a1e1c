// Gaps (proof.hpp) in doubles that never claim too much: safe dual bounds (A. Neumaier,
// O. Shcherbina: Safe bounds in linear and mixed-integer linear programming, Math. Prog. 99, 2004).
//
// The coefficients  d = k c - sum y_i A_i  are compensated sums with a bound on their error; a
// column adds the least of d x over its bounds and over all d that the error allows. Where a bound
// is infinite the sign of d matters, and is found exactly if the error leaves it open.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/sum.hpp"
#include "ilp/certified/proof.hpp"
#include "ilp/certified/rows.hpp"

namespace tenon::ilp::certified {

class GapMeter {
  public:
    explicit GapMeter(const ProofRows& rows);

    struct Coefficient {
        std::int32_t column;
        double low, high;  // d is between them; on either side of zero where it may be zero
        double bound;      // where d x is least, where d is not
    };

    // Of (k c - g) x over the box, plus r. -infinity if there is no least.
    double least(const Multipliers& y, std::span<const double> lower,
                 std::span<const double> upper);
    // Of the last call: the columns in it; the only one without a least, or -1; and the least of
    // all others.
    std::span<const Coefficient> coefficients() const noexcept { return coefficients_; }
    std::int32_t endless() const noexcept { return endless_count_ == 1 ? endless_ : -1; }
    double least_of_others() const noexcept { return least_; }
    std::int32_t endless_count() const noexcept { return endless_count_; }
    std::int64_t work() const noexcept { return work_; }

  private:
    struct Entry {
        Sum sum;
        double terms = 0;
        std::int32_t count = 0;
        bool exact = false;  // one product, without rounding
    };
    void add(std::int32_t column, double a, double b);
    int exact_sign(const Multipliers& y, std::int32_t column) const;
    void take(const Multipliers& y, std::int32_t column, double lower, double upper);

    const ProofRows& rows_;
    std::vector<Entry> entries_;
    std::vector<std::int32_t> touched_;
    std::vector<Coefficient> coefficients_;
    Sum total_;
    double terms_ = 0, error_ = 0, least_ = 0;
    std::int32_t endless_ = -1, endless_count_ = 0;
    std::int64_t work_ = 0;
};

}  // namespace tenon::ilp::certified
