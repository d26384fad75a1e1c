// Of many cuts the few that matter: by depth, without those nearly parallel to one already taken.
// G. Andreello, A. Caprara, M. Fischetti: Embedding cuts in a branch and cut framework, INFORMS
// Journal on Computing 19, 2007.
#include <algorithm>
#include <cmath>

#include "ilp/cuts/separation.hpp"

namespace tenon::ilp {

namespace {

// Cosine above which two cuts count as the same.
constexpr double most_parallel = 0.95;
// Cuts much shallower than the deepest wait for a later round.
constexpr double least_share = 0.005;

double dot(const std::vector<double>& spread, const Cut& cut) {
    double sum = 0;
    for (std::size_t e = 0; e < cut.index.size(); ++e) {
        // Columns ascend: beyond the other cut's last one there is nothing.
        if (static_cast<std::size_t>(cut.index[e]) >= spread.size()) break;
        sum += spread[cut.index[e]] * cut.value[e];
    }
    return sum;
}

}  // namespace

void select_cuts(std::vector<Cut>& cuts, std::size_t most, Control& control) {
    std::stable_sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) {
        return a.efficacy != b.efficacy ? a.efficacy > b.efficacy : a.index.size() < b.index.size();
    });
    std::vector<Cut> taken;
    std::vector<double> norms, spread;  // the cut in hand, by columns
    for (Cut& cut : cuts) {
        if (taken.size() >= most || control.stopped()) break;
        if (!taken.empty() && cut.efficacy < least_share * taken.front().efficacy) break;
        const double norm = cut.norm();
        if (!cut.index.empty() && static_cast<std::size_t>(cut.index.back()) >= spread.size())
            spread.resize(static_cast<std::size_t>(cut.index.back()) + 1);
        for (std::size_t e = 0; e < cut.index.size(); ++e) spread[cut.index[e]] = cut.value[e];
        bool parallel = false;
        for (std::size_t k = 0; k < taken.size() && !parallel; ++k) {
            parallel = dot(spread, taken[k]) > most_parallel * norm * norms[k];
            control.add_work(static_cast<std::int64_t>(cut.index.size() + taken[k].index.size()));
        }
        for (const std::int32_t j : cut.index) spread[j] = 0;
        if (parallel) continue;
        norms.push_back(norm);
        taken.push_back(std::move(cut));
    }
    cuts = std::move(taken);
}

}  // namespace tenon::ilp
