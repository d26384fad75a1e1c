// The deletion filter with the integer solver, for problems whose relaxation has a plan. It begins
// with everything, or with equations that no integers solve (whole_equations.hpp).
//
// Rows first, in blocks that shrink where something in them is needed; then single sides; then the
// columns that are left in a row: first whole, then their integrality and bounds. What a trial
// could not decide within its limit stays, and is not called needed.
#include <algorithm>

#include "base/hearing.hpp"
#include "ilp/explain/conflict_search.hpp"
#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/whole_equations.hpp"

namespace tenon::ilp {

namespace {

// A trial may take this many times the work of the first proof, and never less than the floor
// (some tenths of a second). Where a bound is out the tree can be without end: nodes are limited
// too.
constexpr std::int64_t effort_factor = 10, least_trial_work = 20'000'000, least_trial_nodes = 2'000;

// Members that are tried together.
using Item = std::vector<std::size_t>;

class IntegerFilter {
  public:
    IntegerFilter(const Context& context, const Problem& problem, double deadline,
                  std::vector<ConflictMember>& members, std::int64_t& trials)
        : quiet_(context),
          problem_(problem),
          trial_(problem),
          deadline_(deadline),
          members_(members),
          trials_(trials) {
        // The solver's reports go on under another name; its answer to a refusal ends the trial.
        if (context.progress)
            quiet_.progress = ProgressOfPart{&context, [this, &context](const Progress& solver) {
                                                 Progress progress;
                                                 progress.phase = "find conflict";
                                                 progress.work = trials_;
                                                 progress.nodes = solver.nodes;
                                                 progress.seconds = solver.seconds;
                                                 refused_ = refused_ || !tell(context, progress);
                                                 return !refused_;
                                             }};
        quiet_.log = nullptr;
        quiet_.log_line = nullptr;
        trial_.set_offset(0);
        for (std::int32_t j = 0; j < trial_.columns(); ++j) {
            trial_.set_cost(j, 0);
            // A bound of a binary column must be able to go.
            if (trial_.type()[j] == ColumnType::binary) trial_.set_type(j, ColumnType::integer);
        }
        for (std::int32_t i = 0; i < problem.rows(); ++i) {
            add(Part::row_lower, i, problem.row_lower()[i] > -infinity);
            add(Part::row_upper, i, problem.row_upper()[i] < infinity);
        }
        for (std::int32_t j = 0; j < problem.columns(); ++j) {
            add(Part::integrality, j, problem.type()[j] != ColumnType::continuous);
            add(Part::column_lower, j, problem.lower()[j] > -infinity);
            add(Part::column_upper, j, problem.upper()[j] < infinity);
        }
        in_.assign(members_.size(), 1);
    }

    // Of all that is in.
    Outcome solve() {
        ++trials_;
        SolveOptions options;
        options.time_limit_seconds = std::max(0.0, deadline_ - steady_seconds());
        options.work_limit = work_limit_;
        options.node_limit = node_limit_;
        options.heuristics = !has_open_integers();  // dives would go on without end
        const Solution solution = tenon::solve(quiet_, trial_, options);
        if (work_limit_ < 0) first_ = solution.counters;
        return solution.outcome;
    }
    // Of trials; work below zero: by the effort of the first solve.
    void limit_trials(std::int64_t work) {
        work_limit_ = work >= 0 ? work : std::max(least_trial_work, effort_factor * first_.work);
        node_limit_ = std::max(least_trial_nodes, effort_factor * first_.nodes);
    }

    // Leaves out all but these rows and the integrality of what stands in them.
    void begin_with(const std::vector<std::int32_t>& rows) {
        std::vector<std::uint8_t> row(static_cast<std::size_t>(problem_.rows()), 0);
        std::vector<std::uint8_t> column(static_cast<std::size_t>(problem_.columns()), 0);
        for (const std::int32_t i : rows) {
            row[i] = 1;
            for (std::int64_t k = problem_.row_start()[i]; k < problem_.row_start()[i + 1]; ++k)
                column[problem_.index()[k]] = 1;
        }
        for (std::size_t k = 0; k < members_.size(); ++k) {
            const ConflictMember& member = members_[k];
            const bool in = is_of_row(member.part)
                                ? row[member.index] != 0
                                : member.part == Part::integrality && column[member.index] != 0;
            if (!in) set(k, false);
        }
    }

    void run() {
        filter(items([](Part part) { return is_of_row(part); }, true));
        filter(items([](Part part) { return is_of_row(part); }, false));
        drop_columns_without_rows();
        filter(items([](Part part) { return !is_of_row(part); }, true));
        filter(items([](Part part) { return !is_of_row(part); }, false));
        std::size_t kept = 0;
        for (std::size_t k = 0; k < in_.size(); ++k)
            if (in_[k]) members_[kept++] = members_[k];
        members_.resize(kept);
    }

