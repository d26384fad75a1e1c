#include "models/linear_rows.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/number_text.hpp"
#include "base/sum.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

[[noreturn]] void refuse(Status status, const char* argument, const std::string& message,
                         std::int64_t row = -1) {
    throw Error(status, message, {.argument = argument, .row = row});
}

}  // namespace

void check_linear_options(const LinearOptions& options, const LinearRows& rows,
                          std::int64_t features, std::int64_t count) {
    if (options.polynomial < 1 || options.polynomial > most_polynomial)
        refuse(Status::argument, "polynomial",
               "polynomial is " + std::to_string(options.polynomial) +
                   "; it must lie between 1 and " + std::to_string(most_polynomial));
    if (options.polynomial_features < -1 || options.polynomial_features > features)
        refuse(Status::argument, "polynomial_features",
               "polynomial_features is not a number of features");
    const auto fits = [&](const char* name, std::size_t given, const char* noun) {
        if (given == 0 || static_cast<std::int64_t>(given) == count) return;
        refuse(Status::argument, name,
               std::to_string(given) + " " + noun + " for " + std::to_string(count) +
                   " rows; give one a row");
    };
    fits("weights", rows.weights.size(), "weights");
    fits("clusters", rows.clusters.size(), "clusters");
    if (options.errors < ErrorKind::classical || options.errors > ErrorKind::cluster)
        refuse(Status::argument, "errors", "the kind of standard errors is not known");
    if (options.errors == ErrorKind::cluster && rows.clusters.empty())
        refuse(Status::argument, "clusters", "errors by cluster need the cluster of every row");
}

Weights scaled_weights(std::span<const double> given) {
    Weights w;
    double most = 0;
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (!(given[i] >= 0) || std::isinf(given[i]))
            refuse(Status::data, "weights",
                   "weight, row " + std::to_string(i) + ": " + format_double(given[i]) +
                       " is no weight; weights are finite and at least 0",
                   static_cast<std::int64_t>(i));
        most = std::max(most, given[i]);
    }
    if (given.empty()) return w;
    if (most == 0) refuse(Status::data, "weights", "all weights are 0: no row is left to fit");
    int exponent = 0;
    std::frexp(most, &exponent);
    w.unit = std::ldexp(1.0, exponent - 1);
    Sum logs;
    for (const double x : given) {
        w.values.push_back(x / w.unit);
        if (x > 0) logs.add(std::log(x));
    }
    w.log_sum = logs.value();
    return w;
}

Compact compact_rows(const MatrixView& x, std::span<const std::span<const double>> targets,
                     const LinearRows& rows) {
    Compact c;
    std::vector<std::int64_t>& kept = c.rows;
    for (std::int64_t i = 0; i < x.rows; ++i)
        if (rows.weights[static_cast<std::size_t>(i)] != 0) kept.push_back(i);
    c.features.reserve(kept.size() * static_cast<std::size_t>(x.columns));
    for (std::int64_t j = 0; j < x.columns; ++j)
        for (const std::int64_t i : kept) c.features.push_back(x(i, j));
    for (const std::span<const double> target : targets) {
        c.targets.emplace_back();
        for (const std::int64_t i : kept)
            c.targets.back().push_back(target[static_cast<std::size_t>(i)]);
    }
    for (const std::int64_t i : kept) {
        const auto at = static_cast<std::size_t>(i);
        c.weights.push_back(rows.weights[at]);
        if (!rows.clusters.empty()) c.clusters.push_back(rows.clusters[at]);
    }
    return c;
}

double mean_weight(const Weights& weights) {
    if (weights.values.empty()) return 1;
    Sum sum;
    for (const double w : weights.values) sum.add(w);
    return sum.value() * weights.unit / static_cast<double>(weights.values.size());
}

}  // namespace tenon::models
