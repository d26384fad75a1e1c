#include "report/model_view.hpp"

#include <cmath>

#include "report/number_words.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr std::size_t longest_name = 60;

Word kind_word(ModelKind kind) {
    switch (kind) {
        case ModelKind::logistic:
            return Word::model_logistic;
        case ModelKind::poisson:
            return Word::model_poisson;
        case ModelKind::negative_binomial:
            return Word::model_negative_binomial;
        case ModelKind::gamma:
            return Word::model_gamma;
        case ModelKind::tweedie:
            return Word::model_tweedie;
        case ModelKind::probability:
            return Word::model_probability;
        case ModelKind::multinomial:
            return Word::model_multinomial;
        case ModelKind::ordinal:
            return Word::model_ordinal;
        default:
            return Word::model_linear;
    }
}

bool by_likelihood(ModelKind kind) {
    return kind == ModelKind::logistic || is_glm(kind) || has_classes(kind);
}

// What is minimised before any penalty.
std::string base_method(const Words& words, const PipelineOptions& options) {
    if (by_likelihood(options.kind))
        return std::string(words(options.kind == ModelKind::logistic && options.logistic.firth
                                     ? Word::method_firth
                                     : Word::method_likelihood));
    if (options.kind == ModelKind::probability) return std::string(words(Word::method_squares));
    switch (options.estimator) {
        case Estimator::nonnegative:
            return std::string(words(Word::method_nonnegative));
        case Estimator::huber:
            return std::string(words(Word::method_huber));
        case Estimator::quantile:
            return words(Word::method_quantile, {number_text(options.quantile)});
        case Estimator::least_squares:
            break;
    }
    return std::string(words(Word::method_squares));
}

std::string method_of(const Words& words, const PipelineOptions& options) {
    const std::string base = base_method(words, options);
    if (options.penalty > 0) {
        const Word net = options.l1_ratio == 1 ? Word::method_lasso : Word::method_elastic_net;
        return words(net, {number_text(options.penalty), base, number_text(options.l1_ratio)});
    }
    const double l2 = options.kind == ModelKind::logistic ? options.logistic.l2
                      : is_glm(options.kind)              ? options.glm.l2
                      : has_classes(options.kind)         ? options.classes.l2
                                                          : options.linear.l2;
    return l2 > 0 ? words(Word::method_ridge, {number_text(l2), base}) : base;
}

}  // namespace

const PipelineOptions* ModelView::fitted() const noexcept {
    if (!pipeline || pipeline->options().target.empty()) return nullptr;
    // Of coefficients that were imported no log-likelihood, rows or path is known.
    return model.summary.rows > 0 ? &pipeline->options() : nullptr;
}

FeatureUnit ModelView::unit_of(std::size_t coefficient) const noexcept {
    return pipeline ? pipeline->unit_of(coefficient) : FeatureUnit{};
}

bool ModelView::is_scaled() const noexcept {
    return pipeline && pipeline->options().scale;
}

bool ModelView::is_power(std::size_t coefficient) const noexcept {
    const std::size_t first = model.has_intercept ? 1 : 0;
    return has_powers() && coefficient >= first &&
           coefficient < first + static_cast<std::size_t>(model.powered * model.degree);
}

std::string ModelView::reference_of(std::size_t coefficient) const {
    if (!pipeline) return {};
    std::size_t next = model.has_intercept ? 1 : 0;
    for (const PipelineInput& input : pipeline->inputs()) {
        if (!input.categorical) {
            next += static_cast<std::size_t>(is_power(next) ? model.degree : 1);
            continue;
        }
        const std::size_t levels = input.categories.size() - 1;
        if (coefficient >= next && coefficient < next + levels)
            return input.name + "=" + input.categories.front();
        next += levels;
    }
    return {};
}

EffectKind ModelView::effect() const noexcept {
    const ModelKind kind = model.summary.kind;
    if (kind == ModelKind::logistic) return EffectKind::odds;
    if (!is_glm(kind) || model.summary.link == Link::identity) return EffectKind::change;
    return model.summary.link == Link::log ? EffectKind::mean : EffectKind::none;
}

double ModelView::quantile() const noexcept {
    const PipelineOptions* options = fitted();
    return options && options->kind == ModelKind::linear &&
                   options->estimator == Estimator::quantile
               ? options->quantile
               : 0;
}

std::string account_of(const Words& words, const ModelView& view) {
    const FitSummary& fit = view.model.summary;
    const std::string what = words(kind_word(fit.kind), {view.target});
    const std::string rows = words.count(Word::one_row, fit.rows);
    if (const PipelineOptions* options = view.fitted()) {
        std::string text = words(Word::model_fitted, {what, method_of(words, *options), rows});
        if (!options->weights.empty()) {
            text += words.language() == Language::english ? " " : "";
            text += words(Word::model_weighted, {options->weights});
        }
        if (!options->exposure.empty()) {
            text += words.language() == Language::english ? " " : "";
            text += words(Word::model_per_exposure, {options->exposure});
        }
        return text;
    }
    if (fit.path != FitPath::none)
        return words(Word::model_fitted, {what, words(Word::method_squares), rows});
    return fit.rows > 0 ? words(Word::model_fitted_plain, {what, rows})
                        : words(Word::model_plain, {what});
}

std::string subject_of(const Words& words, const ModelView& view) {
    const double q = view.quantile();
    return q > 0 ? words(Word::quantile_of, {number_text(q), view.target}) : view.target;
}

std::string_view unit_word(const Words& words, Scaling scaling) {
    switch (scaling) {
        case Scaling::min_max:
            return words(Word::unit_range);
        case Scaling::robust:
            return words(Word::unit_quartiles);
        case Scaling::standard:
            break;
    }
    return words(Word::unit_deviation);
}

std::string reading_of(const Words& words, const ModelView& view, std::size_t coefficient) {
    const EffectKind kind = view.effect();
    if (view.is_power(coefficient) || kind == EffectKind::none) return {};
    const Coefficient& c = view.model.coefficients[coefficient];
    const std::string name = clipped(c.name, longest_name);
    const FeatureUnit unit = view.unit_of(coefficient);
    const std::string reference = clipped(view.reference_of(coefficient), longest_name);
    const std::string more =
        !reference.empty() ? words(Word::more_of_category, {name, reference})
        : unit.unit == 1
            ? words(Word::more_of_unit, {name})
            : words(Word::more_of_scaled, {name, number_text(unit.unit, 3),
                                           unit_word(words, view.pipeline->options().scaling)});
    const std::string amount =
        kind == EffectKind::change ? signed_text(c.estimate) : number_text(std::exp(c.estimate), 3);
    const Word sentence = kind == EffectKind::odds   ? Word::coefficient_reading
                          : kind == EffectKind::mean ? Word::coefficient_reading_mean
                                                     : Word::coefficient_reading_linear;
    return words(sentence, {more, amount, subject_of(words, view)});
}

}  // namespace tenon::report
