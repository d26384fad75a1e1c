// Flows of several commodities belong to one arc where they share a capacity row, the longest rows
// first. A node is named by its row in the largest commodity; a row of another commodity is the
// node that most arcs at it end in. Which way a commodity flows shows only beside others: it is
// turned about where more of its arcs agree with them then.
#include "ilp/cuts/network.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ilp/cuts/commodities.hpp"

namespace tenon::ilp {

namespace {

// Factors that differ by less, relative to their size, are the same.
constexpr double same_size = 1e-9;

// Lists one after the other: where each begins, and what it holds.
template <class Item, class Key>
std::vector<std::size_t> sort_by_key(std::vector<Item>& items, std::int32_t keys, Key key) {
    std::vector<std::size_t> first(static_cast<std::size_t>(keys) + 1, 0);
    for (const Item& item : items) ++first[static_cast<std::size_t>(key(item)) + 1];
    for (std::size_t k = 1; k < first.size(); ++k) first[k] += first[k - 1];
    std::vector<Item> sorted(items.size());
    std::vector<std::size_t> next(first);
    for (const Item& item : items) sorted[next[static_cast<std::size_t>(key(item))]++] = item;
    items = std::move(sorted);
    return first;
}

}  // namespace

class NetworkAssembly {
  public:
    NetworkAssembly(const MixedProgram& program, const SparseRows& rows, Commodities found,
                    Network& out)
        : program_(program), rows_(rows), found_(std::move(found)), out_(out) {}

    void build() {
        arc_of_.assign(static_cast<std::size_t>(program_.lp.columns), -1);
        unit_.assign(static_cast<std::size_t>(found_.count), 0);
        seen_.assign(static_cast<std::size_t>(found_.count), -1);
        find_capacities();
        if (out_.arcs_.empty()) return;
        for (double& unit : unit_)
            if (unit == 0) unit = 1;
        for (std::int32_t j = 0; j < program_.lp.columns; ++j) {
            if (found_.of_column[j] < 0 || arc_of_[j] >= 0) continue;
            arc_of_[j] = static_cast<std::int32_t>(out_.arcs_.size());
            out_.arcs_.emplace_back();
        }
        name_nodes();
        collect();
    }

  private:
    struct Capacity {
        std::int32_t row, flows;
    };

    void find_capacities() {
        std::vector<Capacity> capacities;
        for (std::int32_t i = 0; i < program_.lp.rows; ++i)
            if (const std::int32_t flows = capacity_flows(i)) capacities.push_back({i, flows});
        std::stable_sort(capacities.begin(), capacities.end(),
                         [](const Capacity& a, const Capacity& b) { return a.flows > b.flows; });
        for (const Capacity& capacity : capacities) make_arc(capacity.row);
    }

    // How many flows the row limits by integers; 0 if it is no capacity.
    std::int32_t capacity_flows(std::int32_t row) const {
        if (found_.of_row[row] >= 0) return 0;
        std::int32_t flows = 0, integers = 0;
        double sign = 0;
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            const std::int32_t j = rows_.index[k];
            if (found_.of_column[j] >= 0) {
                if (sign * rows_.value[k] < 0) return 0;
                sign = rows_.value[k];
                ++flows;
            } else if (program_.integer[j]) {
                ++integers;
            } else {
                return 0;
            }
        }
        const double side = sign > 0 ? program_.lp.row_upper[row] : -program_.lp.row_lower[row];
        return integers > 0 && !std::isinf(side) ? flows : 0;
    }

