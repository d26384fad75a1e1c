#include "models/further_maxima.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "models/chunks.hpp"
#include "models/gaussian.hpp"
#include "tenon/random.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// All corners are tried where rows times columns cubed times their number are no more than this;
// beyond, as many as that allows.
constexpr double most_corner_work = 1e7;
constexpr int drawn_corners = 30;
constexpr std::uint64_t corners_seed = 1;
// How much of the way to the end of the means' range a start goes.
constexpr double share_of_way = 0.9;
// Where a mean is held at a target many times smaller than the others, rounding alone leaves a
// gradient above every tolerance; the step's promise, a share of the likelihood, tells the maximum.
constexpr double invisible_promise = 1e-14;
// Maxima that differ by no more than this share of their size are the same.
constexpr double same_height = 1e-9;
// Least squares of the target over itself: over it and this share of the constant mean.
constexpr double least_share = 0.01;

class MaximumSearch {
  public:
    MaximumSearch(const Context& context, const PredictorFit& fit, VectorXd centre,
                  PredictorResult& best)
        : context_(context),
          data_(fit.data()),
          problem_(fit.make_problem()),
          centre_(std::move(centre)),
          best_(best) {
        if (best_.newton.converged || best_.zero_means > 0)
            heights_.push_back(objective(problem_, best_.newton));
        level_ = predictor(centre_);
        // Without an intercept the start may lie outside; what was reached from it does not.
        if (!(level_ > 0).all()) level_ = predictor(centre_ = best_.newton.theta);
    }

    MaximaCompared run() {
        if (centre_.size() == 0 || !(level_ > 0).all()) return compared();
        try_squares();
        try_corners();
        if (bettered_) polish(context_, problem_, best_.newton);
        return compared();
    }

  private:
    ArrayXd predictor(const VectorXd& theta) const {
        const std::int64_t rows = data_.design.rows(), width = data_.design.width();
        ArrayXd eta(rows);
        for_each_block(
            context_, rows, width, [&](std::int64_t, std::int64_t first, std::int64_t last) {
                eta.segment(first, last - first) =
                    linear_predictor(data_, design_block(data_, first, last), theta, first, last);
            });
        return eta;
    }

    void try_squares() {
        const ArrayXd y = Eigen::Map<const ArrayXd>(data_.target.data(), level_.size());
        const ArrayXd drawn = (y + level_) / 2;
        const VectorXd logs = squares(drawn.log(), ArrayXd::Ones(y.size()));
        const ArrayXd means = predictor(logs).exp();
        try_toward(squares(y, ArrayXd::Ones(y.size())));
        try_toward(squares(y, drawn.square().inverse()));
        try_toward(squares(y, (y + least_share * level_).square().inverse()));
        if (means.isFinite().all()) try_toward(squares(means, means.square().inverse()));
    }

    VectorXd squares(const ArrayXd& values, ArrayXd weights) const {
        if (!data_.weights.empty())
            weights *= Eigen::Map<const ArrayXd>(data_.weights.data(), weights.size());
        const Gaussian gaussian;
        const auto size = static_cast<std::size_t>(values.size());
        const Observations lines{data_.design,           gaussian,     {values.data(), size},
                                 {weights.data(), size}, data_.offset, data_.basis};
        const Likelihood at = evaluate(context_, lines, VectorXd::Zero(centre_.size()));
        return at.hessian.selfadjointView<Eigen::Lower>().ldlt().solve(at.gradient);
    }

    void try_corners() {
        const auto rows = static_cast<double>(data_.design.rows());
        const auto width = static_cast<double>(centre_.size());
        double left = most_corner_work / (rows * width * width * width);
        if (!(left >= 1)) return;
        const MatrixXd v = design_block(data_, 0, data_.design.rows());
        Random random(corners_seed);
        const Eigen::Index columns = centre_.size();
        for (Eigen::Index k = 0; k < 2 * columns + drawn_corners && left >= 1; ++k, --left) {
            VectorXd way = VectorXd::Zero(columns);
            if (k < 2 * columns)
                way(k / 2) = k % 2 == 0 ? 1 : -1;
            else
                for (Eigen::Index j = 0; j < columns; ++j) way(j) = random.normal();
            walk(v, way);
        }
    }

