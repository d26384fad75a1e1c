// How clearly each feature matters. Raw coefficients of features in different units cannot be
// compared by eye, so the chart shows estimate / standard error with its confidence interval in the
// same measure; the effect in the feature's own units stands beside it in words.
#include <algorithm>
#include <cmath>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/number_words.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr std::size_t most_rows = 30;
constexpr double row_height = 28;
constexpr double longest_name = 260, effect_space = 170;

struct Effect {
    const Coefficient* coefficient;
    std::size_t place;        // among the model's coefficients
    double ratio, low, high;  // in standard errors
    bool clear() const { return low > 0 || high < 0; }
};

std::vector<Effect> effects_of(const LinearModel& model, std::int64_t& left_out) {
    std::vector<Effect> effects;
    for (std::size_t j = model.has_intercept ? 1 : 0; j < model.coefficients.size(); ++j) {
        const Coefficient& c = model.coefficients[j];
        const double ratio = c.estimate / c.standard_error;
        const double low = c.low / c.standard_error, high = c.high / c.standard_error;
        if (c.dropped || !std::isfinite(ratio) || !std::isfinite(low) || !std::isfinite(high)) {
            ++left_out;
            continue;
        }
        effects.push_back({&c, j, ratio, low, high});
    }
    std::stable_sort(effects.begin(), effects.end(), [](const Effect& a, const Effect& b) {
        return std::fabs(a.ratio) > std::fabs(b.ratio);
    });
    return effects;
}

std::string title_of(const Words& words, const std::vector<Effect>& effects,
                     std::string_view target) {
    const auto verb = [&](const Effect& e) {
        return words(e.ratio > 0 ? Word::raises : Word::lowers);
    };
    if (!effects[0].clear()) return words(Word::coefficient_title_none, {target});
    const std::string first = clipped(effects[0].coefficient->name, 40);
    if (effects.size() < 2 || !effects[1].clear())
        return words(Word::coefficient_title_one, {first, verb(effects[0]), target});
    const Effect& second = effects[1];
    if ((effects[0].ratio > 0) == (second.ratio > 0))
        return words(Word::coefficient_title_both,
                     {first, clipped(second.coefficient->name, 40),
                      words(second.ratio > 0 ? Word::raise : Word::lower), target});
    return words(Word::coefficient_title_two,
                 {first, verb(effects[0]), clipped(effects[1].coefficient->name, 40),
                  verb(effects[1]), target});
}

// "+0.8 per unit"; empty where the coefficient alone is no effect.
std::string effect_label(const Words& words, const ModelView& view, const Effect& effect) {
    const EffectKind kind = view.effect();
    if (view.is_power(effect.place) || kind == EffectKind::none) return {};
    const double unit = view.unit_of(effect.place).unit;
    const std::string per = unit == 1 ? std::string(words(Word::per_unit))
                                      : words(Word::per_amount, {number_text(unit, 3)});
    const double estimate = effect.coefficient->estimate;
    if (kind == EffectKind::change)
        return words(Word::coefficient_label_slope, {signed_text(estimate), per});
    return words(kind == EffectKind::odds ? Word::coefficient_label_factor_odds
                                          : Word::coefficient_label_factor_mean,
                 {number_text(std::exp(estimate), 3), per});
}

// How to read the chart and the effects at its right.
std::string caption_of(const Words& words, const ModelView& view,
                       const std::vector<Effect>& effects, const std::string& subject) {
    const EffectKind kind = view.effect();
    std::string caption = words(kind == EffectKind::odds ? Word::coefficient_caption_logistic
                                                         : Word::coefficient_caption_linear,
                                {subject, number_text(100 * view.model.summary.confidence) + "%"});
    const bool any = std::any_of(effects.begin(), effects.end(),
                                 [&](const Effect& e) { return !view.is_power(e.place); });
    if (any && kind == EffectKind::odds) caption += words(Word::coefficient_effect_odds, {subject});
    if (any && kind == EffectKind::mean) caption += words(Word::coefficient_effect_mean, {subject});
    if (any && kind == EffectKind::change)
        caption += words(Word::coefficient_effect_change, {subject});
    if (any && view.is_scaled())
        caption += words(Word::coefficient_effect_scaled,
                         {unit_word(words, view.pipeline->options().scaling)});
    if (view.has_powers()) caption += words(Word::coefficient_effect_terms);
    return caption;
}

const char* style_of(const Effect& effect) {
    if (!effect.clear()) return "effect-unclear";
    return effect.ratio > 0 ? "effect-up" : "effect-down";
}

}  // namespace

Figure draw_coefficients(const Words& words, std::string_view id, const ModelView& view) {
    const LinearModel& model = view.model;
    const std::string target = subject_of(words, view);
    std::int64_t left_out = 0;
    std::vector<Effect> effects = effects_of(model, left_out);
    if (effects.empty()) return {std::string(words(Word::coefficient_none)), {}, {}};
    Figure figure;
    // Of single terms of a polynomial no one raises or lowers anything.
    figure.title = view.has_powers() ? words(Word::coefficient_title_terms, {target})
                                     : title_of(words, effects, target);
    figure.caption = caption_of(words, view, effects, target);
    if (effects.size() > most_rows) {
        figure.caption += words(Word::coefficient_only, {count_text(most_rows)});
        effects.resize(most_rows);
    }
    if (left_out > 0) figure.caption += words(Word::coefficient_left_out, {count_text(left_out)});

    Extent range{0, 0};
    for (const auto& e : effects) {
        range.low = std::min(range.low, e.low);
        range.high = std::max(range.high, e.high);
    }
    range = padded(range);
    using Sample = LegendEntry::Sample;
    const LegendEntry legend[] = {
        {"effect-up", words(Word::legend_raises, {target}), Sample::dot},
        {"effect-down", words(Word::legend_lowers, {target}), Sample::dot},
        {"effect-unclear", std::string(words(Word::legend_uncertain)), Sample::dot}};
    double name_space = 0;
    for (const auto& e : effects)
        name_space = std::max(name_space, text_width(e.coefficient->name, label_size) + 18);
    name_space = std::clamp(name_space, 60.0, longest_name);
    const double top = legend_height(0, wide_width, legend) + 12;
    const double bottom = top + row_height * static_cast<double>(effects.size());
    const Frame frame{name_space, top, wide_width - effect_space, bottom};
    const Scale x{range.low, range.high, frame.left, frame.right};
    Svg svg(wide_width, bottom + 48, id, figure.title, words(Word::coefficient_description));
    draw_legend(svg, 0, 0, wide_width, legend);
    draw_bottom_axis(svg, frame, x, number_ticks(range, 7), words(Word::coefficient_axis));
    svg.line(x(0), frame.top, x(0), frame.bottom, "axis");
    for (std::size_t i = 0; i < effects.size(); ++i) {
        const Effect& e = effects[i];
        const double y = top + row_height * (static_cast<double>(i) + 0.5);
        svg.text(name_space - 14, y + 4.5,
                 shortened(e.coefficient->name, name_space - 18, label_size), "name", Anchor::end);
        svg.open_group(style_of(e));
        svg.line(x(e.low), y, x(e.high), y, "whisker");
        svg.circle(x(e.ratio), y, 5, {});
        svg.close_group();
        svg.text(frame.right + 14, y + 4.5, effect_label(words, view, e), "tick");
    }
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
