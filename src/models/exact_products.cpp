#include "models/exact_products.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr int slice_bits = 22;
// Adding and taking it away again rounds a number below 2^51 to a whole one.
constexpr double to_whole = 0x1.8p52;

// Slices of all columns, side by side.
struct Slices {
    std::int64_t rows;
    std::vector<double> whole;  // rows of each slice
    std::vector<std::int64_t> column;
    std::vector<int> exponent;  // a slice stands for whole * 2^exponent

    Index count() const { return static_cast<Index>(column.size()); }
    Eigen::Map<const MatrixXd> matrix() const { return {whole.data(), rows, count()}; }
};

double largest_of(const double* x, std::int64_t rows) {
    double largest = 0;
    for (std::int64_t i = 0; i < rows; ++i) largest = std::max(largest, std::fabs(x[i]));
    return largest;
}

// Takes slices off x until nothing is left.
void cut(double* x, std::int64_t column, Slices& slices) {
    const std::int64_t rows = slices.rows;
    double largest = largest_of(x, rows);
    if (largest == 0) return;
    int exponent = 0;
    std::frexp(largest, &exponent);
    const double scale = std::ldexp(1.0, -exponent);
    for (std::int64_t i = 0; i < rows; ++i) x[i] *= scale;  // |x| < 1
    while (largest > 0) {
        exponent -= slice_bits;
        const std::size_t at = slices.whole.size();
        slices.whole.resize(at + static_cast<std::size_t>(rows));
        double* q = slices.whole.data() + at;
        largest = 0;
        for (std::int64_t i = 0; i < rows; ++i) {
            const double wide = x[i] * (1 << slice_bits);
            q[i] = (wide + to_whole) - to_whole;
            x[i] = wide - q[i];
            largest = std::max(largest, std::fabs(x[i]));
        }
        slices.column.push_back(column);
        slices.exponent.push_back(exponent);
    }
}

Slices cut_all(std::vector<double>& x, std::int64_t rows, std::int64_t columns) {
    Slices slices{rows, {}, {}, {}};
    slices.whole.reserve(x.size() * 4);
    for (std::int64_t j = 0; j < columns; ++j) cut(x.data() + j * rows, j, slices);
    return slices;
}

// w_i x_ij as the sum of two doubles, each cut as a column of its own.
Slices cut_weighted(const std::vector<double>& x, std::int64_t rows, std::int64_t columns,
                    const double* weights) {
    Slices slices{rows, {}, {}, {}};
    const auto n = static_cast<std::size_t>(rows);
    std::vector<double> high(n), low(n);
    for (std::int64_t j = 0; j < columns; ++j) {
        for (std::int64_t i = 0; i < rows; ++i)
            exact_product(weights[i], x[static_cast<std::size_t>(i + j * rows)],
                          high[static_cast<std::size_t>(i)], low[static_cast<std::size_t>(i)]);
        cut(high.data(), j, slices);
        cut(low.data(), j, slices);
    }
    return slices;
}

}  // namespace

ExactProducts::ExactProducts(std::int64_t columns)
    : columns_(columns), entries_(static_cast<std::size_t>(columns * (columns + 1) / 2)) {}

void ExactProducts::add(std::vector<double>& x, std::int64_t rows, const double* weights) {
    if (weights) {
        const Slices left = cut_weighted(x, rows, columns_, weights);
        const Slices right = cut_all(x, rows, columns_);
        const MatrixXd product = left.matrix().transpose() * right.matrix();
        for (Index b = 0; b < right.count(); ++b)
            for (Index a = 0; a < left.count(); ++a) {
                const auto i = static_cast<std::size_t>(a), k = static_cast<std::size_t>(b);
                if (left.column[i] >= right.column[k])
                    at(left.column[i], right.column[k])
                        .add(product(a, b), left.exponent[i] + right.exponent[k]);
            }
        return;
    }
    const Slices slices = cut_all(x, rows, columns_);
    const Index count = slices.count();
    MatrixXd product = MatrixXd::Zero(count, count);
    product.selfadjointView<Eigen::Lower>().rankUpdate(slices.matrix().transpose());
    for (Index b = 0; b < count; ++b)
        for (Index a = b; a < count; ++a) {
            const auto i = static_cast<std::size_t>(a), k = static_cast<std::size_t>(b);
            const int exponent = slices.exponent[i] + slices.exponent[k];
            // Two different slices of one column meet twice in its square.
            const bool twice = a != b && slices.column[i] == slices.column[k];
            at(slices.column[i], slices.column[k]).add(product(a, b), exponent + (twice ? 1 : 0));
        }
}

void ExactProducts::merge(const ExactProducts& other) {
    for (std::size_t k = 0; k < entries_.size(); ++k) entries_[k].add(other.entries_[k]);
}

std::int64_t ExactProducts::bytes() const {
    std::int64_t sum = 0;
    for (const ExactNumber& entry : entries_) sum += entry.bytes();
    return sum;
}

}  // namespace tenon::models