    // Of the flows in the row, if they can be on one arc.
    void make_arc(std::int32_t row) {
        Network::Arc arc;
        arc.capacity = row;
        if (!shares_arc(row, arc) || !fits_units(row, arc)) return;
        const auto number = static_cast<std::int32_t>(out_.arcs_.size());
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k)
            if (found_.of_column[rows_.index[k]] >= 0) arc_of_[rows_.index[k]] = number;
        out_.arcs_.push_back(arc);
    }

    // One flow a commodity, or two in opposite directions.
    bool shares_arc(std::int32_t row, Network::Arc& arc) {
        bool fits = true;
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1] && fits; ++k) {
            const std::int32_t j = rows_.index[k], c = found_.of_column[j];
            if (c < 0) continue;
            const std::int32_t other = seen_[c];
            fits = arc_of_[j] < 0 && other != both;
            if (!fits) break;
            if (other >= 0) {
                fits = found_.tail[j] == found_.head[other] && found_.head[j] == found_.tail[other];
                arc.undirected = true;
            }
            seen_[c] = other >= 0 ? both : j;
        }
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k)
            if (found_.of_column[rows_.index[k]] >= 0) seen_[found_.of_column[rows_.index[k]]] = -1;
        return fits;
    }

    // What one of a commodity takes of capacity must be the same everywhere, up to the row's scale.
    bool fits_units(std::int32_t row, Network::Arc& arc) {
        double size = 0;
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            const std::int32_t c = found_.of_column[rows_.index[k]];
            if (c < 0) continue;
            if (size == 0) size = rows_.value[k];
            if (unit_[c] == 0) continue;
            size = rows_.value[k] / unit_[c];
            break;
        }
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            const std::int32_t c = found_.of_column[rows_.index[k]];
            if (c >= 0 && unit_[c] != 0 &&
                std::fabs(rows_.value[k] / size - unit_[c]) > same_size * unit_[c])
                return false;
        }
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            const std::int32_t c = found_.of_column[rows_.index[k]];
            if (c >= 0 && unit_[c] == 0) unit_[c] = rows_.value[k] / size;
        }
        arc.weight = 1 / size;
        return true;
    }

    void name_nodes() {
        std::vector<Network::Balance> rows;
        for (std::int32_t i = 0; i < program_.lp.rows; ++i) {
            const std::int32_t c = found_.of_row[i];
            if (c >= 0) rows.push_back({i, c, -1, found_.weight[i] * unit_[c]});
        }
        const std::vector<std::size_t> first =
            sort_by_key(rows, found_.count, [](const Network::Balance& b) { return b.commodity; });
        std::vector<std::int32_t> order(static_cast<std::size_t>(found_.count));
        for (std::int32_t c = 0; c < found_.count; ++c) order[c] = c;
        std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
            return first[a + 1] - first[a] > first[b + 1] - first[b];
        });
        node_of_row_.assign(static_cast<std::size_t>(program_.lp.rows), -1);
        for (const std::int32_t c : order) {
            const auto own = std::span(rows).subspan(first[c], first[c + 1] - first[c]);
            if (agreement(own, true) > agreement(own, false)) turn(own);
            for (Network::Balance& balance : own)
                balance.node = node_of_row_[balance.row] = name_node(balance);
            for (const Network::Balance& balance : own) set_ends(balance.row);
        }
        out_.balances_ = std::move(rows);
    }

    struct Likeness {
        std::int32_t node = -1, votes = 0;
    };

    // The node that most arcs of the row end in, of those that its commodity does not have yet.
    Likeness most_like(const Network::Balance& balance, bool turned) {
        const std::int32_t row = balance.row;
        voted_.clear();
        const auto vote = [&](std::int32_t node) {
            if (node < 0 || taken_by_[node] == balance.commodity) return;
            if (votes_[node]++ == 0) voted_.push_back(node);
        };
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            const std::int32_t j = rows_.index[k];
            const Network::Arc& arc = out_.arcs_[arc_of_[j]];
            const bool leaves = (found_.tail[j] == row) != turned;
            // The flow may run against the first one on its arc.
            if (leaves || arc.undirected) vote(arc.tail);
            if (!leaves || arc.undirected) vote(arc.head);
        }
        Likeness best;
        for (const std::int32_t node : voted_) {
            if (votes_[node] > best.votes) best = {node, votes_[node]};
            votes_[node] = 0;
        }
        return best;
    }

    std::int64_t agreement(std::span<const Network::Balance> commodity, bool turned) {
        std::int64_t sum = 0;
        for (const Network::Balance& balance : commodity) sum += most_like(balance, turned).votes;
        return sum;
    }

    void turn(std::span<Network::Balance> commodity) {
        for (Network::Balance& balance : commodity) {
            balance.weight = -balance.weight;
            for (std::int64_t k = rows_.start[balance.row]; k < rows_.start[balance.row + 1]; ++k) {
                const std::int32_t j = rows_.index[k];
                // Once a flow, at its tail or where there is none at its head.
                if (found_.tail[j] == balance.row || found_.tail[j] < 0) turned_.push_back(j);
            }
        }
        for (const std::int32_t j : turned_) std::swap(found_.tail[j], found_.head[j]);
        turned_.clear();
    }

    std::int32_t name_node(const Network::Balance& balance) {
        std::int32_t node = most_like(balance, false).node;
        if (node < 0) {
            node = out_.nodes_++;
            votes_.push_back(0);
            taken_by_.push_back(-1);
        }
        taken_by_[node] = balance.commodity;
        return node;
    }

    // Of arcs that no commodity before has seen from here.
    void set_ends(std::int32_t row) {
        const std::int32_t node = node_of_row_[row];
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            const std::int32_t j = rows_.index[k];
            Network::Arc& arc = out_.arcs_[arc_of_[j]];
            if (arc.tail == node || arc.head == node) continue;
            const bool leaves = found_.tail[j] == row;
            std::int32_t& end = leaves ? arc.tail : arc.head;
            std::int32_t& other = leaves ? arc.head : arc.tail;
            if (end < 0)
                end = node;
            else if (arc.undirected && other < 0)
                other = node;
        }
    }

    void collect() {
        out_.commodities_ = found_.count;
        out_.first_balance_ = sort_by_key(out_.balances_, out_.nodes_,
                                          [](const Network::Balance& b) { return b.node; });
        const auto arcs = static_cast<std::int32_t>(out_.arcs_.size());
        std::vector<std::pair<std::int32_t, std::int32_t>> flows, ends;
        for (std::int32_t j = 0; j < program_.lp.columns; ++j)
            if (arc_of_[j] >= 0) flows.emplace_back(arc_of_[j], found_.of_column[j]);
        for (std::int32_t a = 0; a < arcs; ++a) {
            if (out_.arcs_[a].tail >= 0) ends.emplace_back(out_.arcs_[a].tail, a);
            if (out_.arcs_[a].head >= 0) ends.emplace_back(out_.arcs_[a].head, a);
        }
        const auto key = [](const std::pair<std::int32_t, std::int32_t>& p) { return p.first; };
        out_.first_flow_ = sort_by_key(flows, arcs, key);
        out_.first_incident_ = sort_by_key(ends, out_.nodes_, key);
        for (const auto& [arc, commodity] : flows) out_.flows_.push_back(commodity);
        for (const auto& [node, arc] : ends) out_.incident_.push_back(arc);
    }

    static constexpr std::int32_t both = -2;  // directions of a commodity were seen

    const MixedProgram& program_;
    const SparseRows& rows_;
    Commodities found_;
    Network& out_;
    std::vector<std::int32_t> arc_of_;       // a column
    std::vector<double> unit_;               // of capacity, for one of a commodity; 0: not known
    std::vector<std::int32_t> seen_;         // a commodity: its flow in the row in work
    std::vector<std::int32_t> node_of_row_;  // -1 for none
    std::vector<std::int32_t> votes_, taken_by_;  // a node
    std::vector<std::int32_t> voted_, turned_;
};

Network::Network(const MixedProgram& program, const SparseRows& rows, Control& control) {
    Commodities found = find_commodities(program, rows, control);
    if (found.count == 0) return;
    control.add_work(4 * static_cast<std::int64_t>(rows.index.size()));
    NetworkAssembly(program, rows, std::move(found), *this).build();
}

}  // namespace tenon::ilp
