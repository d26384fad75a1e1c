// A fitted pipeline as an ONNX model.
#pragma once

#include <string>

#include "pipeline/fitted.hpp"
#include "tenon/pipeline.hpp"

namespace tenon {

std::string write_onnx(const Fitted& fitted, OnnxOperators operators);

}  // namespace tenon
