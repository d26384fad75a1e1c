#include "ilp/cuts/mixed_base.hpp"

#include <algorithm>
#include <cmath>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Coefficients below this share of the largest are noise of the aggregation; they leave by a bound.
constexpr double noise_share = 1e-11;
// Smallest coefficient that may stay, relative to the largest, and absolute bounds on the size.
constexpr double least_share = 1e-7;
constexpr double largest_right = 1e9;
// Longer cuts make every LP dearer than they are worth: so many entries, and a share of the
// columns. With ten times the start, nineteen models of about a second took a fifth longer.
constexpr std::size_t longest_start = 100;
constexpr double longest_share = 0.15;
// Distances from two bounds that differ by less are the same.
constexpr double tie_room = 1e-6;
// Room for the rounding of the aggregation and of the substitutions.
constexpr double right_room = 1e-9;

struct NearBound {
    double value = 0;  // at the LP point
    double constant = 0, slope = 0;
    std::int32_t integer = -1;
};

// The tightest upper (or lower) bound of a place at the LP point, its own first.
NearBound tightest(const Separation& at, std::int32_t place, bool upper) {
    NearBound out;
    out.constant = out.value = upper ? at.upper(place) : at.lower(place);
    if (place >= at.columns()) return out;
    for (const VariableBound& bound : upper ? at.bounds.upper(place) : at.bounds.lower(place)) {
        const double value = bound.at(at.point);
        // A variable bound that ties with the own bound is taken: it is the stronger one.
        const bool better = upper ? value <= out.value + 1e-9 : value >= out.value - 1e-9;
        if (!better || (out.integer >= 0 && std::fabs(value - out.value) <= 1e-9)) continue;
        out = {value, bound.constant, bound.slope, bound.integer};
    }
    return out;
}

}  // namespace

MixedBase::MixedBase(const Separation& at) : at_(at) {
    const auto size = static_cast<std::size_t>(at.columns()) + static_cast<std::size_t>(at.rows());
    integers_.resize(size);
    result_.resize(static_cast<std::size_t>(at.columns()));
}

double MixedBase::bound_distance(std::int32_t column) const {
    const double x = at_.point[column];
    return std::min(x - tightest(at_, column, false).value, tightest(at_, column, true).value - x);
}

bool MixedBase::substitute_continuous(std::int32_t place, double coefficient) {
    const double x = at_.value(place);
    const NearBound low = tightest(at_, place, false), high = tightest(at_, place, true);
    if (std::isinf(low.value) && std::isinf(high.value)) return false;
    const double above = high.value - x, below = x - low.value;
    // On a tie the bound whose rest may go is the stronger one: nothing of it stays in S.
    const bool tie = std::fabs(above - below) <= tie_room;
    const bool from_upper = tie ? coefficient < 0 : above < below;
    const NearBound& bound = from_upper ? high : low;
    // x = constant + slope y -+ t
    right_.subtract(coefficient, bound.constant);
    if (bound.integer >= 0) integers_.add(bound.integer, coefficient * bound.slope);
    const double of_t = from_upper ? -coefficient : coefficient;
    if (of_t >= 0) return true;  // t >= 0 on the small side of <=: it may go
    const double t = std::max(0.0, from_upper ? bound.value - x : x - bound.value);
    parts_.push_back({place, of_t, t, from_upper, bound.integer, bound.constant, bound.slope});
    return true;
}

bool MixedBase::substitute_integers() {
    for (const std::int32_t place : integers_.places()) {
        const double a = integers_[place];
        if (a == 0) continue;
        const double low = at_.lower(place), high = at_.upper(place), x = at_.value(place);
        if (low == high) {
            right_.subtract(a, low);
            continue;
        }
        if (std::isinf(low) && std::isinf(high)) return false;
        const bool complemented = std::isinf(low) || high - x < x - low;
        right_.subtract(a, complemented ? high : low);
        terms_.push_back({place, complemented ? -a : a,
                          std::max(0.0, complemented ? high - x : x - low), high - low,
                          complemented});
    }
    return !terms_.empty();
}

