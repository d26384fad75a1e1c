#include "ilp/certified/prover.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ilp/certified/whole_multipliers.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp::certified {

namespace {

// A multiplier this near to a multiple of 2^-20 is taken as that: what is near is nearly always
// meant, sums of such numbers cancel exactly, and they are shorter to write.
constexpr double snap_share = 1e-10, snap_unit = 0x1p-20;
// Rounding of the sum of a bound and a constant.
constexpr double rounding = 1e-15;
// Shares of an anchor (anchor.hpp), each tried where the one before left a column without a least.
constexpr double shares[] = {1e-13, 1e-11, 1e-9, 1e-7};
// Solves of one node while fixing by reduced costs goes on.
constexpr int most_rounds = 3;

double snapped(double y) {
    const double near = std::round(y / snap_unit) * snap_unit;
    return std::fabs(y - near) <= snap_share * std::fabs(y) ? near : y;
}

struct WorseBound {
    template <class Open>
    bool operator()(const Open& a, const Open& b) const {
        return a.bound != b.bound ? a.bound > b.bound : a.node > b.node;
    }
};

}  // namespace

Prover::Prover(const MixedProgram& program, Control& control, double target, double limit,
               bool cuts)
    : program_(program),
      control_(control),
      target_(target),
      cuts_(cuts),
      rows_(program),
      box_(rows_, program.lp.lower, program.lp.upper),
      lp_(program.lp),
      pseudo_costs_(program.lp.columns) {
    box_.set_limit(limit);
    proof_.limit = limit;
    for (std::int32_t i = 0; i < program.lp.rows; ++i) lp_rows_.push_back(i);
}

double Prover::bound() const {
    if (!started_) return -infinity;
    double least = target_;
    for (const ProofNode& node : proof_.nodes)
        if (node.child[0] < 0) least = std::min(least, node.bound);
    return least;
}

void Prover::run() {
    start();
    grow();
}

// The root node stands from the beginning, with the trivial bound c x over the box.
void Prover::start() {
    started_ = true;
    ProofNode root;
    root.by = std::make_shared<const Multipliers>(Multipliers{1, {}, {}});
    root.bound = -infinity;
    proof_.nodes.push_back(std::move(root));
    for (std::int32_t j = 0; j < rows_.columns(); ++j)
        if (box_.lower()[j] > box_.upper()[j]) {
            close(0, std::make_shared<const Multipliers>(), infinity);
            return;
        }
    if (closed_by_equations()) {
        close(0, std::make_shared<const Multipliers>(), infinity);
        return;
    }
    box_.queue_all();
    SharedMultipliers empty = box_.propagate(true, proof_.first);
    if (!empty) {
        bound_open_columns();
        empty = box_.propagate(true, proof_.first);
    }
    root_mark_ = box_.mark();
    first_lower_.assign(box_.lower().begin(), box_.lower().end());
    first_upper_.assign(box_.upper().begin(), box_.upper().end());
    if (empty) {
        close(0, empty, infinity);
        return;
    }
    if (try_multipliers(0, proof_.nodes[0].by)) return;
    if (cuts_ && !control_.stopped()) cut_rounds();
    if (std::isinf(proof_.nodes[0].bound) && proof_.nodes[0].bound > 0) return;
    open_.push_back({0, proof_.nodes[0].bound, std::make_shared<const PackedBasis>(lp_.basis())});
}

bool Prover::closed_by_equations() {
    const SparseRows rows = rows_of(program_.lp.matrix, program_.lp.rows);
    std::int64_t work = static_cast<std::int64_t>(rows.index.size());
    const WholeEquations equations = whole_equations(program_, rows, work);
    proof_.congruence = find_congruence(equations, program_.lp.columns, work);
    control_.add_work(work);
    return proof_.congruence.has_value();
}

void Prover::grow() {
    while (!open_.empty() || next_) {
        if (control_.stopped() || !control_.node_allowed(visited_)) break;
        ray_.clear();
        const Open open = take_next();
        ++visited_;
        const Fate fate = process(open.node);
        control_.add_work(box_.work() - std::exchange(charged_, box_.work()));
        if (control_.is_heard()) control_.report(state());
        if (fate == Fate::left) unresolved_ = true;
        if (fate == Fate::stopped || fate == Fate::refuted) {
            open_.push_back(open);
            break;
        }
    }
    if (next_) open_.push_back(*std::exchange(next_, std::nullopt));
}

// With the offset, as callers hear it.
SearchState Prover::state() const {
    double least = open_.empty() ? target_ : open_.front().bound;
    if (next_) least = std::min(least, next_->bound);
    SearchState out;
    out.phase = "proof";
    out.nodes = visited_;
    out.open = static_cast<std::int64_t>(open_.size()) + (next_ ? 1 : 0);
    out.incumbent = plan_cost_;
    out.bound = least + program_.lp.offset;
    out.gap =
        std::fabs(out.incumbent - out.bound) / std::max(std::fabs(out.incumbent), least_objective);
    return out;
}

