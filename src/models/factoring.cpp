#include "models/factoring.hpp"

#include <numeric>

namespace tenon::models {

std::optional<OrderedQr<double>> factor_cross_product(const Eigen::MatrixXd& lower, bool intercept,
                                                      double l2, std::vector<double>& spreads,
                                                      std::int64_t rows) {
    const Eigen::Index width = lower.cols() - 1;
    if (width == 0) return std::nullopt;
    const auto n = static_cast<double>(rows);
    Eigen::MatrixXd g = lower.topLeftCorner(width, width);
    spreads.assign(static_cast<std::size_t>(width), 1.0);
    for (Eigen::Index j = intercept ? 1 : 0; j < width; ++j) {
        const double along = intercept ? g(j, 0) * g(j, 0) / g(0, 0) : 0;
        double& spread = spreads[static_cast<std::size_t>(j)];
        spread = std::sqrt((g(j, j) - along) / (intercept ? n - 1 : n));
        g(j, j) += l2 * spread * spread;
    }
    const Eigen::LLT<Eigen::MatrixXd> cholesky(g);
    if (cholesky.info() != Eigen::Success) return std::nullopt;
    const Eigen::MatrixXd r = cholesky.matrixU();
    // Written so that NaN, which a sum of squares that overflowed leaves behind, is refused too.
    if (!(condition_number(r, intercept) <= well_conditioned)) return std::nullopt;

    OrderedQr<double> f;
    f.kept.resize(static_cast<std::size_t>(width));
    std::iota(f.kept.begin(), f.kept.end(), 0);
    f.r = Grid<double>(width, width);
    Eigen::Map<Eigen::MatrixXd>(f.r.values.data(), width, width) = r;
    const Eigen::VectorXd rotated =
        cholesky.matrixL().solve(lower.row(width).head(width).transpose());
    f.rotated.assign(rotated.data(), rotated.data() + width);
    const double square = lower(width, width);
    f.tail = std::max(0.0, square - rotated.squaredNorm());
    f.path = FitPath::cross_product;
    f.total = intercept ? square - rotated(0) * rotated(0) : square;
    return f;
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
