#include "ilp/lp/extended_simplex.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

namespace {

// Degenerate steps in a row before Bland's rule; it is slow, and cycles are rare.
constexpr std::int64_t patience = 30;
// Programs need some two to four steps a variable, and a few tableaus made anew. More are a sign
// that not even these numbers suffice.
constexpr std::int64_t most_steps_each = 20;
constexpr int most_rebuilds = 20;
// A pivot known to fewer digits than this would leave too few in the tableau.
constexpr double spoilt_pivot = 0x1p-40;
// What is charged for one entry in pricing and for one in the values.
constexpr std::int64_t work_of_entry = 4;
// Data are often rounded to doubles, each by 2^-53 of its size. A value or a price that is wrong by
// no more than this share of what it is made of, and by far less than the tolerance, is meant to be
// right: 0.1 x = 0.3 and x = 3 do not contradict each other.
constexpr double rounded_data = 0x1p-50;
constexpr double share_of_tolerance = 0.01;

// What two of the numbers that a sum is made of may leave.
void widen(ExtendedNumber& sum, double terms, double tolerance) {
    sum.error = std::max(sum.error, std::min(rounded_data * terms, share_of_tolerance * tolerance));
}

}  // namespace

bool ExtendedSimplex::is_small_enough(const LinearProgram& p) noexcept {
    return std::int64_t{p.rows} * p.columns <= most_entries;
}

ExtendedSimplex::ExtendedSimplex(const LinearProgram& problem, const LpTolerances& tolerances,
                                 StopCheck& stop)
    : t_(problem, stop),
      stop_(stop),
      primal_tolerance_(tolerances.primal),
      dual_tolerance_(tolerances.dual),
      where_(static_cast<std::size_t>(t_.total()), BasisStatus::basic) {
    for (std::int32_t k = 0; k < t_.columns(); ++k) place(t_.nonbasic(k));
}

// A nonbasic variable rests at its bound nearest to zero.
void ExtendedSimplex::place(std::int32_t j) {
    const double l = t_.lower(j), u = t_.upper(j);
    if (l == -infinity && u == infinity) {
        where_[j] = BasisStatus::free_zero;
    } else {
        where_[j] = std::fabs(u) < std::fabs(l) ? BasisStatus::at_upper : BasisStatus::at_lower;
    }
}

double ExtendedSimplex::resting_value(std::int32_t j) const noexcept {
    if (where_[j] == BasisStatus::free_zero) return 0;
    return where_[j] == BasisStatus::at_upper ? t_.upper(j) : t_.lower(j);
}

bool ExtendedSimplex::can_move(std::int32_t j, int way) const noexcept {
    if (where_[j] == BasisStatus::free_zero) return true;
    return t_.lower(j) < t_.upper(j) && (where_[j] == BasisStatus::at_lower) == (way > 0);
}

void ExtendedSimplex::compute_values() {
    values_.assign(static_cast<std::size_t>(t_.rows()), {});
    violated_.assign(values_.size(), 0);
    terms_.assign(values_.size(), 0.0);
    for (std::int32_t k = 0; k < t_.columns(); ++k) {
        const double at = resting_value(t_.nonbasic(k));
        if (at == 0) continue;
        for (std::int32_t p = 0; p < t_.rows(); ++p)
            if (!t_.entry(p, k).is_zero()) {
                values_[p] = sum_product(values_[p], t_.entry(p, k), at);
                terms_[p] += std::fabs(at) * t_.entry(p, k).size();
            }
        stop_.charge(work_of_entry * t_.rows());
    }
    phase_one_ = false;
    for (std::int32_t p = 0; p < t_.rows(); ++p) {
        widen(values_[p], terms_[p], primal_tolerance_ / t_.unit(t_.basic(p)));
        const double x = values_[p].value.hi, l = t_.lower(t_.basic(p)), u = t_.upper(t_.basic(p));
        const ExtendedNumber low = l > -infinity ? values_[p] - l : ExtendedNumber(1.0);
        const ExtendedNumber high = u < infinity ? values_[p] - u : ExtendedNumber(-1.0);
        if (std::isnan(x) || low.value.hi < -low.error) violated_[p] = -1;
        if (high.value.hi > high.error) violated_[p] = 1;
        phase_one_ = phase_one_ || violated_[p] != 0;
    }
}

