// Cliques of rows. One side of a row, with every column that is not a free binary moved to its
// least contribution and negative weights complemented, is a knapsack of literals
//
//   sum w_k l_k <= b,     w_1 >= w_2 >= ... > 0.
//
// Two literals exclude one another if their weights sum to more than b. In falling order the
// longest run 1 .. p with w_(p-1) + w_p > b is a clique, and every later k makes another one with
// the longest run 1 .. q, q < p, with w_q + w_k > b. Set packing and partitioning rows, "at most
// one" with a binary on the right, and x <= y are all of this form.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/presolve/clique_table.hpp"

namespace tenon::ilp {

// One side of a row: sign * sum value x <= sign * side.
struct RowOfBox {
    std::span<const std::int32_t> index;
    std::span<const double> value;
    double sign, side;
};

class RowCliques {
  public:
    // The bounds may change between two rows.
    RowCliques(std::span<const double> lower, std::span<const double> upper,
               std::span<const std::uint8_t> integer, CliqueTable& table)
        : lower_(lower), upper_(upper), integer_(integer), table_(table) {}

    void read(const RowOfBox& row);

  private:
    struct Item {
        Literal literal;
        double weight;
    };

    bool read_knapsack(const RowOfBox& row);
    bool exclude(std::size_t a, std::size_t b) const {
        return items_[a].weight + items_[b].weight > limit_;
    }
    void add(std::size_t run, std::size_t last);

    std::span<const double> lower_, upper_;
    std::span<const std::uint8_t> integer_;
    CliqueTable& table_;
    std::vector<Item> items_;
    std::vector<Literal> members_;
    double capacity_ = 0, limit_ = 0;
};

}  // namespace tenon::ilp
