// The reductions in turn until none finds anything, then the rest as a program of its own.
//
// T. Achterberg, R. Bixby, Z. Gu, E. Rothberg, D. Weninger: Presolve reductions in mixed integer
// programming, ZIB-Report 16-44, 2016.
#include "ilp/presolve/presolve.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "ilp/presolve/reductions.hpp"

namespace tenon::ilp {

namespace {

// Which programs a reduction is for: some prove by integrality, some have no way back for prices.
enum class For : std::uint8_t { both, integer, linear };

// The thorough ones look at everything, and so only where the others find nothing any more.
enum class Effort : std::uint8_t { quick, thorough };

// `bears`: the rows to come under which a reduction may be used. none: it takes columns out that
// are no affine image of another; implied: it presumes that all rows are known.
struct Reduction {
    const char* name;
    For programs;
    Effort effort;
    RowsToCome bears;
    std::int64_t (*apply)(Workspace& work, Cursor& since);
};

// In the order of their cost and of what they open for the next.
constexpr std::array<Reduction, 20> reductions{{
    {"equation systems", For::integer, Effort::quick, RowsToCome::any, judge_equation_system},
    {"singleton rows", For::both, Effort::quick, RowsToCome::any, remove_singleton_rows},
    {"row activity", For::both, Effort::quick, RowsToCome::any, judge_rows},
    {"bound tightening", For::integer, Effort::quick, RowsToCome::any, tighten_bounds},
    {"fixed columns", For::both, Effort::quick, RowsToCome::any, remove_fixed_columns},
    {"dual fixing", For::both, Effort::quick, RowsToCome::implied, fix_by_dual},
    {"small entries", For::linear, Effort::quick, RowsToCome::none, drop_small_entries},
    {"doubleton equations", For::both, Effort::quick, RowsToCome::any, substitute_doubletons},
    {"slack columns", For::both, Effort::quick, RowsToCome::none, absorb_slacks},
    {"implied rows", For::both, Effort::thorough, RowsToCome::any, remove_implied_rows},
    {"free columns", For::both, Effort::thorough, RowsToCome::none, substitute_free_columns},
    {"dominated columns", For::both, Effort::thorough, RowsToCome::implied, fix_dominated_columns},
    {"parallel columns", For::both, Effort::thorough, RowsToCome::none, merge_parallel_columns},
    {"parallel rows", For::both, Effort::thorough, RowsToCome::any, merge_parallel_rows},
    {"clique merging", For::integer, Effort::thorough, RowsToCome::any, merge_cliques},
    {"sparser rows", For::integer, Effort::thorough, RowsToCome::any, make_rows_sparser},
    {"integer rows", For::integer, Effort::quick, RowsToCome::any, round_integer_rows},
    {"congruences", For::integer, Effort::quick, RowsToCome::any, round_to_congruences},
    {"coefficient tightening", For::integer, Effort::quick, RowsToCome::any, tighten_coefficients},
    {"implied integers", For::integer, Effort::quick, RowsToCome::implied, mark_implied_integers},
}};

// Rounds after the first few bring single changes; a long chain of them is left to the search.
constexpr int most_rounds = 30;

// About what the workspace and the stack hold: an entry stands in the lists and may go once over
// the stack; a row or column has its vectors and one step.
std::int64_t bytes_for(const LinearProgram& lp) {
    constexpr std::int64_t entry = 32 + 12, line = 250;
    return entry * static_cast<std::int64_t>(lp.matrix.index.size()) +
           line * (std::int64_t{lp.columns} + lp.rows);
}

using Skipped = std::array<bool, reductions.size()>;

void reduce(Workspace& work, const Skipped& skipped, std::vector<ReductionCount>& counts) {
    std::array<Cursor, reductions.size()> since{};
    for (const Reduction& reduction : reductions) counts.push_back({reduction.name, 0});
    for (int round = 0; round < most_rounds && !work.stopped(); ++round) {
        std::int64_t changes = 0, quick_changes = 0;
        for (std::size_t k = 0; k < reductions.size() && !work.stopped(); ++k) {
            const Reduction& reduction = reductions[k];
            if (skipped[k] || reduction.bears < work.rows_to_come ||
                reduction.programs == (work.linear() ? For::integer : For::linear))
                continue;
            if (work.linear() && reduction.effort == Effort::thorough && quick_changes > 0)
                continue;
            work.begin_pass();
            const std::int64_t fired = reduction.apply(work, since[k]);
            counts[k].fired += fired;
            changes += fired;
            if (reduction.effort == Effort::quick) quick_changes += fired;
            work.check_debug(reduction.name);
        }
        if (changes == 0) break;
    }
}

}  // namespace

struct Presolve::Impl {
    MixedProgram reduced;
    PostsolveStack undo;
    std::vector<std::int32_t> column_of, row_of;  // reduced -> original
    std::int32_t original_columns = 0, original_rows = 0;
    std::int64_t original_nonzeros = 0;
    PresolveMode mode = PresolveMode::integer;
    std::vector<ReductionCount> counts;
    Skipped skipped{};
    std::optional<Charge> held;  // the budget's share of the reduced program and the stack
    const DebugPoint* debug = nullptr;
    std::int64_t spent = 0;  // of the last run
    RowsToCome rows_to_come = RowsToCome::none;

