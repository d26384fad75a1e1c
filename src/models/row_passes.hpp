// Rows that are elsewhere, as fits see them: every sum over them is a pass that fills a partial.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/class_rows.hpp"
#include "models/likelihood.hpp"
#include "models/linear_sums.hpp"
#include "models/logistic_sums.hpp"
#include "models/partial_design.hpp"
#include "models/ranked.hpp"
#include "tenon/logistic_partial.hpp"

namespace tenon::models {

// Sums over the rows at some means; see PassMeasure.
struct PassMeasures {
    double deviance = 0, pearson = 0, mean = 0, log_likelihood = 0, slope = 0;
    std::int64_t fractions = 0;  // rows whose target is no integer
};

// The partial of all rows under a plan. Error(argument) or Error(data) where the pass brings
// another partial, or other rows than the first.
LogisticPartial run_pass(const Context& context, const LinearSums& first, const LogisticPass& pass,
                         PassPlan plan);
// The partials of the rows of every fold, filled in one pass; errors as above.
std::vector<LogisticPartial> run_passes(const Context& context,
                                        std::span<const LinearPartial> first, const FoldPass& pass,
                                        const PassPlan& plan);
// The weight of the rows of class 1. Error(data) for a target that is not 0 or 1.
double weight_of_ones(const LinearSums& sums);
// Gradient and Hessian, both triangles, of a partial that has not overflowed.
void take_derivatives(const LogisticSums& sums, Eigen::VectorXd& gradient,
                      Eigen::MatrixXd& hessian);
// Names, scales and centres of the columns of a design that are kept.
PassPlan plan_of_columns(const LinearSums& first, const Design& kept);

class PartialPasses final : public RowPasses {
  public:
    // Borrows what it is given.
    PartialPasses(const LinearSums& first, double total_weight, const LogisticPass& pass,
                  const PassFamily& family = {})
        : first_(first), total_weight_(total_weight), pass_(pass), family_(family) {}

    double total_weight() const override { return total_weight_; }
    Likelihood evaluate(const Context& context, const Observations& data,
                        const Eigen::VectorXd& theta, Information information) const override;
    // The margins of a point come with its likelihood.
    Margins margins(const Context& context, const Observations& data,
                    const Eigen::VectorXd& d) const override;
    std::int64_t rows_within(const Context& context, const Observations& data,
                             const Eigen::VectorXd& d, double bound) const override;
    JeffreysTerms jeffreys_terms(const Context& context, const Observations& data,
                                 const Eigen::VectorXd& theta,
                                 const Eigen::MatrixXd& l) const override;
    // dispersion 0: without log-likelihood. NaN where a sum is not finite.
    PassMeasures measure(const Context& context, const Observations& data,
                         const Eigen::VectorXd& theta, double dispersion) const;

    // Of a model of classes: the weight of each, the sums at psi (a log-likelihood of -infinity
    // outside the domain), and the margins along d with the rows within `bound`.
    std::vector<double> class_weights(const Context& context, const Observations& data) const;
    ClassSums evaluate_classes(const Context& context, const Observations& data,
                               const Eigen::VectorXd& psi) const;
    Margins class_margins(const Context& context, const Observations& data,
                          const Eigen::VectorXd& d, double bound, std::int64_t& ties) const;

  private:
    PassPlan plan_of(const Observations& data, PassTask task, const Eigen::VectorXd& point) const;
    LogisticPartial run(const Context& context, PassPlan plan) const;

    const LinearSums& first_;
    double total_weight_;
    const LogisticPass& pass_;
    PassFamily family_;
    mutable Eigen::VectorXd seen_;  // the last point whose likelihood was asked for
    mutable Margins seen_margins_;
};

// Errors: argument (nothing to fit), data (no rows).
void check_first_pass(const LinearSums& first, bool intercept);
// Which columns are kept, as for rows in memory.
Ranked rank_partial(const Context& context, const PartialDesign& partial, double l2);

// Back to the first row. Error(argument): that cannot be.
void rewind(const RowSource& source);
// The partial of all rows of a source. Rows in errors count from the first of the source.
LinearPartial first_pass(const Context& context, const RowSource& source,
                         std::span<const std::string> names);
// Goes back to the first row and adds all rows to the partial.
LogisticPass later_pass(const Context& context, const RowSource& source);

}  // namespace tenon::models
