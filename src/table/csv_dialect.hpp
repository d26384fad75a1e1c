// The form of one delimited text: given by the caller, or sniffed from its first lines.
#pragma once

#include <cstddef>
#include <string_view>

#include "tenon/csv.hpp"

namespace tenon {

struct CsvDialect {
    char delimiter = ',';  // ' ' stands for runs of blanks and tabs
    char quote = '"';      // '\0': none
    char comment = 0;      // 0: none

    bool blank_runs() const noexcept { return delimiter == ' '; }
};

// Sniffing looks at no more than this.
inline constexpr std::size_t csv_sniffed_bytes = std::size_t{1} << 18;

// The first line by which Excel is told the delimiter of a file, "sep=;".
struct CsvSeparatorLine {
    char delimiter = 0;     // 0: the text does not begin with such a line
    std::size_t bytes = 0;  // of the line, without its end
};
CsvSeparatorLine csv_separator_line(std::string_view text) noexcept;

// Throws Error(argument) for characters that contradict one another.
void check_csv_options(const CsvOptions& options);

// `text` is UTF-8 without a byte-order mark.
CsvDialect csv_dialect(std::string_view text, const CsvOptions& options);

}  // namespace tenon
