#include "ilp/certified/box.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp::certified {

namespace {

// Integer bounds beyond this have no neighbours to step to among doubles.
constexpr double largest_integer = 4503599627370496.0;  // 2^52
// Bounds of continuous columns further out are of no use to any proof.
constexpr double largest_implied = 1e12;
// Share of its range that a bound of a continuous column must gain: two rows can sharpen each other
// for ever.
constexpr double least_gain = 0.5;
// Products and quotients of a few doubles are rounded by far less than this.
constexpr double rounding = 1e-14;
// Beyond a bound nothing may be left, so that where it is zero it needs some room.
constexpr double least_room = 0x1p-80;
// Room that the quick look at a row leaves for its own rounding.
constexpr double quick_room = 1e-9;
// Rows looked at in one go, as a multiple of their number: chains of small steps are left to the
// LP.
constexpr std::int64_t most_passes = 20;

}  // namespace

ProofBox::ProofBox(const ProofRows& rows, std::span<const double> lower,
                   std::span<const double> upper)
    : rows_(rows),
      lower_(lower.begin(), lower.end()),
      upper_(upper.begin(), upper.end()),
      queued_(static_cast<std::size_t>(rows.model_rows()) + 1, 0),
      is_touched_(lower.size(), 0),
      meter_(rows),
      limit_(infinity) {}

double ProofBox::gap(const Multipliers& y) {
    if (y.cost > 0 && limit_ == infinity) return -infinity;
    return gap_of(y, meter_.least(y, lower_, upper_));
}

double ProofBox::gap_of(const Multipliers& y, double least) const {
    if (y.cost == 0) return least;
    const double limit = y.cost * limit_;
    return least - limit - rounding * std::fabs(limit);
}

void ProofBox::set(std::int32_t column, bool upper, double value) {
    double& bound = upper ? upper_[column] : lower_[column];
    trail_.push_back({column, upper, bound});
    bound = value;
    queue_rows_of(column);
    if (is_touched_[column]) return;
    is_touched_[column] = 1;
    touched_.push_back(column);
}

void ProofBox::undo_to(std::size_t mark) {
    for (; trail_.size() > mark; trail_.pop_back()) {
        const Change& change = trail_.back();
        (change.upper ? upper_ : lower_)[change.column] = change.before;
        if (is_touched_[change.column]) continue;
        is_touched_[change.column] = 1;
        touched_.push_back(change.column);
    }
    forget_queue();
}

void ProofBox::forget_queue() {
    for (const std::int32_t row : queue_) queued_[row] = 0;
    queue_.clear();
}

void ProofBox::take_touched(std::vector<std::int32_t>& out) {
    out.swap(touched_);
    touched_.clear();
    for (const std::int32_t j : out) is_touched_[j] = 0;
}

void ProofBox::queue_rows_of(std::int32_t column) {
    const auto queue = [this](std::int32_t row) {
        if (queued_[row]) return;
        queued_[row] = 1;
        queue_.push_back(row);
    };
    for (const std::int32_t row : rows_.rows_of_column(column)) queue(row);
    if (rows_.cost()[column] != 0) queue(rows_.model_rows());
}

void ProofBox::queue_all() {
    for (std::int32_t row = 0; row <= rows_.model_rows(); ++row) {
        if (queued_[row]) continue;
        queued_[row] = 1;
        queue_.push_back(row);
    }
}

// In plain doubles: is there less room in the row than one of its columns could use?
bool ProofBox::may_imply(std::int32_t row, bool upper_side) {
    const auto index = rows_.index(row);
    const auto value = rows_.value(row);
    const double sign = upper_side ? 1 : -1;
    const double side = upper_side ? rows_.upper(row) : -rows_.lower(row);
    if (std::isinf(side)) return false;
    work_ += static_cast<std::int64_t>(index.size());
    double sum = 0, size = std::fabs(side), reach = 0;
    std::int32_t endless = 0;
    for (std::size_t k = 0; k < index.size(); ++k) {
        const std::int32_t j = index[k];
        const double a = sign * value[k], bound = a > 0 ? lower_[j] : upper_[j];
        if (std::isinf(bound)) {
            if (++endless > 1) return false;
            continue;
        }
        sum += a * bound;
        size = std::max(size, std::fabs(a * bound));
        reach = std::max(reach, std::fabs(a) * (upper_[j] - lower_[j]));
    }
    return endless == 1 || side - sum < reach + quick_room * size;
}

