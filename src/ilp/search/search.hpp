// Branch and cut over one mixed program: what all its parts share, and the tree that drives them.
//
//   restart.cpp     the program as the root leaves it, to begin anew with
//   root.cpp        propagation, first LP, rounds of cuts, first heuristics
//   tree.cpp        nodes: choose, propagate, bound, prune, branch
//   symmetric_tree.cpp  what symmetries of the program add at a node
//   branching.cpp   reliability branching; set_branching.cpp: on halves of sets
//   former_search.hpp  what a search leaves to the next one; first_leaves.cpp, former_cuts.cpp:
//                   beginning with it
//   learned_bounds.cpp  what conflicts (conflict/) say for the whole tree
//   rounds.hpp      workers that search parts of the tree side by side
//   tree_cuts.hpp  cuts below the root; local_cuts.hpp: that hold in one node
//   host_rows.cpp   rows and cuts of the caller that come during the search
//   host_choices.cpp  plans and branchings of the caller
//   block_patterns.cpp  bins, bars: a bound and plans from patterns of blocks
//   small_tree.cpp  a plain tree before cuts, where few integers are open
//   sub_problem.cpp a search within the search, for heuristics
//   reduced_cost.cpp  bounds from reduced costs and the cutoff
//
// It knows nothing of the caller's problem: points go out through the judge, limits come in through
// the control. Sub-problems of heuristics run the same search on a smaller program.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ilp/conflict/conflicts.hpp"
#include "ilp/cuts/network.hpp"
#include "ilp/cuts/variable_bounds.hpp"
#include "ilp/node/probing.hpp"
#include "ilp/node/workbench.hpp"
#include "ilp/search/former_search.hpp"
#include "ilp/search/local_cuts.hpp"
#include "ilp/search/node_queue.hpp"
#include "ilp/search/tree_cuts.hpp"
#include "ilp/symmetry/symmetry.hpp"
#include "tenon/random.hpp"

namespace tenon::ilp {

struct SearchCounters {
    std::int64_t nodes = 0, simplex_iterations = 0, refactorisations = 0, cuts = 0;
    std::int64_t host_cuts = 0, host_branchings = 0;
    std::int64_t restarts = 0;  // before this search
    LearnedCounters conflicts;
    SimplexCounters simplex;
    double root_seconds = 0;

    void add_lps(const LpCounters& lp) {
        simplex_iterations += lp.iterations;
        refactorisations += lp.refactorisations;
        simplex.add(lp);
    }
    void add_lps(const SearchCounters& part) {
        simplex_iterations += part.simplex_iterations;
        refactorisations += part.refactorisations;
        simplex.add(part.simplex);
    }
};

enum class SearchStatus : std::uint8_t {
    proven,     // the incumbent is within the gap, or there is none and no plan exists
    unbounded,  // the relaxation is unbounded
    stopped,    // a limit; see Control::reason()
    numerical,  // some part of the tree could be neither solved nor split
    restart,    // restart_program() is wanted in the place of this one
};

class Rounds;
struct KnapsackBlocks;  // blocks/
struct Pattern;

class Search : public Workbench {
  public:
    Search(const MixedProgram& program, Control& control, Judge judge,
           const SearchOptions& options);
    // A worker of another search that stands at its root; it has no nodes yet.
    Search(const Search& whole, Control& control, Judge judge, double share, std::uint64_t stream);
    ~Search() override;

    // Large trees are searched by workers, perhaps on several threads at once. Their judge says
    // what the judge would say; nothing comes of it, and nobody is told.
    void may_use_workers(Judge examine) { examine_ = std::move(examine); }

    bool solve_sub(const SubProblem& part) override;  // sub_problem.cpp
    void learn_from_propagation() override;           // local_cuts.cpp
    bool add_local_cuts(const Node& node, LocalCuts::Visit& visit);
    void take_back_local_cuts(LocalCuts::Visit& visit, bool closed);

    // learned_bounds.cpp
    void learn_from_relaxation(LpStatus status) override;

    // May be preceded by offers to incumbent().
    SearchStatus run();

