// What multinomial and ordinal regression share: the ranked design, Newton's method over all
// parameters at once, the search for separation, and the table of coefficients.
//
// The parameters psi are those of the kept columns, in the basis of models/predictor_fit.hpp; a raw
// number of the table is a'psi for a direction a and has the variance |W'a|^2, W W' = H^-1.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/eigen.hpp"
#include "models/gaussian.hpp"
#include "models/predictor_fit.hpp"
#include "tenon/class_model.hpp"
#include "tenon/row_extras.hpp"

namespace tenon::models {

class ClassData {
  public:
    // Checks everything; errors as fit_multinomial.
    ClassData(const Context& context, const MatrixView& features, std::span<const double> target,
              std::span<const std::string> names, const ClassModelOptions& options,
              const RowExtras& extras, const char* phase);
    ClassData(const ClassData&) = delete;
    ClassData& operator=(const ClassData&) = delete;

    const Context& context() const { return context_; }
    const ClassModelOptions& options() const { return options_; }
    const PredictorFit& fit() const { return fit_; }
    const Design& design() const { return design_; }
    std::int64_t classes() const { return static_cast<std::int64_t>(shares_.size()); }
    const std::vector<double>& shares() const { return shares_; }  // of the total weight, a class
    double total_weight() const { return rows_.total_weight(); }
    double weight(std::int64_t row) const {
        return rows_.weights().empty() ? 1 : rows_.weights()[static_cast<std::size_t>(row)];
    }
    std::int64_t target(std::int64_t row) const {
        return static_cast<std::int64_t>(rows_.target()[static_cast<std::size_t>(row)]);
    }
    double null_log_likelihood() const;

  private:
    const Context& context_;
    ClassModelOptions options_;
    FitRows rows_;
    std::vector<double> shares_;
    Design design_;
    Gaussian columns_only_;
    PredictorFit fit_;
};

// Sums over a block of rows: l, gradient and Hessian (lower triangle, of -l).
struct ClassSums {
    double log_likelihood = 0;
    Eigen::VectorXd gradient;
    Eigen::MatrixXd hessian;
};

// How a model of classes sees a block of rows.
class ClassLikelihood {
  public:
    virtual ~ClassLikelihood() = default;
    virtual Eigen::Index parameters() const = 0;
    // Fills the sums, which come as zeros; l is -infinity outside the domain.
    virtual void evaluate(const Eigen::MatrixXd& v, std::int64_t first, const Eigen::VectorXd& psi,
                          ClassSums& sums) const = 0;
    // By how much each row of the block moves away from every border of its class along d: as
    // Margins of models/likelihood.hpp, `ties` counting rows within `bound`.
    virtual void margins(const Eigen::MatrixXd& v, std::int64_t first, const Eigen::VectorXd& d,
                         double bound, Margins& out, std::int64_t& ties) const = 0;
    // Penalty matrix, and the gradient by features of unit spread.
    virtual Eigen::MatrixXd penalty() const = 0;
    virtual Eigen::VectorXd scaled_gradient(const Eigen::VectorXd& gradient) const = 0;
    // |growth| of each kept column along d, for features of unit spread.
    virtual Eigen::VectorXd growth(const Eigen::VectorXd& d) const = 0;
};

struct ClassResult {
    Eigen::VectorXd psi;
    double log_likelihood = 0;
    double gradient_norm = 0;
    std::int64_t iterations = 0;
    bool converged = false;
    Eigen::MatrixXd root;  // W; empty if H is singular
    SeparationFinding separation;
};

ClassResult fit_classes(const ClassData& data, const ClassLikelihood& likelihood,
                        Eigen::VectorXd start);

// The raw number a'psi as a table entry; no error if it runs away.
Coefficient class_coefficient(const ClassData& data, const ClassResult& result,
                              const std::string& name, const Eigen::VectorXd& direction, bool away);
// Kept columns whose coefficients run away.
std::vector<bool> class_columns_away(const ClassLikelihood& likelihood, const ClassResult& result);

// Summary, flags and warnings.
void conclude_classes(const ClassData& data, const ClassLikelihood& likelihood,
                      const ClassResult& result, ModelKind kind, ClassModel& model);

}  // namespace tenon::models
