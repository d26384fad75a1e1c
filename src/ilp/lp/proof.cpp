// Simplex: what is handed back with an infeasible program. Proofs that rounding cannot undo are
// looked for in stated steps: the multipliers as they come, refined, and leant (leaning.hpp). The
// best of them is kept, with the share of rounding it rests on.
#include "ilp/lp/certificate.hpp"
#include "ilp/lp/leaning.hpp"
#include "ilp/lp/refinement.hpp"
#include "ilp/lp/simplex_impl.hpp"

namespace tenon::ilp {

// Keeps multipliers in the caller's units if they prove more than those at hand.
bool Simplex::Impl::keep_proof(std::vector<double> y) {
    const Evidence found = prove_infeasible(problem, y);
    if (found.proof == Proof::none) return false;
    if (farkas.empty() || found.residual < farkas_residual) {
        farkas = std::move(y);
        farkas_residual = found.residual;
    }
    return true;
}

// The same for multipliers of the scaled rows, of either sign. True if the proof at hand is all
// that is wanted.
bool Simplex::Impl::take_proof(const std::vector<double>& proof) {
    for (const double sign : {1.0, -1.0}) {
        std::vector<double> y(proof.size());
        for (std::size_t i = 0; i < y.size(); ++i) y[i] = sign * proof[i] * state.scaling.row[i];
        if (keep_proof(std::move(y))) break;
    }
    return !farkas.empty() && (!tolerances.refine || farkas_residual == 0);
}

void Simplex::Impl::find_proof(std::vector<double> proof, const std::vector<double>& right) {
    if (take_proof(proof) || !state.factor.valid()) return;
    Refinement(state).improve_rows(right, proof);
    if (take_proof(proof) || !tolerances.refine) return;
    for (const double sign : {1.0, -1.0}) {
        const auto turned = [&](std::vector<double> v) {
            for (double& x : v) x *= sign;
            return v;
        };
        if (take_proof(Leaning(state).lean(turned(proof), turned(right)))) return;
    }
}

// Multipliers of the scaled rows with B'y = right, up to rounding. False if they prove nothing.
bool Simplex::Impl::finish_infeasible(const std::vector<double>& proof,
                                      const std::vector<double>& right) {
    if (proof.size() != static_cast<std::size_t>(problem.rows)) return false;
    find_proof(proof, right);
    if (farkas.empty()) return false;
    status = LpStatus::infeasible;
    objective = infinity;
    return true;
}

}  // namespace tenon::ilp
