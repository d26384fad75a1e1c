#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr std::int32_t no_index = -1;

void check_column(const Problem& problem, std::int32_t column) {
    if (column < 0 || column >= problem.columns())
        throw Error(Status::argument,
                    "column " + std::to_string(column) + " does not exist; the problem has " +
                        std::to_string(problem.columns()),
                    {.argument = "column", .column = column});
}

void check_row(const Problem& problem, std::int32_t row) {
    if (row < 0 || row >= problem.rows())
        throw Error(Status::argument,
                    "row " + std::to_string(row) + " does not exist; the problem has " +
                        std::to_string(problem.rows()),
                    {.argument = "row", .row = row});
}

void check_sense(tenon_sense sense) {
    if (sense != TENON_MINIMIZE && sense != TENON_MAXIMIZE)
        refuse("sense", "must be TENON_MINIMIZE or TENON_MAXIMIZE");
}

void check_type(tenon_column_type type) {
    if (type < TENON_CONTINUOUS || type > TENON_BINARY)
        refuse("type", "must be TENON_CONTINUOUS, TENON_INTEGER or TENON_BINARY");
}

ProblemFormat format_of(tenon_problem_format format) {
    if (format < TENON_FORMAT_BY_NAME || format > TENON_FORMAT_JSON)
        refuse("format", "must be one of TENON_FORMAT_...");
    return static_cast<ProblemFormat>(format);
}

}  // namespace

tenon_status tenon_problem_create(tenon_sense sense, tenon_problem** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        check_sense(sense);
        give_handle(out, Problem(static_cast<Sense>(sense)));
    });
}

void tenon_problem_free(tenon_problem* problem) {
    guard_void([&] { delete problem; });
}

tenon_status tenon_problem_add_column(tenon_problem* problem, const char* name,
                                      tenon_column_type type, double lower, double upper,
                                      double cost, int32_t* index, tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        check_type(type);
        const std::int32_t added = target.add_column(
            optional_text(name), static_cast<ColumnType>(type), lower, upper, cost);
        if (index) *index = added;
    });
}

tenon_status tenon_problem_add_row(tenon_problem* problem, const char* name, double lower,
                                   double upper, int32_t count, const int32_t* columns,
                                   const double* coefficients, int32_t* index, tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        if (count < 0) refuse("count", "must not be negative");
        if (count > 0) {
            required(columns, "columns");
            required(coefficients, "coefficients");
        }
        const auto size = static_cast<std::size_t>(count);
        const std::int32_t added = target.add_row(optional_text(name), lower, upper,
                                                  {columns, size}, {coefficients, size});
        if (index) *index = added;
    });
}

tenon_status tenon_problem_set_offset(tenon_problem* problem, double offset, tenon_error* err) {
    return guard(err, [&] { required(problem, "problem").value.set_offset(offset); });
}

tenon_status tenon_problem_set_cost(tenon_problem* problem, int32_t column, double cost,
                                    tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        check_column(target, column);
        target.set_cost(column, cost);
    });
}

tenon_status tenon_problem_set_bounds(tenon_problem* problem, int32_t column, double lower,
                                      double upper, tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        check_column(target, column);
        target.set_bounds(column, lower, upper);
    });
}

tenon_status tenon_problem_set_row_bounds(tenon_problem* problem, int32_t row, double lower,
                                          double upper, tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        check_row(target, row);
        target.set_row_bounds(row, lower, upper);
    });
}

tenon_status tenon_problem_set_sense(tenon_problem* problem, tenon_sense sense, tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        check_sense(sense);
        target.set_sense(static_cast<Sense>(sense));
    });
}

tenon_status tenon_problem_set_type(tenon_problem* problem, int32_t column, tenon_column_type type,
                                    tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        check_column(target, column);
        check_type(type);
        target.set_type(column, static_cast<ColumnType>(type));
    });
}

tenon_status tenon_problem_set_name(tenon_problem* problem, const char* name, tenon_error* err) {
    return guard(err, [&] { required(problem, "problem").value.set_name(optional_text(name)); });
}

int32_t tenon_problem_columns(const tenon_problem* problem) {
    return guard_value(no_index, [&] { return problem ? problem->value.columns() : no_index; });
}

