// Derived rows.
#include <cmath>
#include <map>
#include <set>

#include "replay.hpp"

namespace certificate_checker {

// Mixed-integer rounding: see src/ilp/certified/README.md for the formula.
void Replay::derive() {
    demand(!tree_begun_, "a cut inside the tree");
    const Box& box = waiting_.back();
    const Exact divisor(lines_.real());
    demand(divisor.sign() > 0, "a divisor must be positive");
    Multipliers y;
    read_terms(y);
    std::set<std::size_t> flipped, down;
    for (std::size_t k = lines_.index(y.terms.size() + 1); k-- > 0;)
        flipped.insert(lines_.index(y.terms.size()));
    for (std::size_t k = lines_.index(columns() + 1); k-- > 0;)
        down.insert(lines_.index(columns()));
    std::map<std::size_t, Exact> h, out;
    Exact right;
    const auto lower_side = [&](std::size_t k) {
        return (y.terms[k].second > 0) != (flipped.count(k) > 0);
    };
    const auto side_of = [&](std::size_t k) {
        const Row& row = rows_[y.terms[k].first];
        const double side = lower_side(k) ? row.lower : row.upper;
        demand(std::isfinite(side), "a multiplier leans on a side that is not there");
        return Exact(side);
    };
    const auto bound_of = [&](std::size_t j) {
        const double bound = down.count(j) ? box.upper[j] : box.lower[j];
        demand(std::isfinite(bound), "a column is counted from a bound that is not there");
        return Exact(bound);
    };
    for (std::size_t k = 0; k < y.terms.size(); ++k) {
        right -= Exact(y.terms[k].second) * side_of(k);
        for (const auto& [j, a] : rows_[y.terms[k].first].terms)
            h[j] -= Exact(y.terms[k].second) * Exact(a);
    }
    std::erase_if(h, [](const auto& term) { return term.second.sign() == 0; });
    for (const auto& [j, hj] : h) right -= hj * bound_of(j);
    const auto quotient = [&](const Exact& value) {  // rounded down
        double q = std::floor(value.about() / divisor.about());
        demand(std::fabs(q) < largest_step, "a quotient is too large");
        while (value < Exact(q) * divisor) --q;
        while (Exact(q + 1) * divisor <= value) ++q;
        return Exact(q);
    };
    const Exact q = quotient(right), f = right - q * divisor, depth = divisor - f;
    const auto rounded = [&](const Exact& value, bool whole) {
        if (!whole) return value.sign() < 0 ? value : Exact();
        const Exact k = quotient(value), above = value - k * divisor - f;
        return above.sign() > 0 ? k * depth + above : k * depth;
    };
    right = q * depth;
    for (const auto& [j, hj] : h) {
        const bool turn = down.count(j) > 0;
        const Exact size = rounded(turn ? -hj : hj, model_.integer[j]);
        out[j] = turn ? -size : size;
        right += out[j] * bound_of(j);
    }
    for (std::size_t k = 0; k < y.terms.size(); ++k) {
        const Row& row = rows_[y.terms[k].first];
        if (row.lower == row.upper) continue;
        const double size = std::fabs(y.terms[k].second);
        const Exact factor = rounded(Exact(flipped.count(k) ? -size : size), row.whole) *
                             Exact(lower_side(k) ? 1.0 : -1.0);
        right += factor * side_of(k);
        for (const auto& [j, a] : row.terms) out[j] += factor * Exact(a);
    }
    // The stated row must follow from that one over the box.
    Row row{{}, -endless, 0, false};
    for (std::size_t k = lines_.index(columns() + 1); k-- > 0;) {
        const std::size_t j = lines_.index(columns());
        demand(row.terms.empty() || static_cast<std::size_t>(row.terms.back().first) < j,
               "columns out of order");
        row.terms.emplace_back(static_cast<int>(j), lines_.real());
        out[j] -= Exact(row.terms.back().second);
    }
    row.upper = lines_.real();
    lines_.done();
    for (const auto& [j, less] : out) {
        if (less.sign() == 0) continue;
        const double bound = less.sign() < 0 ? box.upper[j] : box.lower[j];
        demand(std::isfinite(bound), "a rounded coefficient of a column without a bound");
        right -= less * Exact(bound);
    }
    demand(right <= Exact(row.upper), "a cut is not implied");
    row.whole = is_whole(model_, row);
    rows_.push_back(std::move(row));
    ++found_.cuts;
}

}  // namespace certificate_checker
