#include "ilp/lp/refinement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenon::ilp {

namespace {

// Each round gains the digits the factors are good for, at least five or six of the sixteen.
constexpr int most_rounds = 4;
// A residual that falls by less than this factor has reached its floor.
constexpr double least_gain = 0.5;

double largest_size(const std::vector<double>& v) {
    double largest = 0;
    for (const double x : v) largest = std::max(largest, std::fabs(x));
    return largest;
}

DoubleDouble product(double a, double b) {
    DoubleDouble p;
    exact_product(a, b, p.hi, p.lo);
    return p;
}

}  // namespace

// The solves drop what is tiny beside one, so the residual is brought to that size first.
void Refinement::solve(std::vector<double>& residual, bool transposed) {
    const double size = largest_size(residual);
    const int exponent = std::ilogb(size);
    SparseVector& x = s_.flips;
    x.clear();
    for (std::size_t i = 0; i < residual.size(); ++i) {
        const double value = std::ldexp(residual[i], -exponent);
        if (std::fabs(value) > drop_tolerance) x.add(static_cast<std::int32_t>(i), value);
    }
    if (transposed) {
        s_.factor.btran(x, s_.dense_solve, s_.stop);
    } else {
        s_.factor.ftran(x, s_.dense_solve, s_.stop);
    }
    for (std::size_t i = 0; i < residual.size(); ++i)
        residual[i] = std::ldexp(x.value[i], exponent);
    x.clear();
}

void Refinement::improve_columns(const std::vector<DoubleDouble>& right, std::vector<double>& x) {
    double before = infinity;
    for (int round = 0; round < most_rounds; ++round) {
        sums_ = right;
        for (std::int32_t p = 0; p < s_.m; ++p) {
            const double value = x[p];
            if (value == 0) continue;
            s_.matrix.for_each_entry(
                s_.head[p], [&](std::int32_t i, double a) { sums_[i] -= product(a, value); });
        }
        s_.stop.charge(s_.matrix.nonzeros() + s_.m);
        residual_.resize(sums_.size());
        std::transform(sums_.begin(), sums_.end(), residual_.begin(),
                       [](const DoubleDouble& d) { return static_cast<double>(d); });
        const double size = largest_size(residual_);
        if (size == 0 || !(size < least_gain * before)) return;
        before = size;
        solve(residual_, false);
        for (std::int32_t p = 0; p < s_.m; ++p) x[p] += residual_[p];
    }
}

void Refinement::improve_rows(const std::vector<double>& right, std::vector<double>& y) {
    double before = infinity;
    for (int round = 0; round < most_rounds; ++round) {
        residual_.resize(right.size());
        for (std::int32_t p = 0; p < s_.m; ++p) {
            DoubleDouble sum(right[p]);
            s_.matrix.for_each_entry(s_.head[p], [&](std::int32_t i, double a) {
                if (y[i] != 0) sum -= product(a, y[i]);
            });
            residual_[p] = static_cast<double>(sum);
        }
        s_.stop.charge(s_.matrix.nonzeros() + s_.m);
        const double size = largest_size(residual_);
        if (size == 0 || !(size < least_gain * before)) break;
        before = size;
        solve(residual_, true);
        for (std::int32_t i = 0; i < s_.m; ++i) y[i] += residual_[i];
    }
    // The column of a basic logical is -e_i.
    for (std::int32_t p = 0; p < s_.m; ++p)
        if (s_.head[p] >= s_.n) y[s_.head[p] - s_.n] = -right[p] + 0.0;
}

void Refinement::primal_and_dual() {
    const auto m = static_cast<std::size_t>(s_.m);
    std::vector<DoubleDouble> right(m);
    for (std::int32_t j = 0; j < s_.total(); ++j) {
        const double value = s_.is_basic(j) ? 0.0 : s_.value[j];
        if (value == 0) continue;
        s_.matrix.for_each_entry(j,
                                 [&](std::int32_t i, double a) { right[i] -= product(a, value); });
    }
    s_.compute_primal();
    improve_columns(right, s_.basic);

    std::vector<double> cost(m), y(m, 0.0);
    for (std::int32_t p = 0; p < s_.m; ++p) cost[p] = s_.work_cost[s_.head[p]];
    s_.compute_duals();
    for (std::int32_t i = 0; i < s_.m; ++i) y[i] = s_.reduced[s_.n + i] - s_.work_cost[s_.n + i];
    improve_rows(cost, y);
    for (std::int32_t j = 0; j < s_.total(); ++j) {
        if (s_.is_basic(j)) continue;
        DoubleDouble d(s_.work_cost[j]);
        s_.matrix.for_each_entry(j, [&](std::int32_t i, double a) {
            if (y[i] != 0) d -= product(a, y[i]);
        });
        s_.reduced[j] = static_cast<double>(d);
    }
    s_.stop.charge(2 * s_.matrix.nonzeros() + s_.total());
}

}  // namespace tenon::ilp
