#include "tenon/model.hpp"

#include "base/vector_math.hpp"

namespace tenon {

const char* fit_path_name(FitPath path) noexcept {
    switch (path) {
        case FitPath::cross_product:
            return "cross product";
        case FitPath::blocked_qr:
            return "QR by blocks of rows";
        case FitPath::dense_qr:
            return "QR";
        case FitPath::exact:
            return "exact";
        case FitPath::none:
            break;
    }
    return "";
}

const char* error_kind_name(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::classical:
            return "classical";
        case ErrorKind::hc0:
            return "hc0";
        case ErrorKind::hc1:
            return "hc1";
        case ErrorKind::hc2:
            return "hc2";
        case ErrorKind::hc3:
            return "hc3";
        case ErrorKind::cluster:
            return "cluster";
    }
    return "";
}

double logistic_function(double t) noexcept {
    return logistic_of(t);
}

}  // namespace tenon
