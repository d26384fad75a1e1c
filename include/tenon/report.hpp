// One self-contained HTML file with charts (inline SVG), tables and the change log; opens offline,
// light and dark, printable, English or Chinese. The report computes nothing: it shows results.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/data_profile.hpp"
#include "tenon/metrics.hpp"
#include "tenon/model.hpp"
#include "tenon/plan.hpp"
#include "tenon/profile.hpp"
#include "tenon/solve.hpp"
#include "tenon/table.hpp"
#include "tenon/weighted_metrics.hpp"

namespace tenon {

class Pipeline;  // pipeline.hpp

enum class Language : std::int32_t { english = 0, chinese = 1 };

struct ReportOptions {
    std::string title;     // empty: "Production report" in the language
    std::string subtitle;  // e.g. the file and the time, given by the caller
    Language language = Language::english;
};

// A report builder: sections appear in the order they are added. One thread at a time. Text of any
// origin is safe to give: it is shown, never obeyed, and bytes that are not UTF-8 are replaced. A
// section without anything to show says so in a sentence. A refused call adds nothing. Sentences
// that the library wrote elsewhere (reasons of changes, warnings of a fit, the explanation of a
// plan) stay English in a Chinese report and are marked as such.
class Report {
  public:
    explicit Report(ReportOptions options = {});
    ~Report();
    Report(Report&&) noexcept;
    Report& operator=(Report&&) noexcept;

    // An empty heading goes on with the section before; blank lines divide paragraphs.
    void add_text(std::string_view heading, std::string_view paragraph);
    // A row of large numbers with labels: the story in five seconds.
    void add_figures(std::string_view heading,
                     std::span<const std::pair<std::string, std::string>> label_value);
    // The first max_rows rows and 40 columns; what is left out is counted below.
    void add_table(std::string_view heading, const Table& table, std::int64_t max_rows = 50);
    void add_profile(const std::vector<ColumnProfile>& profile);
    // Distributions, frequent values, stuck sensors, time and gaps, correlations.
    void add_data_profile(const DataProfile& profile);
    void add_changes(const std::vector<Change>& changes);
    void add_missing_map(const Table& table);  // which cells are missing, where in the file
    // Coefficients with intervals, fit summary, warnings. A bare model does not say what it
    // minimised unless it has gone a path of least squares; the pipeline does, and tells the units
    // of features that it scales, penalties and weights, and of several classes each one's
    // coefficients.
    void add_model(const LinearModel& model, std::string_view target);
    void add_model(const Pipeline& pipeline);
    // ROC with AUC, confusion matrix, calibration, metrics; `intervals` when bootstrapped. Rows
    // whose truth is not 0 or 1, or whose probability is not in [0, 1], are left out and counted.
    // With weights, one a row, at least 0, the measures are by weight, rows of weight 0 count
    // nowhere, and the charts count the other rows once each.
    // Throws Error(argument) for spans of different length and a threshold outside [0, 1].
    void add_classification(std::span<const double> truth, std::span<const double> probability,
                            double threshold, std::string_view positive_label,
                            const MetricIntervals* intervals = nullptr,
                            std::span<const double> weights = {});
    // Of a target of several classes, 1 to 1000 texts: the confusion matrix (a picture of up to a
    // dozen classes), precision, recall and F1 of each class and their means. `weighted` says that
    // the measures are by weight. Throws Error(argument) for measures of another number of classes.
    void add_classes(const MultiClassMeasures& measures, std::span<const std::string> classes,
                     std::string_view target, bool weighted = false);
    // Rows with a value that is not finite are left out and counted; weights as above. A `quantile`
    // above 0: that of the target is predicted, so the share of rows at or below it is told, and
    // not R2.
    void add_regression(std::span<const double> truth, std::span<const double> prediction,
                        std::string_view target, std::span<const double> weights = {},
                        double quantile = 0);
    // Two sensors against each other, coloured by predicted class (or by nothing if empty). At most
    // 4,000 marks: the predicted positives first, the others evenly. Far outliers are drawn at the
    // edge. Numbers and times; throws Error: not_found, type (text), argument (lengths, threshold).
    void add_scatter(const Table& table, std::string_view x, std::string_view y,
                     std::span<const double> probability, double threshold,
                     std::string_view positive_label);
    void add_plan(const OrderPlan& plan);  // Gantt chart, load chart, cost, bound, late orders
    void add_solution(const Problem& problem, const Solution& solution);

    std::string html() const;
    void write(const std::string& path) const;  // written new, synced, renamed

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tenon
