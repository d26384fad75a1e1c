#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/number_words.hpp"
#include "report/sections.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr std::size_t most_coefficients = 200;

void write_warnings(Body& body, const LinearModel& model) {
    const Words& words = body.words();
    static constexpr std::pair<FitFlag, Word> flags[] = {
        {fit_rank_deficient, Word::flag_rank},
        {fit_separation, Word::flag_separation},
        {fit_quasi_separation, Word::flag_quasi_separation},
        {fit_not_converged, Word::flag_not_converged},
        {fit_ill_conditioned, Word::flag_condition},
        {fit_few_rows, Word::flag_few_rows},
    };
    for (const auto& [flag, word] : flags)
        if (model.summary.flags & flag) body.warning(words(word));
    // The model's own sentences name the features.
    for (const auto& warning : model.warnings) body.english(warning);
}

// "One more unit of vibration multiplies the odds of FAIL by 12.3."
std::string reading(const Words& words, const ModelView& view) {
    const LinearModel& model = view.model;
    std::size_t clearest = 0;
    double most = 0;
    for (std::size_t j = model.has_intercept ? 1 : 0; j < model.coefficients.size(); ++j) {
        const Coefficient& c = model.coefficients[j];
        const double ratio = std::fabs(c.estimate / c.standard_error);
        if (!c.dropped && std::isfinite(ratio) && ratio > most) most = ratio, clearest = j;
    }
    return most > 0 ? reading_of(words, view, clearest) : std::string();
}

// Its estimate for one unit of the feature as given; "" where there is no such number.
std::string own_unit(const ModelView& view, std::size_t j) {
    const bool intercept = view.model.has_intercept && j == 0;
    if (intercept || view.is_power(j)) return {};
    return number_text(view.model.coefficients[j].estimate / view.unit_of(j).unit, 4);
}

void write_coefficients(Body& body, const ModelView& view) {
    const LinearModel& model = view.model;
    const Words& words = body.words();
    const bool logistic = model.summary.kind == ModelKind::logistic;
    const bool scaled = view.is_scaled();
    using Kind = HtmlTable::Kind;
    const auto head = [&](Word word, Kind kind = Kind::number) {
        return HtmlTable::Header{std::string(words(word)), kind};
    };
    std::vector<HtmlTable::Header> headers = {head(Word::feature, Kind::text), head(Word::estimate),
                                              head(Word::standard_error)};
    headers.push_back(
        {words(Word::interval, {number_text(100 * model.summary.confidence) + "%"}), Kind::number});
    const bool normal =
        (logistic || is_glm(model.summary.kind)) && !(model.summary.error_degrees > 0);
    headers.push_back(head(normal ? Word::statistic_z : Word::statistic_t));
    headers.push_back(head(Word::p_value));
    if (logistic) headers.push_back(head(Word::odds_ratio));
    if (scaled) headers.insert(headers.end(), {head(Word::one_unit), head(Word::own_unit)});
    HtmlTable table(body, headers, words(scaled ? Word::coefficients_scaled : Word::coefficients));
    const std::size_t shown = std::min(model.coefficients.size(), most_coefficients);
    for (std::size_t j = 0; j < shown; ++j) {
        const Coefficient& c = model.coefficients[j];
        const bool intercept = model.has_intercept && j == 0;
        table.row().name(intercept ? words(Word::intercept) : std::string_view(c.name));
        if (c.dropped) {
            table.number(words(Word::dropped));
            for (std::size_t k = 2; k < headers.size(); ++k) table.number("");
            continue;
        }
        table.number(number_text(c.estimate, 5)).number(number_text(c.standard_error, 4));
        table.number(
            std::isfinite(c.low) && std::isfinite(c.high)
                ? words(Word::interval_from_to, {number_text(c.low, 4), number_text(c.high, 4)})
                : std::string("–"));
        table.number(fixed_text(c.statistic, 2)).number(p_value_text(c.p_value));
        if (logistic)
            table.number(intercept ? std::string() : number_text(std::exp(c.estimate), 4));
        if (scaled)
            table.number(intercept ? std::string() : number_text(view.unit_of(j).unit, 4))
                .number(own_unit(view, j));
    }
    table.finish();
    if (scaled)
        body.note(
            words(Word::coefficients_note, {unit_word(words, view.pipeline->options().scaling)}));
    if (shown < model.coefficients.size())
        body.note(words(Word::more_rows,
                        {count_text(static_cast<std::int64_t>(shown)),
                         count_text(static_cast<std::int64_t>(model.coefficients.size()))}));
}

