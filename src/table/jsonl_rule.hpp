// What a caller says of a column of JSON Lines: its type, and which values mean missing. A value is
// brought into the form that its type asks for before the column sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "table/jsonl_plain.hpp"
#include "tenon/table.hpp"

namespace tenon {

class JsonRule {
  public:
    JsonRule(std::optional<Type> type, const std::vector<std::string>& marks);

    enum class Fit : std::uint8_t { as_it_is, missing, made, bad };
    // `made`: as another value, which `out` receives. `written`: a number that is no int64.
    Fit fit(const PlainMember& value, std::string_view written, PlainMember& out) const;
    std::optional<Type> type() const noexcept { return type_; }
    const std::vector<std::string>& marks() const noexcept { return marks_; }

  private:
    bool is_missing(const PlainMember& value) const;

    std::optional<Type> type_;
    std::vector<std::string> marks_;
    std::vector<double> number_marks_;
};

}  // namespace tenon
