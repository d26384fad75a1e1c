// The training records as a pipeline sees them: the used columns of the rows with a target, number
// inputs as float64 without NaN, categorical inputs as text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/target.hpp"
#include "tenon/context.hpp"
#include "tenon/pipeline.hpp"
#include "tenon/table.hpp"

namespace tenon {

class TrainingRows {
  public:
    TrainingRows(const Context& context, const Table& table, const PipelineOptions& options);

    const Target& target() const noexcept { return target_; }
    std::int64_t rows() const noexcept { return static_cast<std::int64_t>(target_.rows.size()); }
    // The row of the caller's table, for messages.
    std::int64_t table_row(std::int64_t row) const {
        return target_.rows[static_cast<std::size_t>(row)];
    }

    // One input as a table of its own, so that the steps can be fitted to it. Throws Error: type,
    // and data where a cell is missing and `filled` is false.
    Table numeric(const std::string& name, bool filled, std::vector<Change>& changes) const;
    Table categorical(const std::string& name, bool filled) const;
    // One number a row, none missing: weights.
    std::vector<double> numbers(const std::string& name) const;
    // Equal numbers for equal cells, none missing: clusters.
    std::vector<std::int64_t> codes(const std::string& name) const;

  private:
    void insist_on_no_missing(const std::string& name, const Column& column) const;
    Column kept_rows(const Column& column) const;

    const Context& context_;
    const Table& table_;
    Charge charge_;
    Target target_;
};

// Type checks that fit and predict share; a column without a present cell has every type.
void insist_on_number(const std::string& name, const Column& column);
void insist_on_category(const std::string& name, const Column& column);

}  // namespace tenon
