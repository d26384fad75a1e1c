#include "ilp/certified/rounding.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp::certified {

namespace {

// Shares of the divisor at the right side that leave a row no depth, or no digits.
constexpr double least_fraction = 0.01, most_fraction = 0.999;
// Entries below this share of the largest are taken out, and larger spreads are not kept.
constexpr double entry_noise = 1e-9, largest_spread = 1e6;
constexpr double largest_entry = 1e8;
// Coefficients of plain sums this near to zero beside the largest are rounding.
constexpr double base_noise = 1e-11;

bool floor_quotient(double x, double d, double& k) {
    k = std::floor(x / d);
    return std::fabs(k) < 4503599627370496.0;  // 2^52
}

double sign_of(double x) {
    return x > 0 ? 1 : x < 0 ? -1 : 0;
}
double sign_of(const ExactNumber& x) {
    return x.sign();
}

}  // namespace

MixedRounding::MixedRounding(const ProofRows& rows, std::span<const double> lower,
                             std::span<const double> upper)
    : rows_(rows), lower_(lower), upper_(upper) {
    const auto n = static_cast<std::size_t>(rows.columns());
    listed_.assign(n, 0);
    counted_down_.assign(n, 0);
    plain_base_.value.resize(n);
    plain_.value.resize(n);
    exact_base_.value.resize(n);
    exact_.value.resize(n);
}

// h and r before columns are counted from bounds.
template <class Number>
void MixedRounding::sum_base(double scale, RowOf<Number>& h) {
    for (const std::int32_t j : columns_) h.value[j] = Number{};
    h.right = Number{};
    for (std::size_t k = 0; k < base_.base.row.size(); ++k) {
        const std::int32_t i = base_.base.row[k];
        const double y = base_.base.value[k] * scale;
        const bool lower_side = (y > 0) != (base_.flipped[k] != 0);
        h.right -= Number(y) * Number(lower_side ? rows_.lower(i) : rows_.upper(i));
        const auto index = rows_.index(i);
        const auto value = rows_.value(i);
        for (std::size_t e = 0; e < index.size(); ++e)
            h.value[index[e]] -= Number(y) * Number(value[e]);
        work_ += static_cast<std::int64_t>(index.size());
    }
}

bool MixedRounding::take_base(const Multipliers& y, std::span<const double> x,
                              std::span<const double> activity) {
    for (const std::int32_t j : columns_) listed_[j] = counted_down_[j] = 0;
    columns_.clear();
    base_ = {};
    base_.base = y;
    for (std::size_t k = 0; k < y.row.size(); ++k) {
        const std::int32_t i = y.row[k];
        const double low = rows_.lower(i), up = rows_.upper(i);
        if (std::isinf(low) && std::isinf(up)) return false;
        const bool lower_side = activity[i] - low <= up - activity[i];
        base_.flipped.push_back(low != up && lower_side != (y.value[k] > 0));
        for (const std::int32_t j : rows_.index(i)) {
            if (listed_[j]) continue;
            listed_[j] = 1;
            columns_.push_back(j);
        }
    }
    sum_base(1, plain_base_);
    double largest = 0;
    for (const std::int32_t j : columns_)
        largest = std::max(largest, std::fabs(plain_base_.value[j]));
    for (const std::int32_t j : columns_) {
        // Also where rounding left nothing: exactly there may be something.
        if (std::isinf(lower_[j]) && std::isinf(upper_[j])) {
            if (std::fabs(plain_base_.value[j]) > base_noise * largest) return false;
            continue;
        }
        if (!(x[j] - lower_[j] > upper_[j] - x[j])) continue;
        counted_down_[j] = 1;
        base_.at_upper.push_back(j);
    }
    std::sort(base_.at_upper.begin(), base_.at_upper.end());
    return true;
}

