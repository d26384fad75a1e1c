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
#include "tenon/metrics.hpp"
#include "tenon/model.hpp"
#include "tenon/plan.hpp"
#include "tenon/profile.hpp"
#include "tenon/solve.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class Language : std::int32_t { english = 0, chinese = 1 };

struct ReportOptions {
    std::string title;                    // empty: "Production report" in the language
    std::string subtitle;                 // e.g. the file and the time, given by the caller
    Language language = Language::english;
};

// A report builder: sections appear in the order they are added. One thread at a time.
class Report {
  public:
    explicit Report(ReportOptions options = {});
    ~Report();
    Report(Report&&) noexcept;
    Report& operator=(Report&&) noexcept;

    void add_text(std::string_view heading, std::string_view paragraph);
    // A row of large numbers with labels: the story in five seconds.
    void add_figures(std::string_view heading,
                     std::span<const std::pair<std::string, std::string>> label_value);
    void add_table(std::string_view heading, const Table& table, std::int64_t max_rows = 50);
    void add_profile(const std::vector<ColumnProfile>& profile);
    void add_changes(const std::vector<Change>& changes);
    void add_missing_map(const Table& table);  // which cells are missing, where in the file
    // Coefficients with intervals, fit summary, warnings.
    void add_model(const LinearModel& model, std::string_view target);
    // ROC with AUC, confusion matrix, calibration, metrics; `intervals` when bootstrapped.
    void add_classification(std::span<const double> truth, std::span<const double> probability,
                            double threshold, std::string_view positive_label,
                            const MetricIntervals* intervals = nullptr);
    void add_regression(std::span<const double> truth, std::span<const double> prediction,
                        std::string_view target);
    // Two sensors against each other, coloured by predicted class (or by nothing if empty).
    void add_scatter(const Table& table, std::string_view x, std::string_view y,
                     std::span<const double> probability, double threshold,
                     std::string_view positive_label);
    void add_plan(const OrderPlan& plan);       // Gantt chart, load chart, cost, bound, late orders
    void add_solution(const Problem& problem, const Solution& solution);

    std::string html() const;
    void write(const std::string& path) const;  // written new, synced, renamed

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tenon
