// The maximum of a function of one variable that has one.
#pragma once

#include <functional>

namespace tenon::features {

// Of f on [low, high], sought from `start` outwards in doubled steps until the maximum is enclosed,
// then by parabolas and golden sections (R. P. Brent: Algorithms for Minimization without
// Derivatives, 1973, chapter 5). Exact to about tolerance * max(1, |x|), as far as f is.
double maximum_of(const std::function<double(double)>& f, double start, double low, double high,
                  double tolerance);

}  // namespace tenon::features
