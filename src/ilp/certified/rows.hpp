// What a proof is about: the problem as the caller wrote it, as a minimisation, with integer
// bounds rounded inwards exactly; and the rows derived from it so far.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/node/cut.hpp"
#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/sparse_rows.hpp"

namespace tenon::ilp::certified {

class ProofRows {
  public:
    explicit ProofRows(const MixedProgram& program);

    std::int32_t columns() const noexcept { return static_cast<std::int32_t>(cost_.size()); }
    std::int32_t model_rows() const noexcept { return model_rows_; }
    std::int32_t rows() const noexcept { return static_cast<std::int32_t>(lower_.size()); }
    std::span<const std::int32_t> index(std::int32_t row) const {
        return {index_.data() + start_[row], index_.data() + start_[row + 1]};
    }
    std::span<const double> value(std::int32_t row) const {
        return {value_.data() + start_[row], value_.data() + start_[row + 1]};
    }
    double lower(std::int32_t row) const { return lower_[row]; }
    double upper(std::int32_t row) const { return upper_[row]; }
    // Whole coefficients on integer columns and whole sides: its slacks are whole numbers.
    bool whole(std::int32_t row) const { return whole_[row] != 0; }
    bool integer(std::int32_t column) const { return integer_[column] != 0; }
    std::span<const double> cost() const noexcept { return cost_; }
    // Rows of a column among those of the model.
    std::span<const std::int32_t> rows_of_column(std::int32_t column) const {
        return {by_column_.index.data() + by_column_.start[column],
                by_column_.index.data() + by_column_.start[column + 1]};
    }

    void add(const Cut& row);

  private:
    bool is_whole(std::int32_t row) const;

    std::int32_t model_rows_;
    std::vector<std::int64_t> start_;
    std::vector<std::int32_t> index_;
    std::vector<double> value_, lower_, upper_, cost_;
    std::vector<std::uint8_t> integer_, whole_;
    SparseColumns by_column_;
};

// As to_mixed_program(), but no integer bound is moved outwards by a tolerance.
MixedProgram exact_program(const Problem& problem);

}  // namespace tenon::ilp::certified
