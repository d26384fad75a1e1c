// What partials refuse of a slice of rows before they add any of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

// Beyond these a value is refused, or counts as zero: products of three must stay in the range in
// which their rounding errors are doubles.
inline constexpr double largest_exact = 1e100, least_exact = 1e-100;
inline constexpr double largest_weight = 1e18, least_weight = 1e-18;

// Error(data) with row and feature: not finite, or larger than largest_exact. Shapes agree.
void check_values(const MatrixView& features, std::span<const double> target,
                  std::span<const std::string> names);
// Error(argument): another number than rows, or a weight that is neither 0 nor within the bounds.
void check_slice_weights(std::span<const double> weights, std::int64_t rows);

// Error(data) with the row of a target that is neither 0 nor 1.
void check_classes(std::span<const double> target);
// Error(data) with the row of a target that is not above 0 (gamma), or negative or not finite.
void check_amounts(std::span<const double> target, ModelKind family);
// Error(argument): another number than rows; Error(data): an offset that is not finite.
void check_slice_offset(std::span<const double> offset, std::int64_t rows);

// As messages call it.
const char* family_name(ModelKind family);

}  // namespace tenon::models
