// Complemented mixed integer rounding of a base (mixed_base.hpp): for any divisor d > 0, with
// f_0 = frac(b/d) and F(r) = floor(r) + max(0, frac(r) - f_0) / (1 - f_0),
//
//   sum F(a_k / d) z_k - S / (d (1 - f_0)) <= floor(b / d)
//
// is valid. Divisors are tried among the coefficients of columns between their bounds, then halves
// of the best, then other bounds for columns in the middle; the deepest cut is given.
//
// H. Marchand, L. Wolsey: Aggregation and mixed integer rounding to solve MIPs, Operations Research
// 49, 2001. A tableau row as base, with d = 1, gives Gomory's mixed integer cut (R. Gomory, 1960).
#pragma once

#include <vector>

#include "ilp/cuts/mixed_base.hpp"

namespace tenon::ilp {

class MixedRounding {
  public:
    explicit MixedRounding(MixedBase& base) : base_(base) {}
    // Adds at most one cut of the base to out; true if it did. Complements terms of the base.
    bool separate(const char* family, std::vector<Cut>& out);
    // With this divisor and no other.
    bool separate_with(double divisor, const char* family, std::vector<Cut>& out);

  private:
    double efficacy(double divisor) const;
    bool give(const char* family, std::vector<Cut>& out);
    bool search_divisor();
    void search_complements();

    MixedBase& base_;
    double best_divisor_ = 0, best_efficacy_ = 0;
    std::vector<double> divisors_, coefficients_;
};

}  // namespace tenon::ilp