    double bound() const;  // no plan costs less
    // Of a search that has not run: every plan is still open, whatever it has been offered.
    void claim_nothing() noexcept { current_bound_ = -infinity; }
    double gap() const;
    void report_step(const char* event);  // for the log
    bool closed_by_judge() const noexcept { return closed_by_judge_; }
    double judge_floor() const noexcept { return judge_floor_; }
    const SearchCounters& counters() const noexcept { return counters_; }
    // The program with the bounds and cuts that this search has learned; plans no better than the
    // incumbent may be missing.
    MixedProgram restart_program() const;  // restart.cpp
    bool holds_debug_point() const;
    // Takes over what a search before this one counted and learned of branching; `origin` names the
    // column of that search that each one here was.
    void go_on_from(const SearchCounters& counters, const PseudoCosts& learned,
                    std::span<const std::int32_t> origin);
    void count_on(const SearchCounters& counters) { counters_ = counters; }
    // What branching has brought in an earlier search, in the columns of this one.
    void learn_branching(const PseudoCosts& known) { pseudo_costs_.adopt(known); }
    // For a later search, where recipes and branchings were kept.
    FormerSearch leave() const;
    // A row that plans must keep from now on; for the judge. Needs options.rows_may_come.
    void add_row(Cut row);
    // Somebody else holds a plan of this cost, which may have no place in the program.
    void take_limit(double objective);

  private:
    friend class Rounds;
    SearchState state() const;
    void report(const char* phase);
    void tell_plan(const char* source) override;

    enum class Fate : std::uint8_t { branched, pruned, solved, stopped, unsolved, reopened };

    // host_rows.cpp
    bool take_pending_rows();  // into the relaxation; true if there were any
    void ask_for_cuts(std::vector<Cut>& cuts);
    bool add_host_cuts();

    // host_choices.cpp
    void ask_for_plans_at_root();
    bool ask_for_plans(const Node& node);

    // For a search within this one: brief, and nothing that is said in this one's columns.
    SearchOptions options_of_part() const;                                     // sub_problem.cpp
    Judged take_from_part(std::span<const double> point, const char* source);  // the same

    // block_patterns.cpp
    bool bound_by_patterns();  // false: the root is settled
    void search_patterns(const MixedProgram& whole, const KnapsackBlocks& blocks,
                         std::span<const Pattern> patterns);

    bool has_few_open() const;  // small_tree.cpp
    bool grows_too_large() const;
    bool try_small_tree();  // false: the root is settled

    double bound_of_box() const;

    // root.cpp
    bool root();  // false: the search is over, status_ says how
    bool root_propagation();
    bool propagate_cutoff();
    bool solve_root_relaxation();
    bool probe_root();
    bool follow_probed();
    void cut_rounds();  // cut_rounds.cpp
    bool add_cuts_at_root(const std::vector<Cut>& cuts);
    bool resolve_root();
    const Network* network();                             // cut_rounds.cpp
    bool knows_good_plan() const;                         // first_leaves.cpp
    bool make_former_cuts(const VariableBounds& bounds);  // former_cuts.cpp
    bool begins_with_leaves() const;                      // first_leaves.cpp
    bool begin_with_leaves(const Node& whole);
    void equip(Separation& at);                           // cut_rounds.cpp
    void keep_recipes(Separation& at, CutRound& round);   // cut_rounds.cpp
    bool tighten_root();                                  // cut_rounds.cpp
    void check_cuts(const std::vector<Cut>& cuts) const;  // cut_rounds.cpp
    void check_cuts(const std::vector<Cut>& cuts, const std::vector<double>& point) const;
    bool fix_by_root_costs();
    std::vector<Equivalence> open_equations() const;  // restart.cpp
    double share_left();
    bool may_restart() const;
    bool leave_root();
    bool restart_in_tree();
    void remember_root_costs();

    // tree.cpp
    struct Choice {
        std::int32_t column = -1;
        double value = 0;
        double down_bound = -infinity, up_bound = -infinity;
        bool tightened = false, infeasible = false;
        bool up_is_left = false;  // of what was tightened
        BranchSide first = BranchSide::automatic;
        bool teaches = true;  // pseudo-costs
        // Of a set: what is false in the downward branch, and what in the upward one.
        std::vector<std::int32_t> false_below, false_above;
        bool of_set() const noexcept { return !false_below.empty(); }
    };
    void halve_set(Choice& choice);         // set_branching.cpp
    bool take_host_branch(Choice& choice);  // host_choices.cpp; false: there is none
    void grow();
    bool grow_on();  // to the end or a pause; true: a pause
    bool pause_due() const;
    double open_bound() const;
    bool enter(const Node& node);        // false: nothing is left of it
    void follow_path(const Node& node);  // its bounds alone
    Fate process(Node& node);
    // `branched`: bounded, and open. `first`: pseudo-costs learn of the branch that made it.
    Fate bound_node(Node& node, bool first);
    bool propagate_node();
    LpStatus solve_node();
    // splitting.cpp
    Fate settle_integral(Node& node);
    Fate split_anywhere(Node& node, bool dear = false);
    Fate split(Node& node, const Choice& choice);
    bool begins_upwards(std::int32_t column, double value) const;
    void record_tightened(Node& node, const Choice& choice);  // first_leaves.cpp
    void find_symmetry();                                     // symmetric_tree.cpp
    bool spread_symmetry();
    void hand_down_watched(const SymmetryStep& step, const Choice& choice, Node& down, Node& up);
    bool pick(Node& node);
    void watch_memory();
    Fate prune(const char* step, double bound);
    void flush_plunge();
    void keep_lp_values();
    bool lp_point_in_domain() const;
    bool refresh_global_bounds();
    void learn_pseudo_cost(const Node& node, double objective);
    double estimate(double objective) const;

