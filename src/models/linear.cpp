// Least squares. In scaled units (models/design.hpp), with A the design and S the spreads,
//
//     minimise  1/2 |y - A b|^2 + l2/2 |S b|^2          (S = 0 at the intercept)
//
// by the QR factors of [A; sqrt(l2) S] (models/factoring.hpp), refined (models/refinement.hpp);
// with weights the rows of A and y are multiplied by their roots. Statistics: n rows, k
// coefficients, e = k - l2 |S W|_F^2 effective ones (W = R^-1; e = k without a penalty), sigma^2 =
// |r|^2 / (n - e).
//
// The covariance of b is W M W', with M = sigma^2 I, for a ridge fit sigma^2 (I - W'P W), P = l2
// S^2, and the middle of the sandwich (models/sandwich.hpp) under robust errors; the error of a raw
// coefficient v'b (models/raw_map.hpp) is the root of u'M u, u = W'v. Student's t with n - e
// degrees of freedom (clusters: G - 1). Log-likelihood -n/2 (ln(2 pi |r|^2 / n) + 1) + 1/2 sum ln
// w, AIC = -2 logL + 2e, BIC = -2 logL + e ln n: sigma is not counted, as in statsmodels.
//
// With y = Q'y the rotated target, the Wald statistic of the slopes is y_2' M_22^-1 y_2: the
// covariance of the slopes is W_22 M_22 W_22' because W is upper triangular.
#include "tenon/linear.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include "base/distribution.hpp"
#include "base/number_text.hpp"
#include "base/reason_text.hpp"
#include "base/sum.hpp"
#include "models/cross_product.hpp"
#include "models/factoring.hpp"
#include "models/inference.hpp"
#include "models/linear_fit.hpp"
#include "models/linear_rows.hpp"
#include "models/partial_design.hpp"
#include "models/raw_map.hpp"
#include "models/refinement.hpp"
#include "models/repeated_rows.hpp"
#include "models/residual.hpp"
#include "models/row_passes.hpp"
#include "models/sandwich.hpp"
#include "models/vouching.hpp"
#include "tenon/error.hpp"
#include "tenon/linear_core.hpp"

namespace tenon {

namespace {

using namespace models;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Weighted sum of squares about the weighted mean, in the target's scaled units.
double centred_squares(const Design& design, const Target& target) {
    const auto weight = [&](std::size_t i) { return design.weighted() ? design.weights[i] : 1.0; };
    Sum sum, squares, weights;
    for (std::size_t i = 0; i < target.values.size(); ++i) {
        sum.add_product(weight(i), target.values[i] * target.variable.inverse);
        weights.add(weight(i));
    }
    const double mean = sum.value() / weights.value();
    for (std::size_t i = 0; i < target.values.size(); ++i) {
        const double deviation = target.values[i] * target.variable.inverse - mean;
        squares.add_product(weight(i) * deviation, deviation);
    }
    return squares.value();
}

// Normal log-likelihood at its best sigma; squares in units of 1 / inverse^2.
double log_likelihood(double squares, double inverse, double n) {
    const double log_variance = std::log(squares / n) - 2 * std::log(inverse);
    return -n / 2 * (std::log(2 * std::numbers::pi) + log_variance + 1);
}

class LinearFit {
  public:
    LinearFit(const Context& context, const Design& design, const Target& target,
              const LinearOptions& options, std::span<const std::int64_t> clusters,
              const Weights& weights, double l2)
        : context_(context),
          design_(design),
          target_(target),
          options_(options),
          clusters_(clusters),
          weights_(weights),
          l2_(l2) {}

    // Nothing where the powers that are kept are not nested.
    // From here on the rows are elsewhere: `matrix` has the same products as the design and target.
    // `source` brings them once more where errors are robust.
    void use_products(const PartialDesign& partial, const Grid<DoubleDouble>& matrix,
                      const RowSource* source) {
        partial_ = &partial;
        products_ = &matrix;
        source_ = source;
    }

