#include "ilp/node/domain.hpp"

#include <algorithm>
#include <cmath>

#include "ilp/node/implications.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A continuous bound must gain this share of its range (or size) to be worth spreading: otherwise
// two rows can sharpen each other forever.
constexpr double least_gain = 1e-3;
// Larger implied bounds on continuous columns are noise of big coefficients.
constexpr double largest_implied = 1e8;
// Rounding of a fresh sum, relative to its largest term.
constexpr double sum_rounding = 1e-14;
// The filter's incremental sums drift: this much room before it dares to skip a row.
constexpr double filter_room = 1e-6;
// Propagation stops at this many times the entries of the matrix; what is missing is found by the
// LP or further down.
constexpr std::int64_t work_share = 20;
// After so many passes integers that still move creep: rows with coefficients far apart push wide
// ones on by a unit or a few at a time, thousands of times. From there on a step must take this
// share of the range.
constexpr std::int64_t creeping_share = 3;
constexpr double least_step = 0.05;
// Entries between two looks at the limits: a tenth of a millisecond or so.
constexpr std::int64_t poll_interval = 50'000;

}  // namespace

Domain::Domain(const MixedProgram& program, Control* control)
    : rows_(rows_of(program.lp.matrix, program.lp.rows)),
      row_lower_(program.lp.row_lower),
      row_upper_(program.lp.row_upper),
      lower_(program.lp.lower),
      upper_(program.lp.upper),
      integer_(program.integer),
      offset_(program.lp.offset),
      control_(control) {
    objective_row_ = program.lp.rows;
    for (std::int32_t j = 0; j < program.lp.columns; ++j) {
        if (program.lp.cost[j] == 0) continue;
        rows_.index.push_back(j);
        rows_.value.push_back(program.lp.cost[j]);
    }
    rows_.start.push_back(static_cast<std::int64_t>(rows_.index.size()));
    row_lower_.push_back(-infinity);
    row_upper_.push_back(infinity);
    // The transpose of the rows is columns_: rows_of() of a matrix read as its own transpose.
    SparseColumns as_columns{rows_.start, rows_.index, rows_.value};
    SparseRows transposed = rows_of(as_columns, program.lp.columns);
    columns_ = {std::move(transposed.start), std::move(transposed.index),
                std::move(transposed.value)};
    const std::size_t m = row_upper_.size();
    queued_.assign(m, 0);
    is_touched_.assign(lower_.size(), 0);
    last_change_.assign(2 * lower_.size(), -1);
    recompute_activities();
    for (std::size_t j = 0; j < lower_.size(); ++j)
        if (lower_[j] > upper_[j]) infeasible_ = true;
    for (std::size_t i = 0; i < m; ++i) enqueue(static_cast<std::int32_t>(i));
}

void Domain::recompute_activities() {
    const std::int32_t m = rows_.rows();
    charge(m + static_cast<std::int64_t>(rows_.index.size()));
    min_.assign(m, 0);
    max_.assign(m, 0);
    reach_.assign(m, 0);
    min_infinite_.assign(m, 0);
    max_infinite_.assign(m, 0);
    for (std::int32_t i = 0; i < m; ++i) {
        for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k) {
            const double a = rows_.value[k];
            const std::int32_t j = rows_.index[k];
            const double at_min = a > 0 ? lower_[j] : upper_[j];
            const double at_max = a > 0 ? upper_[j] : lower_[j];
            if (std::isinf(at_min))
                ++min_infinite_[i];
            else
                min_[i] += a * at_min;
            if (std::isinf(at_max))
                ++max_infinite_[i];
            else
                max_[i] += a * at_max;
            reach_[i] = std::max(reach_[i], std::fabs(a) * (upper_[j] - lower_[j]));
        }
    }
    global_min_ = min_;
    global_max_ = max_;
    global_min_infinite_ = min_infinite_;
    global_max_infinite_ = max_infinite_;
    global_lower_ = lower_;
    global_upper_ = upper_;
}

void Domain::charge(std::int64_t entries) noexcept {
    work_ += entries;
    if (control_) control_->add_work(entries);
}

void Domain::make_global() {
    for (const Change& change : trail_) last_change_[key_of(change.column, change.upper)] = -1;
    trail_.clear();
    followed_ = 0;
    recompute_activities();
}

void Domain::global_bounds(std::vector<double>& lower, std::vector<double>& upper) const {
    lower = global_lower_;
    upper = global_upper_;
}

void Domain::set_cutoff(double cutoff) {
    row_upper_[objective_row_] = cutoff - offset_;
    enqueue(objective_row_);
}

void Domain::take_touched(std::vector<std::int32_t>& out) {
    out.swap(touched_);
    touched_.clear();
    for (const std::int32_t j : out) is_touched_[j] = 0;
}

