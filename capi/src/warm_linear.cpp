#include <limits>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::size_t entry_count(std::int32_t count, const std::int32_t* places, const char* places_name,
                        const double* coefficients) {
    if (count < 0) refuse("count", "must not be negative");
    if (count > 0) {
        required(places, places_name);
        required(coefficients, "coefficients");
    }
    return static_cast<std::size_t>(count);
}

std::span<const std::int32_t> index_list(std::int32_t count, const std::int32_t* list,
                                         const char* name) {
    if (count < 0) refuse("count", "must not be negative");
    if (count > 0) required(list, name);
    return {list, static_cast<std::size_t>(count)};
}

std::vector<BasisStatus> statuses(const std::int32_t* given, std::int32_t count,
                                  const char* argument) {
    if (count > 0) required(given, argument);
    std::vector<BasisStatus> out(static_cast<std::size_t>(count));
    for (std::int32_t k = 0; k < count; ++k) {
        if (given[k] < 0 || given[k] > static_cast<std::int32_t>(BasisStatus::free_zero))
            refuse(argument, "entry " + std::to_string(k) + " is " + std::to_string(given[k]) +
                                 "; a status is 0, 1, 2 or 3");
        out[static_cast<std::size_t>(k)] = static_cast<BasisStatus>(given[k]);
    }
    return out;
}

WarmLimits warm_limits(const tenon_warm_limits* options) {
    const auto given = options_of(options, "limits");
    WarmLimits limits;
    if (given.time_limit_seconds != 0) limits.time_limit_seconds = given.time_limit_seconds;
    if (given.iteration_limit < 0) refuse("iteration_limit", "must not be negative");
    if (given.iteration_limit > 0) limits.iteration_limit = given.iteration_limit;
    if (given.has_cutoff) limits.cutoff = given.cutoff;
    return limits;
}

template <class Copy>
std::int32_t copy_answer(const tenon_warm_linear* warm, double* values, std::int32_t capacity,
                         Copy copy) {
    const std::size_t size =
        values && capacity > 0 ? static_cast<std::size_t>(capacity) : std::size_t{0};
    return (required(warm, "warm").value.*copy)({values, size});
}

}  // namespace

tenon_status tenon_warm_linear_create(const tenon_problem* problem, tenon_warm_linear** out,
                                      tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, WarmLinear(required(problem, "problem").value));
    });
}

void tenon_warm_linear_free(tenon_warm_linear* warm) {
    guard_void([&] { delete warm; });
}

int32_t tenon_warm_linear_columns(const tenon_warm_linear* warm) {
    return guard_value(std::int32_t{-1},
                       [&] { return warm ? warm->value.columns() : std::int32_t{-1}; });
}

int32_t tenon_warm_linear_rows(const tenon_warm_linear* warm) {
    return guard_value(std::int32_t{-1},
                       [&] { return warm ? warm->value.rows() : std::int32_t{-1}; });
}

tenon_status tenon_warm_linear_set_offset(tenon_warm_linear* warm, double offset,
                                          tenon_error* err) {
    return guard(err, [&] { required(warm, "warm").value.set_offset(offset); });
}

tenon_status tenon_warm_linear_set_cost(tenon_warm_linear* warm, int32_t column, double cost,
                                        tenon_error* err) {
    return guard(err, [&] { required(warm, "warm").value.set_cost(column, cost); });
}

tenon_status tenon_warm_linear_set_bounds(tenon_warm_linear* warm, int32_t column, double lower,
                                          double upper, tenon_error* err) {
    return guard(err, [&] { required(warm, "warm").value.set_bounds(column, lower, upper); });
}

tenon_status tenon_warm_linear_set_row_bounds(tenon_warm_linear* warm, int32_t row, double lower,
                                              double upper, tenon_error* err) {
    return guard(err, [&] { required(warm, "warm").value.set_row_bounds(row, lower, upper); });
}

tenon_status tenon_warm_linear_set_coefficient(tenon_warm_linear* warm, int32_t row, int32_t column,
                                               double value, tenon_error* err) {
    return guard(err, [&] { required(warm, "warm").value.set_coefficient(row, column, value); });
}

tenon_status tenon_warm_linear_add_column(tenon_warm_linear* warm, double lower, double upper,
                                          double cost, int32_t count, const int32_t* rows,
                                          const double* coefficients, int32_t* index,
                                          tenon_error* err) {
    return guard(err, [&] {
        WarmLinear& target = required(warm, "warm").value;
        const std::size_t size = entry_count(count, rows, "rows", coefficients);
        const std::int32_t added =
            target.add_column(lower, upper, cost, {rows, size}, {coefficients, size});
        if (index) *index = added;
    });
}

