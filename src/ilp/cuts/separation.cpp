#include "ilp/cuts/separation.hpp"

#include <cmath>
#include <utility>

namespace tenon::ilp {

namespace {

bool is_integer_or_infinite(double x) {
    return std::isinf(x) || x == std::round(x);
}

// A x of integer columns with integer coefficients is integer itself.
bool has_integer_activity(const Separation& at, std::int32_t row) {
    const std::span<const std::int32_t> index = at.row_index(row);
    const std::span<const double> value = at.row_value(row);
    for (std::size_t k = 0; k < index.size(); ++k)
        if (!at.program.integer[index[k]] || value[k] != std::round(value[k])) return false;
    return is_integer_or_infinite(at.lp.row_lower[row]) &&
           is_integer_or_infinite(at.lp.row_upper[row]);
}

}  // namespace

Separation::Separation(const MixedProgram& mixed, const Domain& box,
                       const VariableBounds& variable_bounds, Relaxation& relaxed, Control& limits,
                       Holds holds)
    : Separation(mixed, box, variable_bounds, relaxed, limits,
                 {relaxed.primal().begin(), relaxed.primal().end()}, holds) {
    activity.assign(relaxed.lp().row_activity().begin(), relaxed.lp().row_activity().end());
    find_integer_logicals();
}

Separation::Separation(const MixedProgram& mixed, const Domain& box,
                       const VariableBounds& variable_bounds, Relaxation& relaxed, Control& limits,
                       std::vector<double> given)
    : Separation(mixed, box, variable_bounds, relaxed, limits, std::move(given), Holds::here) {
    activity.resize(static_cast<std::size_t>(rows()));
    for (std::int32_t i = 0; i < rows(); ++i) {
        const std::span<const std::int32_t> index = row_index(i);
        const std::span<const double> value = row_value(i);
        for (std::size_t k = 0; k < index.size(); ++k) activity[i] += value[k] * point[index[k]];
        control.add_work(static_cast<std::int64_t>(index.size()));
    }
    find_integer_logicals();
}

Separation::Separation(const MixedProgram& mixed, const Domain& box,
                       const VariableBounds& variable_bounds, Relaxation& relaxed, Control& limits,
                       std::vector<double> given, Holds holds)
    : program(mixed),
      domain(box),
      bounds(variable_bounds),
      relaxation(relaxed),
      control(limits),
      lp(relaxed.lp().problem()),
      point(std::move(given)),
      lower_(holds == Holds::here ? box.lower() : box.global_lower()),
      upper_(holds == Holds::here ? box.upper() : box.global_upper()) {}

void Separation::find_integer_logicals() {
    integer_logical_.resize(rows());
    for (std::int32_t i = 0; i < rows(); ++i) integer_logical_[i] = has_integer_activity(*this, i);
}

std::span<const std::int32_t> Separation::row_index(std::int32_t row) const {
    if (row >= relaxation.model_rows()) return relaxation.cut_of_row(row).index;
    const SparseRows& matrix = domain.rows();
    return std::span(matrix.index).subspan(matrix.start[row], matrix.size(row));
}

std::span<const double> Separation::row_value(std::int32_t row) const {
    if (row >= relaxation.model_rows()) return relaxation.cut_of_row(row).value;
    const SparseRows& matrix = domain.rows();
    return std::span(matrix.value).subspan(matrix.start[row], matrix.size(row));
}

}  // namespace tenon::ilp
