// Is an answer true? Compares it with the exact optimum of the program and judges what comes with
// it: the basis, its values and prices, proofs and directions.
//
// An engine that works in doubles may accept a violation up to its tolerance; what it then returns
// is judged to that tolerance, and counted. Everything else is exact.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "exact_judge.hpp"
#include "exact_simplex.hpp"

namespace tenon::test {

struct LpAnswer {
    ilp::LpStatus status = ilp::LpStatus::unsolved;
    double objective = 0;
    Basis basis;
    std::vector<double> primal, dual, reduced, farkas, ray;
    double farkas_residual = 0;
};

inline LpAnswer answer_of(const ilp::Simplex& s) {
    const auto copy = [](std::span<const double> x) {
        return std::vector<double>(x.begin(), x.end());
    };
    return {s.status(),       s.objective(),  s.basis(),
            copy(s.primal()), copy(s.dual()), copy(s.reduced_costs()),
            s.farkas(),       s.ray(),        s.farkas_residual()};
}

// Bounds and reduced costs may be missed by the tolerance of the engine, and rounded.
inline constexpr double engine_tolerance = 1e-7 * (1 + 1e-6);
// Values, prices and the objective against the exact ones of the same basis, relative to the
// largest number of the vector: rounding errors of its systems of equations, which for programs of
// these sizes and condition are far below; what the largest one was is counted.
inline constexpr double rounding_share = 1e-7;
// Infeasible means: no point whose values and activities are below this.
inline constexpr double farthest_point = 1e12;
// A ray leaves the cone by no more than this share of the terms of a row (is_ray asks for 1e-9).
// Rounded data may make a ray of what, exactly, is none; such programs count as unbounded.
inline constexpr double ray_tolerance = 1e-9;
// A proof takes coefficients for zero up to this share of their terms, and says how large they are.
inline constexpr double proof_tolerance = 1e-9;
inline constexpr double rounded_quotient = 1 + 1e-9;

struct TruthCounts {
    std::int64_t programs = 0, optimal = 0, infeasible = 0, unbounded = 0;
    std::int64_t exactly_optimal = 0;  // the basis is an optimum without any tolerance
    std::int64_t proven = 0;           // infeasible, with multipliers that prove it
    std::int64_t exact_rays = 0;       // unbounded, with a ray that holds without tolerance
    double largest_rounding = 0;       // of values, prices and objectives, as a share

    std::string text() const {
        const auto share = [](const char* word, std::int64_t all, const char* what,
                              std::int64_t part) {
            return std::to_string(all) + " " + word + " (" + std::to_string(part) + " " + what +
                   "), ";
        };
        return share("optimal", optimal, "exactly", exactly_optimal) +
               share("infeasible", infeasible, "proven", proven) +
               share("unbounded", unbounded, "with exact rays", exact_rays) +
               std::to_string(programs) + " in all; largest rounding " +
               std::to_string(std::log10(largest_rounding)) + " (log10)";
    }
};

class Truth {
  public:
    explicit Truth(const ilp::LinearProgram& p) : program_(p), exact_(p), simplex_(exact_) {}

    ExactStatus status() const noexcept { return simplex_.status(); }
    double objective() const {
        const ExactTableau& t = simplex_.tableau();
        return std::ldexp(quotient(t.objective(), t.denominator()), -exact_.objective_shift());
    }

    // What is wrong with an answer; empty if nothing is.
    std::string fault(const LpAnswer& a, TruthCounts& counts) const {
        ++counts.programs;
        switch (a.status) {
            case ilp::LpStatus::optimal:
                ++counts.optimal;
                return fault_of_optimum(a, counts);
            case ilp::LpStatus::infeasible:
                ++counts.infeasible;
                return fault_of_infeasible(a, counts);
            case ilp::LpStatus::unbounded:
                ++counts.unbounded;
                return fault_of_unbounded(a, counts);
            default:
                return "no answer (status " + std::to_string(static_cast<int>(a.status)) + ")";
        }
    }

