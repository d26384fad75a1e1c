#include "models/fit_rows.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/number_text.hpp"
#include "base/sum.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

void check(std::span<const double> values, std::int64_t rows, const char* name, const char* rule,
           bool (*allowed)(double)) {
    if (values.empty()) return;
    if (static_cast<std::int64_t>(values.size()) != rows)
        throw Error(Status::argument,
                    std::string(name) + " has " + std::to_string(values.size()) +
                        " values and the features have " + std::to_string(rows) +
                        " rows; give one a row",
                    {.argument = name});
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!allowed(values[i]))
            throw Error(Status::data,
                        std::string(name) + ", row " + std::to_string(i) + ": " +
                            format_double(values[i]) + " is not " + rule,
                        {.argument = name, .row = static_cast<std::int64_t>(i)});
}

}  // namespace

void check_row_extras(const RowExtras& extras, std::int64_t rows, bool log_link) {
    check(extras.weights, rows, "weights", "a finite weight of at least 0",
          [](double w) { return std::isfinite(w) && w >= 0; });
    check(extras.offset, rows, "offset", "finite", [](double o) { return std::isfinite(o); });
    check(extras.exposure, rows, "exposure", "a finite exposure above 0",
          [](double e) { return std::isfinite(e) && e > 0; });
    if (!extras.clusters.empty() && static_cast<std::int64_t>(extras.clusters.size()) != rows)
        throw Error(Status::argument,
                    std::to_string(extras.clusters.size()) + " clusters for " +
                        std::to_string(rows) + " rows; give one a row",
                    {.argument = "clusters"});
    if (!extras.exposure.empty() && !log_link)
        throw Error(Status::argument,
                    "exposure has a meaning for models with a log link only; use weights or offset",
                    {.argument = "exposure"});
}

std::vector<double> offsets_of(const RowExtras& extras) {
    std::vector<double> offset(extras.offset.begin(), extras.offset.end());
    if (extras.exposure.empty()) return offset;
    if (offset.empty()) offset.assign(extras.exposure.size(), 0.0);
    for (std::size_t i = 0; i < extras.exposure.size(); ++i)
        offset[i] += std::log(extras.exposure[i]);
    return offset;
}

FitRows::FitRows(const Context& context, const MatrixView& features, std::span<const double> target,
                 const RowExtras& extras, std::span<const double> factors, bool log_link)
    : features_(features), target_(target) {
    const std::int64_t rows = features.rows;
    check_row_extras(extras, rows, log_link);
    take_weights(extras.weights, factors);
    offset_ = offsets_of(extras);
    clusters_.assign(extras.clusters.begin(), extras.clusters.end());
    if (std::any_of(weights_.begin(), weights_.end(), [](double w) { return w == 0; }))
        leave_out_weightless(context);
    if (weights_.empty()) {
        total_weight_ = static_cast<double>(features_.rows);
        return;
    }
    Sum sum;
    for (const double w : weights_) sum.add(w);
    total_weight_ = sum.value();
    if (!std::isfinite(total_weight_))
        throw Error(Status::data, "the sum of the weights is beyond the range of numbers",
                    {.argument = "weights"});
}

void FitRows::take_weights(std::span<const double> given, std::span<const double> factors) {
    weights_.assign(given.begin(), given.end());
    if (factors.empty()) return;
    if (weights_.empty()) weights_.assign(factors.size(), 1.0);
    factored_ = true;
    repeats_ = weights_;
    for (std::size_t i = 0; i < factors.size(); ++i) weights_[i] *= factors[i];
}

void FitRows::rescale(double target_factor, double offset_factor, double offset_shift) {
    std::vector<double> scaled(target_.begin(), target_.end());
    for (double& y : scaled) y *= target_factor;
    kept_target_ = std::move(scaled);
    target_ = kept_target_;
    if (offset_.empty() && offset_shift != 0) offset_.assign(kept_target_.size(), 0.0);
    for (double& o : offset_) o = o * offset_factor + offset_shift;
}

// Features are views of the caller's memory, which has no way to skip rows: those that stay are
// copied.
void FitRows::leave_out_weightless(const Context& context) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < weights_.size(); ++i)
        if (weights_[i] > 0) kept.push_back(i);
    if (kept.empty())
        throw Error(Status::data, "all weights are 0: no row is left to fit",
                    {.argument = "weights"});
    const auto rows = static_cast<std::int64_t>(kept.size());
    charge_.emplace(context, rows * (features_.columns + 1) * 8);
    kept_features_.resize(kept.size() * static_cast<std::size_t>(features_.columns));
    double* out = kept_features_.data();
    for (std::int64_t j = 0; j < features_.columns; ++j)
        for (const std::size_t i : kept) *out++ = features_(static_cast<std::int64_t>(i), j);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        kept_target_.push_back(target_[kept[i]]);
        weights_[i] = weights_[kept[i]];
        if (factored_) repeats_[i] = repeats_[kept[i]];
        if (!offset_.empty()) offset_[i] = offset_[kept[i]];
        if (!clusters_.empty()) clusters_[i] = clusters_[kept[i]];
        kept_rows_.push_back(static_cast<std::int64_t>(kept[i]));
    }
    weights_.resize(kept.size());
    if (factored_) repeats_.resize(kept.size());
    if (!offset_.empty()) offset_.resize(kept.size());
    if (!clusters_.empty()) clusters_.resize(kept.size());
    features_ = MatrixView::column_major(kept_features_.data(), rows, features_.columns);
    target_ = kept_target_;
}

}  // namespace tenon::models