    template <class T>
    std::optional<LinearModel> conclude(const OrderedQr<T>& f,
                                        const std::vector<double>& spreads) const {
        if (!powers_are_nested(design_, f.kept)) return std::nullopt;
        std::vector<double> kept_spreads;
        std::vector<T> penalty;
        for (const std::int64_t c : f.kept) {
            const double spread = spreads[static_cast<std::size_t>(c)];
            kept_spreads.push_back(spread);
            penalty.push_back(design_.feature(c) < 0 ? T{} : T(l2_) * T(spread) * T(spread));
        }
        Parts<T> p{f, inverse_of(context_, f.r), penalty, raw_terms(design_, f.kept), {}, {}, 0, 0};
        p.condition = f.condition > 0
                          ? f.condition
                          : condition_number(context_, as_doubles(f.r), design_.intercept);
        const double loss = p.condition * static_cast<double>(4 * f.kept.size() + 4) *
                            std::numeric_limits<double>::epsilon();
        Digits digits = f.path == FitPath::cross_product && !design_.has_powers() ? Digits::rounded
                                                                                  : Digits::full;
        const Design kept = keep_only(design_, f.kept);
        p.freedom = static_cast<double>(design_.rows()) - effective(p.w, penalty);

        LinearModel model;
        if (!fill_by_sums(model, p, kept_spreads, digits)) {
            model = {};
            p.middle = {};
            if constexpr (std::is_same_v<T, double>)
                if (digits == Digits::rounded && roundings_repeat(kept, f)) digits = Digits::full;
            p.solved = solve(kept, f, penalty, kept_spreads, digits,
                             f.path == FitPath::cross_product ? loss * p.condition : loss);
            fill(model, p, kept, digits);
        }
        model.degree = design_.degree;
        model.powered = design_.has_powers() ? design_.powered : 0;
        if (design_.has_powers()) keep_powers(model, p);
        note(model, p);
        keep_core(model, p);
        return model;
    }

  private:
    template <class T>
    struct Parts {
        const OrderedQr<T>& f;
        Grid<T> w;
        std::vector<T> penalty;
        std::vector<RawTerm> terms;
        Solved<T> solved;
        Grid<T> middle;  // M over sigma^2 of scaled units; empty: the identity times it
        double condition, freedom;
    };

    template <class T>
    Vouched fill(LinearModel& model, Parts<T>& p, const Design& kept, Digits digits) const {
        model.has_intercept = design_.intercept;
        measure(model.summary, p);
        set_middle(model, p, kept);
        return fill_coefficients(model, p, digits);
    }

    // By the sums of the first pass, where residuals are not asked for and they are sure enough.
    bool fill_by_sums(LinearModel& model, Parts<double>& p, const std::vector<double>& spreads,
                      Digits digits) const {
        if (options_.residual_pass || p.f.path != FitPath::cross_product ||
            digits == Digits::full || options_.errors != ErrorKind::classical)
            return false;
        p.solved = solve_sums(p.f, p.penalty, spreads, design_.rows());
        const Vouched vouched = fill(model, p, design_, digits);
        return vouched.share <= sure_share && vouched.error_digits >= sure_error_digits;
    }
    bool fill_by_sums(LinearModel&, Parts<DoubleDouble>&, const std::vector<double>&,
                      Digits) const {
        return false;
    }

    Solved<double> solve(const Design& kept, const OrderedQr<double>& f,
                         const std::vector<double>& penalty, const std::vector<double>& spreads,
                         Digits digits, double loss) const {
        return refine(context_, kept, target_, f, penalty, spreads, digits, loss);
    }
    Solved<DoubleDouble> solve(const Design& kept, const OrderedQr<DoubleDouble>& f,
                               const std::vector<DoubleDouble>& penalty,
                               const std::vector<double>& spreads, Digits digits,
                               double loss) const {
        if (products_) return solve_products(*products_, f, penalty, spreads, design_.rows());
        return refine(context_, kept, target_, f, penalty, spreads, digits, loss);
    }

    double squares_about_mean() const {
        return partial_ ? partial_->centred_target_squares() : centred_squares(design_, target_);
    }

    template <class T>
    double effective(const Grid<T>& w, const std::vector<T>& penalty) const {
        T sum(static_cast<double>(w.columns));
        if (options_.l2 > 0)
            for (std::int64_t m = 0; m < w.columns; ++m)
                for (std::int64_t i = 0; i <= m; ++i)
                    sum -= penalty[static_cast<std::size_t>(i)] * w(i, m) * w(i, m);
        return static_cast<double>(sum);
    }

