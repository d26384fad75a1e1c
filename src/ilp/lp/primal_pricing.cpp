// PrimalSimplex: which variable enters. Of all whose reduced cost d is wrong, the one of largest
//
//   merit_j = d_j^2 / w_j,   w the Devex weights.
//
// A pivot of a large sparse problem changes few reduced costs, while thousands stay wrong. So those
// of largest merit are kept in sight, with all that come to be as good when they change; while one
// of them is as good as the worst was, nobody else can be better.
#include <algorithm>
#include <functional>

#include "ilp/lp/primal_simplex.hpp"

namespace tenon::ilp {

namespace {

// Candidates that are kept in sight, of thousands.
constexpr std::ptrdiff_t most_promising = 100;

}  // namespace

void PrimalSimplex::list_candidates() {
    listed_.assign(static_cast<std::size_t>(s_.total()), 0);
    candidates_.clear();
    promising_.clear();
    least_merit_ = infinity;
    for (std::int32_t j = 0; j < s_.total(); ++j) note_candidate(j);
}

// Of those that are still promising, the one of largest merit, of equals the first; -1 if there is
// none.
std::int32_t PrimalSimplex::best_promising() {
    std::int32_t best = -1;
    double largest = 0;
    std::size_t kept = 0;
    for (const std::int32_t j : promising_) {
        const double own = merit(j);
        if (own == 0 || own < least_merit_) {
            listed_[j] &= listed;
            continue;
        }
        promising_[kept++] = j;
        if (own < largest || (own == largest && j > best)) continue;
        largest = own;
        best = j;
    }
    s_.stop.charge(static_cast<std::int64_t>(promising_.size()));
    promising_.resize(kept);
    return best;
}

// Forgets variables whose reduced cost is right again and chooses the promising ones anew.
void PrimalSimplex::look_at_all_candidates() {
    merits_.clear();
    std::size_t kept = 0;
    for (const std::int32_t j : candidates_) {
        const double own = merit(j);
        if (own == 0) {
            listed_[j] = 0;
            continue;
        }
        candidates_[kept++] = j;
        merits_.push_back(own);
    }
    s_.stop.charge(static_cast<std::int64_t>(candidates_.size()));
    candidates_.resize(kept);
    promising_.clear();
    least_merit_ = 0;
    if (merits_.size() > static_cast<std::size_t>(most_promising)) {
        const auto last = merits_.begin() + most_promising;
        std::nth_element(merits_.begin(), last, merits_.end(), std::greater<>());
        least_merit_ = *last;
    }
    for (const std::int32_t j : candidates_) {
        const bool good = merit(j) >= least_merit_;
        listed_[j] = good ? listed | promising : listed;
        if (good) promising_.push_back(j);
    }
}

// All candidates are looked at only when the promising ones are used up: no other can be better
// than the worst of those, or it would have been noted when it changed.
std::int32_t PrimalSimplex::choose_column() {
    const std::int32_t best = best_promising();
    if (best >= 0) return best;
    look_at_all_candidates();
    return best_promising();
}

}  // namespace tenon::ilp
