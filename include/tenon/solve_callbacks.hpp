// What the caller may say while a problem with integers is solved: be told of plans, refuse points
// by rows that the problem does not hold yet, and tighten the relaxation.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tenon {

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
    // callback or the next one the tree is searched on one thread.
    std::function<bool(const SolvePoint&, NewRows&)> lazy_rows;

    // Asked at fractional optima of the relaxation, at the root in rounds, at the other nodes a few
    // times each. Rows handed back must be kept by every plan (or by every better one than the
    // incumbent); those that the point keeps are left out. Presolve then rests slack, free columns.
    std::function<bool(const SolvePoint&, NewRows&)> user_cuts;
};

}  // namespace tenon
