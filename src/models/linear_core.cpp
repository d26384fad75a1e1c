#include "tenon/linear_core.hpp"

#include <algorithm>

namespace tenon {

void LinearCore::columns_of(const double* record, std::int64_t stride, double* z) const noexcept {
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const Column& column = columns[c];
        if (column.feature < 0) {
            z[c] = 1;
            continue;
        }
        const double u = record[column.feature * stride] * column.inverse;
        if (!column.powered) {
            z[c] = u - column.centre;
            continue;
        }
        if (plain_powers) {
            z[c] = u;
            for (std::int64_t k = 1; k < column.power; ++k) z[c] *= u;
            continue;
        }
        const double t = (u - column.centre) / column.half;
        double before = 1, now = t;
        for (std::int64_t k = 1; k < column.power; ++k) {
            const double next = 2 * t * now - before;
            before = now;
            now = next;
        }
        z[c] = intercept ? now : u * before;
    }
}

double LinearCore::predict(const double* z) const noexcept {
    double sum = target_centre;
    for (std::size_t c = 0; c < columns.size(); ++c) sum += z[c] * beta[c];
    return sum / target_inverse;
}

namespace {

double product(const double* a, const double* b, std::size_t n) noexcept {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
    return sum;
}

// u = W'z, W upper triangular; the square of its length.
double rotate(const std::vector<double>& w, std::size_t k, const double* z, double* u) noexcept {
    for (std::size_t j = 0; j < k; ++j) u[j] = product(w.data() + j * k, z, j + 1);
    return product(u, u, k);
}

}  // namespace

double LinearCore::variance(const double* z, double* u) const noexcept {
    const std::size_t k = columns.size();
    const double square = rotate(factor, k, z, u);
    if (middle.empty()) return residual_variance * square / weight_unit;
    double sum = 0;
    for (std::size_t j = 0; j < k; ++j) sum += u[j] * product(middle.data() + j * k, u, k);
    return std::max(0.0, sum) / target_inverse / target_inverse;
}

double LinearCore::leverage(const double* z, double* u) const noexcept {
    return rotate(factor, columns.size(), z, u) / weight_unit;
}

}  // namespace tenon
