// Where Firth's penalised likelihood may have other maxima while one coefficient is held.
//
// Far from its estimate the coefficient drives every eta_i away from 0, and 1/2 ln det I falls with
// it unless the other coefficients bring rows back: with those far out f is nearly a sum of terms
// -|eta_i|, whose maxima are where k - 1 rows have an eta near 0. So each choice of k - 1 rows is
// a place to climb from, with the eta that each of them has in a fit to it alone, ln(2 w + 1) on
// the side of its class.
#pragma once

#include <vector>

#include "models/newton.hpp"

namespace tenon::models {

// Whether all choices are tried: while rows times columns cubed times their number C(rows + columns
// - 2, columns - 1) are no more than 2e7. Else a part is, spread evenly over them, to 1e6; none
// over rows that are elsewhere.
bool pins_all(const Observations& data, Eigen::Index columns);

// Points with a'theta as at `best` from which a climb may pass `best`.
std::vector<Eigen::VectorXd> pinned_starts(const Context& context, const Observations& data,
                                           const NewtonResult& best, const Eigen::VectorXd& a);

}  // namespace tenon::models
