// Delimited text in and out (RFC 4180 and what factories really write).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class Ragged : std::int32_t {
    error = 0,  // a line with another number of fields is refused, with its line and byte
    pad = 1,    // short lines are filled with missing cells and noted; long lines are refused
};

enum class Encoding : std::int32_t {
    detect = 0,  // UTF-8 or UTF-16 by byte-order mark, else UTF-8; other bytes are refused
    utf8 = 1,
    latin1 = 2,
    utf16le = 3,
    utf16be = 4,
    gb18030 = 5,
};

struct CsvOptions {
    char delimiter = 0;      // 0: sniffed among , ; tab | over the first lines
    char quote = '"';        // '\0': no quoting
    char decimal = 0;        // 0: '.', or ',' when the delimiter is ';' and numbers say so
    char comment = 0;        // lines that begin with it are skipped; 0: none
    bool header = true;      // the first line names the columns; else c1, c2, ...
    Ragged ragged = Ragged::error;
    Encoding encoding = Encoding::detect;
    bool all_text = false;   // no type inference: every column is text
    // Unquoted cells that mean "missing" besides the empty cell. Empty list: the default marks
    // NA, N/A, NaN, nan, null, NULL, None, -.
    std::vector<std::string> missing_marks;
    std::vector<std::string> text_columns;  // never inferred as another type
    std::int64_t max_bytes = 0;  // refuse larger files; 0: what memory or the budget allows
};

// Types are inferred over the whole file: int64 if every present cell is an integer of at most 18
// digits without a leading zero, else float64, else bool (true/false in any case), else timestamp
// (ISO 8601), else text. The line that forced a fallback to text is a finding.
// Throws Error: io, parse (line and byte), data (no columns), no_memory, budget, cancelled.
Table read_csv(const Context& context, const std::string& path, const CsvOptions& options = {});
Table read_csv_buffer(const Context& context, std::string_view bytes,
                      const CsvOptions& options = {});

struct CsvWriteOptions {
    char delimiter = ',';
    std::string missing;  // written for missing cells
    bool header = true;
};

// Numbers as the shortest text that reads back equal. Written new, synced and renamed.
void write_csv(const Context& context, const Table& table, const std::string& path,
               const CsvWriteOptions& options = {});
std::string write_csv_text(const Table& table, const CsvWriteOptions& options = {});

}  // namespace tenon
