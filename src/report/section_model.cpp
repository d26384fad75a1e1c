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
    constexpr std::pair<FitFlag, Word> flags[] = {
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

// "For each additional unit of vibration, the odds of FAIL are multiplied by 12.3."
std::string reading(const Words& words, const LinearModel& model, std::string_view target) {
    const Coefficient* clearest = nullptr;
    double most = 0;
    for (std::size_t j = model.has_intercept ? 1 : 0; j < model.coefficients.size(); ++j) {
        const Coefficient& c = model.coefficients[j];
        const double ratio = std::fabs(c.estimate / c.standard_error);
        if (!c.dropped && std::isfinite(ratio) && ratio > most) most = ratio, clearest = &c;
    }
    if (!clearest) return {};
    const bool logistic = model.summary.kind == ModelKind::logistic;
    return words(
        logistic ? Word::coefficient_reading : Word::coefficient_reading_linear,
        {clipped(clearest->name, 60),
         logistic ? number_text(std::exp(clearest->estimate), 3) : signed_text(clearest->estimate),
         target});
}

void write_coefficients(Body& body, const LinearModel& model) {
    const Words& words = body.words();
    const bool logistic = model.summary.kind == ModelKind::logistic;
    using Kind = HtmlTable::Kind;
    const auto head = [&](Word word, Kind kind = Kind::number) {
        return HtmlTable::Header{std::string(words(word)), kind};
    };
    std::vector<HtmlTable::Header> headers = {head(Word::feature, Kind::text), head(Word::estimate),
                                              head(Word::standard_error)};
    headers.push_back(
        {words(Word::interval, {number_text(100 * model.summary.confidence) + "%"}), Kind::number});
    headers.push_back(head(logistic ? Word::statistic_z : Word::statistic_t));
    headers.push_back(head(Word::p_value));
    if (logistic) headers.push_back(head(Word::odds_ratio));
    HtmlTable table(body, headers, words(Word::coefficients));
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
    }
    table.finish();
    if (shown < model.coefficients.size())
        body.note(words(Word::more_rows,
                        {count_text(static_cast<std::int64_t>(shown)),
                         count_text(static_cast<std::int64_t>(model.coefficients.size()))}));
}

void write_fit(Body& body, const FitSummary& fit) {
    const Words& words = body.words();
    const bool logistic = fit.kind == ModelKind::logistic;
    HtmlTable table(body, {{std::string(words(Word::fit))},
                           {std::string(words(Word::value)), HtmlTable::Kind::number}});
    const auto line = [&](Word word, const std::string& text) {
        table.row().name(words(word)).number(text);
    };
    line(Word::fit_rows, count_text(fit.rows));
    line(Word::fit_parameters, count_text(fit.parameters));
    line(logistic ? Word::fit_pseudo_r2 : Word::fit_r2, fixed_text(fit.r2, 3));
    if (!logistic) {
        line(Word::fit_adjusted_r2, fixed_text(fit.adjusted_r2, 3));
        line(Word::fit_residual_sd, number_text(fit.residual_sd));
        if (std::isfinite(fit.f_statistic))
            line(Word::fit_f,
                 number_text(fit.f_statistic) + " (p " + p_value_text(fit.f_p_value) + ")");
    }
    line(Word::fit_log_likelihood, fixed_text(fit.log_likelihood, 3));
    line(Word::fit_null, fixed_text(fit.null_log_likelihood, 3));
    line(Word::fit_aic, fixed_text(fit.aic, 1));
    line(Word::fit_bic, fixed_text(fit.bic, 1));
    line(Word::fit_condition, number_text(fit.condition, 3));
    line(Word::fit_iterations, count_text(fit.iterations));
    line(Word::fit_converged, std::string(words(fit.converged ? Word::yes : Word::no)));
    table.finish();
}

}  // namespace

void write_model(Body& body, const LinearModel& model, std::string_view target) {
    const Words& words = body.words();
    const bool logistic = model.summary.kind == ModelKind::logistic;
    body.paragraph(words(logistic ? Word::model_logistic : Word::model_linear,
                         {target, words.count(Word::one_row, model.summary.rows)}));
    write_warnings(body, model);
    body.chart(draw_coefficients(words, body.next_id(), model, target));
    body.paragraph(reading(words, model, target));
    write_coefficients(body, model);
    body.append("<div class=\"narrow\">\n");
    write_fit(body, model.summary);
    body.append("</div>\n");
}

}  // namespace tenon::report