void Domain::enqueue(std::int32_t row) {
    if (queued_[row]) return;
    queued_[row] = 1;
    queue_.push_back(row);
}

void Domain::update_rows(std::int32_t column, bool upper, double before, double after) {
    const bool was_infinite = std::isinf(before), is_infinite = std::isinf(after);
    charge(1 + columns_.start[column + 1] - columns_.start[column]);
    for (std::int64_t k = columns_.start[column]; k < columns_.start[column + 1]; ++k) {
        const std::int32_t i = columns_.index[k];
        const double a = columns_.value[k];
        const bool in_min = (a > 0) != upper;
        double& sum = in_min ? min_[i] : max_[i];
        std::int32_t& infinite = in_min ? min_infinite_[i] : max_infinite_[i];
        infinite +=
            static_cast<std::int32_t>(is_infinite) - static_cast<std::int32_t>(was_infinite);
        if (!was_infinite) sum -= a * before;
        if (!is_infinite) sum += a * after;
        // The side that this sum can act on.
        const double side = in_min ? row_upper_[i] : row_lower_[i];
        if (std::isinf(side) || infinite > 1) continue;
        const double room = in_min ? side - sum : sum - side;
        if (infinite == 1 || room < reach_[i] + scaled(filter_room, side)) enqueue(i);
    }
}

void Domain::apply(std::int32_t column, bool upper, double value) {
    double& bound = upper ? upper_[column] : lower_[column];
    const double before = bound;
    bound = value;
    if (rule_ && !rule_due_) rule_due_ = rule_->concerns(column);
    if (!is_touched_[column]) {
        is_touched_[column] = 1;
        touched_.push_back(column);
    }
    update_rows(column, upper, before, value);
}

void Domain::record(std::int32_t column, bool upper, double before, double after,
                    std::int32_t reason) {
    std::int32_t& last = last_change_[key_of(column, upper)];
    trail_.push_back({column, reason, upper, last, before, after});
    last = static_cast<std::int32_t>(trail_.size()) - 1;
    apply(column, upper, after);
    if (learned_) learned_->moved(column, upper);
}

void Domain::raise_lower(std::int32_t column, double bound, std::int32_t reason) {
    if (infeasible_ || bound <= lower_[column]) return;
    if (bound > upper_[column]) {
        if (integer_[column] || bound > upper_[column] + scaled(feasibility_tolerance, bound))
            return contradict({reason, column, false, bound});
        bound = upper_[column];
        if (bound == lower_[column]) return;
    }
    record(column, false, lower_[column], bound, reason);
}

void Domain::drop_upper(std::int32_t column, double bound, std::int32_t reason) {
    if (infeasible_ || bound >= upper_[column]) return;
    if (bound < lower_[column]) {
        if (integer_[column] || bound < lower_[column] - scaled(feasibility_tolerance, bound))
            return contradict({reason, column, true, bound});
        bound = lower_[column];
        if (bound == upper_[column]) return;
    }
    record(column, true, upper_[column], bound, reason);
}

void Domain::forget_queue() {
    for (std::size_t k = queue_head_; k < queue_.size(); ++k) queued_[queue_[k]] = 0;
    queue_.clear();
    queue_head_ = 0;
    followed_ = trail_.size();
    if (learned_) learned_->forget();
}

void Domain::undo_to(std::size_t mark) {
    forget_queue();
    infeasible_ = false;
    if (trail_.size() == mark) return;
    while (trail_.size() > mark) {
        const Change& change = trail_.back();
        last_change_[key_of(change.column, change.upper)] = change.previous;
        apply(change.column, change.upper, change.before);
        trail_.pop_back();
    }
    forget_queue();
    if (mark == 0) {  // the drift of the sums ends here
        charge(rows_.rows());
        min_ = global_min_;
        max_ = global_max_;
        min_infinite_ = global_min_infinite_;
        max_infinite_ = global_max_infinite_;
    }
}

bool Domain::propagate() {
    // A new cutoff acts on every part of the tree, also where no bound of its row has moved.
    const std::int32_t o = objective_row_;
    if (!std::isinf(row_upper_[o]) && min_infinite_[o] <= 1 &&
        (min_infinite_[o] == 1 || row_upper_[o] - min_[o] < reach_[o] + filter_room))
        enqueue(o);
    const std::int64_t pass = static_cast<std::int64_t>(rows_.index.size()) + 100;
    const std::int64_t limit = work_ + work_share * pass;
    creeps_after_ = work_ + creeping_share * pass;
    std::int64_t next_poll = work_ + poll_interval;
    while (!infeasible_ && work_ < limit) {
        if (implications_ && followed_ < trail_.size()) {
            follow_implications();
            continue;
        }
        if (learned_ && learned_->due()) {
            learned_->propagate(*this);
            continue;
        }
        if (queue_head_ == queue_.size()) {
            if (!rule_ || !rule_due_) break;
            rule_due_ = false;
            rule_->propagate(*this);
            continue;
        }
        if (work_ >= next_poll) {
            if (control_ && control_->stopped()) break;
            next_poll = work_ + poll_interval;
        }
        const std::int32_t row = queue_[queue_head_++];
        queued_[row] = 0;
        propagate_row(row);
    }
    forget_queue();
    return !infeasible_;
}

