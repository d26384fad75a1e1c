// The network in a program, if there is one: commodities that flow over common arcs,
//
//   sum_{a out of v} f_a^k - sum_{a into v} f_a^k = d_v^k      at nodes v, for commodities k,
//   sum_k u_k f_a^k <= c + sum_j c_j y_j                       on arcs a, with y integer.
//
// It is read off the rows as they stand; whatever it holds, sums of the rows it names are valid.
//
// T. Achterberg, C. Raack: The MCF-separator: detecting and exploiting multi-commodity flow
// structures in MIPs, Mathematical Programming Computation 2, 2010, section 3.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/node/control.hpp"
#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/sparse_rows.hpp"

namespace tenon::ilp {

class Network {
  public:
    struct Balance {  // the row of one commodity at one node
        std::int32_t row, commodity, node;
        double weight;  // of the row: flow out less flow in, in units of capacity
    };
    struct Arc {
        std::int32_t tail = -1, head = -1;  // nodes; -1: outside
        std::int32_t capacity = -1;         // its row, or none
        double weight = 0;                  // of that row: flows less capacities
        bool undirected = false;            // flows both ways share the capacity
    };

    // Finds it; empty if there is none, which mostly shows at once.
    Network(const MixedProgram& program, const SparseRows& rows, Control& control);

    bool empty() const noexcept { return nodes_ == 0; }
    std::int32_t nodes() const noexcept { return nodes_; }
    std::int32_t commodities() const noexcept { return commodities_; }
    std::span<const Balance> balances(std::int32_t node) const {
        return std::span(balances_).subspan(first_balance_[node],
                                            first_balance_[node + 1] - first_balance_[node]);
    }
    std::span<const Arc> arcs() const noexcept { return arcs_; }
    std::span<const std::int32_t> arcs_at(std::int32_t node) const {
        return std::span(incident_).subspan(first_incident_[node],
                                            first_incident_[node + 1] - first_incident_[node]);
    }
    // The commodities that flow over an arc, some of them perhaps twice.
    std::span<const std::int32_t> commodities_on(std::int32_t arc) const {
        return std::span(flows_).subspan(first_flow_[arc], first_flow_[arc + 1] - first_flow_[arc]);
    }

  private:
    friend class NetworkAssembly;
    std::int32_t nodes_ = 0, commodities_ = 0;
    std::vector<Balance> balances_;  // node after node
    std::vector<Arc> arcs_;
    std::vector<std::int32_t> flows_, incident_;
    std::vector<std::size_t> first_balance_, first_flow_, first_incident_;
};

}  // namespace tenon::ilp
