// A known optimum that is carried along: every reduction, cut, propagation and pruning is asked
// whether it still allows that point, and the first step that does not is named.
//
// For tests. Steps that may rightly remove one optimum in favour of another (dual fixing) rest
// while a point is watched.
#pragma once

#include <string>
#include <vector>

#include "tenon/error.hpp"

namespace tenon::ilp {

struct DebugPoint {
    std::vector<double> values;  // in the columns of the program that is solved
    double objective = 0;        // in the minimisation

    // Room for the rounding of sums: a real cut-off in the tests' integer data misses by far more.
    static constexpr double slack = 1e-6;

    [[noreturn]] static void lost(const std::string& step) {
        throw Error(Status::internal, "the known optimum was cut off by " + step);
    }
};

}  // namespace tenon::ilp