Prover::Open Prover::take_next() {
    if (next_) {
        Open open = *std::exchange(next_, std::nullopt);
        const ProofNode& node = proof_.nodes[open.node];
        const ProofNode& parent = proof_.nodes[node.parent];
        box_.forget_queue();
        if (parent.child[1] == open.node)
            box_.set(parent.column, false, parent.value + 1);
        else
            box_.set(parent.column, true, parent.value);
        return open;
    }
    std::pop_heap(open_.begin(), open_.end(), WorseBound());
    Open open = std::move(open_.back());
    open_.pop_back();
    enter(open);
    return open;
}

// The bounds of all ancestors; only the last branching is spread again.
void Prover::enter(const Open& open) {
    box_.undo_to(root_mark_);
    std::vector<std::int32_t> path;
    for (std::int32_t node = open.node; node >= 0; node = proof_.nodes[node].parent)
        path.push_back(node);
    for (auto node = path.rbegin(); node != path.rend(); ++node) {
        box_.forget_queue();
        const std::int32_t parent = proof_.nodes[*node].parent;
        if (parent >= 0) {
            const ProofNode& from = proof_.nodes[parent];
            const bool up = from.child[1] == *node;
            box_.set(from.column, !up, up ? from.value + 1 : from.value);
        }
        for (const Tightening& step : proof_.nodes[*node].tightenings)
            box_.set(step.column, step.upper, step.value);
    }
    if (open.basis) lp_.set_basis(open.basis->unpack(lp_.rows()));
}

LpStatus Prover::solve_lp() {
    box_.take_touched(touched_);
    for (const std::int32_t j : touched_) lp_.set_bounds(j, box_.lower()[j], box_.upper()[j]);
    const std::int64_t before = lp_.counters().work;
    const LpStatus status = lp_.solve(control_.lp_limits());
    control_.add_work(lp_.counters().work - before);
    if (status == LpStatus::stopped) control_.stopped();
    return status;
}

// Of the LP's rows, as multipliers of the proof's.
SharedMultipliers Prover::multipliers(std::span<const double> y, bool cost) const {
    Multipliers out;
    out.cost = cost ? 1 : 0;
    double largest = 0;
    for (const double value : y) largest = std::max(largest, std::fabs(value));
    for (std::size_t k = 0; k < y.size(); ++k) {
        const std::int32_t row = lp_rows_[k];
        const double side = y[k] > 0 ? rows_.lower(row) : rows_.upper(row);
        if (!(std::fabs(y[k]) > multiplier_noise * largest) || std::isinf(side)) continue;
        out.row.push_back(row);
        out.value.push_back(snapped(y[k]));
    }
    return std::make_shared<const Multipliers>(std::move(out));
}

bool Prover::close(std::int32_t node, SharedMultipliers by, double bound) {
    proof_.nodes[node].by = std::move(by);
    proof_.nodes[node].bound = bound;
    return true;
}

const Anchor& Prover::anchor(bool cost) {
    std::optional<Anchor>& anchor = anchors_[cost ? 1 : 0];
    if (!anchor) anchor.emplace(program_, first_lower_, first_upper_, cost, control_);
    return *anchor;
}

// Multipliers that meet a column without a bound with a coefficient that is not quite zero: as
// whole numbers, or leant on an anchor.
SharedMultipliers Prover::mended(const SharedMultipliers& y, double& least) {
    std::vector<double> whole = y->value;
    whole.push_back(y->cost);
    if (make_whole(whole)) {
        auto other = std::make_shared<Multipliers>(*y);
        other->cost = whole.back();
        whole.pop_back();
        other->value = std::move(whole);
        least = box_.meter().least(*other, box_.lower(), box_.upper());
        if (least > -infinity) return other;
    }
    for (const bool cost : {y->cost > 0, true}) {
        const bool other_kind = cost && y->cost == 0;
        if (other_kind && box_.limit() == infinity) break;
        if (!anchor(cost).found()) continue;
        for (const double share : shares) {
            auto other =
                std::make_shared<const Multipliers>(anchor(cost).lean(*y, share, other_kind));
            least = box_.meter().least(*other, box_.lower(), box_.upper());
            if (least > -infinity) return other;
        }
        if (y->cost > 0) break;
    }
    return y;
}

// True if they close the node; else they may give it a better bound.
bool Prover::take_multipliers(std::int32_t node, const SharedMultipliers& y, double least) {
    if (y->cost == 0) return least > 0 && close(node, y, infinity);
    if (box_.limit() < infinity && box_.gap_of(*y, least) > 0) return close(node, y, infinity);
    double bound = least;
    if (y->cost != 1) bound = least / y->cost - rounding * std::fabs(least / y->cost);
    if (bound > proof_.nodes[node].bound) close(node, y, bound);
    return false;
}

