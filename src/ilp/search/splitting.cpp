// What a node of the tree comes to when it is bounded and open: a plan, or two children.
//
// A child is the path of its bounds and the basis to begin with. Without symmetry and sets it is
// one bound more than its parent; the orbit of a column that is not taken goes with it, and of a
// set one half is false.
#include <algorithm>
#include <cmath>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// A plan whose integers were rounded and whose other columns were solved for anew may cost this
// much more than its LP value; what an LP value is uncertain by; and what a sum of products is.
constexpr double settle_tolerance = 1e-6, value_noise = 1e-9, sum_noise = 1e-13;

}  // namespace

// All integers are integral in the LP.
Search::Fate Search::settle_integral(Node& node) {
    // Without other columns the LP point itself is integral: it costs what its integers cost.
    const bool whole = integers_.size() == lp_point_.size();
    double value = lp_objective_;
    if (whole)
        for (const std::int32_t j : integers_)
            value += program_.lp.cost[j] * (std::round(lp_point_[j]) - lp_point_[j]);
    bool taken = false;
    {
        const Stint stint(control_, SearchPart::node_lps);
        taken = offer(lp_point_, "an integral LP");
    }
    if (control_.stopped()) return Fate::stopped;
    // A plan from elsewhere closes the node only where it costs no more than what is here.
    const double noise = whole ? sum_noise : value_noise;
    if (incumbent_.limit() <= value + scaled(taken ? settle_tolerance : noise, value))
        return Fate::solved;
    if (!pending_rows_.empty()) return Fate::reopened;
    // Rounding the last 1e-6 of an integer made the plan dearer or broke a row: fix more of them.
    return split_anywhere(node, incumbent_.refused_as_dear());
}

// Splits at a column that is not fixed, whatever the LP says: the one farthest from an integer, or
// the first one. `dear`: the LP point was refused for its cost alone.
Search::Fate Search::split_anywhere(Node& node, bool dear) {
    Choice choice;
    double farthest = -1;
    fractional_.clear();
    for (const std::int32_t j : integers_)
        if (!domain_.fixed(j)) fractional_.push_back(j);
    keep_highest_priority(fractional_);
    for (const std::int32_t j : fractional_) {
        const double away = lp_solved_ ? distance_to_integer(lp_point_[j]) : 0;
        if (away <= farthest) continue;
        farthest = away;
        choice.column = j;
    }
    if (choice.column < 0) {
        // Every integer is fixed, and the point was refused: with an LP value the point is not
        // feasible to the judge's tolerance; without one nothing is known.
        if (!lp_solved_) return Fate::unsolved;
        if (dear) return Fate::solved;  // the only plan here is no better than the best one
        closed_by_judge_ = true;
        // Where the judge may be asked about another program, this leaf has not said its last word.
        if (options_.judge_may_err) judge_floor_ = std::min(judge_floor_, node.bound);
        return prune("the judge", infinity);
    }
    const double low = domain_.lower(choice.column), high = domain_.upper(choice.column);
    double near = lp_solved_ ? std::round(lp_point_[choice.column]) : 0;
    if (!lp_solved_ && !std::isinf(low) && !std::isinf(high)) near = std::floor((low + high) / 2);
    near = std::clamp(near, low, high);
    choice.value = near < high ? near + 0.5 : near - 0.5;
    fractional_.clear();
    return split(node, choice);
}

// Towards the caller's hint; else a binary to one, which decides more than a zero does; else to the
// root's value: where it stood there is where good plans are; else to the nearer side.
bool Search::begins_upwards(std::int32_t column, double value) const {
    if (has_hint(column)) return options_.hint[column] > value;
    if (program_.lp.lower[column] == 0 && program_.lp.upper[column] == 1) return true;
    if (!root_start_.empty()) {
        const double drift = root_start_[column] - value;
        if (std::fabs(drift) > 0.1) return drift > 0;
    }
    return value - std::floor(value) > 0.5;
}

Search::Fate Search::split(Node& node, const Choice& choice) {
    const double objective = lp_solved_ ? lp_objective_ : node.parent_objective;
    PathRef path = node.path;
    if (node.depth == 0) {
        domain_.make_global();
    } else {
        std::vector<BoundFix> own;
        for (const Domain::Change& change : domain_.changes_since(node_mark_))
            if (change.reason < 0) own.push_back({change.column, change.upper, change.after});
        if (!own.empty()) path = PathRef::make(path, std::move(own));
    }
    const double low = std::floor(choice.value);
    const double fraction = choice.value - low;
    const std::shared_ptr<const PackedBasis> basis = relaxation_.packed_basis();
    const double guess = estimate(objective);
    const double down_gain = pseudo_costs_.gain(choice.column, false, fraction);
    const double up_gain = pseudo_costs_.gain(choice.column, true, 1 - fraction);
    const double both = std::min(down_gain, up_gain);

    const SymmetryStep step =
        symmetry_ ? symmetry_->before_branch(choice.column, lp_point_, domain_) : SymmetryStep{};
    const auto changes_of = [&](bool up) {
        std::vector<BoundFix> changes;
        for (const std::int32_t j : up ? choice.false_above : choice.false_below)
            changes.push_back({j, true, 0});
        if (choice.of_set()) return changes;
        changes.push_back({choice.column, !up, up ? low + 1 : low});
        if (!up && symmetry_)
            for (const std::int32_t j : symmetry_->orbit(choice.column))
                if (j != choice.column) changes.push_back({j, true, low});
        return changes;
    };
    const std::int32_t record =
        options_.record && !choice.of_set()
            ? options_.record->split(node.record, choice.column, low, node.bound)
            : BranchingRecord::none;
    const auto child = [&](bool up) {
        Node out;
        out.bound =
            std::max(node.bound, incumbent_.round_up(up ? choice.up_bound : choice.down_bound));
        out.estimate = std::max(out.bound, guess - both + (up ? up_gain : down_gain));
        out.depth = node.depth + 1;
        SymmetryStep own = step;
        if (!up) own.pinned = -1;
        out.path = PathRef::make(path, changes_of(up), std::move(own));
        if (record != BranchingRecord::none) out.record = record + (up ? 1 : 0);
        out.basis = basis;
        // Sets teach no pseudo-costs.
        out.column = choice.of_set() || !choice.teaches ? -1 : choice.column;
        out.up = up;
        out.distance = up ? 1 - fraction : fraction;
        out.parent_objective = objective;
        return out;
    };
    const bool up_first = choice.first == BranchSide::automatic
                              ? begins_upwards(choice.column, choice.value)
                              : choice.first == BranchSide::up;
    Node down = child(false), up = child(true);
    hand_down_watched(step, choice, down, up);
    if (!options_.plunging) {
        queue_.push(std::move(down));
        queue_.push(std::move(up));
        return Fate::branched;
    }
    plunge_.push_back(std::move(up_first ? down : up));
    next_ = std::move(up_first ? up : down);
    has_next_ = true;
    if (symmetry_) symmetry_->take(next_.path->symmetry, domain_);
    for (const BoundFix& fix : next_.path->changes)
        domain_.tighten(fix.column, fix.upper, fix.value, Domain::by_branching);
    node_mark_ = domain_.mark();
    return Fate::branched;
}

}  // namespace tenon::ilp