  private:
    static std::string number(double x) {
        char text[32];
        std::snprintf(text, sizeof text, "%.3g", x);
        return text;
    }
    static double largest(const std::vector<double>& x) {
        double size = 0;
        for (double value : x) size = std::max(size, std::fabs(value));
        return size;
    }
    // Errors of a solution of a system spread over the vector: relative to its largest number, or
    // to what each number is made of where that is given.
    static std::string difference(const char* what, TruthCounts& counts,
                                  const std::vector<double>& claimed,
                                  const std::vector<double>& exact,
                                  const std::vector<double>& terms = {}) {
        if (claimed.size() != exact.size()) return std::string(what) + ": wrong length";
        const double size = std::max(1.0, largest(exact));
        for (std::size_t j = 0; j < exact.size(); ++j) {
            const double share = std::fabs(claimed[j] - exact[j]) /
                                 (terms.empty() ? size : std::max(size, terms[j]));
            counts.largest_rounding = std::max(counts.largest_rounding, share);
            if (!(share <= rounding_share))
                return std::string(what) + " " + std::to_string(j) + " is off by " +
                       number(claimed[j] - exact[j]);
        }
        return {};
    }

    std::string fault_of_optimum(const LpAnswer& a, TruthCounts& counts) const {
        const ExactVertex v = evaluate_basis(exact_, a.basis);
        if (!v.regular) return "the basis is singular or rests on bounds that are not there";
        if (!v.duality_holds) return "the judge contradicts itself";
        if (v.primal_violation > engine_tolerance)
            return "the basis violates a bound by " + number(v.primal_violation);
        if (v.dual_violation > engine_tolerance)
            return "the basis has a wrong reduced cost of " + number(v.dual_violation);
        for (const std::string& fault :
             {difference("value", counts, a.primal, v.primal),
              difference("price", counts, a.dual, v.dual),
              difference("reduced cost", counts, a.reduced, v.reduced, v.reduced_terms)})
            if (!fault.empty()) return fault;
        const double off = objective_distance(exact_, v.objective, v.denominator, a.objective);
        const double share = off / std::max(1.0, v.objective_terms);
        counts.largest_rounding = std::max(counts.largest_rounding, share);
        if (!(share <= rounding_share))
            return "the objective differs from that of the basis by " + number(off) + ", " +
                   number(share) + " of its terms";
        if (v.is_optimal()) {
            ++counts.exactly_optimal;
            if (status() != ExactStatus::optimal) return "the judge contradicts itself";
            const ExactTableau& t = simplex_.tableau();
            if (!(v.objective * t.denominator() == t.objective() * v.denominator))
                return "the judge contradicts itself";
        }
        return {};
    }

    std::string fault_of_infeasible(const LpAnswer& a, TruthCounts& counts) const {
        if (status() != ExactStatus::infeasible && has_point_in_reach())
            return "called infeasible, but a point exists";
        if (a.farkas.empty()) return {};
        const double residual = proof_residual(exact_, a.farkas);
        if (!(residual <= proof_tolerance)) return "the multipliers prove nothing";
        if (residual > rounded_quotient * a.farkas_residual)
            return "the proof rests on " + number(residual) + ", more than it says";
        if (residual == 0) ++counts.proven;
        return {};
    }

    std::string fault_of_unbounded(const LpAnswer& a, TruthCounts& counts) const {
        if (status() == ExactStatus::infeasible && !has_point_within_tolerance())
            return "called unbounded, but no point exists";
        const double violation = ray_violation(exact_, a.ray);
        if (!(violation <= ray_tolerance)) return "the ray leaves the cone by " + number(violation);
        if (violation == 0) ++counts.exact_rays;
        return {};
    }

    // Where rounded data leave 1e-17 in place of zero, points far out exist that no one means.
    bool has_point_in_reach() const {
        ilp::LinearProgram p = program_;
        for (auto* lower : {&p.lower, &p.row_lower})
            for (double& l : *lower) l = std::max(l, -farthest_point);
        for (auto* upper : {&p.upper, &p.row_upper})
            for (double& u : *upper) u = std::min(u, farthest_point);
        const ExactProgram boxed(p);
        return ExactSimplex(boxed).status() != ExactStatus::infeasible;
    }

    // Rounded data may also leave a program without a point that means to have one.
    bool has_point_within_tolerance() const {
        ilp::LinearProgram p = program_;
        for (auto* lower : {&p.lower, &p.row_lower})
            for (double& l : *lower) l -= engine_tolerance;
        for (auto* upper : {&p.upper, &p.row_upper})
            for (double& u : *upper) u += engine_tolerance;
        const ExactProgram wider(p);
        return ExactSimplex(wider).status() != ExactStatus::infeasible;
    }

    ilp::LinearProgram program_;
    ExactProgram exact_;
    ExactSimplex simplex_;
};

}  // namespace tenon::test
