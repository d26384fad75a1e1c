// Cliques of rows. One side of a row, with every column that is not a free binary moved to its
// least contribution and negative weights complemented, is a knapsack of literals
//
//   sum w_k l_k <= b,     w_1 >= w_2 >= ... > 0.
//
// Two literals exclude one another if their weights sum to more than b. In falling order the
// longest run 1 .. p with w_(p-1) + w_p > b is a clique, and every later k makes another one with
// the longest run 1 .. q, q < p, with w_q + w_k > b. Set packing and partitioning rows, "at most
// one" with a binary on the right, and x <= y are all of this form.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/node/clique_table.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// All rows together may give this many entries, against the entries of the matrix.
constexpr std::int64_t entries_start = 100'000, entries_share = 4;
// One row's, against its own length: the later cliques of a knapsack overlap in most of it.
constexpr std::int64_t row_share = 10;

struct Item {
    Literal literal;
    double weight;
};

class Extraction {
  public:
    Extraction(const Domain& domain, CliqueTable& table) : domain_(domain), table_(table) {}

    void read(std::int32_t row, double sign, double side) {
        if (std::isinf(side) || !read_knapsack(row, sign, side)) return;
        std::sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) {
            return a.weight != b.weight ? a.weight > b.weight : a.literal < b.literal;
        });
        // Beyond what the judge would forgive.
        limit_ = capacity_ + scaled(feasibility_tolerance, std::max(std::fabs(side), capacity_));
        if (!exclude(0, 1)) return;
        std::size_t run = 2;
        while (run < items_.size() && exclude(run - 1, run)) ++run;
        add(run, 0);
        std::int64_t given = static_cast<std::int64_t>(run);
        const std::int64_t most = row_share * static_cast<std::int64_t>(items_.size());
        for (std::size_t k = run; k < items_.size() && exclude(0, k) && given < most; ++k) {
            while (!exclude(run - 1, k)) --run;
            add(run, k);
            given += static_cast<std::int64_t>(run) + 1;
        }
    }

  private:
    bool read_knapsack(std::int32_t row, double sign, double side) {
        const SparseRows& rows = domain_.rows();
        items_.clear();
        capacity_ = sign * side;
        double largest = 0, second = 0;
        for (std::int64_t k = rows.start[row]; k < rows.start[row + 1]; ++k) {
            const std::int32_t j = rows.index[k];
            const double a = sign * rows.value[k];
            if (domain_.integer(j) && domain_.lower(j) == 0 && domain_.upper(j) == 1) {
                if (a < 0) capacity_ -= a;
                const double weight = std::fabs(a);
                items_.push_back({literal(j, a > 0), weight});
                second = std::max(second, std::min(weight, largest));
                largest = std::max(largest, weight);
                continue;
            }
            const double least = a > 0 ? domain_.lower(j) : domain_.upper(j);
            if (std::isinf(least)) return false;
            capacity_ -= a * least;
        }
        return items_.size() >= 2 && capacity_ >= 0 && largest + second > capacity_;
    }

    bool exclude(std::size_t a, std::size_t b) const {
        return items_[a].weight + items_[b].weight > limit_;
    }

    // Items 0 .. run - 1, and one more if there is one.
    void add(std::size_t run, std::size_t last) {
        members_.clear();
        for (std::size_t k = 0; k < run; ++k) members_.push_back(items_[k].literal);
        if (last > 0) members_.push_back(items_[last].literal);
        std::sort(members_.begin(), members_.end());
        table_.add(members_);
    }

    const Domain& domain_;
    CliqueTable& table_;
    std::vector<Item> items_;
    std::vector<Literal> members_;
    double capacity_ = 0, limit_ = 0;
};

}  // namespace

CliqueTable cliques_of_rows(const MixedProgram& program, const Domain& domain) {
    const auto nonzeros = static_cast<std::int64_t>(program.lp.matrix.index.size());
    CliqueTable table(program.lp.columns, entries_start + entries_share * nonzeros);
    Extraction extraction(domain, table);
    // Long rows first: what they contain of shorter ones need not be kept again.
    std::vector<std::int32_t> order(static_cast<std::size_t>(program.lp.rows));
    for (std::int32_t i = 0; i < program.lp.rows; ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return domain.rows().size(a) > domain.rows().size(b);
    });
    for (const std::int32_t i : order) {
        if (table.full()) break;
        extraction.read(i, 1, program.lp.row_upper[i]);
        extraction.read(i, -1, program.lp.row_lower[i]);
    }
    return table;
}

}  // namespace tenon::ilp
