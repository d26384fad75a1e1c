#include "ilp/lp/certificate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/double_double.hpp"
#include "base/sum.hpp"

namespace tenon::ilp {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
// A coefficient of the combined row below this share of its terms may be a cancellation that the
// rounding of y spoiled.
constexpr double cancellation = 1e-9;
// Entries of y below this share of the largest are noise of the solves.
constexpr double noise = 1e-13;
// Movement out of the recession cone, beside a direction of size one and as a share of the terms of
// a row.
constexpr double cone_tolerance = 1e-9;
// Rounding the entries of a ray changes its cost by some 1e-16 of its terms; a smaller gain than
// this share of them may be none.
constexpr double least_improvement = 1e-12;

double largest_size(const std::vector<double>& v) {
    double largest = 0;
    for (double x : v) largest = std::max(largest, std::fabs(x));
    return largest;
}

// By a power of two, which rounds nothing, to largest entry in [1, 2). False if there is none.
bool normalise(std::vector<double>& v) {
    const double largest = largest_size(v);
    if (!(largest > 0) || !std::isfinite(largest)) return false;
    const int exponent = std::ilogb(largest);
    for (double& x : v) x = std::ldexp(x, -exponent);
    return true;
}

// True if that changed anything.
bool drop_noise(std::vector<double>& v) {
    bool any = false;
    for (double& x : v) {
        if (x == 0 || std::fabs(x) >= noise) continue;
        x = 0;
        any = true;
    }
    return any;
}

void drop_unbounded_rows(const LinearProgram& p, std::vector<double>& y) {
    for (std::int32_t i = 0; i < p.rows; ++i) {
        const double bound = y[i] > 0 ? p.row_lower[i] : p.row_upper[i];
        if (std::fabs(bound) == infinity) y[i] = 0;
    }
}

// Multipliers and rays of programs with small integers are ratios of small integers that the solves
// know up to rounding. Where a common multiple makes them so, coefficients cancel exactly again.
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

Evidence weigh(const LinearProgram& p, const std::vector<double>& y);
Evidence weigh_ray(const LinearProgram& p, const std::vector<double>& r);

bool is_stronger(const Evidence& a, const Evidence& b) {
    return a.proof != b.proof ? a.proof > b.proof : a.residual < b.residual;
}

// The strongest of: v without its noise, v in integers, v as it is. In programs with numbers of
// very different size an entry that looks like noise may be none.
template <class Weigh>
Evidence strongest(std::vector<double>& v, const Weigh& weigh) {
    std::vector<double> whole = v;
    const bool had_noise = drop_noise(v);
    Evidence best = weigh(v);
    const auto consider = [&](std::vector<double>& other) {
        const Evidence found = weigh(other);
        if (!is_stronger(found, best)) return;
        best = found;
        v = std::move(other);
    };
    if (best == Proof::rigorous) return best;
    std::vector<double> integers = v;
    if (make_integers(integers)) consider(integers);
    if (!(best == Proof::rigorous) && had_noise) consider(whole);
    return best;
}

}  // namespace

Evidence prove_infeasible(const LinearProgram& p, std::vector<double>& y) {
    if (y.size() != static_cast<std::size_t>(p.rows) || !normalise(y)) return {};
    drop_unbounded_rows(p, y);
    return strongest(y, [&](const std::vector<double>& v) { return weigh(p, v); });
}

bool is_ray(const LinearProgram& p, std::vector<double>& r) {
    if (r.size() != static_cast<std::size_t>(p.columns) || !normalise(r)) return false;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        if (!((r[j] > 0 && p.upper[j] < infinity) || (r[j] < 0 && p.lower[j] > -infinity)))
            continue;
        if (std::fabs(r[j]) > cone_tolerance) return false;
        r[j] = 0;
    }
    return strongest(r, [&](const std::vector<double>& v) { return weigh_ray(p, v); }).proof !=
           Proof::none;
}

