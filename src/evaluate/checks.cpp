#include "evaluate/checks.hpp"

#include <cmath>
#include <string>

#include "base/number_text.hpp"
#include "tenon/error.hpp"

namespace tenon::evaluate {

namespace {

// A million resamples take minutes and show nothing that ten thousand do not.
constexpr std::int32_t most_resamples = 1'000'000;

void check_lengths(std::span<const double> truth, std::span<const double> other, const char* name) {
    if (truth.size() != other.size())
        throw Error(Status::argument,
                    "truth has " + std::to_string(truth.size()) + " values and " + name + " has " +
                        std::to_string(other.size()),
                    {.argument = name});
    if (truth.empty())
        throw Error(Status::data, "there are no rows to judge", {.argument = "truth"});
}

[[noreturn]] void refuse(const char* name, std::size_t row, double value, const char* wanted) {
    throw Error(Status::data,
                std::string(name) + ", row " + std::to_string(row) + ": " + format_double(value) +
                    " is not " + wanted,
                {.argument = name, .row = static_cast<std::int64_t>(row)});
}

}  // namespace

void check_classification(std::span<const double> truth, std::span<const double> probability) {
    check_lengths(truth, probability, "probability");
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] != 0 && truth[i] != 1) refuse("truth", i, truth[i], "0 or 1");
        if (!(probability[i] >= 0 && probability[i] <= 1))
            refuse("probability", i, probability[i], "in [0, 1]");
    }
}

void check_threshold(double threshold) {
    if (std::isnan(threshold))
        throw Error(Status::argument, "the threshold is NaN; give a number such as 0.5",
                    {.argument = "threshold"});
}

void check_regression(std::span<const double> truth, std::span<const double> prediction) {
    check_lengths(truth, prediction, "prediction");
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (!std::isfinite(truth[i])) refuse("truth", i, truth[i], "a finite number");
        if (!std::isfinite(prediction[i]))
            refuse("prediction", i, prediction[i], "a finite number");
    }
}

void check_weights(std::span<const double> weights, std::size_t rows) {
    if (weights.empty()) return;
    if (weights.size() != rows)
        throw Error(Status::argument,
                    "weights has " + std::to_string(weights.size()) + " values for " +
                        std::to_string(rows) + " rows",
                    {.argument = "weights"});
    double total = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        if (!(weights[i] >= 0 && std::isfinite(weights[i])))
            refuse("weights", i, weights[i], "a finite weight of at least 0");
        total += weights[i];
    }
    if (!(total > 0)) throw Error(Status::data, "every weight is 0", {.argument = "weights"});
}

void check_bootstrap(const BootstrapOptions& options) {
    if (options.resamples < 1 || options.resamples > most_resamples)
        throw Error(Status::argument,
                    "resamples is " + std::to_string(options.resamples) +
                        "; it must lie between 1 and " + std::to_string(most_resamples),
                    {.argument = "resamples"});
    if (!(options.confidence > 0 && options.confidence < 1))
        throw Error(Status::argument,
                    "confidence is " + format_double(options.confidence) +
                        "; it must lie between 0 and 1, such as 0.95",
                    {.argument = "confidence"});
}

}  // namespace tenon::evaluate
