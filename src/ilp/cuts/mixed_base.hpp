// A valid inequality over columns and logicals, rewritten for the cut generators with variables >=
// 0:
//
//   sum a_k z_k - S <= b,   z integer,  0 <= z_k <= range_k,   S = sum |g| t >= 0.
//
// Continuous columns are measured from the nearer of their bounds, variable ones included: what is
// left of them is t >= 0 with a coefficient g < 0 (parts with g > 0 may go on the small side of
// <=); the integer column of a variable bound takes its share. Integer columns are measured from
// the nearer bound. A generator sets the coefficients anew and gives them back as a cut of the
// program.
//
// H. Marchand, L. Wolsey: Aggregation and mixed integer rounding to solve MIPs, Operations Research
// 49, 2001, section 3 (bound substitution).
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "ilp/cuts/dense_row.hpp"
#include "ilp/cuts/separation.hpp"

namespace tenon::ilp {

// A sum and a bound of what rounding may have taken from it: bounds of 1e18 that come and go leave
// nothing of a side of 10.
class BoundedSum {
  public:
    void set(double value) noexcept { value_ = value, lost_ = 0; }
    void subtract(double factor, double bound) noexcept {
        const double product = factor * bound;
        value_ -= product;
        lost_ += unit * (std::fabs(product) + std::fabs(value_));
    }
    // Not below the exact sum.
    double upper() const noexcept { return value_ + lost_; }

  private:
    static constexpr double unit = 0x1p-52;
    double value_ = 0, lost_ = 0;
};

class MixedBase {
  public:
    struct Term {  // integer, z = x - bound or bound - x
        std::int32_t place;
        double coefficient;  // of z
        double value;        // z at the LP point
        double range;        // largest z, may be infinite
        bool complemented;
    };
    struct Part {  // continuous, t = x - bound or bound - x, with coefficient < 0
        std::int32_t place;
        double coefficient;  // of t
        double value;        // t at the LP point
        bool from_upper;
        std::int32_t integer;  // the variable bound's column, -1 for the column's own bound
        double constant, slope;
    };

    explicit MixedBase(const Separation& at);

    // Reads sign * (sum row[k] v_k) <= sign * right over columns and logicals v; false if nothing
    // can be made of it (a free column, no integers, numbers out of proportion).
    bool read(const DenseRow& row, double sign, double right);

    const std::vector<Term>& terms() const noexcept { return terms_; }
    const std::vector<Part>& parts() const noexcept { return parts_; }
    // Not below the exact right side, whatever was rounded: what is made of it holds.
    double right() const noexcept { return right_.upper(); }
    double part_sum() const noexcept { return part_sum_; }    // -S at the LP point
    double part_norm() const noexcept { return part_norm_; }  // sum of squares of g
    // z = range - z', for a finite range. What it was before comes back by restore(), not by a
    // second complement: a large range would take the digits of the side with it.
    struct Former {
        std::size_t k;
        Term term;
        BoundedSum right;
    };
    Former complement(std::size_t k);
    void restore(const Former& former);

    // The cut  sum coefficients[k] z_k - scale S <= right  in the columns of the program. False if
    // it is out of proportion or not deep enough.
    bool give(std::span<const double> coefficients, double scale, double right, const char* family,
              std::vector<Cut>& out);

    // Work: so many passes over the terms.
    void charge(std::size_t passes) const {
        at_.control.add_work(static_cast<std::int64_t>(passes * terms_.size()));
    }
    // What comes is from a row of the program with so many entries; a cut may be as long. 0: from
    // a sum of rows.
    void set_row_entries(std::size_t entries) noexcept { row_entries_ = entries; }
    // How far the LP value of a continuous column is from its nearer bound, variable ones included.
    double bound_distance(std::int32_t column) const;

    // The LP answers to 1e-7; a cut this deep is real.
    static constexpr double least_efficacy = 1e-4;

  private:
    bool substitute_continuous(std::int32_t place, double coefficient);
    bool substitute_integers();
    void add_back(std::int32_t place, double coefficient);
    bool clean(Cut& cut);

    const Separation& at_;
    DenseRow integers_, result_;
    std::vector<std::int32_t> places_;  // of a result, in order
    std::vector<Term> terms_;
    std::vector<Part> parts_;
    BoundedSum right_, result_right_;
    double part_sum_ = 0, part_norm_ = 0;
    std::size_t row_entries_ = 0;
};

}  // namespace tenon::ilp
