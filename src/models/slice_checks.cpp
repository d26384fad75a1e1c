#include "models/slice_checks.hpp"

#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

std::string number_or_word(double x) {
    return std::isfinite(x) ? format_double(x)
                            : std::string(std::isnan(x) ? "NaN"
                                          : x > 0       ? "infinity"
                                                        : "-infinity");
}

void check_value(double x, const std::string& name, std::int64_t row, std::int64_t column) {
    if (std::fabs(x) <= largest_exact) return;
    throw Error(Status::data,
                (column < 0 ? std::string("target") : "feature \"" + name + "\"") + ", row " +
                    std::to_string(row) + ": the value is " + number_or_word(x) +
                    (std::isfinite(x) ? "; its size must not be above 1e100: take a larger unit"
                                      : "; fill it or drop the row before fitting"),
                {.argument = name, .row = row, .column = column});
}

}  // namespace

void check_values(const MatrixView& features, std::span<const double> target,
                  std::span<const std::string> names) {
    bool sound = true;
    for (std::int64_t j = 0; j < features.columns; ++j)
        for (std::int64_t i = 0; i < features.rows; ++i)
            sound &= std::fabs(features(i, j)) <= largest_exact;
    for (const double y : target) sound &= std::fabs(y) <= largest_exact;
    if (sound) return;
    for (std::int64_t i = 0; i < features.rows; ++i) {  // the first in the order of rows
        for (std::int64_t j = 0; j < features.columns; ++j)
            check_value(features(i, j), names[static_cast<std::size_t>(j)], i, j);
        check_value(target[static_cast<std::size_t>(i)], "target", i, -1);
    }
}

void check_slice_weights(std::span<const double> weights, std::int64_t rows) {
    const auto given = static_cast<std::int64_t>(weights.size());
    if (given != 0 && given != rows)
        throw Error(Status::argument,
                    std::to_string(given) + " weights for " + std::to_string(rows) + " rows",
                    {.argument = "weights"});
    for (std::int64_t i = 0; i < given; ++i) {
        const double w = weights[static_cast<std::size_t>(i)];
        if (w == 0 || (w >= least_weight && w <= largest_weight)) continue;
        throw Error(Status::argument,
                    "weights, row " + std::to_string(i) + ": " + number_or_word(w) +
                        " is neither 0 nor between 1e-18 and 1e18",
                    {.argument = "weights", .row = i});
    }
}

void check_classes(std::span<const double> target) {
    for (std::size_t i = 0; i < target.size(); ++i) {
        if (target[i] == 0 || target[i] == 1) continue;
        throw Error(Status::data,
                    "target, row " + std::to_string(i) + ": " + format_double(target[i]) +
                        " is neither 0 nor 1",
                    {.argument = "target", .row = static_cast<std::int64_t>(i)});
    }
}

const char* family_name(ModelKind family) {
    switch (family) {
        case ModelKind::poisson:
            return "Poisson";
        case ModelKind::negative_binomial:
            return "negative binomial";
        case ModelKind::gamma:
            return "gamma";
        default:
            return "Tweedie";
    }
}

void check_amounts(std::span<const double> target, ModelKind family) {
    const bool positive = family == ModelKind::gamma;
    for (std::size_t i = 0; i < target.size(); ++i) {
        const double y = target[i];
        if (std::isfinite(y) && (positive ? y > 0 : y >= 0)) continue;
        throw Error(Status::data,
                    "target, row " + std::to_string(i) + ": " + format_double(y) +
                        (positive ? " is not above 0, as a gamma model needs it; Tweedie's takes 0"
                                  : std::string(" is negative or not finite, which no ") +
                                        family_name(family) + " model takes"),
                    {.argument = "target", .row = static_cast<std::int64_t>(i)});
    }
}

void check_slice_offset(std::span<const double> offset, std::int64_t rows) {
    const auto given = static_cast<std::int64_t>(offset.size());
    if (given != 0 && given != rows)
        throw Error(Status::argument,
                    std::to_string(given) + " offsets for " + std::to_string(rows) + " rows",
                    {.argument = "offset"});
    for (std::int64_t i = 0; i < given; ++i)
        if (!std::isfinite(offset[static_cast<std::size_t>(i)]))
            throw Error(Status::data, "offset, row " + std::to_string(i) + ": it is not finite",
                        {.argument = "offset", .row = i});
}

}  // namespace tenon::models
