// A proof that no plan costs less than a bound, as it is kept before it is written down.
//
// Multipliers y of rows say that every plan keeps  g x >= r  with  g = sum y_i A_i  and
// r = sum y_i side_i, the lower side of row i for y_i > 0 and the upper one for y_i < 0. With
// a weight k of the cost they stand for the row  (g - k c) x >= r - k limit  instead: every plan
// that costs no more than the limit keeps that. Everything else rests on the gap of such a row over
// a box,
//
//   gap = (least of (k c - g) x over the box) + r - k limit.
//
// A positive gap says that no such plan is in the box.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "ilp/node/cut.hpp"
#include "ilp/presolve/whole_equations.hpp"

namespace tenon::ilp::certified {

// Multipliers of an LP below this share of the largest are rounding of its solve.
inline constexpr double multiplier_noise = 1e-13;

struct Multipliers {
    double cost = 0;                // k > 0: the limit of the cost takes part so often
    std::vector<std::int32_t> row;  // of the program, then derived ones; ascending
    std::vector<double> value;
};
using SharedMultipliers = std::shared_ptr<const Multipliers>;

// A bound of a column in the box at hand, proved by a gap of the box with the column beyond it: an
// integer column by one, a continuous one by anything.
struct Tightening {
    std::int32_t column = -1;
    bool upper = false;
    double value = 0;
    SharedMultipliers by;
};

// A row g x <= right, derived by mixed-integer rounding (rounding.hpp).
struct DerivedRow {
    Multipliers base;
    std::vector<std::uint8_t> flipped;   // one a multiplier: the row's other side is used
    std::vector<std::int32_t> at_upper;  // columns that are counted down from their upper bounds
    double divisor = 1;
    Cut row;
};

struct ProofNode {
    std::int32_t parent = -1;
    std::int32_t child[2] = {-1, -1};  // column <= value, column >= value + 1
    std::vector<Tightening> tightenings;
    std::int32_t column = -1;
    double value = 0;
    // Without children: what closes the node, or the best bound there is.
    SharedMultipliers by;
    double bound = 0;  // no plan here costs less; infinity: none is here that matters
};

struct Proof {
    // Equations that no integers solve: nothing else is then needed, and the root has no children.
    std::optional<Congruence> congruence;
    std::vector<Tightening> first;  // before the derived rows
    std::vector<DerivedRow> rows;
    std::vector<ProofNode> nodes;  // the first is the root; empty: nothing is proved
    double limit = 0;              // of the cost rows
};

}  // namespace tenon::ilp::certified
