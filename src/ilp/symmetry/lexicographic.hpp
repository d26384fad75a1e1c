// Lexicographic order of integer vectors within bounds: what v_1 >= v_2 >= ... >= v_K implies for
// each of them, where each is a vector compared by its first entry, then the second, and so on.
//
// M_1 is the largest vector within the bounds of v_1, M_p the largest within those of v_p that is
// at most M_(p-1); m_K is the smallest within the bounds of v_K, m_p the smallest that is at least
// m_(p+1). Then m_p <= v_p <= M_p: where the two agree from the first entry on, v_p is fixed, and
// the first entry in which they differ lies between them. For vectors of zeros and ones this is all
// that the order and the bounds imply (P. Bendotti, P. Fouilhoux, C. Rottner: Orbitopal fixing for
// the full (sub-)orbitope and application to the unit commitment problem, Mathematical Programming
// 186, 2021).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tenon::ilp {

// The largest v with lower <= v <= upper and v <= limit in the order; false if there is none.
bool largest_at_most(std::span<const double> lower, std::span<const double> upper,
                     std::span<const double> limit, std::span<double> v);
// The smallest v with lower <= v <= upper and v >= limit.
bool smallest_at_least(std::span<const double> lower, std::span<const double> upper,
                       std::span<const double> limit, std::span<double> v);

// Bounds of K vectors of length k, one after the other; tightened in place. Integers, finite. False
// if no vectors within the bounds are in order.
bool tighten_ordered(std::int32_t vectors, std::int32_t length, std::span<double> lower,
                     std::span<double> upper);

}  // namespace tenon::ilp
