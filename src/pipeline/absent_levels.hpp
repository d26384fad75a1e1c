// Which classes of a target never occur with which category of an input: what quasi-separation
// mostly comes from. The first category has no coefficient of its own, and a fit names the others.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tenon/pipeline.hpp"

namespace tenon {

// `dummies` are the columns of the categories but the first, of `target.size()` rows, column after
// column; `target` counts into `classes`. Rows of weight 0 are not there; no weights: all are. A
// sentence a category, of at most five. With a label the target is 0 or 1 and the sentences speak
// of "label", as "y = yes".
struct AbsentLevels {
    std::span<const double> dummies, weights, target;
    std::span<const std::string> classes;
    std::string label = {};

    std::vector<std::string> sentences(const PipelineInput& input) const;
};

}  // namespace tenon
