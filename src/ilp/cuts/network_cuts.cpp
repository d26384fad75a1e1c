// Cuts of node sets in a network (network.hpp). Over a set S of nodes the balances of commodities
// that must leave it, with total demand D, add up to
//
//   sum_k (flow out of S - flow into S) >= D,
//
// and with the capacity rows of the arcs that leave S to
//
//   sum_{a out of S} (c_a + sum_j c_aj y_j) >= D + other flow out of S - flow into S,
//
// which the generators round (cut-set inequalities) or cover (flow covers of the whole set); and so
// for what must come in. Sets: unions of a few clusters, which are what remains when the arcs whose
// capacity matters least are contracted, the small clusters on the way there, and single nodes. An
// arc matters less the more room its capacity has, and without room the smaller its price is.
//
// T. Achterberg, C. Raack: The MCF-separator: detecting and exploiting multi-commodity flow
// structures in MIPs, Mathematical Programming Computation 2, 2010, section 4; D. Bienstock,
// S. Chopra, O. Guenluek, C.-Y. Tsai: Minimum cost capacity installation for multicommodity network
// flows, Mathematical Programming 81, 1998 (cut-sets).
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "ilp/cuts/base_cuts.hpp"
#include "ilp/cuts/network.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Clusters at the end, all unions of which are tried, and the nodes of one on the way there.
constexpr std::size_t most_clusters = 6, largest_small = 12;
// Work of one round, in passes over the program's entries, with a start for small programs.
constexpr std::int64_t most_passes = 10, work_start = 20'000;
// What is left of a flow between two nodes of a set, relative to its coefficient there.
constexpr double cancelled = 1e-12;

class CutSets {
  public:
    CutSets(const Separation& at, std::vector<Cut>& out)
        : at_(at), network_(*at.network), out_(out), cuts_(at) {
        sum_.resize(static_cast<std::size_t>(at.columns()) + static_cast<std::size_t>(at.rows()));
        inside_.assign(static_cast<std::size_t>(network_.nodes()), 0);
        demand_.assign(static_cast<std::size_t>(network_.commodities()), 0);
        wanted_.assign(static_cast<std::size_t>(network_.commodities()), 0);
        last_work_ = at.control.work() + work_start +
                     most_passes * static_cast<std::int64_t>(at.program.lp.matrix.index.size());
    }

    void separate() {
        contract();
        try_unions();
        for (auto small = small_.rbegin(); small != small_.rend(); ++small) try_set(*small);
        for (std::int32_t v = 0; v < network_.nodes(); ++v) try_set({&v, 1});
    }

  private:
    // Arcs that matter less come first.
    struct Weighed {
        std::int32_t arc;
        double room, price;
    };

    std::vector<Weighed> weigh_arcs() const {
        const std::span<const double> prices = at_.relaxation.lp().dual();
        std::vector<Weighed> weighed;
        for (std::int32_t a = 0; a < static_cast<std::int32_t>(network_.arcs().size()); ++a) {
            const Network::Arc& arc = network_.arcs()[a];
            if (arc.tail < 0 || arc.head < 0) continue;
            double room = infinity, price = 0;
            if (const std::int32_t i = arc.capacity; i >= 0) {
                room = arc.weight * ((arc.weight > 0 ? at_.lp.row_upper[i] : at_.lp.row_lower[i]) -
                                     at_.activity[i]);
                if (room <= scaled(feasibility_tolerance, at_.activity[i])) room = 0;
                if (static_cast<std::size_t>(i) < prices.size())
                    price = std::fabs(prices[i] / arc.weight);
            }
            weighed.push_back({a, room, price});
        }
        std::stable_sort(weighed.begin(), weighed.end(), [](const Weighed& a, const Weighed& b) {
            return a.room != b.room ? a.room > b.room : a.price < b.price;
        });
        at_.control.add_work(static_cast<std::int64_t>(weighed.size()));
        return weighed;
    }

    void contract() {
        const auto nodes = static_cast<std::size_t>(network_.nodes());
        std::vector<std::vector<std::int32_t>> members(nodes);
        cluster_.resize(nodes);
        std::iota(cluster_.begin(), cluster_.end(), 0);
        for (std::size_t v = 0; v < nodes; ++v) members[v] = {cluster_[v]};
        std::size_t left = nodes;
        for (const Weighed& weighed : weigh_arcs()) {
            if (left <= most_clusters) break;
            const Network::Arc& arc = network_.arcs()[weighed.arc];
            std::int32_t into = cluster_[arc.tail], from = cluster_[arc.head];
            if (into == from) continue;
            if (members[into].size() < members[from].size()) std::swap(into, from);
            for (const std::int32_t v : members[from]) cluster_[v] = into;
            members[into].insert(members[into].end(), members[from].begin(), members[from].end());
            members[from].clear();
            --left;
            if (members[into].size() <= largest_small) small_.push_back(members[into]);
        }
        for (std::vector<std::int32_t>& cluster : members)
            if (!cluster.empty()) clusters_.push_back(std::move(cluster));
    }

