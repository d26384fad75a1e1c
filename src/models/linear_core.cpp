#include "models/linear_core.hpp"

#include <algorithm>

namespace tenon::models {

void LinearCore::columns_of(const double* record, std::int64_t stride, double* z) const {
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const CoreColumn& column = columns[c];
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

double LinearCore::predict(const double* z) const {
    double sum = target_centre;
    for (std::size_t c = 0; c < columns.size(); ++c) sum += z[c] * beta[c].hi;
    return sum / target_inverse;
}

namespace {

// u = W'z, W upper triangular.
void apply(const Grid<double>& w, const double* z, double* u) {
    for (std::int64_t j = 0; j < w.columns; ++j) u[j] = dot(w.column(j), z, j + 1);
}

}  // namespace

double LinearCore::variance(const double* z, double* u) const {
    apply(factor, z, u);
    const auto k = factor.columns;
    if (middle.columns == 0) return residual_variance * dot(u, u, k) / weight_unit;
    double sum = 0;
    for (std::int64_t j = 0; j < k; ++j) sum += u[j] * dot(middle.column(j), u, k);
    return std::max(0.0, sum) / target_inverse / target_inverse;
}

double LinearCore::leverage(const double* z, double* u) const {
    apply(factor, z, u);
    return dot(u, u, factor.columns) / weight_unit;
}

}  // namespace tenon::models
