// Cells whose digits a conversion does not keep, counted for a finding.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct LostDigits {
    std::int64_t cells = 0, first_row = -1;
    std::string first;  // as it was

    void add(std::int64_t row, std::string text) {
        if (cells++ > 0) return;
        first_row = row;
        first = std::move(text);
    }
    void add(LostDigits later) {  // whose rows are counted as these are
        if (cells == 0) {
            first_row = later.first_row;
            first = std::move(later.first);
        }
        cells += later.cells;
    }
    // There is no file to have a line: the row is in the text.
    void tell(std::vector<Finding>& findings, const std::string& name, std::int64_t column,
              const char* kind, std::string_view why) const {
        if (cells == 0) return;
        findings.push_back({kind, -1, column, -1,
                            "column \"" + excerpt(name) + "\": " + std::to_string(cells) +
                                (cells == 1 ? " cell loses " : " cells lose ") + std::string(why) +
                                ", first row " + std::to_string(first_row) + ": " + first});
    }
};

}  // namespace tenon
