#include "ilp/conflict/implication_graph.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "ilp/node/implications.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Sums taken in another order differ by this share of their largest term; bounds are left out only
// while this much more than that is to spare.
constexpr double sum_rounding = 1e-12, room_to_relax = 1e-9;
// One conflict may look at this many entries, and at so many times those of the matrix.
constexpr std::int64_t work_start = 20'000;
constexpr std::int64_t work_share = 1;

}  // namespace

ImplicationGraph::ImplicationGraph(std::int32_t columns)
    : needed_(2 * static_cast<std::size_t>(columns), 0),
      place_(2 * static_cast<std::size_t>(columns), -1) {}

void ImplicationGraph::clear() {
    for (const std::size_t key : listed_) place_[key] = -1;
    listed_.clear();
    heap_.clear();
    time_ = static_cast<std::int32_t>(domain_->mark());
    failed_ = false;
    level_ = 0;
    in_level_ = continuous_ = 0;
    work_left_ = work_start + work_share * static_cast<std::int64_t>(domain_->rows().index.size());
}

std::vector<Clause> ImplicationGraph::explain(Domain& domain, LearnedRows& learned) {
    domain_ = &domain;
    learned_ = &learned;
    clear();
    if (!start_from_contradiction()) return {};
    return resolve();
}

std::vector<Clause> ImplicationGraph::explain(Domain& domain, LearnedRows& learned,
                                              const RowSide& broken) {
    domain_ = &domain;
    learned_ = &learned;
    clear();
    if (!start_from_broken(broken)) return {};
    return resolve();
}

RowSide ImplicationGraph::row_of(std::int32_t reason, bool upper_side) const {
    if (reason < domain_->rows().rows()) return domain_->side(reason, upper_side);
    return learned_->proof(reason).side();
}

bool ImplicationGraph::start_from_broken(const RowSide& row) {
    const auto now = static_cast<std::int32_t>(domain_->mark());
    return require(row, -1, row.side + scaled(feasibility_tolerance, row.side), 0, now);
}

bool ImplicationGraph::start_from_contradiction() {
    const Domain::Contradiction& found = domain_->contradiction();
    if (found.reason < 0) return false;
    if (found.column < 0) {
        if (found.reason >= domain_->rows().rows()) learned_->praise(found.reason);
        return start_from_broken(row_of(found.reason, found.upper));
    }
    // The bound that was derived and the one that it crosses. Of integers the latter need only be
    // one step away.
    const std::int32_t j = found.column;
    const double standing = found.upper ? domain_->lower(j) : domain_->upper(j);
    double against = standing, wanted = found.bound;
    if (domain_->integer(j)) {
        against = found.upper ? found.bound + 1 : found.bound - 1;
    } else {
        const double apart = scaled(feasibility_tolerance, found.bound);
        wanted = found.upper ? standing - apart : standing + apart;
    }
    push({j, !found.upper, against});
    return imply(found.reason, {j, found.upper, wanted},
                 static_cast<std::int32_t>(domain_->mark()));
}

// The bound joins the set, unless it holds in the whole tree.
void ImplicationGraph::push(const BoundLiteral& needed) {
    const std::int32_t j = needed.column;
    if (needed.upper ? domain_->global_upper(j) <= needed.bound
                     : domain_->global_lower(j) >= needed.bound)
        return;
    const std::size_t key = 2 * static_cast<std::size_t>(j) + (needed.upper ? 1 : 0);
    const bool present = place_[key] >= 0;
    if (present && (needed.upper ? needed_[key] <= needed.bound : needed_[key] >= needed.bound))
        return;
    const std::int32_t place = place_of(*domain_, needed);
    if (place < 0 || place >= time_) {
        failed_ = true;
        return;
    }
    if (!present) {
        listed_.push_back(key);
        continuous_ += domain_->integer(j) ? 0 : 1;
    }
    in_level_ += (place >= level_ ? 1 : 0) - (present && place_[key] >= level_ ? 1 : 0);
    needed_[key] = needed.bound;
    place_[key] = place;
    heap_.push_back({place, key});
    std::push_heap(heap_.begin(), heap_.end());
}

void ImplicationGraph::take_out(std::size_t key) {
    in_level_ -= place_[key] >= level_ ? 1 : 0;
    continuous_ -= domain_->integer(static_cast<std::int32_t>(key / 2)) ? 0 : 1;
    place_[key] = -1;
}

// A bound of the set gives way to those that implied it.
bool ImplicationGraph::replace(std::size_t key) {
    const std::int32_t place = place_[key];
    const Domain::Change& change = domain_->trail()[place];
    const BoundLiteral bound{change.column, change.upper, needed_[key]};
    take_out(key);
    time_ = place;
    return imply(change.reason, bound, place) && !failed_;
}

bool ImplicationGraph::imply(std::int32_t reason, const BoundLiteral& bound, std::int32_t time) {
    if (reason >= Implications::first_reason) {
        push(domain_->implications()->of_reason(reason).premise);
        return true;
    }
    if (reason >= domain_->rows().rows()) {
        learned_->praise(reason);
        if (learned_->is_clause(reason)) {
            const Clause& clause = learned_->clause(reason);
            work_left_ -= static_cast<std::int64_t>(clause.size());
            for (const BoundLiteral& literal : clause)
                if (literal.column != bound.column || literal.upper != bound.upper)
                    push(literal.opposite());
            return true;
        }
    }
    // Which side of the row it was follows from the sign of the column's coefficient.
    const RowSide row = [&] {
        const RowSide up = row_of(reason, true);
        if (reason >= domain_->rows().rows()) return up;
        const auto at = std::lower_bound(up.index.begin(), up.index.end(), bound.column);
        const double a = up.value[static_cast<std::size_t>(at - up.index.begin())];
        return (a > 0) == bound.upper ? up : row_of(reason, false);
    }();
    const auto at = std::lower_bound(row.index.begin(), row.index.end(), bound.column);
    const double a = row.sign * row.value[static_cast<std::size_t>(at - row.index.begin())];
    const bool integer = domain_->integer(bound.column);
    const double next = integer ? (bound.upper ? bound.bound + 1 : bound.bound - 1) : bound.bound;
    // As propagation rounded it.
    const double margin = integer ? std::fabs(a) * bound_room(next, a) : 0;
    return require(row, bound.column, row.side - a * next + margin, margin / 2, time);
}