    // Residual variance in scaled units.
    template <class T>
    T variance(const Parts<T>& p) const {
        return p.freedom > 0 ? p.solved.sum_squares / T(p.freedom) : T(nan);
    }

    template <class T>
    void measure(FitSummary& s, const Parts<T>& p) const {
        const auto n = static_cast<double>(design_.rows());
        // Squares in scaled units, weights included, are those of the user times unit^2.
        const double inverse = target_.variable.inverse, root_unit = std::sqrt(weights_.unit);
        const auto rss = static_cast<double>(p.solved.sum_squares);
        const auto total = static_cast<double>(p.f.total);
        s.kind = ModelKind::linear;
        s.path = p.f.path;
        s.rows = design_.rows();
        s.parameters = static_cast<std::int64_t>(p.f.kept.size());
        s.confidence = options_.confidence;
        s.iterations = p.solved.passes;
        s.condition = p.condition;
        s.gradient_norm = p.solved.gradient / inverse * weights_.unit;
        s.log_likelihood = log_likelihood(rss, inverse / root_unit, n) + weights_.log_sum / 2;
        s.null_log_likelihood = log_likelihood(design_.intercept ? total : squares_about_mean(),
                                               inverse / root_unit, n) +
                                weights_.log_sum / 2;
        s.effective_parameters = effective(p.w, p.penalty);
        s.aic = -2 * s.log_likelihood + 2 * s.effective_parameters;
        s.bic = -2 * s.log_likelihood + s.effective_parameters * std::log(n);
        s.error_degrees = p.freedom;
        s.residual_sd = static_cast<double>(root(variance(p))) / inverse * root_unit;
        s.durbin_watson = rss > 0 && s.rows > 1 ? p.solved.step_squares / rss : nan;
        s.r2 = s.adjusted_r2 = s.f_statistic = s.f_p_value = nan;
        if (total > 0) measure_explained(s, p, rss, total);
    }

    template <class T>
    static T root(T square) {
        using std::sqrt;
        return sqrt(square);
    }

    template <class T>
    void measure_explained(FitSummary& s, const Parts<T>& p, double rss, double total) const {
        const std::int64_t first = design_.intercept ? 1 : 0;
        const std::int64_t slopes = s.parameters - first;
        if (options_.l2 > 0) {
            s.r2 = 1 - rss / total;
        } else {
            // The explained part is a sum of squares of its own: nothing cancels where it is small.
            const T* slope_part = p.f.rotated.data() + first;
            const auto explained = static_cast<double>(dot(slope_part, slope_part, slopes));
            s.r2 = explained / (explained + rss);
            if (slopes > 0 && p.freedom > 0) {
                const auto k = static_cast<double>(slopes);
                s.f_statistic = explained / k / (rss / p.freedom);
                s.f_p_value = f_upper_tail(s.f_statistic, k, p.freedom);
            }
        }
        const auto base = static_cast<double>(s.rows - first);
        if (p.freedom > 0) s.adjusted_r2 = 1 - (1 - s.r2) * base / p.freedom;
    }

    template <class T>
    void set_middle(LinearModel& model, Parts<T>& p, const Design& kept) const {
        model.summary.errors = options_.errors;
        const std::int64_t k = p.w.columns;
        if (options_.errors == ErrorKind::classical) {
            if (options_.l2 > 0) p.middle = ridge_middle(p);
            return;
        }
        if (!(p.freedom > 0)) return;
        Sandwich<T> s = source_ ? sandwich_of_source(p, kept)
                                : sandwich(context_, kept, target_, p.f, p.solved.beta,
                                           options_.errors, clusters_, p.freedom);
        if (s.decisive_row >= 0) {
            std::fill(s.middle.values.begin(), s.middle.values.end(), T(nan));
            model.warnings.push_back(
                "row " + std::to_string(row_of_caller(s.decisive_row)) +
                " has leverage 1: it alone decides a coefficient and leaves no residual, so there "
                "are no " +
                std::string(error_kind_name(options_.errors)) +
                " errors; use hc1, or leave out the feature that only this row has");
        }
        p.middle = std::move(s.middle);
        model.summary.clusters = s.clusters;
        if (options_.errors == ErrorKind::cluster)
            model.summary.error_degrees = static_cast<double>(s.clusters - 1);
        set_wald(model.summary, p, k);
    }

