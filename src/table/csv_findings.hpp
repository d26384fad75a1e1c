// What a reader noticed and went on: collected by place in the text, told by line and byte of the
// file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "table/csv_cell.hpp"
#include "table/csv_columns.hpp"
#include "table/csv_source.hpp"
#include "tenon/table.hpp"

namespace tenon {

class CsvFindings {
  public:
    void add(const char* kind, std::int64_t column, std::size_t at, std::string text);
    void add_ragged(std::size_t at, std::string text);
    // What inference decided about a column that its reader may not expect.
    void add_column(std::string_view source, const CellRules& rules, const CsvOptions& options,
                    const std::string& name, std::int64_t number, const CsvColumn& column,
                    const Column& finished);
    // In the order of the file.
    std::vector<Finding> finish(const CsvSource& source);

  private:
    std::vector<Finding> found_;  // byte is the place in the text until finish()
    std::int64_t ragged_ = 0;
};

}  // namespace tenon
