// Complemented mixed integer rounding: from one valid inequality to a deeper one.
//
// The base  sum a_j x_j <= b  over columns and logicals is written with variables >= 0: continuous
// ones are measured from the nearer of their (variable) bounds, t >= 0; integer ones from the
// nearer bound, z >= 0. For any divisor d > 0, with f_0 = frac(b/d) and F(r) = floor(r) + max(0,
// frac(r) - f_0) / (1 - f_0),
//
//   sum F(a_j / d) z_j + sum_{g < 0} g t / (d (1 - f_0)) <= floor(b / d)
//
// is valid. Divisors are tried among the coefficients of columns between their bounds, then halves
// of the best, then other bounds for columns in the middle; the deepest cut is given.
//
// H. Marchand, L. Wolsey: Aggregation and mixed integer rounding to solve MIPs, Operations Research
// 49, 2001. A tableau row as base, with d = 1, gives Gomory's mixed integer cut (R. Gomory, 1960).
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/cuts/dense_row.hpp"
#include "ilp/cuts/separation.hpp"

namespace tenon::ilp {

class MixedRounding {
  public:
    explicit MixedRounding(const Separation& at);

    // The base: sign * (sum row[k] v_k) <= sign * right over columns and logicals v. Adds at most
    // one cut to out; true if it did.
    bool separate(const DenseRow& row, double sign, double right, const char* family,
                  std::vector<Cut>& out);

    // How far the LP value of a continuous column is from its nearer bound, variable ones included.
    double bound_distance(std::int32_t column) const;

  private:
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

    bool substitute(const DenseRow& row, double sign, double right);
    bool substitute_continuous(std::int32_t place, double coefficient);
    bool complement_integers();
    double efficacy(double divisor) const;
    bool search_divisor();
    void search_complements();
    void complement(Term& term);
    bool build(const char* family, std::vector<Cut>& out);
    void add_back(std::int32_t place, double coefficient);
    bool clean(Cut& cut);

    const Separation& at_;
    DenseRow integers_, result_;
    std::vector<Term> terms_;
    std::vector<Part> parts_;
    double right_ = 0, part_sum_ = 0, part_norm_ = 0;
    double best_divisor_ = 0, best_efficacy_ = 0;
    double result_right_ = 0;
};

}  // namespace tenon::ilp
