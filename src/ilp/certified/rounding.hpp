// Rows by mixed-integer rounding, with their derivation (G. Nemhauser, L. Wolsey: A recursive
// procedure to generate all cuts for 0-1 mixed integer programs, Math. Prog. 46, 1990).
//
// Multipliers y of rows, each with a side of its row, give with slacks s >= 0 of these sides the
// equation  -sum y_i A_i x + sum t_i s_i = -sum y_i side_i,  where t_i = |y_i| at the side that the
// sign of y_i asks for (lower for y_i > 0, upper for y_i < 0) and -|y_i| at the other, `flipped`
// one. Columns are counted from a bound: x = l + x', or x = u - x' where `at_upper`, so that
//
//   sum h_j x'_j + sum t_i s_i = r,       x' >= 0, s >= 0.
//
// With a divisor D, r = q D + f, 0 <= f < D, and h = q(h) D + f(h) in the same way, every plan
// keeps
//
//   sum F(h_j) x'_j + sum F(t_i) s_i <= q (D - f),
//   F(h) = q(h) (D - f) + max(0, f(h) - f)   of whole numbers,     F(h) = min(h, 0)   of others,
//
// which needs no division: the numbers stay sums and products of doubles. Slacks of whole rows are
// whole numbers; those of equations are zero. Taking x' and s out again gives a row in x. It is
// stated in doubles and with a right side that makes good for their rounding over the box.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/exact_number.hpp"
#include "ilp/certified/proof.hpp"
#include "ilp/certified/rows.hpp"

namespace tenon::ilp::certified {

class MixedRounding {
  public:
    MixedRounding(const ProofRows& rows, std::span<const double> lower,
                  std::span<const double> upper);

    // The base of multipliers at the point: sides by the point's activities, columns counted from
    // the nearer bound. False if a column or a row has no side to lean on.
    bool take_base(const Multipliers& y, std::span<const double> x,
                   std::span<const double> activity);
    // |h| of integer columns between their bounds, ascending, without repeats: divisors to try.
    void list_divisors(std::span<const double> x, std::vector<double>& out) const;
    // In plain doubles: how far the point is from the row's far side.
    double efficacy(double divisor, std::span<const double> x);
    std::int64_t entries() const noexcept { return entries_; }  // of that row
    // Exact; nothing if the row has no numbers that a linear program could work with.
    std::optional<DerivedRow> derive(double divisor);

    std::int64_t work() const noexcept { return work_; }

  private:
    template <class Number>
    struct RowOf {
        std::vector<Number> value;  // one a column
        Number right{};
    };
    template <class Number>
    bool round(double divisor, double scale, RowOf<Number>& out);
    template <class Number>
    void sum_base(double scale, RowOf<Number>& h);
    std::optional<Cut> state(const RowOf<ExactNumber>& exact) const;
    double scale_of(double divisor);

    const ProofRows& rows_;
    std::span<const double> lower_, upper_;
    DerivedRow base_;
    std::vector<std::int32_t> columns_;  // with an entry in the base or its rows
    std::vector<std::uint8_t> listed_, counted_down_;
    RowOf<double> plain_base_, plain_;
    RowOf<ExactNumber> exact_base_, exact_;
    std::int64_t work_ = 0, entries_ = 0;
};

}  // namespace tenon::ilp::certified
