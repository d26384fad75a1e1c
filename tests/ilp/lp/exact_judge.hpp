// Judges the answers of a solver in exact arithmetic, from the program and the answer alone:
// the basis as a vertex with its prices, proofs of infeasibility, and unbounded directions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "exact_tableau.hpp"

namespace tenon::test {

// What a basis stands for when its systems are solved without rounding.
struct ExactVertex {
    bool regular = false;                             // the statuses are a basis
    double primal_violation = 0, dual_violation = 0;  // largest, in the units of the program
    bool duality_holds = false;  // A x = s, c - A'y = d, d_B = 0 and c'x = y's + d'x, all exactly
    std::vector<double> primal, dual, reduced;  // rounded once
    std::vector<double> reduced_terms;          // |c| + |A|'|y|: what a reduced cost is made of
    double objective_terms = 0;                 // |c|'|x| + |offset|
    Integer objective, denominator = 1;         // scaled as the program is
    bool is_optimal() const { return regular && primal_violation == 0 && dual_violation == 0; }
};

namespace exact_detail {

// x and the activities times D; y and d times D: read off the tableau by variable.
struct Points {
    std::vector<Integer> z, price;

    explicit Points(const ExactTableau& t)
        : z(static_cast<std::size_t>(t.program().total())), price(z.size()) {
        for (std::int32_t p = 0; p < t.rows(); ++p) z[t.basic(p)] = t.basic_value(p);
        for (std::int32_t k = 0; k < t.columns(); ++k) {
            z[t.nonbasic(k)] = t.value(k) * t.denominator();
            price[t.nonbasic(k)] = t.reduced(k);
        }
    }
};

// Recomputes from the program's own rows what the tableau claims.
inline bool duality_holds(const ExactProgram& p, const Points& at, const Integer& denominator,
                          const Integer& objective) {
    for (std::int32_t i = 0; i < p.rows; ++i) {
        Integer activity;
        for (std::int32_t j = 0; j < p.columns; ++j) activity += p.matrix[i][j] * at.z[j];
        if (!(activity == at.z[p.columns + i])) return false;
    }
    Integer primal = p.offset * denominator * denominator, dual = primal;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        Integer d = p.cost[j] * denominator;
        for (std::int32_t i = 0; i < p.rows; ++i) d -= p.matrix[i][j] * at.price[p.columns + i];
        if (!(d == at.price[j])) return false;
        primal += p.cost[j] * at.z[j] * denominator;
    }
    for (std::int32_t j = 0; j < p.total(); ++j) dual += at.price[j] * at.z[j];
    return primal == dual && primal == objective * denominator;
}

}  // namespace exact_detail

inline ExactVertex evaluate_basis(const ExactProgram& p, const Basis& basis) {
    ExactVertex v;
    if (basis.column.size() != static_cast<std::size_t>(p.columns) ||
        basis.row.size() != static_cast<std::size_t>(p.rows))
        return v;
    ExactTableau t(p);
    v.regular = t.take(basis);
    if (!v.regular) return v;
    v.objective = t.objective();
    v.denominator = t.denominator();
    const exact_detail::Points at(t);
    v.duality_holds = exact_detail::duality_holds(p, at, v.denominator, v.objective);
    for (std::int32_t j = 0; j < p.total(); ++j) {
        const bool is_column = j < p.columns;
        const int z_shift = p.bound_shift + (is_column ? 0 : p.matrix_shift);
        const int price_shift = p.cost_shift - (is_column ? 0 : p.matrix_shift);
        const auto units = [&](const Integer& x, int shift) {
            return std::ldexp(quotient(x, v.denominator), -shift);
        };
        const ExactBound &l = p.lower[j], &u = p.upper[j];
        const Integer below = l.finite ? l.value * v.denominator - at.z[j] : Integer(-1);
        const Integer above = u.finite ? at.z[j] - u.value * v.denominator : Integer(-1);
        for (const Integer& excess : {below, above})
            if (excess.sign() > 0)
                v.primal_violation = std::max(v.primal_violation, units(excess, z_shift));
        const BasisStatus status = is_column ? basis.column[j] : basis.row[j - p.columns];
        const int sign = p.is_fixed(j) ? 0 : at.price[j].sign();
        if ((sign > 0 && status != BasisStatus::at_lower) ||
            (sign < 0 && status != BasisStatus::at_upper))
            v.dual_violation =
                std::max(v.dual_violation, units(magnitude(at.price[j]), price_shift));
        if (is_column) v.primal.push_back(units(at.z[j], z_shift));
        (is_column ? v.reduced : v.dual).push_back(units(at.price[j], price_shift));
    }
    for (std::int32_t j = 0; j < p.columns; ++j) {
        Integer terms = magnitude(p.cost[j]) * v.denominator;
        for (std::int32_t i = 0; i < p.rows; ++i)
            terms += magnitude(p.matrix[i][j] * at.price[p.columns + i]);
        v.reduced_terms.push_back(std::ldexp(quotient(terms, v.denominator), -p.cost_shift));
        v.objective_terms += std::fabs(scaled_double(p.cost[j], p.cost_shift) * v.primal[j]);
    }
    v.objective_terms += std::fabs(scaled_double(p.offset, p.objective_shift()));
    return v;
}

