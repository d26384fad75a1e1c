#include <limits>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::vector<double> weights(const double* given, std::int32_t count, const char* name) {
    if (count < 0) refuse(name, "must not have a negative count");
    if (count == 0) return {};
    required(given, name);
    return {given, given + count};
}

RelaxOptions relax_options(const tenon_relax_options* options) {
    const auto given = options_of(options, "options");
    RelaxOptions result;
    result.measure = static_cast<RelaxMeasure>(given.measure);
    result.row_weight = weights(given.row_weights, given.row_weight_count, "row_weights");
    result.column_weight =
        weights(given.column_weights, given.column_weight_count, "column_weights");
    result.bounds = given.bounds != 0;
    if (given.largest_amount != 0) result.largest_amount = given.largest_amount;
    result.solve = solve_options(given.solve);
    return result;
}

}  // namespace

tenon_status tenon_problem_relax(const tenon_context* context, const tenon_problem* problem,
                                 const tenon_relax_options* options, tenon_relaxation** out,
                                 tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Problem& stuck = required(problem, "problem").value;
        Relaxation relaxation = relax(solve_context_of(context), stuck, relax_options(options));
        std::string text = explain_relaxation(stuck, relaxation);
        tenon_problem loosened{relaxed_problem(stuck, relaxation)};
        tenon_solution plan{std::make_shared<const Solution>(relaxation.plan)};
        give_handle(out, std::move(relaxation), std::move(text), std::move(loosened),
                    std::move(plan));
    });
}

void tenon_relaxation_free(tenon_relaxation* relaxation) {
    guard_void([&] { delete relaxation; });
}

tenon_outcome tenon_relaxation_outcome(const tenon_relaxation* relaxation) {
    return guard_value(tenon_outcome{0}, [&] {
        return relaxation ? static_cast<tenon_outcome>(relaxation->value.outcome)
                          : tenon_outcome{0};
    });
}

double tenon_relaxation_cost(const tenon_relaxation* relaxation) {
    return guard_value(nothing, [&] { return relaxation ? relaxation->value.cost : nothing; });
}

double tenon_relaxation_bound(const tenon_relaxation* relaxation) {
    return guard_value(nothing, [&] { return relaxation ? relaxation->value.bound : nothing; });
}

int32_t tenon_relaxation_changes(const tenon_relaxation* relaxation) {
    return guard_value(std::int32_t{-1}, [&] {
        return static_cast<std::int32_t>(required(relaxation, "relaxation").value.changes.size());
    });
}

tenon_status tenon_relaxation_get_change(const tenon_relaxation* relaxation, int32_t index,
                                         tenon_loosening* change, tenon_error* err) {
    return guard(err, [&] {
        const std::vector<Loosening>& changes = required(relaxation, "relaxation").value.changes;
        if (index < 0 || static_cast<std::size_t>(index) >= changes.size())
            refuse("index", "is " + std::to_string(index) + "; there are " +
                                std::to_string(changes.size()) + " changes");
        const Loosening& from = changes[static_cast<std::size_t>(index)];
        tenon_loosening result = TENON_LOOSENING_INIT;
        result.part = static_cast<tenon_part>(from.part);
        result.index = from.index;
        result.from = from.from;
        result.to = from.to;
        result.amount = from.amount;
        result.cost = from.cost;
        give(change, result, "change");
    });
}

const char* tenon_relaxation_text(const tenon_relaxation* relaxation) {
    return guard_value("", [&] { return relaxation ? relaxation->text.c_str() : ""; });
}

const tenon_problem* tenon_relaxation_problem(const tenon_relaxation* relaxation) {
    return guard_value(static_cast<const tenon_problem*>(nullptr),
                       [&] { return relaxation ? &relaxation->problem : nullptr; });
}

const tenon_solution* tenon_relaxation_solution(const tenon_relaxation* relaxation) {
    return guard_value(static_cast<const tenon_solution*>(nullptr),
                       [&] { return relaxation ? &relaxation->solution : nullptr; });
}
