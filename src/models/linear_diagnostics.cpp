#include "tenon/linear_diagnostics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/distribution.hpp"
#include "base/parallel.hpp"
#include "tenon/error.hpp"
#include "tenon/linear_core.hpp"

namespace tenon {

namespace {

constexpr std::int64_t block_rows = 4096;
// A leverage within its rounding of 1: the row has no residual of its own.
constexpr double decisive = 1 - 64 * std::numeric_limits<double>::epsilon();

[[noreturn]] void refuse(const char* argument, const std::string& message) {
    throw Error(Status::argument, message, {.argument = argument});
}

const LinearCore& core_of(const LinearModel& model, const MatrixView& features) {
    if (!model.core)
        refuse("model",
               "the model has no covariance: it is not one of least squares, was fitted on no more "
               "rows than coefficients, or was saved with more than 200 of them");
    std::int64_t needed = 0;
    for (const LinearCore::Column& column : model.core->columns)
        needed = std::max(needed, column.feature + 1);
    if (features.columns < needed || features.rows < 0)
        refuse("features",
               std::to_string(features.columns) + " features, but the model was fitted on more");
    return *model.core;
}

// body(row, z, u) for every row; z holds its design columns, u has room for as many.
template <class Body>
void for_each_row(const Context& context, const LinearCore& core, const MatrixView& features,
                  const Body& body) {
    parallel_blocks(context, features.rows, block_rows,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        context.check_cancelled();
                        std::vector<double> z(core.columns.size()), u(z.size());
                        for (std::int64_t i = first; i < last; ++i) {
                            core.columns_of(features.data + i * features.row_stride,
                                            features.column_stride, z.data());
                            body(i, z.data(), u.data());
                        }
                    });
}

}  // namespace

std::vector<PredictionInterval> predict_intervals(const Context& context, const LinearModel& model,
                                                  const MatrixView& features, double confidence) {
    const LinearCore& core = core_of(model, features);
    if (confidence == 0) confidence = core.confidence;
    if (!(confidence > 0 && confidence < 1))
        refuse("confidence", "confidence must lie between 0 and 1, such as 0.95");
    const double quantile = student_upper_quantile((1 - confidence) / 2, core.degrees);
    const Charge held(context,
                      features.rows * static_cast<std::int64_t>(sizeof(PredictionInterval)));
    std::vector<PredictionInterval> out(static_cast<std::size_t>(features.rows));
    for_each_row(context, core, features, [&](std::int64_t i, const double* z, double* u) {
        PredictionInterval& p = out[static_cast<std::size_t>(i)];
        p.estimate = core.predict(z);
        const double variance = core.variance(z, u);
        const double mean = quantile * std::sqrt(variance);
        const double one = quantile * std::sqrt(variance + core.residual_variance);
        p.mean_low = p.estimate - mean;
        p.mean_high = p.estimate + mean;
        p.low = p.estimate - one;
        p.high = p.estimate + one;
    });
    return out;
}

RowDiagnostics diagnose_rows(const Context& context, const LinearModel& model,
                             const MatrixView& features, std::span<const double> target,
                             std::span<const double> weights) {
    const LinearCore& core = core_of(model, features);
    const auto n = static_cast<std::size_t>(features.rows);
    if (target.size() != n || (!weights.empty() && weights.size() != n))
        refuse("target", "features, target and weights have different numbers of rows");
    constexpr std::int64_t bytes_a_row = 5 * sizeof(double);
    const Charge held(context, bytes_a_row * features.rows);
    RowDiagnostics d;
    for (auto* list : {&d.fitted, &d.residual, &d.leverage, &d.studentized, &d.cook})
        list->resize(n);
    const double sd = std::sqrt(core.residual_variance);
    const auto k = static_cast<double>(core.columns.size());
    for_each_row(context, core, features, [&](std::int64_t row, const double* z, double* u) {
        const auto i = static_cast<std::size_t>(row);
        const double w = weights.empty() ? 1 : weights[i];
        d.fitted[i] = core.predict(z);
        d.residual[i] = target[i] - d.fitted[i];
        const double h = std::min(1.0, w * core.leverage(z, u));
        d.leverage[i] = h;
        d.studentized[i] = d.cook[i] = std::numeric_limits<double>::quiet_NaN();
        if (h >= decisive) return;
        const double t = std::sqrt(w) * d.residual[i] / (sd * std::sqrt(1 - h));
        d.studentized[i] = t;
        d.cook[i] = t * t * h / ((1 - h) * k);
    });
    return d;
}

}  // namespace tenon
