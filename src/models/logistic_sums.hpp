// What a LogisticPartial holds: the pass it belongs to, and its sums; of a logistic model, of one
// of the families of models/mean_family.hpp, or of a model of classes (models/class_rows.hpp).
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/eigen.hpp"
#include "base/exact_number.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

enum class PassTask : std::uint32_t {
    likelihood = 1,  // l, g, H at a point, and the margins of the point
    margins = 2,     // of a direction
    within = 3,      // rows whose margin along a direction is at most `bound` in size
    expected = 4,    // as likelihood, H the expected information
    measures = 5,    // of the means at a point; see PassMeasure
    classes = 6,     // the weight of each class, among the measures
    // Of residuals, see models/residual_tasks.hpp.
    huber = 7,
    pinball = 8,
    ranks = 9,
    near = 10,
    check = 11,
    density = 12,
    // As likelihood, and among the measures the sum of w e^-margin; see models/path_passes.cpp.
    penalised = 13,
    // The gradient of Jeffreys' prior, among the measures; see models/jeffreys.hpp.
    jeffreys = 14,
    // The same, then its second derivatives as two sums, the lower triangle of the first.
    bent_jeffreys = 15,
};
// Columns up to which that is asked for.
inline constexpr std::int64_t most_bent_width = 24;

// Places in LogisticSums::measures: sums of w times the deviance, Pearson's (y - mu)^2 / V, the
// mean, the log-likelihood at the plan's dispersion with all constants, and its slope by ln
// dispersion (Tweedie only).
enum class PassMeasure : std::size_t { deviance, pearson, mean, log_likelihood, slope, count };

// Whose likelihood it is.
struct PassFamily {
    ModelKind kind = ModelKind::logistic;
    Link link = Link::logit;
    // alpha or p, where the family has one; of classes, how many; of Huber's estimate the
    // threshold.
    double shape = 0;
    // Of measures; 0: no log-likelihood is asked for. Of Huber's estimate the scale.
    double dispersion = 0;

    bool of_classes() const { return kind == ModelKind::multinomial || kind == ModelKind::ordinal; }
    bool operator==(const PassFamily&) const = default;
};

// Where a pass stands. All of it goes into the bytes, so that a worker needs nothing else.
struct PassPlan {
    std::vector<std::string> names;  // of the features, in the order of the slices
    bool intercept = true;
    std::vector<std::int64_t> kept;       // features of the design columns behind the intercept
    std::vector<double> inverse, centre;  // of the kept features, as in models/design.hpp
    std::vector<double> basis;            // k by k, column after column; or empty
    PassTask task = PassTask::likelihood;
    std::vector<double> point;  // theta, or the direction
    double bound = 0;
    PassFamily family = {};
    // Of a target that is scaled as the features are.
    double target_inverse = 1, target_centre = 0;
    std::vector<double> marks;    // of ranks, ascending
    std::vector<double> earlier;  // of check, the point around which `bound` was
    std::vector<double> root;     // of both jeffreys, L with L L' = I, column after column

    bool has_hessian() const {
        return task == PassTask::likelihood || task == PassTask::expected ||
               task == PassTask::penalised || task == PassTask::huber ||
               task == PassTask::pinball || task == PassTask::density;
    }
    bool of_residuals() const { return task >= PassTask::huber && task <= PassTask::density; }
    // Models of classes have them of directions only.
    bool has_margins() const {
        if (family.kind == ModelKind::linear) return false;
        return !family.of_classes() || task == PassTask::margins || task == PassTask::within;
    }
    std::int64_t width() const {
        return static_cast<std::int64_t>(kept.size()) + (intercept ? 1 : 0);
    }
    // Of a point.
    std::int64_t parameters() const;
    std::int64_t measures() const;
    bool operator==(const PassPlan&) const = default;
};

// Rows that are kept as they are, in ascending order, each once with how often it came: so they do
// not tell in what order they were added.
struct NearRows {
    std::int64_t width = 0;      // numbers a row
    std::vector<double> values;  // row after row
    std::vector<std::int64_t> times;

    std::int64_t count() const { return static_cast<std::int64_t>(times.size()); }
    // Of rows in any order, into one list.
    void take(std::vector<double> rows);
    void merge(const NearRows& other);
};

struct LogisticSums {
    PassPlan plan;
    std::int64_t rows = 0;  // with a weight above 0
    std::int64_t within =
        0;  // of them, see PassTask; of measures: with a target that is no integer
    bool overflowed = false;  // a block's sums were not finite: the point is out of reach
    double least = std::numeric_limits<double>::infinity();  // of the margins
    double most = -std::numeric_limits<double>::infinity();
    ExactNumber log_likelihood;
    std::vector<ExactNumber> gradient;  // one a parameter
    std::vector<ExactNumber> hessian;   // lower triangle, column after column
    std::vector<ExactNumber> measures;
    std::vector<std::int64_t> cells;  // of ranks
    NearRows near;

    explicit LogisticSums(PassPlan the_plan);
    // Of a block; `hessian` has its lower triangle. Sums that are not finite count as overflow.
    void add(double value, const Eigen::VectorXd& block_gradient,
             const Eigen::MatrixXd& block_hessian);
    // Of the same plan.
    void merge(const LogisticSums& other);
};

}  // namespace tenon::models
