#include "pipeline/fitted.hpp"

#include <limits>
#include <utility>

namespace tenon {

std::vector<std::string> feature_names(const std::vector<PipelineInput>& inputs,
                                       std::int64_t degree) {
    std::vector<std::string> names;
    for (const PipelineInput& input : inputs) {
        for (std::int64_t k = 1; !input.categorical && k <= degree; ++k)
            names.push_back(k == 1 ? input.name : input.name + "^" + std::to_string(k));
        for (std::size_t k = 1; k < input.categories.size(); ++k)
            names.push_back(input.name + "=" + input.categories[k]);
    }
    return names;
}

std::int64_t degree_of(const PipelineOptions& options) {
    return options.kind == ModelKind::linear ? options.linear.polynomial : 1;
}

LinearModel flattened(const ClassModel& model, const std::vector<std::string>& classes) {
    LinearModel out;
    out.summary = model.summary;
    out.has_intercept = false;
    out.warnings = model.warnings;
    const bool ordinal = model.summary.kind == ModelKind::ordinal;
    for (std::size_t k = 0; k < model.coefficients.size(); ++k)
        for (Coefficient coefficient : model.coefficients[k]) {
            if (!ordinal) coefficient.name = classes[k + 1] + ": " + coefficient.name;
            out.coefficients.push_back(std::move(coefficient));
        }
    for (std::size_t k = 0; k < model.cuts.size(); ++k) {
        out.coefficients.push_back(model.cuts[k]);
        out.coefficients.back().name = classes[k] + "|" + classes[k + 1];
    }
    return out;
}

OutlierBounds no_bounds(const std::string& column) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return {.column = column, .low = -infinity, .high = infinity, .centre = 0, .spread = 0};
}

}  // namespace tenon