bool Prover::try_multipliers(std::int32_t node, const SharedMultipliers& y) {
    used_ = y;
    double least = box_.meter().least(*y, box_.lower(), box_.upper());
    if (box_.meter().endless_count() > 0) used_ = mended(y, least);
    return take_multipliers(node, used_, least);
}

bool Prover::judge_lp(std::int32_t node, LpStatus status, const Simplex& lp) {
    if (status == LpStatus::infeasible)
        return try_multipliers(node, multipliers(lp.farkas(), false));
    if (status == LpStatus::optimal) return try_multipliers(node, multipliers(lp.dual(), true));
    return false;
}

// Once more from the beginning, to the last digits; small programs are solved in extended precision
// where doubles do not do.
bool Prover::judge_carefully(std::int32_t node) {
    LpTolerances careful;
    careful.refine = true;
    Simplex lp(lp_.problem(), careful);
    lp.set_basis(lp_.basis());
    const LpStatus status = lp.solve(control_.lp_limits());
    control_.add_work(lp.counters().work);
    return judge_lp(node, status, lp);
}

Prover::Fate Prover::bound_node(std::int32_t node) {
    for (int round = 0; round < most_rounds; ++round) {
        std::vector<Tightening>& found = proof_.nodes[node].tightenings;
        if (const SharedMultipliers empty = box_.propagate(false, found)) {
            close(node, empty, infinity);
            return Fate::closed;
        }
        const LpStatus status = solve_lp();
        if (status == LpStatus::stopped) return Fate::stopped;
        if (judge_lp(node, status, lp_)) return Fate::closed;
        if (status == LpStatus::unbounded) {
            ray_ = lp_.ray();
            return Fate::left;
        }
        x_.clear();
        if (status != LpStatus::optimal) return judge_carefully(node) ? Fate::closed : Fate::split;
        node_value_ = lp_.objective() - program_.lp.offset;
        x_.assign(lp_.primal().begin(), lp_.primal().end());
        // The LP says that nothing here counts, and its multipliers do not prove it.
        if (node_value_ > box_.limit() && judge_carefully(node)) return Fate::closed;
        if (box_.limit() == infinity) return Fate::split;
        const std::size_t before = found.size();
        if (box_.tighten(used_, false, found)) {
            close(node, used_, infinity);
            return Fate::closed;
        }
        const bool moved = std::any_of(found.begin() + static_cast<std::ptrdiff_t>(before),
                                       found.end(), [this](const Tightening& step) {
                                           const double x = x_[step.column];
                                           return step.upper
                                                      ? x > step.value + integrality_tolerance
                                                      : x < step.value - integrality_tolerance;
                                       });
        if (found.size() == before || (!moved && round > 0)) return Fate::split;
    }
    return Fate::split;
}

Prover::Fate Prover::process(std::int32_t node) {
    const Fate fate = bound_node(node);
    if (fate != Fate::split) return fate;
    return split(node);
}

bool Prover::refuted_by(std::span<const double> point) {
    found_better_ = is_better_ && is_better_(point);
    return found_better_;
}

// All integers are fixed, and neither rows nor the LP prove that nothing is there. Without
// continuous columns that is one point; with them the LP had no values for it.
bool Prover::refuted_by_fixed() {
    for (std::int32_t j = 0; j < rows_.columns(); ++j)
        if (!box_.fixed(j)) return false;
    return refuted_by(box_.lower());
}

Prover::Fate Prover::split(std::int32_t node) {
    Choice choice = x_.empty() ? choose_any() : choose();
    if (choice.column < 0 && !x_.empty()) {
        // The LP has whole values and costs too little to be left out: closer solves, then smaller
        // boxes.
        if (judge_carefully(node)) return Fate::closed;
        if (refuted_by(x_)) return Fate::refuted;
        choice = choose_any();
    }
    if (control_.reason() != Stop::none) return Fate::stopped;
    if (choice.column < 0) return refuted_by_fixed() ? Fate::refuted : Fate::left;
    const auto first = static_cast<std::int32_t>(proof_.nodes.size());
    auto basis = std::make_shared<const PackedBasis>(lp_.basis());
    const double bound = proof_.nodes[node].bound;
    for (int side = 0; side < 2; ++side) {
        ProofNode child;
        child.parent = node;
        child.by = proof_.nodes[node].by;
        child.bound = bound;
        proof_.nodes.push_back(std::move(child));
        proof_.nodes[node].child[side] = first + side;
    }
    proof_.nodes[node].by = nullptr;  // the children stand for it
    proof_.nodes[node].column = choice.column;
    proof_.nodes[node].value = choice.value;
    // The side that the LP leans to is gone on with; the other waits.
    const double at = x_.empty() ? choice.value : x_[choice.column];
    const int side = at - choice.value > 0.5 ? 1 : 0;
    next_ = Open{first + side, bound, basis};
    open_.push_back({first + 1 - side, bound, std::move(basis)});
    std::push_heap(open_.begin(), open_.end(), WorseBound());
    return Fate::split;
}

}  // namespace tenon::ilp::certified