void MixedRounding::list_divisors(std::span<const double> x, std::vector<double>& out) const {
    out.clear();
    for (const std::int32_t j : columns_) {
        const double size = std::fabs(plain_base_.value[j]);
        if (rows_.integer(j) && size > 0 && x[j] > lower_[j] && x[j] < upper_[j])
            out.push_back(size);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
}

template <class Number>
bool MixedRounding::round(double divisor, double scale, RowOf<Number>& out) {
    const Number d(divisor * scale);
    RowOf<Number>& h = [this]() -> RowOf<Number>& {
        if constexpr (std::is_same_v<Number, double>)
            return plain_base_;
        else
            return exact_base_;
    }();
    if constexpr (!std::is_same_v<Number, double>) sum_base(scale, h);
    Number right = h.right;
    for (const std::int32_t j : columns_) {
        if (sign_of(h.value[j]) == 0) continue;
        const double bound = counted_down_[j] ? upper_[j] : lower_[j];
        if (std::isinf(bound)) {
            if constexpr (std::is_same_v<Number, double>) continue;
            return false;
        }
        right -= h.value[j] * Number(bound);
    }
    double q = 0, quotient = 0;
    if (!floor_quotient(right, d, q)) return false;
    const Number f = right - Number(q) * d, depth = d - f;
    const auto rounded = [&](const Number& coefficient, bool whole, Number& result) {
        if (!whole) {
            result = sign_of(coefficient) < 0 ? coefficient : Number{};
            return true;
        }
        if (!floor_quotient(coefficient, d, quotient)) return false;
        result = Number(quotient) * depth;
        const Number above = coefficient - Number(quotient) * d - f;
        if (sign_of(above) > 0) result += above;
        return true;
    };
    out.right = Number(q) * depth;
    Number size;
    for (const std::int32_t j : columns_) {
        out.value[j] = Number{};
        if (sign_of(h.value[j]) == 0) continue;
        const bool down = counted_down_[j] != 0;
        if (!rounded(down ? -h.value[j] : h.value[j], rows_.integer(j), size)) return false;
        if (down) size = -size;
        out.value[j] = size;
        const double bound = down ? upper_[j] : lower_[j];
        if (std::isfinite(bound)) out.right += size * Number(bound);
    }
    for (std::size_t k = 0; k < base_.base.row.size(); ++k) {
        const std::int32_t i = base_.base.row[k];
        const double y = base_.base.value[k] * scale;
        if (y == 0 || rows_.lower(i) == rows_.upper(i)) continue;
        const bool flipped = base_.flipped[k] != 0, lower_side = (y > 0) != flipped;
        if (!rounded(Number(flipped ? -std::fabs(y) : std::fabs(y)), rows_.whole(i), size))
            return false;
        if (sign_of(size) == 0) continue;
        if (!lower_side) size = -size;  // s = upper - A x, else A x - lower
        out.right += size * Number(lower_side ? rows_.lower(i) : rows_.upper(i));
        const auto index = rows_.index(i);
        const auto value = rows_.value(i);
        for (std::size_t e = 0; e < index.size(); ++e)
            out.value[index[e]] += size * Number(value[e]);
        work_ += static_cast<std::int64_t>(index.size());
    }
    if constexpr (std::is_same_v<Number, double>)
        return f > least_fraction * d && f < most_fraction * d;
    else
        return true;
}

double MixedRounding::efficacy(double divisor, std::span<const double> x) {
    if (!round(divisor, 1.0, plain_)) return 0;
    double activity = 0, norm = 0;
    entries_ = 0;
    for (const std::int32_t j : columns_) {
        if (plain_.value[j] == 0) continue;
        ++entries_;
        activity += plain_.value[j] * x[j];
        norm += plain_.value[j] * plain_.value[j];
    }
    work_ += 4 * static_cast<std::int64_t>(columns_.size());
    return norm > 0 ? (activity - plain_.right) / std::sqrt(norm) : 0;
}

// By a power of two the largest entry is brought near to one, unless all are small whole numbers.
double MixedRounding::scale_of(double divisor) {
    if (!round(divisor, 1.0, plain_)) return 0;
    constexpr double small = 1000;
    double largest = 0;
    bool whole = true;
    for (const std::int32_t j : columns_) {
        const double value = plain_.value[j];
        largest = std::max(largest, std::fabs(value));
        whole = whole && value == std::floor(value);
    }
    if (!(largest > 0) || !std::isfinite(largest)) return 0;
    return whole && largest <= small ? 1 : std::ldexp(1.0, -std::ilogb(largest));
}

// a x <= right for doubles a next to the exact ones: over the box (a - exact) x is no more than
// what is added to the right side.
std::optional<Cut> MixedRounding::state(const RowOf<ExactNumber>& exact) const {
    Cut cut;
    ExactNumber right = exact.right;
    double largest = 0, least = infinity;
    for (const std::int32_t j : columns_)
        largest = std::max(largest, std::fabs(exact.value[j].below()));
    if (!(largest > 0) || largest > largest_entry) return std::nullopt;
    for (const std::int32_t j : columns_) {
        if (exact.value[j].sign() == 0) continue;
        double a = exact.value[j].below();
        if (a != exact.value[j].above() && std::isinf(lower_[j])) a = exact.value[j].above();
        if (std::fabs(a) < entry_noise * largest) a = 0;
        const ExactNumber more = ExactNumber(a) - exact.value[j];
        const double bound = more.sign() > 0 ? upper_[j] : lower_[j];
        if (more.sign() != 0) {
            if (std::isinf(bound)) return std::nullopt;
            right += more * ExactNumber(bound);
        }
        if (a == 0) continue;
        least = std::min(least, std::fabs(a));
        cut.index.push_back(j);
        cut.value.push_back(a);
    }
    cut.right = right.above();
    if (cut.index.empty() || largest > largest_spread * least || !std::isfinite(cut.right) ||
        std::fabs(cut.right) > largest_entry * largest)
        return std::nullopt;
    return cut;
}

std::optional<DerivedRow> MixedRounding::derive(double divisor) {
    const double scale = scale_of(divisor);
    if (scale == 0) return std::nullopt;
    std::sort(columns_.begin(), columns_.end());
    if (!round(divisor, scale, exact_)) return std::nullopt;
    std::optional<Cut> cut = state(exact_);
    if (!cut) return std::nullopt;
    DerivedRow row = base_;
    std::erase_if(row.at_upper,
                  [this](std::int32_t j) { return exact_base_.value[j].sign() == 0; });
    for (double& y : row.base.value) y *= scale;
    row.divisor = divisor * scale;
    row.row = std::move(*cut);
    return row;
}

}  // namespace tenon::ilp::certified
