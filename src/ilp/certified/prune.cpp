#include "ilp/certified/prune.hpp"

#include <algorithm>

#include "ilp/certified/gap.hpp"

namespace tenon::ilp::certified {

namespace {

// A bound as one number: twice its column, and one more for an upper one.
using Bounds = std::vector<std::int32_t>;

std::int32_t bound_of(std::int32_t column, bool upper) {
    return 2 * column + (upper ? 1 : 0);
}

class Pruner {
  public:
    Pruner(Proof& proof, const ProofRows& rows)
        : proof_(proof),
          meter_(rows),
          free_lower_(static_cast<std::size_t>(rows.columns()), -infinity),
          free_upper_(static_cast<std::size_t>(rows.columns()), infinity),
          needed_(2 * free_lower_.size(), 0),
          moved_(2 * free_lower_.size(), 0),
          of_node_(proof.nodes.size()) {}

    void run() {
        for (const ProofNode& node : proof_.nodes) {
            for (const Tightening& step : node.tightenings)
                moved_[bound_of(step.column, step.upper)] = 1;
            if (node.child[0] < 0) continue;
            moved_[bound_of(node.column, false)] = moved_[bound_of(node.column, true)] = 1;
        }
        // Children stand after their parents.
        for (std::size_t k = proof_.nodes.size(); k-- > 0;) of_node_[k] = visit(proof_.nodes[k]);
    }

  private:
    Bounds visit(ProofNode& node);
    bool take_side(ProofNode& node);
    void need(const Multipliers& y, std::int32_t but);
    void need(std::int32_t bound) {
        if (needed_[bound] || !moved_[bound]) return;
        needed_[bound] = 1;
        list_.push_back(bound);
    }

    Proof& proof_;
    GapMeter meter_;
    std::vector<double> free_lower_, free_upper_;  // no bounds: only the signs are asked for
    std::vector<std::uint8_t> needed_, moved_;
    Bounds list_;  // those that are needed, and some that no longer are
    std::vector<Bounds> of_node_;
    const Multipliers* measured_ = nullptr;
};

// The bounds that a gap rests on; of the column of a tightening none, as it stands beyond them.
void Pruner::need(const Multipliers& y, std::int32_t but) {
    if (&y != measured_) meter_.least(y, free_lower_, free_upper_);
    measured_ = &y;
    for (const GapMeter::Coefficient& d : meter_.coefficients()) {
        if (d.column == but) continue;
        if (d.high > 0) need(bound_of(d.column, false));
        if (d.low < 0) need(bound_of(d.column, true));
    }
}

// Of a branching with a side that needs no branching: that side takes its place.
bool Pruner::take_side(ProofNode& node) {
    for (int side = 0; side < 2; ++side) {
        const Bounds& bounds = of_node_[node.child[side]];
        const std::int32_t own = bound_of(node.column, side == 0);
        if (std::binary_search(bounds.begin(), bounds.end(), own)) continue;
        const std::int32_t child = node.child[side];
        ProofNode& taken = proof_.nodes[child];
        for (const std::int32_t bound : bounds) need(bound);
        node.tightenings.insert(node.tightenings.end(), taken.tightenings.begin(),
                                taken.tightenings.end());
        node.column = taken.column;
        node.value = taken.value;
        node.by = taken.by;
        node.bound = taken.bound;
        node.child[0] = taken.child[0];
        node.child[1] = taken.child[1];
        return true;
    }
    return false;
}

Bounds Pruner::visit(ProofNode& node) {
    list_.clear();
    std::size_t own = node.tightenings.size();  // those of a side taken are pruned already
    if (node.child[0] < 0) {
        need(*node.by, -1);
    } else if (!take_side(node)) {
        for (int side = 0; side < 2; ++side) {
            const std::int32_t branching = bound_of(node.column, side == 0);
            for (const std::int32_t bound : of_node_[node.child[side]])
                if (bound != branching) need(bound);
            Bounds().swap(of_node_[node.child[side]]);
        }
    }
    std::vector<Tightening> kept(node.tightenings.begin() + static_cast<std::ptrdiff_t>(own),
                                 node.tightenings.end());
    std::reverse(kept.begin(), kept.end());
    while (own-- > 0) {
        Tightening& step = node.tightenings[own];
        const std::int32_t bound = bound_of(step.column, step.upper);
        if (!needed_[bound]) continue;
        needed_[bound] = 0;
        need(*step.by, step.column);
        kept.push_back(std::move(step));
    }
    std::reverse(kept.begin(), kept.end());
    node.tightenings = std::move(kept);
    Bounds out;
    for (const std::int32_t bound : list_) {
        if (needed_[bound]) out.push_back(bound);
        needed_[bound] = 0;
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

void prune(Proof& proof, const ProofRows& rows) {
    Pruner(proof, rows).run();
}

}  // namespace tenon::ilp::certified
