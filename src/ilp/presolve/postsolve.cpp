#include "ilp/presolve/postsolve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/sum.hpp"

namespace tenon::ilp {

void PostsolveStack::fixed(std::int32_t column, double value) {
    steps_.push_back({column, false, false, value, 0, 0, 0, 0, 0, 0});
}

void PostsolveStack::from_row(std::int32_t column, double coefficient, double lower, double upper,
                              double row_lower, double row_upper, bool integer,
                              std::span<const std::int32_t> others,
                              std::span<const double> values) {
    const auto first = static_cast<std::int64_t>(index_.size());
    index_.insert(index_.end(), others.begin(), others.end());
    value_.insert(value_.end(), values.begin(), values.end());
    steps_.push_back({column, true, integer, coefficient, lower, upper, row_lower, row_upper, first,
                      static_cast<std::int64_t>(index_.size())});
}

void PostsolveStack::restore(std::vector<double>& point) const {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
        if (!step->from_row) {
            point[step->column] = step->value;
            continue;
        }
        Sum rest;
        for (std::int64_t k = step->first; k < step->last; ++k)
            rest.add_product(value_[k], point[index_[k]]);
        double low = (step->row_lower - rest.value()) / step->value;
        double high = (step->row_upper - rest.value()) / step->value;
        if (step->value < 0) std::swap(low, high);
        low = std::max(low, step->lower);
        high = std::min(high, step->upper);
        // Nearest to zero among the allowed values; a crossing by rounding gives the middle.
        double x = low > high ? 0.5 * (low + high) : std::clamp(0.0, low, high);
        if (step->integer) x = std::round(x);
        point[step->column] = std::clamp(x, step->lower, step->upper);
    }
}

}  // namespace tenon::ilp
