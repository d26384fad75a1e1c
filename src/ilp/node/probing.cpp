#include "ilp/node/probing.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Entries that may be looked at: a start, and passes over the matrix.
constexpr std::int64_t work_start = 100'000, work_share = 10;
// Binaries in a row that bring nothing, after which the rest is left alone.
constexpr std::int64_t patience = 200;
// Implied bounds that are kept, against the columns.
constexpr std::size_t bounds_start = 1000, bounds_share = 4;
// A bound that gains less of the range is not worth keeping, nor is one of this size.
constexpr double least_gain = 1e-2, largest_bound = 1e7;
// A continuous column is past a bound beyond what the judge would forgive along a chain of rows.
constexpr double past_bound = 10 * feasibility_tolerance;
// Fixings after which the sums of the domain are made anew.
constexpr std::int64_t fixings_a_refresh = 50;

// Where a side of the probe leaves a column.
struct Box {
    std::int32_t column;
    double lower, upper;
};

class Probing {
  public:
    Probing(Domain& domain, Control& control, CliqueTable& cliques)
        : domain_(domain),
          control_(control),
          cliques_(cliques),
          place_(static_cast<std::size_t>(domain.columns()), -1) {}

    Probed run(std::span<const double> lp_point) {
        const SparseRows& rows = domain_.rows();
        const std::int64_t limit =
            domain_.work() + work_start + work_share * static_cast<std::int64_t>(rows.index.size());
        std::int64_t idle = 0;
        for (const std::int32_t j : candidates(lp_point)) {
            if (domain_.work() > limit || idle >= patience || control_.stopped()) break;
            if (domain_.fixed(j)) continue;
            ++out_.columns;
            const std::int64_t before = found();
            if (!probe_column(j)) {
                out_.infeasible = true;
                break;
            }
            idle = found() > before ? 0 : idle + 1;
        }
        if (!out_.infeasible) domain_.make_global();
        drop_repeated();
        return std::move(out_);
    }

  private:
    std::int64_t found() const {
        return out_.fixed + out_.tightened + out_.pairs +
               static_cast<std::int64_t>(out_.bounds.size());
    }

    std::vector<std::int32_t> candidates(std::span<const double> lp_point) const {
        std::vector<std::int32_t> out;
        std::vector<double> score(static_cast<std::size_t>(domain_.columns()), 0);
        for (const std::int32_t j : domain_.rows().index) score[j] += 1;
        const double longest = *std::max_element(score.begin(), score.end());
        for (std::int32_t j = 0; j < domain_.columns(); ++j) {
            if (!domain_.integer(j) || domain_.lower(j) != 0 || domain_.upper(j) != 1) continue;
            out.push_back(j);
            if (lp_point.empty()) continue;
            const double away = distance_to_integer(lp_point[j]);
            if (away > integrality_tolerance) score[j] += longest * (1 + away);
        }
        std::stable_sort(out.begin(), out.end(),
                         [&](std::int32_t a, std::int32_t b) { return score[a] > score[b]; });
        return out;
    }

    // Boxes of all columns that move; false if nothing is left.
    bool try_side(std::int32_t j, bool value, std::vector<Box>& boxes) {
        boxes.clear();
        const std::size_t mark = domain_.mark();
        domain_.fix(j, value ? 1 : 0, Domain::by_choice);
        const bool possible = domain_.propagate();
        if (possible) {
            for (const Domain::Change& change : domain_.changes_since(mark)) {
                const std::int32_t k = change.column;
                if (k == j || place_[k] >= 0) continue;
                place_[k] = static_cast<std::int32_t>(boxes.size());
                boxes.push_back({k, domain_.lower(k), domain_.upper(k)});
            }
            for (const Box& box : boxes) place_[box.column] = -1;
        }
        domain_.undo_to(mark);
        return possible;
    }

    bool fix(std::int32_t j, bool value) {
        ++out_.fixed;
        domain_.fix(j, value ? 1 : 0, Domain::by_choice);
        if (!domain_.propagate()) return false;
        if (out_.fixed % fixings_a_refresh == 0) domain_.make_global();
        return true;
    }

    bool probe_column(std::int32_t j) {
        const bool zero = try_side(j, false, zero_);
        if (control_.stopped()) return true;
        const bool one = try_side(j, true, one_);
        if (control_.stopped()) return true;
        if (!zero && !one) return false;
        if (!zero) return fix(j, true);
        if (!one) return fix(j, false);
        for (std::size_t k = 0; k < one_.size(); ++k)
            place_[one_[k].column] = static_cast<std::int32_t>(k);
        for (const Box& box : zero_) {
            Box other{box.column, domain_.lower(box.column), domain_.upper(box.column)};
            if (place_[box.column] >= 0) other = one_[place_[box.column]];
            place_[box.column] = -1;
            learn(j, box, other);
        }
        for (const Box& box : one_) {
            if (place_[box.column] < 0) continue;
            place_[box.column] = -1;
            learn(j, {box.column, domain_.lower(box.column), domain_.upper(box.column)}, box);
        }
        return tighten();
    }

