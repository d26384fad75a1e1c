#include "pipeline/program.hpp"

namespace tenon {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

NumericInstruction numeric_instruction(const Fitted& fitted, std::size_t input,
                                       double coefficient) {
    NumericInstruction out{.low = -infinity,
                           .high = infinity,
                           .below = -infinity,
                           .above = infinity,
                           .fill = not_a_number,
                           .centre = 0,
                           .scale = 1,
                           .coefficient = coefficient};
    if (!fitted.fills.empty()) out.fill = fitted.fills[input].value;
    if (!fitted.bounds.empty()) {
        const OutlierBounds& bounds = fitted.bounds[input];
        const bool clip = fitted.options.outliers.action == OutlierAction::clip;
        out.low = bounds.low;
        out.high = bounds.high;
        out.below = clip ? bounds.clipped(-infinity) : out.fill;
        out.above = clip ? bounds.clipped(infinity) : out.fill;
    }
    if (!fitted.scales.empty()) {
        out.centre = fitted.scales[input].centre;
        out.scale = fitted.scales[input].scale;
    }
    return out;
}

// `coefficient` is that of the second category; the first is the reference level.
CategoryInstruction category_instruction(const Fitted& fitted, std::size_t input,
                                         const Coefficient* coefficient) {
    const std::vector<std::string>& categories = fitted.inputs[input].categories;
    CategoryInstruction out;
    out.index = CategoryIndex(categories);
    out.table.assign(categories.size(), 0.0);
    for (std::size_t k = 1; k < categories.size(); ++k) out.table[k] = coefficient[k - 1].estimate;

    const std::int64_t fill =
        fitted.fills.empty() ? -1 : out.index.find(categories, fitted.fills[input].text);
    const double filled = fill < 0 ? not_a_number : out.table[static_cast<std::size_t>(fill)];
    switch (fitted.options.unknown) {
        case Unknown::error:
            out.unknown = not_a_number;
            break;
        case Unknown::missing:
            out.unknown = filled;
            break;
        case Unknown::zero:
            out.unknown = 0;
            break;
    }
    // A fill that is itself no category of the fit is an unknown category.
    out.missing = fitted.fills.empty() || fill >= 0 ? filled : out.unknown;
    return out;
}

Program compile_list(const Fitted& fitted, const std::vector<Coefficient>& coefficients,
                     bool has_intercept, std::size_t powered) {
    Program program;
    program.has_intercept = has_intercept;
    if (has_intercept) program.intercept = coefficients.front().estimate;
    const Coefficient* next = coefficients.data() + (has_intercept ? 1 : 0);
    program.numeric.reserve(fitted.numeric);
    for (std::size_t i = 0; i < fitted.numeric; ++i) {
        program.numeric.push_back(numeric_instruction(fitted, i, next->estimate));
        next += i < powered ? fitted.model.degree : 1;
    }
    program.categorical.reserve(fitted.inputs.size() - fitted.numeric);
    for (std::size_t i = fitted.numeric; i < fitted.inputs.size(); ++i) {
        program.categorical.push_back(category_instruction(fitted, i, next));
        next += fitted.inputs[i].categories.size() - 1;
    }
    return program;
}

Program compile_class(const Fitted& fitted, std::size_t list) {
    return compile_list(fitted, fitted.class_model.coefficients[list],
                        fitted.class_model.summary.kind == ModelKind::multinomial, 0);
}

}  // namespace

std::vector<Program> compile_classes(const Fitted& fitted) {
    std::vector<Program> programs;
    if (!fitted.classes.empty())
        for (std::size_t k = 0; k < fitted.class_model.coefficients.size(); ++k)
            programs.push_back(compile_class(fitted, k));
    return programs;
}

Program compile(const Fitted& fitted) {
    if (!fitted.classes.empty()) return compile_class(fitted, 0);
    Program program = compile_list(fitted, fitted.model.coefficients, fitted.model.has_intercept,
                                   static_cast<std::size_t>(fitted.model.powered));
    const ModelKind kind = fitted.model.summary.kind;
    program.logistic = kind == ModelKind::logistic;
    program.link = program.logistic ? Link::logit
                   : is_glm(kind)   ? fitted.model.summary.link
                                    : Link::identity;
    if (!fitted.model.powers.empty()) {
        program.intercept = fitted.model.powers_intercept;
        program.powers.resize(fitted.numeric);
        for (const PowerTerms& powers : fitted.model.powers)
            program.powers[static_cast<std::size_t>(powers.feature)] = powers;
    }
    return program;
}

}  // namespace tenon
