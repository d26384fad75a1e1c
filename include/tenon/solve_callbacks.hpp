// What the caller may say while a problem with integers is solved: be told of plans, refuse points
// by rows that the problem does not hold yet, tighten the relaxation, hand in plans of its own, and
// choose branchings.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon {

class Problem;  // problem.hpp

// A point in the caller's columns and where the solve stands. Borrowed for the call.
struct SolvePoint {
    std::span<const double> values;  // one a column
    double objective = 0;            // of the point, in the problem's sense
    double bound = 0;                // no plan can be better; infinite while nothing is known
    double incumbent = std::numeric_limits<double>::quiet_NaN();  // best plan so far; NaN: none
    std::int64_t nodes = 0;
};

// lower <= sum coefficients[k] x[columns[k]] <= upper
struct NewRow {
    std::string name;
    double lower, upper;
    std::vector<std::int32_t> columns;
    std::vector<double> coefficients;
};

// The rows that one call of a callback hands back.
class NewRows {
  public:
    explicit NewRows(std::int32_t columns) : columns_(columns) {}
    // An empty name becomes "lazy<number>" where the row is a lazy one. Throws Error(argument) for
    // spans of different length, columns that are not there, NaN, infinite coefficients,
    // lower > upper.
    void add(double lower, double upper, std::span<const std::int32_t> columns,
             std::span<const double> coefficients, std::string name = {});
    bool empty() const noexcept { return rows_.empty(); }
    const std::vector<NewRow>& rows() const noexcept { return rows_; }

  private:
    std::int32_t columns_;
    std::vector<NewRow> rows_;
};

// The points that one call of a callback hands in.
class NewPlans {
  public:
    explicit NewPlans(std::int32_t columns) : columns_(columns) {}
    // One value a column, NaN where unknown; copied. Throws Error(argument) for another count of
    // values and for infinite ones.
    void add(std::span<const double> values);
    bool empty() const noexcept { return points_.empty(); }
    const std::vector<std::vector<double>>& points() const noexcept { return points_; }

  private:
    std::int32_t columns_;
    std::vector<std::vector<double>> points_;
};

// What became of one of them.
struct PlanVerdict {
    std::int32_t number = 0;  // among those of its call, from 0
    bool taken = false;       // a plan came of it that is the best one now, or in the pool
    double objective = std::numeric_limits<double>::quiet_NaN();  // of that plan; NaN: none
    // Why nothing came of it; or what of it was changed, as "used with ..." in
    // Solution::start_verdict. Empty: taken as it was. Borrowed for the call.
    std::string_view reason;
};

enum class BranchSide : std::int32_t { automatic = 0, down = 1, up = 2 };

// The branching that one call of a callback chooses.
class Branching {
  public:
    explicit Branching(const Problem& problem) : problem_(problem) {}
    // One side has x[column] <= floor(value), the other x[column] >= floor(value) + 1. NaN: the
    // value at the point; where that is an integer, one side holds that value alone or ends with
    // it. `first`: the side that is searched first. A second call replaces the first. Throws
    // Error(argument) for a column that is not there or continuous, and an infinite value.
    void choose(std::int32_t column, double value = std::numeric_limits<double>::quiet_NaN(),
                BranchSide first = BranchSide::automatic);
    std::int32_t column() const noexcept { return column_; }  // -1: none was chosen
    double value() const noexcept { return value_; }
    BranchSide first() const noexcept { return first_; }

  private:
    const Problem& problem_;
    std::int32_t column_ = -1;
    double value_ = 0;
    BranchSide first_ = BranchSide::automatic;
};

// All run on the thread that called solve(), one at a time; they may solve other problems.
// Returning false ends the solve as the cancel handle does: Outcome::cancelled with the best plan
// so far. An exception ends it too and comes out of solve(), except std::bad_alloc and
// Error(cancelled), which become the outcomes memory_limit and cancelled.
struct SolveCallbacks {
    // Each time a plan becomes the best one. Linear programs: once, with the optimum. Where workers
    // search a large tree (Context::threads), news come when they meet.
    std::function<bool(const SolvePoint&)> incumbent;

    // Rows that are too many to write down. Asked about every point before it becomes a plan (or
    // joins the pool): its integers are exact and it keeps the problem's rows and the rows handed
    // back so far. Hand back at least one row that the point breaks, or none to let it pass. The
    // rows hold from then on, for the answer too: values keep them, worst_row may name one.
    //
    // Presolve then rests what presumes that all rows are known: dual fixing, fixing of empty
    // columns by their cost, slack and free columns, implied integers. A problem whose relaxation
    // without lazy rows is unbounded ends as infeasible_or_unbounded: give its columns bounds.
    // Linear programs are solved by the same search, and come without prices and basis. With this
    // callback or one of those below the tree is searched on one thread.
    std::function<bool(const SolvePoint&, NewRows&)> lazy_rows;

    // Asked at fractional optima of the relaxation, at the root in rounds, at the other nodes a few
    // times each. Rows handed back must be kept by every plan (or by every better one than the
    // incumbent); those that the point keeps are left out. Presolve then rests slack, free columns.
    std::function<bool(const SolvePoint&, NewRows&)> user_cuts;

    // Asked for plans at fractional optima of the relaxation: at the root after the first linear
    // program and after the rounds of cuts, then once at each node. Points may be whole or partial
    // (NaN: unknown). When the call has returned each is judged as any plan is, in exact arithmetic
    // and by lazy_rows; one that is partial, or whose continuous columns do not fit its integers,
    // is completed as SolveOptions::start is. Plans known before the solve are better given as
    // that. What is solved before its first fractional optimum asks nobody.
    std::function<bool(const SolvePoint&, NewPlans&)> user_plans;
    // Told of each of those points, in their order, what became of it. Points of a call that ends
    // the solve, and those behind one with which it ends, are not looked at.
    std::function<bool(const PlanVerdict&)> plan_verdict;

    // Asked at nodes with a fractional optimum, before tenon chooses a branching; what is chosen
    // takes the place of priorities and strong branching. Where the column has no two sides left
    // at the node (fixed there or by presolve, or the value lies outside its bounds) tenon chooses,
    // as where nothing is chosen; counters.user_branchings tells how many were followed. What is
    // proved does not depend on it, but the size of the tree does: branching on a column that is
    // integral at the point does not move its bound. Presolve then rests slack and free columns.
    std::function<bool(const SolvePoint&, Branching&)> user_branching;
};

}  // namespace tenon