    // What both sides say of one column.
    void learn(std::int32_t j, const Box& zero, const Box& one) {
        const std::int32_t k = zero.column;
        const double low = std::min(zero.lower, one.lower), high = std::max(zero.upper, one.upper);
        if (low > domain_.lower(k) || high < domain_.upper(k)) common_.push_back({k, low, high});
        if (domain_.integer(k) && domain_.lower(k) == 0 && domain_.upper(k) == 1) {
            const bool first = pair(j, false, zero), second = pair(j, true, one);
            if (first && second && zero.lower != one.lower) ++out_.equivalences;
            return;
        }
        if (domain_.integer(k) && zero.lower == zero.upper && one.lower == one.upper &&
            zero.lower != one.lower) {
            ++out_.equivalences;
            out_.equations.push_back({k, j, zero.lower, one.lower});
        }
        keep_bound(j, k, true, zero.upper, one.upper);
        keep_bound(j, k, false, zero.lower, one.lower);
    }

    // x_j = value fixes the binary of the box.
    bool pair(std::int32_t j, bool value, const Box& box) {
        if (box.lower != box.upper) return false;
        const std::array<Literal, 2> both{literal(j, value), literal(box.column, box.lower == 0)};
        if (cliques_.add(both)) {
            ++out_.pairs;
            const bool other = box.lower == 0;
            out_.implications.push_back({is(box.column, other), is(j, !value)});
        }
        // Each the opposite of the other, if neither can be false with the other false.
        if (cliques_.exclusive(negation(both[0]), negation(both[1])))
            out_.equations.push_back({box.column, j, value ? 1 - box.lower : box.lower,
                                      value ? box.lower : 1 - box.lower});
        return true;
    }

    void keep_bound(std::int32_t j, std::int32_t k, bool upper, double at_zero, double at_one) {
        const std::size_t most =
            bounds_start + bounds_share * static_cast<std::size_t>(domain_.columns());
        if (out_.bounds.size() >= most) return;
        if (!(std::fabs(at_zero) <= largest_bound) || !(std::fabs(at_one) <= largest_bound)) return;
        const double range = domain_.upper(k) - domain_.lower(k);
        const double gain = std::fabs(at_one - at_zero);
        const double size = std::isinf(range) ? std::max(1.0, std::fabs(at_zero)) : range;
        if (gain <= least_gain * size) return;
        out_.bounds.push_back({k, j, upper, at_zero, at_one});
        const bool tighter_at_one = upper ? at_one < at_zero : at_one > at_zero;
        const double bound = tighter_at_one ? at_one : at_zero;
        BoundLiteral past{k, !upper, bound};
        if (domain_.integer(k))
            past = BoundLiteral{k, upper, bound}.opposite();
        else
            past.bound += (upper ? 1 : -1) * scaled(past_bound, bound);
        out_.implications.push_back({past, is(j, !tighter_at_one)});
    }

    // The binary has this value.
    static BoundLiteral is(std::int32_t j, bool value) { return {j, !value, value ? 1.0 : 0.0}; }

    // Two binaries are met from both ends.
    void drop_repeated() {
        const auto pair = [](const Equivalence& one) {
            return std::minmax(one.column, one.binary);
        };
        std::stable_sort(
            out_.equations.begin(), out_.equations.end(),
            [&](const Equivalence& a, const Equivalence& b) { return pair(a) < pair(b); });
        const auto end = std::unique(
            out_.equations.begin(), out_.equations.end(),
            [&](const Equivalence& a, const Equivalence& b) { return pair(a) == pair(b); });
        out_.equations.erase(end, out_.equations.end());
    }

    // Bounds that hold on both sides.
    bool tighten() {
        if (common_.empty()) return true;
        out_.tightened += static_cast<std::int64_t>(common_.size());
        for (const Box& box : common_) {
            domain_.raise_lower(box.column, box.lower, Domain::by_choice);
            if (domain_.infeasible()) return false;
            domain_.drop_upper(box.column, box.upper, Domain::by_choice);
            if (domain_.infeasible()) return false;
        }
        common_.clear();
        return domain_.propagate();
    }

    Domain& domain_;
    Control& control_;
    CliqueTable& cliques_;
    Probed out_;
    std::vector<std::int32_t> place_;
    std::vector<Box> zero_, one_, common_;
};

}  // namespace

Probed probe(Domain& domain, Control& control, CliqueTable& cliques,
             std::span<const double> lp_point) {
    return Probing(domain, control, cliques).run(lp_point);
}

}  // namespace tenon::ilp