// What the summary's R2 is a share of.
Word share_word(const ModelView& view) {
    const ModelKind kind = view.model.summary.kind;
    if (kind == ModelKind::logistic || has_classes(kind)) return Word::fit_pseudo_r2;
    if (is_glm(kind)) return Word::fit_r2_deviance;
    if (view.quantile() > 0) return Word::fit_r1;
    return view.model.has_intercept ? Word::fit_r2 : Word::fit_r2_zero;
}

// Of counts and amounts: how far records lie from their means.
template <class Line>
void write_scatter_of(const FitSummary& fit, const Line& line) {
    const auto number = [&](Word word, double value) {
        if (!std::isnan(value)) line(word, number_text(value));
    };
    number(Word::fit_deviance, fit.deviance);
    number(Word::fit_null_deviance, fit.null_deviance);
    // The dispersion of gamma and Tweedie models is in units of no meaning by itself.
    if (fit.kind == ModelKind::poisson || fit.kind == ModelKind::negative_binomial)
        number(Word::fit_dispersion, fit.dispersion);
    if (fit.kind == ModelKind::negative_binomial) number(Word::fit_alpha, fit.shape);
    if (fit.kind == ModelKind::tweedie) number(Word::fit_power, fit.shape);
}

// What the fit has not, such as the likelihood of a quantile, is not shown.
void write_fit(Body& body, const ModelView& view) {
    const FitSummary& fit = view.model.summary;
    const Words& words = body.words();
    const bool logistic = fit.kind == ModelKind::logistic || has_classes(fit.kind);
    HtmlTable table(body, {{std::string(words(Word::fit))},
                           {std::string(words(Word::value)), HtmlTable::Kind::number}});
    const auto line = [&](Word word, const std::string& text) {
        table.row().name(words(word)).number(text);
    };
    const auto fixed = [&](Word word, double value, int decimals) {
        if (!std::isnan(value)) line(word, fixed_text(value, decimals));
    };
    line(Word::fit_rows, count_text(fit.rows));
    line(Word::fit_parameters, count_text(fit.parameters));
    fixed(share_word(view), fit.r2, 3);
    if (!logistic && !is_glm(fit.kind)) {
        fixed(Word::fit_adjusted_r2, fit.adjusted_r2, 3);
        if (!std::isnan(fit.residual_sd)) line(Word::fit_residual_sd, number_text(fit.residual_sd));
        if (std::isfinite(fit.f_statistic))
            line(Word::fit_f,
                 number_text(fit.f_statistic) + " (p " + p_value_text(fit.f_p_value) + ")");
    }
    if (is_glm(fit.kind)) write_scatter_of(fit, line);
    // A quasi-likelihood is none, so nothing that is made of one is told.
    const PipelineOptions* options = view.fitted();
    if (!(options && is_glm(options->kind) && options->glm.quasi)) {
        fixed(Word::fit_log_likelihood, fit.log_likelihood, 3);
        fixed(Word::fit_null, fit.null_log_likelihood, 3);
        fixed(Word::fit_aic, fit.aic, 1);
        fixed(Word::fit_bic, fit.bic, 1);
    }
    if (!std::isnan(fit.condition)) line(Word::fit_condition, number_text(fit.condition, 3));
    line(Word::fit_iterations, count_text(fit.iterations));
    line(Word::fit_converged, std::string(words(fit.converged ? Word::yes : Word::no)));
    table.finish();
}

void write_effects(Body& body, const ModelView& view) {
    const Words& words = body.words();
    body.chart(draw_coefficients(words, body.next_id(), view));
    body.paragraph(reading(words, view));
    write_coefficients(body, view);
}

}  // namespace

void write_model(Body& body, const ModelView& view) {
    const Words& words = body.words();
    body.paragraph(account_of(words, view));
    write_warnings(body, view.model);
    if (view.pipeline && !view.pipeline->classes().empty())
        write_class_coefficients(body, view);
    else
        write_effects(body, view);
    body.append("<div class=\"narrow\">\n");
    write_fit(body, view);
    body.append("</div>\n");
}

}  // namespace tenon::report
