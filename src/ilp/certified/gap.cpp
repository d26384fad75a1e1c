#include "ilp/certified/gap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/exact_number.hpp"

namespace tenon::ilp::certified {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
// Terms that underflow lose at most this each.
constexpr double least_term = std::numeric_limits<double>::min();
// What rounding takes from products of this size on is a double.
constexpr double least_checked = 0x1p-960;

// A compensated sum of so many products is good to two roundings of itself and n^2 eps^2 of its
// terms (T. Ogita, S. Rump, S. Oishi: Accurate sum and dot product, SIAM J. Sci. Comput. 26, 2005),
// taken with a factor of four for the products.
double error_of(double value, double terms, double count) {
    if (terms == 0) return 0;
    const double n = count + 2;
    return epsilon * std::fabs(value) + 4 * (n * epsilon) * (n * epsilon) * terms + n * least_term;
}

}  // namespace

GapMeter::GapMeter(const ProofRows& rows)
    : rows_(rows), entries_(static_cast<std::size_t>(rows.columns())) {}

void GapMeter::add(std::int32_t column, double a, double b) {
    Entry& entry = entries_[column];
    const double product = a * b;
    entry.exact =
        entry.count == 0 && std::fabs(product) >= least_checked && std::fma(a, b, -product) == 0;
    if (entry.count++ == 0) touched_.push_back(column);
    entry.sum.add_product(a, b);
    entry.terms += std::fabs(product);
}

int GapMeter::exact_sign(const Multipliers& y, std::int32_t column) const {
    ExactNumber sum = ExactNumber(y.cost) * ExactNumber(rows_.cost()[column]);
    for (std::size_t k = 0; k < y.row.size(); ++k) {
        const auto index = rows_.index(y.row[k]);
        const auto found = std::lower_bound(index.begin(), index.end(), column);
        if (found == index.end() || *found != column) continue;
        sum -= ExactNumber(y.value[k]) * ExactNumber(rows_.value(y.row[k])[found - index.begin()]);
    }
    return sum.sign();
}

void GapMeter::take(const Multipliers& y, std::int32_t column, double lower, double upper) {
    Entry& entry = entries_[column];
    const double d = entry.sum.value();
    // With coefficients of 1e15 one rounding of a row by itself would be a whole unit.
    const double error = entry.exact ? 0 : error_of(d, entry.terms, entry.count);
    entry = {};
    int sign = d > error ? 1 : d < -error ? -1 : 0;
    if (sign == 0) {
        if (std::isinf(lower) || std::isinf(upper)) {
            sign = exact_sign(y, column);
            if (sign == 0) return;
        }
        coefficients_.push_back({column, d - error, d + error, 0});
        const double bound = sign > 0 ? lower : upper;
        if (sign != 0 && std::isinf(bound)) {
            ++endless_count_;
            endless_ = column;
            return;
        }
        const double size =
            sign == 0 ? std::max(std::fabs(lower), std::fabs(upper)) : std::fabs(bound);
        if (size > 0) error_ += (std::fabs(d) + error) * size;
        return;
    }
    const double bound = sign > 0 ? lower : upper;
    coefficients_.push_back({column, d - 2 * error, d + 2 * error, bound});
    if (std::isinf(bound)) {
        ++endless_count_;
        endless_ = column;
        return;
    }
    total_.add_product(d, bound);
    terms_ += std::fabs(d * bound);
    error_ += error * std::fabs(bound);
}

double GapMeter::least(const Multipliers& y, std::span<const double> lower,
                       std::span<const double> upper) {
    touched_.clear();
    coefficients_.clear();
    total_ = {};
    terms_ = error_ = 0;
    endless_ = -1;
    endless_count_ = 0;
    if (y.cost > 0)
        for (std::int32_t j = 0; j < rows_.columns(); ++j)
            if (rows_.cost()[j] != 0) add(j, rows_.cost()[j], y.cost);
    bool sides = true;
    for (std::size_t k = 0; k < y.row.size(); ++k) {
        const double yi = y.value[k];
        const double side = yi > 0 ? rows_.lower(y.row[k]) : rows_.upper(y.row[k]);
        sides = sides && std::isfinite(side);
        if (sides) total_.add_product(yi, side);
        terms_ += std::fabs(yi * side);
        const auto index = rows_.index(y.row[k]);
        const auto value = rows_.value(y.row[k]);
        for (std::size_t e = 0; e < index.size(); ++e) add(index[e], -yi, value[e]);
        work_ += static_cast<std::int64_t>(index.size()) + 1;
    }
    work_ += static_cast<std::int64_t>(touched_.size());
    for (const std::int32_t j : touched_) take(y, j, lower[j], upper[j]);
    const double count = static_cast<double>(touched_.size() + y.row.size());
    const double value = total_.value();
    least_ = value - (1 + count * epsilon) * error_ - 2 * error_of(value, terms_, count);
    if (!sides || !(least_ > -infinity) || std::isinf(terms_)) {
        least_ = -infinity;
        endless_count_ = std::max(endless_count_, 2);
    }
    return endless_count_ > 0 ? -infinity : least_;
}

}  // namespace tenon::ilp::certified
