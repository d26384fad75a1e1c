// Probabilities that mean what they say: calibration after the fit by Platt's sigmoid or by an
// isotonic step function, fitted on records the model has not seen.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tenon {

enum class CalibrationMethod : std::int32_t { platt = 0, isotonic = 1 };

// A fitted map from a predicted probability to a calibrated one; a value, used by any number of
// threads.
struct Calibration {
    CalibrationMethod method = CalibrationMethod::platt;
    // Platt: sigma(slope * ln(p / (1 - p)) + intercept), p kept inside [1e-15, 1 - 1e-15].
    double slope = 1, intercept = 0;
    // Isotonic: straight lines between the knots, level outside them; ascending in both.
    std::vector<double> knots, values;
    bool converged = true;  // Platt: the gradient vanished; false where no maximum exists

    double apply(double probability) const noexcept;
};

// Platt: maximum likelihood of slope and intercept for the targets (n1 + 1) / (n1 + 2) of the ones
// and 1 / (n0 + 2) of the zeros (n the counts, or sums of weights), which keeps them finite, by
// Newton's method (J. Platt, Probabilistic outputs for support vector machines, 1999; H.-T. Lin,
// C.-J. Lin and R. Weng, Machine Learning 68, 2007). For models whose probabilities are distorted
// by a sigmoid; needs few records. A slope that is not above 0 means that the model ranks records
// no better than chance.
//
// Isotonic: the ascending function with the least sum w (y - f(p))^2, by pooling adjacent violators
// (R. Barlow et al., Statistical Inference under Order Restrictions, 1972), exact. Any distortion
// that keeps the order; needs a thousand records or so. Equal probabilities share one value.
//
// truth of 0 and 1, probability in [0, 1]; weights at least 0, one a row, or empty. Errors:
// argument (lengths), data (no rows, one class only, a bad value with its row). Cost: O(n) a step,
// and a sort for isotonic.
Calibration calibrate(std::span<const double> truth, std::span<const double> probability,
                      CalibrationMethod method, std::span<const double> weights = {});

}  // namespace tenon
