#include "models/score_scatter.hpp"

#include <algorithm>
#include <cmath>

#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

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

void ScoreScatter::count(std::span<const double> repeats, std::int64_t rows) {
    if (repeats.empty()) repeats_.add(static_cast<double>(rows));
    for (const double f : repeats) repeats_.add(f);
}

void ScoreScatter::add_clusters(const Context& context, const MatrixXd& scores,
                                std::span<const std::int64_t> clusters) {
    context.check_cancelled();
    const std::size_t before = scores_.size();
    for (Index i = 0; i < scores.rows(); ++i) {
        const auto [at, is_new] =
            places_.emplace(clusters[static_cast<std::size_t>(i)], scores_.size());
        if (is_new) scores_.resize(scores_.size() + static_cast<std::size_t>(width_));
        Eigen::Map<VectorXd>(scores_.data() + at->second, width_) += scores.row(i).transpose();
    }
    if (scores_.size() == before) return;
    charge_.reset();
    charge_.emplace(context, static_cast<std::int64_t>(8 * scores_.capacity()));
}

RobustErrors ScoreScatter::finish(const MatrixXd& w, double effective, std::int64_t decisive_row) {
    RobustErrors out{
        .kind = kind_, .root = {}, .effective = effective, .decisive_row = decisive_row};
    const double rows = repeats_.value(), freedom = rows - effective;
    double factor = kind_ == ErrorKind::hc1 ? rows / freedom : 1;
    if (kind_ == ErrorKind::cluster && w.size() > 0) {
        out.clusters = static_cast<std::int64_t>(places_.size());
        if (out.clusters < 2)
            throw Error(Status::data,
                        "all rows are in one cluster; errors by cluster need two or more",
                        {.argument = "clusters"});
        for (const auto& [cluster, first] : places_) {
            const Eigen::Map<const VectorXd> u(scores_.data() + first, width_);
            middle_.add(MatrixXd(u * u.transpose()));
        }
        const auto g = static_cast<double>(out.clusters);
        factor = g / (g - 1) * (rows - 1) / freedom;
    }
    const bool scaled = kind_ == ErrorKind::hc1 || kind_ == ErrorKind::cluster;
    if (w.size() == 0 || out.decisive_row >= 0 || (scaled && !(freedom > 0))) return out;
    const MatrixXd lower = middle_.value();
    MatrixXd middle = lower.selfadjointView<Eigen::Lower>();
    middle *= factor;
    const MatrixXd right = middle * w;
    const MatrixXd inside = w.transpose() * right;
    const MatrixXd upper = upper_root(inside);
    const MatrixXd root = w * upper;
    if (!root.allFinite()) return out;
    out.root = Grid<double>(root.rows(), root.cols());
    std::copy(root.data(), root.data() + root.size(), out.root.values.begin());
    return out;
}

}  // namespace tenon::models
