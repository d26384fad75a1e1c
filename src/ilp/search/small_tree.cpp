// Effort that grows with difficulty: before cuts, a program with few integers open is given to a
// plain tree, without cuts and heuristics, within little work. Many models of every day end there;
// the others have lost a few milliseconds, and keep what branching has taught.
//
// How far it may go depends on its size, foretold while it grows. A node at depth d stands for the
// share 2^-d of a full tree, so what is closed is done = 1 - sum over open nodes of 2^-d, and a
// tree that grows evenly has nodes / done in the end.
//
// P. Kilby, J. Slaney, S. Thiebaux, T. Walsh: Estimating search tree size, AAAI 2006.
#include <algorithm>

#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

constexpr std::size_t most_fractional = 40;
constexpr std::int64_t most_open = 100;  // integers
constexpr std::int64_t most_nodes = 1'200, most_work = 8'000'000;
// At each so many nodes it ends if more than that are foretold. Earlier the size cannot be told.
constexpr std::int64_t foretell_every = 300;
constexpr double most_foretold = 2'000;

}  // namespace

bool Search::has_few_open() const {
    std::int64_t open = 0;
    for (const std::int32_t j : integers_) open += domain_.fixed(j) ? 0 : 1;
    return open <= most_open;
}

// Of a small tree: it would be none.
bool Search::grows_too_large() const {
    if (!small_tree_ || counters_.nodes == 0 || counters_.nodes % foretell_every != 0) return false;
    double open = queue_.share_of_tree();
    for (const Node& node : plunge_) open += node.share_of_tree();
    if (has_next_) open += next_.share_of_tree();
    return static_cast<double>(counters_.nodes) > most_foretold * (1 - open);
}

// False: the root is settled.
bool Search::try_small_tree() {
    if (!options_.small_tree || options_.brief || options_.rows_may_come || options_.host.any() ||
        options_.every_plan || options_.restarted || options_.former || !lp_solved_ ||
        current_bound_ >= incumbent_.gap_cutoff())
        return true;
    find_fractional(lp_point_, fractional_);
    if (fractional_.empty() || fractional_.size() > most_fractional || !has_few_open()) return true;
    const Stint stint(control_, SearchPart::small_tree);
    MixedProgram program = program_;
    program.lp.lower.assign(domain_.lower().begin(), domain_.lower().end());
    program.lp.upper.assign(domain_.upper().begin(), domain_.upper().end());
    Control control(control_, std::min(most_nodes, control_.nodes_left(counters_.nodes)),
                    most_work);
    const auto judge = [this](std::span<const double> point) {
        return take_from_part(point, "small tree");
    };
    SearchOptions options = options_of_part();
    options.cuts = options.heuristics = false;
    Search search(program, control, judge, options);
    search.small_tree_ = true;
    search.incumbent().set_limit(incumbent_.limit());
    const SearchStatus status = search.run();
    counters_.add_lps(search.counters());
    counters_.nodes += search.counters().nodes;
    if (status != SearchStatus::proven || search.closed_by_judge() || control_.stopped()) {
        pseudo_costs_.adopt(search.pseudo_costs_);
        return true;
    }
    ++control_.effort().of(SearchPart::small_tree).found;
    prune("small tree", search.bound());
    root_closed_ = true;
    return false;
}

}  // namespace tenon::ilp