    static Sandwich<DoubleDouble> widened(Sandwich<double> s) {
        Sandwich<DoubleDouble> out;
        out.middle = Grid<DoubleDouble>(s.middle.rows, s.middle.columns);
        std::copy(s.middle.values.begin(), s.middle.values.end(), out.middle.values.begin());
        out.clusters = s.clusters;
        out.decisive_row = s.decisive_row;
        return out;
    }

    Sandwich<double> sandwich_of_source(const Parts<double>&, const Design&) const {
        return {};  // products are summed in double-double
    }
    // In double where that costs no more than a few digits of the errors.
    Sandwich<DoubleDouble> sandwich_of_source(const Parts<DoubleDouble>& p,
                                              const Design& kept) const {
        if (p.condition > most_condition_in_double) return second_pass(p.f, p, kept);
        OrderedQr<double> narrow_f;
        narrow_f.r = Grid<double>(p.f.r.rows, p.f.r.columns);
        for (std::size_t i = 0; i < p.f.r.values.size(); ++i)
            narrow_f.r.values[i] = static_cast<double>(p.f.r.values[i]);
        return widened(second_pass(narrow_f, p, kept));
    }

    template <class S, class T>
    Sandwich<S> second_pass(const OrderedQr<S>& f, const Parts<T>& p, const Design& kept) const {
        SandwichSums<S> sums(f, p.solved.beta, options_.errors, static_cast<double>(design_.rows()),
                             p.freedom);
        std::int64_t rows = 0;
        rewind(*source_);
        for (RowBlock block; source_->next(block); block = {}) {
            Design slice = kept;
            slice.features = block.features;
            slice.weights.assign(block.weights.begin(), block.weights.end());
            slice.root_weights.clear();
            for (const double w : slice.weights) slice.root_weights.push_back(std::sqrt(w));
            if (options_.errors == ErrorKind::cluster &&
                block.clusters.size() != block.target.size())
                throw Error(Status::argument, "errors by cluster need the cluster of every row",
                            {.argument = "clusters"});
            sums.add(context_, slice, {block.target, target_.variable}, block.clusters);
            rows += block.weights.empty()
                        ? block.features.rows
                        : block.features.rows -
                              std::count(slice.weights.begin(), slice.weights.end(), 0.0);
        }
        if (rows != design_.rows())
            throw Error(Status::data,
                        "the second pass brought " + std::to_string(rows) +
                            " rows, the first had " + std::to_string(design_.rows()) +
                            ": every pass must bring the same rows",
                        {.argument = "source"});
        return sums.finish();
    }

    std::int64_t row_of_caller(std::int64_t row) const {
        return weights_.rows.empty() ? row : weights_.rows[static_cast<std::size_t>(row)];
    }

    // M of a ridge fit: sigma^2 (I - W'P W).
    template <class T>
    Grid<T> ridge_middle(const Parts<T>& p) const {
        const std::int64_t k = p.w.columns;
        const T sigma2 = variance(p);
        Grid<T> m(k, k);
        for (std::int64_t b = 0; b < k; ++b)
            for (std::int64_t a = 0; a <= b; ++a) {
                T sum = a == b ? T(1.0) : T{};
                for (std::int64_t i = 0; i <= a; ++i)
                    sum -= p.penalty[static_cast<std::size_t>(i)] * p.w(i, a) * p.w(i, b);
                m(a, b) = m(b, a) = sigma2 * sum;
            }
        return m;
    }

