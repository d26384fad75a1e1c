// From the columns of a design to the terms a user reads, and back, in double-double.
//
// The model is sum_c b_c z_c(x) over the kept design columns; the user reads sum_r raw_r x_r with
// x_r = 1, x, or x^k. With u = x * inverse:
//
//     feature as it is    z = u - centre                 raw = inverse b,  intercept -= centre b
//     with powers         z_k = T_k(t) = P_k(u),         raw_k = inverse^k sum_m [u^k] P_m b_m,
//                         P_(m+1) = 2 t P_m - P_(m-1)    intercept += sum_m P_m(0) b_m
//
// so raw = V b, and a raw standard error is the root of v'C v with v a row of V. The other way,
// u^k as a combination of T_0(t), ..., T_k(t) from u = half t + centre and t T_m = (T_(m+1) +
// T_|m-1|) / 2, gives the spread of a raw term from the factor of the design.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/design.hpp"

namespace tenon::models {

struct RawTerm {
    std::size_t place = 0;  // among the model's coefficients
    bool is_intercept = false;
    double unit = 1;        // inverse^k: raw value in the user's units = unit * sum
    using Weights = std::vector<std::pair<std::int64_t, DoubleDouble>>;  // of kept columns
    Weights from_columns;   // the raw coefficient from those of the columns
    Weights in_columns;     // x_r / unit as a combination of the columns; empty for the intercept
};

// One term a kept design column, in order. `kept` design columns of `design`.
std::vector<RawTerm> raw_terms(const Design& design, const std::vector<std::int64_t>& kept);

// False where a power of a feature was left out and a higher one was not: then the columns span
// another space than the powers of the same numbers, and plain powers have to be taken.
bool powers_are_nested(const Design& design, const std::vector<std::int64_t>& kept);

}  // namespace tenon::models
