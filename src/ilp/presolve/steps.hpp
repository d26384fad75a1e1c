// What the reductions leave on the postsolve stack, and how each is undone.
//
// An answer travels back through the steps, last one first. Before a step it is an optimum of the
// problem after the reduction, afterwards one of the problem before it: rows and columns that the
// reduction removed have got their value, price, reduced cost and status, and as many variables are
// basic as there are rows. With c - A'y = d, a price y_i > 0 stands only where row i is at its
// lower side and y_i < 0 only at its upper side, and so d_j for the bounds of column j.
//
// Each undo() lives in the file of its reduction.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/basis.hpp"

namespace tenon::ilp {

// A point, and for a linear program the rest of a basic optimum. Indexed as the original problem.
struct Answer {
    std::vector<double> primal;
    // Empty where only a point is brought back: then undo() sees to the primal values alone.
    std::vector<double> dual, reduced;
    Basis basis;

    bool priced() const noexcept { return !basis.empty(); }
};

// Entries of a row or column as they were when it went: first .. last of the stack's store.
struct Stretch {
    std::int64_t first = 0, last = 0;
};

struct Entries {
    std::span<const std::int32_t> index;
    std::span<const double> value;

    std::size_t size() const noexcept { return index.size(); }
};

// x_column = value. `at` is the bound it is at; basic stands for both (lower = upper).
struct FixedColumn {
    std::int32_t column;
    double value, cost;
    BasisStatus at;
    Stretch rows;
};

// A row that says nothing: its price is zero and its logical basic.
struct IdleRow {
    std::int32_t row;
};

// row_lower <= coefficient x_column <= row_upper went into the bounds of the column.
struct SingletonRow {
    std::int32_t row, column;
    double coefficient;
    bool lower_from_row, upper_from_row;  // which bounds of the column are the row's now
};

// Only one point of the box keeps the row; the steps above this one fixed its columns there.
struct ForcingRow {
    std::int32_t row;
    bool at_upper;  // the row's least activity is its upper side; else its largest the lower side
    Stretch columns;
};

// coefficient x_column + rest in [row_lower, row_upper], x_column in no other row: the row holds
// the rest alone now. For an equation the cost went over to the rest.
struct SlackColumn {
    std::int32_t row, column;
    double coefficient, lower, upper, row_lower, row_upper, cost;
    bool integer;
    Stretch others;
};

// coefficient x + other_coefficient y = right: x went out of the problem, its bounds to y.
struct DoubletonEquation {
    std::int32_t row, x, y;
    double coefficient, other_coefficient, right, lower, upper, cost;
    bool integer;
    bool lower_from_x, upper_from_x;  // which bounds of y come from x now
    Stretch rows;                     // of x, without the equation
};

// coefficient x_column + rest = right, the column free in effect: it and the row went.
struct FreeColumn {
    std::int32_t row, column;
    double coefficient, right, cost;
    Stretch rows, others;  // of the column without this row, of the row without the column
};

// Row gone = factor * row kept; the sides of the kept row are the tighter ones of both.
struct ParallelRow {
    std::int32_t gone, kept;
    double factor;
    bool lower_from_gone, upper_from_gone;
};

// Column gone = factor * column kept, of the same cost: with z = factor x_gone the kept column
// stands for x_kept + z. The bounds are those before.
struct ParallelColumn {
    std::int32_t gone, kept;
    double factor, z_lower, z_upper, lower, upper;
    bool gone_integer, kept_integer;
};

// An inequality that every optimum holds at one side was called an equation.
struct SettledRow {
    std::int32_t row;
    bool at_upper;
};

// A column without cost or bound in one direction, in which all its rows are kept: they went with
// it. limit is its bound in the other direction, which may be infinite.
struct ReleasedRows {
    std::int32_t column;
    bool downward;  // the direction without an end
    double limit;
    Stretch rows;    // of the column
    Stretch sides;   // of each row: how many other columns it has, and the side that holds it
    Stretch others;  // the other columns, row after row
};

class PostsolveStack;

void undo(const FixedColumn& step, const PostsolveStack& stack, Answer& answer);
void undo(const IdleRow& step, const PostsolveStack& stack, Answer& answer);
void undo(const SingletonRow& step, const PostsolveStack& stack, Answer& answer);
void undo(const ForcingRow& step, const PostsolveStack& stack, Answer& answer);
void undo(const SlackColumn& step, const PostsolveStack& stack, Answer& answer);
void undo(const DoubletonEquation& step, const PostsolveStack& stack, Answer& answer);
void undo(const FreeColumn& step, const PostsolveStack& stack, Answer& answer);
void undo(const ParallelRow& step, const PostsolveStack& stack, Answer& answer);
void undo(const ParallelColumn& step, const PostsolveStack& stack, Answer& answer);
void undo(const SettledRow& step, const PostsolveStack& stack, Answer& answer);
void undo(const ReleasedRows& step, const PostsolveStack& stack, Answer& answer);

}  // namespace tenon::ilp
