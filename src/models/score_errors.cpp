#include "models/score_errors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "models/chunks.hpp"
#include "models/row_passes.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;

// A row whose leverage is within its own rounding of 1 is fitted exactly: 0/0 in hc2 and hc3.
constexpr double decisive_roundings = 64;

}  // namespace

// What a block of rows brings: V, the weights of its scores, and the m_i.
struct ScoreSums::Block {
    MatrixXd v;
    ArrayXd score, middle;
    std::int64_t decisive = -1;
};

ScoreSums::ScoreSums(const PredictorFit& fit, const PredictorResult& result, ErrorKind kind)
    : theta_(result.newton.theta), kind_(kind), scatter_(kind, theta_.size()) {
    const Grid<double> expected = fit.covariance_root(result.newton);
    effective_ = fit.effective(expected);
    if (expected.rows > 0) root_ = expected_ = matrix_of(expected);
    if (root_.size() > 0 && !fit.data().family.canonical()) {
        const Grid<double> root = fit.covariance_root(result.newton, Information::observed);
        root_ = root.rows > 0 ? MatrixXd(matrix_of(root)) : MatrixXd();
    }
}

ScoreSums::Block ScoreSums::weigh(const Observations& data, std::span<const double> repeats,
                                  std::int64_t first, std::int64_t last) const {
    const auto part = [&](std::span<const double> values) {
        return values.empty()
                   ? ArrayXd(ArrayXd::Ones(last - first))
                   : ArrayXd(Eigen::Map<const ArrayXd>(values.data() + first, last - first));
    };
    Block block;
    block.v = design_block(data, first, last);
    const ArrayXd eta = linear_predictor(data, block.v, theta_, first, last);
    RowTerms terms(last - first);
    data.family.evaluate(Eigen::Map<const ArrayXd>(data.target.data() + first, last - first), eta,
                         Information::expected, terms);
    const ArrayXd weight = part(data.weights);
    const ArrayXd times = repeats.empty() ? weight : part(repeats);
    const ArrayXd share = (times > 0).select(weight / times.max(std::numeric_limits<double>::min()),
                                             ArrayXd::Zero(last - first));
    block.score = weight * terms.residual;
    block.middle = times * (share * terms.residual).square();
    if (kind_ != ErrorKind::hc2 && kind_ != ErrorKind::hc3) return block;
    const ArrayXd leverage =
        share * terms.curvature * (block.v * expected_).rowwise().squaredNorm().array();
    for (Index i = 0; i < leverage.size(); ++i) {
        const double left = 1 - leverage(i);
        if (!(left > decisive_roundings * std::numeric_limits<double>::epsilon()) &&
            block.decisive < 0)
            block.decisive = first + i;
        block.middle(i) /= kind_ == ErrorKind::hc2 ? left : left * left;
    }
    return block;
}

void ScoreSums::add_rows(const Context& context, const Observations& data,
                         std::span<const double> repeats) {
    const std::int64_t rows = data.design.rows(), width = theta_.size();
    const std::int64_t chunks = chunk_count(rows, width);
    const Charge charge(context, 2 * chunks * width * width * 8);
    std::vector<CompensatedMatrix> partial(static_cast<std::size_t>(chunks),
                                           CompensatedMatrix(width, width));
    std::vector<std::int64_t> decisive(partial.size(), -1);
    for_each_block(context, rows, width,
                   [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                       const auto at = static_cast<std::size_t>(chunk);
                       Block block = weigh(data, repeats, first, last);
                       if (decisive[at] < 0) decisive[at] = block.decisive;
                       block.v.array().colwise() *= block.middle.sqrt();
                       MatrixXd product = MatrixXd::Zero(width, width);
                       product.selfadjointView<Eigen::Lower>().rankUpdate(block.v.transpose());
                       partial[at].add(product);
                   });
    for (std::size_t c = 0; c < partial.size(); ++c) {
        scatter_.merge(partial[c]);
        if (decisive_row_ < 0 && decisive[c] >= 0) decisive_row_ = seen_ + decisive[c];
    }
}

void ScoreSums::add_clusters(const Context& context, const Observations& data,
                             std::span<const double> repeats,
                             std::span<const std::int64_t> clusters) {
    const std::int64_t rows = data.design.rows(), step = block_rows(theta_.size());
    for (std::int64_t first = 0; first < rows; first += step) {
        Block block = weigh(data, repeats, first, std::min(rows, first + step));
        block.v.array().colwise() *= block.score;
        scatter_.add_clusters(context, block.v, clusters.subspan(static_cast<std::size_t>(first)));
    }
}

