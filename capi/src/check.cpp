#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

std::span<const double> numbers(const double* given, std::int32_t count, const char* name) {
    if (count < 0) refuse(name, "must not have a negative count");
    if (count > 0) required(given, name);
    return {given, static_cast<std::size_t>(count)};
}

}  // namespace

tenon_status tenon_problem_check_linear(const tenon_problem* problem, const double* values,
                                        int32_t value_count, const double* duals,
                                        int32_t dual_count, tenon_linear_residuals* residuals,
                                        tenon_error* err) {
    return guard(err, [&] {
        check_result(residuals, "residuals");
        const LinearResiduals found =
            check_linear(required(problem, "problem").value, numbers(values, value_count, "values"),
                         numbers(duals, dual_count, "duals"));
        tenon_linear_residuals result = TENON_LINEAR_RESIDUALS_INIT;
        result.primal = found.primal;
        result.primal_scaled = found.primal_scaled;
        result.dual = found.dual;
        result.dual_scaled = found.dual_scaled;
        result.complementarity = found.complementarity;
        result.objective = found.objective;
        result.dual_objective = found.dual_objective;
        result.gap = found.gap;
        copy_terminated(result.worst_primal, sizeof result.worst_primal, found.worst_primal);
        copy_terminated(result.worst_dual, sizeof result.worst_dual, found.worst_dual);
        give(residuals, result, "residuals");
    });
}

tenon_status tenon_problem_check_infeasible(const tenon_problem* problem, const double* multipliers,
                                            int32_t count, tenon_infeasibility_verdict* verdict,
                                            tenon_error* err) {
    return guard(err, [&] {
        check_result(verdict, "verdict");
        const InfeasibilityVerdict found = check_infeasible(
            required(problem, "problem").value, numbers(multipliers, count, "multipliers"));
        tenon_infeasibility_verdict result = TENON_INFEASIBILITY_VERDICT_INIT;
        result.proves = found.proves ? 1 : 0;
        result.value = found.value;
        result.doubt = found.doubt;
        result.unexplained = found.unexplained;
        give(verdict, result, "verdict");
    });
}

tenon_status tenon_problem_check_ray(const tenon_problem* problem, const double* direction,
                                     int32_t count, double tolerance, tenon_ray_verdict* verdict,
                                     tenon_error* err) {
    return guard(err, [&] {
        check_result(verdict, "verdict");
        const Problem& judged = required(problem, "problem").value;
        const std::span<const double> ray = numbers(direction, count, "direction");
        const RayVerdict found =
            tolerance == 0 ? check_ray(judged, ray) : check_ray(judged, ray, tolerance);
        tenon_ray_verdict result = TENON_RAY_VERDICT_INIT;
        result.proves = found.proves ? 1 : 0;
        result.slope = found.slope;
        result.breach = found.breach;
        copy_terminated(result.worst, sizeof result.worst, found.worst);
        give(verdict, result, "verdict");
    });
}
