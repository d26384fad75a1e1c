#include <limits>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::span<const double> rows_of(const double* values, std::int64_t rows, const char* name) {
    if (rows < 0) refuse("rows", "must not be negative");
    if (rows > 0) required(values, name);
    return {values, static_cast<std::size_t>(rows)};
}

std::span<const double> weights_of(const double* weights, std::int64_t rows) {
    return weights ? rows_of(weights, rows, "weights") : std::span<const double>();
}

double platt(const tenon_calibration* calibration, double Calibration::*member) {
    const Calibration& value = required(calibration, "calibration").value;
    return value.method == CalibrationMethod::platt ? value.*member : nothing;
}

}  // namespace

tenon_status tenon_calibration_fit(const double* truth, const double* probability,
                                   const double* weights, int64_t rows,
                                   tenon_calibration_method method, tenon_calibration** out,
                                   tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        if (method != TENON_CALIBRATION_PLATT && method != TENON_CALIBRATION_ISOTONIC)
            refuse("method", "must be TENON_CALIBRATION_PLATT or TENON_CALIBRATION_ISOTONIC");
        give_handle(
            out, calibrate(rows_of(truth, rows, "truth"), rows_of(probability, rows, "probability"),
                           static_cast<CalibrationMethod>(method), weights_of(weights, rows)));
    });
}

void tenon_calibration_free(tenon_calibration* calibration) {
    guard_void([&] { delete calibration; });
}

tenon_status tenon_calibration_apply(const tenon_calibration* calibration,
                                     const double* probability, int64_t rows, double* calibrated,
                                     tenon_error* err) {
    return guard(err, [&] {
        const Calibration& value = required(calibration, "calibration").value;
        const auto given = rows_of(probability, rows, "probability");
        if (rows > 0) required(calibrated, "calibrated");
        for (std::size_t i = 0; i < given.size(); ++i) calibrated[i] = value.apply(given[i]);
    });
}

double tenon_calibration_slope(const tenon_calibration* calibration) {
    return guard_value(nothing, [&] { return platt(calibration, &Calibration::slope); });
}

double tenon_calibration_intercept(const tenon_calibration* calibration) {
    return guard_value(nothing, [&] { return platt(calibration, &Calibration::intercept); });
}

tenon_status tenon_cost_threshold_choose(const double* truth, const double* probability,
                                         const double* weights, int64_t rows,
                                         double false_alarm_cost, double miss_cost,
                                         tenon_cost_threshold* threshold, tenon_error* err) {
    return guard(err, [&] {
        check_result(threshold, "threshold");
        const CostThreshold chosen = choose_threshold(
            rows_of(truth, rows, "truth"), rows_of(probability, rows, "probability"),
            false_alarm_cost, miss_cost, weights_of(weights, rows));
        tenon_cost_threshold result = TENON_COST_THRESHOLD_INIT;
        result.threshold = chosen.threshold;
        result.cost = chosen.cost;
        result.mean_cost = chosen.mean_cost;
        result.false_alarms = chosen.false_alarms;
        result.misses = chosen.misses;
        result.ideal = chosen.ideal;
        result.ideal_cost = chosen.ideal_cost;
        give(threshold, result, "threshold");
    });
}
