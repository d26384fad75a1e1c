// From n rows to a small matrix with the same least-squares problem.
//
// With A the design (models/design.hpp) and y the scaled target, each route gives a matrix M with
// M'M = [A y]'[A y], up to the rounding told beside it:
//
//     exact          M = [A y] itself in double-double: small problems; nothing is lost
//     direct         M = [A y] in double: few rows, many columns
//     cross product  M = Cholesky factor of [A y]'[A y], summed with compensation: one fast pass;
//                    relative error cond^2 eps, so only where the condition is small
//     stacked        M = R of a QR by blocks of rows, each stacked under the R before it
//                    (J. Demmel, L. Grigori, M. Hoemmen, J. Langou, Communication-optimal parallel
//                    and sequential QR, SIAM J. Sci. Comput. 34, 2012); error cond eps
//
// No copy of the data is made but in the first two.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/eigen.hpp"
#include "models/design.hpp"
#include "models/grid.hpp"
#include "models/ordered_qr.hpp"

namespace tenon::models {

// The target of a linear model, seen as y * inverse - centre.
struct Target {
    std::span<const double> values;
    Variable variable;
    void load(std::int64_t first, std::int64_t last, double* out) const;
    // What load() rounded away.
    void load_low(std::int64_t first, std::int64_t last, double* out) const;
};

// `target` may be null: then the last column is zero.
Grid<DoubleDouble> exact_matrix(const Context& context, const Design& design, const Target* target);
Grid<double> direct_matrix(const Context& context, const Design& design, const Target* target);
// Lower triangle of [A y]'[A y].
Eigen::MatrixXd cross_product(const Context& context, const Design& design, const Target* target);
Grid<double> stacked_factor(const Context& context, const Design& design, const Target* target);

// 2-norm condition number of the columns of R behind the intercept, brought to unit length.
// Exact (singular values) up to 400 columns; above, a lower bound by Lanczos's method.
double condition_number(const Context& context, const Eigen::Ref<const Eigen::MatrixXd>& r,
                        bool intercept);

// Standard deviation (n - 1) of each design column about its mean with an intercept, root mean
// square (n) without; 1 for the intercept. Scaled units. From any M above.
template <class T>
std::vector<double> column_spreads(const Grid<T>& m, std::int64_t rows, bool intercept) {
    const std::int64_t width = m.columns - 1;
    std::vector<double> spreads(static_cast<std::size_t>(width), 1.0);
    const auto n = static_cast<double>(rows);
    for (std::int64_t j = intercept ? 1 : 0; j < width; ++j) {
        T square = dot(m.column(j), m.column(j), m.rows);
        if (intercept) {
            const T along = dot(m.column(0), m.column(j), m.rows);
            square -= along * along / dot(m.column(0), m.column(0), m.rows);
        }
        const double spread = std::sqrt(static_cast<double>(square) / (intercept ? n - 1 : n));
        spreads[static_cast<std::size_t>(j)] = spread;
    }
    return spreads;
}

}  // namespace tenon::models
