// The reductions in turn until none finds anything, then the rest as a program of its own.
//
// T. Achterberg, R. Bixby, Z. Gu, E. Rothberg, D. Weninger: Presolve reductions in mixed integer
// programming, ZIB-Report 16-44, 2016.
#include "ilp/presolve/presolve.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "ilp/presolve/reductions.hpp"

namespace tenon::ilp {

namespace {

struct Reduction {
    const char* name;
    std::int64_t (*apply)(Workspace& work, std::int64_t since);
};

// In the order of their cost and of what they open for the next.
constexpr std::array<Reduction, 11> reductions{{
    {"presolve: easy rows", remove_easy_rows},
    {"presolve: row activity", judge_rows},
    {"presolve: bound tightening", tighten_bounds},
    {"presolve: fixed columns", remove_fixed_columns},
    {"presolve: dual fixing", fix_by_dual},
    {"presolve: doubleton equations", substitute_doubletons},
    {"presolve: slack columns", absorb_slacks},
    {"presolve: parallel rows", merge_parallel_rows},
    {"presolve: integer rows", round_integer_rows},
    {"presolve: coefficient tightening", tighten_coefficients},
    {"presolve: implied integers", mark_implied_integers},
}};

// Rounds after the first few bring single changes; a long chain of them is left to the search.
constexpr int most_rounds = 30;

void reduce(const Context& context, Workspace& work) {
    std::array<std::int64_t, reductions.size()> since{};
    for (int round = 0; round < most_rounds && !work.stopped(); ++round) {
        std::int64_t changes = 0;
        for (std::size_t k = 0; k < reductions.size() && !work.stopped(); ++k) {
            context.check_cancelled();
            const std::int64_t start = work.clock;
            changes += reductions[k].apply(work, since[k]);
            // What a reduction changes itself it may look at again in the next round.
            since[k] = start;
            work.check_debug(reductions[k].name);
        }
        if (changes == 0) break;
    }
}

}  // namespace

struct Presolve::Impl {
    MixedProgram reduced;
    PostsolveStack undo;
    std::vector<std::int32_t> column_of;  // reduced column -> original column
    std::int32_t original_columns = 0;
    std::int64_t removed_rows = 0, removed_columns = 0;
    const DebugPoint* debug = nullptr;

    void extract(const Workspace& work);
};

void Presolve::Impl::extract(const Workspace& work) {
    std::vector<std::int32_t> new_row(work.row_alive.size(), -1);
    LinearProgram& lp = reduced.lp;
    for (std::size_t i = 0; i < work.row_alive.size(); ++i) {
        if (!work.row_alive[i]) continue;
        new_row[i] = lp.rows++;
        lp.row_lower.push_back(work.row_lower[i]);
        lp.row_upper.push_back(work.row_upper[i]);
    }
    std::vector<std::pair<std::int32_t, double>> column;
    for (std::size_t j = 0; j < work.column_alive.size(); ++j) {
        if (!work.column_alive[j]) continue;
        column_of.push_back(static_cast<std::int32_t>(j));
        ++lp.columns;
        lp.cost.push_back(work.cost[j]);
        lp.lower.push_back(work.lower[j]);
        lp.upper.push_back(work.upper[j]);
        reduced.integer.push_back(work.integer[j]);
        column.clear();
        for (std::int32_t e = work.matrix.first_in_column(static_cast<std::int32_t>(j));
             e != EntryLists::none; e = work.matrix.next_in_column(e))
            column.emplace_back(new_row[work.matrix.row(e)], work.matrix.value(e));
        std::sort(column.begin(), column.end());
        for (const auto& [row, value] : column) {
            lp.matrix.index.push_back(row);
            lp.matrix.value.push_back(value);
        }
        lp.matrix.start.push_back(static_cast<std::int64_t>(lp.matrix.index.size()));
    }
    lp.offset = work.offset;
    removed_rows = static_cast<std::int64_t>(work.row_alive.size()) - lp.rows;
    removed_columns = static_cast<std::int64_t>(work.column_alive.size()) - lp.columns;
}

Presolve::Presolve() : impl_(std::make_unique<Impl>()) {}
Presolve::~Presolve() = default;
Presolve::Presolve(Presolve&&) noexcept = default;
Presolve& Presolve::operator=(Presolve&&) noexcept = default;

void Presolve::watch(const DebugPoint* point) {
    impl_->debug = point;
}

PresolveStatus Presolve::run(const Context& context, const MixedProgram& original) {
    const DebugPoint* debug = impl_->debug;
    impl_ = std::make_unique<Impl>();
    impl_->debug = debug;
    impl_->original_columns = original.lp.columns;
    // Entries are numbered in 32 bits here; larger problems are searched as they are.
    if (original.lp.matrix.index.size() > std::size_t{1} << 30) {
        impl_->reduced = original;
        for (std::int32_t j = 0; j < original.lp.columns; ++j) impl_->column_of.push_back(j);
        return PresolveStatus::reduced;
    }
    Workspace work(original);
    work.debug = debug;
    work.check_debug("the rounding of integer bounds");
    reduce(context, work);
    if (work.stopped()) return work.status;
    impl_->undo = std::move(work.undo);
    impl_->extract(work);
    return PresolveStatus::reduced;
}

const MixedProgram& Presolve::reduced() const noexcept {
    return impl_->reduced;
}

std::vector<double> Presolve::restore(std::span<const double> reduced_point) const {
    std::vector<double> point(impl_->original_columns, 0.0);
    for (std::size_t k = 0; k < impl_->column_of.size(); ++k)
        point[impl_->column_of[k]] = reduced_point[k];
    impl_->undo.restore(point);
    return point;
}

std::vector<double> Presolve::project(std::span<const double> original_point) const {
    std::vector<double> point(impl_->column_of.size());
    for (std::size_t k = 0; k < impl_->column_of.size(); ++k)
        point[k] = original_point[impl_->column_of[k]];
    return point;
}

std::int64_t Presolve::removed_rows() const noexcept {
    return impl_->removed_rows;
}
std::int64_t Presolve::removed_columns() const noexcept {
    return impl_->removed_columns;
}

}  // namespace tenon::ilp
