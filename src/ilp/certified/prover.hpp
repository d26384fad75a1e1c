// Branch and bound that writes down why: the problem as the caller wrote it, without presolve or
// symmetry, each leaf closed by multipliers that prove it (proof.hpp).
//
// The plan is known, so the search has only to show that nothing costs less than the target. It
// plunges from child to child with a warm LP and comes back by the least bound, so that what is
// proved when it has to stop is as much as it can be. Branching by pseudo-costs that trial solves
// start (T. Achterberg, T. Koch, A. Martin: Branching rules revisited, OR Letters 33, 2005).
#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "ilp/certified/anchor.hpp"
#include "ilp/certified/box.hpp"
#include "ilp/certified/proof.hpp"
#include "ilp/certified/rounding.hpp"
#include "ilp/lp/simplex.hpp"
#include "ilp/node/control.hpp"
#include "ilp/node/pseudo_cost.hpp"
#include "ilp/node/relaxation.hpp"

namespace tenon::ilp::certified {

class Prover {
  public:
    // To be proved: no plan has c x below `target`. limit: plans of more than that are of no
    // interest (target, or a step of the costs below it); infinity: none exists.
    Prover(const MixedProgram& program, Control& control, double target, double limit, bool cuts);

    // The plan's cost with its offset, for reports.
    void tell_plan(double cost) noexcept { plan_cost_ = cost; }
    // Asked at points that may be plans below the target (integers may need rounding): true if it
    // is one. The proof then ends: there is no such proof.
    void show_points(std::function<bool(std::span<const double>)> is_better) {
        is_better_ = std::move(is_better);
    }
    void run();

    Proof& proof() noexcept { return proof_; }
    const ProofRows& rows() const noexcept { return rows_; }
    // No plan has c x below it; infinity: there is none.
    double bound() const;
    bool finished() const {
        return open_.empty() && !unresolved_ && !found_better_ && !proof_.nodes.empty();
    }
    bool found_better() const noexcept { return found_better_; }
    std::int64_t nodes() const noexcept { return visited_; }
    // The relaxation is unbounded in this direction; empty if it is not known to be.
    const std::vector<double>& ray() const noexcept { return ray_; }

  private:
    struct Open {
        std::int32_t node;
        double bound;
        std::shared_ptr<const PackedBasis> basis;
    };
    enum class Fate { closed, split, left, stopped, refuted };

    void start();
    bool closed_by_equations();
    void grow();
    void enter(const Open& open);
    SearchState state() const;
    Open take_next();

    Fate process(std::int32_t node);
    Fate bound_node(std::int32_t node);  // closed, stopped, or split: it is to be
    Fate split(std::int32_t node);
    bool refuted_by_fixed();
    bool refuted_by(std::span<const double> point);
    bool close(std::int32_t node, SharedMultipliers by, double bound);
    bool try_multipliers(std::int32_t node, const SharedMultipliers& y);
    bool take_multipliers(std::int32_t node, const SharedMultipliers& y, double least);
    SharedMultipliers mended(const SharedMultipliers& y, double& least);
    const Anchor& anchor(bool cost);
    bool judge_lp(std::int32_t node, LpStatus status, const Simplex& lp);
    bool judge_carefully(std::int32_t node);

    LpStatus solve_lp();
    SharedMultipliers multipliers(std::span<const double> y, bool cost) const;

    // open_columns.cpp
    void bound_open_columns();
    bool bound_open_column(Simplex& lp, std::int32_t column, bool upper);

    // prover_cuts.cpp
    void cut_rounds();
    struct Base {
        Multipliers y;
        double divisor = 0, efficacy = 0;
    };
    void find_bases(MixedRounding& rounding, std::vector<Base>& found);
    void try_base(MixedRounding& rounding, const Multipliers& y, bool own_divisors,
                  std::vector<Base>& found);
    std::vector<DerivedRow> derive_cuts(MixedRounding& rounding, std::vector<Base>& bases);
    std::size_t add_cuts(std::vector<DerivedRow> found);
    void drop_slack_cuts();

    // prover_branching.cpp
    struct Choice {
        std::int32_t column = -1;
        double value = 0;
    };
    Choice choose();
    Choice choose_any() const;
    double trial_gain(std::int32_t column, bool up, double value, double objective);

    const MixedProgram& program_;
    Control& control_;
    double target_;
    bool cuts_;
    ProofRows rows_;
    ProofBox box_;
    Simplex lp_;
    std::vector<std::int32_t> lp_rows_;  // of the LP, as rows of the proof
    Proof proof_;
    std::vector<Open> open_;  // a heap, the least bound first
    PseudoCosts pseudo_costs_;
    std::vector<std::int32_t> touched_;
    std::vector<double> x_, ray_;
    std::vector<double> first_lower_, first_upper_, activity_;
    std::optional<Open> next_;
    std::optional<Anchor> anchors_[2];  // for rows, for costs; made when first needed
    SharedMultipliers used_;            // what was last tried at a node, as it was used
    double plan_cost_ = std::numeric_limits<double>::quiet_NaN();
    double node_value_ = 0;  // of the LP of the node in work
    bool unresolved_ = false, started_ = false, found_better_ = false;
    std::function<bool(std::span<const double>)> is_better_;
    std::size_t root_mark_ = 0;  // of the box, before the first node
    std::int64_t visited_ = 0, charged_ = 0, trial_iterations_ = 0;
};

}  // namespace tenon::ilp::certified
