#include "models/inference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/distribution.hpp"
#include "base/number_text.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

// Beyond this condition number of the scaled design fewer than six digits of the data's sixteen
// reach the coefficients.
constexpr double ill_conditioned = 1e10;
constexpr std::size_t most_named = 6;  // a longer list of features is cut

std::string quoted(const std::string& name) {
    return name == "(intercept)" ? "the intercept" : "\"" + name + "\"";
}

std::string listed(const Design& design, const std::vector<std::int64_t>& columns) {
    std::string text;
    const std::size_t shown = std::min(columns.size(), most_named);
    for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0) text += i + 1 == columns.size() ? " and " : ", ";
        text += quoted(design.column_name(columns[i]));
    }
    if (shown < columns.size())
        text += " and " + std::to_string(columns.size() - shown) + " others";
    return text;
}

// A column of a power is no power itself (models/design.hpp): what it follows from is told in the
// powers that span the same.
bool is_higher_power(const Design& design, std::int64_t column) {
    return design.feature(column) >= 0 && design.power(column) > 1;
}

// " and ..." the causes among other features.
std::string others_of(const Design& design, const Dropped& dropped) {
    std::vector<std::int64_t> others;
    for (const std::int64_t c : dropped.causes)
        if (design.feature(c) >= 0 && design.feature(c) != design.feature(dropped.column))
            others.push_back(c);
    return others.empty() ? "" : " and of " + listed(design, others);
}

}  // namespace

std::vector<RawEstimate> raw_estimates(const Design& design, const std::vector<std::int64_t>& kept,
                                       const Eigen::VectorXd& beta,
                                       const Eigen::Ref<const Eigen::MatrixXd>& w) {
    const Eigen::Index k = beta.size();
    const bool intercept = k > 0 && design.feature(kept[0]) < 0;
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(k), squares = Eigen::VectorXd::Zero(k);
    if (intercept) weights(0) = 1;
    for (Eigen::Index j = 1; j < k && intercept; ++j)
        weights(j) = -design.variable(kept[static_cast<std::size_t>(j)]).centre;
    // By columns of W, as they lie.
    double of_intercept = 0;
    for (Eigen::Index m = 0; m < w.cols(); ++m) {
        const auto column = w.col(m).head(m + 1);
        squares.head(m + 1) += column.cwiseAbs2();
        const double share = column.dot(weights.head(m + 1));
        of_intercept += share * share;
    }
    if (intercept) squares(0) = of_intercept;
    std::vector<RawEstimate> raw;
    raw.reserve(kept.size());
    for (Eigen::Index i = 0; i < k; ++i) {
        const std::int64_t column = kept[static_cast<std::size_t>(i)];
        const bool feature = design.feature(column) >= 0;
        const double inverse = feature ? design.variable(column).inverse : 1;
        const double value = feature ? beta(i) : weights.dot(beta);
        raw.push_back({value * inverse, std::sqrt(squares(i)) * inverse});
    }
    return raw;
}

double interval_quantile(double confidence, double degrees) {
    return student_upper_quantile((1 - confidence) / 2, degrees);
}

std::vector<double> inflation(const Eigen::Ref<const Eigen::MatrixXd>& r,
                              const Eigen::Ref<const Eigen::MatrixXd>& w) {
    std::vector<double> factors;
    for (Eigen::Index j = 0; j < r.cols(); ++j)
        factors.push_back(w.row(j).norm() * r.col(j).norm());
    return factors;
}

void set_estimate(Coefficient& c, double value) {
    if (!std::isfinite(value))
        throw Error(Status::data,
                    "the coefficient of \"" + c.name +
                        "\" is beyond the range of numbers; give the feature in a smaller unit",
                    {.argument = c.name});
    c.estimate = value;
    c.dropped = false;
}

void complete(Coefficient& c, double degrees, double quantile) {
    c.statistic = c.estimate / c.standard_error;
    c.p_value = student_two_sided(c.statistic, degrees);
    c.low = c.estimate - quantile * c.standard_error;
    c.high = c.estimate + quantile * c.standard_error;
}

std::vector<Coefficient> blank_coefficients(const Design& design) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<Coefficient> list;
    list.reserve(design.names.size() + 1);
    if (design.intercept) list.push_back({"(intercept)", 0, nan, nan, nan, nan, nan, true});
    for (std::size_t j = 0; j < design.names.size(); ++j)
        for (std::int64_t k = 1; k <= design.degree_of(static_cast<std::int64_t>(j)); ++k)
            list.push_back({k == 1 ? design.names[j] : design.names[j] + "^" + std::to_string(k), 0,
                            nan, nan, nan, nan, nan, true});
    return list;
}

std::size_t coefficient_place(const Design& design, std::int64_t column) {
    const std::int64_t j = design.feature(column);
    if (j < 0) return 0;
    return static_cast<std::size_t>(design.first_term(j) + design.power(column) - 1 +
                                    (design.intercept ? 1 : 0));
}

void note_dropped(LinearModel& model, const Design& design, const std::vector<Dropped>& dropped) {
    for (std::size_t j = 0; j < design.variables.size(); ++j) {
        if (!design.variables[j].constant) continue;
        model.summary.flags |= fit_rank_deficient;
        model.warnings.push_back("feature \"" + design.names[j] + "\" is constant" +
                                 (design.intercept ? "" : " at zero") +
                                 "; it was dropped and its coefficient is 0");
    }
    for (const Design::Term& term : design.redundant) {
        model.summary.flags |= fit_rank_deficient;
        model.warnings.push_back("feature " + quoted(design.term_name(term.feature, term.power)) +
                                 " is a linear combination of its lower powers; it was dropped and "
                                 "its coefficient is 0");
    }
    for (const Dropped& d : dropped) {
        model.summary.flags |= fit_rank_deficient;
        std::string text = "feature " + quoted(design.column_name(d.column));
        if (is_higher_power(design, d.column))
            text += " is a linear combination of its lower powers" + others_of(design, d);
        else if (d.causes.empty())
            text += " carries nothing beyond rounding";
        else if (d.causes.size() == 1 && design.feature(d.causes[0]) >= 0)
            text += " is a multiple of " + listed(design, d.causes);
        else
            text += " is a linear combination of " + listed(design, d.causes);
        model.warnings.push_back(text + "; it was dropped and its coefficient is 0");
    }
}

bool is_ill_conditioned(double condition) {
    return !(condition <= ill_conditioned);
}

void note_condition(LinearModel& model, const Design& design, const std::vector<std::int64_t>& kept,
                    const std::vector<double>& inflation) {
    if (!is_ill_conditioned(model.summary.condition)) return;
    model.summary.flags |= fit_ill_conditioned;
    const auto worst = std::max_element(inflation.begin(), inflation.end()) - inflation.begin();
    const double digits = std::floor(std::log10(model.summary.condition));
    model.warnings.push_back(
        "the features are nearly collinear: their condition number after scaling is " +
        (std::isfinite(digits) ? "above 1e" + format_double(digits) : std::string("infinite")) +
        "; the estimate of " + quoted(design.column_name(kept[static_cast<std::size_t>(worst)])) +
        " suffers most; leave out a feature or set l2");
}

}  // namespace tenon::models