void ExtendedSimplex::price() {
    reduced_.assign(static_cast<std::size_t>(t_.columns()), {});
    terms_.assign(reduced_.size(), 0.0);
    if (!phase_one_)
        for (std::int32_t k = 0; k < t_.columns(); ++k) {
            reduced_[k] = t_.cost(t_.nonbasic(k));
            terms_[k] = reduced_[k].size();
        }
    for (std::int32_t p = 0; p < t_.rows(); ++p) {
        const double cost = phase_one_ ? violated_[p] : t_.cost(t_.basic(p));
        if (cost == 0) continue;
        for (std::int32_t k = 0; k < t_.columns(); ++k)
            if (!t_.entry(p, k).is_zero()) {
                reduced_[k] = sum_product(reduced_[k], t_.entry(p, k), cost);
                terms_[k] += std::fabs(cost) * t_.entry(p, k).size();
            }
        stop_.charge(work_of_entry * t_.columns());
    }
    for (std::int32_t k = 0; k < t_.columns(); ++k) {
        if (!phase_one_) widen(reduced_[k], terms_[k], dual_tolerance_ * t_.unit(t_.nonbasic(k)));
        reduced_[k].round_off();
    }
}

bool ExtendedSimplex::choose_entering() {
    const bool least_index = degenerate_steps_ > patience;
    step_ = {};
    for (std::int32_t k = 0; k < t_.columns(); ++k) {
        const int way = -reduced_[k].sign();
        const std::int32_t j = t_.nonbasic(k);
        if (way == 0 || !can_move(j, way)) continue;
        if (step_.column >= 0 &&
            (least_index ? j > t_.nonbasic(step_.column)
                         : reduced_[k].size() <= reduced_[step_.column].size()))
            continue;
        step_.column = k;
        step_.way = way;
    }
    return step_.column >= 0;
}

// What stands in the way. A violated variable stops at the bound it violates: beyond, the sum of
// violations would have another slope.
void ExtendedSimplex::list_blocks() {
    blocks_.clear();
    const std::int32_t q = t_.nonbasic(step_.column);
    if (t_.lower(q) > -infinity && t_.upper(q) < infinity)
        blocks_.push_back({-1, step_.way > 0, 0, ExtendedNumber(t_.upper(q)) - t_.lower(q)});
    for (std::int32_t p = 0; p < t_.rows(); ++p) {
        const ExtendedNumber& entry = t_.entry(p, step_.column);
        const int way = entry.sign() * step_.way;
        if (way == 0 || violated_[p] == way) continue;
        const bool to_upper = violated_[p] == 0 ? way > 0 : violated_[p] > 0;
        const double bound = to_upper ? t_.upper(t_.basic(p)) : t_.lower(t_.basic(p));
        if (std::fabs(bound) == infinity) continue;
        ExtendedNumber room = ExtendedNumber(bound) - values_[p];
        if (room.sign() != way) room.value = {};  // at the bound, as far as is known
        blocks_.push_back({p, to_upper, entry.size(), room / entry});
        if (blocks_.back().length.sign() < 0) blocks_.back().length = -blocks_.back().length;
    }
}

