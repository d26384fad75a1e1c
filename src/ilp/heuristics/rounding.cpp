// Rounding by locks: a fractional column that no row stops from falling is rounded down, one that
// no row stops from rising is rounded up; feasibility is then kept by itself. Any other fractional
// column ends the attempt.
// T. Achterberg, thesis, 2007, chapter 9.1.
#include <cmath>
#include <vector>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/workbench.hpp"

namespace tenon::ilp {

bool round_by_locks(Workbench& search, std::span<const double> point) {
    if (!search.options().rounding) return false;
    const Stint stint(search.control(), SearchPart::rounding);
    std::vector<std::int32_t> fractional;
    search.find_fractional(point, fractional);
    std::vector<double> rounded(point.begin(), point.end());
    double objective = 0;
    for (const std::int32_t j : fractional) {
        if (search.down_locks()[j] == 0)
            rounded[j] = std::floor(point[j]);
        else if (search.up_locks()[j] == 0)
            rounded[j] = std::ceil(point[j]);
        else
            return false;
    }
    const std::vector<double>& cost = search.program().lp.cost;
    for (std::size_t j = 0; j < rounded.size(); ++j) objective += cost[j] * rounded[j];
    // Continuous columns may still get cheaper in the completion; without them it is decided.
    const bool pure = search.integers().size() == rounded.size();
    if (pure && objective + search.program().lp.offset > search.incumbent().strict_cutoff())
        return false;
    return search.offer(rounded, "rounding");
}

}  // namespace tenon::ilp
