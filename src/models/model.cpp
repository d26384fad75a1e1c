#include "tenon/model.hpp"

#include <cmath>

namespace tenon {

double logistic_function(double t) noexcept {
    // exp of a number that is not positive cannot overflow.
    const double e = std::exp(-std::fabs(t));
    return t >= 0 ? 1 / (1 + e) : e / (1 + e);
}

}  // namespace tenon
