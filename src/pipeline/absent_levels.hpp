// Which classes of a target never occur with which category of an input: what quasi-separation of a
// model of several classes mostly comes from.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tenon/pipeline.hpp"

namespace tenon {

// `dummies` are the columns of the categories but the first, of `target.size()` rows, column after
// column; `target` counts into `classes`. A sentence a category, of at most five.
std::vector<std::string> absent_levels(std::span<const double> dummies, const PipelineInput& input,
                                       std::span<const double> target,
                                       std::span<const std::string> classes);

}  // namespace tenon
