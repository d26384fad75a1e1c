// Fits on a caller's arrays with what comes with their rows, and the summary of any fit.
#pragma once

#include "handles.hpp"

namespace tenon::capi {

struct RowArrays {
    MatrixView features;
    std::span<const double> target;
    RowExtras extras;
    std::vector<std::string> names;
};
RowArrays row_arrays(const tenon_matrix* features, const double* target,
                     const tenon_row_extras* extras, const char* const* names);

tenon_fit_summary summary_struct(const FitSummary& fit);

}  // namespace tenon::capi
