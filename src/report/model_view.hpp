// A fitted model as the report tells it: what it is, how it was fitted, and in which units its
// coefficients speak.
#pragma once

#include <string>
#include <string_view>

#include "report/messages.hpp"
#include "tenon/pipeline.hpp"

namespace tenon::report {

// What a coefficient does to the target, by the link of the model.
enum class EffectKind {
    change,  // adds to it
    odds,    // multiplies its odds by the exponential
    mean,    // multiplies its mean by the exponential
    none,    // an inverse link: no plain words
};

struct ModelView {
    const LinearModel& model;
    std::string target;                  // "y", or "quality = bad"
    const Pipeline* pipeline = nullptr;  // none: of a bare model

    // The options it was fitted with; none of a bare or imported model.
    const PipelineOptions* fitted() const noexcept;
    FeatureUnit unit_of(std::size_t coefficient) const noexcept;
    bool is_scaled() const noexcept;
    // Whether a coefficient is one of several terms of its feature.
    bool is_power(std::size_t coefficient) const noexcept;
    bool has_powers() const noexcept { return model.powered > 0 && model.degree > 1; }
    // "machine=A", the reference level, of a coefficient that is one of a category; else "".
    std::string reference_of(std::size_t coefficient) const;
    EffectKind effect() const noexcept;
    double quantile() const noexcept;  // 0 where it is no quantile regression of known options
};

// "A linear regression for y, fitted by least squares to 90 rows.", and on weights.
std::string account_of(const Words& words, const ModelView& view);
// What effects are told of: "y", or "the 0.9 quantile of y".
std::string subject_of(const Words& words, const ModelView& view);
// "standard deviation", of what the features are scaled by.
std::string_view unit_word(const Words& words, Scaling scaling);
// "One more unit of x multiplies the odds of y by 2, ..."; empty where no such sentence is true.
std::string reading_of(const Words& words, const ModelView& view, std::size_t coefficient);

}  // namespace tenon::report
