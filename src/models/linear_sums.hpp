// What a LinearPartial holds, as plain data.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "models/exact_products.hpp"

namespace tenon::models {

struct ColumnRange {
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();
};

struct LinearSums {
    std::vector<std::string> names;
    std::int64_t rows = 0;            // with a weight above 0
    ExactNumber log_weights;          // sum of the doubles ln(w_i)
    std::vector<ColumnRange> ranges;  // of the features, then the target
    ExactProducts products;           // of features, target and 1

    std::int64_t features() const { return static_cast<std::int64_t>(names.size()); }
    std::int64_t target() const { return features(); }
    std::int64_t one() const { return features() + 1; }

    // Everything but the names, empty.
    void clear();
    void merge(const LinearSums& other);
};

}  // namespace tenon::models
