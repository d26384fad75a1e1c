// What stands behind a Pipeline.
#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "pipeline/fitted.hpp"
#include "pipeline/program.hpp"
#include "tenon/pipeline.hpp"

namespace tenon {

struct Pipeline::Impl {
    explicit Impl(Fitted what)
        : fitted(std::move(what)), program(compile(fitted)), programs(compile_classes(fitted)) {}

    Fitted fitted;
    Program program;
    std::vector<Program> programs;  // of the classes
};

// The place of the largest, the first among equals.
inline std::size_t likeliest(std::span<const double> probabilities) noexcept {
    return static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) -
                                    probabilities.begin());
}

}  // namespace tenon
