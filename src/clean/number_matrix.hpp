// Number columns side by side, missing cells and NaN as NaN, for the fills that look across
// columns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct NumberMatrix {
    std::int64_t rows = 0;
    std::vector<std::vector<double>> columns;
};

// Throws Error(type) for a column that holds no numbers, not_found for one that is not there.
NumberMatrix numbers_of(const Context& context, const Table& table,
                        const std::vector<std::string>& names);

// Mean and standard deviation (n - 1) of the finite numbers; 0 and 1 without a spread to speak of.
struct Scale {
    double mean = 0, sd = 1;
};
Scale scale_of(const std::vector<double>& numbers);

// The table with every missing cell of a column that has a finite value in `values` at its row
// filled; the type stays where the values allow it. Appends one change a column with the reason.
Table with_filled(const Context& context, const Table& table, const std::vector<std::string>& names,
                  const std::vector<std::vector<double>>& values, const std::string& reason,
                  bool indicator);

}  // namespace tenon::clean
