// From a table and options to a fitted pipeline.
#pragma once

#include "pipeline/fitted.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

Fitted fit_pipeline(const Context& context, const Table& table, const PipelineOptions& options);

// A model on bare numbers.
Fitted wrap_model(LinearModel model);

}  // namespace tenon