    template <class T>
    void set_wald(FitSummary& s, const Parts<T>& p, std::int64_t k) const {
        s.f_statistic = s.f_p_value = nan;
        const std::int64_t first = design_.intercept ? 1 : 0, slopes = k - first;
        if (slopes <= 0 || options_.l2 > 0 || !(static_cast<double>(p.f.total) > 0)) return;
        const Eigen::MatrixXd m = as_doubles(p.middle).bottomRightCorner(slopes, slopes);
        const Eigen::LLT<Eigen::MatrixXd> cholesky(m);
        if (cholesky.info() != Eigen::Success || !(cholesky.rcond() > wald_rounding)) return;
        Eigen::VectorXd y(slopes);
        for (std::int64_t i = 0; i < slopes; ++i)
            y(i) = static_cast<double>(p.f.rotated[static_cast<std::size_t>(i + first)]);
        s.f_statistic = y.dot(cholesky.solve(y)) / static_cast<double>(slopes);
        s.f_p_value = f_upper_tail(s.f_statistic, static_cast<double>(slopes), s.error_degrees);
    }

    // u = W'v for the v of a term, by columns of W as they lie.
    template <class T>
    static std::vector<T> rotated(const Parts<T>& p, const RawTerm& term) {
        std::vector<T> v(p.terms.size()), u(p.terms.size());
        std::int64_t first = p.w.columns, last = -1;
        for (const auto& [c, weight] : term.from_columns) {
            v[static_cast<std::size_t>(c)] += narrow(weight, T{});
            first = std::min(first, c);
            last = std::max(last, c);
        }
        for (std::int64_t m = first; m < p.w.columns; ++m)
            u[static_cast<std::size_t>(m)] =
                dot(v.data() + first, p.w.column(m) + first, std::min(m, last) - first + 1);
        return u;
    }

    // u'M u.
    template <class T>
    T quadratic(const Parts<T>& p, const std::vector<T>& u) const {
        const std::int64_t k = p.w.columns;
        T sum{};
        for (std::int64_t j = 0; j < k; ++j)
            sum += u[static_cast<std::size_t>(j)] * dot(p.middle.column(j), u.data(), k);
        return sum < T{} ? T{} : sum;
    }

    template <class T>
    Vouched fill_coefficients(LinearModel& model, const Parts<T>& p, Digits digits) const {
        const double inverse = target_.variable.inverse;
        const double quantile = interval_quantile(options_.confidence, model.summary.error_degrees);
        const auto n = static_cast<double>(design_.rows());
        const auto total = static_cast<double>(p.f.total);
        model.coefficients = blank_coefficients(design_);
        std::vector<double> values, unit_errors;
        const std::vector<T> lengths = row_squares(p.w);
        for (const RawTerm& term : p.terms) {
            DoubleDouble value = term.is_intercept ? target_.variable.centre : 0.0;
            for (const auto& [c, weight] : term.from_columns)
                value += weight * p.solved.beta[static_cast<std::size_t>(c)];
            std::vector<T> u;
            T squares{};
            if (term.from_columns.size() == 1 && p.middle.columns == 0) {
                const auto& [c, weight] = term.from_columns[0];
                const T share = narrow(weight, T{});
                squares = share * share * lengths[static_cast<std::size_t>(c)];
            } else {
                u = rotated(p, term);
                squares = dot(u.data(), u.data(), p.w.columns);
            }
            values.push_back(static_cast<double>(value));
            unit_errors.push_back(static_cast<double>(root(squares)));
            Coefficient& c = model.coefficients[term.place];
            set_estimate(c, static_cast<double>(value) * term.unit / inverse);
            const T square = p.middle.columns == 0 ? variance(p) * squares : quadratic(p, u);
            c.standard_error = static_cast<double>(root(square)) * term.unit / inverse;
            complete(c, model.summary.error_degrees, quantile);
            if (term.is_intercept) continue;
            const T spread = squares_of(p, term);
            const double sd = std::sqrt(static_cast<double>(spread));
            if (total > 0) c.standardized = static_cast<double>(value) * sd / std::sqrt(total);
            if (options_.l2 == 0) c.vif = static_cast<double>(spread * squares);
        }
        const Vouched vouched =
            vouch(p.terms, p.f, p.w, p.solved, values, unit_errors, p.condition, n, digits);
        model.summary.digits = vouched.digits;
        model.summary.error_digits = vouched.error_digits;
        return vouched;
    }

