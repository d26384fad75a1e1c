// What a conflict says: bounds that never hold together, so that at least one of their opposites
// does.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "ilp/node/domain.hpp"

namespace tenon::ilp {

// x <= bound (upper) or x >= bound, of an integer column.
struct BoundLiteral {
    std::int32_t column;
    bool upper;
    double bound;

    bool is_true(const Domain& domain) const {
        return upper ? domain.upper(column) <= bound : domain.lower(column) >= bound;
    }
    bool is_false(const Domain& domain) const {
        return upper ? domain.lower(column) > bound : domain.upper(column) < bound;
    }
    bool holds(double x) const { return upper ? x <= bound : x >= bound; }
    // x >= bound + 1 for x <= bound, and the other way round: the bound that makes it false.
    BoundLiteral opposite() const {
        return {column, !upper, upper ? std::floor(bound) + 1 : std::ceil(bound) - 1};
    }

    friend bool operator==(const BoundLiteral&, const BoundLiteral&) = default;
};

using Clause = std::vector<BoundLiteral>;

// value x <= right, by rising column.
struct ProofRow {
    std::vector<std::int32_t> index;
    std::vector<double> value;
    double right = 0;

    RowSide side() const { return {index, value, 1.0, right}; }
};

// For tests: everything that is learned, with the cutoff it rests on.
struct ConflictWatch {
    std::function<void(const Clause&, double cutoff)> clause;
    std::function<void(const ProofRow&, double cutoff)> proof;
};

// The place in the trail of the first change that made a bound as tight as `bound`: x <= bound
// (upper) or x >= bound; -1 where the bound of the whole tree is, or no bound here and now.
inline std::int32_t place_of(const Domain& domain, const BoundLiteral& bound) {
    std::int32_t first = -1;
    for (std::int32_t p = domain.last_change(bound.column, bound.upper); p >= 0;) {
        const Domain::Change& change = domain.trail()[p];
        if (bound.upper ? change.after > bound.bound : change.after < bound.bound) break;
        first = p;
        p = change.previous;
    }
    return first;
}

}  // namespace tenon::ilp
