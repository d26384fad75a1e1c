// What a pipeline's options may not say.
#pragma once

#include "tenon/pipeline.hpp"

namespace tenon {

// Throws Error(argument) for options that contradict each other or ask for what one record does
// not allow. Does not look at any table.
void check_options(const PipelineOptions& options);

}  // namespace tenon