    static double narrow(DoubleDouble x, double) { return static_cast<double>(x); }
    static DoubleDouble narrow(DoubleDouble x, DoubleDouble) { return x; }

    // Of x_r over its unit, about the mean with an intercept: |R c|^2 - c'P c behind the intercept.
    template <class T>
    T squares_of(const Parts<T>& p, const RawTerm& term) const {
        const std::int64_t first = design_.intercept ? 1 : 0;
        std::vector<T> seen(p.terms.size());
        T penalty{};
        for (const auto& [c, weight] : term.in_columns) {
            const T share = narrow(weight, T{});
            for (std::int64_t i = first; i <= c; ++i)
                seen[static_cast<std::size_t>(i)] += share * p.f.r(i, c);
            penalty += p.penalty[static_cast<std::size_t>(c)] * share * share;
        }
        return dot(seen.data(), seen.data(), p.f.r.columns) - penalty;
    }

    // Powers for predictions; those of plain_powers are as exact as their raw coefficients.
    template <class T>
    void keep_powers(LinearModel& model, const Parts<T>& p) const {
        const double inverse = target_.variable.inverse;
        DoubleDouble intercept = target_.variable.centre;
        for (std::size_t i = 0; i < p.f.kept.size(); ++i) {
            const std::int64_t c = p.f.kept[i], j = design_.feature(c);
            const double b = static_cast<double>(p.solved.beta[i]) / inverse;
            if (j < 0) {
                intercept += p.solved.beta[i];
            } else if (design_.degree_of(j) == 1) {
                intercept -= DoubleDouble(design_.centre(c)) * p.solved.beta[i];
            } else {
                const Variable& v = design_.variable(c);
                if (model.powers.empty() || model.powers.back().feature != j)
                    model.powers.push_back(
                        {j, design_.plain_powers, v.centre / v.inverse, v.half / v.inverse,
                         std::vector<double>(static_cast<std::size_t>(design_.degree))});
                auto& terms = model.powers.back().terms;
                const double unit = design_.plain_powers
                                        ? std::pow(v.inverse, static_cast<double>(design_.power(c)))
                                    : design_.intercept ? 1
                                                        : v.inverse;
                terms[static_cast<std::size_t>(design_.power(c)) - 1] = b * unit;
            }
        }
        model.powers_intercept = design_.intercept ? static_cast<double>(intercept) / inverse : 0;
    }

    template <class T>
    void keep_core(LinearModel& model, Parts<T>& p) const {
        if (!(p.freedom > 0)) return;
        auto core = std::make_shared<LinearCore>();
        core->intercept = design_.intercept;
        core->plain_powers = design_.plain_powers;
        for (const std::int64_t c : p.f.kept) {
            LinearCore::Column column;
            column.feature = design_.feature(c);
            if (column.feature >= 0) {
                const Variable& v = design_.variable(c);
                column.power = design_.power(c);
                column.powered = design_.degree_of(column.feature) > 1;
                column.inverse = v.inverse;
                column.centre = design_.intercept || column.powered ? v.centre : 0;
                column.half = v.half;
            }
            core->columns.push_back(column);
        }
        for (const DoubleDouble b : p.solved.beta) core->beta.push_back(static_cast<double>(b));
        core->target_inverse = target_.variable.inverse;
        core->target_centre = target_.variable.centre;
        core->residual_variance = model.summary.residual_sd * model.summary.residual_sd;
        core->weight_unit = weights_.unit;
        core->degrees = model.summary.error_degrees;
        core->confidence = options_.confidence;
        core->factor = in_doubles(std::move(p.w));
        core->middle = in_doubles(std::move(p.middle));
        model.core = std::move(core);
    }

    static std::vector<double> in_doubles(Grid<double>&& from) { return std::move(from.values); }
    static std::vector<double> in_doubles(const Grid<DoubleDouble>& from) {
        std::vector<double> to;
        to.reserve(from.values.size());
        for (const DoubleDouble value : from.values) to.push_back(static_cast<double>(value));
        return to;
    }

