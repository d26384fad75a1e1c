// With G = A'A and v = A'y over the scaled design, from M with M'M = [A y]'[A y]
// (models/reduction.hpp), formed in double-double. P is the set of columns that are free or
// positive:
//
//     w = v - G b;  the column with the largest w_j / |z_j| outside P joins, if it is above
//     rounding; s = G_PP^-1 v_P;  while some s_j <= 0, b moves toward s as far as b >= 0 allows,
//     and the columns that reach 0 leave P;  then b = s.
//
// The objective falls with every set, so none comes twice. A column whose s_j is not positive at
// once after it joined only seemed to descend by rounding: it is put aside until b changes.
#include "tenon/nonnegative.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/number_text.hpp"
#include "models/factoring.hpp"
#include "models/inference.hpp"
#include "models/partial_design.hpp"
#include "models/raw_map.hpp"
#include "models/residual.hpp"
#include "models/row_passes.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
// A slope this small beside |z_j| |y| is rounding of G: of M in double, or of double-double.
constexpr double rounding_of_double = 1e-13, rounding_of_exact = 1e-26;
// A pivot this small beside its column is that of a combination of the columns before it.
constexpr double dependent_double = 1e-20, dependent_exact = 1e-26;
constexpr double optimality_tolerance = 1e-10;

using Vector = std::vector<DoubleDouble>;

struct Products {
    Grid<DoubleDouble> g;
    Vector v;
    DoubleDouble yy;
    bool exact = false;
};

template <class T>
Products products_of(const Context& context, const Grid<T>& m, bool exact) {
    const std::int64_t k = m.columns - 1;
    Products p{Grid<DoubleDouble>(k, k), Vector(static_cast<std::size_t>(k)), {}, exact};
    const auto entry = [&](std::int64_t a, std::int64_t b) {
        DoubleDouble sum;
        for (std::int64_t i = 0; i < m.rows; ++i)
            sum += DoubleDouble(m(i, a)) * DoubleDouble(m(i, b));
        return sum;
    };
    for (std::int64_t b = 0; b < k; ++b) {
        context.check_cancelled();
        for (std::int64_t a = 0; a <= b; ++a) p.g(a, b) = p.g(b, a) = entry(a, b);
        p.v[static_cast<std::size_t>(b)] = entry(b, k);
    }
    p.yy = entry(k, k);
    return p;
}

Products products(const Context& context, const Design& design, const Target& target) {
    const auto n = static_cast<double>(design.rows()), q = static_cast<double>(design.width() + 1);
    if (n * q * std::min(n, q) <= most_exact_work)
        return products_of(context, exact_matrix(context, design, &target), true);
    if (design.rows() <= 2 * design.width())
        return products_of(context, direct_matrix(context, design, &target), false);
    return products_of(context, stacked_factor(context, design, &target), false);
}

// G_PP s = v_P by Cholesky; nothing if a column depends on those before it.
std::optional<Vector> solve_on(const Products& p, const std::vector<std::int64_t>& set) {
    const auto k = static_cast<std::int64_t>(set.size());
    Grid<DoubleDouble> r(k, k);
    Vector s(set.size());
    for (std::int64_t j = 0; j < k; ++j) {
        const std::int64_t column = set[static_cast<std::size_t>(j)];
        for (std::int64_t i = 0; i <= j; ++i) {
            DoubleDouble x = p.g(set[static_cast<std::size_t>(i)], column);
            x -= dot(r.column(i), r.column(j), i);
            if (i < j) {
                r(i, j) = x / r(i, i);
                continue;
            }
            const double least = p.exact ? dependent_exact : dependent_double;
            if (!(x.hi > least * p.g(column, column).hi)) return std::nullopt;
            r(j, j) = sqrt(x);
        }
        s[static_cast<std::size_t>(j)] = p.v[static_cast<std::size_t>(column)];
    }
    solve_upper_transposed(r, s);
    solve_upper(r, s);
    return s;
}

class ActiveSet {
  public:
    ActiveSet(const Context& context, const Products& p, bool intercept, std::int64_t most)
        : context_(context),
          p_(p),
          b_(p.v.size()),
          in_(p.v.size(), false),
          aside_(p.v.size(), false),
          most_(most),
          first_(intercept ? 1 : 0) {
        if (!intercept || p.v.empty()) return;
        set_.push_back(0);
        in_[0] = true;
        b_[0] = p.v[0] / p.g(0, 0);
    }

    // False if the steps ran out.
    bool run() {
        for (;; ++steps_) {
            context_.check_cancelled();
            if (steps_ >= most_) return false;
            const std::int64_t j = steepest();
            if (j < 0) return true;
            set_.push_back(j);
            in_[static_cast<std::size_t>(j)] = true;
            if (settle(j)) std::fill(aside_.begin(), aside_.end(), false);
        }
    }

    const Vector& solution() const { return b_; }
    const std::vector<std::int64_t>& set() const { return set_; }
    std::int64_t steps() const { return steps_; }

  private:
    DoubleDouble slope(std::int64_t j) const {
        DoubleDouble w = p_.v[static_cast<std::size_t>(j)];
        for (const std::int64_t c : set_) w -= p_.g(c, j) * b_[static_cast<std::size_t>(c)];
        return w;
    }

