// What the parts of branch and cut share while they work at a node: the program, the bounds that
// hold there, the LP relaxation, the best plan so far, and what branching has learned. Heuristics
// see this and no more; the search (search.hpp) adds the tree to it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ilp/node/clause.hpp"
#include "ilp/node/control.hpp"
#include "ilp/node/domain.hpp"
#include "ilp/node/implications.hpp"
#include "ilp/node/incumbent.hpp"
#include "ilp/node/pseudo_cost.hpp"
#include "ilp/node/relaxation.hpp"
#include "ilp/presolve/clique_table.hpp"
#include "ilp/presolve/debug_point.hpp"
#include "tenon/random.hpp"
#include "tenon/solve_callbacks.hpp"

namespace tenon::ilp {

class BranchingRecord;  // search/branching_tree.hpp
struct FormerSearch;    // search/former_search.hpp

// A branching of the caller's choice: the column, whose sides meet between floor(value) and the
// next integer.
struct HostBranch {
    std::int32_t column = -1;
    double value = 0;
    BranchSide first = BranchSide::automatic;
};

// What the caller is asked at a fractional point of the program.
struct HostCalls {
    // Cuts; those handed out are not looked at by anyone else.
    std::function<void(std::span<const double> point, double objective, std::vector<Cut>& out)>
        cuts;
    // True if there are plans: take_plans() then offers them, while the bounds of the whole tree
    // stand in the domain.
    std::function<bool(std::span<const double> point, double objective)> has_plans;
    std::function<void()> take_plans;
    // A branching that leaves two sides, or nothing.
    std::function<std::optional<HostBranch>(std::span<const double> point, double objective)>
        branching;

