#include "ilp/cuts/mixed_cover.hpp"

#include <algorithm>
#include <cmath>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A cover that exceeds the capacity by less than this share has no digits to spare.
constexpr double least_excess = 1e-6;
// Passes over the items, for the account of work.
constexpr std::size_t passes = 8;
// Beyond this the sums M_h are long and the cut is weak.
constexpr std::size_t most_items = 2000;

}  // namespace

// Integers that are not binary go to S where their coefficient is negative, else they are left out.
bool MixedCover::read() {
    items_.clear();
    capacity_ = base_.right();
    relaxed_ = -base_.part_sum();
    relaxed_norm_ = base_.part_norm();
    const std::vector<MixedBase::Term>& terms = base_.terms();
    for (std::size_t k = 0; k < terms.size(); ++k) {
        const double a = terms[k].coefficient;
        if (a == 0) continue;
        if (terms[k].range != 1) {
            if (a > 0) continue;
            relaxed_ -= a * terms[k].value;
            relaxed_norm_ += a * a;
            continue;
        }
        const bool flipped = a < 0;
        if (flipped) capacity_ -= a;
        const double value = std::clamp(terms[k].value, 0.0, 1.0);
        items_.push_back({k, std::fabs(a), flipped ? 1 - value : value, flipped});
    }
    if (relaxed_norm_ == 0) return false;
    return capacity_ > 0 && items_.size() >= 2 && items_.size() <= most_items;
}

// Items by falling value, or by (1 - x) / w, until they exceed the capacity.
void MixedCover::cover_by(bool value_first) {
    order_.clear();
    const auto before = [&](std::size_t i, std::size_t k) {
        const Item &a = items_[i], &b = items_[k];
        if (value_first)
            return a.value != b.value ? a.value > b.value
                                      : (a.weight != b.weight ? a.weight > b.weight : i < k);
        const double of_a = (1 - a.value) * b.weight, of_b = (1 - b.value) * a.weight;
        return of_a != of_b ? of_a < of_b : i < k;
    };
    // Of the items at zero only the first one matters: there the cover ends.
    std::size_t end = items_.size();
    for (std::size_t k = 0; k < items_.size(); ++k) {
        if (items_[k].value > integrality_tolerance)
            order_.push_back(k);
        else if (end == items_.size() || before(k, end))
            end = k;
    }
    std::sort(order_.begin(), order_.end(), before);
    const double room = scaled(least_excess, capacity_);
    double weight = 0;
    for (Item& item : items_) item.in = false;
    for (const std::size_t k : order_) {
        if (weight > capacity_ + room) break;
        if (end < items_.size() && before(end, k)) break;  // costs more than it tells
        items_[k].in = true;
        weight += items_[k].weight;
    }
    excess_ = weight - capacity_;
}

// Takes out what is not needed, least values first.
void MixedCover::make_minimal() {
    const double room = scaled(least_excess, capacity_);
    for (auto k = order_.rbegin(); k != order_.rend(); ++k) {
        Item& item = items_[*k];
        if (!item.in || excess_ - item.weight <= room) continue;
        item.in = false;
        excess_ -= item.weight;
    }
}

double MixedCover::lifted(double weight) const {
    const std::size_t last = sums_.size() - 1;
    const auto above = std::upper_bound(sums_.begin(), sums_.end(), weight);
    const auto h = static_cast<std::size_t>(above - sums_.begin()) - 1;  // M_h <= weight
    const double base = static_cast<double>(h) * excess_;
    if (h == last) return base + (weight - sums_[last]);
    return base + std::max(0.0, weight - (sums_[h + 1] - excess_));
}

double MixedCover::coefficient(const Item& item) const {
    return item.in ? std::min(excess_, item.weight) : lifted(item.weight);
}

void MixedCover::consider() {
    if (excess_ <= scaled(least_excess, capacity_)) return;
    sums_.assign(1, 0.0);
    for (const Item& item : items_)
        if (item.in && item.weight > excess_) sums_.push_back(item.weight);
    if (sums_.size() == 1) return;
    std::sort(sums_.begin() + 1, sums_.end(), std::greater<>());
    for (std::size_t k = 1; k < sums_.size(); ++k) sums_[k] += sums_[k - 1];
    double right = -excess_, left = -relaxed_, norm = relaxed_norm_;
    coefficients_.assign(base_.terms().size(), 0.0);
    for (std::size_t k = 0; k < base_.terms().size(); ++k) {
        const MixedBase::Term& term = base_.terms()[k];
        if (term.range != 1 && term.coefficient < 0) coefficients_[k] = term.coefficient;
    }
    for (const Item& item : items_) {
        const double c = coefficient(item);
        if (item.in) right += c;
        left += c * item.value;
        norm += c * c;
        coefficients_[item.term] = item.flipped ? -c : c;
    }
    const double depth = (left - right) / std::sqrt(norm);
    if (depth <= best_depth_) return;
    for (const Item& item : items_)
        if (item.flipped) right += coefficients_[item.term];  // c x = c - c z
    best_depth_ = depth;
    best_right_ = right;
    best_.swap(coefficients_);
}

bool MixedCover::separate(const char* family, std::vector<Cut>& out) {
    if (!read()) return false;
    best_depth_ = MixedBase::least_efficacy;
    base_.charge(passes);
    for (const bool value_first : {true, false}) {
        cover_by(value_first);
        consider();
        make_minimal();
        consider();
    }
    if (best_depth_ <= MixedBase::least_efficacy) return false;
    return base_.give(best_, 1, best_right_, family, out);
}

}  // namespace tenon::ilp