    template <class T>
    void note(LinearModel& model, const Parts<T>& p) const {
        note_dropped(model, design_, p.f.dropped);
        if (is_ill_conditioned(model.summary.condition))
            note_condition(model, design_, p.f.kept, inflation(as_doubles(p.f.r), as_doubles(p.w)));
        if (!(p.freedom > 0)) {
            model.summary.flags |= fit_few_rows;
            model.warnings.push_back(
                count_text(model.summary.rows, "row determines ", "rows determine ") +
                count_text(model.summary.parameters, "coefficient", "coefficients") +
                " exactly: there are no standard errors; use more rows or fewer "
                "features");
        }
        if (p.freedom > 0 && std::isnan(model.summary.r2))
            model.warnings.push_back(
                "the target is constant: there is nothing to explain, and standard errors and "
                "likelihood are those of rounding");
        if (model.summary.digits < few_digits)
            model.warnings.push_back(
                "only " + format_double(std::floor(model.summary.digits)) +
                " digits of the least certain coefficient are sure: the data are too close to "
                "collinear for the arithmetic; leave out a feature or centre the data");
        if (options_.l2 > 0)
            model.warnings.push_back(
                "the penalty l2 pulls the estimates toward zero: standard errors do not contain "
                "this bias, so read p-values and intervals with care");
    }

    // A coefficient off by so little of its standard error is as good as right.
    static constexpr double sure_share = 1e-7;
    static constexpr double sure_error_digits = 9;
    // Fewer digits of a coefficient than a table of coefficients shows.
    static constexpr double few_digits = 4;
    // Leverages lose so many digits in double; residuals none.
    static constexpr double most_condition_in_double = 1e6;
    // The Wald statistic of a middle that is singular, as with fewer clusters than slopes, is none.
    static constexpr double wald_rounding = 1e-13;

