// What a model of classes makes of a block of rows: multinomial (models/softmax.cpp) and ordinal
// (models/proportional_odds.cpp).
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "base/eigen.hpp"
#include "models/likelihood.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

inline constexpr std::int64_t most_classes = 1000;

// Rows of the design in the basis of the fit, with their classes.
struct ClassBlock {
    const Eigen::MatrixXd& v;
    std::span<const double> target;   // 0, 1, ..., one a row
    std::span<const double> weights;  // above 0, one a row; empty: all 1

    Eigen::Index class_of(Eigen::Index row) const {
        return static_cast<Eigen::Index>(target[static_cast<std::size_t>(row)]);
    }
    double weight(Eigen::Index row) const {
        return weights.empty() ? 1 : weights[static_cast<std::size_t>(row)];
    }
};

// Sums over a block of rows: l, gradient and Hessian (lower triangle, of -l).
struct ClassSums {
    double log_likelihood = 0;
    Eigen::VectorXd gradient;
    Eigen::MatrixXd hessian;
};

class ClassRows {
  public:
    virtual ~ClassRows() = default;
    virtual Eigen::Index parameters() const = 0;
    // Fills the sums, which come as zeros; l is -infinity outside the domain.
    virtual void evaluate(const ClassBlock& block, const Eigen::VectorXd& psi,
                          ClassSums& sums) const = 0;
    // dl/dpsi of each row, without its weight; a row for a row.
    virtual Eigen::MatrixXd scores(const ClassBlock& block, const Eigen::VectorXd& psi) const = 0;
    // By how much each row of the block moves away from every border of its class along d: as
    // Margins of models/likelihood.hpp, `ties` counting rows within `bound`.
    virtual void margins(const ClassBlock& block, const Eigen::VectorXd& d, double bound,
                         Margins& out, std::int64_t& ties) const = 0;
};

// Of a design of `columns` columns, the intercept's included.
std::unique_ptr<ClassRows> softmax_rows(std::int64_t columns, std::int64_t classes);
std::unique_ptr<ClassRows> proportional_odds_rows(std::int64_t columns, std::int64_t classes);
std::unique_ptr<ClassRows> make_class_rows(ModelKind kind, std::int64_t columns,
                                           std::int64_t classes);

// Error(data) with the row of a target that is no class below `classes`.
void check_class_codes(std::span<const double> target, std::int64_t classes);

}  // namespace tenon::models
