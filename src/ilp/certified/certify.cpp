#include "ilp/certified/certify.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <optional>

#include "ilp/certified/certificate_text.hpp"
#include "ilp/certified/costs.hpp"
#include "ilp/certified/prover.hpp"
#include "ilp/certified/prune.hpp"
#include "ilp/certified/ray.hpp"
#include "ilp/certified/stated_plan.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp::certified {

namespace {

// Costs without a step are proved to this share of them at best: plans that are better by 1e-9 are
// not looked for by the search, and LP values are no closer.
constexpr double closest = 4e-9;
// Of the time that is left, for the proof; the rest is for writing it down.
constexpr double time_share = 0.95;
constexpr double step_room = 1e-6;

// What is left of the caller's limits.
SolveOptions remaining(const SolveOptions& options, const SolveCounters& spent) {
    SolveOptions left = options;
    left.time_limit_seconds =
        time_share * std::max(0.0, options.time_limit_seconds - spent.seconds);
    if (options.work_limit >= 0)
        left.work_limit = std::max<std::int64_t>(0, options.work_limit - spent.work);
    return left;
}

// The bound that is to be proved, of the minimisation: within the gap that the caller allows.
double wanted_bound(const CostGrid& grid, double objective, const SolveOptions& options) {
    const double allowed =
        std::max(options.absolute_gap, options.relative_gap * std::fabs(objective));
    if (grid.holds(objective)) {
        const double steps = std::floor(allowed / grid.step() + step_room);
        const double bound = objective - steps * grid.step();
        return grid.holds(bound) ? bound : objective;
    }
    return objective - std::max(allowed, closest * std::max(1.0, std::fabs(objective)));
}

class Certifier {
  public:
    Certifier(const Problem& problem, std::span<const double> plan, Solution& answer)
        : problem_(problem),
          plan_(plan),
          answer_(answer),
          sign_(problem.sense() == Sense::maximize ? -1.0 : 1.0),
          program_(exact_program(problem)),
          grid_(program_) {}

    void run(const Context& context, const SolveOptions& options);

  private:
    void state_unbounded(const std::vector<double>& ray);
    void state_bound(Prover& prover);
    void write(const Certificate& certificate) {
        answer_.certificate = certificate_text(problem_, certificate);
    }
    Certificate with_plan() const;

    const Problem& problem_;
    std::span<const double> plan_;
    Solution& answer_;
    double sign_;
    MixedProgram program_;
    CostGrid grid_;
    CostTarget target_;
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

void Certifier::state_bound(Prover& prover) {
    const double least = prover.bound();  // of c x
    if (prover.finished()) prune(prover.proof(), prover.rows());
    Certificate certificate = with_plan();
    certificate.proof = &prover.proof();
    CostTarget reached = target_;
    if (least == -infinity) {
        reached.bound = -infinity;
    } else if (least < target_.least) {
        const double bound = (ExactNumber(least) + ExactNumber(program_.lp.offset)).below();
        reached.bound = target_.step > 0 ? grid_.lift(bound) : bound;
        reached.step = target_.step > 0 && grid_.holds(reached.bound) ? target_.step : 0;
    }
    if (reached.bound == infinity) {
        certificate.claim = Claim::infeasible;
    } else if (reached.bound > -infinity) {
        certificate.claim = Claim::bound;
        certificate.bound = sign_ * reached.bound;
        certificate.step = reached.step;
    }
    answer_.certified = prover.finished() && certificate.has_plan == answer_.has_values;
    answer_.certified_bound = sign_ * reached.bound;
    write(certificate);
}

void Certifier::run(const Context& context, const SolveOptions& options) {
    target_ = cost_target(grid_,
                          answer_.has_values && answer_.outcome != Outcome::unbounded
                              ? wanted_bound(grid_, sign_ * answer_.objective, options)
                              : infinity,
                          program_.lp.offset);
    Control control(context, remaining(options, answer_.counters));
    control.tell_in_sense(sign_);
    Prover prover(program_, control, target_.least, target_.limit, options.cuts);
    if (answer_.has_values) prover.tell_plan(sign_ * answer_.objective);
    prover.run();
    answer_.counters.proof_nodes = prover.nodes();
    answer_.counters.work += control.work();
    answer_.counters.proof_seconds = control.seconds();
    answer_.counters.seconds += control.seconds();
    if (!plan_.empty() && answer_.outcome == Outcome::unbounded) {
        const std::vector<double> ray = exact_ray(program_, prover.ray());
        if (!ray.empty() && with_plan().has_plan) return state_unbounded(ray);
    }
    state_bound(prover);
}

}  // namespace

void certify(const Context& context, const Problem& problem, const SolveOptions& options,
             std::span<const double> plan, Solution& answer) {
    const double worst = problem.sense() == Sense::maximize ? infinity : -infinity;
    answer.certified = false;
    answer.certified_bound = worst;
    try {
        Certifier(problem, plan, answer).run(context, options);
        return;
    } catch (const Error& error) {
        if (error.status() != Status::cancelled && error.status() != Status::budget) throw;
    } catch (const std::bad_alloc&) {
    }
    answer.certified = false;
    answer.certified_bound = worst;
    answer.certificate.clear();
}

}  // namespace tenon::ilp::certified
