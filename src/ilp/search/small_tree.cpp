// Effort that grows with difficulty: before cuts, a program with few integers open is given to a
// plain tree, without cuts and heuristics, within little work. Many models of every day end there;
// the others have lost a few milliseconds.
#include <algorithm>

#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

constexpr std::size_t most_fractional = 24;
constexpr std::int64_t most_open = 100;  // integers
constexpr std::int64_t most_nodes = 300, most_work = 3'000'000;

}  // namespace

bool Search::has_few_open() const {
    std::int64_t open = 0;
    for (const std::int32_t j : integers_) open += domain_.fixed(j) ? 0 : 1;
    return open <= most_open;
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
    search.incumbent().set_limit(incumbent_.limit());
    const SearchStatus status = search.run();
    counters_.add_lps(search.counters());
    counters_.nodes += search.counters().nodes;
    if (status != SearchStatus::proven || search.closed_by_judge() || control_.stopped())
        return true;
    ++control_.effort().of(SearchPart::small_tree).found;
    prune("small tree", search.bound());
    root_closed_ = true;
    return false;
}

}  // namespace tenon::ilp
