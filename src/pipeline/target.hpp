// The target column as the numbers a model learns or is judged by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/fitted.hpp"
#include "tenon/context.hpp"
#include "tenon/model.hpp"
#include "tenon/pipeline.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct Target {
    std::vector<std::int64_t> rows;    // those with a present target, ascending
    std::vector<double> values;        // 0 and 1 for a logistic model, else numbers
    std::string positive_label;        // as decided; empty for a linear model
    std::vector<std::string> classes;  // of several, whose places the values are
};

// For a fit: decides what is positive and insists on two classes. Errors: data, type.
Target learn_target(const Context& context, const Column& column, const std::string& name,
                    ModelKind kind, const std::string& positive_label);

// For judging a fitted model by its own label; any mix of classes will do. Errors: type, data.
Target read_target(const Context& context, const Column& column, const std::string& name,
                   ModelKind kind, const std::string& positive_label);

// The same by the options of a pipeline, and by a fitted one; of models of several classes too.
Target learn_target(const Context& context, const Table& table, const PipelineOptions& options);
Target read_target(const Context& context, const Table& table, const Fitted& fitted);

// Rows whose target is there, ascending. Error(data) if it is in none.
std::vector<std::int64_t> present_target_rows(const Context& context, const Column& column,
                                              const std::string& name);

}  // namespace tenon
