// Columns of integer programs that another column makes unnecessary. A directed column is x or -x.
// Let u and v be two of them, with costs c and entries a. Then u dominates v if a step of u upwards
// together with one of v downwards costs nothing and breaks nothing:
//
//   c_u <= c_v,   a_ru <= a_rv in rows with an upper side, a_ru >= a_rv in those with a lower one,
//
// where both are integer, both continuous, or only v is integer. Exchanged until one of the two
// stops, an optimum has v at its lower bound or u at its upper one (where only v is integer: within
// a step of it). So v may be fixed at its lower bound where
//
//   1. u has no upper bound, or a row implies it whatever the others are; or both are integer and
//   2. a row does not admit u at its upper bound with v above its lower one; or they are of one
//      kind, c_v >= 0, and
//   3. every row that stops v from falling holds for any v once u is at its upper bound.
//
// A dual reduction. Since -v dominates -u as well, the same says where u is at its upper bound. In
// set packing, partitioning and covering this is the domination of sets that are part of others.
//
// What dominates v stands in the same equations with the same entries, and in every row that stops
// v from falling. So candidates come from the columns of the same equations or from the shortest of
// these rows, and sets of rows as 64 bits turn most of them away.
//
// R. Garfinkel, G. Nemhauser: Integer Programming, 1972, chapter 8 (sets); G. Gamrath, T. Koch,
// A. Martin, M. Miltenberger, D. Weninger: Progress in presolving for mixed integer programming,
// Mathematical Programming Computation 7, 2015, section 4.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "ilp/presolve/implied_bounds.hpp"
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Pairs and entries that a pass looks at, for each entry of the matrix, and beyond that; and
// candidates of one column that are compared entry by entry.
constexpr std::int64_t most_looks = 10, free_looks = 20'000;
constexpr int most_compared = 50;
// Sums of terms above this have lost the digits that tell a row that holds from one that does not.
constexpr double largest_sum = 1e9;

struct Directed {
    std::int32_t column = 0;
    bool negated = false;

    double sign() const { return negated ? -1 : 1; }
};

std::uint64_t mix(std::uint64_t x) {
    x *= 0x9E3779B97F4A7C15ull;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93ull;
    return x ^ (x >> 29);
}

std::uint64_t bit_of(std::int32_t row) {
    return std::uint64_t{1} << (mix(static_cast<std::uint64_t>(row) + 1) >> 58);
}

std::uint64_t hash_of(std::int32_t row, double entry) {
    return mix(mix(static_cast<std::uint64_t>(row) + 1) + std::bit_cast<std::uint64_t>(entry));
}

bool is_part(std::uint64_t part, std::uint64_t whole) {
    return (part & ~whole) == 0;
}

// What the rows of a column, or of its negative, say about it.
struct Signature {
    std::uint64_t rise = 0, fall = 0;  // bits of the rows that stop it from rising, from falling
    std::uint64_t equations = 0;       // hash of those and of its entries there; 0: none
};

// A row and the entry of a directed column in it.
struct Place {
    std::int32_t row = -1;
    double entry = 0;
};

class Dominance {
  public:
    explicit Dominance(Workspace& work);
    std::int64_t fix_all();

  private:
    double lower(Directed d) const {
        return d.negated ? -work_.upper[d.column] : work_.lower[d.column];
    }
    double upper(Directed d) const {
        return d.negated ? -work_.lower[d.column] : work_.upper[d.column];
    }
    double cost(Directed d) const { return d.sign() * work_.cost[d.column]; }
    Signature& signature(Directed d) { return signatures_[2 * d.column + (d.negated ? 1 : 0)]; }
    bool stops_fall(std::int32_t row, double a) const {
        return !std::isinf(a > 0 ? work_.row_lower[row] : work_.row_upper[row]);
    }
    bool is_open(Directed d) const {
        return open_[d.column] != 0 && work_.lower[d.column] < work_.upper[d.column];
    }

    void read(std::int32_t j);
    void group();
    void load(Directed v);
    Place shortest_row(Directed v, bool stopping) const;
    bool has_dominating(Directed v);
    bool may_dominate(Directed u, Directed v);
    bool dominates(Directed u, Directed v);
    bool is_unnecessary(Directed u, Directed v);
    bool has_no_end(Directed u);
    bool exclude_each_other(Directed u, Directed v);
    bool stands_in_for(Directed u, Directed v);
    double least_term(Directed d, double a) const { return a * (a > 0 ? lower(d) : upper(d)); }
    // Of a row, turned round or not, without the least term of one column.
    static double least_rest(const Activity& box, bool turned, double term) {
        return turned ? -box.max_without(-term) : box.min_without(term);
    }
    template <class See>
    void for_entries(Directed d, const See& see) const;

