// The parts of Simplex: the caller's problem, the scaled state, and the answer in the caller's
// units.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ilp/lp/certificate.hpp"
#include "ilp/lp/simplex.hpp"
#include "ilp/lp/simplex_driver.hpp"
#include "ilp/lp/simplex_state.hpp"

namespace tenon::ilp {

struct Simplex::Impl {
    LinearProgram problem;
    LpTolerances tolerances;
    SimplexState state;
    LpMethod method = LpMethod::automatic;
    bool cold = true;             // no solve or basis yet: costs are perturbed from the start
    bool scaled = true;           // false after numerical trouble that scaling caused
    std::int64_t generation = 0;  // of rows, columns and scaling: snapshots of another one are slow
    std::int64_t cost_changes = 0;
    std::int64_t contradictions = 0;  // variables whose lower bound lies above the upper one

    LpStatus status = LpStatus::unsolved;
    double objective = 0;
    std::vector<double> primal, activity, dual, reduced;
    std::vector<double> farkas, ray;
    double farkas_residual = 0;               // see Simplex::farkas_residual()
    double worst_primal = 0, worst_dual = 0;  // violations of the last answer, the caller's units

    Impl(LinearProgram given, LpTolerances wanted);

    // simplex.cpp: the solve; answer.cpp: what it found.
    LpStatus solve(const LpLimits& limits);
    LpStatus solve_in_steps(const LpLimits& limits);
    void take_step(int step);
    std::int64_t iterations_of_step(std::int64_t left) const;
    void extract_primal();
    void extract_dual();
    double primal_violation(double relative) const;
    double primal_violation_beyond_rounding(double relative) const;
    double dual_violation(double relative) const;
    bool finish_optimal(bool strict);
    bool finish_unbounded(std::vector<double> direction, bool strict);
    bool stands_at_a_point(bool strict);
    bool take_ray(const std::vector<double>& direction, bool strict);
    bool refine_point();
    bool is_gap_open() const;  // polish.cpp
    void polish();             // polish.cpp
    void drop_other_certificates();
    void repair_after_stop();
    std::int64_t work_of_passes() const;
    std::int64_t bytes() const;  // about what the engine holds, for the caller's budget

    // proof.cpp
    bool finish_infeasible(const std::vector<double>& proof, const std::vector<double>& right);
    void find_proof(std::vector<double> proof, const std::vector<double>& right);
    bool take_proof(const std::vector<double>& proof);
    bool keep_proof(std::vector<double> y);

    // last_resort.cpp: small programs in extended precision, where the steps in doubles failed.
    bool solve_extended(std::int64_t iterations);
    LpStatus confirm(std::int64_t iterations);
    bool is_beyond_doubles() const;
    double take_point(std::vector<double> point);
    double dual_error() const;
    void stand_on(const Basis& wanted);

    // simplex_changes.cpp: changes that keep the basis.
    void load_state();
    void set_bounds(std::int32_t variable, double lower, double upper);
    void scale_bounds(std::int32_t variable);
    void remap(const std::vector<std::int32_t>& new_number, std::int32_t columns,
               std::int32_t rows);
    void set_basis(const Basis& basis);
    Basis basis() const;
};

class Simplex::Snapshot {
  public:
    std::int64_t generation = 0, cost_changes = 0;
    std::int32_t columns = 0, rows = 0;
    std::vector<double> lower, upper;  // columns then rows, the caller's units
    std::vector<double> scaled_lower, scaled_upper, value, reduced, basic, weight;
    std::vector<BasisStatus> where;
    std::vector<std::int32_t> head;
    std::shared_ptr<const LuFactors> factors;
    bool primal_current = false, dual_current = false, cold = false;
    std::int64_t contradictions = 0;
};

}  // namespace tenon::ilp