bool ProofBox::tighten_column(const GapMeter::Coefficient& d, double gap, bool endless,
                              bool continuous, Tightening& step) const {
    const std::int32_t j = d.column;
    const bool integer = rows_.integer(j), up = d.low > 0;
    if ((!integer && !continuous) || up != (d.high > 0)) return false;
    const double sign = up ? 1 : -1;
    // From where the column is counted, and the room in units of the column; d enters as the
    // smaller size, or where an endless column is counted from zero as whichever is worse.
    const double from = endless ? 0 : d.bound;
    const double small = std::min(std::fabs(d.low), std::fabs(d.high));
    const double large = std::max(std::fabs(d.low), std::fabs(d.high));
    if (!(small > 0)) return false;
    const double divisor = endless && gap > 0 ? large : small;
    double room = -gap / divisor;
    room += rounding * std::fabs(room);
    double value = from + sign * room;
    const double now = up ? upper_[j] : lower_[j];
    if (!(std::fabs(value) < (integer ? largest_integer : largest_implied))) return false;
    value += sign * (rounding * (std::fabs(value) + std::fabs(from)) + least_room);
    if (integer) value = up ? std::floor(value) : std::ceil(value);
    if (!(up ? value < now : value > now)) return false;
    if (!integer) {
        const double range = upper_[j] - lower_[j];
        if (std::isfinite(now) && !(sign * (now - value) > least_gain * range)) return false;
        // A bound that meets or passes the other one is the LP's to find.
        if (!(up ? value > lower_[j] : value < upper_[j])) return false;
    }
    step.column = j;
    step.upper = up;
    step.value = value;
    return true;
}

bool ProofBox::tighten(const SharedMultipliers& y, bool continuous,
                       std::vector<Tightening>& found) {
    double gap = this->gap(*y);
    if (gap > 0) return true;
    if (y->cost > 0 && limit_ == infinity) return false;
    const std::int32_t endless = meter_.endless();
    if (std::isinf(gap) && endless < 0) return false;
    if (endless >= 0) {
        gap = gap_of(*y, meter_.least_of_others());
        if (std::isinf(gap)) return false;
    }
    for (const GapMeter::Coefficient& d : meter_.coefficients()) {
        if (endless >= 0 && d.column != endless) continue;
        Tightening step;
        step.by = y;
        if (!tighten_column(d, gap, endless >= 0, continuous, step)) continue;
        found.push_back(step);
        set(step.column, step.upper, step.value);
        if (lower_[step.column] > upper_[step.column]) return true;
    }
    return false;
}

SharedMultipliers ProofBox::propagate_row(std::int32_t row, bool continuous,
                                          std::vector<Tightening>& found) {
    const auto use = [&](Multipliers y) -> SharedMultipliers {
        // The cost would press continuous columns to slivers around the optimum.
        const bool also_continuous = continuous && y.cost == 0;
        const auto shared = std::make_shared<const Multipliers>(std::move(y));
        return tighten(shared, also_continuous, found) ? shared : nullptr;
    };
    if (row == rows_.model_rows()) return limit_ < infinity ? use({1, {}, {}}) : nullptr;
    for (const bool upper_side : {true, false}) {
        if (!may_imply(row, upper_side)) continue;
        if (auto proof = use({0, {row}, {upper_side ? -1.0 : 1.0}})) return proof;
    }
    return nullptr;
}

SharedMultipliers ProofBox::propagate(bool continuous, std::vector<Tightening>& found) {
    const auto most = static_cast<std::size_t>(most_passes * (rows_.model_rows() + 1));
    SharedMultipliers proof;
    std::size_t head = 0;
    for (; head < queue_.size() && head < most && !proof; ++head) {
        const std::int32_t row = queue_[head];
        queued_[row] = 0;
        proof = propagate_row(row, continuous, found);
    }
    for (; head < queue_.size(); ++head) queued_[queue_[head]] = 0;
    queue_.clear();
    return proof;
}

}  // namespace tenon::ilp::certified
