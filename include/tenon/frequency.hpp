// Categories encoded by how often the fit saw them.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct FrequencyOptions {
    bool counts = false;                    // the number of cells; else their share of the present
    std::int64_t max_categories = 1000000;  // more is refused
};

// Text, bool and int64 columns, put in place as float64. A category the fit did not see gives 0.
// Errors: not_found, type, argument (a column twice), data (no present cell, too many categories).
Feature fit_frequency(const Context& context, const Table& table,
                      std::span<const std::string> columns, const FrequencyOptions& options = {});

}  // namespace tenon
