// The way back: what presolve removed, in order, and how each column gets its value again.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tenon::ilp {

class PostsolveStack {
  public:
    // x_column = value.
    void fixed(std::int32_t column, double value);
    // x_column = (right - sum a_k x_k) / coefficient over the other entries of its row, taken to
    // the nearest point of [lower, upper] that keeps row_lower <= row <= row_upper.
    void from_row(std::int32_t column, double coefficient, double lower, double upper,
                  double row_lower, double row_upper, bool integer,
                  std::span<const std::int32_t> others, std::span<const double> values);

    // Fills the removed columns of a point in the original columns, last removal first.
    void restore(std::vector<double>& point) const;

  private:
    struct Step {
        std::int32_t column;
        bool from_row, integer;
        double value;  // the fixed value, or the coefficient
        double lower, upper, row_lower, row_upper;
        std::int64_t first, last;  // entries of the row in index_ and value_
    };
    std::vector<Step> steps_;
    std::vector<std::int32_t> index_;
    std::vector<double> value_;
};

}  // namespace tenon::ilp
