// The category a cell stands for, as text, without allocation.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

#include "tenon/table.hpp"

namespace tenon::features {

class CategoryText {
  public:
    explicit CategoryText(const Column& column) : column_(&column) {}

    // Of a present cell; holds until the next call. Not for float64 and timestamps.
    std::string_view at(std::int64_t row) noexcept {
        if (column_->type() == Type::text) return column_->text(row);
        if (column_->type() == Type::boolean) return column_->boolean(row) ? "true" : "false";
        const std::int64_t value = column_->int64s()[static_cast<std::size_t>(row)];
        const auto end = std::to_chars(digits_, digits_ + sizeof digits_, value);
        return {digits_, static_cast<std::size_t>(end.ptr - digits_)};
    }

  private:
    const Column* column_;
    char digits_[24];  // an int64 needs 20
};

}  // namespace tenon::features