  private:
    void add(Part part, std::int32_t index, bool there) {
        if (there) members_.push_back({part, index, false});
    }
    bool stopped() const {
        return refused_ || steady_seconds() >= deadline_ ||
               (quiet_.cancel && quiet_.cancel->requested());
    }

    bool has_open_integers() const {
        for (std::int32_t j = 0; j < trial_.columns(); ++j)
            if (trial_.type()[j] != ColumnType::continuous &&
                (trial_.lower()[j] == -infinity || trial_.upper()[j] == infinity))
                return true;
        return false;
    }

    // Those in and not known to be needed: one item a row or column, or one a member.
    template <class Wanted>
    std::vector<Item> items(Wanted wanted, bool whole) const {
        std::vector<Item> list;
        for (std::size_t k = 0; k < members_.size(); ++k) {
            const ConflictMember& member = members_[k];
            if (!in_[k] || member.needed || !wanted(member.part)) continue;
            const bool same =
                !list.empty() && members_[list.back().back()].index == member.index &&
                is_of_row(members_[list.back().back()].part) == is_of_row(member.part);
            if (whole && same)
                list.back().push_back(k);
            else
                list.push_back({k});
        }
        return list;
    }

    // Blocks of items: a block that can go lets the next one be larger, one that cannot is halved.
    void filter(const std::vector<Item>& list) {
        std::size_t block = std::max<std::size_t>(1, list.size() / 2);
        for (std::size_t at = 0; at < list.size() && !stopped();) {
            const std::size_t end = std::min(list.size(), at + block);
            for (std::size_t k = at; k < end; ++k) set(list[k], false);
            const Outcome outcome = solve();
            if (outcome == Outcome::infeasible) {
                at = end;
                block *= 2;
                continue;
            }
            for (std::size_t k = at; k < end; ++k) set(list[k], true);
            if (block > 1 && end - at > 1) {
                block = (end - at) / 2;
                continue;
            }
            if (outcome == Outcome::optimal && list[at].size() == 1)
                members_[list[at][0]].needed = true;
            ++at;
        }
    }

    void set(const Item& item, bool in) {
        for (const std::size_t k : item) set(k, in);
    }
    void set(std::size_t k, bool in) {
        const std::int32_t index = members_[k].index;
        in_[k] = in ? 1 : 0;
        switch (members_[k].part) {
            case Part::row_lower:
                trial_.set_row_bounds(index, in ? problem_.row_lower()[index] : -infinity,
                                      trial_.row_upper()[index]);
                break;
            case Part::row_upper:
                trial_.set_row_bounds(index, trial_.row_lower()[index],
                                      in ? problem_.row_upper()[index] : infinity);
                break;
            case Part::column_lower:
                trial_.set_bounds(index, in ? problem_.lower()[index] : -infinity,
                                  trial_.upper()[index]);
                break;
            case Part::column_upper:
                trial_.set_bounds(index, trial_.lower()[index],
                                  in ? problem_.upper()[index] : infinity);
                break;
            case Part::integrality:
                trial_.set_type(index, in ? ColumnType::integer : ColumnType::continuous);
                break;
            case Part::cost:
                break;
        }
    }

    // No row speaks of them any more, and each has an integer between its bounds.
    void drop_columns_without_rows() {
        std::vector<std::uint8_t> used(static_cast<std::size_t>(problem_.columns()), 0);
        for (std::size_t k = 0; k < members_.size(); ++k) {
            if (!in_[k] || !is_of_row(members_[k].part)) continue;
            const std::int32_t i = members_[k].index;
            for (std::int64_t e = problem_.row_start()[i]; e < problem_.row_start()[i + 1]; ++e)
                used[problem_.index()[e]] = 1;
        }
        for (std::size_t k = 0; k < members_.size(); ++k)
            if (in_[k] && !is_of_row(members_[k].part) && !used[members_[k].index]) set(k, false);
    }

    Context quiet_;
    const Problem& problem_;
    Problem trial_;
    double deadline_;
    std::vector<ConflictMember>& members_;
    std::int64_t& trials_;
    std::vector<std::uint8_t> in_;
    bool refused_ = false;  // by the progress callback
    std::int64_t work_limit_ = -1, node_limit_ = -1;
    SolveCounters first_;
};

}  // namespace

void ConflictSearch::search_integers() {
    Members members;
    IntegerFilter filter(context_, problem_, deadline_, members, out_.trials);
    const MixedProgram program = to_mixed_program(problem_);
    const SparseRows rows = rows_of(program.lp.matrix, program.lp.rows);
    std::int64_t work = 0;
    if (const auto found =
            find_congruence(whole_equations(program, rows, work), problem_.columns(), work))
        filter.begin_with(found->row);
    out_.outcome = filter.solve();
    if (out_.outcome == Outcome::infeasible_or_unbounded) out_.outcome = Outcome::numerical;
    if (out_.outcome != Outcome::infeasible) return;
    filter.limit_trials(options_.trial_work_limit);
    filter.run();
    out_.members = std::move(members);
}

}  // namespace tenon::ilp
