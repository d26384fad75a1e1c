// The ways to fill that the step "fill" chooses among by its method.
#pragma once

#include "clean/plan_step.hpp"

namespace tenon::clean {

PlanStepPointer read_group_fill(PlanReader& reader);       // group, or method seasonal_mean
PlanStepPointer read_nearest_fill(PlanReader& reader);     // method nearest
PlanStepPointer read_regression_fill(PlanReader& reader);  // method regression

}  // namespace tenon::clean
