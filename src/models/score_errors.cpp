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
using Eigen::VectorXd;

// A row whose leverage is within its own rounding of 1 is fitted exactly: 0/0 in hc2 and hc3.
constexpr double decisive_roundings = 64;
// Of a pivot to its diagonal entry, a root: below, the rows leave no scatter in that direction.
constexpr double empty_pivot = 1e-14;

// The upper U with U U' = M, for M that may be singular: fewer clusters than coefficients.
MatrixXd upper_root(const MatrixXd& m) {
    const Index k = m.cols();
    MatrixXd u = MatrixXd::Zero(k, k), left = m;  // M less what the later columns give
    for (Index j = k - 1; j >= 0; --j) {
        if (!(left(j, j) > empty_pivot * m(j, j))) continue;
        const double pivot = std::sqrt(left(j, j));
        for (Index i = 0; i <= j; ++i) u(i, j) = left(i, j) / pivot;
        for (Index c = 0; c < j; ++c)
            for (Index i = 0; i <= c; ++i) left(i, c) -= u(i, j) * u(c, j);
    }
    return u;
}

}  // namespace

// What a block of rows brings: V, the weights of its scores, and the m_i.
struct ScoreSums::Block {
    MatrixXd v;
    ArrayXd score, middle;
    std::int64_t decisive = -1;
};

ScoreSums::ScoreSums(const PredictorFit& fit, const PredictorResult& result, ErrorKind kind)
    : theta_(result.newton.theta), kind_(kind) {
    const Grid<double> expected = fit.covariance_root(result.newton);
    effective_ = fit.effective(expected);
    if (expected.rows > 0) root_ = expected_ = matrix_of(expected);
    if (root_.size() > 0 && !fit.data().family.canonical()) {
        const Grid<double> root = fit.covariance_root(result.newton, Information::observed);
        root_ = root.rows > 0 ? MatrixXd(matrix_of(root)) : MatrixXd();
    }
    middle_ = CompensatedMatrix(theta_.size(), theta_.size());
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
        middle_.merge(partial[c]);
        if (decisive_row_ < 0 && decisive[c] >= 0) decisive_row_ = seen_ + decisive[c];
    }
}

// Row by row, on this thread: what a cluster's scores are does not depend on how rows are cut.
void ScoreSums::add_clusters(const Context& context, const Observations& data,
                             std::span<const double> repeats,
                             std::span<const std::int64_t> clusters) {
    const std::int64_t rows = data.design.rows(), step = block_rows(theta_.size());
    const auto width = static_cast<std::size_t>(theta_.size());
    for (std::int64_t first = 0; first < rows; first += step) {
        context.check_cancelled();
        const std::int64_t last = std::min(rows, first + step);
        const Block block = weigh(data, repeats, first, last);
        const std::size_t before = scores_.size();
        for (std::int64_t i = first; i < last; ++i) {
            const auto [at, is_new] =
                places_.emplace(clusters[static_cast<std::size_t>(i)], scores_.size());
            if (is_new) scores_.resize(scores_.size() + width);
            Eigen::Map<VectorXd>(scores_.data() + at->second, theta_.size()) +=
                block.score(i - first) * block.v.row(i - first).transpose();
        }
        if (scores_.size() == before) continue;
        charge_.reset();
        charge_.emplace(context, static_cast<std::int64_t>(8 * scores_.capacity()));
    }
}

void ScoreSums::add(const Context& context, const Observations& data,
                    std::span<const double> repeats, std::span<const std::int64_t> clusters) {
    if (root_.size() == 0 || data.design.rows() == 0) return;
    const auto times = repeats.empty() ? data.weights : repeats;
    if (times.empty()) repeats_.add(static_cast<double>(data.design.rows()));
    for (const double f : times) repeats_.add(f);
    if (kind_ == ErrorKind::cluster)
        add_clusters(context, data, repeats, clusters);
    else
        add_rows(context, data, repeats);
    seen_ += data.design.rows();
}

RobustErrors ScoreSums::finish() {
    RobustErrors out{
        .kind = kind_, .root = {}, .effective = effective_, .decisive_row = decisive_row_};
    const double rows = repeats_.value(), freedom = rows - effective_;
    double factor = kind_ == ErrorKind::hc1 ? rows / freedom : 1;
    if (kind_ == ErrorKind::cluster && root_.size() > 0) {
        out.clusters = static_cast<std::int64_t>(places_.size());
        if (out.clusters < 2)
            throw Error(Status::data,
                        "all rows are in one cluster; errors by cluster need two or more",
                        {.argument = "clusters"});
        for (const auto& [cluster, first] : places_) {
            const Eigen::Map<const VectorXd> u(scores_.data() + first, theta_.size());
            middle_.add(MatrixXd(u * u.transpose()));
        }
        const auto g = static_cast<double>(out.clusters);
        factor = g / (g - 1) * (rows - 1) / freedom;
    }
    const bool scaled = kind_ == ErrorKind::hc1 || kind_ == ErrorKind::cluster;
    if (root_.size() == 0 || out.decisive_row >= 0 || (scaled && !(freedom > 0))) return out;
    const MatrixXd lower = middle_.value();
    MatrixXd middle = lower.selfadjointView<Eigen::Lower>();
    middle *= factor;
    const MatrixXd right = middle * root_;
    const MatrixXd inside = root_.transpose() * right;
    const MatrixXd upper = upper_root(inside);
    const MatrixXd root = root_ * upper;
    if (!root.allFinite()) return out;
    out.root = Grid<double>(root.rows(), root.cols());
    std::copy(root.data(), root.data() + root.size(), out.root.values.begin());
    return out;
}

RobustErrors errors_of_rows(const Context& context, const PredictorFit& fit,
                            const PredictorResult& result, ErrorKind kind, const FitRows& rows) {
    ScoreSums sums(fit, result, kind);
    sums.add(context, fit.data(), rows.repeats(), rows.clusters());
    return sums.finish();
}

RobustErrors errors_of_source(const Context& context, const PredictorFit& fit,
                              const PredictorResult& result, ErrorKind kind,
                              const ScoreSource& source) {
    ScoreSums sums(fit, result, kind);
    const Observations& whole = fit.data();
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
        const Observations data{slice,   whole.family, block.target,
                                weights, block.offset, whole.basis};
        sums.add(context, data, block.weights, block.clusters);
        rows += block.features.rows - std::count(weights.begin(), weights.end(), 0.0);
    }
    if (rows != whole.design.rows())
        throw Error(Status::data,
                    "the last pass brought " + std::to_string(rows) + " rows, the first had " +
                        std::to_string(whole.design.rows()) +
                        ": every pass must bring the same rows",
                    {.argument = "source"});
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
