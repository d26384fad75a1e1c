#include "models/basis_block.hpp"

#include "base/double_double.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// high + low += b (z + rest), element by element.
void add_scaled(const double* z, const double* rest, double b, Index n, double* high, double* low) {
    for (Index i = 0; i < n; ++i) {
        double product, product_error, sum, sum_error;
        exact_product(b, z[i], product, product_error);
        exact_sum(high[i], product, sum, sum_error);
        high[i] = sum;
        low[i] += product_error + sum_error + b * rest[i];
    }
}

}  // namespace

MatrixXd block_in_basis(const Design& design, const MatrixXd& basis, std::int64_t first,
                        std::int64_t last) {
    const Index rows = last - first, width = design.width();
    MatrixXd z(rows, width), rest(rows, width);
    design.load_parts(first, last, z.data(), rest.data(), rows);
    MatrixXd v = z * basis;
    VectorXd low(rows);
    for (Index l = 0; l < width; ++l) {
        if (basis.col(l).lpNorm<1>() <= plain_reach) continue;
        auto high = v.col(l);
        high.setZero();
        low.setZero();
        for (Index j = 0; j <= l; ++j)
            add_scaled(z.col(j).data(), rest.col(j).data(), basis(j, l), rows, high.data(),
                       low.data());
        high += low;
    }
    return v;
}

MatrixXd rough_block_in_basis(const Design& design, const MatrixXd& basis, std::int64_t first,
                              std::int64_t last) {
    MatrixXd v(last - first, design.width());
    design.load(first, last, v.data(), v.rows());
    return v * basis;
}

}  // namespace tenon::models
