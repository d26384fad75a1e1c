// Power transforms that bring skewed numbers near a normal distribution, with the exponent of
// greatest likelihood.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class PowerFamily : std::int32_t {
    yeo_johnson = 0,  // any number
    box_cox = 1,      // numbers above zero only
};

struct PowerOptions {
    PowerFamily family = PowerFamily::yeo_johnson;
    bool standardise = true;  // then subtract the mean of the fit and divide by its sd (n)
};

struct FittedPower {
    std::string column;
    double lambda = 1;
    double shift = 0;  // the result is (transformed - shift) / scale; 0 and 1 if not standardised
    double scale = 1;  // 1 where the column is constant
    std::int64_t cells = 0;
    double centre = 0;  // c below; 0 if not standardised
};

// Box-Cox:      (x^L - 1) / L, ln x for L = 0.
// Yeo-Johnson:  ((x + 1)^L - 1) / L for x >= 0, ln(x + 1) for L = 0;
//               -((1 - x)^(2 - L) - 1) / (2 - L) for x < 0, -ln(1 - x) for L = 2.
// L maximises the profile likelihood of a normal distribution of the results; it is found to about
// 1e-8 where the likelihood is curved enough. A constant column keeps L = 1, and so does one whose
// numbers (Yeo-Johnson: 1 + |x|) lie within a tenth of their geometric mean if L = 1 is in the 95 %
// interval of the likelihood: there only an extreme L bends the line at all.
// Standardised, the results do not depend on the unit of x, or 1 + |x|, and it is divided by that of
// a centre c near the middle of the numbers first: (x / c)^L, ((1 + x) / (1 + c))^L. So numbers far
// from zero beside their spread, 101325 +- 30, keep their digits.
// Columns become float64 in place. In apply, a number that Box-Cox does not take (x <= 0) is
// refused with its row. Memory: 16 bytes a row; cost: some 30 passes with one exponential a row.
//
// Errors: not_found, type, argument (a column twice), data (no present number; an infinite one; a
// number <= 0 for Box-Cox, with its row; results beyond the range of a double).
Feature fit_power(const Context& context, const Table& table, std::span<const std::string> columns,
                  const PowerOptions& options = {});

// The learned numbers by themselves.
FittedPower learn_power(const Context& context, const Table& table, const std::string& column,
                        const PowerOptions& options = {});

// One number, by the formulas above without a centre. NaN stays NaN; x <= 0 under Box-Cox gives NaN.
double power_of(double x, double lambda, PowerFamily family) noexcept;

}  // namespace tenon
