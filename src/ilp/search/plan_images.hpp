// A plan that does not fit any more, in another place: what was planned for one of several alike
// bins, machines or units is as good on the next one.
//
// A permutation of columns (with one of rows) that leaves the former problem as it was turns each
// of its plans into another one of the same cost. Where the new problem forbids what the former
// plan does, an image of it may be a plan still; and where every plan of the new problem was one of
// the former, it is then the best one, as the former was.
#pragma once

#include <functional>
#include <vector>

#include "ilp/node/control.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

// Hands an image of `plan` (in the columns of the former problem) that keeps the bounds of the new
// problem's columns to `take`, in the columns of the new one, if one is found within a little work.
// Rows are not looked at.
void offer_plan_image(const Problem& former, const std::vector<double>& plan,
                      const Problem& problem, Control& control,
                      const std::function<void(const std::vector<double>&)>& take);

}  // namespace tenon::ilp
