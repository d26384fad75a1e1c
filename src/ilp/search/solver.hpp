// One solve of a mixed integer problem, from the caller's problem to the answer.
//
//   solver.cpp         presolve, search, and what comes of it
//   solver_stages.cpp  programs after the first presolve: parts apart, the search begun anew
//   solver_caller.cpp  what the caller says and hears: hints, rows, the memory
//   solver_given.cpp   points and branchings that the caller gives: starts, what callbacks hand in
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ilp/node/search_parts.hpp"
#include "ilp/presolve/presolve.hpp"
#include "ilp/search/components.hpp"
#include "ilp/search/plans.hpp"
#include "ilp/search/presolve_chain.hpp"
#include "ilp/search/search.hpp"
#include "ilp/search/solve.hpp"

namespace tenon::ilp {

class Solver {
  public:
    Solver(const Context& context, const Problem& problem, const SolveOptions& options,
           const SolveTrial& trial)
        : context_(context),
          problem_(problem),
          options_(options),
          trial_(trial),
          sign_(problem.sense() == Sense::maximize ? -1.0 : 1.0),
          control_(context, options),
          search_options_(search_options(options)),
          plans_(problem, options, control_) {
        control_.tell_in_sense(sign_);
        plans_.connect([this] { return place(); }, [this](const NewRow& row) { add_row(row); });
    }

    Solution run();

  private:
    void log_program(const char* what, const MixedProgram& program);
    PresolveStatus run(Presolve& presolve, const MixedProgram& program, SearchPart part);
    Outcome search_problem();
    Outcome search_program(const MixedProgram& program);
    void drop_search();
    void make_search(const MixedProgram& program, SearchOptions options);
    PresolveStatus begin_anew(SearchOptions& options);
    ComponentStatus solve_apart(const SearchOptions& options);
    Outcome decide_unbounded();
    bool remembers() const;
    bool recall_answer();
    std::vector<double> near_faults() const;
    void recall_images();
    void remember_answer();
    void take_former_search(const MixedProgram& program, SearchOptions& options);
    std::shared_ptr<const FormerSearch> former_search() const;
    std::vector<std::int32_t> kept_columns() const;
    std::vector<std::int32_t> kept_rows() const;
    bool within_gap(double bound, double objective) const;
    Judged keep_whole(const std::vector<double>& given);
    bool keep_start();
    std::vector<double> projected(const std::vector<double>& given) const;
    std::string explain(const std::vector<double>& given, const char* what, std::string verdict,
                        const std::string& refusal) const;
    void take_start();
    bool ask_for_plans(std::span<const double> point, double objective);
    void take_plans();
    void take_plan(const std::vector<double>& given, PlanVerdict& verdict);
    std::optional<HostBranch> split_of(const Branching& given, const std::vector<double>& point);
    std::optional<HostBranch> ask_for_branching(std::span<const double> point, double objective);
    void collect();
    void finish();
    void confirm_answer();
    void tell_of_large_integers();
    std::vector<double> in_callers_columns(std::span<const double> reduced_point) const;
    std::vector<double> plan_of(std::span<const double> reduced_point) const;
    Judged judge(std::span<const double> reduced_point);
    Plans::Place place() const;
    void add_row(const NewRow& row);
    void ask_for_cuts(std::span<const double> point, double objective, std::vector<Cut>& cuts);
    void take_guidance(SearchOptions& options);
    void ask_host(SearchOptions& options);
    void find_images();
    RowsToCome rows_to_come() const;
    bool asks_host() const;

    const Context& context_;
    const Problem& problem_;
    const SolveOptions& options_;
    const SolveTrial& trial_;
    double sign_;
    Control control_;
    SearchOptions search_options_;
    PresolveChain presolves_;  // none: the program is the caller's
    std::optional<Search> search_;
    Plans plans_;
    std::string start_refusal_;  // what was wrong with a whole start as it was given
    std::vector<AffineColumn>
        images_;  // of the caller's columns, where rows or branchings may come
    std::vector<std::vector<double>> handed_in_;  // plans of the caller, not looked at yet
    bool closed_by_judge_ = false;    // some leaf of the search; see Search::closed_by_judge
    double judge_floor_ = infinity;   // the least bound of such a leaf
    bool start_taken_ = false;        // by the first search
    MixedProgram plain_;              // the problem without presolve, where that is tried again
    SearchCounters spent_;            // by searches before the present one, where one is made anew
    bool whole_only_ = false;         // components were fixed apart, and that left no plan
    double bound_ = -infinity;        // of the minimisation
    bool found_in_program_ = false;   // a plan that has a place in the program
    double known_bound_ = -infinity;  // the same, from the memory
    std::shared_ptr<const FormerSearch> known_search_;  // of the memory, in the caller's columns
    std::vector<double> start_;  // the caller's, or else a plan of the memory
    DebugPoint reduced_debug_;
    Solution answer_;
};

}  // namespace tenon::ilp
