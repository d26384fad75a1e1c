// Branching on sets: of members x_1, x_2, ... of which at most one is true, either those up to k
// are false or those behind it. One such branch decides as much as many on single members, and
// where the set is ordered (breakpoints, sizes, periods) its halves are near to each other in
// meaning.
//
// E. Beale, J. Tomlin: Special facilities in a general mathematical programming system for
// nonconvex problems using ordered sets of variables, in: Operational Research 69, 1970.
#include <algorithm>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// Of the members' sum each half must have this much, so that both branches move the relaxation.
constexpr double least_half = 0.2;

}  // namespace

// The set with the most fractional members that holds the chosen column, halved where the values of
// the relaxation are; nothing if there is no large one.
void Search::halve_set(Choice& choice) {
    if (!options_.set_branching || symmetry_ || cliques_.empty() || !options_.priority.empty())
        return;
    const auto open = [&](Literal l) {
        const std::int32_t j = column_of(l);
        return value_of(l) && domain_.lower(j) == 0 && domain_.upper(j) == 1;
    };
    if (!open(literal(choice.column, true))) return;
    std::int32_t best = -1, most = options_.fewest_in_set - 1;
    for (const std::int32_t c : cliques_.cliques_of(literal(choice.column, true))) {
        std::int32_t count = 0;
        for (const Literal l : cliques_.members(c))
            if (open(l) && distance_to_integer(lp_point_[column_of(l)]) > integrality_tolerance)
                ++count;
        if (count <= most) continue;
        most = count;
        best = c;
    }
    if (best < 0) return;
    double total = 0;
    for (const Literal l : cliques_.members(best))
        if (open(l)) total += lp_point_[column_of(l)];
    std::vector<std::int32_t> first, rest;
    double sum = 0;
    for (const Literal l : cliques_.members(best)) {
        if (!open(l)) continue;
        const std::int32_t j = column_of(l);
        const bool in_first = sum + lp_point_[j] / 2 <= total / 2;
        if (in_first) sum += lp_point_[j];
        (in_first ? first : rest).push_back(j);
    }
    if (std::min(sum, total - sum) < least_half) return;
    choice.false_below = std::move(first);
    choice.false_above = std::move(rest);
    ++control_.effort().of(SearchPart::set_branching).found;
    choice.down_bound = choice.up_bound = -infinity;  // they were of the single column's branches
}

}  // namespace tenon::ilp
