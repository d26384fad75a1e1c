// Beginning anew: when reduced costs, probing and better plans have fixed a good part of the
// integer columns, presolve finds more in what is left, and its cuts and root are stronger than
// this one's. Cuts that bind go along as rows.
//
// T. Achterberg: Constraint Integer Programming, thesis, TU Berlin, 2007, chapter 10.9.
#include <algorithm>

#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// Of the integer columns that the program left open.
constexpr double least_fixed_share = 0.2;
// Work in the tree against that of the root, which has to be done again: a program that a short
// tree solves is not worth it, and a long one not to be thrown away.
constexpr double least_tree_share = 2, most_tree_share = 10;

}  // namespace

bool Search::worth_restarting() {
    if (options_.restarts <= 0 || options_.brief || options_.rows_may_come || options_.host_cuts)
        return false;
    const auto root = static_cast<double>(root_work_);
    const double tree = static_cast<double>(control_.work() - tree_start_);
    if (!options_.eager_restarts &&
        (tree < least_tree_share * root || tree > most_tree_share * root))
        return false;
    if (open_integers_ < 0) {
        open_integers_ = 0;
        for (const std::int32_t j : integers_)
            if (program_.lp.lower[j] < program_.lp.upper[j]) ++open_integers_;
    }
    domain_.undo_to(0);
    std::int64_t left = 0;
    for (const std::int32_t j : integers_)
        if (!domain_.fixed(j)) ++left;
    const double share = options_.eager_restarts ? 0 : least_fixed_share;
    return static_cast<double>(open_integers_ - left) > share * static_cast<double>(open_integers_);
}

MixedProgram Search::restart_program() const {
    MixedProgram program = program_;
    LinearProgram& lp = program.lp;
    lp.lower.assign(domain_.lower().begin(), domain_.lower().end());
    lp.upper.assign(domain_.upper().begin(), domain_.upper().end());
    // Rows of cuts would hide the symmetries that the program has.
    if (symmetry_) return program;
    const std::span<const Cut> cuts = relaxation_.cuts();
    std::vector<std::int64_t> grown(static_cast<std::size_t>(lp.columns));
    for (const Cut& cut : cuts)
        for (const std::int32_t j : cut.index) ++grown[j];
    SparseColumns wide;
    wide.start.assign(1, 0);
    for (std::int32_t j = 0; j < lp.columns; ++j)
        wide.start.push_back(wide.start.back() + lp.matrix.start[j + 1] - lp.matrix.start[j] +
                             grown[j]);
    wide.index.resize(wide.start.back());
    wide.value.resize(wide.start.back());
    std::vector<std::int64_t> next(wide.start.begin(), wide.start.end() - 1);
    for (std::int32_t j = 0; j < lp.columns; ++j)
        for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
            wide.index[next[j]] = lp.matrix.index[k];
            wide.value[next[j]++] = lp.matrix.value[k];
        }
    for (const Cut& cut : cuts) {
        for (std::size_t k = 0; k < cut.index.size(); ++k) {
            const std::int32_t j = cut.index[k];
            wide.index[next[j]] = lp.rows;
            wide.value[next[j]++] = cut.value[k];
        }
        lp.row_lower.push_back(-infinity);
        lp.row_upper.push_back(cut.right);
        ++lp.rows;
    }
    lp.matrix = std::move(wide);
    return program;
}

}  // namespace tenon::ilp