// The row's least activity without `but`, over bounds that stood before `time`, must come to
// `required`, or short of it by no more than `room` and rounding.
bool ImplicationGraph::require(const RowSide& row, std::int32_t but, double required, double room,
                               std::int32_t time) {
    terms_.clear();
    double sum = 0, size = std::fabs(required);
    for (std::size_t k = 0; k < row.index.size(); ++k) {
        const std::int32_t j = row.index[k];
        if (j == but) continue;
        const double a = row.sign * row.value[k];
        const bool upper = a < 0;
        double now = upper ? domain_->upper(j) : domain_->lower(j);
        std::int32_t place = domain_->last_change(j, upper);
        for (; place >= time; place = domain_->trail()[place].previous) {
            now = domain_->trail()[place].before;
            --work_left_;
        }
        if (std::isinf(now)) return false;
        sum += a * now;
        size = std::max(size, std::fabs(a * now));
        if (place < 0) continue;
        const double global = upper ? domain_->global_upper(j) : domain_->global_lower(j);
        terms_.push_back({j, upper, a, now, a * (now - global), place});
    }
    work_left_ -= static_cast<std::int64_t>(row.index.size());
    if (sum - required < -room - size * sum_rounding) return false;
    keep_needed(sum - required - size * room_to_relax);
    return true;
}

// Of the terms at hand as few as the slack allows join the set.
void ImplicationGraph::keep_needed(double slack) {
    std::sort(terms_.begin(), terms_.end(), [](const Term& x, const Term& y) {
        return x.gain != y.gain ? x.gain < y.gain : x.place > y.place;
    });
    std::erase_if(terms_, [&slack](const Term& term) {
        if (!(term.gain <= slack)) return false;
        slack -= term.gain;
        return true;
    });
    for (Term& term : terms_) {
        double bound = term.now;
        if (domain_->integer(term.column) && slack > 0) {
            const double steps = std::floor(slack / std::fabs(term.a));
            if (steps >= 1) {
                bound += term.upper ? steps : -steps;
                slack -= steps * std::fabs(term.a);
            }
        }
        push({term.column, term.upper, bound});
    }
}

// The first of the decisions that were taken together before this place; -1 if there are none.
std::int32_t ImplicationGraph::start_of_level(std::int32_t place) const {
    while (place >= 0 && resolvable(place)) --place;
    while (place > 0 && !resolvable(place - 1)) --place;
    return place;
}

bool ImplicationGraph::make_clause(Clause& out) const {
    out.clear();
    for (const std::size_t key : listed_) {
        if (place_[key] < 0) continue;
        const auto j = static_cast<std::int32_t>(key / 2);
        if (!domain_->integer(j)) return false;
        const BoundLiteral bound{j, key % 2 == 1, needed_[key]};
        out.push_back(bound.opposite());
    }
    std::sort(out.begin(), out.end(), [](const BoundLiteral& x, const BoundLiteral& y) {
        return x.column != y.column ? x.column < y.column : x.upper < y.upper;
    });
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return true;
}

// Continuous columns that are left in the set; false if one cannot be resolved.
bool ImplicationGraph::replace_continuous() {
    while (continuous_ > 0) {
        std::size_t latest = 0;
        std::int32_t place = -1;
        for (const std::size_t key : listed_)
            if (place_[key] > place && !domain_->integer(static_cast<std::int32_t>(key / 2))) {
                place = place_[key];
                latest = key;
            }
        work_left_ -= static_cast<std::int64_t>(listed_.size());
        if (place < 0 || !resolvable(place) || work_left_ < 0 || !replace(latest)) return false;
    }
    return true;
}

std::vector<Clause> ImplicationGraph::resolve() {
    std::vector<Clause> out;
    if (failed_) return out;
    std::int32_t latest = -1;
    for (const std::size_t key : listed_) latest = std::max(latest, place_[key]);
    const std::int32_t start = start_of_level(latest);
    level_ = std::max(start, 0);
    in_level_ = 0;
    for (const std::size_t key : listed_) in_level_ += place_[key] >= level_ ? 1 : 0;
    bool sought = start >= 0;  // the first unique implication point
    const std::int64_t work = work_left_;
    while (!heap_.empty() && work_left_ >= 0) {
        const Entry top = heap_.front();
        if (place_[top.key] != top.place) {  // gone, or needed tighter since
            std::pop_heap(heap_.begin(), heap_.end());
            heap_.pop_back();
            continue;
        }
        if (sought && (in_level_ <= 1 || top.place < level_)) {
            sought = false;
            Clause clause;
            if (!replace_continuous()) break;
            if (make_clause(clause)) out.push_back(std::move(clause));
            continue;
        }
        std::pop_heap(heap_.begin(), heap_.end());
        heap_.pop_back();
        if (resolvable(top.place) && !replace(top.key)) break;
    }
    if (heap_.empty() && continuous_ == 0 && work_left_ >= 0) {
        Clause decisions;
        if (make_clause(decisions) && (out.empty() || decisions != out.front()))
            out.push_back(std::move(decisions));
    }
    domain_->charge(work - work_left_);
    return out;
}

}  // namespace tenon::ilp
