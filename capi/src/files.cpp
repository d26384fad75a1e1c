#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

void check_capacity(std::string_view argument, std::int32_t capacity, std::size_t needed) {
    if (capacity < 0 || static_cast<std::size_t>(capacity) < needed)
        refuse(argument,
               "must be at least " + std::to_string(needed) + ", not " + std::to_string(capacity));
}

template <class T>
T* room_for(T* out, std::int32_t capacity, std::size_t needed, std::string_view argument) {
    check_capacity(argument, capacity, needed);
    if (needed > 0) required(out, argument);
    return out;
}

Basis basis_of(const tenon_basis_status* columns, std::int32_t column_count,
               const tenon_basis_status* rows, std::int32_t row_count) {
    return {basis_statuses(columns, column_count, "column_status"),
            basis_statuses(rows, row_count, "row_status")};
}

std::int32_t copy_statuses(const std::vector<BasisStatus>& from, std::int32_t* out,
                           std::int32_t capacity) {
    const auto there = static_cast<std::int32_t>(from.size());
    if (out)
        for (std::int32_t k = 0; k < std::min(there, capacity); ++k)
            out[k] = static_cast<std::int32_t>(from[static_cast<std::size_t>(k)]);
    return there;
}

// What `read` gives, once there is room for it.
template <class Read>
void give_basis(const tenon_problem* problem, Read read, tenon_basis_status* columns,
                std::int32_t column_capacity, tenon_basis_status* rows, std::int32_t row_capacity) {
    const Problem& of = required(problem, "problem").value;
    room_for(columns, column_capacity, of.cost().size(), "column_capacity");
    room_for(rows, row_capacity, of.row_lower().size(), "row_capacity");
    const Basis basis = read(of);
    copy_statuses(basis.column, columns, column_capacity);
    copy_statuses(basis.row, rows, row_capacity);
}

template <class Read>
void give_start(const tenon_problem* problem, Read read, double* values, std::int32_t capacity) {
    const Problem& of = required(problem, "problem").value;
    room_for(values, capacity, of.cost().size(), "capacity");
    const std::vector<double> start = read(of);
    std::copy(start.begin(), start.end(), values);
}

}  // namespace

namespace tenon::capi {

std::vector<BasisStatus> basis_statuses(const tenon_basis_status* given, std::int32_t count,
                                        std::string_view argument) {
    if (count < 0) refuse(argument, "has a negative count");
    if (count > 0) required(given, argument);
    std::vector<BasisStatus> out;
    out.reserve(static_cast<std::size_t>(count));
    for (std::int32_t k = 0; k < count; ++k) {
        if (given[k] < TENON_BASIS_BASIC || given[k] > TENON_BASIS_FREE)
            refuse(argument, "entry " + std::to_string(k) + " is " + std::to_string(given[k]) +
                                 ", not one of TENON_BASIS_...");
        out.push_back(static_cast<BasisStatus>(given[k]));
    }
    return out;
}

}  // namespace tenon::capi

tenon_status tenon_problem_read_basis(const tenon_context* context, const tenon_problem* problem,
                                      const char* path, tenon_basis_status* column_status,
                                      int32_t column_capacity, tenon_basis_status* row_status,
                                      int32_t row_capacity, tenon_error* err) {
    return guard(err, [&] {
        const auto read = [&](const Problem& of) {
            return read_basis(context_of(context), of, std::string(required_text(path, "path")));
        };
        give_basis(problem, read, column_status, column_capacity, row_status, row_capacity);
    });
}

tenon_status tenon_problem_read_basis_buffer(const tenon_context* context,
                                             const tenon_problem* problem, const char* bytes,
                                             int64_t length, tenon_basis_status* column_status,
                                             int32_t column_capacity,
                                             tenon_basis_status* row_status, int32_t row_capacity,
                                             tenon_error* err) {
    return guard(err, [&] {
        const auto read = [&](const Problem& of) {
            return read_basis_text(context_of(context), of, buffer(bytes, length, "bytes"));
        };
        give_basis(problem, read, column_status, column_capacity, row_status, row_capacity);
    });
}

tenon_status tenon_problem_write_basis(const tenon_problem* problem, const char* path,
                                       const tenon_basis_status* column_status,
                                       int32_t column_count, const tenon_basis_status* row_status,
                                       int32_t row_count, tenon_error* err) {
    return guard(err, [&] {
        write_basis(required(problem, "problem").value,
                    basis_of(column_status, column_count, row_status, row_count),
                    std::string(required_text(path, "path")));
    });
}

tenon_status tenon_problem_write_basis_buffer(const tenon_problem* problem,
                                              const tenon_basis_status* column_status,
                                              int32_t column_count,
                                              const tenon_basis_status* row_status,
                                              int32_t row_count, char* bytes, int64_t capacity,
                                              int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(write_basis_text(required(problem, "problem").value,
                                   basis_of(column_status, column_count, row_status, row_count)),
                  bytes, capacity, needed, "buffer");
    });
}

tenon_status tenon_problem_read_start(const tenon_context* context, const tenon_problem* problem,
                                      const char* path, double* values, int32_t capacity,
                                      tenon_error* err) {
    return guard(err, [&] {
        const auto read = [&](const Problem& of) {
            return read_start(context_of(context), of, std::string(required_text(path, "path")));
        };
        give_start(problem, read, values, capacity);
    });
}

tenon_status tenon_problem_read_start_buffer(const tenon_context* context,
                                             const tenon_problem* problem, const char* bytes,
                                             int64_t length, double* values, int32_t capacity,
                                             tenon_error* err) {
    return guard(err, [&] {
        const auto read = [&](const Problem& of) {
            return read_start_text(context_of(context), of, buffer(bytes, length, "bytes"));
        };
        give_start(problem, read, values, capacity);
    });
}

int32_t tenon_solution_column_basis(const tenon_solution* solution, tenon_basis_status* status,
                                    int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        return copy_statuses(required(solution, "solution").value->basis.column, status, capacity);
    });
}

int32_t tenon_solution_row_basis(const tenon_solution* solution, tenon_basis_status* status,
                                 int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        return copy_statuses(required(solution, "solution").value->basis.row, status, capacity);
    });
}

tenon_status tenon_solution_write(const tenon_solution* solution, const tenon_problem* problem,
                                  const char* path, tenon_error* err) {
    return guard(err, [&] {
        write_solution(required(problem, "problem").value, *required(solution, "solution").value,
                       std::string(required_text(path, "path")));
    });
}

tenon_status tenon_solution_write_buffer(const tenon_solution* solution,
                                         const tenon_problem* problem, char* bytes,
                                         int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(write_solution_text(required(problem, "problem").value,
                                      *required(solution, "solution").value),
                  bytes, capacity, needed, "buffer");
    });
}

tenon_status tenon_solution_write_certificate(const tenon_solution* solution, const char* path,
                                              tenon_error* err) {
    return guard(err, [&] {
        write_certificate(*required(solution, "solution").value,
                          std::string(required_text(path, "path")));
    });
}
