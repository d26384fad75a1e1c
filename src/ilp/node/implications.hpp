// What follows from one bound: premise => conclusion, found by probing where no row says so.
//
// Propagating the rows from x = v has given y <= b (or >=), perhaps over many of them. The way
// forward is found again by propagating the rows. The contrapositive
//
//   y > b   =>   x = 1 - v
//
// is not: rows go one step at a time. It is kept here and followed as soon as the premise stands.
// For two binaries that is an edge of the conflict graph, read from its other end. Each one holds
// for all plans better than the cutoff of when it was found, in all of the tree, and says why by
// its premise alone (conflict/implication_graph.hpp).
//
// M. Savelsbergh: Preprocessing and probing techniques for mixed integer programming problems,
// ORSA Journal on Computing 6, 1994; A. Atamturk, G. Nemhauser, M. Savelsbergh: Conflict graphs in
// solving integer programming problems, European Journal of Operational Research 121, 2000.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/node/clause.hpp"

namespace tenon::ilp {

struct Implication {
    BoundLiteral premise, conclusion;
};

class Implications {
  public:
    // Reasons of changes in a domain: this and the number of the implication. Rows and what is
    // learned beside them never become so many.
    static constexpr std::int32_t first_reason = 1 << 30;

    Implications(std::int32_t columns, std::vector<Implication> all);

    bool empty() const noexcept { return all_.empty(); }
    std::size_t size() const noexcept { return all_.size(); }
    // Numbers of those whose premise is an upper (or lower) bound of the column.
    std::span<const std::int32_t> from(std::int32_t column, bool upper) const {
        const std::size_t key = 2 * static_cast<std::size_t>(column) + (upper ? 1 : 0);
        return std::span(numbers_).subspan(static_cast<std::size_t>(start_[key]),
                                           static_cast<std::size_t>(start_[key + 1] - start_[key]));
    }
    const Implication& operator[](std::int32_t number) const { return all_[number]; }
    const Implication& of_reason(std::int32_t reason) const { return all_[reason - first_reason]; }

  private:
    std::vector<Implication> all_;
    std::vector<std::int32_t> start_, numbers_;  // by key of the premise
};

}  // namespace tenon::ilp
