// Multipliers as whole numbers, so that what cancels in their sums cancels exactly.
#pragma once

#include <vector>

namespace tenon::ilp::certified {

// Multiplies them by the least number that makes all of them whole, as far as can be told from
// doubles: fractions are read off continued fractions. False, and no change, if there is none of
// some 2^45 at most.
bool make_whole(std::vector<double>& multipliers);

}  // namespace tenon::ilp::certified
