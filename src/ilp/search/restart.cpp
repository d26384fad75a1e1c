// Beginning anew: when reduced costs, probing and better plans have fixed a good part of the
// integer columns, presolve finds more in what is left, and its cuts and root are stronger than
// this one's. Cuts that bind go along as rows, and so do the equations that probing has found
// between a binary and another integer: presolve aggregates one of the two.
//
// T. Achterberg: Constraint Integer Programming, thesis, TU Berlin, 2007, chapter 10.9.
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "ilp/node/cut_rows.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// Integer columns that are still open, of those that the program left open: in the tree, and at
// the root itself.
constexpr double most_left = 0.8, most_left_at_root = 0.12;
// Work in the tree against that of the root, which has to be done again in the share that is left:
// a program that a short tree solves is not worth it, and a long tree not to be thrown away.
constexpr double least_tree_share = 2, most_tree_share = 10;

// column - (at_one - at_zero) binary = at_zero
void append_equations(LinearProgram& lp, const std::vector<Equivalence>& equations) {
    std::vector<Cut> rows;
    for (const Equivalence& one : equations) {
        Cut row;
        row.index = {one.column, one.binary};
        row.value = {1, one.at_zero - one.at_one};
        if (one.binary < one.column) {
            std::swap(row.index[0], row.index[1]);
            std::swap(row.value[0], row.value[1]);
        }
        row.right = one.at_zero;
        rows.push_back(std::move(row));
    }
    append_rows(lp, rows);
    for (std::size_t k = 0; k < rows.size(); ++k)
        lp.row_lower[lp.row_lower.size() - rows.size() + k] = rows[k].right;
}

}  // namespace

// At most one for each column that can go: those that close a circle are left out.
std::vector<Equivalence> Search::open_equations() const {
    std::vector<Equivalence> out;
    if (!options_.equivalences || probed_.equations.empty()) return out;
    std::vector<std::int32_t> root(static_cast<std::size_t>(domain_.columns()));
    std::iota(root.begin(), root.end(), 0);
    const auto find = [&root](std::int32_t j) {
        while (root[j] != j) j = root[j] = root[root[j]];
        return j;
    };
    for (const Equivalence& one : probed_.equations) {
        if (domain_.fixed(one.column) || domain_.fixed(one.binary)) continue;
        const std::int32_t a = find(one.column), b = find(one.binary);
        if (a == b) continue;
        root[a] = b;
        out.push_back(one);
    }
    return out;
}

double Search::share_left() {
    if (open_integers_ < 0) {
        open_integers_ = 0;
        for (const std::int32_t j : integers_)
            if (program_.lp.lower[j] < program_.lp.upper[j]) ++open_integers_;
    }
    std::int64_t left = 0;
    for (const std::int32_t j : integers_)
        if (!domain_.fixed(j)) ++left;
    left -= static_cast<std::int64_t>(open_equations().size());
    return static_cast<double>(std::max<std::int64_t>(left, 0)) /
           std::max(1.0, static_cast<double>(open_integers_));
}

bool Search::may_restart() const {
    return options_.restarts > 0 && !options_.brief && !options_.rows_may_come &&
           !options_.host.cuts;
}

// With what the root has learned so far; between two of its parts. True too if nothing is left.
bool Search::leave_root() {
    if (!may_restart() || options_.eager_restarts || control_.stopped()) return false;
    const double known = root_costs_cutoff_;
    root_closed_ = !refresh_global_bounds();
    if (root_closed_) return true;
    // The LP takes the bounds over before anything saves its state.
    if (root_costs_cutoff_ < known) resolve_root();
    if (root_closed_ || status_ != SearchStatus::proven) return true;
    if (share_left() > most_left_at_root) return false;
    status_ = SearchStatus::restart;
    return true;
}

// Between two plunges.
bool Search::restart_in_tree() {
    if (!may_restart()) return false;
    const auto root = static_cast<double>(root_work_);
    const auto tree = static_cast<double>(control_.work() - tree_start_);
    if (tree > most_tree_share * root) return false;
    domain_.undo_to(0);
    const double left = share_left();
    const bool wanted = options_.eager_restarts
                            ? left < 1
                            : left <= most_left && tree >= least_tree_share * root * left;
    if (wanted) status_ = SearchStatus::restart;
    return wanted;
}

MixedProgram Search::restart_program() const {
    MixedProgram program = program_;
    LinearProgram& lp = program.lp;
    lp.lower.assign(domain_.lower().begin(), domain_.lower().end());
    lp.upper.assign(domain_.upper().begin(), domain_.upper().end());
    // Rows of cuts would hide the symmetries that the program has.
    if (symmetry_) return program;
    std::vector<Cut> cuts;
    for (const CutRef& cut : relaxation_.cuts()) cuts.push_back(*cut);
    append_rows(lp, cuts);
    append_equations(lp, open_equations());
    return program;
}

}  // namespace tenon::ilp
