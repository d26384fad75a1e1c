// What may come with every row of a fit, beside features and target.
#pragma once

#include <cstdint>
#include <span>

namespace tenon {

// One value a row, or empty where there is none; borrowed for the call.
struct RowExtras {
    // Finite, at least 0: a row of weight w counts as w equal rows, in the log-likelihood and in n
    // (the sum of weights) alike. A row of weight 0 counts nowhere. Empty: all 1.
    std::span<const double> weights = {};
    // Added to the linear predictor with the coefficient 1, in its units (log-odds for a logistic
    // model, the logarithm for a log link). Empty: all 0.
    std::span<const double> offset = {};
    // Above 0: time, area, or number of units under watch. Adds its logarithm to the offset, so
    // that the model tells the mean per unit of exposure; for models with a log link only.
    std::span<const double> exposure = {};
    // Equal numbers: rows that vary together, for ErrorKind::cluster of logistic and generalised
    // linear models and those of several classes; of no account elsewhere.
    std::span<const std::int64_t> clusters = {};
};

}  // namespace tenon