    PresolveStatus run(const Context& context, const MixedProgram& original, StopCheck& stop);
    void extract(const Workspace& work);
    std::vector<double> of_kept(std::span<const double> of_columns) const;
    std::int64_t bytes() const;
};

// Column by column, as the entries lie in memory; the entries of a column in the order of rows.
void Presolve::Impl::extract(const Workspace& work) {
    LinearProgram& lp = reduced.lp;
    std::vector<std::int32_t> new_row(work.row_alive.size());
    for (std::size_t i = 0; i < work.row_alive.size(); ++i) {
        if (work.row_alive[i] == 0) continue;
        new_row[i] = lp.rows++;
        row_of.push_back(static_cast<std::int32_t>(i));
        lp.row_lower.push_back(work.row_lower[i]);
        lp.row_upper.push_back(work.row_upper[i]);
    }
    std::vector<std::pair<std::int32_t, double>> entries;
    for (std::int32_t j = 0; j < original_columns; ++j) {
        if (work.column_alive[j] == 0) continue;
        work.charge(1 + work.matrix.column_size(j));
        ++lp.columns;
        column_of.push_back(j);
        lp.cost.push_back(work.cost[j]);
        lp.lower.push_back(work.lower[j]);
        lp.upper.push_back(work.upper[j]);
        reduced.integer.push_back(work.integer[j]);
        entries.clear();
        for (std::int32_t e = work.matrix.first_in_column(j); e != EntryLists::none;
             e = work.matrix.next_in_column(e))
            entries.emplace_back(new_row[work.matrix.row(e)], work.matrix.value(e));
        if (!std::is_sorted(entries.begin(), entries.end()))
            std::sort(entries.begin(), entries.end());
        for (const auto& [row, value] : entries) {
            lp.matrix.index.push_back(row);
            lp.matrix.value.push_back(value);
        }
        lp.matrix.start.push_back(static_cast<std::int64_t>(lp.matrix.index.size()));
    }
    lp.offset = work.offset;
}

std::vector<double> Presolve::Impl::of_kept(std::span<const double> of_columns) const {
    std::vector<double> out;
    out.reserve(column_of.size());
    for (const std::int32_t j : column_of) out.push_back(of_columns[j]);
    return out;
}

std::int64_t Presolve::Impl::bytes() const {
    constexpr std::int64_t entry = 12, line = 60;
    const LinearProgram& lp = reduced.lp;
    return undo.bytes() + entry * static_cast<std::int64_t>(lp.matrix.index.size()) +
           line * (std::int64_t{lp.columns} + lp.rows);
}

Presolve::Presolve(PresolveMode mode) : impl_(std::make_unique<Impl>()) {
    impl_->mode = mode;
}
Presolve::~Presolve() = default;
Presolve::Presolve(Presolve&&) noexcept = default;
Presolve& Presolve::operator=(Presolve&&) noexcept = default;

void Presolve::watch(const DebugPoint* point) {
    impl_->debug = point;
}

void Presolve::expect(RowsToCome rows) {
    impl_->rows_to_come = rows;
}

void Presolve::skip(std::string_view reduction) {
    for (std::size_t k = 0; k < reductions.size(); ++k)
        if (reduction == reductions[k].name) impl_->skipped[k] = true;
}

std::vector<const char*> Presolve::reduction_names() {
    std::vector<const char*> names;
    for (const Reduction& reduction : reductions) names.push_back(reduction.name);
    return names;
}

PresolveStatus Presolve::Impl::run(const Context& context, const MixedProgram& original,
                                   StopCheck& stop) {
    original_columns = original.lp.columns;
    original_rows = original.lp.rows;
    original_nonzeros = static_cast<std::int64_t>(original.lp.matrix.index.size());
    // Entries are numbered in 32 bits here; larger problems are solved as they are.
    if (original_nonzeros > std::int64_t{1} << 30) {
        reduced = original;
        for (std::int32_t j = 0; j < original.lp.columns; ++j) column_of.push_back(j);
        for (std::int32_t i = 0; i < original.lp.rows; ++i) row_of.push_back(i);
        return PresolveStatus::reduced;
    }
    const Charge charge(context, bytes_for(original.lp));
    Workspace workspace(stop, original, mode);
    workspace.watch(debug);
    workspace.rows_to_come = rows_to_come;
    workspace.check_debug("the rounding of integer bounds");
    reduce(workspace, skipped, counts);
    if (workspace.stopped()) return workspace.status;
    undo = std::move(workspace.undo);
    extract(workspace);
    held.emplace(context, bytes());
    return PresolveStatus::reduced;
}

PresolveStatus Presolve::run(const Context& context, const MixedProgram& original,
                             const LpLimits& limits) {
    const auto afresh = [this] {
        auto fresh = std::make_unique<Impl>();
        fresh->debug = impl_->debug;
        fresh->mode = impl_->mode;
        fresh->skipped = impl_->skipped;
        fresh->rows_to_come = impl_->rows_to_come;
        impl_ = std::move(fresh);
    };
    StopCheck stop;
    stop.rearm(&context, limits.deadline_seconds, limits.work);
    stop.report_as(limits.report ? "presolve" : nullptr);
    afresh();
    PresolveStatus status = PresolveStatus::stopped;
    try {
        status = impl_->run(context, original, stop);
    } catch (const Stopped&) {
        afresh();
    }
    impl_->spent = stop.work();
    return status;
}

const MixedProgram& Presolve::reduced() const noexcept {
    return impl_->reduced;
}

std::vector<double> Presolve::restore(std::span<const double> reduced_point) const {
    Answer answer;
    answer.primal.resize(static_cast<std::size_t>(impl_->original_columns));
    for (std::size_t k = 0; k < impl_->column_of.size(); ++k)
        answer.primal[impl_->column_of[k]] = reduced_point[k];
    impl_->undo.restore(answer);
    return std::move(answer.primal);
}

std::vector<AffineColumn> Presolve::affine_columns() const {
    std::vector<AffineColumn> columns(static_cast<std::size_t>(impl_->original_columns));
    for (std::size_t k = 0; k < impl_->column_of.size(); ++k)
        columns[impl_->column_of[k]] = {static_cast<std::int32_t>(k), 1, 0};
    impl_->undo.restore(columns);
    return columns;
}

// A nonbasic variable whose bounds have met may be called by either; on the way back they part
// again, and it must then be at the one that its reduced cost asks for.
Answer Presolve::restore_optimum(const Answer& reduced) const {
    const LinearProgram& lp = impl_->reduced.lp;
    const auto columns = static_cast<std::size_t>(impl_->original_columns);
    const auto rows = static_cast<std::size_t>(impl_->original_rows);
    const auto side = [](BasisStatus status, bool met, double d) {
        if (status == BasisStatus::basic || !met) return status;
        return d >= 0 ? BasisStatus::at_lower : BasisStatus::at_upper;
    };
    Answer answer;
    answer.primal.resize(columns);
    answer.reduced.resize(columns);
    answer.dual.resize(rows);
    answer.basis.column.resize(columns);
    answer.basis.row.resize(rows);
    for (std::size_t k = 0; k < impl_->column_of.size(); ++k) {
        const std::int32_t j = impl_->column_of[k];
        answer.primal[j] = reduced.primal[k];
        answer.reduced[j] = reduced.reduced[k];
        answer.basis.column[j] =
            side(reduced.basis.column[k], lp.lower[k] == lp.upper[k], reduced.reduced[k]);
    }
    for (std::size_t k = 0; k < impl_->row_of.size(); ++k) {
        const std::int32_t i = impl_->row_of[k];
        answer.dual[i] = reduced.dual[k];
        answer.basis.row[i] =
            side(reduced.basis.row[k], lp.row_lower[k] == lp.row_upper[k], reduced.dual[k]);
    }
    impl_->undo.restore(answer);
    return answer;
}

std::vector<double> Presolve::project(std::span<const double> original_point) const {
    std::vector<double> point(original_point.begin(), original_point.end());
    impl_->undo.project(point);
    return impl_->of_kept(point);
}

std::vector<double> Presolve::carry(std::span<const double> of_columns) const {
    std::vector<double> most(of_columns.begin(), of_columns.end());
    impl_->undo.carry(most);
    return impl_->of_kept(most);
}

std::span<const std::int32_t> Presolve::kept_columns() const noexcept {
    return impl_->column_of;
}

std::span<const std::int32_t> Presolve::kept_rows() const noexcept {
    return impl_->row_of;
}

const std::vector<ReductionCount>& Presolve::counts() const noexcept {
    return impl_->counts;
}
std::int64_t Presolve::removed_rows() const noexcept {
    return impl_->original_rows - impl_->reduced.lp.rows;
}
std::int64_t Presolve::removed_columns() const noexcept {
    return impl_->original_columns - impl_->reduced.lp.columns;
}
std::int64_t Presolve::removed_nonzeros() const noexcept {
    return impl_->original_nonzeros -
           static_cast<std::int64_t>(impl_->reduced.lp.matrix.index.size());
}

std::int64_t Presolve::work() const noexcept {
    return impl_->spent;
}

void Presolve::report(SolveCounters& counters) const {
    counters.presolved_rows = removed_rows();
    counters.presolved_columns = removed_columns();
    counters.presolved_nonzeros = removed_nonzeros();
    for (const ReductionCount& count : impl_->counts)
        if (count.fired > 0) counters.reductions.push_back(count);
}

}  // namespace tenon::ilp
