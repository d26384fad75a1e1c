// Sets of literals of which at most one is true.
//
// A literal is a binary column or its complement: 2 j says x_j = 1, 2 j + 1 says x_j = 0. A clique
// is a set K of literals with
//
//   sum over K of l <= 1,     l = x_j or 1 - x_j.
//
// Rows give cliques (row_cliques.hpp), so do probing and equal or opposite columns. The
// graph whose edges are the pairs that share a clique is the conflict graph: what x may not be
// together with what.
//
// A. Atamturk, G. Nemhauser, M. Savelsbergh: Conflict graphs in solving integer programming
// problems, European Journal of Operational Research 121, 2000.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tenon::ilp {

using Literal = std::int32_t;

constexpr Literal literal(std::int32_t column, bool value) noexcept {
    return 2 * column + (value ? 0 : 1);
}
constexpr std::int32_t column_of(Literal l) noexcept {
    return l / 2;
}
constexpr bool value_of(Literal l) noexcept {
    return l % 2 == 0;
}
constexpr Literal negation(Literal l) noexcept {
    return l ^ 1;
}

class CliqueTable {
  public:
    // No more entries than this are kept; what comes after is turned away.
    CliqueTable(std::int32_t columns, std::int64_t most_entries);

    // At most one of the members is true. False if the table knows it already or has no room. Pairs
    // are kept apart from larger cliques.
    bool add(std::span<const Literal> members);
    bool full() const noexcept { return entries_ >= most_entries_; }

    // Can a and b not be true together? A literal excludes its negation, and not itself.
    bool exclusive(Literal a, Literal b) const;

    std::int32_t cliques() const noexcept { return static_cast<std::int32_t>(start_.size()) - 1; }
    std::span<const Literal> members(std::int32_t clique) const {
        return std::span(members_).subspan(
            static_cast<std::size_t>(start_[clique]),
            static_cast<std::size_t>(start_[clique + 1] - start_[clique]));
    }
    // Of three and more members, in rising order.
    std::span<const std::int32_t> cliques_of(Literal l) const { return cliques_of_[l]; }
    // Literals in a clique of two with l, in rising order.
    std::span<const Literal> pairs_of(Literal l) const { return pairs_of_[l]; }
    bool empty(Literal l) const { return cliques_of_[l].empty() && pairs_of_[l].empty(); }
    bool empty() const noexcept { return entries_ == 0; }
    std::int64_t entries() const noexcept { return entries_; }
    // What a walk over all cliques of l looks at.
    std::int64_t degree(Literal l) const;
    std::int64_t work() const noexcept { return work_; }

  private:
    bool dominated(std::span<const Literal> members);

    std::vector<std::int64_t> start_{0};
    std::vector<Literal> members_;
    std::vector<std::vector<std::int32_t>> cliques_of_;
    std::vector<std::vector<Literal>> pairs_of_;
    std::vector<std::uint8_t> marked_;
    std::int64_t entries_ = 0, most_entries_;
    mutable std::int64_t work_ = 0;
};

}  // namespace tenon::ilp
