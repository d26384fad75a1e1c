// Known integers are fixed at their (rounded) values and spread over the rows; integers that are
// missing are then fixed one by one near the LP-free point of least magnitude, and continuous
// columns come from the LP. Nothing is taken that the judge refuses.
#include "ilp/search/start_plan.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

std::string use_start(Search& search, std::span<const double> start, const char* what,
                      const char* source) {
    Domain& domain = search.domain();
    const std::size_t mark = domain.mark();
    bool complete = true;
    bool possible = domain.propagate();
    for (const std::int32_t j : search.integers()) {
        if (!possible) break;
        if (std::isnan(start[j])) {
            complete = false;
            continue;
        }
        const double value = std::round(start[j]);
        if (value < domain.lower(j) || value > domain.upper(j)) {
            possible = false;
            break;
        }
        domain.fix(j, value, Domain::by_choice);
        possible = domain.propagate();
    }
    std::string verdict;
    if (!possible) {
        verdict =
            std::string("the integer values of the ") + what + " contradict the rows or bounds";
    } else {
        std::vector<double> point(start.begin(), start.end());
        for (std::int32_t j = 0; j < domain.columns(); ++j) {
            if (std::isnan(point[j])) point[j] = 0;
            point[j] = std::clamp(point[j], domain.lower(j), domain.upper(j));
        }
        const bool taken =
            complete ? search.offer(point, source) : fix_and_propagate(search, point);
        if (!taken) {
            verdict = search.incumbent().refusal();
            if (verdict.empty() && !complete)
                verdict = std::string("no completion of the partial ") + what + " was found";
            if (verdict.empty())
                verdict = std::string("the ") + what + " could not be completed to a plan";
        }
    }
    domain.undo_to(mark);
    return verdict;
}

}  // namespace tenon::ilp
