// What multinomial and ordinal regression share: the ranked design, Newton's method over all
// parameters at once, the search for separation, and the table of coefficients.
//
// The parameters psi are those of the kept columns, in the basis of models/predictor_fit.hpp; a raw
// number of the table is a'psi for a direction a and has the variance |W'a|^2, W W' = H^-1.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/eigen.hpp"
#include "models/class_rows.hpp"
#include "models/gaussian.hpp"
#include "models/partial_design.hpp"
#include "models/predictor_fit.hpp"
#include "models/row_passes.hpp"
#include "models/score_errors.hpp"
#include "tenon/class_model.hpp"
#include "tenon/row_extras.hpp"

namespace tenon::models {

class ClassData {
  public:
    // Checks everything; errors as fit_multinomial.
    ClassData(const Context& context, const MatrixView& features, std::span<const double> target,
              std::span<const std::string> names, const ClassModelOptions& options,
              const RowExtras& extras, const char* phase);
    // Of rows that are elsewhere, visited by `pass`, and for robust errors once more from `source`;
    // borrows all three.
    ClassData(const Context& context, const LinearSums& first, const LogisticPass& pass,
              const ScoreSource* source, const ClassModelOptions& options, ModelKind kind,
              const char* phase);
    ClassData(const ClassData&) = delete;
    ClassData& operator=(const ClassData&) = delete;

    const Context& context() const { return context_; }
    const ClassModelOptions& options() const { return options_; }
    const PredictorFit& fit() const { return fit_; }
    const Design& design() const { return design_; }
    std::int64_t classes() const { return static_cast<std::int64_t>(shares_.size()); }
    const std::vector<double>& shares() const { return shares_; }  // of the total weight, a class
    double total_weight() const { return rows_.total_weight(); }
    // Rows [first, first + the rows of v).
    ClassBlock block(const Eigen::MatrixXd& v, std::int64_t first) const;
    // Null where the rows are in memory.
    const PartialPasses* passes() const { return passes_ ? &*passes_ : nullptr; }
    const ScoreSource* source() const { return source_; }
    std::span<const std::int64_t> clusters() const { return rows_.clusters(); }
    double null_log_likelihood() const;

  private:
    const Context& context_;
    ClassModelOptions options_;
    const ScoreSource* source_ = nullptr;
    FitRows rows_;
    std::optional<PartialDesign> partial_;
    std::optional<PartialPasses> passes_;
    Design design_;
    Gaussian columns_only_;
    PredictorFit fit_;
    std::vector<double> shares_;
};

// What the fit asks of a model of classes beside its sums over rows.
class ClassLikelihood {
  public:
    explicit ClassLikelihood(std::unique_ptr<ClassRows> rows) : rows_(std::move(rows)) {}
    virtual ~ClassLikelihood() = default;
    const ClassRows& rows() const { return *rows_; }
    Eigen::Index parameters() const { return rows_->parameters(); }
    // Penalty matrix, and the gradient by features of unit spread.
    virtual Eigen::MatrixXd penalty() const = 0;
    // parameters() - tr(P W W'): what the penalty leaves of them; NaN where W is empty and P is
    // not.
    double effective(const Eigen::MatrixXd& root) const;
    virtual Eigen::VectorXd scaled_gradient(const Eigen::VectorXd& gradient) const = 0;
    // |growth| of each kept column along d, for features of unit spread.
    virtual Eigen::VectorXd growth(const Eigen::VectorXd& d) const = 0;

  private:
    std::unique_ptr<ClassRows> rows_;
};

struct ClassResult {
    Eigen::VectorXd psi;
    double log_likelihood = 0;
    double gradient_norm = 0;
    std::int64_t iterations = 0;
    bool converged = false;
    Eigen::MatrixXd root;                // W; empty if H is singular
    std::optional<RobustErrors> robust;  // where they are not classical
    SeparationFinding separation;
};

ClassResult fit_classes(const ClassData& data, const ClassLikelihood& likelihood,
                        Eigen::VectorXd start);

// Error(argument): a kind that is not known, or not defined for several classes.
void check_class_errors(ErrorKind kind);
// Of those that are not classical.
RobustErrors class_errors(const ClassData& data, const ClassLikelihood& likelihood,
                          const ClassResult& result);

// The raw number a'psi as a table entry; no error if it runs away.
Coefficient class_coefficient(const ClassData& data, const ClassResult& result,
                              const std::string& name, const Eigen::VectorXd& direction, bool away);
// Kept columns whose coefficients run away.
std::vector<bool> class_columns_away(const ClassLikelihood& likelihood, const ClassResult& result);

// Summary, flags and warnings.
void conclude_classes(const ClassData& data, const ClassLikelihood& likelihood,
                      const ClassResult& result, ModelKind kind, ClassModel& model);

}  // namespace tenon::models
