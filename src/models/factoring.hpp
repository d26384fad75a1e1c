// Which way a design is factored: double-double where the problem is small, the fast cross product
// where the condition allows it, and QR over the data in every other case.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/eigen_decompositions.hpp"
#include "models/ordered_qr.hpp"
#include "models/reduction.hpp"

namespace tenon::models {

// rows * columns^2 up to here are factored in double-double, in about a tenth of a second.
inline constexpr double most_exact_work = 4e6;
// The cross product squares the condition: up to here its standard errors keep ten digits (and one
// step of refinement gives the coefficients all of theirs).
inline constexpr double well_conditioned = 1e3;
// Rounding of a column after a QR in double: a few dozen eps, growing with the root of the width.
inline constexpr double qr_roundings = 64;

// Rows sqrt(l2) * spread_j e_j under M: the ridge penalty as data.
template <class T>
Grid<T> with_penalty(const Grid<T>& m, double l2, const std::vector<double>& spreads,
                     bool intercept) {
    using std::sqrt;
    const std::int64_t width = m.columns - 1, first = intercept ? 1 : 0;
    Grid<T> stacked(m.rows + width - first, m.columns);
    for (std::int64_t j = 0; j < m.columns; ++j)
        std::copy(m.column(j), m.column(j) + m.rows, stacked.column(j));
    for (std::int64_t j = first; j < width; ++j)
        stacked(m.rows + j - first, j) = sqrt(T(l2)) * T(spreads[static_cast<std::size_t>(j)]);
    return stacked;
}

// Cholesky of the cross product, if it exists and the features are well conditioned.
std::optional<OrderedQr<double>> factor_cross_product(const Context& context,
                                                      const Eigen::MatrixXd& lower, bool intercept,
                                                      double l2, std::vector<double>& spreads,
                                                      std::int64_t rows);

// Upper triangle R with R'R = G + D, D diagonal, of which the lower triangle is read; nothing if
// that is not positive definite.
std::optional<Grid<double>> upper_factor(const Context& context,
                                         const Eigen::Ref<const Eigen::MatrixXd>& lower,
                                         const Eigen::VectorXd& d);
// R^-1 of the triangle behind a fit.
Grid<double> inverse_of(const Context& context, const Grid<double>& r);
inline Grid<DoubleDouble> inverse_of(const Context&, const Grid<DoubleDouble>& r) {
    return invert_upper(r);
}

// conclude(OrderedQr<T>, spreads of the design columns). `cross` is the cross product if it is
// there already (models/cross_product.hpp), or empty.
template <class Conclude>
auto factor_design(const Context& context, const Design& design, const Target* target, double l2,
                   const Eigen::MatrixXd& cross, Conclude&& conclude) {
    const std::int64_t rows = design.rows(), width = design.width();
    const auto n = static_cast<double>(rows), q = static_cast<double>(width + 1);
    RankRule rule{design.intercept, std::sqrt(n), 0, {}, {}};
    for (std::int64_t c = 0; c < width; ++c) {
        rule.magnitude.push_back(design.magnitude(c));
        rule.centre.push_back(design.centre(c));
    }

    const auto factor = [&](auto m, FitPath path) {
        auto spreads = column_spreads(m, rows, design.intercept);
        if (l2 > 0) m = with_penalty(m, l2, spreads, design.intercept);
        auto f = factor_in_order(context, std::move(m), std::move(rule));
        f.path = path;
        return conclude(f, spreads);
    };
    if (n * q * std::min(n, q) <= most_exact_work) {
        const Charge charge(context, rows * (width + 1) * 48);
        return factor(exact_matrix(context, design, target), FitPath::exact);
    }
    rule.base = qr_roundings * std::numeric_limits<double>::epsilon() * std::sqrt(q);
    if (rows <= 2 * width) {
        const Charge charge(context, rows * (width + 1) * 16);
        return factor(direct_matrix(context, design, target), FitPath::dense_qr);
    }
    std::vector<double> spreads;
    Eigen::MatrixXd summed;
    if (cross.size() == 0) summed = cross_product(context, design, target);
    auto fast = factor_cross_product(context, cross.size() > 0 ? cross : summed, design.intercept,
                                     l2, spreads, rows);
    if (fast) return conclude(*fast, spreads);
    return factor(stacked_factor(context, design, target), FitPath::blocked_qr);
}

// R as it lies.
inline Eigen::Map<const Eigen::MatrixXd> matrix_of(const Grid<double>& grid) {
    return {grid.values.data(), grid.rows, grid.columns};
}

// R as an Eigen matrix of doubles.
template <class T>
Eigen::MatrixXd as_doubles(const Grid<T>& grid) {
    Eigen::MatrixXd m(grid.rows, grid.columns);
    for (std::int64_t j = 0; j < grid.columns; ++j)
        for (std::int64_t i = 0; i < grid.rows; ++i) m(i, j) = static_cast<double>(grid(i, j));
    return m;
}

// The design without the dropped columns.
Design keep_only(const Design& design, const std::vector<std::int64_t>& kept);

}  // namespace tenon::models