    std::int64_t steepest() const {
        const double rounding = p_.exact ? rounding_of_exact : rounding_of_double;
        std::int64_t best = -1;
        double most = rounding * std::sqrt(p_.yy.hi);
        for (auto j = static_cast<std::int64_t>(first_); j < static_cast<std::int64_t>(b_.size());
             ++j) {
            const auto at = static_cast<std::size_t>(j);
            if (in_[at] || aside_[at] || !(p_.g(j, j).hi > 0)) continue;
            const double w = slope(j).hi / std::sqrt(p_.g(j, j).hi);
            if (!(w > most)) continue;
            most = w;
            best = j;
        }
        return best;
    }

    void remove(std::size_t place) {
        const auto j = static_cast<std::size_t>(set_[place]);
        in_[j] = false;
        b_[j] = {};
        set_.erase(set_.begin() + static_cast<std::ptrdiff_t>(place));
    }

    // Moves b to the solution on the set that `joined` entered; false if it had to leave at once.
    bool settle(std::int64_t joined) {
        for (bool first = true;; first = false) {
            const auto s = solve_on(p_, set_);
            if (first && (!s || !(s->back().hi > 0))) {
                remove(set_.size() - 1);
                aside_[static_cast<std::size_t>(joined)] = true;
                return false;
            }
            if (!s) return true;  // cannot be: a part of an independent set
            DoubleDouble reach = 1.0;
            std::size_t blocking = set_.size();
            for (std::size_t i = 0; i < set_.size(); ++i) {
                if (set_[i] < first_ || (*s)[i].hi > 0) continue;
                const DoubleDouble at = b_[static_cast<std::size_t>(set_[i])];
                const DoubleDouble share = at / (at - (*s)[i]);
                if (blocking < set_.size() && !(share < reach)) continue;
                reach = share;
                blocking = i;
            }
            for (std::size_t i = 0; i < set_.size(); ++i) {
                DoubleDouble& b = b_[static_cast<std::size_t>(set_[i])];
                b = blocking == set_.size() ? (*s)[i] : b + reach * ((*s)[i] - b);
            }
            if (blocking == set_.size()) return true;
            remove(blocking);
        }
    }

    const Context& context_;
    const Products& p_;
    Vector b_;
    std::vector<bool> in_, aside_;
    std::vector<std::int64_t> set_;
    std::int64_t most_, steps_ = 0, first_;
};

// v - G b and r'r, for data that are no more than their products.
Residual residual_of(const Products& p, const Vector& b) {
    const auto k = static_cast<std::int64_t>(b.size());
    Residual residual;
    residual.gradient.resize(k);
    residual.step_squares = nan;
    DoubleDouble rest = p.yy;  // r'r = y'y - b'v - b'(v - G b)
    for (std::int64_t j = 0; j < k; ++j) {
        const auto at = static_cast<std::size_t>(j);
        DoubleDouble slope = p.v[at];
        for (std::int64_t i = 0; i < k; ++i) slope -= p.g(i, j) * b[static_cast<std::size_t>(i)];
        residual.gradient(j) = static_cast<double>(slope);
        rest -= b[at] * (p.v[at] + slope);
    }
    residual.sum_squares = std::max(0.0, static_cast<double>(rest));
    return residual;
}

class Telling {
  public:
    Telling(const Design& design, const Target& target, double total_weight,
            const NonnegativeOptions& options)
        : design_(design), target_(target), total_weight_(total_weight), options_(options) {}

    NonnegativeFit run(const Products& p, const ActiveSet& found, const Residual& residual,
                       bool finished) const {
        std::vector<std::int64_t> kept = found.set();
        std::sort(kept.begin(), kept.end());
        NonnegativeFit fit;
        LinearModel& model = fit.model;
        model.has_intercept = design_.intercept;
        model.coefficients = blank_coefficients(design_);
        for (Coefficient& c : model.coefficients) c.dropped = false;
        Vector b;
        for (const std::int64_t c : kept)
            b.push_back(found.solution()[static_cast<std::size_t>(c)]);
        const double inverse = target_.variable.inverse;
        for (const RawTerm& term : raw_terms(design_, kept)) {
            DoubleDouble value = term.is_intercept ? target_.variable.centre : 0.0;
            for (const auto& [c, weight] : term.from_columns)
                value += weight * b[static_cast<std::size_t>(c)];
            set_estimate(model.coefficients[term.place],
                         static_cast<double>(value) * term.unit / inverse);
        }
        measure(fit, p, found, residual, kept.size(), finished);
        note_dropped(model, design_, {});
        return fit;
    }

