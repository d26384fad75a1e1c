#include "ilp/lp/certificate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/sum.hpp"

namespace tenon::ilp {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
// A coefficient of the combined row below this share of its terms may be a cancellation that the
// rounding of y spoiled.
constexpr double cancellation = 1e-9;
// Entries of y below this share of the largest are noise of the solves.
constexpr double noise = 1e-13;
// Movement out of the recession cone beside a direction of size one.
constexpr double cone_tolerance = 1e-9;

double largest_size(const std::vector<double>& v) {
    double largest = 0;
    for (double x : v) largest = std::max(largest, std::fabs(x));
    return largest;
}

void clean_multipliers(const LinearProgram& p, std::vector<double>& y) {
    const double largest = largest_size(y);
    for (std::int32_t i = 0; i < p.rows; ++i) {
        y[i] = largest > 0 ? y[i] / largest : 0.0;
        const double bound = y[i] > 0 ? p.row_lower[i] : p.row_upper[i];
        if (std::fabs(y[i]) < noise || std::fabs(bound) == infinity) y[i] = 0;
    }
}

// Multipliers of programs with small integers are ratios of small integers that the solves know up
// to rounding. Where a common multiple makes them so, the coefficients cancel exactly again.
bool make_integers(std::vector<double>& y) {
    constexpr int largest_multiple = 120;
    constexpr double close = 1e-9;
    double smallest = infinity;
    for (double x : y)
        if (x != 0) smallest = std::min(smallest, std::fabs(x));
    if (smallest == infinity) return false;
    for (int multiple = 1; multiple <= largest_multiple; ++multiple) {
        const double factor = multiple / smallest;
        const bool fits = std::all_of(y.begin(), y.end(), [&](double x) {
            return std::fabs(x * factor - std::round(x * factor)) <= close * std::fabs(x * factor);
        });
        if (!fits) continue;
        for (double& x : y) x = std::round(x * factor);
        return true;
    }
    return false;
}

Proof weigh(const LinearProgram& p, const std::vector<double>& y);

}  // namespace

Proof prove_infeasible(const LinearProgram& p, std::vector<double>& y) {
    if (y.size() != static_cast<std::size_t>(p.rows)) return Proof::none;
    clean_multipliers(p, y);
    const Proof as_given = weigh(p, y);
    if (as_given != Proof::tolerable) return as_given;
    std::vector<double> integers = y;
    if (make_integers(integers) && weigh(p, integers) == Proof::rigorous) {
        y = std::move(integers);
        return Proof::rigorous;
    }
    return as_given;
}

namespace {

Proof weigh(const LinearProgram& p, const std::vector<double>& y) {
    Sum least;
    double error = 0;  // of all terms together
    for (std::int32_t i = 0; i < p.rows; ++i) {
        if (y[i] == 0) continue;
        const double bound = y[i] > 0 ? p.row_lower[i] : p.row_upper[i];
        least.add_product(y[i], bound);
        error += 4 * epsilon * epsilon * std::fabs(y[i] * bound);
    }
    bool rigorous = true;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        Sum d;
        double terms = 0;
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            const double yi = y[p.matrix.index[k]];
            if (yi == 0) continue;
            d.add_product(-p.matrix.value[k], yi);
            terms += std::fabs(p.matrix.value[k] * yi);
        }
        const double value = d.value();
        // The compensated sum is good to one rounding of the result and a little of the terms.
        const double doubt = epsilon * std::fabs(value) + epsilon * epsilon * 1e3 * terms;
        if (std::fabs(value) <= doubt) {
            if (value != 0) {
                const double reach = std::max(std::fabs(p.lower[j]), std::fabs(p.upper[j]));
                if (reach == infinity)
                    rigorous = false;
                else
                    error += 2 * doubt * reach;
            }
            continue;
        }
        const double bound = value > 0 ? p.lower[j] : p.upper[j];
        if (std::fabs(bound) == infinity) {
            if (std::fabs(value) > cancellation * terms) return Proof::none;
            rigorous = false;
            continue;
        }
        least.add_product(value, bound);
        error += 2 * doubt * std::fabs(bound);
    }
    const double gap = least.value();
    if (!(gap > 0)) return Proof::none;
    return rigorous && gap > error ? Proof::rigorous : Proof::tolerable;
}

}  // namespace

bool is_ray(const LinearProgram& p, std::vector<double>& r) {
    if (r.size() != static_cast<std::size_t>(p.columns)) return false;
    const double largest = largest_size(r);
    if (!(largest > 0) || !std::isfinite(largest)) return false;
    std::vector<double> activity(static_cast<std::size_t>(p.rows), 0.0);
    std::vector<double> terms(static_cast<std::size_t>(p.rows), 0.0);
    Sum cost;
    double cost_terms = 0;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        r[j] /= largest;
        if (std::fabs(r[j]) < noise) r[j] = 0;
        if (r[j] == 0) continue;
        if ((r[j] > 0 && p.upper[j] < infinity) || (r[j] < 0 && p.lower[j] > -infinity)) {
            if (std::fabs(r[j]) > cone_tolerance) return false;
            r[j] = 0;
            continue;
        }
        cost.add_product(p.cost[j], r[j]);
        cost_terms += std::fabs(p.cost[j] * r[j]);
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            activity[p.matrix.index[k]] += p.matrix.value[k] * r[j];
            terms[p.matrix.index[k]] += std::fabs(p.matrix.value[k] * r[j]);
        }
    }
    for (std::int32_t i = 0; i < p.rows; ++i) {
        const double allowed = cone_tolerance * std::max(1.0, terms[i]);
        if (activity[i] > allowed && p.row_upper[i] < infinity) return false;
        if (activity[i] < -allowed && p.row_lower[i] > -infinity) return false;
    }
    return cost.value() < -cone_tolerance * cost_terms;
}

}  // namespace tenon::ilp
