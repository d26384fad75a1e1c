// Predictions for the rows of a table, column by column.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pipeline/fitted.hpp"
#include "pipeline/program.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

// One prediction for each of `rows`, or for every row if it is null. Bit-equal to linear_sum() and
// the link on each row. `offset`: what is added to the sum of each of them; empty: nothing. Errors:
// not_found, type, data (names row and column of `table`), no_memory, budget, cancelled.
std::vector<double> predict_table(const Context& context, const Fitted& fitted,
                                  const Program& program, const Table& table,
                                  const std::vector<std::int64_t>* rows = nullptr,
                                  std::span<const double> offset = {});

// The probabilities of each class for each of `rows`, record after record; `programs` are
// compile_classes(). Bit-equal to the class model's to_probabilities() of linear_sum() on each row.
std::vector<double> predict_class_table(const Context& context, const Fitted& fitted,
                                        const std::vector<Program>& programs, const Table& table,
                                        const std::vector<std::int64_t>* rows = nullptr);

// What the model's features are after the steps, one column after another; rows and errors as
// above.
std::vector<double> feature_matrix(const Context& context, const Fitted& fitted,
                                   const Program& program, const Table& table,
                                   const std::vector<std::int64_t>* rows = nullptr);

// What each input adds to the sum, one column an input.
std::vector<double> share_matrix(const Context& context, const Fitted& fitted,
                                 const Program& program, const Table& table);

}  // namespace tenon