    // Of clusters; of more than were wanted, each one. Where there is nothing outside, a set and
    // its complement are the same cut.
    void try_unions() {
        if (clusters_.size() > most_clusters) {
            for (const std::vector<std::int32_t>& cluster : clusters_) try_set(cluster);
            return;
        }
        const std::span<const Network::Arc> arcs = network_.arcs();
        const bool open = std::any_of(arcs.begin(), arcs.end(), [](const Network::Arc& arc) {
            return arc.tail < 0 || arc.head < 0;
        });
        const std::size_t free = clusters_.size() - (open ? 0 : 1);
        std::vector<std::int32_t> nodes;
        for (unsigned chosen = 1; chosen < 1U << free; ++chosen) {
            nodes.clear();
            for (std::size_t k = 0; k < free; ++k)
                if (chosen >> k & 1U)
                    nodes.insert(nodes.end(), clusters_[k].begin(), clusters_[k].end());
            // Single nodes have their turn.
            if (nodes.size() > 1) try_set(nodes);
        }
    }

    void try_set(std::span<const std::int32_t> nodes) {
        if (at_.control.stopped() || at_.control.work() > last_work_) return;
        for (const std::int32_t v : nodes) inside_[v] = 1;
        try_direction(nodes, true);
        try_direction(nodes, false);
        for (const std::int32_t v : nodes) inside_[v] = 0;
    }

    // What must leave the set, or come in.
    void try_direction(std::span<const std::int32_t> nodes, bool leaves) {
        if (!find_wanted(nodes, leaves)) return;
        sum_.clear();
        int rows = 0;
        for (const std::int32_t v : nodes)
            for (const Network::Balance& balance : network_.balances(v)) {
                if (!wanted_[balance.commodity]) continue;
                add(balance.row, leaves ? -balance.weight : balance.weight);
                ++rows;
            }
        // Of one row the aggregations have made all there is.
        if (rows > 1) {
            cuts_.separate(sum_, 1, 0, "cut-set", out_);
            cuts_.separate(sum_, -1, 0, "cut-set", out_);
        }
        if (add_capacities(nodes, leaves)) cuts_.separate(sum_, 1, 0, "cut-set", out_);
    }

    // False: no commodity has to cross.
    bool find_wanted(std::span<const std::int32_t> nodes, bool leaves) {
        std::fill(demand_.begin(), demand_.end(), 0.0);
        for (const std::int32_t v : nodes)
            for (const Network::Balance& balance : network_.balances(v)) {
                const bool lower = leaves == (balance.weight > 0);
                const double side =
                    lower ? at_.lp.row_lower[balance.row] : at_.lp.row_upper[balance.row];
                demand_[balance.commodity] += (leaves ? balance.weight : -balance.weight) * side;
            }
        bool any = false;
        for (std::size_t c = 0; c < demand_.size(); ++c) {
            wanted_[c] = demand_[c] > feasibility_tolerance;
            any |= wanted_[c] != 0;
        }
        at_.control.add_work(static_cast<std::int64_t>(demand_.size()));
        return any;
    }

    // Of the arcs that cross in that direction and carry what has to; false if there are none.
    bool add_capacities(std::span<const std::int32_t> nodes, bool leaves) {
        bool any = false;
        for (const std::int32_t v : nodes) {
            const std::span<const std::int32_t> arcs = network_.arcs_at(v);
            at_.control.add_work(static_cast<std::int64_t>(arcs.size()));
            for (const std::int32_t a : arcs) {
                const Network::Arc& arc = network_.arcs()[a];
                const std::int32_t other = arc.tail == v ? arc.head : arc.tail;
                if (arc.capacity < 0 || (other >= 0 && inside_[other])) continue;
                if (!arc.undirected && (arc.tail == v) != leaves) continue;
                const std::span<const std::int32_t> flows = network_.commodities_on(a);
                if (std::none_of(flows.begin(), flows.end(),
                                 [this](std::int32_t c) { return wanted_[c] != 0; }))
                    continue;
                add(arc.capacity, arc.weight);
                any = true;
            }
        }
        return any;
    }

    void add(std::int32_t row, double weight) {
        const std::span<const std::int32_t> index = at_.row_index(row);
        const std::span<const double> value = at_.row_value(row);
        for (std::size_t k = 0; k < index.size(); ++k) {
            const double a = weight * value[k];
            sum_.add(index[k], a);
            if (std::fabs(sum_[index[k]]) <= cancelled * std::fabs(a)) sum_.set_zero(index[k]);
        }
        sum_.add(at_.columns() + row, -weight);
        at_.control.add_work(static_cast<std::int64_t>(index.size()));
    }

    const Separation& at_;
    const Network& network_;
    std::vector<Cut>& out_;
    BaseCuts cuts_;
    DenseRow sum_;
    std::vector<std::int32_t> cluster_;  // a node
    std::vector<std::vector<std::int32_t>> clusters_, small_;
    std::vector<std::uint8_t> inside_, wanted_;  // a node; a commodity
    std::vector<double> demand_;                 // a commodity
    std::int64_t last_work_;
};

}  // namespace

void separate_networks(const Separation& at, std::vector<Cut>& out) {
    if (!at.network || at.network->empty()) return;
    CutSets(at, out).separate();
}

}  // namespace tenon::ilp
