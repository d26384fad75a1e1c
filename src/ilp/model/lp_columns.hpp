// The columns of an LP text: found or added by name, and their bounds, which the text may give in
// any order and in parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ilp/model/lp_tokens.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

class LpColumns {
  public:
    LpColumns(std::string_view text, Problem& problem) : text_(text), problem_(problem) {}

    std::int32_t column_of(const LpToken& name);
    // A column that bounds or types name first: writers (HiGHS) leave columns without entries out
    // of objective and constraints. It may as well be misspelt, so the log will say which it is.
    std::int32_t column_of_bound(const LpToken& name);

    // `first` is where the bound begins. Throws Error(parse) for a second, different bound.
    void set_lower(std::int32_t column, double value, const LpToken& first);
    void set_upper(std::int32_t column, double value, const LpToken& first);

    // Gives the problem the bounds. Throws Error(parse) where they contradict each other.
    void finish(const Context& context);

  private:
    struct Bounds {
        std::int32_t column;
        bool lower_set = false, upper_set = false;
        double lower = 0, upper = infinity;
        std::size_t place = 0;
    };

    Bounds& bounds_of(std::int32_t column, const LpToken& first);
    [[noreturn]] void refuse_second_bound(const Bounds& bounds, const LpToken& at, const char* side,
                                          double before, double now) const;

    std::string_view text_;
    Problem& problem_;
    std::vector<Bounds> bounds_;  // of the columns that have some, as they came
    std::vector<std::int32_t>
        bounded_;  // a column's place there, or -1; none past the last bounded
    std::int64_t late_columns_ = 0;
    std::string late_column_, near_late_column_;  // the first of them
};

}  // namespace tenon::ilp
