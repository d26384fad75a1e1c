// Lifted covers of a knapsack with one continuous variable: the binaries of a base (mixed_base.hpp)
//
//   sum w_j x_j - S <= b,   x binary,  w_j > 0 (complemented where needed),  S >= 0.
//
// A cover C has sum_C w_j = b + l with l > 0: with all of it at one, S must pay the excess l; each
// item taken out saves min(l, w_j) of it, each item put in costs phi(w):
//
//   S >= l - sum_C min(l, w_j) (1 - x_j) + sum_{not C} phi(w_j) x_j.
//
// With the items of C heavier than l in falling order and their partial sums M_h,
//
//   phi(w) = h l                   for M_h <= w <= M_{h+1} - l,
//            h l + w - M_{h+1} + l  for M_{h+1} - l <= w <= M_{h+1},   and steeply on after the
//            last,
//
// is superadditive, so all items are lifted at once. Over flow balances with variable bounds
// substituted these are lifted flow covers; without S they are covers of a plain knapsack.
//
// H. Marchand, L. Wolsey: The 0-1 knapsack problem with a single continuous variable, Mathematical
// Programming 85, 1999; Z. Gu, G. Nemhauser, M. Savelsbergh: Lifted flow cover inequalities for
// mixed 0-1 integer programs, the same, 1999.
#pragma once

#include <vector>

#include "ilp/cuts/mixed_base.hpp"

namespace tenon::ilp {

class MixedCover {
  public:
    explicit MixedCover(MixedBase& base) : base_(base) {}
    // Adds at most one cut of the base to out; true if it did.
    bool separate(const char* family, std::vector<Cut>& out);

  private:
    struct Item {
        std::size_t term;
        double weight, value;  // of x at the LP point
        bool flipped;          // x = 1 - z
        bool in = false;       // of the cover
    };
    bool read();
    void cover_by(bool value_first);
    void make_minimal();
    void consider();  // keeps the cover if its cut is the deepest so far
    double lifted(double weight) const;
    double coefficient(const Item& item) const;

    MixedBase& base_;
    std::vector<Item> items_;
    std::vector<std::size_t> order_;
    double capacity_ = 0, relaxed_ = 0, relaxed_norm_ = 0;
    double excess_ = 0;
    std::vector<double> sums_;  // M_0 = 0, M_1, ...
    double best_depth_ = 0, best_right_ = 0;
    std::vector<double> coefficients_, best_;  // of the terms
};

}  // namespace tenon::ilp
