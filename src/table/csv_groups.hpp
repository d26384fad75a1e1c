// Digits in groups of three, as people write large numbers: 1,234,567 or 1'234'567 or 1 234 567.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tenon {

class GroupMarks {
  public:
    // Between the groups; 0: none. One of the blanks U+0020, U+00A0, U+2009 and U+202F stands for
    // all of them, and one of ' and U+2019 for both.
    explicit GroupMarks(char32_t mark);

    // The cell without the marks between its groups; empty where it has none, or has them elsewhere
    // than every three digits before `decimal` or the end.
    std::string without(std::string_view cell, char decimal) const;

  private:
    std::vector<std::string> marks_;  // UTF-8
};

}  // namespace tenon
