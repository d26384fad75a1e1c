// The vertex at which the sum of quantile regression is least, with its dual as proof.
// In orthonormal coordinates c. A vertex is the plane through k rows h (the basis): c = U_h^-1 y_h.
// With a_i = q for r_i > 0 and q - 1 for r_i < 0 of the other rows, a_h = -U_h^-T sum_(i not in h)
// a_i u_i makes U'a = 0; the vertex is optimal if q - 1 <= a_h <= q, and then y'a equals the sum.
// Else the basic row j with the largest violation leaves: along d = +-U_h^-1 e_j the sum falls at
// the rate of the violation, and each breakpoint t_i = r_i / (u_i'd) that is passed takes |u_i'd|
// from that rate; the row at which it would turn enters.
#pragma once

#include <cstdint>
#include <vector>

#include "base/eigen.hpp"
#include "tenon/context.hpp"

namespace tenon::models {

// Below this a dual is within its bounds: rounding of a_h at the condition of a basis.
inline constexpr double dual_slack = 1e-9;

// |row i of m| |terms|, for m as doubles column after column.
double sizes_of_row(const double* m, Eigen::Index rows, Eigen::Index i,
                    const Eigen::VectorXd& terms);

class QuantileVertex {
  public:
    // Borrows U (full rank) and y. `spread`: the size of the targets that ties are broken against.
    QuantileVertex(const Context& context, const Eigen::MatrixXd& u, const Eigen::VectorXd& y,
                   double quantile, double spread);

    // From the rows nearest to a plane with residuals r along edges to the least sum. False where
    // the rows do not span.
    bool run(const Eigen::VectorXd& r, std::int64_t most_pivots);

    const Eigen::VectorXd& c() const { return c_; }
    const Eigen::VectorXd& residuals() const { return r_; }  // 0 on the plane
    const Eigen::VectorXd& dual() const { return a_; }       // one a row, within its bounds
    bool optimal() const { return optimal_; }
    std::int64_t pivots() const { return pivots_; }
    // Where the residual of every row u is rounded by up to |u|'terms, it is by up to |u|'result
    // beside the computed plane, which goes through such rows.
    Eigen::VectorXd rounding(const Eigen::VectorXd& terms) const;

  private:
    double dual_of(double r) const { return r < 0 ? q_ - 1 : q_; }
    void perturb();
    bool choose_basis(const Eigen::VectorXd& r);
    void factor();
    Eigen::VectorXd others() const;
    bool pivot();
    void exchange(Eigen::Index leaving, Eigen::Index entering, const Eigen::VectorXd& d,
                  double length, const Eigen::VectorXd& along);
    void settle();

    const Context& context_;
    const Eigen::MatrixXd& u_;
    const Eigen::VectorXd& given_;
    double q_, spread_;
    Eigen::VectorXd y_, c_, r_, a_;
    Eigen::MatrixXd inverse_;
    std::vector<Eigen::Index> basis_;
    std::vector<bool> basic_;
    std::int64_t pivots_ = 0;
    bool optimal_ = false;
};

}  // namespace tenon::models