  private:
    void measure(NonnegativeFit& fit, const Products& p, const ActiveSet& found,
                 const Residual& residual, std::size_t positive, bool finished) const {
        const auto n = static_cast<double>(design_.rows());
        const double inverse = target_.variable.inverse;
        FitSummary& s = fit.model.summary;
        double violation = 0;
        fit.multipliers.assign(design_.names.size(), 0.0);
        for (std::int64_t c = 0; c < design_.width(); ++c) {
            const double length = std::sqrt(p.g(c, c).hi), slope = residual.gradient(c);
            const bool free = found.solution()[static_cast<std::size_t>(c)].hi != 0;
            const double wrong = free ? std::fabs(slope) : std::max(0.0, slope);
            if (length > 0) violation = std::max(violation, wrong / length);
            if (const std::int64_t j = design_.feature(c); j >= 0 && !free)
                fit.multipliers[static_cast<std::size_t>(j)] =
                    std::max(0.0, -slope) / design_.variable(c).inverse / inverse;
        }
        const double whole = std::sqrt(p.yy.hi), rss = residual.sum_squares;
        const double centre =
            design_.intercept ? static_cast<double>(p.v[0] * p.v[0]) / total_weight_ : 0;
        const double total = p.yy.hi - centre, degrees = n - static_cast<double>(positive);
        s.kind = ModelKind::linear;
        s.rows = design_.rows();
        s.parameters = static_cast<std::int64_t>(positive);
        s.effective_parameters = static_cast<double>(s.parameters);
        s.confidence = options_.confidence;
        s.iterations = found.steps();
        s.path = p.exact ? FitPath::exact : FitPath::blocked_qr;
        s.gradient_norm = violation / std::sqrt(total_weight_) / inverse;
        s.converged = finished && violation <= optimality_tolerance * whole;
        s.error_degrees = degrees;
        s.condition = s.f_statistic = s.f_p_value = nan;
        s.log_likelihood = s.null_log_likelihood = s.aic = s.bic = nan;
        s.r2 = total > 0 ? 1 - rss / total : nan;
        s.adjusted_r2 = nan;
        s.residual_sd = degrees > 0 ? std::sqrt(rss / degrees) / inverse : nan;
        s.durbin_watson = rss > 0 ? residual.step_squares / rss : nan;
        tell(fit, violation / whole);
    }

    void tell(NonnegativeFit& fit, double violation) const {
        std::string held;
        for (const std::int64_t j : design_.active) {
            const auto& c =
                fit.model.coefficients[static_cast<std::size_t>(j + (design_.intercept ? 1 : 0))];
            if (c.estimate != 0) continue;
            ++fit.at_bound;
            if (fit.at_bound <= most_named) held += (held.empty() ? "\"" : ", \"") + c.name + "\"";
        }
        if (fit.at_bound > most_named)
            held += " and " + std::to_string(fit.at_bound - most_named) + " others";
        if (fit.at_bound > 0)
            fit.model.warnings.push_back(
                "held at 0, where they would be negative or are not needed: " + held);
        if (fit.model.summary.converged) return;
        fit.model.summary.flags |= fit_not_converged;
        fit.model.warnings.push_back(
            "the optimality conditions are missed by " + format_double(violation) +
            " of the target; raise max_steps, or leave out collinear features");
    }

    static constexpr std::int64_t most_named = 6;

    const Design& design_;
    const Target& target_;
    double total_weight_;
    const NonnegativeOptions& options_;
};

void check_steps(const NonnegativeOptions& options) {
    if (options.max_steps < 0)
        throw Error(Status::argument, "max_steps must not be negative", {.argument = "max_steps"});
}

std::int64_t most_steps(const NonnegativeOptions& options, const Design& design) {
    return options.max_steps > 0 ? options.max_steps : 100 + 10 * design.features.columns;
}

}  // namespace

NonnegativeFit fit_nonnegative(const Context& context, const MatrixView& features,
                               std::span<const double> target, std::span<const std::string> names,
                               const NonnegativeOptions& options) {
    check_fit_arguments(features, target, names, options.intercept, 0, options.confidence);
    check_steps(options);
    context.report({.phase = "fit nonnegative", .rows = features.rows});
    const Design design = make_design(context, features, names, options.intercept);
    const Target scaled{target, scan_target(context, target, options.intercept)};
    const Charge charge(context, design.width() * design.width() * 48 + design.rows() * 8);
    const Products p = products(context, design, scaled);
    ActiveSet set(context, p, options.intercept, most_steps(options, design));
    const bool finished = set.run();
    const Residual residual = residual_pass(context, design, scaled, set.solution(), Digits::full);
    return Telling(design, scaled, static_cast<double>(design.rows()), options)
        .run(p, set, residual, finished);
}

NonnegativeFit fit_nonnegative(const Context& context, const LinearPartial& rows,
                               const NonnegativeOptions& options) {
    check_fit_options(0, options.confidence);
    check_steps(options);
    check_first_pass(rows.sums(), options.intercept);
    context.report({.phase = "fit nonnegative"});
    const PartialDesign partial(rows.sums(), options.intercept);
    const Design& design = partial.design();
    const Target target{{}, partial.target()};
    const Charge charge(context, design.width() * design.width() * 48);
    const Products p = products_of(context, partial.reduced_matrix(context), true);
    ActiveSet set(context, p, options.intercept, most_steps(options, design));
    const bool finished = set.run();
    return Telling(design, target, partial.total_weight(), options)
        .run(p, set, residual_of(p, set.solution()), finished);
}

}  // namespace tenon
