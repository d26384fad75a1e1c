#include "models/factoring.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/triangular.hpp"
#include "models/lower_factor.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

// Narrower triangles are inverted column by column.
constexpr std::int64_t least_blocked = 64;

// The lower triangle goes to the upper one, zeros to its place; in tiles, so that neither side is
// far from the cache.
void transpose_lower(Grid<double>& square) {
    constexpr Index tile = 32;
    const Index width = square.columns;
    for (Index j0 = 0; j0 < width; j0 += tile)
        for (Index i0 = j0; i0 < width; i0 += tile)
            for (Index j = j0; j < std::min(width, j0 + tile); ++j)
                for (Index i = std::max(i0, j + 1); i < std::min(width, i0 + tile); ++i)
                    square(j, i) = std::exchange(square(i, j), 0.0);
}

}  // namespace

std::optional<Grid<double>> upper_factor(const Context& context,
                                         const Eigen::Ref<const MatrixXd>& lower,
                                         const Eigen::VectorXd& d) {
    const Index width = lower.cols(), padded = padded_width(width);
    // One block of memory for all of it: a large one costs as much to touch as a pass over it.
    Grid<double> r(padded, padded);
    const bool exists =
        factor_lower(context, {r.values.data(), padded, padded}, width, [&](Index j, auto column) {
            column = lower.col(j).tail(width - j);
            column(0) += d(j);
        });
    if (!exists) return std::nullopt;
    transpose_lower(r);
    for (Index j = 0; j < width; ++j)
        std::copy_n(r.values.data() + j * padded, width, r.values.data() + j * width);
    r.values.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(width));
    r.rows = r.columns = width;
    return r;
}

std::optional<OrderedQr<double>> factor_cross_product(const Context& context,
                                                      const Eigen::MatrixXd& lower, bool intercept,
                                                      double l2, std::vector<double>& spreads,
                                                      std::int64_t rows) {
    const Index width = lower.cols() - 1;
    if (width == 0) return std::nullopt;
    const Charge charge(context, 32 * width * width);
    const auto n = static_cast<double>(rows);
    Eigen::VectorXd penalty = Eigen::VectorXd::Zero(width);
    spreads.assign(static_cast<std::size_t>(width), 1.0);
    for (Index j = intercept ? 1 : 0; j < width; ++j) {
        const double along = intercept ? lower(j, 0) * lower(j, 0) / lower(0, 0) : 0;
        double& spread = spreads[static_cast<std::size_t>(j)];
        spread = std::sqrt((lower(j, j) - along) / (intercept ? n - 1 : n));
        penalty(j) = l2 * spread * spread;
    }
    OrderedQr<double> f;
    auto r = upper_factor(context, lower.topLeftCorner(width, width), penalty);
    if (!r) return std::nullopt;
    f.r = *std::move(r);
    f.condition = condition_number(context, matrix_of(f.r), intercept);
    // Written so that NaN, which a sum of squares that overflowed leaves behind, is refused too.
    if (!(f.condition <= well_conditioned)) return std::nullopt;

    f.kept.resize(static_cast<std::size_t>(width));
    std::iota(f.kept.begin(), f.kept.end(), 0);
    const Eigen::VectorXd products = lower.row(width).head(width).transpose();
    f.rotated.assign(products.data(), products.data() + width);
    solve_upper_transposed(f.r, f.rotated);
    const double square = lower(width, width);
    f.tail = std::max(0.0, square - dot(f.rotated.data(), f.rotated.data(), width));
    f.path = FitPath::cross_product;
    f.total = intercept ? square - f.rotated[0] * f.rotated[0] : square;
    return f;
}

Grid<double> inverse_of(const Context& context, const Grid<double>& r) {
    if (r.columns < least_blocked) return invert_upper(r);
    Grid<double> w(r.columns, r.columns);
    invert_triangle(context, r.values.data(), r.columns, w.values.data());
    return w;
}

Design keep_only(const Design& design, const std::vector<std::int64_t>& kept) {
    Design reduced = design;
    reduced.active.clear();
    reduced.order.clear();
    for (const std::int64_t column : kept) {
        if (design.feature(column) < 0) continue;
        reduced.active.push_back(design.feature(column));
        reduced.order.push_back(design.power(column));
    }
    return reduced;
}

}  // namespace tenon::models