    Workspace& work_;
    std::vector<std::uint8_t> open_;  // columns that are neither gone nor to be fixed
    std::vector<Signature> signatures_;
    std::vector<std::pair<std::uint64_t, Directed>> groups_;  // of equal equations, by their hash
    std::vector<double> entry_;                               // of v, by row
    std::vector<std::int64_t> loaded_;                        // in the rows of v: stamp_
    std::int64_t stamp_ = 0;
    std::int32_t stopping_ = 0;  // rows that stop v from falling
    std::int64_t looks_left_;
};

template <class See>
void Dominance::for_entries(Directed d, const See& see) const {
    for (std::int32_t e = work_.matrix.first_in_column(d.column); e != EntryLists::none;
         e = work_.matrix.next_in_column(e))
        if (!see(work_.matrix.row(e), d.sign() * work_.matrix.value(e))) return;
}

Dominance::Dominance(Workspace& work)
    : work_(work),
      open_(work.column_alive),
      signatures_(2 * work.column_alive.size()),
      entry_(work.row_alive.size()),
      loaded_(work.row_alive.size()),
      looks_left_(most_looks * work.matrix.entries() + free_looks) {
    for (std::int32_t j = 0; j < work.matrix.columns(); ++j)
        if (open_[j] != 0) read(j);
    group();
}

void Dominance::read(std::int32_t j) {
    work_.charge(1 + work_.matrix.column_size(j));
    Signature& out = signature({j, false});
    Signature& negative = signature({j, true});
    for_entries({j, false}, [&](std::int32_t i, double a) {
        if (stops_fall(i, a)) out.fall |= bit_of(i);
        if (stops_fall(i, -a)) out.rise |= bit_of(i);
        if (work_.row_lower[i] != work_.row_upper[i]) return true;
        out.equations += hash_of(i, a);
        negative.equations += hash_of(i, -a);
        return true;
    });
    negative.rise = out.fall;
    negative.fall = out.rise;
}

void Dominance::group() {
    for (std::int32_t j = 0; j < work_.matrix.columns(); ++j)
        for (const Directed d : {Directed{j, false}, Directed{j, true}})
            if (is_open(d) && signature(d).equations != 0)
                groups_.emplace_back(signature(d).equations, d);
    constexpr std::int64_t sort_weight = 10;
    work_.charge(sort_weight * static_cast<std::int64_t>(groups_.size()));
    std::sort(groups_.begin(), groups_.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second.column < b.second.column;
    });
}

void Dominance::load(Directed v) {
    ++stamp_;
    stopping_ = 0;
    for_entries(v, [&](std::int32_t i, double a) {
        entry_[i] = a;
        loaded_[i] = stamp_;
        stopping_ += stops_fall(i, a) ? 1 : 0;
        return true;
    });
}

// Of those that stop v from falling, or of all.
Place Dominance::shortest_row(Directed v, bool stopping) const {
    Place best;
    for_entries(v, [&](std::int32_t i, double a) {
        if ((!stopping || stops_fall(i, a)) &&
            (best.row < 0 || work_.matrix.row_size(i) < work_.matrix.row_size(best.row)))
            best = {i, a};
        return true;
    });
    return best;
}

// What costs little to ask.
bool Dominance::may_dominate(Directed u, Directed v) {
    --looks_left_;
    if (u.column == v.column || !is_open(u) || cost(u) > cost(v)) return false;
    if (work_.integer[u.column] != 0 && work_.integer[v.column] == 0) return false;
    const Signature &of_u = signature(u), &of_v = signature(v);
    return of_u.equations == of_v.equations && is_part(of_u.rise, of_v.rise) &&
           is_part(of_v.fall, of_u.fall);
}

// v is loaded.
bool Dominance::dominates(Directed u, Directed v) {
    looks_left_ -= work_.matrix.column_size(u.column);
    std::int32_t met = 0;
    bool all = cost(u) <= cost(v);
    for_entries(u, [&](std::int32_t i, double a) {
        const bool shared = loaded_[i] == stamp_;
        const double other = shared ? entry_[i] : 0;
        if (shared && stops_fall(i, other)) ++met;
        if (a > other && !std::isinf(work_.row_upper[i])) all = false;
        if (a < other && !std::isinf(work_.row_lower[i])) all = false;
        return all;
    });
    return all && met == stopping_;
}

// 1: nothing but rows stops u from rising.
bool Dominance::has_no_end(Directed u) {
    if (std::isinf(upper(u))) return true;
    bool implied = false;
    for_entries(u, [&](std::int32_t i, double a) {
        const Interval room = implied_interval(work_, i, u.column, u.sign() * a);
        implied = (u.negated ? -room.low : room.high) <= upper(u);
        return !implied;
    });
    return implied;
}

