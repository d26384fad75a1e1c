// What each kind of result looks like in the report; one section_*.cpp a room it comes from.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/body.hpp"
#include "report/model_view.hpp"
#include "tenon/class_model.hpp"
#include "tenon/data_profile.hpp"
#include "tenon/metrics.hpp"
#include "tenon/model.hpp"
#include "tenon/plan.hpp"
#include "tenon/problem.hpp"
#include "tenon/profile.hpp"
#include "tenon/solve.hpp"
#include "tenon/table.hpp"
#include "tenon/weighted_metrics.hpp"

namespace tenon::report {

void write_table(Body& body, const Table& table, std::int64_t max_rows);
void write_profile(Body& body, const std::vector<ColumnProfile>& profile);
// What the figures of a column leave out, where there are infinite cells.
void write_infinite(Body& body, const std::string& column, std::int64_t cells);
void write_data_profile(Body& body, const DataProfile& profile);
void write_changes(Body& body, const std::vector<Change>& changes);
void write_model(Body& body, const ModelView& view);
// Of several classes: a table of coefficients a class, or of an ordinal model one and its cuts.
void write_class_coefficients(Body& body, const ModelView& view);
void write_classes(Body& body, const MultiClassMeasures& measures,
                   std::span<const std::string> classes, bool weighted);
void write_classification(Body& body, std::span<const double> truth,
                          std::span<const double> probability, double threshold,
                          std::string_view positive_label, const MetricIntervals* intervals,
                          std::span<const double> weights);
void write_regression(Body& body, std::span<const double> truth, std::span<const double> prediction,
                      std::string_view target, std::span<const double> weights, double quantile);
void write_scatter(Body& body, const Table& table, std::string_view x, std::string_view y,
                   std::span<const double> probability, double threshold,
                   std::string_view positive_label);
void write_plan(Body& body, const OrderPlan& plan);
void write_solution(Body& body, const Problem& problem, const Solution& solution);

std::string_view outcome_words(const Words& words, Outcome outcome) noexcept;

}  // namespace tenon::report
