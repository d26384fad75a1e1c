// exp and the logistic function of many numbers, in vectors (base/eight_math.hpp).
#pragma once

#include <cstdint>

#include "base/vector_level.hpp"

namespace tenon {

// out_i = exp(x_i), within 1 ulp (subnormal results: 1.5). out may be x.
void exp_of(const double* x, std::int64_t n, double* out, VectorLevel level = vector_level());
// out_i = 1 / (1 + exp(-x_i)), within 3 ulp.
void logistic_of(const double* x, std::int64_t n, double* out, VectorLevel level = vector_level());
// The same bits for one number.
double logistic_of(double x) noexcept;

}  // namespace tenon