    bool any() const { return cuts || has_plans || branching; }
};

struct SearchOptions {
    GapRule gap;
    bool brief = false;  // a small effort at the root: parts of a larger search
    // Switches of parts; search_parts.cpp has the table of their names.
    bool presolve = true;                              // of the whole and of sub-problems
    std::vector<std::string_view> resting_reductions;  // of presolve
    bool cuts = true, heuristics = true;               // all of them
    bool components = true;                            // searched apart
    bool symmetry = true, probing = true, implications = true, equivalences = true;
    bool reduced_costs = true, strong_branching = true, plunging = true, inference_scores = true,
         set_branching = true, may_restart = true;
    // Members of a set that the relaxation leaves fractional, for a branch on the set: with fewer a
    // single member decides as much.
    std::int32_t fewest_in_set = 8;
    bool small_tree = true;      // before cuts, where few integers are open
    bool block_patterns = true;  // of bins, bars and other alike blocks
    // Bounds and cutoffs know the step of the objective, and which of its multiples plans can cost.
    bool objective_step = true, attainable_costs = true;
    bool fix_and_propagate = true, feasibility_jump = true, feasibility_pump = true,
         rounding = true, shifting = true, exchange = true;
    // Rests: 60 calls on nine quick models of binaries (gap_m, p0201, orders_m, stein27, ...) found
    // no plan that others had not, for up to a fortieth of the time.
    bool octane = false;
    bool dives = true;  // all of these
    bool fractional_dive = true, coefficient_dive = true, pseudo_cost_dive = true,
         guided_dive = true, vector_length_dive = true, line_search_dive = true;
    bool sub_problems = true;  // all of these: neighbourhoods searched by a search of their own
    bool rens = true, rins = true, crossover = true, mutation = true, local_branching = true,
         proximity = true, repair = true;
    // Bounds that probing implies, as cuts. They raise first bounds (timtab1) but lead most orders
    // of bell5 into trees a hundred times as large.
    bool implied_bound_cuts = false;
    bool clique_cuts = true, cover_cuts = true, path_cuts = true, aggregation_cuts = true,
         network_cuts = true, tableau_cuts = true, zero_half_cuts = true;
    bool tree_cuts = true;         // below the root, of the same families
    bool local_cuts = false;       // of one node; rests until it is measured
    bool eager_tree_cuts = false;  // for tests: at every node, and few stay
    // How often the search may begin anew with what its root has learned; and it has done so.
    std::int32_t restarts = 0;
    bool restarted = false;
    bool eager_restarts = false;   // for tests: as soon as one more column is fixed
    bool conflicts = true;         // learned from nodes that admit nothing
    ConflictWatch conflict_watch;  // for tests
    // Rounds of workers (search/rounds.hpp), the work in the tree after which they begin, and how
    // many nodes must be open then. The work is about a second: what is solved by then has no part
    // in them.
    bool rounds = true;
    std::int64_t rounds_after_work = 400'000'000;
    std::size_t rounds_fewest_open = 16;
    // What open nodes may take before the order becomes depth first; for tests, what they took.
    std::int64_t node_bytes = 1'000'000'000;
    std::int64_t* most_node_bytes = nullptr;
    // Points that the judge accepts count even where they are no better than the best plan: they go
    // to a pool.
    bool every_plan = false;
    std::uint64_t seed = 1;
    const DebugPoint* debug = nullptr;  // in the program's columns; for tests
    // Rows may come during the search (Search::add_row): no step may then presume that all rows are
    // known, as dual arguments, symmetry or the split into components do.
    bool rows_may_come = false;
    // Leaves that the judge alone closes are looked at again, in another program: the least bound
    // among them, in this search and in those before it, stays in the bound.
    bool judge_may_err = false;
    double judge_floor = infinity;
    // What searches of the same problem before this one have proved.
    double known_bound = -infinity;
    // Recipes of cuts are kept, and branchings in `record`, for a later search; what an earlier one
    // of nearly the same program has left, in this one's columns and rows.
    bool keep_recipes = false;
    std::shared_ptr<BranchingRecord> record;
    std::shared_ptr<const FormerSearch> former;
    std::vector<double> near_plan;  // of that problem, or what the caller gave for one; NaN: open
    // How near each column is to what that plan does wrong, at least 0; empty: nothing of it.
    std::vector<double> near_faults;
    // Of the caller, in the program's columns; each one a column, or empty. Larger priorities are
    // branched on first; hints are NaN where there is none, weights positive where there is one.
    std::vector<std::int32_t> priority;
    std::vector<double> hint, hint_weight;
    HostCalls host;
};

// A part of the program to be searched on its own: tighter bounds, a cost that must be beaten, and
// what it may take.
struct SubProblem {
    std::vector<double> lower, upper;  // one a column
    std::vector<Cut> rows;             // beside the program's
    std::vector<double> cost;          // in the place of the program's, if not empty
    bool first_plan = false;           // ends with the first better plan
    double cutoff = infinity;
    std::int64_t nodes = 0, work = 0;
    const char* source = "";
};

// What sub-problems search (heuristics/neighbourhoods.cpp); all but the first need a plan.
enum class Neighbourhood : std::uint8_t {
    rens,
    rins,
    crossover,
    mutation,
    local_branching,
    proximity,
    repair
};
inline constexpr std::size_t neighbourhood_kinds = 7;

struct SubProblemBudget {
    std::int64_t work = 0;  // spent so far
    std::int64_t calls = 0, hits = 0;
    std::array<std::int64_t, neighbourhood_kinds> tried{}, won{};  // by kind; also in vain
};

// When a heuristic comes again, in nodes: after `shortest`, doubled with each failure up to
// `longest`.
class Pause {
  public:
    Pause(std::int64_t shortest, std::int64_t longest) : shortest_(shortest), longest_(longest) {}
    bool over(std::int64_t nodes) const noexcept { return nodes >= next_; }
    // As long as the last one, from node zero.
    Pause begun_anew() const {
        Pause out = *this;
        out.next_ = length_;
        return out;
    }
    void begin(std::int64_t nodes, bool success) {
        length_ = success ? shortest_ : std::clamp(2 * length_, shortest_, longest_);
        next_ = nodes + length_;
    }