// Largest violation of a bound of a column or row at a point given in doubles, without rounding.
inline double point_violation(const ExactProgram& p, const std::vector<double>& point) {
    if (point.size() != static_cast<std::size_t>(p.columns)) return infinity;
    const int shift = fraction_bits(point, p.bound_shift);
    double worst = 0;
    const auto see = [&](std::int32_t variable, const Integer& z, int z_shift) {
        const ExactBound &l = p.lower[variable], &u = p.upper[variable];
        for (const ExactBound* bound : {&l, &u}) {
            if (!bound->finite) continue;
            Integer at = bound->value;
            at.shift(shift - p.bound_shift);
            const Integer excess = bound == &l ? at - z : z - at;
            if (excess.sign() > 0) worst = std::max(worst, scaled_double(excess, z_shift));
        }
    };
    std::vector<Integer> x;
    for (double value : point) x.push_back(Integer::from_double(value, shift));
    for (std::int32_t j = 0; j < p.columns; ++j) see(j, x[j], shift);
    for (std::int32_t i = 0; i < p.rows; ++i) {
        Integer activity;
        for (std::int32_t j = 0; j < p.columns; ++j) activity += p.matrix[i][j] * x[j];
        see(p.columns + i, activity, shift + p.matrix_shift);
    }
    return worst;
}

// Distance of a number to the objective of a vertex, in the units of the program, both exact.
inline double objective_distance(const ExactProgram& p, const Integer& objective,
                                 const Integer& denominator, double claimed) {
    const int shift = std::max(p.objective_shift(), fraction_bits(claimed));
    Integer exact = objective;
    exact.shift(shift - p.objective_shift());
    const Integer difference = exact - Integer::from_double(claimed, shift) * denominator;
    return std::fabs(std::ldexp(quotient(difference, denominator), -shift));
}

inline std::vector<Integer> to_integers(const std::vector<double>& x) {
    const int shift = fraction_bits(x, 0);
    std::vector<Integer> result;
    for (double value : x) result.push_back(Integer::from_double(value, shift));
    return result;
}

// The least value of y's + d'x over the bounds, d = -A'y, is positive, though it is zero for every
// point: none is feasible. Returned is the largest coefficient that meets no bound and was taken as
// zero, as a share of its terms; infinity if nothing is proved. Zero: a proof, exactly.
inline double proof_residual(const ExactProgram& p, const std::vector<double>& multipliers) {
    if (multipliers.size() != static_cast<std::size_t>(p.rows)) return infinity;
    const std::vector<Integer> y = to_integers(multipliers);
    Integer least;
    double worst = 0;
    const auto see = [&](std::int32_t variable, const Integer& price, const Integer& terms) {
        if (price.sign() == 0) return;
        const ExactBound& bound = price.sign() > 0 ? p.lower[variable] : p.upper[variable];
        if (bound.finite)
            least += price * bound.value;
        else
            worst = std::max(worst, quotient(magnitude(price), terms));
    };
    for (std::int32_t i = 0; i < p.rows; ++i) see(p.columns + i, y[i], magnitude(y[i]));
    for (std::int32_t j = 0; j < p.columns; ++j) {
        Integer d, terms;
        for (std::int32_t i = 0; i < p.rows; ++i) {
            d -= p.matrix[i][j] * y[i];
            terms += magnitude(p.matrix[i][j] * y[i]);
        }
        see(j, d, terms);
    }
    return least.sign() > 0 ? worst : infinity;
}

inline bool proves_infeasible(const ExactProgram& p, const std::vector<double>& multipliers) {
    return proof_residual(p, multipliers) == 0;
}

// How far a direction leaves the recession cone, as a share of the terms of the row it breaks;
// infinity if it breaks a column's bound or does not improve the cost. Zero: a ray, exactly.
inline double ray_violation(const ExactProgram& p, const std::vector<double>& direction) {
    if (direction.size() != static_cast<std::size_t>(p.columns)) return infinity;
    const std::vector<Integer> r = to_integers(direction);
    Integer cost;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        if ((r[j].sign() > 0 && p.upper[j].finite) || (r[j].sign() < 0 && p.lower[j].finite))
            return infinity;
        cost += p.cost[j] * r[j];
    }
    if (cost.sign() >= 0) return infinity;
    double worst = 0;
    for (std::int32_t i = 0; i < p.rows; ++i) {
        Integer activity, terms;
        for (std::int32_t j = 0; j < p.columns; ++j) {
            activity += p.matrix[i][j] * r[j];
            terms += magnitude(p.matrix[i][j] * r[j]);
        }
        const std::int32_t s = p.columns + i;
        if ((activity.sign() > 0 && p.upper[s].finite) ||
            (activity.sign() < 0 && p.lower[s].finite))
            worst = std::max(worst, quotient(magnitude(activity), terms));
    }
    return worst;
}

}  // namespace tenon::test
