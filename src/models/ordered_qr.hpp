// Rank-revealing QR that respects the caller's order: of columns that depend on each other the
// earlier ones stay.
//
// Householder reflections (G. H. Golub, Numerical methods for solving linear least squares
// problems, Numerische Mathematik 7, 1965), column by column. Column j is dropped if what is left
// of it after the kept ones is no more than its own rounding:
//
//     |z_j - projection| <= noise_j,
//     noise_j = 16 eps sqrt(n) max(max|x_j|, max_k |a_jk| max|x_k|) + base |z_j|
//
// where a_jk are the weights of the kept columns in the projection. A value stored as a double is
// uncertain by half an ulp, and one computed from others (a sum, a share of a whole) by a few.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "base/double_double.hpp"
#include "models/grid.hpp"
#include "tenon/context.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

struct Dropped {
    std::int64_t column = 0;           // of the design
    std::vector<std::int64_t> causes;  // design columns it is a combination of
};

// Q'A of a matrix whose last column is the target: R of the kept columns and Q'y.
template <class T>
struct OrderedQr {
    std::vector<std::int64_t> kept;  // design columns, ascending
    std::vector<Dropped> dropped;
    Grid<T> r;               // upper triangle, kept by kept
    std::vector<T> rotated;  // Q'y, one a kept column
    T tail{};                // |y|^2 left after the kept columns
    T total{};               // |y|^2 left after the intercept, or |y|^2 without one
    FitPath path = FitPath::none;
    double condition = 0;  // condition_number of r, or 0 where it has not been found yet
};

struct RankRule {
    bool intercept = true;          // column 0 is the intercept: kept, and first
    double root_rows = 1;           // sqrt(n) of the design behind the matrix
    double base = 0;                // relative noise of the matrix itself
    std::vector<double> magnitude;  // max |x_j| in scaled units, one a design column
    std::vector<double> centre;     // what was taken from it, so that causes are those of raw x
};

template <class T>
class OrderedFactoring {
  public:
    OrderedFactoring(const Context& context, Grid<T> a, RankRule rule)
        : context_(context), a_(std::move(a)), rule_(std::move(rule)), width_(a_.columns - 1) {}

    OrderedQr<T> run() {
        measure(0);
        for (std::int64_t j = 0; j < width_; ++j) {
            const T norm = rest(j);
            if (!keeps(j, static_cast<double>(norm))) continue;
            reflect(j, norm);
            if (rule_.intercept && j == 0) measure(1);
        }
        finish();
        return std::move(f_);
    }

  private:
    // A column that has lost more than this share of its length is looked at for dependence.
    static constexpr double suspicious = 1e-6;
    // A kept column whose part is below this share of a dropped one is not named as its cause.
    static constexpr double negligible_cause = 1e-9;
    // Roundings of the largest value that count as noise.
    static constexpr double noise_roundings = 16;

    std::int64_t rank() const { return static_cast<std::int64_t>(f_.kept.size()); }

    // Lengths of all columns below the rows already used.
    void measure(std::int64_t from_row) {
        length_.resize(static_cast<std::size_t>(width_));
        const std::int64_t n = a_.rows - from_row;
        for (std::int64_t j = 0; j < width_; ++j)
            length_[static_cast<std::size_t>(j)] = static_cast<double>(root(j, from_row));
        const T* y = a_.column(width_) + from_row;
        f_.total = dot(y, y, n);
    }

    T root(std::int64_t j, std::int64_t from_row) {
        using std::sqrt;
        const T* x = a_.column(j) + from_row;
        return sqrt(dot(x, x, a_.rows - from_row));
    }

    T rest(std::int64_t j) { return rank() < a_.rows ? root(j, rank()) : T{}; }

    bool keeps(std::int64_t j, double rest) {
        const double whole = length_[static_cast<std::size_t>(j)];
        // A column may be rounding as a whole, behind the intercept.
        if (rest > suspicious * whole && rest > own_noise(j)) return true;
        std::vector<T> weights(a_.column(j), a_.column(j) + rank());
        solve_upper(a_, weights);
        if (rank() < a_.rows && rest > noise(j, weights)) return true;
        f_.dropped.push_back({j, causes(j, weights)});
        return false;
    }

    std::vector<std::int64_t> causes(std::int64_t j, const std::vector<T>& weights) const {
        const double whole = length_[static_cast<std::size_t>(j)];
        std::vector<std::int64_t> list;
        double shift = rule_.centre[static_cast<std::size_t>(j)];  // x_j = shift + sum a_k x_k
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const auto c = static_cast<std::size_t>(f_.kept[i]);
            const auto weight = static_cast<double>(weights[i]);
            if (rule_.intercept && c == 0) {
                shift += weight;
                continue;
            }
            shift -= weight * rule_.centre[c];
            if (std::fabs(weight) * length_[c] > negligible_cause * whole)
                list.push_back(f_.kept[i]);
        }
        if (rule_.intercept && std::fabs(shift) * rule_.root_rows > negligible_cause * whole)
            list.push_back(0);
        return list;
    }

    double roundings_of(double largest) const {
        return noise_roundings * std::numeric_limits<double>::epsilon() * rule_.root_rows * largest;
    }
    double own_noise(std::int64_t j) const {
        return roundings_of(rule_.magnitude[static_cast<std::size_t>(j)]);
    }

    double noise(std::int64_t j, const std::vector<T>& weights) const {
        double largest = rule_.magnitude[static_cast<std::size_t>(j)];
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const std::int64_t c = f_.kept[i];
            if (rule_.intercept && c == 0) continue;
            largest = std::max(largest, std::fabs(static_cast<double>(weights[i])) *
                                            rule_.magnitude[static_cast<std::size_t>(c)]);
        }
        return roundings_of(largest) + rule_.base * length_[static_cast<std::size_t>(j)];
    }

    // Reflects column j, from row rank() on, onto its first entry; applies that to the columns
    // behind it; and moves it next to the other kept ones.
    void reflect(std::int64_t j, T norm) {
        using std::fabs;
        const std::int64_t k = rank(), n = a_.rows - k;
        T* v = a_.column(j) + k;
        const T pivot = v[0] < T{} ? norm : -norm;  // away from v[0]: no cancellation
        v[0] = v[0] - pivot;
        const T factor = T(1.0) / (norm * fabs(v[0]));  // 2 / |v|^2
        for (std::int64_t c = j + 1; c < a_.columns; ++c) {
            context_.check_cancelled();
            T* x = a_.column(c) + k;
            const T s = dot(v, x, n) * factor;
            for (std::int64_t i = 0; i < n; ++i) x[i] -= s * v[i];
        }
        v[0] = pivot;
        if (k < j) std::copy(a_.column(j), a_.column(j) + k + 1, a_.column(k));
        f_.kept.push_back(j);
    }

    void finish() {
        const std::int64_t k = rank();
        f_.r = Grid<T>(k, k);
        for (std::int64_t j = 0; j < k; ++j)
            std::copy(a_.column(j), a_.column(j) + j + 1, f_.r.column(j));
        const T* y = a_.column(width_);
        f_.rotated.assign(y, y + k);
        f_.tail = dot(y + k, y + k, a_.rows - k);
    }

    const Context& context_;
    Grid<T> a_;
    RankRule rule_;
    std::int64_t width_;
    std::vector<double> length_;
    OrderedQr<T> f_;
};

template <class T>
OrderedQr<T> factor_in_order(const Context& context, Grid<T> a, RankRule rule) {
    return OrderedFactoring<T>(context, std::move(a), std::move(rule)).run();
}

}  // namespace tenon::models
