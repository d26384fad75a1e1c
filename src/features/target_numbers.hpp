// A target as numbers, for steps that learn from one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::features {

struct TargetNumbers {
    std::vector<double> values;  // NaN where there is no target
    std::int64_t present = 0;
};

// With a positive label 1 for cells whose text is the label and 0 for other present cells; else the
// numbers themselves. Throws Error: not_found, type (text or time without a label), data (an
// infinite target, no present one, a label that no cell has).
TargetNumbers target_numbers(const Context& context, const Table& table, const std::string& target,
                             const std::string& positive_label);

}  // namespace tenon::features
