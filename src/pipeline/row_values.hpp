// Columns that come with the rows of a fit without being inputs: weights, offset, exposure.
#pragma once

#include <string>
#include <vector>

#include "tenon/pipeline.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct RowValues {
    std::vector<double> weights, offset, exposure;  // of the rows given; empty where not named
    RowExtras extras() const { return {weights, offset, exposure}; }
};

// `rows` of the table, ascending. Error: not_found, type, data (a missing cell or a value out of
// range, with the row of the table).
RowValues read_row_values(const Table& table, const PipelineOptions& options,
                          const std::vector<std::int64_t>& rows);

// Without the weights.
RowValues read_offset_and_exposure(const Table& table, const PipelineOptions& options,
                                   const std::vector<std::int64_t>& rows);

// The weights alone; empty where none are named or the table has no such column.
std::vector<double> read_weights_if_there(const Table& table, const PipelineOptions& options,
                                          const std::vector<std::int64_t>& rows);

// The mean per unit of exposure becomes that of the record, where exposures are named.
void multiply_by_exposure(const RowValues& values, std::vector<double>& predicted);

}  // namespace tenon
