// Whether the line that was taken for the header is a record: a log without a header loses its
// first record silently otherwise.
#pragma once

#include <string>
#include <vector>

#include "table/csv_cell.hpp"
#include "table/csv_columns.hpp"
#include "table/csv_findings.hpp"

namespace tenon {

// What was taken for the names of the columns, as it is written there.
struct CsvHeader {
    std::vector<std::string> cells;  // none: the text has no header
    CsvMark mark;                    // of the first cell
};

// Tells of a header whose cells are what their columns hold. It is asked once all columns have
// their types.
void tell_header_of_values(const CsvHeader& header, const std::vector<CsvColumn>& columns,
                           const std::vector<CsvKindSample>& samples,
                           const std::vector<const CellRules*>& rules, CsvFindings& findings);

}  // namespace tenon
