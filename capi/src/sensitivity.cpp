#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

const std::vector<Range>& ranges_of(const Sensitivity& sensitivity, tenon_part part) {
    if (part < TENON_PART_COST || part > TENON_PART_COLUMN_UPPER)
        refuse("part", "must be one of TENON_PART_COST to TENON_PART_COLUMN_UPPER");
    return sensitivity.ranges(static_cast<Part>(part));
}

std::int32_t number_of(const BasisVariable& variable, std::int32_t columns) {
    return variable.is_row && variable.index >= 0 ? columns + variable.index : variable.index;
}

}  // namespace

tenon_status tenon_sensitivity_analyse(const tenon_context* context, const tenon_problem* problem,
                                       const tenon_solution* solution, tenon_sensitivity** out,
                                       tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Problem& analysed = required(problem, "problem").value;
        give_handle(out,
                    analyse_sensitivity(solve_context_of(context), analysed,
                                        *required(solution, "solution").value),
                    analysed.columns());
    });
}

void tenon_sensitivity_free(tenon_sensitivity* sensitivity) {
    guard_void([&] { delete sensitivity; });
}

tenon_status tenon_sensitivity_range(const tenon_sensitivity* sensitivity, tenon_part part,
                                     int32_t index, tenon_range* out, tenon_error* err) {
    return guard(err, [&] {
        const tenon_sensitivity& from = required(sensitivity, "sensitivity");
        const std::vector<Range>& ranges = ranges_of(from.value, part);
        if (index < 0 || static_cast<std::size_t>(index) >= ranges.size())
            refuse("index", "is " + std::to_string(index) + "; there are " +
                                std::to_string(ranges.size()) + " ranges of this part");
        const Range& range = ranges[static_cast<std::size_t>(index)];
        tenon_range result = TENON_RANGE_INIT;
        result.value = range.value;
        result.lower = range.lower.value;
        result.upper = range.upper.value;
        result.objective_at_lower = range.lower.objective;
        result.objective_at_upper = range.upper.objective;
        result.lower_entering = number_of(range.lower.entering, from.columns);
        result.lower_leaving = number_of(range.lower.leaving, from.columns);
        result.upper_entering = number_of(range.upper.entering, from.columns);
        result.upper_leaving = number_of(range.upper.leaving, from.columns);
        give(out, result, "out");
    });
}

int32_t tenon_sensitivity_ranges(const tenon_sensitivity* sensitivity, tenon_part part,
                                 double* lower, double* upper, int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        const std::vector<Range>& ranges =
            ranges_of(required(sensitivity, "sensitivity").value, part);
        const auto count = static_cast<std::int32_t>(ranges.size());
        for (std::int32_t k = 0; k < std::min(count, capacity); ++k) {
            if (lower) lower[k] = ranges[static_cast<std::size_t>(k)].lower.value;
            if (upper) upper[k] = ranges[static_cast<std::size_t>(k)].upper.value;
        }
        return count;
    });
}
