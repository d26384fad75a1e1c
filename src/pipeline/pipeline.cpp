#include "tenon/pipeline.hpp"

#include <array>
#include <cmath>
#include <utility>

#include "pipeline/pipeline_value.hpp"
#include "pipeline/predict.hpp"
#include "tenon/glm.hpp"

namespace tenon {

namespace {

constexpr std::size_t most_classes = 1000;

}  // namespace

Pipeline::Pipeline(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

const std::vector<PipelineInput>& Pipeline::inputs() const noexcept {
    return impl_->fitted.inputs;
}
const LinearModel& Pipeline::model() const noexcept {
    return impl_->fitted.model;
}
const PipelineOptions& Pipeline::options() const noexcept {
    return impl_->fitted.options;
}
const std::string& Pipeline::target() const noexcept {
    return impl_->fitted.target;
}
const std::string& Pipeline::positive_label() const noexcept {
    return impl_->fitted.positive_label;
}
const std::vector<Change>& Pipeline::changes() const noexcept {
    return impl_->fitted.changes;
}

const ClassModel& Pipeline::class_model() const noexcept {
    return impl_->fitted.class_model;
}
const std::vector<std::string>& Pipeline::classes() const noexcept {
    return impl_->fitted.classes;
}

bool Pipeline::score_classes(std::span<const double> record, std::span<double> out,
                             std::int32_t* fault) const noexcept {
    const std::vector<Program>& programs = impl_->programs;
    const ClassModel& model = impl_->fitted.class_model;
    if (programs.empty() || record.size() != programs.front().inputs() ||
        out.size() != static_cast<std::size_t>(model.classes)) {
        if (fault) *fault = -1;
        return false;
    }
    std::array<double, most_classes> sums;
    const std::size_t ahead = model.summary.kind == ModelKind::multinomial ? 1 : 0;
    for (std::size_t k = 0; k < programs.size(); ++k) {
        sums[ahead + k] = linear_sum(programs[k], record);
        if (std::isfinite(sums[ahead + k])) continue;
        if (fault) *fault = first_fault(programs[k], record);
        return false;
    }
    model.to_probabilities(sums.data());
    std::copy_n(sums.data(), out.size(), out.data());
    return true;
}

FeatureUnit Pipeline::unit_of(std::size_t coefficient) const noexcept {
    const Fitted& fitted = impl_->fitted;
    const LinearModel& model = fitted.model;
    if (!fitted.classes.empty() && !fitted.scales.empty()) {
        // A list a class, the intercept of a multinomial one first; cuts behind them.
        const auto& lists = fitted.class_model.coefficients;
        const std::size_t width = lists.front().size(),
                          first = fitted.options.kind == ModelKind::multinomial ? 1 : 0;
        if (coefficient >= width * lists.size() || coefficient % width < first) return {};
        const std::size_t input = coefficient % width - first;
        if (input >= fitted.numeric) return {};
        return {.centre = fitted.scales[input].centre, .unit = fitted.scales[input].scale};
    }
    if (fitted.scales.empty() || (model.has_intercept && coefficient == 0)) return {};
    const std::size_t place = coefficient - (model.has_intercept ? 1 : 0);
    const auto degree = static_cast<std::size_t>(model.degree);
    const auto terms = static_cast<std::size_t>(model.powered) * degree;  // they come first
    const std::size_t input =
        place < terms ? place / degree : place - terms + static_cast<std::size_t>(model.powered);
    if (input >= fitted.numeric) return {};
    return {.centre = fitted.scales[input].centre, .unit = fitted.scales[input].scale};
}

bool Pipeline::score(std::span<const double> record, double& out,
                     std::int32_t* fault) const noexcept {
    const Program& program = impl_->program;
    if (!impl_->programs.empty()) {
        std::array<double, most_classes> all;
        const std::span<double> probabilities(all.data(), impl_->fitted.classes.size());
        if (!score_classes(record, probabilities, fault)) return false;
        out = static_cast<double>(likeliest(probabilities));
        return true;
    }
    if (record.size() != program.inputs()) {
        if (fault) *fault = -1;
        return false;
    }
    const double t = linear_sum(program, record);
    if (!std::isfinite(t)) {
        if (fault) *fault = first_fault(program, record);
        return false;
    }
    out = program.logistic ? logistic_function(t) : inverse_link(program.link, t);
    return true;
}

std::int64_t Pipeline::category_code(std::int32_t input, std::string_view category) const noexcept {
    const Fitted& fitted = impl_->fitted;
    const auto place = static_cast<std::size_t>(input);
    if (input < 0 || place < fitted.numeric || place >= fitted.inputs.size()) return -1;
    return impl_->program.categorical[place - fitted.numeric].index.find(
        fitted.inputs[place].categories, category);
}

}  // namespace tenon
