// Equations of whole numbers over integer columns say what is left of a column by division: with g
// the greatest common divisor of the other coefficients,
//
//   a x + rest = b   =>   a x = b (mod g)   =>   x = r (mod m),   m = g / gcd(a, g),
//
// and its bounds move to the next number with that remainder. 75 y + 2 (...) = 10 fixes a binary y
// at 0. (Bezout; for knapsack equations K. Aardal, C. Hurkens, A. Lenstra: Solving a system of
// linear diophantine equations with lower and upper bounds on the variables, Math. of OR 25, 2000.)
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "ilp/presolve/bezout.hpp"
#include "ilp/presolve/reductions.hpp"

namespace tenon::ilp {

namespace {

// Products of two such numbers are int64.
constexpr double largest_coefficient = 0x1p31;
// Whole numbers below this are exact, and so are their neighbours.
constexpr double largest_side = 0x1p52;

// The entries of an equation, their coefficients as whole numbers.
struct WholeRow {
    std::vector<std::int32_t> column;
    std::vector<std::int64_t> value;
    std::int64_t right = 0;
};

bool read_whole_row(const Workspace& work, std::int32_t row, WholeRow& out) {
    out.column.clear();
    out.value.clear();
    const double right = work.row_lower[row];
    if (right != work.row_upper[row] || right != std::round(right) ||
        !(std::fabs(right) < largest_side))
        return false;
    out.right = static_cast<std::int64_t>(right);
    work.charge(work.matrix.row_size(row));
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t j = work.matrix.column(e);
        const double a = work.matrix.value(e);
        if (!work.integer[j] || a != std::round(a) || !(std::fabs(a) < largest_coefficient))
            return false;
        out.column.push_back(j);
        out.value.push_back(static_cast<std::int64_t>(a));
    }
    return out.column.size() > 1;
}

std::int64_t remainder(std::int64_t a, std::int64_t m) {
    const std::int64_t r = a % m;
    return r < 0 ? r + m : r;
}

// q with q a = 1 (mod m), for gcd(a, m) = 1 and m > 1.
std::int64_t inverse(std::int64_t a, std::int64_t m) {
    return remainder(bezout(remainder(a, m), m).u, m);
}

// x = r (mod m).
std::int64_t bound_by(Workspace& work, std::int32_t j, std::int64_t r, std::int64_t m) {
    std::int64_t count = 0;
    const double low = work.lower[j], high = work.upper[j];
    if (std::fabs(low) < largest_side) {
        const auto from = static_cast<std::int64_t>(std::ceil(low));
        const std::int64_t up = remainder(r - remainder(from, m), m);
        if (static_cast<double>(from + up) > high) {
            work.infeasible();
            return count + 1;
        }
        if (up > 0) count += work.raise_lower(j, static_cast<double>(from + up));
    }
    if (!work.stopped() && std::fabs(high) < largest_side) {
        const auto from = static_cast<std::int64_t>(std::floor(high));
        const std::int64_t down = remainder(remainder(from, m) - r, m);
        if (static_cast<double>(from - down) < work.lower[j]) {
            work.infeasible();
            return count + 1;
        }
        if (down > 0) count += work.drop_upper(j, static_cast<double>(from - down));
    }
    return count;
}

}  // namespace

std::int64_t round_to_congruences(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    WholeRow row;
    std::vector<std::int64_t> behind;
    for (std::int32_t i; (i = work.next_row(since)) >= 0;) {
        if (!read_whole_row(work, i, row)) continue;
        const std::size_t n = row.value.size();
        behind.assign(n + 1, 0);  // divisors of all coefficients from k on
        for (std::size_t k = n; k-- > 0;) behind[k] = std::gcd(behind[k + 1], row.value[k]);
        std::int64_t before = 0;
        for (std::size_t k = 0; k < n && !work.stopped(); ++k) {
            const std::int64_t a = row.value[k], others = std::gcd(before, behind[k + 1]);
            before = std::gcd(before, a);
            const std::int64_t d = std::gcd(a, others), m = others / d;
            if (row.right % d != 0) {
                work.infeasible();
                return count + 1;
            }
            if (m == 1) continue;
            const std::int64_t r = remainder(row.right / d, m) * inverse(a / d, m) % m;
            count += bound_by(work, row.column[k], r, m);
        }
        if (work.stopped()) break;
    }
    return count;
}

}  // namespace tenon::ilp
