// Whether the rounding of residuals averages out.
//
// Summed over n rows, independent roundings grow with the root of n. Rows that agree in their
// values (few levels, whole numbers) are rounded alike, and then they do not: with c the
// probability that two rows agree, the sum of n roundings of size u has the size u n root(1/n + c).
#pragma once

#include "models/design.hpp"
#include "models/ordered_qr.hpp"

namespace tenon::models {

// `f` of the columns of this design and its target. A residual is summed column by column, so that
// what is rounded behind column j repeats where the columns up to there do. True if repeated
// roundings may outweigh the others. Cost: a few hundred rows, and columns^2.
bool roundings_repeat(const Design& design, const OrderedQr<double>& f);

}  // namespace tenon::models
