// From a table and options to a fitted pipeline.
#pragma once

#include "pipeline/fitted.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"
#include "tenon/table_source.hpp"

namespace tenon {

Fitted fit_pipeline(const Context& context, const Table& table, const PipelineOptions& options);

// The same over tables that come one after the other.
Fitted fit_pipeline_by_parts(const Context& context, const TableSource& source,
                             const PipelineOptions& options);

// The table with what the steps make of it, one after the other.
Table with_features(const Context& context, const Table& table,
                    const std::vector<Feature>& features);

// A model on bare numbers.
Fitted wrap_model(LinearModel model);

}  // namespace tenon