void ExtendedSimplex::choose_leaving() {
    list_blocks();
    if (blocks_.empty()) return;
    step_.blocked = true;
    const auto end_of = [](const Block& b) { return b.length.value + b.length.error; };
    const Block& first =
        *std::min_element(blocks_.begin(), blocks_.end(),
                          [&](const Block& a, const Block& b) { return end_of(a) < end_of(b); });
    const DoubleDouble limit = end_of(first);
    const bool least_index = degenerate_steps_ > patience;
    const Block* best = nullptr;
    for (const Block& b : blocks_) {
        if (limit < b.length.value) continue;
        if (b.row < 0) {  // no exchange at all
            best = &b;
            break;
        }
        if (best && (least_index ? t_.basic(b.row) > t_.basic(best->row) : b.pivot <= best->pivot))
            continue;
        best = &b;
    }
    step_.row = best->row;
    step_.to_upper = best->to_upper;
    step_.degenerate = best->length.size() <= best->length.error;
}

void ExtendedSimplex::take_step() {
    ++iterations_;
    degenerate_steps_ = step_.degenerate ? degenerate_steps_ + 1 : 0;
    const std::int32_t q = t_.nonbasic(step_.column);
    const BasisStatus rest = step_.to_upper ? BasisStatus::at_upper : BasisStatus::at_lower;
    if (step_.row < 0) {
        where_[q] = rest;
        return;
    }
    where_[t_.basic(step_.row)] = rest;
    where_[q] = BasisStatus::basic;
    t_.exchange(step_.row, step_.column);
}

Outcome ExtendedSimplex::verdict() const noexcept {
    if (step_.column >= 0) return phase_one_ ? Outcome::trouble : Outcome::unbounded;
    return phase_one_ ? Outcome::infeasible : Outcome::optimal;
}

void ExtendedSimplex::rebuild() {
    t_.rebuild();
    ++rebuilds_;
    // Columns that depend on others have left the basis.
    for (std::int32_t p = 0; p < t_.rows(); ++p) where_[t_.basic(p)] = BasisStatus::basic;
    for (std::int32_t k = 0; k < t_.columns(); ++k)
        if (where_[t_.nonbasic(k)] == BasisStatus::basic) place(t_.nonbasic(k));
}

bool ExtendedSimplex::pivot_is_spoilt() const noexcept {
    if (step_.row < 0) return false;
    const ExtendedNumber& pivot = t_.entry(step_.row, step_.column);
    return pivot.error > spoilt_pivot * pivot.size();
}

// Can no nonbasic variable bring the violated variable of row p nearer to its bounds?
bool ExtendedSimplex::is_stuck(std::int32_t p) const noexcept {
    for (std::int32_t k = 0; k < t_.columns(); ++k) {
        const int way = -violated_[p] * t_.entry(p, k).sign();
        if (way != 0 && can_move(t_.nonbasic(k), way)) return false;
    }
    return true;
}

// One row often proves alone what the sum of violations proves, and in a sum of rows of different
// size the digits of the small ones are lost.
void ExtendedSimplex::narrow_proof() {
    for (std::int32_t p = 0; p < t_.rows(); ++p) {
        if (violated_[p] == 0 || !is_stuck(p)) continue;
        const int kept = violated_[p];
        std::fill(violated_.begin(), violated_.end(), 0);
        violated_[p] = kept;
        price();
        return;
    }
}

Outcome ExtendedSimplex::run(std::int64_t limit) {
    const std::int64_t most_steps = most_steps_each * t_.total();
    for (;;) {
        if (!t_.is_finite()) return Outcome::trouble;
        compute_values();
        price();
        if (choose_entering()) choose_leaving();
        const bool ends = !step_.blocked;
        if (ends && t_.is_fresh()) {
            const Outcome outcome = verdict();
            if (outcome == Outcome::infeasible) narrow_proof();
            return outcome;
        }
        if (limit >= 0 && iterations_ >= limit) return Outcome::iteration_limit;
        if (iterations_ >= most_steps || rebuilds_ >= most_rebuilds) return Outcome::trouble;
        if (ends || (pivot_is_spoilt() && !t_.is_fresh())) {
            rebuild();
        } else {
            take_step();
        }
    }
}

}  // namespace tenon::ilp
