#include "ilp/linear/tableau_sweep.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

namespace {

// A sum of products below this share of its terms is what rounding left of a zero.
constexpr double cancellation = 1e-9;
// Steps this close, relative to their size, are a tie; the larger pivot is the safer one.
constexpr double tie = 1e-9;
// Tableau rows between reports of progress, which also look at the cancel handle.
constexpr std::int32_t rows_between_looks = 64;

struct Candidate {
    double pivot = 0;  // of the present limit
    void offer(Limit& limit, double step, std::int32_t variable, double size, bool upward) {
        const double room = tie * (1 + std::fabs(step));
        if (step > limit.step + room) return;
        if (step >= limit.step - room && size <= pivot) {
            limit.step = std::min(limit.step, step);
            return;
        }
        limit = {std::min(limit.step, step), variable, upward};
        pivot = size;
    }
};

void load(const Problem& problem, const Simplex& simplex, TableauSweep& t) {
    const LinearProgram& p = simplex.problem();
    const std::int32_t n = p.columns, total = p.columns + p.rows;
    const Basis basis = simplex.basis();
    t.status = basis.column;
    t.status.insert(t.status.end(), basis.row.begin(), basis.row.end());
    t.lower.assign(problem.lower().begin(), problem.lower().end());
    t.lower.insert(t.lower.end(), problem.row_lower().begin(), problem.row_lower().end());
    t.upper.assign(problem.upper().begin(), problem.upper().end());
    t.upper.insert(t.upper.end(), problem.row_upper().begin(), problem.row_upper().end());
    t.value.assign(simplex.primal().begin(), simplex.primal().end());
    t.value.insert(t.value.end(), simplex.row_activity().begin(), simplex.row_activity().end());
    t.reduced.assign(simplex.reduced_costs().begin(), simplex.reduced_costs().end());
    t.reduced.insert(t.reduced.end(), simplex.dual().begin(), simplex.dual().end());
    t.limits.resize(static_cast<std::size_t>(total));
    // Nonbasic variables sit at their sides, and no reduced cost has the wrong sign. Basic ones
    // stay where that puts them, which may be beyond a bound by less than the tolerance.
    for (std::int32_t j = 0; j < total; ++j) {
        double& d = t.reduced[j];
        switch (t.status[j]) {
            case BasisStatus::basic:
                d = 0;
                break;
            case BasisStatus::at_lower:
                t.value[j] = t.lower[j];
                if (!t.is_fixed(j)) d = std::max(d, 0.0);
                break;
            case BasisStatus::at_upper:
                t.value[j] = t.upper[j];
                if (!t.is_fixed(j)) d = std::min(d, 0.0);
                break;
            case BasisStatus::free_zero:
                if (j < n) t.value[j] = 0;
                d = 0;
                break;
        }
    }
}

// One row of the tableau: alpha over all nonbasic variables that it touches.
class TableauRow {
  public:
    TableauRow(const Problem& problem, const TableauSweep& t)
        : problem_(problem),
          t_(t),
          alpha_(static_cast<std::size_t>(problem.columns()), 0.0),
          terms_(alpha_.size(), 0.0) {}

    template <class Visit>
    void visit(const std::vector<double>& rho, Visit&& see) {
        const std::int32_t n = problem_.columns();
        for (std::int32_t i = 0; i < problem_.rows(); ++i) {
            const double r = rho[i];
            if (r == 0) continue;
            for (std::int64_t k = problem_.row_start()[i]; k < problem_.row_start()[i + 1]; ++k) {
                const std::int32_t j = problem_.index()[k];
                if (terms_[j] == 0) touched_.push_back(j);
                const double term = r * problem_.value()[k];
                alpha_[j] += term;
                terms_[j] += std::fabs(term);
            }
            if (t_.status[n + i] != BasisStatus::basic) see(n + i, -r);
        }
        for (const std::int32_t j : touched_) {
            if (t_.status[j] != BasisStatus::basic &&
                std::fabs(alpha_[j]) > cancellation * terms_[j])
                see(j, alpha_[j]);
            alpha_[j] = terms_[j] = 0;
        }
        touched_.clear();
    }

  private:
    const Problem& problem_;
    const TableauSweep& t_;
    std::vector<double> alpha_, terms_;
    std::vector<std::int32_t> touched_;
};

struct Pivots {
    Candidate up, down;
};

// The cost of p moves: d_k keeps its sign up to here.
void limit_cost(TableauSweep& t, std::int32_t p, std::int32_t k, double alpha, Pivots& pivots) {
    if (t.is_fixed(k)) return;
    const double size = std::fabs(alpha), step = std::fabs(t.reduced[k]) / size;
    const bool may_rise = t.status[k] != BasisStatus::at_upper;
    const bool may_fall = t.status[k] != BasisStatus::at_lower;
    // d_k - delta alpha < 0 lets z_k rise, > 0 lets it fall.
    Limits& own = t.limits[p];
    const bool rises = alpha > 0;  // z_k on entering, if the cost of p has risen
    if (rises ? may_rise : may_fall) pivots.up.offer(own.up, step, k, size, rises);
    if (rises ? may_fall : may_rise) pivots.down.offer(own.down, step, k, size, !rises);
}

// z_k moves: z_p keeps its bounds up to here.
void limit_value(TableauSweep& t, std::int32_t p, std::int32_t k, double alpha, Pivots& pivots) {
    const double size = std::fabs(alpha);
    const double to_lower = std::max(t.value[p] - t.lower[p], 0.0) / size;
    const double to_upper = std::max(t.upper[p] - t.value[p], 0.0) / size;
    Limits& own = t.limits[k];
    const bool falls = alpha > 0;  // z_p, as z_k rises
    const double up = falls ? to_lower : to_upper, down = falls ? to_upper : to_lower;
    if (up < infinity) pivots.up.offer(own.up, up, p, size, !falls);
    if (down < infinity) pivots.down.offer(own.down, down, p, size, falls);
}

}  // namespace

TableauSweep sweep_tableau(const Context& context, const Problem& problem, const Simplex& simplex) {
    TableauSweep t;
    load(problem, simplex, t);
    std::vector<Pivots> pivots(t.limits.size());
    std::vector<double> rho;
    TableauRow row(problem, t);
    for (std::int32_t position = 0; position < problem.rows(); ++position) {
        if (position % rows_between_looks == 0) {
            Progress progress;
            progress.phase = "sensitivity";
            progress.share = static_cast<double>(position) / problem.rows();
            context.report(progress);
        }
        const std::int32_t p = simplex.basic_variable(position);
        simplex.basis_inverse_row(position, rho);
        row.visit(rho, [&](std::int32_t k, double alpha) {
            limit_cost(t, p, k, alpha, pivots[p]);
            limit_value(t, p, k, alpha, pivots[k]);
        });
    }
    return t;
}

}  // namespace tenon::ilp
