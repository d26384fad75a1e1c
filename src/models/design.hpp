// The caller's features as the fits see them: checked, and centred and scaled on the fly.
//
//     z_ij = x_ij * inverse_j - centre_j,    inverse_j a power of two,    |x_ij| * inverse_j <= 2
//
// Scaling by powers of two is exact, and a centre that is a double costs one rounding relative to
// z itself. No copy of the data is kept: blocks of rows are loaded into the cache when needed.
// With an intercept, column 0 of the design is 1 and constant features are set aside; without one
// nothing is centred.
//
// A feature with powers up to K enters as K columns. With u = x * inverse and t = (u - centre) /
// half in [-1, 1] they are T_1(t), ..., T_K(t), Chebyshev's polynomials, and without an intercept
// u T_0(t), ..., u T_(K-1)(t): the same space as the powers of x, and well conditioned. They are
// formed in double-double; what a double leaves of them is there for who asks. `plain_powers` takes
// u, u^2, ... u^K themselves, for designs in which a power is collinear and a higher one is not.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "base/double_double.hpp"
#include "tenon/context.hpp"
#include "tenon/matrix.hpp"

namespace tenon::models {

struct Variable {
    double inverse = 1;          // power of two
    double centre = 0;           // in scaled units
    double largest = 0;          // max |x| in scaled units
    double least = 0, most = 0;  // range in scaled units
    double half = 1;             // of features with powers: half the range
    bool constant = false;       // no more than rounding between least and greatest
    // Of features with values far beyond the others', next to an intercept: the distance from the
    // median to a quartile of a few rows, in scaled units. 0 for all other features.
    double typical = 0;
};

// Of the values of a feature or a target.
struct ValueRange {
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();
    double total = 0;

    void add(double x) {
        least = x < least ? x : least;
        most = x > most ? x : most;
        total += x;
    }
    void merge(const ValueRange& other) {
        least = std::min(least, other.least);
        most = std::max(most, other.most);
        total += other.total;
    }
};
Variable make_variable(const ValueRange& range, std::int64_t rows, bool centred);
// No more than rounding between least and most; without centring: zero.
bool is_constant(double least, double most, double largest, bool centred);

struct Design {
    MatrixView features;
    std::span<const std::string> names;
    bool intercept = true;
    std::vector<std::int64_t> active;  // feature of every design column after the intercept
    std::vector<Variable> variables;   // one a feature
    std::int64_t degree = 1;           // of the first `powered` features
    std::int64_t powered = 0;
    std::vector<std::int64_t> order;  // power of every active column
    bool plain_powers = false;
    // Powers that are combinations of lower ones, since their feature has too few different values.
    struct Term {
        std::int64_t feature = 0, power = 0;
    };
    std::vector<Term> redundant;
    // Weights of the rows over a power of two, and their roots; empty: all 1.
    std::vector<double> weights, root_weights;

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
    // 1 for a feature as it is.
    std::int64_t power(std::int64_t column) const {
        return order[static_cast<std::size_t>(column - (intercept ? 1 : 0))];
    }
    std::int64_t degree_of(std::int64_t feature) const { return feature < powered ? degree : 1; }
    bool has_powers() const { return powered > 0 && degree > 1; }
    bool weighted() const { return !weights.empty(); }
    DoubleDouble exact_root(std::int64_t row) const {
        return sqrt(DoubleDouble(weights[static_cast<std::size_t>(row)]));
    }
    // Terms before those of a feature, without the intercept.
    std::int64_t first_term(std::int64_t feature) const {
        return feature < powered ? feature * degree : powered * degree + feature - powered;
    }
    std::string term_name(std::int64_t feature, std::int64_t power) const;
    std::string column_name(std::int64_t column) const;

    // How large a column's values were before anything cancelled, and what was taken from them:
    // what the rank decision needs (models/ordered_qr.hpp).
    double magnitude(std::int64_t column) const;
    double centre(std::int64_t column) const {
        const std::int64_t j = feature(column);
        return j < 0 || degree_of(j) > 1 ? 0.0 : variable(column).centre;
    }

    // Writes rows [first, last) of the design, column after column, `leading` doubles apart.
    void load(std::int64_t first, std::int64_t last, double* out, std::int64_t leading) const;
    // The same to twice the digits: out + low is the value. `low` may be null.
    void load_parts(std::int64_t first, std::int64_t last, double* out, double* low,
                    std::int64_t leading) const;
    // Multiplies rows of `columns` columns by the roots of their weights.
    void weigh(std::int64_t first, std::int64_t last, std::int64_t columns, double* block,
               std::int64_t leading) const;
};

// Checks names, shape and every value: Error(argument) or Error(data) with row and feature.
Design make_design(const Context& context, const MatrixView& features,
                   std::span<const std::string> names, bool intercept);
// The first `powered` features get powers up to `degree`, those of few different values only as
// many as these tell apart. Error(data) where one is beyond the range of numbers.
void add_powers(const Context& context, Design& design, std::int64_t degree, std::int64_t powered);

// The same of one target; values need not be 0 and 1. Error(data) with the row.
Variable scan_target(const Context& context, std::span<const double> target, bool intercept);

// The same of the options alone: Error(argument).
void check_fit_options(double l2, double confidence);

// Shape faults that both models refuse alike: target length, no rows, confidence, penalty.
void check_fit_arguments(const MatrixView& features, std::span<const double> target,
                         std::span<const std::string> names, bool intercept, double l2,
                         double confidence);

}  // namespace tenon::models
