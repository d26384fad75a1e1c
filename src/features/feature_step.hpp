// The seam between a Feature and its kinds. A kind is one source file: its learning (fit_...), its
// class, and read_..., which is listed in feature_kinds.hpp.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "tenon/feature.hpp"

namespace tenon {

class FeatureStep {
  public:
    FeatureStep() = default;
    FeatureStep(const FeatureStep&) = delete;
    FeatureStep& operator=(const FeatureStep&) = delete;
    virtual ~FeatureStep() = default;

    virtual const char* kind() const noexcept = 0;
    virtual std::vector<std::string> inputs() const = 0;
    virtual std::vector<std::string> outputs() const = 0;
    virtual Table apply(const Context& context, const Table& table) const = 0;
    // Adds what its reader needs.
    virtual void write(Json& document) const = 0;
};

}  // namespace tenon