namespace {

// Adds x to a sum that is kept as parts that do not overlap, without any rounding (J. R. Shewchuk:
// Adaptive precision floating-point arithmetic, Discrete Comput. Geom. 18, 1997).
void add_exactly(std::vector<double>& parts, double x) {
    std::size_t kept = 0;
    for (const double part : parts) {
        double error;
        exact_sum(x, part, x, error);
        if (error != 0) parts[kept++] = error;
    }
    parts.resize(kept);
    if (x != 0) parts.push_back(x);
}

// -a_j'y; zero only if it is.
double exact_coefficient(const LinearProgram& p, const std::vector<double>& y, std::int32_t j) {
    std::vector<double> parts;
    for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
        const double a = -p.matrix.value[k], yi = y[p.matrix.index[k]];
        add_exactly(parts, a * yi);
        add_exactly(parts, std::fma(a, yi, -(a * yi)));
    }
    return parts.empty() ? 0.0 : parts.back();  // the others are below its rounding
}

Evidence weigh(const LinearProgram& p, const std::vector<double>& y) {
    // Compensated sums are good to one rounding of the result and a little of the terms.
    constexpr double little = 1e3 * epsilon * epsilon;
    Sum least;
    double error = 0;  // of all terms together
    for (std::int32_t i = 0; i < p.rows; ++i) {
        if (y[i] == 0) continue;
        const double bound = y[i] > 0 ? p.row_lower[i] : p.row_upper[i];
        least.add_product(y[i], bound);
        error += little * std::fabs(y[i] * bound);
    }
    double residual = 0;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        Sum d;
        double terms = 0;
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            const double yi = y[p.matrix.index[k]];
            if (yi == 0) continue;
            d.add_product(-p.matrix.value[k], yi);
            terms += std::fabs(p.matrix.value[k] * yi);
        }
        if (terms == 0) continue;
        double value = d.value(), doubt = epsilon * std::fabs(value) + little * terms;
        if (std::fabs(value) <= doubt) {
            value = exact_coefficient(p, y, j);
            doubt = 2 * epsilon * std::fabs(value);
        }
        if (value == 0) continue;
        const double bound = value > 0 ? p.lower[j] : p.upper[j];
        if (std::fabs(bound) == infinity) {
            residual = std::max(residual, std::fabs(value) / terms);
            if (residual > cancellation) return {};
            continue;
        }
        least.add_product(value, bound);
        error += 2 * doubt * std::fabs(bound);
    }
    const double gap = least.value();
    if (!(gap > 0)) return {};
    if (residual == 0 && gap > error) return {Proof::rigorous};
    return {Proof::tolerable, std::max(residual, epsilon)};
}

Evidence weigh_ray(const LinearProgram& p, const std::vector<double>& r) {
    std::vector<Sum> activity(static_cast<std::size_t>(p.rows));
    std::vector<double> terms(activity.size(), 0.0);
    Sum cost;
    double cost_terms = 0;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        if (r[j] == 0) continue;
        cost.add_product(p.cost[j], r[j]);
        cost_terms += std::fabs(p.cost[j] * r[j]);
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            activity[p.matrix.index[k]].add_product(p.matrix.value[k], r[j]);
            terms[p.matrix.index[k]] += std::fabs(p.matrix.value[k] * r[j]);
        }
    }
    double worst = 0;  // share of its terms by which a row leaves the cone
    for (std::int32_t i = 0; i < p.rows; ++i) {
        const double value = activity[i].value();
        if (!((value > 0 && p.row_upper[i] < infinity) ||
              (value < 0 && p.row_lower[i] > -infinity)))
            continue;
        worst = std::max(worst, std::fabs(value) / terms[i]);
    }
    // Nothing is won by what leaving the cone by as much could win.
    if (!(worst <= cone_tolerance) || !(cost.value() < -(least_improvement + worst) * cost_terms))
        return {};
    return {worst == 0 ? Proof::rigorous : Proof::tolerable, worst};
}

}  // namespace

}  // namespace tenon::ilp
