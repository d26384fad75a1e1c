// Options and learned values of fills as a cleaning plan writes them.
#pragma once

#include "clean/plan_reader.hpp"
#include "tenon/impute.hpp"

namespace tenon::clean {

inline constexpr Word<Fill> fill_words[] = {
    {"mean", Fill::mean},         {"median", Fill::median},     {"mode", Fill::mode},
    {"constant", Fill::constant}, {"previous", Fill::previous}, {"next", Fill::next},
    {"linear", Fill::linear_time}};

// value, limit, indicator, and time where `fill` is linear.
ImputeOptions read_impute_options(PlanReader& reader, Fill fill);
void write_impute_options(Json& out, const ImputeOptions& options);

// column, type, value, text, cells
FittedFill read_fitted_fill(PlanReader& reader);
Json json_of(const FittedFill& fill);

}  // namespace tenon::clean
