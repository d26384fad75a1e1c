#include "ilp/conflict/conflicts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ilp/conflict/dual_proof.hpp"
#include "ilp/node/implications.hpp"

namespace tenon::ilp {

namespace {

// Learning may take this share of all work, and a start; this much less while nothing learned acts.
constexpr double work_share = 0.03, idle_share = 0.003;
constexpr std::int64_t work_start = 100'000;
// Actions a clause learned must have brought for the full share.
constexpr double least_actions = 0.5;
// Longer clauses hardly ever act: this many literals, or this share of the integer columns.
constexpr std::size_t most_literals = 30;
constexpr double literal_share = 0.1;
constexpr std::size_t most_entries = 50;
constexpr double entry_share = 0.1;
// The dual proof looks at each entry of the matrix once, with compensated sums.
constexpr std::int64_t work_an_entry = 3;

std::size_t limit(std::size_t most, double share, std::int64_t columns) {
    return std::max(most, static_cast<std::size_t>(share * static_cast<double>(columns)));
}

}  // namespace

Conflicts::Conflicts(Domain& domain, Control& control, double offset)
    : domain_(domain),
      control_(control),
      offset_(offset),
      learned_(domain.columns(), domain.rows().rows()),
      graph_(domain.columns()) {
    for (std::int32_t j = 0; j < domain.columns(); ++j) integers_ += domain.integer(j) ? 1 : 0;
    domain_.set_learned(&learned_);
}

Conflicts::~Conflicts() {
    domain_.set_learned(nullptr);
}

bool Conflicts::may_learn() {
    const LearnedCounters& seen = learned_.counters;
    const bool idle = static_cast<double>(seen.propagations) <
                      least_actions * static_cast<double>(seen.clauses + seen.proofs);
    const double share = idle ? idle_share : work_share;
    return static_cast<double>(work_) < work_start + share * static_cast<double>(control_.work());
}

void Conflicts::learn_from_propagation(double cutoff) {
    const Domain::Contradiction& found = domain_.contradiction();
    if (found.reason >= domain_.rows().rows() && found.reason < Implications::first_reason)
        ++learned_.counters.cutoffs;
    if (!may_learn()) return;
    const std::int64_t before = control_.work();
    take(graph_.explain(domain_, learned_), cutoff);
    work_ += control_.work() - before;
}

void Conflicts::learn_from_relaxation(Relaxation& relaxation, LpStatus status, double cutoff) {
    if (!may_learn()) return;
    const std::int64_t before = control_.work();
    const LinearProgram& lp = relaxation.lp().problem();
    const bool infeasible = status == LpStatus::infeasible;
    const std::vector<double> y =
        infeasible ? relaxation.lp().farkas() : relaxation.lp().multipliers();
    control_.add_work(work_an_entry *
                      (static_cast<std::int64_t>(lp.matrix.index.size()) + lp.rows + lp.columns));
    ProofRow row;
    if (dual_proof(lp, y, infeasible ? infinity : cutoff - offset_, domain_, row)) {
        take(graph_.explain(domain_, learned_, row.side()), cutoff);
        if (row.index.size() <= limit(most_entries, entry_share, domain_.columns()) &&
            !row.index.empty() && learned_.proofs_pay()) {
            if (watch.proof) watch.proof(row, cutoff);
            learned_.add(std::move(row));
        }
    }
    work_ += control_.work() - before;
}

void Conflicts::take(std::vector<Clause> clauses, double cutoff) {
    const std::size_t most = limit(most_literals, literal_share, integers_);
    for (Clause& clause : clauses) {
        if (watch.clause) watch.clause(clause, cutoff);
        if (clause.empty())
            closed_ = true;
        else if (clause.size() == 1)
            global_.push_back(clause.front());
        else if (clause.size() <= most)
            learned_.add(std::move(clause));
    }
}

bool Conflicts::take_global(std::vector<BoundLiteral>& bounds) {
    bounds.swap(global_);
    global_.clear();
    return !closed_;
}

}  // namespace tenon::ilp
