// What a problem holds, read into the caller's arrays.
#include <limits>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

// A stretch of columns or rows.
struct Stretch {
    Stretch(std::int32_t first, std::int32_t count, std::int32_t there)
        : begin(static_cast<std::size_t>(first)), size(static_cast<std::size_t>(count)) {
        if (first < 0 || first > there)
            refuse("first", "must lie between 0 and " + std::to_string(there));
        if (count < 0 || count > there - first)
            refuse("count", "must lie between 0 and " + std::to_string(there - first));
    }

    template <class T, class Out>
    void give(std::span<const T> values, Out* out) const {
        if (!out) return;
        for (const T value : values.subspan(begin, size)) *out++ = static_cast<Out>(value);
    }

    std::size_t begin, size;
};

}  // namespace

const char* tenon_problem_name(const tenon_problem* problem) {
    return guard_value(static_cast<const char*>(nullptr),
                       [&] { return problem ? problem->value.name().c_str() : nullptr; });
}

tenon_sense tenon_problem_sense(const tenon_problem* problem) {
    return guard_value(tenon_sense{0}, [&] {
        return problem ? static_cast<tenon_sense>(problem->value.sense()) : 0;
    });
}

double tenon_problem_offset(const tenon_problem* problem) {
    return guard_value(nothing, [&] { return problem ? problem->value.offset() : nothing; });
}

int32_t tenon_problem_has_integers(const tenon_problem* problem) {
    return guard_value(
        int32_t{0}, [&] { return static_cast<int32_t>(problem && problem->value.has_integers()); });
}

tenon_status tenon_problem_get_columns(const tenon_problem* problem, int32_t first, int32_t count,
                                       double* cost, double* lower, double* upper,
                                       tenon_column_type* type, tenon_error* err) {
    return guard(err, [&] {
        const Problem& from = required(problem, "problem").value;
        const Stretch columns(first, count, from.columns());
        columns.give(from.cost(), cost);
        columns.give(from.lower(), lower);
        columns.give(from.upper(), upper);
        columns.give(from.type(), type);
    });
}

tenon_status tenon_problem_get_rows(const tenon_problem* problem, int32_t first, int32_t count,
                                    double* lower, double* upper, tenon_error* err) {
    return guard(err, [&] {
        const Problem& from = required(problem, "problem").value;
        const Stretch rows(first, count, from.rows());
        rows.give(from.row_lower(), lower);
        rows.give(from.row_upper(), upper);
    });
}

tenon_status tenon_problem_get_entries(const tenon_problem* problem, int32_t first, int32_t count,
                                       int64_t* row_start, int32_t* columns, double* coefficients,
                                       int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        const Problem& from = required(problem, "problem").value;
        const Stretch rows(first, count, from.rows());
        if (capacity < 0) refuse("capacity", "must not be negative");
        const auto starts = from.row_start().subspan(rows.begin, rows.size + 1);
        const auto begin = static_cast<std::size_t>(starts.front());
        const auto size = static_cast<std::size_t>(starts.back()) - begin;
        if (row_start)
            for (const std::int64_t start : starts) *row_start++ = start - starts.front();
        give_values(from.index().subspan(begin, size), columns, capacity);
        give_values(from.value().subspan(begin, size), coefficients, capacity);
        if (needed) *needed = static_cast<std::int64_t>(size);
    });
}
