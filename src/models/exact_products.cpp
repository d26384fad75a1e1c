#include "models/exact_products.hpp"

#include <algorithm>
#include <cmath>

#include "base/rank_update.hpp"

namespace tenon::models {

// Slices of all columns, side by side in panels (base/rank_update.hpp).
struct ExactProducts::Slices {
    std::int64_t rows;
    std::vector<double> whole;
    std::vector<std::int64_t> column;
    std::vector<int> exponent;  // a slice stands for whole * 2^exponent

    std::int64_t count() const { return static_cast<std::int64_t>(column.size()); }
    std::int64_t stride() const { return rows * panel_columns; }
    // Where the rows of a new slice go, panel_columns apart.
    double* append(std::int64_t of, int its_exponent) {
        const std::int64_t panel = count() / panel_columns, lane = count() % panel_columns;
        if (lane == 0) whole.resize(static_cast<std::size_t>((panel + 1) * stride()));
        column.push_back(of);
        exponent.push_back(its_exponent);
        return whole.data() + panel * stride() + lane;
    }
    Panels panels() const { return {whole.data(), stride(), rows, panels_of(count())}; }
    std::int64_t padded() const { return panels_of(count()) * panel_columns; }
};

namespace {

using Slices = ExactProducts::Slices;

constexpr int slice_bits = 22;
// Adding and taking it away again rounds a number below 2^51 to a whole one.
constexpr double to_whole = 0x1.8p52;

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
        double* q = slices.append(column, exponent);
        largest = 0;
        for (std::int64_t i = 0; i < rows; ++i) {
            const double wide = x[i] * (1 << slice_bits), rounded = (wide + to_whole) - to_whole;
            q[i * panel_columns] = rounded;
            x[i] = wide - rounded;
            largest = std::max(largest, std::fabs(x[i]));
        }
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
    if (!weights) {
        add_squares(cut_all(x, rows, columns_));
        return;
    }
    const Slices left = cut_weighted(x, rows, columns_, weights);
    const Slices right = cut_all(x, rows, columns_);
    const std::int64_t leading = left.padded();
    std::vector<double> product(static_cast<std::size_t>(leading * right.padded()));
    product_update(left.panels(), right.panels(), {product.data(), leading});
    for (std::int64_t b = 0; b < right.count(); ++b)
        for (std::int64_t a = 0; a < left.count(); ++a) {
            const auto i = static_cast<std::size_t>(a), k = static_cast<std::size_t>(b);
            if (left.column[i] >= right.column[k])
                at(left.column[i], right.column[k])
                    .add(product[static_cast<std::size_t>(a + b * leading)],
                         left.exponent[i] + right.exponent[k]);
        }
}

void ExactProducts::add_squares(const Slices& slices) {
    const std::int64_t leading = slices.padded();
    std::vector<double> product(static_cast<std::size_t>(leading * leading));
    rank_update(slices.panels(), 0, panels_of(slices.count()), {product.data(), leading});
    for (std::int64_t b = 0; b < slices.count(); ++b)
        for (std::int64_t a = b; a < slices.count(); ++a) {
            const auto i = static_cast<std::size_t>(a), k = static_cast<std::size_t>(b);
            // Two different slices of one column meet twice in its square.
            const bool twice = a != b && slices.column[i] == slices.column[k];
            at(slices.column[i], slices.column[k])
                .add(product[static_cast<std::size_t>(a + b * leading)],
                     slices.exponent[i] + slices.exponent[k] + (twice ? 1 : 0));
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
