// Constructs beyond linear rows, and several objectives.
#include <algorithm>
#include <limits>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

std::vector<PiecewisePoint> points_of(std::int32_t count, const double* x, const double* y) {
    const auto first = list_of(x, count, "x");
    const auto second = list_of(y, count, "y");
    std::vector<PiecewisePoint> points;
    for (std::size_t k = 0; k < first.size(); ++k) points.push_back({first[k], second[k]});
    return points;
}

// Columns made of several others, and of one other. Inside the guard.
template <class Add>
void add_over(tenon_problem* problem, const char* name, std::int32_t count,
              const std::int32_t* columns, std::int32_t* index, Add add) {
    Problem& target = required(problem, "problem").value;
    const auto list = list_of(columns, count, "columns");
    const Construct made = add(target, optional_text(name), list);
    if (index) *index = made.column;
}

template <class Add>
void add_of(tenon_problem* problem, const char* name, std::int32_t column, std::int32_t* index,
            Add add) {
    Problem& target = required(problem, "problem").value;
    const Construct made = add(target, optional_text(name), column);
    if (index) *index = made.column;
}

// An array of structs whose size the first one states.
std::vector<Objective> objectives_of(const tenon_objective* given, std::int32_t count) {
    if (count < 1) refuse("count", "must be at least one");
    const std::uint32_t stride = required(given, "objectives").struct_size;
    std::vector<Objective> out;
    for (std::int32_t k = 0; k < count; ++k) {
        const auto* place = reinterpret_cast<const unsigned char*>(given) +
                            static_cast<std::size_t>(stride) * static_cast<std::size_t>(k);
        const auto one = options_of(reinterpret_cast<const tenon_objective*>(place), "objective");
        if (place != reinterpret_cast<const unsigned char*>(given) &&
            reinterpret_cast<const tenon_objective*>(place)->struct_size != stride)
            refuse("objectives", "must all state the same struct_size");
        Objective objective;
        if (one.sense != 0 && one.sense != TENON_MINIMIZE && one.sense != TENON_MAXIMIZE)
            refuse("sense", "must be TENON_MINIMIZE or TENON_MAXIMIZE");
        objective.sense = one.sense == TENON_MAXIMIZE ? Sense::maximize : Sense::minimize;
        objective.name = optional_text(one.name);
        objective.cost = list_of(one.cost, one.count, "cost");
        objective.offset = one.offset;
        objective.priority = one.priority;
        objective.weight = one.weight == 0 ? 1 : one.weight;
        objective.absolute_tolerance = one.absolute_tolerance;
        objective.relative_tolerance = one.relative_tolerance;
        out.push_back(std::move(objective));
    }
    return out;
}

}  // namespace

tenon_status tenon_problem_add_indicator(tenon_problem* problem, const char* name, int32_t binary,
                                         int32_t active, double lower, double upper, int32_t count,
                                         const int32_t* columns, const double* coefficients,
                                         tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        const auto index = list_of(columns, count, "columns");
        const auto value = list_of(coefficients, count, "coefficients");
        add_indicator(target, optional_text(name), binary, active != 0, lower, upper, index, value);
    });
}

tenon_status tenon_problem_add_sos1(tenon_problem* problem, const char* name, int32_t count,
                                    const int32_t* columns, tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        const auto list = list_of(columns, count, "columns");
        add_sos1(target, optional_text(name), list);
    });
}

tenon_status tenon_problem_add_sos2(tenon_problem* problem, const char* name, int32_t count,
                                    const int32_t* columns, tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        const auto list = list_of(columns, count, "columns");
        add_sos2(target, optional_text(name), list);
    });
}

tenon_status tenon_problem_make_semi(tenon_problem* problem, const char* name, int32_t column,
                                     double lower, double upper, tenon_error* err) {
    return guard(err, [&] {
        make_semi(required(problem, "problem").value, optional_text(name), column, lower, upper);
    });
}

tenon_status tenon_problem_add_piecewise(tenon_problem* problem, const char* name, int32_t column,
                                         int32_t count, const double* x, const double* y,
                                         int32_t* index, tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        const auto points = points_of(count, x, y);
        const Construct made = add_piecewise(target, optional_text(name), column, points);
        if (index) *index = made.column;
    });
}

tenon_status tenon_problem_add_piecewise_cost(tenon_problem* problem, const char* name,
                                              int32_t column, int32_t count, const double* x,
                                              const double* y, tenon_error* err) {
    return guard(err, [&] {
        Problem& target = required(problem, "problem").value;
        const auto points = points_of(count, x, y);
        add_piecewise_cost(target, optional_text(name), column, points);
    });
}

tenon_status tenon_problem_add_and(tenon_problem* problem, const char* name, int32_t count,
                                   const int32_t* columns, int32_t* index, tenon_error* err) {
    return guard(err, [&] { add_over(problem, name, count, columns, index, add_and); });
}

tenon_status tenon_problem_add_or(tenon_problem* problem, const char* name, int32_t count,
                                  const int32_t* columns, int32_t* index, tenon_error* err) {
    return guard(err, [&] { add_over(problem, name, count, columns, index, add_or); });
}

tenon_status tenon_problem_add_not(tenon_problem* problem, const char* name, int32_t column,
                                   int32_t* index, tenon_error* err) {
    return guard(err, [&] { add_of(problem, name, column, index, add_not); });
}

tenon_status tenon_problem_add_absolute(tenon_problem* problem, const char* name, int32_t column,
                                        int32_t* index, tenon_error* err) {
    return guard(err, [&] { add_of(problem, name, column, index, add_absolute); });
}

tenon_status tenon_problem_add_maximum(tenon_problem* problem, const char* name, int32_t count,
                                       const int32_t* columns, int32_t* index, tenon_error* err) {
    return guard(err, [&] { add_over(problem, name, count, columns, index, add_maximum); });
}

tenon_status tenon_problem_add_minimum(tenon_problem* problem, const char* name, int32_t count,
                                       const int32_t* columns, int32_t* index, tenon_error* err) {
    return guard(err, [&] { add_over(problem, name, count, columns, index, add_minimum); });
}

tenon_status tenon_problem_solve_objectives(const tenon_context* context,
                                            const tenon_problem* problem,
                                            const tenon_objective* objectives, int32_t count,
                                            const tenon_solve_options* options, double* reached,
                                            tenon_solution** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Problem& target = required(problem, "problem").value;
        const std::vector<Objective> list = objectives_of(objectives, count);
        ObjectivesAnswer answer =
            solve_objectives(context_of(context), target, list, solve_options(options));
        auto solution = std::make_shared<const Solution>(std::move(answer.solution));
        give_handle(out, std::move(solution));
        if (!reached) return;
        std::fill_n(reached, count, std::numeric_limits<double>::quiet_NaN());
        std::copy(answer.reached.begin(), answer.reached.end(), reached);
    });
}
