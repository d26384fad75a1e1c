// Cells of a target: whether there is one, and whether it is the positive label.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "base/number_text.hpp"
#include "tenon/table.hpp"

namespace tenon {

// A NaN says nothing about the outcome of its record, like a missing cell.
inline bool present(const Column& column, std::int64_t row) {
    return column.valid(row) && (column.type() != Type::float64 || !std::isnan(column.number(row)));
}

// Whether a cell is the label that the caller named as text. Numbers are compared as numbers, so
// that "1" names 1.0; true and 1, false and 0 name the same.
class Label {
  public:
    Label(const Column& column, std::string_view label) : column_(column), text_(label) {
        if (label == "true")
            number_ = 1.0;
        else if (label == "false")
            number_ = 0.0;
        else
            number_ = parse_double(label);
    }
    bool matches(std::int64_t row) const {
        if (column_.type() == Type::text) return column_.text(row) == text_;
        return number_ && column_.number(row) == *number_;
    }

  private:
    const Column& column_;
    std::string_view text_;
    std::optional<double> number_;
};

}  // namespace tenon