    // From the constant mean along the way until a row's mean is 0, on along what of the way leaves
    // that mean 0, and so on until nothing is left of the way or no mean falls.
    void walk(const MatrixXd& v, VectorXd way) {
        VectorXd at = centre_;
        ArrayXd means = level_;
        MatrixXd faces(way.size(), 0);
        VectorXd targets;
        while (faces.cols() < way.size()) {
            const double length = way.norm();
            const ArrayXd effect = v * way;
            const Room end = room(means, effect);
            if (end.row < 0) return;
            at += end.t * way;
            means = (means + end.t * effect).max(0);
            const Eigen::Index count = faces.cols() + 1;
            faces.conservativeResize(Eigen::NoChange, count);
            faces.col(count - 1) = v.row(end.row).transpose();
            targets.conservativeResize(count);
            targets(count - 1) = data_.target[static_cast<std::size_t>(end.row)];
            const Eigen::LDLT<MatrixXd> gram(faces.transpose() * faces);
            // Small targets reward nothing as much as means that are they.
            const VectorXd met = at + faces * gram.solve(targets - faces.transpose() * at);
            if (met.allFinite() && (predictor(met) > 0).all()) try_from(met);
            try_from(centre_ + share_of_way * (at - centre_));
            way -= faces * gram.solve(faces.transpose() * way);
            if (!(way.norm() > same_height * length)) return;
        }
    }

    struct Room {
        double t = std::numeric_limits<double>::infinity();
        Eigen::Index row = -1;  // none: no mean falls
    };
    // The largest t with means + t effect at least 0, and the row that ends it.
    static Room room(const ArrayXd& means, const ArrayXd& effect) {
        Room found;
        const double least = -same_height * effect.abs().maxCoeff();
        for (Eigen::Index i = 0; i < effect.size(); ++i)
            if (effect(i) < least && means(i) / -effect(i) < found.t)
                found = {means(i) / -effect(i), i};
        return found;
    }

    void try_toward(const VectorXd& theta) {
        if (!theta.allFinite()) return;
        const VectorXd way = theta - centre_;
        try_from(centre_ +
                 std::min(1.0, share_of_way * room(level_, predictor(theta) - level_).t) * way);
    }

    void try_from(VectorXd start) {
        context_.check_cancelled();
        NewtonResult found = newton(context_, problem_, {std::move(start)});
        const double height = objective(problem_, found);
        found.converged |=
            !found.singular && found.promise <= invisible_promise * (1 + std::fabs(height));
        if (!found.converged) return;
        const bool first = heights_.empty();
        const double greatest =
            first ? height : *std::max_element(heights_.begin(), heights_.end());
        heights_.push_back(height);
        if (!first && !(height > greatest + same_height * (1 + std::fabs(greatest)))) return;
        best_ = {.newton = std::move(found), .separation = {}};
        bettered_ = true;
    }

    MaximaCompared compared() {
        std::sort(heights_.begin(), heights_.end());
        MaximaCompared told{static_cast<std::int64_t>(heights_.size()), heights_.empty() ? 0 : 1};
        for (std::size_t i = 1; i < heights_.size(); ++i)
            told.maxima +=
                heights_[i] > heights_[i - 1] + same_height * (1 + std::fabs(heights_[i]));
        return told;
    }

    const Context& context_;
    const Observations& data_;
    const NewtonProblem problem_;
    VectorXd centre_;
    ArrayXd level_;
    PredictorResult& best_;
    std::vector<double> heights_;
    bool bettered_ = false;
};

}  // namespace

bool may_have_several_maxima(const MeanFamily& family) {
    return family.has_dispersion() && family.link() == Link::identity;
}

MaximaCompared seek_greatest_maximum(const Context& context, const PredictorFit& fit,
                                     VectorXd centre, PredictorResult& best) {
    return MaximumSearch(context, fit, std::move(centre), best).run();
}

void note_maxima(LinearModel& model, const MaximaCompared& compared) {
    if (compared.starts == 0) return;
    const std::string starts = std::to_string(compared.starts);
    model.warnings.push_back(
        "under the identity link the likelihood may have several maxima: " +
        (compared.starts == 1   ? std::string("this one was found from one start")
         : compared.maxima == 1 ? starts + " starts led to this one"
                                : "this is the greatest of " + std::to_string(compared.maxima) +
                                      " that " + starts + " starts led to"));
}

}  // namespace tenon::models