int32_t tenon_problem_rows(const tenon_problem* problem) {
    return guard_value(no_index, [&] { return problem ? problem->value.rows() : no_index; });
}

int64_t tenon_problem_nonzeros(const tenon_problem* problem) {
    return guard_value(std::int64_t{-1},
                       [&] { return problem ? problem->value.nonzeros() : std::int64_t{-1}; });
}

const char* tenon_problem_column_name(const tenon_problem* problem, int32_t column) {
    return guard_value(static_cast<const char*>(nullptr), [&]() -> const char* {
        if (!problem || column < 0 || column >= problem->value.columns()) return nullptr;
        return problem->value.column_name(column).c_str();
    });
}

const char* tenon_problem_row_name(const tenon_problem* problem, int32_t row) {
    return guard_value(static_cast<const char*>(nullptr), [&]() -> const char* {
        if (!problem || row < 0 || row >= problem->value.rows()) return nullptr;
        return problem->value.row_name(row).c_str();
    });
}

int32_t tenon_problem_find_column(const tenon_problem* problem, const char* name) {
    return guard_value(no_index, [&] {
        return problem && name ? problem->value.find_column(name).value_or(no_index) : no_index;
    });
}

int32_t tenon_problem_find_row(const tenon_problem* problem, const char* name) {
    return guard_value(no_index, [&] {
        return problem && name ? problem->value.find_row(name).value_or(no_index) : no_index;
    });
}

tenon_status tenon_problem_read(const tenon_context* context, const char* path,
                                tenon_problem_format format, tenon_problem** out,
                                tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, read_problem(context_of(context), std::string(required_text(path, "path")),
                                      format_of(format)));
    });
}

tenon_status tenon_problem_read_buffer(const tenon_context* context, const char* bytes,
                                       int64_t length, tenon_problem_format format,
                                       tenon_problem** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        if (format == TENON_FORMAT_BY_NAME)
            refuse("format",
                   "must be TENON_FORMAT_MPS, TENON_FORMAT_LP or TENON_FORMAT_JSON for a buffer");
        give_handle(out, read_problem_text(context_of(context), buffer(bytes, length, "bytes"),
                                           format_of(format)));
    });
}

tenon_status tenon_problem_write_mps(const tenon_problem* problem, const char* path,
                                     tenon_error* err) {
    return guard(err, [&] {
        write_mps(required(problem, "problem").value, std::string(required_text(path, "path")));
    });
}

tenon_status tenon_problem_write(const tenon_problem* problem, const char* path,
                                 tenon_problem_format format, tenon_error* err) {
    return guard(err, [&] {
        write_problem(required(problem, "problem").value, std::string(required_text(path, "path")),
                      format_of(format));
    });
}

tenon_status tenon_problem_write_buffer(const tenon_problem* problem, tenon_problem_format format,
                                        char* bytes, int64_t capacity, int64_t* needed,
                                        tenon_error* err) {
    return guard(err, [&] {
        if (format == TENON_FORMAT_BY_NAME)
            refuse("format",
                   "must be TENON_FORMAT_MPS, TENON_FORMAT_LP or TENON_FORMAT_JSON for a buffer");
        give_text(write_problem_text(required(problem, "problem").value, format_of(format)), bytes,
                  capacity, needed, "buffer");
    });
}

tenon_status tenon_problem_check(const tenon_problem* problem, const double* values,
                                 int32_t value_count, double feasibility, tenon_verdict* verdict,
                                 tenon_error* err) {
    return guard(err, [&] {
        const Problem& judged = required(problem, "problem").value;
        if (value_count != judged.columns())
            refuse("values", "has " + std::to_string(value_count) + " entries for " +
                                 std::to_string(judged.columns()) + " columns");
        if (value_count > 0) required(values, "values");
        CheckTolerances tolerances;
        if (feasibility != 0) tolerances.feasibility = feasibility;
        const Verdict found =
            check_point(judged, {values, static_cast<std::size_t>(value_count)}, tolerances);
        tenon_verdict result = TENON_VERDICT_INIT;
        result.feasible = found.feasible ? 1 : 0;
        result.objective = found.objective;
        result.max_violation = found.max_violation;
        result.max_integrality = found.max_integrality;
        copy_terminated(result.worst, sizeof result.worst, found.worst);
        give(verdict, result, "verdict");
    });
}