    // tree_cuts.cpp
    VariableBounds variable_bounds() const;
    void start_tree_cuts();
    bool add_tree_cuts(const Node& node, TreeCuts::Visit& visit);
    std::vector<CutRef> find_tree_cuts();
    bool end_tree_cuts(TreeCuts::Visit& visit, bool closed);
    void take_back_tree_cuts(TreeCuts::Visit& visit);

    // learned_bounds.cpp
    void start_learning();
    bool take_learned_bounds();

    // branching.cpp
    Choice choose_branch(double objective);
    double appeal(std::int32_t column) const;
    double trial_start() const;
    struct Trial {
        double bound = -infinity;  // valid for the branch
        double gain = 0;
        bool infeasible = false, finished = false;
    };
    Trial try_branch(std::int32_t column, bool up, double value, double objective,
                     std::int64_t iterations);

    // reduced_cost.cpp
    std::int64_t fix_by_reduced_costs(double objective);

    // Debug point.
    bool point_in_domain(const std::vector<double>& x) const;
    void watch(const char* step);
    bool point_is_needed() const;

    const char* phase_ = "root";  // for reports
    NodeQueue queue_;
    bool told_deep_ = false;  // of a worker: the nodes of all take too much memory
    SearchCounters counters_;
    SearchStatus status_ = SearchStatus::proven;
    std::vector<std::int32_t> fractional_;

    bool lp_solved_ = false;
    bool small_tree_ = false;  // this is one

    Judge examine_;                   // of workers; may be empty
    std::unique_ptr<Rounds> rounds_;  // once there are workers
    // A pause in the tree: after this much work, if at least so many nodes are open; after so many
    // nodes.
    std::int64_t pause_work_ = Control::endless, pause_nodes_ = Control::endless;
    std::size_t pause_open_ = 0;

    double current_bound_ = infinity;  // of the node in work
    double outer_bound_ = infinity;    // of a worker: the least bound of the others' nodes
    double floor_ = infinity;          // least bound among what was cut off by the gap or cutoff
    bool root_closed_ = false;         // the root's own bounds leave nothing better
    // A leaf was closed because the judge refused its point, which the relaxation allows.
    bool closed_by_judge_ = false;
    double judge_floor_ = infinity;  // options.judge_floor, and of those leaves
    bool unresolved_ = false;        // a node was given up for numerical reasons
    // The debug point, or an equivalent, in the region of the node in work; null if it has none.
    std::shared_ptr<const std::vector<double>> watched_, watched_at_root_;
    std::unique_ptr<Conflicts> conflicts_;  // none at the root, or where none are wanted
    std::unique_ptr<TreeCuts> tree_cuts_;   // none at the root, or where none are wanted
    LocalCuts local_cuts_;
    bool has_local_cuts_ = false;  // in the relaxation now
    bool sought_symmetry_ = false;
    std::unique_ptr<Symmetry> symmetry_;  // none if the program has no symmetries

    std::vector<double> root_costs_, root_values_;
    double root_objective_ = -infinity;
    Basis first_basis_;                   // of the first one, where a later search is to have it
    double root_bound_ = -infinity;       // of the last relaxation at the root
    double first_objective_ = -infinity;  // of the first one, before cuts
    Probed probed_;
    std::int32_t cut_rounds_made_ = 0;
    std::shared_ptr<const Network> network_;  // sought when cuts first want it
    double root_costs_cutoff_ = infinity;     // the cutoff root costs were last used with

    std::vector<Node> plunge_;  // siblings on the way down, deepest last
    Node next_;                 // the child to go on with
    bool has_next_ = false;
    std::size_t node_mark_ = 0;  // the trail when the node in work was entered
    std::int64_t plunge_nodes_ = 0;
    std::int64_t root_work_ = 0, tree_start_ = 0;  // work of the root; all work when it ended
    std::int64_t open_integers_ = -1;              // of the program; counted when first asked for
    std::int64_t picks_ = 0;
    std::int64_t root_iterations_ = 0;   // simplex steps of the first relaxation
    std::int64_t trial_iterations_ = 0;  // simplex steps in strong branching
    std::vector<Cut> pending_rows_;      // not yet in the relaxation
};

}  // namespace tenon::ilp
