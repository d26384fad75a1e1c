// Everything a fitted pipeline is, as plain data: what fit() makes, what a document stores, and
// what compile() turns into a program for scoring.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/pipeline.hpp"

namespace tenon {

struct Fitted {
    PipelineOptions options;
    std::vector<PipelineInput> inputs;  // the numeric ones first
    std::size_t numeric = 0;            // how many of them are numeric
    std::string target;
    std::string positive_label;  // as decided; options keeps what the caller said

    // In the order of inputs; empty where the step is off.
    std::vector<OutlierBounds> bounds;  // numeric inputs
    std::vector<FittedFill> fills;      // all inputs
    std::vector<FittedScale> scales;    // numeric inputs

    LinearModel model;                 // of several classes: flattened()
    std::vector<std::string> classes;  // of a model of several classes
    ClassModel class_model;
    std::int64_t rows = 0;  // fitted on
    std::vector<Change> changes;
};

// The names of the model's coefficients in order, without "(intercept)": the numeric inputs, then
// "<name>=<category>" for every category but the first.
// A numeric input that enters with powers gives `degree` names: x, x^2, ...
std::vector<std::string> feature_names(const std::vector<PipelineInput>& inputs,
                                       std::int64_t degree = 1);
// The degree of numeric inputs under these options.
std::int64_t degree_of(const PipelineOptions& options);

// A model of several classes as one list of coefficients, for those who show or count them.
LinearModel flattened(const ClassModel& model, const std::vector<std::string>& classes);

// Bounds by which nothing is an outlier, for inputs to which the step does not apply.
OutlierBounds no_bounds(const std::string& column);

}  // namespace tenon
