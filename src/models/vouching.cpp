#include "models/vouching.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenon::models {

namespace {

constexpr double single = std::numeric_limits<double>::epsilon() / 2;
constexpr double twofold = 0x1p-104;
constexpr double modest = 4;  // Higham's constants in practice
constexpr double block_of_squares = 32;
constexpr double rounded_digits = 15.95;  // of a double that is rounded once

double digits_of(double relative) {
    if (!(relative < 1)) return 0;
    return std::min(rounded_digits, -std::log10(std::max(relative, single)));
}

using Vector = std::vector<double>;

// |W| x, W upper triangular.
template <class T>
Vector times(const Grid<T>& w, const Vector& x) {
    Vector out(x.size());
    for (std::int64_t j = 0; j < w.columns; ++j)
        for (std::int64_t i = 0; i <= j; ++i)
            out[static_cast<std::size_t>(i)] +=
                std::fabs(static_cast<double>(w(i, j))) * x[static_cast<std::size_t>(j)];
    return out;
}

template <class T>
Vector transposed_times(const Grid<T>& w, const Vector& x) {
    Vector out(x.size());
    for (std::int64_t j = 0; j < w.columns; ++j)
        for (std::int64_t i = 0; i <= j; ++i)
            out[static_cast<std::size_t>(j)] +=
                std::fabs(static_cast<double>(w(i, j))) * x[static_cast<std::size_t>(i)];
    return out;
}

}  // namespace

template <class T>
Vouched vouch(const std::vector<RawTerm>& terms, const OrderedQr<T>& f, const Grid<T>& w,
              const Solved<T>& solved, const std::vector<double>& values,
              const std::vector<double>& unit_errors, double condition, double rows,
              Digits digits) {
    const bool exact = f.path == FitPath::exact;
    const std::size_t k = terms.size();
    Vector b(k), gradient(k), error(k);
    const double residual = std::sqrt(static_cast<double>(solved.sum_squares));
    double fit = 0;  // sum of the sizes of the columns' shares
    Vector lengths(k);
    for (std::size_t j = 0; j < k; ++j) {
        b[j] = std::fabs(static_cast<double>(solved.beta[j]));
        const auto column = static_cast<std::int64_t>(j);
        const T* r = f.r.column(column);
        lengths[j] = std::sqrt(static_cast<double>(dot(r, r, column + 1)));
        fit += lengths[j] * b[j];
    }
    if (exact) {
        error = times(w, times(f.r, b));
        for (double& e : error) e *= modest * twofold;
        // Products of columns are rounded relative to the lengths of both.
        const double noise = residual + (solved.from_products ? fit : 0);
        for (std::size_t j = 0; j < k; ++j) gradient[j] = modest * twofold * lengths[j] * noise;
    } else {
        // Rounding of r and, where the columns went in as doubles, of the columns: independent from
        // row to row, hence the root of the rows. Sums of products and their factor are rounded
        // once more as a whole.
        const double noise = residual + (digits == Digits::full ? 0 : fit);
        const double shrinks = solved.from_products ? 1 : std::sqrt(rows);
        for (std::size_t j = 0; j < k; ++j)
            gradient[j] = modest * single * lengths[j] * noise / shrinks;
    }
    const Vector by_gradient = times(w, transposed_times(w, gradient));
    for (std::size_t j = 0; j < k; ++j)
        error[j] += by_gradient[j] + (solved.error.empty() ? 0 : solved.error[j]);

    // Relative errors of R^-1: cond u of a QR, cond^2 u of a Cholesky of the cross product.
    const bool squared = f.path == FitPath::cross_product || solved.from_products;
    const double unit = exact ? twofold : single;
    const double factor_error = modest * unit * condition * (squared ? condition : 1);
    const double whole = std::sqrt(static_cast<double>(f.total));
    double worst = 0, worst_error = residual > 0 ? modest * unit * whole / residual : 1;
    if (!exact) worst_error = residual > 0 ? modest * single * fit / residual : 1;
    // There |r|^2 is what is left of |y|^2.
    if (!exact && solved.from_products)
        worst_error = residual > 0 ? modest * single * whole / residual * whole / residual : 1;
    // Squares of residuals are summed a block of rows at a time in plain doubles.
    if (!exact && !solved.from_products)
        worst_error = std::max(worst_error, block_of_squares * single);
    double share = 0;
    Vector sizes;
    for (const T square : row_squares(w)) sizes.push_back(std::sqrt(static_cast<double>(square)));
    for (std::size_t i = 0; i < k; ++i) {
        double moved = 0, spread = 0;
        for (const auto& [c, weight] : terms[i].from_columns) {
            const double size = std::fabs(static_cast<double>(weight));
            moved += size * (error[static_cast<std::size_t>(c)] +
                             twofold * b[static_cast<std::size_t>(c)]);
            spread += size * sizes[static_cast<std::size_t>(c)];
        }
        const double value = std::fabs(values[i]);
        if (value > 0) worst = std::max(worst, moved / value);
        share = std::max(share, moved * std::sqrt(rows) / (unit_errors[i] * residual));
        if (unit_errors[i] > 0)
            worst_error = std::max(worst_error, factor_error * spread / unit_errors[i]);
    }
    return {digits_of(worst), digits_of(worst_error), share};
}

template Vouched vouch(const std::vector<RawTerm>&, const OrderedQr<double>&, const Grid<double>&,
                       const Solved<double>&, const std::vector<double>&,
                       const std::vector<double>&, double, double, Digits);
template Vouched vouch(const std::vector<RawTerm>&, const OrderedQr<DoubleDouble>&,
                       const Grid<DoubleDouble>&, const Solved<DoubleDouble>&,
                       const std::vector<double>&, const std::vector<double>&, double, double,
                       Digits);

}  // namespace tenon::models
