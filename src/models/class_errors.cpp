// The sandwich of models/score_errors.hpp for several classes: the score of a row is
// s_i = dl_i/dpsi, W W' = (H + P)^-1 the observed information's, and
//
//     M = sum_i w_i s_i s_i' times 1 (hc0), n/(n-k) (hc1),  or  c sum_g u_g u_g',
//     u_g = sum_(i in g) w_i s_i
//
// A row has a leverage for every pair of classes and not one number, so hc2 and hc3 are not
// defined.
#include <algorithm>
#include <cmath>

#include "models/chunks.hpp"
#include "models/class_fit.hpp"
#include "models/score_errors.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

class ClassScores {
  public:
    ClassScores(const ClassData& data, const ClassRows& rows, const ClassResult& result)
        : context_(data.context()),
          rows_(rows),
          psi_(result.psi),
          cluster_(data.options().errors == ErrorKind::cluster),
          scatter_(data.options().errors, psi_.size()) {}

    void add(const Observations& data, std::span<const std::int64_t> clusters) {
        scatter_.count(data.weights, data.design.rows());
        if (cluster_)
            add_clusters(data, clusters);
        else
            add_rows(data);
    }
    RobustErrors finish(const MatrixXd& w, double effective) {
        return scatter_.finish(w, effective);
    }

  private:
    MatrixXd scores(const Observations& data, std::int64_t first, std::int64_t last) const {
        const auto at = static_cast<std::size_t>(first);
        const MatrixXd v = design_block(data, first, last);
        MatrixXd s = rows_.scores(
            {v, data.target.subspan(at, static_cast<std::size_t>(last - first)), {}}, psi_);
        if (data.weights.empty()) return s;
        Eigen::ArrayXd w =
            Eigen::Map<const Eigen::ArrayXd>(data.weights.data() + first, last - first);
        if (!cluster_) w = w.sqrt();
        s.array().colwise() *= w;
        return s;
    }
    void add_rows(const Observations& data) {
        const std::int64_t rows = data.design.rows(), width = psi_.size();
        const std::int64_t chunks = chunk_count(rows, width);
        const Charge charge(context_, 2 * chunks * width * width * 8);
        std::vector<CompensatedMatrix> partial(static_cast<std::size_t>(chunks),
                                               CompensatedMatrix(width, width));
        for_each_block(context_, rows, width,
                       [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                           MatrixXd product = MatrixXd::Zero(width, width);
                           product.selfadjointView<Eigen::Lower>().rankUpdate(
                               scores(data, first, last).transpose());
                           partial[static_cast<std::size_t>(chunk)].add(product);
                       });
        for (const CompensatedMatrix& part : partial) scatter_.merge(part);
    }
    void add_clusters(const Observations& data, std::span<const std::int64_t> clusters) {
        const std::int64_t rows = data.design.rows(), step = block_rows(psi_.size());
        for (std::int64_t first = 0; first < rows; first += step)
            scatter_.add_clusters(context_, scores(data, first, std::min(rows, first + step)),
                                  clusters.subspan(static_cast<std::size_t>(first)));
    }

    const Context& context_;
    const ClassRows& rows_;
    const VectorXd& psi_;
    bool cluster_;
    ScoreScatter scatter_;
};

}  // namespace

void check_class_errors(ErrorKind kind) {
    check_errors(kind, {}, -1);
    if (kind == ErrorKind::hc2 || kind == ErrorKind::hc3)
        throw Error(Status::argument,
                    std::string(error_kind_name(kind)) +
                        " divides by what a row's leverage leaves, and in a model of several "
                        "classes a row has no single leverage; use hc0, hc1 or clusters",
                    {.argument = "errors"});
}

RobustErrors class_errors(const ClassData& data, const ClassLikelihood& likelihood,
                          const ClassResult& result) {
    ClassScores scores(data, likelihood.rows(), result);
    const Observations& whole = data.fit().data();
    if (data.source())
        visit_source(whole, data.options().errors, *data.source(),
                     [&](const Observations& slice, const RowBlock& block) {
                         scores.add(slice, block.clusters);
                     });
    else
        scores.add(whole, data.clusters());
    return scores.finish(result.root, likelihood.effective(result.root));
}

}  // namespace tenon::models
