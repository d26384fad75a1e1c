// Rows and columns that belong together: all are written, or the problem stays as it was.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/constructs.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

struct Terms {
    std::vector<std::int32_t> columns;
    std::vector<double> coefficients;

    Terms& add(std::int32_t column, double coefficient) {
        columns.push_back(column);
        coefficients.push_back(coefficient);
        return *this;
    }
};

class Writing {
  public:
    // kind is for messages: "indicator".
    Writing(Problem& problem, const char* kind, const std::string& name);
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;
    ~Writing();  // takes back what was written, unless finish() was called

    const Problem& problem() const noexcept { return problem_; }
    std::int32_t result(ColumnType type, double lower, double upper);  // has the name itself
    std::int32_t column(ColumnType type, double lower, double upper, double cost = 0);
    std::int32_t binary(double cost = 0) { return column(ColumnType::binary, 0, 1, cost); }
    void row(double lower, double upper, const Terms& terms);
    void set_bounds(std::int32_t column, double lower, double upper);
    Construct finish() noexcept;

    void check_column(std::int32_t column) const;
    void check_columns(std::span<const std::int32_t> columns) const;
    void check_binary(std::int32_t column) const;
    // The bounds, finite or refused by name; `why` ends the sentence "column x needs ... ".
    double finite_lower(std::int32_t column, const char* why) const;
    double finite_upper(std::int32_t column, const char* why) const;
    // The largest value of the terms over the bounds, rounded up where it must be rounded.
    double highest(const Terms& terms, const char* why) const;
    [[noreturn]] void refuse(const std::string& what, std::int32_t column = -1) const;

  private:
    std::string next_name(std::int32_t& count, bool of_column) const;

    struct OldBounds {
        std::int32_t column;
        double lower, upper;
    };
    Problem& problem_;
    const char* kind_;
    std::string name_;
    std::int32_t first_column_, first_row_, result_ = -1;
    mutable std::int32_t named_columns_ = 0, named_rows_ = 0;
    std::vector<OldBounds> old_bounds_;
    bool finished_ = false;
};

}  // namespace tenon::ilp
