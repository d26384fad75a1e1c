// Coefficients trained elsewhere as a pipeline.
#pragma once

#include <string_view>

#include "pipeline/fitted.hpp"

namespace tenon {

Fitted read_coefficients_document(std::string_view json);

}  // namespace tenon
