// Powers and products of number columns.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct PolynomialOptions {
    std::int64_t degree = 2;         // 2 to 6
    bool interactions_only = false;  // products of different columns only
};

// Appends every term of degree 2 to `degree` over the columns, as float64: "a^2", "a*b", "a^2*b";
// by degree, then by the order of the columns. A term is missing where one of its columns is. More
// than 10000 terms are refused.
//
// Errors: not_found, type, argument (a column twice, degree, too many terms).
Feature fit_polynomial(const Context& context, const Table& table,
                       std::span<const std::string> columns, const PolynomialOptions& options = {});

}  // namespace tenon
