// Gaussian elimination of the part of a basis that is not triangular.
//
// Pivot choice: the Markowitz count (r - 1)(c - 1) bounds the fill of a pivot whose row holds r and
// whose column holds c active entries; the search looks at few columns and rows of smallest count
// (U. H. Suhl, L. M. Suhl: Computing sparse LU factorizations for large-scale linear programming
// bases, ORSA J. Computing 2, 1990). An entry may be pivot only if it is at least threshold times
// the largest active entry of its column, so multipliers stay below 1 / threshold. With a
// threshold of a half and more, asked for after numerical trouble, it must be that large in its row
// too (rook pivoting: L. Neal, G. Poole: A geometric analysis of Gaussian elimination, Linear
// Algebra Appl. 173, 1992), so that U cannot grow along a row either.
#pragma once

#include <cstdint>
#include <vector>

#include "base/stop_check.hpp"

namespace tenon::ilp {

// What elimination leaves behind, pivot after pivot. Slots number the columns of the basis before
// it is reordered.
struct Elimination {
    std::vector<std::int32_t> row, slot;                    // of pivot k
    std::vector<double> value;                              // of pivot k
    std::vector<std::int32_t> lower_begin{0}, lower_index;  // multipliers of pivot k, by row
    std::vector<double> lower_value;
    std::vector<std::int32_t> upper_begin{0}, upper_slot;  // row of U of pivot k, by slot
    std::vector<double> upper_value;

    void clear();
    // Closes pivot k after its multipliers and row of U have been appended.
    void push(std::int32_t pivot_row, std::int32_t pivot_slot, double pivot_value);
};

class MarkowitzKernel {
  public:
    // Room for a basis of m rows; nothing is active.
    void reset(std::int32_t m);
    // Adds an active column; entries in rows that are not active must be left out by the caller.
    void add_column(std::int32_t slot, const std::vector<std::int32_t>& rows,
                    const std::vector<double>& values);
    // Eliminates until no acceptable pivot is left.
    void run(double threshold, double smallest_pivot, Elimination& out, StopCheck& stop);

  private:
    struct Pivot {
        std::int32_t row = -1, slot = -1;
        double value = 0;
        std::int64_t merit = 0;
    };
    // Doubly linked lists of keys by count.
    struct CountLists {
        std::vector<std::int32_t> head, next, previous;
        void reset(std::int32_t keys, std::int32_t counts);
        void link(std::int32_t key, std::int32_t count);
        void unlink(std::int32_t key, std::int32_t count);
    };

    void start();
    Pivot select(double threshold);
    Pivot select_sparsest(double threshold);
    Pivot make_rook(Pivot pivot, double threshold);
    void search_column(std::int32_t slot, double threshold, Pivot& best);
    void search_row(std::int32_t row, double threshold, Pivot& best);
    void eliminate(const Pivot& pivot, Elimination& out);
    void update_column(std::int32_t slot, double factor);
    void discard_column(std::int32_t slot);
    void grow_column(std::int32_t slot, std::int32_t room);
    void append_to_row(std::int32_t row, std::int32_t slot);
    void remove_from_row(std::int32_t row, std::int32_t slot);
    std::int32_t find_in_column(std::int32_t slot, std::int32_t row) const;
    void refresh_largest(std::int32_t slot);

    std::int32_t m_ = 0;
    double smallest_pivot_ = 0;
    std::int64_t work_ = 0;
    std::vector<std::int32_t> slots_;  // active columns as added
    // Columns with values, rows as patterns; both move to the end of storage when they outgrow it.
    std::vector<std::int32_t> column_begin_, column_count_, column_room_, column_row_;
    std::vector<double> column_value_, largest_;
    std::vector<std::int32_t> row_begin_, row_count_, row_room_, row_slot_;
    CountLists columns_, rows_;
    std::vector<double> multiplier_;
    std::vector<std::int32_t> pivot_rows_, pivot_slots_;
    std::vector<std::int32_t> seen_;
    std::int32_t stamp_ = 0;
};

}  // namespace tenon::ilp
