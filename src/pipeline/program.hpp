// A fitted pipeline compiled for scoring: one instruction an input.
//
// For numeric inputs x_1..x_m and categorical inputs with codes k_1..k_c the sum is
//
//     t = b0 + sum_i w_i * (fill_i(clip_i(x_i)) - centre_i) / scale_i  +  sum_j table_j[k_j]
//
// added strictly in the order of the inputs. Scoring a record and predicting a table both use the
// functions of this header in that order, so they agree to the last bit. A value that cannot be
// used (missing and not filled, unknown and refused) contributes NaN and an infinite one infinity,
// so one test of the finished sum finds all faults, and the loop itself has no exit.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "pipeline/category_index.hpp"
#include "pipeline/fitted.hpp"

namespace tenon {

struct NumericInstruction {
    double low, high;     // outside them x is an outlier; infinite where the step is off
    double below, above;  // what takes its place: the bound, or the fill
    double fill;          // what takes the place of NaN; NaN where it is refused
    double centre, scale;
    double coefficient;
};

// The number after the steps.
inline double prepared(const NumericInstruction& i, double x) noexcept {
    const double inside = x < i.low ? i.below : (x > i.high ? i.above : x);
    const double present = inside == inside ? inside : i.fill;
    return (present - i.centre) / i.scale;
}

inline double contribution(const NumericInstruction& i, double x) noexcept {
    return prepared(i, x) * i.coefficient;
}

// The share of an input that stands with its powers, as in PowerTerms, by Clenshaw's recurrence.
double power_contribution(const NumericInstruction& instruction, const PowerTerms& powers,
                          bool intercept, double x) noexcept;

struct CategoryInstruction {
    std::vector<double> table;  // coefficient of each category; 0 for the reference level
    double missing = 0;         // contribution of a missing cell; NaN where it is refused
    double unknown = 0;         // contribution of an unknown category; NaN where it is refused
    CategoryIndex index;
};

inline double contribution(const CategoryInstruction& i, double code) noexcept {
    if (code >= 0 && code < static_cast<double>(i.table.size())) {
        const auto place = static_cast<std::size_t>(code);
        return static_cast<double>(place) == code ? i.table[place]
                                                  : std::numeric_limits<double>::quiet_NaN();
    }
    if (code == -1) return i.unknown;
    return code != code ? i.missing : std::numeric_limits<double>::quiet_NaN();
}

struct Program {
    double intercept = 0;
    bool logistic = false;
    Link link = Link::identity;  // of the sum
    std::vector<NumericInstruction> numeric;
    std::vector<CategoryInstruction> categorical;
    bool has_intercept = true;
    // One entry a numeric input, those without powers having no terms; empty where none has any.
    std::vector<PowerTerms> powers;

    double numeric_share(std::size_t input, double x) const noexcept {
        return powers.empty() || powers[input].terms.empty()
                   ? contribution(numeric[input], x)
                   : power_contribution(numeric[input], powers[input], has_intercept, x);
    }

    std::size_t inputs() const noexcept { return numeric.size() + categorical.size(); }
};

// Of several classes, the first of compile_classes().
Program compile(const Fitted& fitted);
// One program a list of the class model's coefficients: their sums are what its to_probabilities()
// takes. Empty where there are no classes.
std::vector<Program> compile_classes(const Fitted& fitted);

// The sum of one record, which has as many entries as the program inputs.
double linear_sum(const Program& program, std::span<const double> record) noexcept;

// The first input at which the sum of this record stops being finite; -1 if it stays finite.
std::int32_t first_fault(const Program& program, std::span<const double> record) noexcept;

}  // namespace tenon
