// What each part of a search took and brought. At any moment one part is at work, and time and work
// go to its account; a part that calls another waits. So the accounts add up to the whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/clock.hpp"

namespace tenon::ilp {

// In the order of a solve. Names and switches: search_parts.cpp.
enum class SearchPart : std::uint8_t {
    rest,  // the order of nodes, basis changes between them, the judge
    presolve,
    components,
    propagation,
    root_lps,
    probing,
    implications,
    equivalences,
    symmetry,
    block_patterns,
    small_tree,
    cuts,
    clique_cuts,
    implied_bound_cuts,
    cover_cuts,
    path_cuts,
    aggregation_cuts,
    network_cuts,
    tableau_cuts,
    zero_half_cuts,
    tree_cuts,
    local_cuts,
    reduced_costs,
    objective_step,
    attainable_costs,
    heuristics,
    fix_and_propagate,
    feasibility_jump,
    feasibility_pump,
    rounding,
    shifting,
    exchange,
    octane,
    dives,
    fractional_dive,
    coefficient_dive,
    pseudo_cost_dive,
    guided_dive,
    vector_length_dive,
    line_search_dive,
    sub_problems,
    rens,
    rins,
    crossover,
    mutation,
    local_branching,
    proximity,
    repair,
    node_lps,
    strong_branching,
    inference_scores,
    set_branching,
    conflicts,
    plunging,
    rounds,
    restarts,
};
inline constexpr std::size_t search_part_count = static_cast<std::size_t>(SearchPart::restarts) + 1;

class Effort {
  public:
    struct Account {
        std::int64_t calls = 0, found = 0, kept = 0, work = 0;
        double seconds = 0;
    };

    Effort() noexcept : since_(steady_seconds()) {}

    // `work`: done by all parts so far.
    void turn_to(SearchPart part, std::int64_t work) noexcept {
        const double now = steady_seconds();
        of(current_).seconds += now - since_;
        of(current_).work += work - work_since_;
        since_ = now;
        work_since_ = work;
        current_ = part;
    }
    // Empty accounts; `work` was done before.
    void begin(std::int64_t work) noexcept {
        accounts_ = {};
        since_ = steady_seconds();
        work_since_ = work;
    }
    // Takes over what a worker's accounts hold, in which `work` of it all was done; the time that
    // was spent waiting for the worker is in them, and is not counted here.
    void take_over(const Effort& worker, std::int64_t work) noexcept {
        for (std::size_t k = 0; k < search_part_count; ++k) {
            const Account& from = worker.accounts_[k];
            Account& to = accounts_[k];
            to.calls += from.calls;
            to.found += from.found;
            to.kept += from.kept;
            to.work += from.work;
            to.seconds += from.seconds;
        }
        work_since_ += work;
        since_ = steady_seconds();
    }
    SearchPart current() const noexcept { return current_; }
    Account& of(SearchPart part) noexcept { return accounts_[static_cast<std::size_t>(part)]; }

  private:
    std::array<Account, search_part_count> accounts_{};
    SearchPart current_ = SearchPart::rest;
    double since_;
    std::int64_t work_since_ = 0;
};

}  // namespace tenon::ilp
