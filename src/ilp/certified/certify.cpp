#include "ilp/certified/certify.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <optional>
#include <utility>

#include "ilp/certified/answer_proof.hpp"
#include "ilp/certified/certificate_text.hpp"
#include "ilp/certified/prune.hpp"
#include "ilp/certified/ray.hpp"
#include "ilp/certified/stated_plan.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp::certified {

namespace {

class Certifier {
  public:
    Certifier(const Problem& problem, std::vector<double> plan, Solution& answer)
        : problem_(problem),
          plan_(std::move(plan)),
          answer_(answer),
          sign_(problem.sense() == Sense::maximize ? -1.0 : 1.0) {}

    void run(const Context& context, const SolveOptions& options, const Judge& judge);

  private:
    void state_unbounded(const std::vector<double>& ray);
    void state_bound(AnswerProof& proof);
    void take_bound(const AnswerProof& proof);
    void state_doubt(const AnswerProof& proof, const Control& control, bool has_plan);
    void write(const Certificate& certificate) {
        answer_.certificate = certificate_text(problem_, certificate);
    }
    Certificate with_plan() const;

    const Problem& problem_;
    std::vector<double> plan_;
    Solution& answer_;
    double sign_;
};

Certificate Certifier::with_plan() const {
    Certificate certificate;
    if (plan_.empty() && !(answer_.has_values && problem_.columns() == 0)) return certificate;
    const std::optional<StatedPlan> stated = evaluate_plan(problem_, plan_, answer_.objective);
    if (!stated) return certificate;
    certificate.has_plan = true;
    certificate.plan = plan_;
    certificate.objective = stated->objective;
    certificate.violation = stated->violation;
    return certificate;
}

void Certifier::state_unbounded(const std::vector<double>& ray) {
    Certificate certificate = with_plan();
    certificate.claim = Claim::unbounded;
    certificate.ray = ray;
    answer_.certified = certificate.has_plan;
    write(certificate);
}

void Certifier::state_bound(AnswerProof& proof) {
    Prover& prover = proof.prover();
    if (prover.finished()) prune(prover.proof(), prover.rows());
    Certificate certificate = with_plan();
    certificate.proof = &prover.proof();
    CostTarget reached = proof.reached();
    // The proof is of points that keep all rows exactly. Where a limit ended the search, plans that
    // the judge passes may be better than those: no more is stated than the search says, too.
    if (!claims_something(answer_.outcome) && sign_ * answer_.bound < reached.bound) {
        reached.bound = sign_ * answer_.bound;
        reached.step = 0;
    }
    if (reached.bound == infinity) {
        certificate.claim = Claim::infeasible;
    } else if (reached.bound > -infinity) {
        certificate.claim = Claim::bound;
        certificate.bound = sign_ * reached.bound;
        certificate.step = reached.step;
    }
    answer_.certified = prover.finished() && certificate.has_plan == answer_.has_values &&
                        reached.bound > -infinity;
    answer_.certified_bound = sign_ * reached.bound;
    write(certificate);
}

// What the proof shows beyond the search.
void Certifier::take_bound(const AnswerProof& proof) {
    if (!claims_something(answer_.outcome)) return;
    const double objective = sign_ * answer_.objective, proved = proof.reached().bound;
    const double bound = answer_.has_values ? std::min(proved, objective) : proved;
    if (!(bound > sign_ * answer_.bound)) return;
    answer_.bound = sign_ * bound;
    answer_.gap = relative_gap(answer_.objective, answer_.bound);
}

void Certifier::state_doubt(const AnswerProof& proof, const Control& control, bool has_plan) {
    std::string& doubt = answer_.doubt;
    if (proof.mended() > 0)
        doubt = "the proof met a better plan than that of the search, which has taken its place";
    if (answer_.certified) return;
    if (!doubt.empty()) doubt += "; ";
    if (answer_.has_values && !has_plan)
        doubt += "the plan breaks rows or bounds by more than a certificate may state";
    else if (control.reason() == Stop::cancelled)
        doubt += "the proof was cancelled; it shows the certified bound";
    else if (control.reason() != Stop::none)
        doubt += "a limit ended the proof; it shows the certified bound";
    else if (!claims_something(answer_.outcome))
        doubt += "the search ended before it had a bound that a certificate could state";
    else
        doubt +=
            "multipliers in doubles do not close every box of the proof; it shows the certified "
            "bound, and that the optimum is no farther off";
}

void Certifier::run(const Context& context, const SolveOptions& options, const Judge& judge) {
    Control control(context, remaining(options, answer_.counters));
    // Who cancelled the solve waits for no proof: the certificate states the plan.
    if (answer_.outcome == Outcome::cancelled) control.stop(Stop::cancelled);
    AnswerProof proof(problem_, answer_, control, judge, ProofOf::rows);
    proof.run(options);
    if (proof.mended() > 0) {
        plan_ = answer_.values;
        if (claims_something(answer_.outcome))
            answer_.outcome = proof.finished() ? Outcome::optimal : outcome_of(control.reason());
    }
    answer_.counters.proof_nodes = proof.nodes();
    answer_.counters.work += control.work();
    answer_.counters.proof_seconds = control.seconds();
    answer_.counters.seconds += control.seconds();
    if (!plan_.empty() && answer_.outcome == Outcome::unbounded) {
        const std::vector<double> ray = exact_ray(exact_program(problem_), proof.prover().ray());
        if (!ray.empty() && with_plan().has_plan) return state_unbounded(ray);
    }
    take_bound(proof);
    state_bound(proof);
    state_doubt(proof, control, with_plan().has_plan);
}

}  // namespace

void certify(const Context& context, const Problem& problem, const SolveOptions& options,
             std::vector<double> plan, const Judge& judge, Solution& answer) {
    const double worst = problem.sense() == Sense::maximize ? infinity : -infinity;
    answer.certified = false;
    answer.certified_bound = worst;
    try {
        Certifier(problem, std::move(plan), answer).run(context, options, judge);
        return;
    } catch (const Error& error) {
        if (error.status() != Status::cancelled && error.status() != Status::budget) throw;
    } catch (const std::bad_alloc&) {
    }
    answer.certified = false;
    answer.certified_bound = worst;
    answer.certificate.clear();
    answer.doubt = "the proof was cancelled or ran out of memory";
}

}  // namespace tenon::ilp::certified
