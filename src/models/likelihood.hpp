// The log-likelihood of a model with its gradient and Hessian, in one pass over the rows.
//
// With V = A (design, scaled units) or V = A B for a basis B, eta = V theta + offset and the
// family's l, r = dl/deta and c = -d2l/deta2 (models/family.hpp):
//
//     l = sum_i w_i l_i,      g = V' (w r),      H = V' diag(w c) V
//
// Every block of rows is loaded once and leaves l, g and H; blocks are summed in order with
// compensation, so the result is the same for any number of threads.
#pragma once

#include <span>

#include "base/eigen.hpp"
#include "models/design.hpp"
#include "models/family.hpp"

namespace tenon::models {

class RowPasses;

struct Observations {
    const Design& design;
    const Family& family;
    std::span<const double> target;
    std::span<const double> weights = {};  // above 0, one a row; empty: all 1
    std::span<const double> offset = {};   // added to eta, one a row; empty: all 0
    // Empty, or the basis B: V = A B keeps H near the identity where A is ill-conditioned.
    Eigen::MatrixXd basis = {};

    // Not null: the rows are elsewhere, the design holds no data, and every sum below is asked
    // there.
    const RowPasses* passes = nullptr;
    bool rough = false;  // V in doubles throughout (models/basis_block.hpp), for steps on the way

    double total_weight() const;
};

// Rows [first, last) of V, and V theta + offset of them.
Eigen::MatrixXd design_block(const Observations& data, std::int64_t first, std::int64_t last);
Eigen::ArrayXd linear_predictor(const Observations& data, const Eigen::MatrixXd& v,
                                const Eigen::VectorXd& theta, std::int64_t first,
                                std::int64_t last);

struct Likelihood {
    double log_likelihood = 0;
    Eigen::VectorXd gradient;
    Eigen::MatrixXd hessian;  // lower triangle; of -l; empty where it was not asked for
    // Where rows were summed in panels: the sum of w c, and the largest |eta|.
    double curvature = 0, largest_predictor = 0;
    // Second derivatives of Jeffreys' prior, both triangles; empty where they were not asked for.
    Eigen::MatrixXd prior = {};
};

Likelihood evaluate(const Context& context, const Observations& data, const Eigen::VectorXd& theta,
                    Information information = Information::observed);
// l and g alone, for a fraction of the cost where the design is wide; with H where the rows are
// elsewhere.
Likelihood evaluate_gradient(const Context& context, const Observations& data,
                             const Eigen::VectorXd& theta);

// What a direction d does to the rows: m_i = s_i (V d)_i with s_i the open side of row i, and
// -|(V d)_i| where it has none; so a direction that loses nowhere has no m_i below 0.
struct Margins {
    double least = 0, most = 0;  // of m_i
    double largest = 0;          // of |m_i|
};
Margins margins(const Context& context, const Observations& data, const Eigen::VectorXd& d);
// The largest t up to 1 with which theta + t d takes from no row's margin s_i eta_i more than what
// it has above 0, and `fall` beyond. Rows in memory only.
double share_within(const Context& context, const Observations& data, const Eigen::VectorXd& theta,
                    const Eigen::VectorXd& d, double fall);
// Rows with |m_i| <= bound.
std::int64_t rows_within(const Context& context, const Observations& data, const Eigen::VectorXd& d,
                         double bound);

// Sums over rows of Jeffreys' prior, see models/jeffreys.hpp.
struct JeffreysTerms {
    Eigen::VectorXd gradient;
    Eigen::MatrixXd bend, slopes;  // of the second derivatives; empty where they were not asked for
};

// Sums over rows that are read again for each pass, or lie on other machines.
class RowPasses {
  public:
    virtual ~RowPasses() = default;
    virtual double total_weight() const = 0;
    virtual Likelihood evaluate(const Context& context, const Observations& data,
                                const Eigen::VectorXd& theta, Information information) const = 0;
    virtual Margins margins(const Context& context, const Observations& data,
                            const Eigen::VectorXd& d) const = 0;
    virtual std::int64_t rows_within(const Context& context, const Observations& data,
                                     const Eigen::VectorXd& d, double bound) const = 0;
    // Of models/jeffreys.hpp, over all rows; NaN where it is out of range.
    virtual JeffreysTerms jeffreys_terms(const Context& context, const Observations& data,
                                         const Eigen::VectorXd& theta,
                                         const Eigen::MatrixXd& l) const = 0;
};

}  // namespace tenon::models