void Domain::set_implications(const Implications* implications) {
    implications_ = implications;
    for (std::int32_t j = 0; implications_ && j < columns(); ++j)
        for (const bool upper : {false, true}) follow(j, upper);
}

void Domain::follow_implications() {
    while (!infeasible_ && followed_ < trail_.size()) {
        const Change& change = trail_[followed_++];
        follow(change.column, change.upper);
    }
}

void Domain::follow(std::int32_t column, bool upper) {
    const std::span<const std::int32_t> numbers = implications_->from(column, upper);
    charge(static_cast<std::int64_t>(numbers.size()));
    for (const std::int32_t number : numbers) {
        const Implication& one = (*implications_)[number];
        if (infeasible_) return;
        if (!one.premise.is_true(*this) || one.conclusion.is_true(*this)) continue;
        tighten(one.conclusion.column, one.conclusion.upper, one.conclusion.bound,
                Implications::first_reason + number);
        if (control_) ++control_->effort().of(SearchPart::implications).found;
    }
}

void Domain::propagate_row(std::int32_t row) {
    if (!std::isinf(row_upper_[row])) spread(side(row, true), row, true);
    if (!infeasible_ && !std::isinf(row_lower_[row])) spread(side(row, false), row, false);
}

// The lower side a x >= b is read as -a x <= -b.
RowSide Domain::side(std::int32_t row, bool upper) const {
    const auto first = static_cast<std::size_t>(rows_.start[row]);
    const auto size = static_cast<std::size_t>(rows_.size(row));
    return {std::span(rows_.index).subspan(first, size),
            std::span(rows_.value).subspan(first, size), upper ? 1.0 : -1.0,
            upper ? row_upper_[row] : -row_lower_[row]};
}

void Domain::spread(const RowSide& row, std::int32_t reason, bool upper_side) {
    const double side = row.side;
    const std::size_t entries = row.index.size();
    charge(1 + static_cast<std::int64_t>(entries));
    double sum = 0, size = std::fabs(side);
    std::int32_t infinite = 0;
    double reach = 0;
    for (std::size_t k = 0; k < entries; ++k) {
        const double a = row.sign * row.value[k];
        const std::int32_t j = row.index[k];
        const double at_min = a > 0 ? lower_[j] : upper_[j];
        if (std::isinf(at_min)) {
            if (++infinite > 1) return;
            continue;
        }
        sum += a * at_min;
        size = std::max(size, std::fabs(a * at_min));
        reach = std::max(reach, std::fabs(a) * (upper_[j] - lower_[j]));
    }
    const double room = side - sum + size * sum_rounding;
    if (infinite == 0) {
        if (room < -scaled(feasibility_tolerance, side))
            return contradict({reason, -1, upper_side, 0});
        if (room >= reach) return;
    }
    for (std::size_t k = 0; k < entries && !infeasible_; ++k) {
        const double a = row.sign * row.value[k];
        const std::int32_t j = row.index[k];
        const double own = a > 0 ? lower_[j] : upper_[j];
        if (infinite == 1) {
            if (std::isinf(own)) derive(j, a, room / a, reason);
            continue;
        }
        if (std::fabs(a) * (upper_[j] - lower_[j]) > room) derive(j, a, own + room / a, reason);
    }
}

void Domain::derive(std::int32_t j, double coefficient, double bound, std::int32_t row) {
    const bool upper = coefficient > 0;
    if (integer_[j]) {
        if (std::fabs(bound) > largest_implied) return;
        if (work_ > creeps_after_ && (upper ? upper_[j] - bound : bound - lower_[j]) <
                                         least_step * (upper_[j] - lower_[j]) - 1)
            return;
        if (upper)
            drop_upper(j, floor_integer(bound, coefficient), row);
        else
            raise_lower(j, ceil_integer(bound, coefficient), row);
        return;
    }
    const double now = upper ? upper_[j] : lower_[j];
    if (std::isinf(now)) {
        if (std::fabs(bound) > largest_implied) return;
    } else {
        const double range = upper_[j] - lower_[j];
        const double gain = upper ? now - bound : bound - now;
        const double size = std::isinf(range) ? std::max(1.0, std::fabs(now)) : range;
        if (gain <= least_gain * size) return;
    }
    if (upper)
        drop_upper(j, bound, row);
    else
        raise_lower(j, bound, row);
}

}  // namespace tenon::ilp
