// The charts of the report. Each is one file of the same shape: draw_<name>(words, id, data) gives
// a Figure whose title states the finding and whose caption says in plain words how to read it.
// Where there is nothing to draw the picture is empty and the title says why.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/messages.hpp"
#include "report/model_view.hpp"
#include "tenon/metrics.hpp"
#include "tenon/model.hpp"
#include "tenon/plan.hpp"
#include "tenon/profile.hpp"
#include "tenon/table.hpp"
#include "tenon/weighted_metrics.hpp"

namespace tenon::report {

struct Figure {
    std::string title;
    std::string caption;
    std::string svg;
};

constexpr double wide_width = 880;  // a chart over the whole page
constexpr double half_width = 430;  // one of two side by side

struct ScatterData {
    std::string_view x_name, y_name;
    bool x_is_time = false, y_is_time = false;
    std::span<const double> x, y;
    std::span<const double> probability;  // empty: one colour
    double threshold = 0.5;
    std::string_view positive_label;
};

// The plan's tables as plain records.
struct PlannedOrder {
    std::string order, family;
    std::int32_t machine = 0;
    std::int32_t day = 1;
    double start = 0, end = 0;
    double due_day = 0, days_late = 0, cost = 0;
};
struct MachineDay {
    std::int32_t machine = 0;
    std::int32_t day = 1;
    double used = 0, setup = 0, available = 0;
};
struct PlanView {
    std::vector<std::string> machines;
    std::vector<std::string> families;  // in order of appearance
    std::int32_t days = 0;
    double day_hours = 0;  // the longest day
    std::vector<PlannedOrder> orders;
    std::vector<MachineDay> load;
};
PlanView read_plan(const OrderPlan& plan);

Figure draw_scatter(const Words& words, std::string_view id, const ScatterData& data);
Figure draw_predicted(const Words& words, std::string_view id, std::span<const double> truth,
                      std::span<const double> prediction, std::string_view target,
                      std::string title);
Figure draw_residuals(const Words& words, std::string_view id, std::span<const double> truth,
                      std::span<const double> prediction, std::string_view target);
Figure draw_roc(const Words& words, std::string_view id, std::span<const RocPoint> points,
                const Metrics& metrics, const MetricIntervals* intervals,
                std::string_view positive_label);
Figure draw_confusion(const Words& words, std::string_view id, const Metrics& metrics,
                      std::string_view positive_label);
// `classes`: at most a dozen, as many as the measures have.
Figure draw_class_confusion(const Words& words, std::string_view id,
                            const MultiClassMeasures& measures,
                            std::span<const std::string> classes);
Figure draw_calibration(const Words& words, std::string_view id,
                        std::span<const CalibrationBin> bins, std::string_view positive_label);
Figure draw_coefficients(const Words& words, std::string_view id, const ModelView& view);
Figure draw_missing_map(const Words& words, std::string_view id, const Table& table);
// Days first_day..last_day of the plan.
Figure draw_gantt(const Words& words, std::string_view id, const PlanView& plan,
                  std::int32_t first_day, std::int32_t last_day);
Figure draw_load(const Words& words, std::string_view id, const PlanView& plan,
                 std::int32_t first_day, std::int32_t last_day);
// A small box of quartiles between minimum and maximum for a table cell; empty without numbers.
std::string draw_box(const ColumnProfile& column);
// Bars of a histogram for a table cell; empty for fewer than two bins.
std::string draw_bins(std::span<const std::int64_t> counts);

}  // namespace tenon::report
