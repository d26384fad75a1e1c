#include "ilp/search/search.hpp"

#include <algorithm>
#include <cmath>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

void count_locks(const LinearProgram& lp, std::vector<std::int32_t>& down,
                 std::vector<std::int32_t>& up) {
    down.assign(lp.columns, 0);
    up.assign(lp.columns, 0);
    for (std::int32_t j = 0; j < lp.columns; ++j)
        for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
            const std::int32_t i = lp.matrix.index[k];
            const bool positive = lp.matrix.value[k] > 0;
            if (!std::isinf(lp.row_lower[i])) ++(positive ? down : up)[j];
            if (!std::isinf(lp.row_upper[i])) ++(positive ? up : down)[j];
        }
}

}  // namespace

Search::Search(const MixedProgram& program, Control& control, Judge judge,
               const SearchOptions& options)
    : program_(program),
      control_(control),
      options_(options),
      incumbent_(program, std::move(judge), options.gap, control),
      domain_(program),
      relaxation_(program),
      pseudo_costs_(program.lp.columns) {
    for (std::int32_t j = 0; j < program.lp.columns; ++j)
        if (program.integer[j]) integers_.push_back(j);
    count_locks(program.lp, down_locks_, up_locks_);
}

SearchStatus Search::run() {
    const double start = control_.seconds();
    current_bound_ = -infinity;  // until the first LP
    const bool open = root();
    // A search that was stopped at the root keeps the root's bound.
    if (open || status_ == SearchStatus::proven) current_bound_ = infinity;
    counters_.root_seconds = control_.seconds() - start;
    if (open) grow();
    const LpCounters& lp = relaxation_.lp().counters();
    counters_.simplex_iterations += lp.iterations;
    counters_.refactorisations += lp.refactorisations;
    return status_;
}

double Search::bound() const {
    double least = std::min({floor_, queue_.least_bound(), current_bound_});
    for (const Node& node : plunge_) least = std::min(least, node.bound);
    if (has_next_) least = std::min(least, next_.bound);
    // Nothing below the strict cutoff is left: the incumbent itself is the best there is.
    if (least >= incumbent_.strict_cutoff() && incumbent_.found()) return incumbent_.objective();
    return least;
}

double Search::gap() const {
    if (!incumbent_.found()) return infinity;
    const double difference = std::fabs(incumbent_.objective() - bound());
    if (difference == 0) return 0;
    return difference / std::max(std::fabs(incumbent_.objective()), 1e-10);
}

void Search::find_fractional(std::span<const double> x, std::vector<std::int32_t>& out) const {
    out.clear();
    for (const std::int32_t j : integers_)
        if (distance_to_integer(x[j]) > integrality_tolerance) out.push_back(j);
}

void Search::keep_lp_values() {
    lp_solved_ = true;
    lp_objective_ = relaxation_.objective();
    lp_point_.assign(relaxation_.primal().begin(), relaxation_.primal().end());
}

bool Search::offer(std::span<const double> point, const char* source) {
    if (!incumbent_.offer(point, source)) return false;
    domain_.set_cutoff(incumbent_.strict_cutoff());
    return true;
}

bool Search::point_in_domain() const {
    const std::vector<double>& x = options_.debug->values;
    for (std::int32_t j = 0; j < domain_.columns(); ++j) {
        const double room = scaled(DebugPoint::slack, x[j]);
        if (x[j] < domain_.lower(j) - room || x[j] > domain_.upper(j) + room) return false;
    }
    return true;
}

// Only a point that would still be an improvement must not be lost.
bool Search::point_is_needed() const {
    const double value = options_.debug->objective;
    return value < incumbent_.gap_cutoff() - scaled(DebugPoint::slack, value);
}

void Search::watch(const char* step) {
    if (!options_.debug || !holds_point_ || !point_is_needed()) return;
    if (domain_.infeasible() || !point_in_domain()) DebugPoint::lost(step);
}

}  // namespace tenon::ilp
