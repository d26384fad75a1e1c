// The decimal mark of a file in which it was not given. Each column finds its own by the first
// fraction that it holds, but people write one mark in one file: where columns differ, a column
// whose fractions all have the form of grouped thousands ("1.234" beside "2,5") is as likely to
// hold whole numbers, a thousand times larger. Where the delimiter is no ';', which files with
// decimal commas have, a comma is one only if some cell leaves no doubt ("12,5").
#pragma once

#include <string>
#include <vector>

#include "table/csv_columns.hpp"
#include "table/csv_findings.hpp"

namespace tenon {

// Such columns become text where inference is free to choose; they are read again then.
void settle_decimal_marks(std::vector<CsvColumn>& columns, char delimiter);

// The mark that all columns share whose fractions told one; 0: they do not, or there are none.
char common_decimal_mark(const std::vector<CsvColumn>& columns) noexcept;

// What was guessed, by which cell, and where columns differ.
void tell_decimal_marks(const std::vector<std::string>& names, std::vector<CsvColumn>& columns,
                        char delimiter, CsvFindings& findings);

}  // namespace tenon
