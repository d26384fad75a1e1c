// A column of the table of the fit as a cleaning plan writes it.
#pragma once

#include "base/json.hpp"
#include "clean/plan_reader.hpp"
#include "clean/plan_state.hpp"

namespace tenon::clean {

// {"name": "speed", "type": "float64", "decimal": ",", "thousands": ".", "date_order": "day_first",
//  "missing": ["9999"]}
// Of the last four, which plans of older versions do not have, those that are known.
Json json_of(const Field& field);
Field field_of(PlanReader& entry);

}  // namespace tenon::clean
