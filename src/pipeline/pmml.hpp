// A fitted pipeline as a PMML 4.4 document.
#pragma once

#include <string>

#include "pipeline/fitted.hpp"

namespace tenon {

std::string write_pmml(const Fitted& fitted);

}  // namespace tenon
