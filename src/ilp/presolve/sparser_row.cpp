// Fewer entries by adding equations to rows. If an equation e holds most of its columns in the same
// ratio as another row r does, r - t e has fewer entries than r:
//
//   entries of e that cancel in r  >  entries of e that r does not have.
//
// Points stay what they are; only sides move, by t times the side of e. Cuts and propagation see
// rows that say the same with less.
//
// S. Chang, S. McCormick: Implementation and computational results for the hierarchical algorithm
// for making sparse matrices sparser, ACM Transactions on Mathematical Software 19, 1993; T.
// Achterberg et al., ZIB-Report 16-44, 2016.
#include <cmath>
#include <vector>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Longer equations touch too many rows.
constexpr std::int32_t longest_equation = 500;
// A ratio beyond this carries the rounding of one row into the other.
constexpr double largest_ratio = 1e3;
// Fewer entries than this share of the equation is not worth a change of the row.
constexpr std::int32_t least_gain = 2;

class Sparser {
  public:
    explicit Sparser(Workspace& work)
        : work_(work),
          hits_(work.row_alive.size(), 0),
          votes_(work.row_alive.size(), 0),
          ratio_(work.row_alive.size(), 0),
          of_equation_(work.column_alive.size(), 0) {}

    std::int64_t apply(std::int32_t equation) {
        const EntryLists& matrix = work_.matrix;
        rows_.clear();
        for (std::int32_t e = matrix.first_in_row(equation); e != EntryLists::none;
             e = matrix.next_in_row(e)) {
            const std::int32_t j = matrix.column(e);
            of_equation_[j] = matrix.value(e);
            work_.spend(matrix.column_size(j));
            for (std::int32_t f = matrix.first_in_column(j); f != EntryLists::none;
                 f = matrix.next_in_column(f))
                if (matrix.row(f) != equation)
                    meet(matrix.row(f), matrix.value(f) / matrix.value(e));
        }
        std::int64_t count = 0;
        for (const std::int32_t row : rows_) {
            const std::int32_t size = matrix.row_size(equation);
            if (votes_[row] > 0 && hits_[row] - (size - hits_[row]) >= least_gain &&
                std::fabs(ratio_[row]) <= largest_ratio &&
                std::fabs(ratio_[row]) >= 1 / largest_ratio)
                count += subtract(row, equation, hits_[row]) ? 1 : 0;
            hits_[row] = votes_[row] = 0;
        }
        for (std::int32_t e = matrix.first_in_row(equation); e != EntryLists::none;
             e = matrix.next_in_row(e))
            of_equation_[matrix.column(e)] = 0;
        return count;
    }

  private:
    // A vote for the ratio that most entries share (R. Boyer, J. Moore: MJRTY, 1981).
    void meet(std::int32_t row, double ratio) {
        if (hits_[row]++ == 0) rows_.push_back(row);
        if (votes_[row] == 0) ratio_[row] = ratio;
        votes_[row] += ratio == ratio_[row] ? 1 : -1;
    }

    bool subtract(std::int32_t row, std::int32_t equation, std::int32_t hits) {
        EntryLists& matrix = work_.matrix;
        const double t = ratio_[row];
        std::int32_t cancelled = 0;
        work_.spend(matrix.row_size(row));
        for (std::int32_t e = matrix.first_in_row(row); e != EntryLists::none;
             e = matrix.next_in_row(e)) {
            const double a = of_equation_[matrix.column(e)];
            if (a == 0) continue;
            const double before = matrix.value(e), after = before - t * a;
            if (after == 0)
                ++cancelled;
            else if (std::fabs(after) <= coefficient_noise * std::fabs(before))
                return false;
        }
        if (cancelled - (matrix.row_size(equation) - hits) < least_gain) return false;
        for (std::int32_t e = matrix.first_in_row(row); e != EntryLists::none;) {
            const std::int32_t next = matrix.next_in_row(e), j = matrix.column(e);
            const double a = of_equation_[j];
            if (a != 0) {
                work_.columns_changed.touch(j);
                const double after = matrix.value(e) - t * a;
                if (after == 0)
                    matrix.remove(e);
                else
                    matrix.set_value(e, after);
                of_equation_[j] = 0;
            }
            e = next;
        }
        // What is still marked in the equation is new to the row.
        for (std::int32_t e = matrix.first_in_row(equation); e != EntryLists::none;
             e = matrix.next_in_row(e)) {
            const std::int32_t j = matrix.column(e);
            if (of_equation_[j] == 0) {
                of_equation_[j] = matrix.value(e);
                continue;
            }
            matrix.add(row, j, -t * of_equation_[j]);
            work_.columns_changed.touch(j);
        }
        const double side = t * work_.row_lower[equation];
        if (!std::isinf(work_.row_lower[row])) work_.row_lower[row] -= side;
        if (!std::isinf(work_.row_upper[row])) work_.row_upper[row] -= side;
        work_.touch_row(row);
        return true;
    }

    Workspace& work_;
    std::vector<std::int32_t> hits_, votes_;
    std::vector<double> ratio_, of_equation_;
    std::vector<std::int32_t> rows_;
};

}  // namespace

std::int64_t make_rows_sparser(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    if (!work.enough_changed(since)) return 0;
    Sparser sparser(work);
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(work.row_alive.size()); ++i) {
        if (work.row_alive[i] == 0 || work.row_lower[i] != work.row_upper[i]) continue;
        if (work.matrix.row_size(i) < 2 || work.matrix.row_size(i) > longest_equation) continue;
        if (work.tired()) break;
        count += sparser.apply(i);
    }
    work.skip_changes(since);
    return count;
}

}  // namespace tenon::ilp
