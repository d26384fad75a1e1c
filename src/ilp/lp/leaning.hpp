// Multipliers whose zeros lean to the harmless side.
//
// A proof of infeasibility y has coefficients d = -A'y, and many of them are zero: those of basic
// variables, and of nonbasic ones by degeneracy. Where a variable has one bound only, one sign of
// what rounding leaves of such a zero spoils the proof and the other costs next to nothing. So the
// zeros are moved to the good side, by a little more than rounding:
//
//   d_B = -right for B'y = right:    basic ones are moved in right;
//   d_j = -alpha'right, alpha = B^-1 a_j:    nonbasic ones by the basic variable of largest alpha_p
//                                            that may move the way that is wanted.
//
// until no zero is on the bad side (a relaxation method: S. Agmon: The relaxation method for linear
// inequalities, Canad. J. Math. 6, 1954). Zeros of free variables cannot lean, nor those that all
// proofs have in common; there doubles may hold no proof at all.
#pragma once

#include <cstdint>
#include <vector>

#include "base/double_double.hpp"
#include "ilp/lp/simplex_state.hpp"

namespace tenon::ilp {

class Leaning {
  public:
    // The factors of the state are valid. Multipliers and right-hand sides are scaled.
    explicit Leaning(SimplexState& state) : s_(state) {}

    // y solves B'y = right up to rounding; the sign of the proof is known by now. Returns better
    // multipliers, or the best it came to.
    std::vector<double> lean(std::vector<double> y, std::vector<double> right);

  private:
    // Which signs its coefficient in a proof may have.
    bool may_rise(std::int32_t j) const noexcept { return s_.lower[j] > -infinity; }
    bool may_fall(std::int32_t j) const noexcept { return s_.upper[j] < infinity; }
    bool may_move(std::int32_t j, double way) const noexcept {
        return way > 0 ? may_rise(j) : may_fall(j);
    }
    struct Spoilt {
        std::int32_t variable;
        double way;     // +1: the coefficient has to rise
        double amount;  // by at least so much
    };
    bool list_spoilt(const std::vector<double>& y, bool as_given);
    bool mend(const Spoilt& spoilt, std::vector<double>& right);
    bool mend_nonbasic(const Spoilt& spoilt, std::vector<double>& right);

    SimplexState& s_;
    std::vector<Spoilt> spoilt_;
    std::vector<std::uint8_t> has_size_;  // by position: coefficients that are no zeros
};

}  // namespace tenon::ilp