    const Context& context_;
    const Design& design_;
    const Target& target_;
    const LinearOptions& options_;
    std::span<const std::int64_t> clusters_;
    const Weights& weights_;
    double l2_;  // in the units of the design's spreads
    const PartialDesign* partial_ = nullptr;
    const Grid<DoubleDouble>* products_ = nullptr;
    const RowSource* source_ = nullptr;
};

using Targets = std::span<const std::span<const double>>;

// A'A of the first target with A'y and y'y of another one in the last row.
Eigen::MatrixXd with_target(const Context& context, Eigen::MatrixXd cross, const Design& design,
                            const Target& target) {
    const std::vector<DoubleDouble> nothing(static_cast<std::size_t>(design.width()));
    const Residual whole = residual_pass(context, design, target, nothing, Digits::rounded);
    const Eigen::Index last = cross.rows() - 1;
    cross.row(last).head(last) = whole.gradient.transpose();
    cross(last, last) = whole.sum_squares;
    return cross;
}

// The design is measured, and A'A summed, once for all targets.
std::vector<LinearModel> fit_rows(const Context& context, const MatrixView& features,
                                  Targets targets, std::span<const std::string> names,
                                  const LinearOptions& options, const LinearRows& rows,
                                  std::span<const std::int64_t> kept_rows = {}) {
    context.report({.phase = "fit linear", .share = 0, .rows = features.rows});
    const Charge charge(context, 16 * static_cast<std::int64_t>(rows.weights.size()));
    Weights weights = scaled_weights(rows.weights);
    weights.rows = kept_rows;
    MeasuredDesign measured =
        measure_design(context, features, &targets[0], names, options.intercept,
                       rows.weights.empty() && options.polynomial == 1);
    Design& design = measured.design;
    design.weights = weights.values;
    for (const double w : weights.values) design.root_weights.push_back(std::sqrt(w));
    add_powers(context, design, options.polynomial,
               options.polynomial_features < 0 ? features.columns : options.polynomial_features);
    const double l2 = options.l2 / mean_weight(weights);
    std::vector<LinearModel> models;
    for (const std::span<const double> values : targets) {
        const bool first = models.empty();
        const Target target{
            values, first ? measured.target : scan_target(context, values, options.intercept)};
        if (first && targets.size() > 1 && measured.cross.size() == 0 &&
            takes_cross_product(design.rows(), design.width()))
            measured.cross = cross_product(context, design, &target);
        const LinearFit fit(context, design, target, options, rows.clusters, weights, l2);
        const auto once = [&](const Eigen::MatrixXd& cross) {
            return factor_design(context, design, &target, l2, cross,
                                 [&](const auto& f, const std::vector<double>& spreads) {
                                     return fit.conclude(f, spreads);
                                 });
        };
        std::optional<LinearModel> model =
            first || measured.cross.size() == 0
                ? once(measured.cross)
                : once(with_target(context, measured.cross, design, target));
        if (!model) {
            design.plain_powers = true;
            model = once({});
            design.plain_powers = false;
        }
        models.push_back(*std::move(model));
    }
    return models;
}

std::vector<LinearModel> fit_targets(const Context& context, const MatrixView& features,
                                     Targets targets, std::span<const std::string> names,
                                     const LinearOptions& options, const LinearRows& rows) {
    for (const std::span<const double> target : targets)
        check_fit_arguments(features, target, names, options.intercept, options.l2,
                            options.confidence);
    check_linear_options(options, rows, features.columns, features.rows);
    if (std::find(rows.weights.begin(), rows.weights.end(), 0.0) == rows.weights.end())
        return fit_rows(context, features, targets, names, options, rows);
    scaled_weights(rows.weights);  // told with the caller's rows
    const Charge charge(
        context,
        8 * features.rows * (features.columns + 2 + static_cast<std::int64_t>(targets.size())));
    const Compact c = compact_rows(features, targets, rows);
    std::vector<std::span<const double>> kept(c.targets.begin(), c.targets.end());
    return fit_rows(
        context,
        MatrixView::column_major(c.features.data(), static_cast<std::int64_t>(c.rows.size()),
                                 features.columns),
        kept, names, options, {c.weights, c.clusters}, c.rows);
}

}  // namespace

LinearModel models::fit_linear_by_products(const Context& context, const LinearSums& sums,
                                           const LinearOptions& options, const RowSource* source) {
    const PartialDesign partial(sums, options.intercept);
    const Target target{{}, partial.target()};
    const Weights weights{{}, 1, sums.log_weights.value(), {}};
    LinearFit fit(context, partial.design(), target, options, {}, weights, options.l2);
    const Grid<DoubleDouble> products = partial.reduced_matrix(context);
    fit.use_products(partial, products, source);
    const auto spreads = partial.spreads(products);
    Grid<DoubleDouble> m = products;
    if (options.l2 > 0) m = with_penalty(m, options.l2, spreads, options.intercept);
    auto f = factor_in_order(context, std::move(m), partial.rank_rule());
    f.path = FitPath::exact;
    return *fit.conclude(f, spreads);  // powers, for which there is none, are not in partials
}

LinearModel fit_linear(const Context& context, const MatrixView& features,
                       std::span<const double> target, std::span<const std::string> names,
                       const LinearOptions& options, const LinearRows& rows) {
    return std::move(fit_targets(context, features, {&target, 1}, names, options, rows).front());
}

std::vector<LinearModel> fit_linear_targets(const Context& context, const MatrixView& features,
                                            const MatrixView& targets,
                                            std::span<const std::string> names,
                                            const LinearOptions& options, const LinearRows& rows) {
    if (targets.rows != features.rows)
        throw Error(Status::argument,
                    std::to_string(targets.rows) + " rows of targets for " +
                        std::to_string(features.rows) + " rows of features",
                    {.argument = "targets"});
    if (targets.columns < 1)
        throw Error(Status::argument, "there is no target; give a column each",
                    {.argument = "targets"});
    const bool together = targets.row_stride == 1;
    const Charge charge(context, together ? 0 : 8 * targets.rows * targets.columns);
    std::vector<double> copy;
    if (!together)
        for (std::int64_t j = 0; j < targets.columns; ++j)
            for (std::int64_t i = 0; i < targets.rows; ++i) copy.push_back(targets(i, j));
    std::vector<std::span<const double>> columns;
    for (std::int64_t j = 0; j < targets.columns; ++j)
        columns.emplace_back(
            together ? targets.data + j * targets.column_stride : copy.data() + j * targets.rows,
            static_cast<std::size_t>(targets.rows));
    return fit_targets(context, features, columns, names, options, rows);
}

}  // namespace tenon
