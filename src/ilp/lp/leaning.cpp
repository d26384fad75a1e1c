#include "ilp/lp/leaning.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ilp/lp/refinement.hpp"

namespace tenon::ilp {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
// A zero leans by so many roundings of the terms it is the sum of: beyond the rounding of y and of
// what the solves leave, and far below what a proof proves by.
constexpr double margin = 32;
// A coefficient above this share of its terms is no zero that rounding spoiled (as in
// certificate.cpp).
constexpr double cancellation = 1e-9;
// Entries of y below this share of the largest are noise, and so is what they are the terms of.
constexpr double noise = 1e-13;
// Few rounds do, or none; and solves for nonbasic variables in all of them.
constexpr int most_rounds = 12;
constexpr int most_solves = 400;
// Movable entries of a column below this would need to move by too much.
constexpr double least_entry = 1e-6;

}  // namespace

// False if a coefficient that is no zero has the wrong sign. That is found out on the multipliers
// as they come: later on a zero may be made of what others lean by, and look like more.
bool Leaning::list_spoilt(const std::vector<double>& y, bool as_given) {
    double size = 0;
    for (const double yi : y) size = std::max(size, std::fabs(yi));
    spoilt_.clear();
    for (std::int32_t j = 0; j < s_.total(); ++j) {
        if (may_rise(j) && may_fall(j)) continue;
        DoubleDouble d;
        double terms = 0, largest = 0;
        s_.matrix.for_each_entry(j, [&](std::int32_t i, double a) {
            DoubleDouble product;
            exact_product(-a, y[i], product.hi, product.lo);
            d += product;
            terms += std::fabs(product.hi);
            largest = std::max(largest, std::fabs(a));
        });
        const double value = static_cast<double>(d), least = noise * size * largest;
        if (value == 0 || may_move(j, value)) continue;
        if (as_given && std::fabs(value) > std::max(cancellation * terms, least)) return false;
        spoilt_.push_back({j, value > 0 ? -1.0 : 1.0,
                           std::fabs(value) + margin * epsilon * std::max(terms, least)});
    }
    s_.stop.charge(s_.matrix.nonzeros() + s_.total());
    return true;
}

// By the basic variable with the largest entry that may move so.
bool Leaning::mend_nonbasic(const Spoilt& spoilt, std::vector<double>& right) {
    SparseVector& column = s_.column;
    column.clear();
    s_.matrix.add_column_to(spoilt.variable, 1.0, column);
    s_.factor.ftran(column, s_.column_density, s_.stop);
    std::int32_t best = -1;
    double largest = least_entry;
    for (std::int32_t k = 0; k < column.count; ++k) {
        const std::int32_t p = column.index[k];
        const double alpha = column.value[p];
        // d_j = sum of alpha_p times the coefficients of basic variables.
        if (std::fabs(alpha) <= largest) continue;
        if (!has_size_[p] && !may_move(s_.head[p], spoilt.way * alpha)) continue;
        best = p;
        largest = std::fabs(alpha);
    }
    if (best >= 0) right[best] -= spoilt.way * spoilt.amount / column.value[best];
    column.clear();
    return best >= 0;
}

bool Leaning::mend(const Spoilt& spoilt, std::vector<double>& right) {
    const std::int32_t p = s_.position[spoilt.variable];
    if (p < 0) return mend_nonbasic(spoilt, right);
    if (!may_move(spoilt.variable, spoilt.way)) return false;
    right[p] -= spoilt.way * spoilt.amount;
    return true;
}

std::vector<double> Leaning::lean(std::vector<double> y, std::vector<double> right) {
    has_size_.resize(right.size());
    for (std::size_t p = 0; p < right.size(); ++p) has_size_[p] = right[p] != 0;
    int solves = 0;
    for (int round = 0; round < most_rounds; ++round) {
        if (!list_spoilt(y, round == 0) || spoilt_.empty()) break;
        for (const Spoilt& spoilt : spoilt_) {
            if (!s_.is_basic(spoilt.variable) && ++solves > most_solves) return y;
            if (!mend(spoilt, right)) return y;
        }
        Refinement(s_).improve_rows(right, y);
    }
    return y;
}

}  // namespace tenon::ilp
