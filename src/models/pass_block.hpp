// One slice of rows as a pass sees it, block after block.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/eigen.hpp"
#include "models/class_rows.hpp"
#include "models/design.hpp"
#include "models/family.hpp"
#include "models/logistic_sums.hpp"

namespace tenon::models {

inline constexpr std::int64_t pass_block_rows = 512;
// e^-margin is summed as if no margin lay below minus this.
inline constexpr double most_misfit_exponent = 500;

class PassBlock {
  public:
    // Shapes and values are checked; all that is given outlives this.
    PassBlock(const PassPlan& plan, const MatrixView& features, std::span<const double> target,
              std::span<const double> weights, std::span<const double> offset);
    // Adds rows [first, last).
    void add(std::int64_t first, std::int64_t last, LogisticSums& sums) const;

  private:
    void add_likelihood(const Eigen::ArrayXd& y, const Eigen::ArrayXd& w, Eigen::MatrixXd& v,
                        const Eigen::ArrayXd& eta, LogisticSums& sums) const;
    void add_measures(std::int64_t first, const Eigen::ArrayXd& w, const Eigen::ArrayXd& eta,
                      LogisticSums& sums) const;

    void add_prior(const Eigen::ArrayXd& w, const Eigen::MatrixXd& v, const Eigen::ArrayXd& eta,
                   LogisticSums& sums) const;
    static void add_misfit(const Eigen::ArrayXd& w, const Eigen::ArrayXd& margin,
                           LogisticSums& sums);
    void add_classes(std::int64_t first, const Eigen::MatrixXd& v, LogisticSums& sums) const;
    void add_target(std::int64_t first, const Eigen::MatrixXd& v, LogisticSums& sums) const;
    // Rows of the block that are of the fit.
    std::vector<Eigen::Index> counted(std::int64_t first, std::int64_t rows) const;

    const PassPlan& plan_;
    Design design_;
    std::span<const double> target_, weights_, offset_;
    Eigen::MatrixXd basis_, root_;
    Eigen::VectorXd point_;
    std::unique_ptr<Family> family_;  // one of the two
    std::unique_ptr<ClassRows> classes_;
};

}  // namespace tenon::models