// 2: in a row, at its least.
bool Dominance::exclude_each_other(Directed u, Directed v) {
    bool exclude = false;
    for_entries(u, [&](std::int32_t i, double a) {
        if (loaded_[i] != stamp_) return true;
        const Activity& box = work_.activity(i);
        const double b = entry_[i];
        // The row as it is, then turned round.
        for (const bool turned : {false, true}) {
            const double side = turned ? -work_.row_lower[i] : work_.row_upper[i];
            if (std::isinf(side) || (turned ? box.max_infinite : box.min_infinite) > 0) continue;
            const double p = turned ? -a : a, q = turned ? -b : b;
            const double of_u = least_term(u, p);
            const double rest = least_rest(box, turned, of_u) - least_term(v, q);
            const double of_v = q > 0 ? q * (lower(v) + 1) : least_term(v, q);
            const double with_both = rest + p * upper(u) + of_v;
            exclude |= with_both > side + scaled(feasibility_tolerance, side) +
                                       integer_reduction_room(box.size);
        }
        return !exclude;
    });
    return exclude;
}

// 3: what v does for its rows, u does.
bool Dominance::stands_in_for(Directed u, Directed v) {
    if (cost(v) < 0) return false;
    bool enough = true;
    for_entries(u, [&](std::int32_t i, double a) {
        if (loaded_[i] != stamp_ || !stops_fall(i, entry_[i])) return true;
        const Activity& box = work_.activity(i);
        const bool turned = entry_[i] < 0;  // upper side
        const double side = turned ? -work_.row_upper[i] : work_.row_lower[i];
        const double p = turned ? -a : a;
        const double rest = least_rest(box, turned, least_term(u, p));
        enough = (turned ? box.max_infinite : box.min_infinite) == 0 && box.size <= largest_sum &&
                 rest + p * upper(u) >=
                     side - std::min(scaled(reduction_tolerance, side),
                                     integer_reduction_room(std::max(box.size, std::fabs(side))));
        return enough;
    });
    return enough;
}

// u dominates v, which is loaded.
bool Dominance::is_unnecessary(Directed u, Directed v) {
    looks_left_ -= 3 * std::int64_t{work_.matrix.column_size(u.column)};
    if (has_no_end(u)) return true;
    if (work_.integer[u.column] != work_.integer[v.column]) return false;
    return (work_.integer[u.column] != 0 && exclude_each_other(u, v)) || stands_in_for(u, v);
}

bool Dominance::has_dominating(Directed v) {
    if (!is_open(v) || std::isinf(lower(v)) || work_.matrix.column_size(v.column) == 0)
        return false;
    int compared = 0;
    bool is_loaded = false;
    const auto found = [&](Directed u) {
        if (!may_dominate(u, v)) return false;
        if (!is_loaded) load(v);
        is_loaded = true;
        ++compared;
        return dominates(u, v) && is_unnecessary(u, v);
    };
    const auto goes_on = [&] { return compared < most_compared && looks_left_ > 0; };
    if (const std::uint64_t key = signature(v).equations; key != 0) {
        auto at = std::lower_bound(
            groups_.begin(), groups_.end(), key,
            [](const auto& member, std::uint64_t wanted) { return member.first < wanted; });
        for (; at != groups_.end() && at->first == key && goes_on(); ++at)
            if (found(at->second)) return true;
        return false;
    }
    // Where no row stops it, only its cost keeps it up: who is in its way stands beside it.
    looks_left_ -= work_.matrix.column_size(v.column);
    const Place at = shortest_row(v, signature(v).fall != 0);
    for (std::int32_t e = work_.matrix.first_in_row(at.row); e != EntryLists::none && goes_on();
         e = work_.matrix.next_in_row(e)) {
        const bool negated = (work_.matrix.value(e) > 0) != (at.entry > 0);
        if (found({work_.matrix.column(e), negated})) return true;
    }
    return false;
}

// Fixed together at the end: until then the activities of rows are those of a wider box, which
// 1 to 3 may ask as well.
std::int64_t Dominance::fix_all() {
    std::vector<Directed> unnecessary;
    for (std::int32_t j = 0; j < work_.matrix.columns() && looks_left_ > 0; ++j)
        for (const Directed v : {Directed{j, false}, Directed{j, true}}) {
            if (!has_dominating(v)) continue;
            open_[j] = 0;
            unnecessary.push_back(v);
        }
    work_.charge(most_looks * work_.matrix.entries() + free_looks - looks_left_);
    for (const Directed v : unnecessary)
        work_.fix(v.column, v.negated ? work_.upper[v.column] : work_.lower[v.column],
                  v.negated ? BasisStatus::at_upper : BasisStatus::at_lower);
    return static_cast<std::int64_t>(unnecessary.size());
}

}  // namespace

std::int64_t fix_by_dominating_columns(Workspace& work, Cursor& since) {
    if (work.keeps_every_plan() || !work.much_changed(since)) return 0;
    return Dominance(work).fix_all();
}

}  // namespace tenon::ilp
