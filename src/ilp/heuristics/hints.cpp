// Hints of the caller. Hinted integers are fixed at their hints one by one, the heaviest first
// (then by column), each choice spread over the rows at once; a hint that has become impossible is
// passed over. What is left open goes to fix and propagate.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"

namespace tenon::ilp {

bool follow_hints(Workbench& search, std::span<const double> point) {
    const std::vector<double>& hint = search.options().hint;
    const std::vector<double>& weight = search.options().hint_weight;
    std::vector<std::int32_t> order;
    for (const std::int32_t j : search.integers())
        if (search.has_hint(j)) order.push_back(j);
    if (order.empty()) return false;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int32_t a, std::int32_t b) { return weight[a] > weight[b]; });
    Domain& domain = search.domain();
    const std::size_t start = domain.mark();
    const std::int64_t work = domain.work();
    for (const std::int32_t j : order) {
        if (search.control().stopped()) break;
        const std::size_t mark = domain.mark();
        const double value = std::clamp(std::round(hint[j]), domain.lower(j), domain.upper(j));
        domain.fix(j, value, Domain::by_choice);
        if (domain.infeasible() || !domain.propagate()) domain.undo_to(mark);
    }
    search.control().add_work(domain.work() - work);
    std::vector<double> rest(point.begin(), point.end());
    rest.resize(static_cast<std::size_t>(domain.columns()));
    for (std::int32_t j = 0; j < domain.columns(); ++j) {
        if (point.empty() && search.has_hint(j)) rest[j] = hint[j];
        rest[j] = std::clamp(rest[j], domain.lower(j), domain.upper(j));
    }
    const bool found = !search.control().stopped() && fix_and_propagate(search, rest);
    domain.undo_to(start);
    return found;
}

}  // namespace tenon::ilp
