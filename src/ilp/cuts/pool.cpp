#include "ilp/cuts/pool.hpp"

#include <algorithm>
#include <utility>

#include "ilp/cuts/separation.hpp"

namespace tenon::ilp {

namespace {

// Looks after which a cut that was not broken is forgotten.
constexpr std::int32_t most_looks = 60;
// As deep as cuts are that separators give (mixed_base.hpp): the LP answers to 1e-7.
constexpr double least_efficacy = 1e-4;

}  // namespace

void CutPool::keep(std::span<const CutRef> cuts) {
    for (const CutRef& cut : cuts) {
        const bool known = std::any_of(cuts_.begin(), cuts_.end(),
                                       [&](const Entry& entry) { return entry.cut == cut; });
        if (!known) cuts_.push_back({cut, cut->norm(), 0});
    }
    forget_old();
}

void CutPool::forget_old() {
    std::erase_if(cuts_, [](const Entry& entry) { return entry.looks > most_looks; });
    if (cuts_.size() <= most_cuts) return;
    std::stable_sort(cuts_.begin(), cuts_.end(),
                     [](const Entry& a, const Entry& b) { return a.looks < b.looks; });
    cuts_.resize(most_cuts);
}

std::vector<CutRef> CutPool::take_broken(std::span<const double> point, std::size_t most,
                                         Control& control) {
    std::vector<Cut> broken;
    for (std::size_t k = 0; k < cuts_.size() && !control.stopped(); ++k) {
        Entry& entry = cuts_[k];
        const Cut& cut = *entry.cut;
        control.add_work(static_cast<std::int64_t>(cut.index.size()));
        const double efficacy = (cut.activity(point) - cut.right) / entry.norm;
        ++entry.looks;
        if (efficacy < least_efficacy) continue;
        entry.looks = 0;
        broken.push_back(cut);
        broken.back().efficacy = efficacy;
        broken.back().source = static_cast<std::int32_t>(k);
    }
    select_cuts(broken, most, control);
    std::vector<CutRef> taken;
    std::vector<std::uint8_t> leaves(cuts_.size(), 0);
    for (const Cut& cut : broken) {
        taken.push_back(cuts_[static_cast<std::size_t>(cut.source)].cut);
        leaves[static_cast<std::size_t>(cut.source)] = 1;
    }
    std::size_t kept = 0;
    for (std::size_t k = 0; k < cuts_.size(); ++k) {
        if (leaves[k]) continue;
        if (kept != k) cuts_[kept] = std::move(cuts_[k]);
        ++kept;
    }
    cuts_.resize(kept);
    forget_old();
    return taken;
}

}  // namespace tenon::ilp