  private:
    std::int64_t shortest_, longest_, length_ = 0, next_ = 0;
};

struct HeuristicPauses {
    Pause shifting{5, 320}, octane{10, 1280};
};

class Workbench {
  public:
    Workbench(const MixedProgram& program, Control& control, Judge judge,
              const SearchOptions& options);
    // Another one at the root of the same program, for a worker beside others: what is known of
    // the program, `share` of all budgets, a stream of random numbers of its own.
    Workbench(const Workbench& whole, Control& control, Judge judge, double share,
              std::uint64_t stream);

    Workbench(const Workbench&) = delete;
    Workbench& operator=(const Workbench&) = delete;
    virtual ~Workbench() = default;
    // Searches it and offers what it finds; true if a better plan came of it. In the search.
    virtual bool solve_sub(const SubProblem& /*part*/) { return false; }
    // The domain, or the relaxation over it, has just been found to admit nothing. In the search.
    virtual void learn_from_propagation() {}
    virtual void learn_from_relaxation(LpStatus /*status*/) {}

    const MixedProgram& program() const noexcept { return program_; }
    const SearchOptions& options() const noexcept { return options_; }
    Control& control() noexcept { return control_; }
    Incumbent& incumbent() noexcept { return incumbent_; }
    Domain& domain() noexcept { return domain_; }
    Relaxation& relaxation() noexcept { return relaxation_; }
    PseudoCosts& pseudo_costs() noexcept { return pseudo_costs_; }
    const CliqueTable& cliques() const noexcept { return cliques_; }

    std::span<const std::int32_t> integers() const noexcept { return integers_; }
    // Down-locks and up-locks: rows that a smaller or larger value of the column could break.
    std::span<const std::int32_t> down_locks() const noexcept { return down_locks_; }
    std::span<const std::int32_t> up_locks() const noexcept { return up_locks_; }

    // The LP optimum of the node in work; heuristics and strong branching move the relaxation
    // itself about.
    std::span<const double> lp_point() const noexcept { return lp_point_; }
    // The first LP optimum; empty before it.
    std::span<const double> root_point() const noexcept { return root_start_; }
    double lp_objective() const noexcept { return lp_objective_; }
    // Integer columns with a fractional value, ascending.
    void find_fractional(std::span<const double> x, std::vector<std::int32_t>& out) const;
    bool has_hint(std::int32_t column) const {
        return !options_.hint.empty() && options_.hint[column] == options_.hint[column];
    }
    // Leaves those that the caller wants branched on first.
    void keep_highest_priority(std::vector<std::int32_t>& columns) const;
    Random& random() noexcept { return random_; }
    // Work of sub-problems so far; and rewards of their kinds (schedule.cpp).
    // The part of the whole search that this is: budgets begin with so much of their start.
    double share() const noexcept { return share_; }
    SubProblemBudget& sub_budget() noexcept { return sub_budget_; }
    HeuristicPauses& pauses() noexcept { return pauses_; }
    std::int64_t& heuristic_iterations() noexcept { return heuristic_iterations_; }
    // Offers a point; a new incumbent spreads its cutoff.
    bool offer(std::span<const double> point, const char* source);
    bool offer_completed(std::span<const double> point, const char* source);
    // The same for a point that a worker's accounts have counted.
    void take_workers_plan(std::span<const double> point, const char* source);

  protected:
    // An offer, to the part that made it. Returns `taken`.
    bool credit(bool taken, const char* source);
    // A new best plan, for the log.
    virtual void tell_plan(const char* /*source*/) {}

    const MixedProgram& program_;
    Control& control_;
    SearchOptions options_;
    Incumbent incumbent_;
    Domain domain_;
    Relaxation relaxation_;
    PseudoCosts pseudo_costs_;
    CliqueTable cliques_;
    // Of the whole, which outlives its workers; none before probing.
    std::unique_ptr<const Implications> implications_;
    std::vector<std::int32_t> integers_, down_locks_, up_locks_;
    Random random_;
    double share_ = 1;
    SubProblemBudget sub_budget_;
    HeuristicPauses pauses_;
    double lp_objective_ = -infinity;
    std::vector<double> lp_point_;
    std::vector<double> root_start_;         // the first LP optimum
    std::int64_t heuristic_iterations_ = 0;  // pivots and linear programs in heuristics
};

}  // namespace tenon::ilp