tenon_status tenon_warm_linear_add_row(tenon_warm_linear* warm, double lower, double upper,
                                       int32_t count, const int32_t* columns,
                                       const double* coefficients, int32_t* index,
                                       tenon_error* err) {
    return guard(err, [&] {
        WarmLinear& target = required(warm, "warm").value;
        const std::size_t size = entry_count(count, columns, "columns", coefficients);
        const std::int32_t added =
            target.add_row(lower, upper, {columns, size}, {coefficients, size});
        if (index) *index = added;
    });
}

tenon_status tenon_warm_linear_delete_columns(tenon_warm_linear* warm, int32_t count,
                                              const int32_t* columns, tenon_error* err) {
    return guard(err, [&] {
        required(warm, "warm").value.delete_columns(index_list(count, columns, "columns"));
    });
}

tenon_status tenon_warm_linear_delete_rows(tenon_warm_linear* warm, int32_t count,
                                           const int32_t* rows, tenon_error* err) {
    return guard(
        err, [&] { required(warm, "warm").value.delete_rows(index_list(count, rows, "rows")); });
}

tenon_status tenon_warm_linear_set_basis(tenon_warm_linear* warm, const int32_t* column_status,
                                         const int32_t* row_status, tenon_error* err) {
    return guard(err, [&] {
        WarmLinear& target = required(warm, "warm").value;
        Basis basis;
        basis.column = statuses(column_status, target.columns(), "column_status");
        basis.row = statuses(row_status, target.rows(), "row_status");
        target.set_basis(basis);
    });
}

tenon_status tenon_warm_linear_basis(const tenon_warm_linear* warm, int32_t* column_status,
                                     int32_t* row_status, tenon_error* err) {
    return guard(err, [&] {
        const Basis basis = required(warm, "warm").value.basis();
        const auto give_numbers = [](const std::vector<BasisStatus>& from, std::int32_t* to) {
            if (!to) return;
            for (std::size_t k = 0; k < from.size(); ++k)
                to[k] = static_cast<std::int32_t>(from[k]);
        };
        give_numbers(basis.column, column_status);
        give_numbers(basis.row, row_status);
    });
}

tenon_status tenon_warm_linear_solve(const tenon_context* context, tenon_warm_linear* warm,
                                     const tenon_warm_limits* limits, tenon_outcome* outcome,
                                     tenon_error* err) {
    return guard(err, [&] {
        const Outcome found =
            required(warm, "warm").value.solve(solve_context_of(context), warm_limits(limits));
        if (outcome) *outcome = static_cast<tenon_outcome>(found);
    });
}

int32_t tenon_warm_linear_has_values(const tenon_warm_linear* warm) {
    return guard_value(std::int32_t{0},
                       [&] { return std::int32_t{warm && warm->value.has_values()}; });
}

double tenon_warm_linear_objective(const tenon_warm_linear* warm) {
    return guard_value(nothing, [&] { return warm ? warm->value.objective() : nothing; });
}

double tenon_warm_linear_bound(const tenon_warm_linear* warm) {
    return guard_value(nothing, [&] { return warm ? warm->value.bound() : nothing; });
}

int32_t tenon_warm_linear_values(const tenon_warm_linear* warm, double* values, int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        return copy_answer(warm, values, capacity, &WarmLinear::copy_values);
    });
}

int32_t tenon_warm_linear_row_activity(const tenon_warm_linear* warm, double* values,
                                       int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        return copy_answer(warm, values, capacity, &WarmLinear::copy_row_activity);
    });
}

int32_t tenon_warm_linear_duals(const tenon_warm_linear* warm, double* values, int32_t capacity) {
    return guard_value(std::int32_t{-1},
                       [&] { return copy_answer(warm, values, capacity, &WarmLinear::copy_dual); });
}

int32_t tenon_warm_linear_reduced_costs(const tenon_warm_linear* warm, double* values,
                                        int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        return copy_answer(warm, values, capacity, &WarmLinear::copy_reduced_cost);
    });
}

tenon_status tenon_warm_linear_solution(const tenon_warm_linear* warm, tenon_solution** out,
                                        tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, std::make_shared<const Solution>(required(warm, "warm").value.solution()));
    });
}

tenon_status tenon_warm_linear_problem(const tenon_warm_linear* warm, tenon_problem** out,
                                       tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(warm, "warm").value.problem());
    });
}
