#include "pipeline/fitted.hpp"

#include <limits>

namespace tenon {

std::vector<std::string> feature_names(const std::vector<PipelineInput>& inputs) {
    std::vector<std::string> names;
    for (const PipelineInput& input : inputs) {
        if (!input.categorical) names.push_back(input.name);
        for (std::size_t k = 1; k < input.categories.size(); ++k)
            names.push_back(input.name + "=" + input.categories[k]);
    }
    return names;
}

OutlierBounds no_bounds(const std::string& column) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return {.column = column, .low = -infinity, .high = infinity, .centre = 0, .spread = 0};
}

}  // namespace tenon
