// Why a domain is empty, in bounds as far up the trail as wanted.
//
// A set of bounds of the trail that together with the rows admits nothing is a *conflict*; its
// opposites are a clause that every plan satisfies (better than the cutoff, where the objective
// row took part). It starts with the bounds that a row needs to be broken, or those that a bound
// needs to cross its opposite. A bound of the set that row r implied may be *resolved*: replaced by
// bounds that stood before it and imply it through r. From
//
//   a_j x_j + sum of the others >= a_j x_j + M      and      a x <= b
//
// with M the least activity of the others over the bounds that are kept, x_j <= v follows for
// a_j > 0 if (b - M) / a_j < v + 1 and x_j is an integer. What M is larger than needed is used to
// leave out bounds, the cheapest first, and to weaken what is left. A bound that was decided
// (or that reduced costs, symmetry or a heuristic gave: nothing here can say why) stays.
//
// Two cuts of this graph of implications make clauses: where only one bound of the last
// decision's level is left (the first unique implication point, which makes the clause act
// as soon as that decision is taken back), and where only decisions are left. Continuous columns
// are always resolved: the opposite of their bounds is no bound.
//
// T. Achterberg: Conflict analysis in mixed integer programming, Discrete Optimization 4, 2007;
// J. Marques-Silva, K. Sakallah: GRASP, IEEE Transactions on Computers 48, 1999.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "ilp/conflict/learned_rows.hpp"

namespace tenon::ilp {

class ImplicationGraph {
  public:
    explicit ImplicationGraph(std::int32_t columns);

    // Clauses of the contradiction that has just emptied the domain: none, one or two; an empty
    // one says that the bounds of the whole tree admit nothing.
    std::vector<Clause> explain(Domain& domain, LearnedRows& learned);
    // The same for a row that the domain's bounds break.
    std::vector<Clause> explain(Domain& domain, LearnedRows& learned, const RowSide& broken);

  private:
    struct Term {
        std::int32_t column;
        bool upper;
        double a, now, gain;  // gain: what the row would lose without it
        std::int32_t place;   // of the last change
    };
    struct Entry {  // a bound of the set, by its place in the trail
        std::int32_t place;
        std::size_t key;
        friend bool operator<(const Entry& a, const Entry& b) { return a.place < b.place; }
    };

    void clear();
    bool start_from_contradiction();
    bool start_from_broken(const RowSide& row);
    std::vector<Clause> resolve();
    void push(const BoundLiteral& needed);
    void take_out(std::size_t key);
    bool replace(std::size_t key);
    bool replace_continuous();
    bool imply(std::int32_t reason, const BoundLiteral& bound, std::int32_t time);
    bool require(const RowSide& row, std::int32_t but, double required, double room,
                 std::int32_t time);
    void keep_needed(double slack);
    RowSide row_of(std::int32_t reason, bool upper_side) const;
    std::int32_t start_of_level(std::int32_t place) const;
    bool make_clause(Clause& out) const;
    bool resolvable(std::int32_t place) const { return domain_->trail()[place].reason >= 0; }

    Domain* domain_ = nullptr;
    LearnedRows* learned_ = nullptr;
    std::vector<double> needed_;       // by key
    std::vector<std::int32_t> place_;  // by key; -1: not in the set
    std::vector<std::size_t> listed_;  // keys that are or were in the set
    std::vector<Entry> heap_;
    std::vector<Term> terms_;
    std::int32_t time_ = 0;  // bounds that join the set must have stood before this place
    bool failed_ = false;    // one did not
    std::int32_t level_ = 0;
    std::int64_t in_level_ = 0;  // bounds of the set from level_ on
    std::int64_t continuous_ = 0;
    std::int64_t work_left_ = 0;
};

}  // namespace tenon::ilp
