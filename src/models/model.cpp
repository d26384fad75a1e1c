#include "tenon/model.hpp"

#include <cmath>

namespace tenon {

const char* fit_path_name(FitPath path) noexcept {
    switch (path) {
        case FitPath::cross_product: return "cross product";
        case FitPath::blocked_qr: return "QR by blocks of rows";
        case FitPath::dense_qr: return "QR";
        case FitPath::exact: return "exact";
        case FitPath::none: break;
    }
    return "";
}

const char* error_kind_name(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::classical: return "classical";
        case ErrorKind::hc0: return "hc0";
        case ErrorKind::hc1: return "hc1";
        case ErrorKind::hc2: return "hc2";
        case ErrorKind::hc3: return "hc3";
        case ErrorKind::cluster: return "cluster";
    }
    return "";
}

double logistic_function(double t) noexcept {
    // exp of a number that is not positive cannot overflow.
    const double e = std::exp(-std::fabs(t));
    return t >= 0 ? 1 / (1 + e) : e / (1 + e);
}

}  // namespace tenon