bool MixedBase::read(const DenseRow& row, double sign, double right) {
    integers_.clear();
    terms_.clear();
    parts_.clear();
    right_.set(sign * right);
    double largest = 0;
    for (const std::int32_t place : row.places())
        largest = std::max(largest, std::fabs(row[place]));
    if (largest == 0) return false;
    for (const std::int32_t place : row.places()) {
        const double a = sign * row[place];
        if (a == 0) continue;
        const double low = at_.lower(place), high = at_.upper(place);
        if (std::fabs(a) <= noise_share * largest) {
            const double bound = a > 0 ? low : high;
            if (std::isinf(bound)) return false;
            right_.subtract(a, bound);
        } else if (low == high) {
            right_.subtract(a, low);
        } else if (at_.integer(place)) {
            integers_.add(place, a);
        } else if (!substitute_continuous(place, a)) {
            return false;
        }
    }
    if (!substitute_integers()) return false;
    part_sum_ = part_norm_ = 0;
    for (const Part& part : parts_) {
        part_sum_ += part.coefficient * part.value;
        part_norm_ += part.coefficient * part.coefficient;
    }
    return std::fabs(right_.upper()) <= largest_right * std::max(1.0, largest);
}

MixedBase::Former MixedBase::complement(std::size_t k) {
    Term& term = terms_[k];
    const Former former{k, term, right_};
    right_.subtract(term.coefficient, term.range);
    term.coefficient = -term.coefficient;
    term.value = term.range - term.value;
    term.complemented = !term.complemented;
    return former;
}

void MixedBase::restore(const Former& former) {
    terms_[former.k] = former.term;
    right_ = former.right;
}

void MixedBase::add_back(std::int32_t place, double coefficient) {
    if (place < at_.columns()) {
        result_.add(place, coefficient);
        return;
    }
    const std::int32_t row = place - at_.columns();
    const std::span<const std::int32_t> index = at_.row_index(row);
    const std::span<const double> value = at_.row_value(row);
    for (std::size_t k = 0; k < index.size(); ++k) result_.add(index[k], coefficient * value[k]);
}

bool MixedBase::give(std::span<const double> coefficients, double scale, double right,
                     const char* family, std::vector<Cut>& out) {
    result_.clear();
    result_right_.set(right);
    for (std::size_t k = 0; k < terms_.size(); ++k) {
        const Term& term = terms_[k];
        const double c = coefficients[k];
        if (c == 0) continue;
        // z = x - low or high - x
        if (term.complemented) {
            result_right_.subtract(c, at_.upper(term.place));
            add_back(term.place, -c);
        } else {
            result_right_.subtract(-c, at_.lower(term.place));
            add_back(term.place, c);
        }
    }
    for (const Part& part : parts_) {
        const double c = part.coefficient * scale;
        // t = (constant + slope y) - x or x - (constant + slope y)
        const double side = part.from_upper ? 1.0 : -1.0;
        result_right_.subtract(side * c, part.constant);
        if (part.integer >= 0) add_back(part.integer, side * c * part.slope);
        add_back(part.place, -side * c);
    }
    Cut cut;
    cut.family = family;
    if (!clean(cut)) return false;
    out.push_back(std::move(cut));
    return true;
}

// Takes tiny coefficients out by bounds, refuses what is out of proportion, measures the depth.
bool MixedBase::clean(Cut& cut) {
    double largest = 0;
    for (const std::int32_t j : result_.places())
        largest = std::max(largest, std::fabs(result_[j]));
    if (largest == 0) return false;
    result_.list_in_order(places_);
    for (const std::int32_t j : places_) {
        const double a = result_[j];
        if (std::fabs(a) <= least_share * largest) {
            const double bound = a > 0 ? at_.lower(j) : at_.upper(j);
            if (std::isinf(bound)) return false;
            result_right_.subtract(a, bound);
            continue;
        }
        cut.index.push_back(j);
        cut.value.push_back(a / largest);
    }
    const std::size_t longest = std::max(
        row_entries_, longest_start + static_cast<std::size_t>(longest_share * at_.columns()));
    if (cut.index.empty() || cut.index.size() > longest) return false;
    cut.right = result_right_.upper() / largest;
    if (std::fabs(cut.right) > largest_right) return false;
    cut.right += scaled(right_room, cut.right);
    cut.efficacy = (cut.activity(at_.point) - cut.right) / cut.norm();
    return cut.efficacy >= least_efficacy;
}

}  // namespace tenon::ilp
