// The caller's features as the fits see them: checked, and centred and scaled on the fly.
//
//     z_ij = x_ij * inverse_j - centre_j,    inverse_j a power of two,    |x_ij| * inverse_j <= 2
//
// Scaling by powers of two is exact, and a centre that is a double costs one rounding relative to
// z itself. No copy of the data is kept: blocks of rows are loaded into the cache when needed.
// With an intercept, column 0 of the design is 1 and constant features are set aside; without one
// nothing is centred.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"

namespace tenon::models {

struct Variable {
    double inverse = 1;     // power of two
    double centre = 0;      // in scaled units
    double largest = 0;     // max |x| in scaled units
    bool constant = false;  // no more than rounding between least and greatest
};

struct Design {
    MatrixView features;
    std::span<const std::string> names;
    bool intercept = true;
    std::vector<std::int64_t> active;  // feature of every design column after the intercept
    std::vector<Variable> variables;   // one a feature

    std::int64_t rows() const { return features.rows; }
    // Columns of the design, the intercept's included.
    std::int64_t width() const {
        return static_cast<std::int64_t>(active.size()) + (intercept ? 1 : 0);
    }
    // Feature behind a design column; -1 for the intercept.
    std::int64_t feature(std::int64_t column) const {
        const std::int64_t place = column - (intercept ? 1 : 0);
        return place < 0 ? -1 : active[static_cast<std::size_t>(place)];
    }
    const Variable& variable(std::int64_t column) const {
        return variables[static_cast<std::size_t>(feature(column))];
    }
    std::string column_name(std::int64_t column) const;

    // Writes rows [first, last) of the design, column after column, `leading` doubles apart.
    void load(std::int64_t first, std::int64_t last, double* out, std::int64_t leading) const;
};

// Checks names, shape and every value: Error(argument) or Error(data) with row and feature.
Design make_design(const Context& context, const MatrixView& features,
                   std::span<const std::string> names, bool intercept);

// The same of one target; values need not be 0 and 1. Error(data) with the row.
Variable scan_target(const Context& context, std::span<const double> target, bool intercept);

// Shape faults that both models refuse alike: target length, no rows, confidence, penalty.
void check_fit_arguments(const MatrixView& features, std::span<const double> target,
                         std::span<const std::string> names, bool intercept, double l2,
                         double confidence);

}  // namespace tenon::models