void ScoreSums::add(const Context& context, const Observations& data,
                    std::span<const double> repeats, std::span<const std::int64_t> clusters) {
    if (root_.size() == 0 || data.design.rows() == 0) return;
    scatter_.count(repeats.empty() ? data.weights : repeats, data.design.rows());
    if (kind_ == ErrorKind::cluster)
        add_clusters(context, data, repeats, clusters);
    else
        add_rows(context, data, repeats);
    seen_ += data.design.rows();
}

RobustErrors ScoreSums::finish() {
    return scatter_.finish(root_, effective_, decisive_row_);
}

RobustErrors errors_of_rows(const Context& context, const PredictorFit& fit,
                            const PredictorResult& result, ErrorKind kind, const FitRows& rows) {
    ScoreSums sums(fit, result, kind);
    sums.add(context, fit.data(), rows.repeats(), rows.clusters());
    return sums.finish();
}

void visit_source(const Observations& whole, ErrorKind kind, const ScoreSource& source,
                  const std::function<void(const Observations&, const RowBlock&)>& visit) {
    std::int64_t rows = 0;
    std::vector<double> weights, ones;
    rewind(source.rows);
    const ClassFactors& factors = source.factors;
    for (RowBlock block; source.rows.next(block); block = {}) {
        check_errors(kind, block.clusters, block.features.rows);
        Design slice = whole.design;
        slice.features = block.features;
        if (block.weights.empty()) {
            ones.assign(block.target.size(), 1.0);
            block.weights = ones;
        }
        weights.assign(block.weights.begin(), block.weights.end());
        if (factors.negative != 1 || factors.positive != 1)
            for (std::size_t i = 0; i < weights.size(); ++i)
                weights[i] *= block.target[i] == 1 ? factors.positive : factors.negative;
        visit({slice, whole.family, block.target, weights, block.offset, whole.basis}, block);
        rows += block.features.rows - std::count(weights.begin(), weights.end(), 0.0);
    }
    if (rows != whole.design.rows())
        throw Error(Status::data,
                    "the last pass brought " + std::to_string(rows) + " rows, the first had " +
                        std::to_string(whole.design.rows()) +
                        ": every pass must bring the same rows",
                    {.argument = "source"});
}

RobustErrors errors_of_source(const Context& context, const PredictorFit& fit,
                              const PredictorResult& result, ErrorKind kind,
                              const ScoreSource& source) {
    ScoreSums sums(fit, result, kind);
    visit_source(fit.data(), kind, source, [&](const Observations& data, const RowBlock& block) {
        sums.add(context, data, block.weights, block.clusters);
    });
    return sums.finish();
}

void refuse_without_source(ErrorKind kind, const ScoreSource* source) {
    if (kind == ErrorKind::classical || source) return;
    throw Error(Status::argument,
                "robust errors need the rows once more, which a partial does not have: fit over a "
                "source of blocks, or take classical ones",
                {.argument = "errors"});
}

void check_errors(ErrorKind kind, std::span<const std::int64_t> clusters, std::int64_t rows) {
    const auto refuse = [](const char* argument, const std::string& message) {
        throw Error(Status::argument, message, {.argument = argument});
    };
    if (kind < ErrorKind::classical || kind > ErrorKind::cluster)
        refuse("errors", "the kind of standard errors is not known");
    if (rows < 0) return;
    if (!clusters.empty() && static_cast<std::int64_t>(clusters.size()) != rows)
        refuse("clusters", std::to_string(clusters.size()) + " clusters for " +
                               std::to_string(rows) + " rows; give one a row");
    if (kind == ErrorKind::cluster && clusters.empty())
        refuse("clusters", "errors by cluster need the cluster of every row");
}

void note_errors(LinearModel& model, const RobustErrors& errors, const FitRows& rows) {
    model.summary.errors = errors.kind;
    model.summary.clusters = errors.clusters;
    if (errors.decisive_row < 0) return;
    model.warnings.push_back(
        "row " + std::to_string(rows.row_of_caller(errors.decisive_row)) +
        " has leverage 1: it alone decides a coefficient and leaves no residual, so there are no " +
        std::string(error_kind_name(errors.kind)) +
        " errors; use hc1, or leave out the feature that only this row has");
}

}  // namespace tenon::models
