// The decimal mark of a file in which it was not given. Each column finds its own by the first
// fraction that it holds, but people write one mark in one file: where columns differ, a column
// whose fractions all have the form of grouped thousands ("1.234" beside "2,5") is as likely to
// hold whole numbers, a thousand times larger.
#pragma once

#include <string>
#include <vector>

#include "table/csv_columns.hpp"
#include "table/csv_findings.hpp"

namespace tenon {

// Such columns become text where inference is free to choose; they are read again then.
void settle_decimal_marks(std::vector<CsvColumn>& columns);

// What was guessed, by which cell, and where columns differ.
void tell_decimal_marks(const std::vector<std::string>& names, std::vector<CsvColumn>& columns,
                        CsvFindings& findings);

}  // namespace tenon
