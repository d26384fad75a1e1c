// The proof of what an answer claims, in exact arithmetic and on the problem as the caller wrote
// it.
//
// The prover shows that no plan is better than the answer's. Where that is not so it comes to such
// a plan: to integers that its linear program has at whole values, or that are all fixed. If the
// judge accepts the point it takes the place of the answer's plan, and the proof begins anew, with
// less to show.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "ilp/certified/costs.hpp"
#include "ilp/certified/prover.hpp"
#include "ilp/node/control.hpp"
#include "ilp/node/incumbent.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp::certified {

// Of the points that keep all rows exactly, or of all that the judge may pass: rows of decimals may
// have none of the first. A search that went to its end has looked at the others, one that was
// ended has not.
enum class ProofOf : std::uint8_t { rows, judge };

class AnswerProof {
  public:
    // All four outlive it. The judge takes points in the caller's columns, integers exact.
    AnswerProof(const Problem& problem, Solution& answer, Control& control, const Judge& judge,
                ProofOf of);

    // To the end or a limit. The answer is changed by better plans only: plan, objective, bound and
    // gap are those of the new plan then.
    void run(const SolveOptions& options);

    Prover& prover() { return *prover_; }
    // Better plans that were met.
    int mended() const noexcept { return mended_; }
    // What is proved, of the minimisation and with its offset; infinity: there is no plan.
    CostTarget reached() const;
    bool finished() const { return prover_ && prover_->finished(); }
    std::int64_t nodes() const noexcept { return nodes_; }

  private:
    bool take(std::span<const double> point);

    const Problem& problem_;
    Solution& answer_;
    Control& control_;
    const Judge& judge_;
    double sign_;
    MixedProgram program_;
    CostGrid grid_;
    CostTarget target_;
    std::optional<Prover> prover_;
    int mended_ = 0;
    std::int64_t nodes_ = 0;
};

// Only then a better plan is a contradiction.
bool claims_something(Outcome outcome) noexcept;

// |objective - bound| as a share of the objective; infinity without one.
double relative_gap(double objective, double bound);

// What is left of the caller's limits once the solve has spent so much.
SolveOptions remaining(const SolveOptions& options, const SolveCounters& spent);

}  // namespace tenon::ilp::certified
