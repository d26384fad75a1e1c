#include "ilp/certified/rows.hpp"

#include <cmath>

namespace tenon::ilp::certified {

ProofRows::ProofRows(const MixedProgram& program)
    : model_rows_(program.lp.rows),
      lower_(program.lp.row_lower),
      upper_(program.lp.row_upper),
      cost_(program.lp.cost),
      integer_(program.integer),
      by_column_(program.lp.matrix) {
    SparseRows rows = rows_of(program.lp.matrix, program.lp.rows);
    start_ = std::move(rows.start);
    index_ = std::move(rows.index);
    value_ = std::move(rows.value);
    for (std::int32_t i = 0; i < model_rows_; ++i) whole_.push_back(is_whole(i));
}

bool ProofRows::is_whole(std::int32_t row) const {
    for (const double side : {lower_[row], upper_[row]})
        if (std::isfinite(side) && side != std::floor(side)) return false;
    for (std::size_t k = 0; k < index(row).size(); ++k)
        if (!integer_[index(row)[k]] || value(row)[k] != std::floor(value(row)[k])) return false;
    return true;
}

void ProofRows::add(const Cut& row) {
    index_.insert(index_.end(), row.index.begin(), row.index.end());
    value_.insert(value_.end(), row.value.begin(), row.value.end());
    start_.push_back(static_cast<std::int64_t>(index_.size()));
    lower_.push_back(-infinity);
    upper_.push_back(row.right);
    whole_.push_back(is_whole(rows() - 1));
}

MixedProgram exact_program(const Problem& problem) {
    MixedProgram program = to_mixed_program(problem);
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        program.lp.lower[j] = problem.lower()[j];
        program.lp.upper[j] = problem.upper()[j];
        if (!program.integer[j]) continue;
        program.lp.lower[j] = std::ceil(problem.lower()[j]);
        program.lp.upper[j] = std::floor(problem.upper()[j]);
    }
    return program;
}

}  // namespace tenon::ilp::certified
