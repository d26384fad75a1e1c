// The primal simplex method in exact arithmetic, for small programs.
//
// Feasibility first: the violated basic variable of least index leaves for its bound, the nonbasic
// one of least index that can move it there enters (B. Dutertre, L. de Moura: A fast
// linear-arithmetic solver for DPLL(T), CAV 2006). Then the objective, by the least index among
// those that improve and among those that block (R. G. Bland: New finite pivoting rules for the
// simplex method, Math. Oper. Res. 2, 1977). Both end without further precaution.
#pragma once

#include <cstdint>

#include "exact_tableau.hpp"

namespace tenon::test {

enum class ExactStatus : std::uint8_t { optimal, infeasible, unbounded };

class ExactSimplex {
  public:
    explicit ExactSimplex(const ExactProgram& program) : t_(program) { status_ = solve(); }

    ExactStatus status() const noexcept { return status_; }
    const ExactTableau& tableau() const noexcept { return t_; }
    std::int64_t pivots() const noexcept { return pivots_; }

  private:
    const ExactBound& lower(std::int32_t j) const { return t_.program().lower[j]; }
    const ExactBound& upper(std::int32_t j) const { return t_.program().upper[j]; }
    bool can_move(std::int32_t k, int direction) const {
        const ExactBound& bound = direction > 0 ? upper(t_.nonbasic(k)) : lower(t_.nonbasic(k));
        return !bound.finite ||
               (direction > 0 ? t_.value(k) < bound.value : t_.value(k) > bound.value);
    }

    ExactStatus solve() {
        if (t_.program().has_contradicting_bounds()) return ExactStatus::infeasible;
        for (;;) {
            int direction = 0;
            const std::int32_t p = least_violated(direction);
            if (p < 0) break;
            const std::int32_t k = least_that_moves(p, direction);
            if (k < 0) return ExactStatus::infeasible;
            const std::int32_t j = t_.basic(p);
            exchange(p, k, direction > 0 ? lower(j).value : upper(j).value);
        }
        for (;;) {
            int direction = 0;
            const std::int32_t k = least_that_improves(direction);
            if (k < 0) return ExactStatus::optimal;
            if (!step(k, direction)) return ExactStatus::unbounded;
        }
    }

    void exchange(std::int32_t p, std::int32_t k, const Integer& leaving_value) {
        t_.exchange(p, k, leaving_value);
        ++pivots_;
    }

    // The position of the basic variable outside its bounds; direction is where it must go.
    std::int32_t least_violated(int& direction) const {
        std::int32_t best = -1;
        for (std::int32_t p = 0; p < t_.rows(); ++p) {
            const std::int32_t j = t_.basic(p);
            if (best >= 0 && j > t_.basic(best)) continue;
            const Integer& d = t_.denominator();
            if (lower(j).finite && t_.basic_value(p) < lower(j).value * d) {
                best = p;
                direction = 1;
            } else if (upper(j).finite && t_.basic_value(p) > upper(j).value * d) {
                best = p;
                direction = -1;
            }
        }
        return best;
    }

    std::int32_t least_that_moves(std::int32_t p, int direction) const {
        std::int32_t best = -1;
        for (std::int32_t k = 0; k < t_.columns(); ++k) {
            const int way = t_.entry(p, k).sign() * direction;
            if (way == 0 || !can_move(k, way)) continue;
            if (best < 0 || t_.nonbasic(k) < t_.nonbasic(best)) best = k;
        }
        return best;
    }

    std::int32_t least_that_improves(int& direction) const {
        std::int32_t best = -1;
        for (std::int32_t k = 0; k < t_.columns(); ++k) {
            const int way = -t_.reduced(k).sign();
            if (way == 0 || !can_move(k, way)) continue;
            if (best >= 0 && t_.nonbasic(k) > t_.nonbasic(best)) continue;
            best = k;
            direction = way;
        }
        return best;
    }

    // Moves nonbasic k until something blocks: a basic variable at its bound, or k at its other
    // one. False if nothing does.
    bool step(std::int32_t k, int direction) {
        // The shortest step so far is room / rate.
        Integer room, rate;
        std::int32_t blocking = -1, at = -1;  // the variable, and its position if it is basic
        const auto see = [&](std::int32_t variable, std::int32_t position, const Integer& r,
                             const Integer& q) {
            if (blocking >= 0) {
                const Integer mine = r * rate, best = room * q;
                if (mine > best || (mine == best && variable > blocking)) return;
            }
            room = r;
            rate = q;
            blocking = variable;
            at = position;
        };
        const Integer& d = t_.denominator();
        const std::int32_t q = t_.nonbasic(k);
        const ExactBound& other = direction > 0 ? upper(q) : lower(q);
        if (other.finite) see(q, -1, magnitude(other.value - t_.value(k)), 1);
        for (std::int32_t p = 0; p < t_.rows(); ++p) {
            const int way = t_.entry(p, k).sign() * direction;
            if (way == 0) continue;
            const std::int32_t j = t_.basic(p);
            const ExactBound& bound = way > 0 ? upper(j) : lower(j);
            if (!bound.finite) continue;
            see(j, p, magnitude(bound.value * d - t_.basic_value(p)), magnitude(t_.entry(p, k)));
        }
        if (blocking < 0) return false;
        if (at < 0) {
            t_.set_value(k, other.value);
        } else {
            const bool up = t_.entry(at, k).sign() * direction > 0;
            exchange(at, k, up ? upper(blocking).value : lower(blocking).value);
        }
        return true;
    }

    ExactTableau t_;
    std::int64_t pivots_ = 0;
    ExactStatus status_;
};

}  // namespace tenon::test
