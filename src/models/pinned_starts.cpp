#include "models/pinned_starts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/jeffreys.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// Rows times columns cubed times starts.
constexpr double most_work = 1e6;
// A start this far below the best is not worth a climb.
constexpr double most_gain = 4;
// A row this near to the span of those before it holds nothing further, as a share of its square.
constexpr double dependent = 1e-18;

double product(const double* x, Index step, const double* y, Index k) {
    double sum = 0;
    for (Index j = 0; j < k; ++j) sum += x[j * step] * y[j];
    return sum;
}

// y + s x
void add(double s, const double* x, double* y, Index k) {
    for (Index j = 0; j < k; ++j) y[j] += s * x[j];
}

}  // namespace

std::vector<VectorXd> pinned_starts(const Context& context, const Observations& data,
                                    const NewtonResult& best, const VectorXd& a) {
    std::vector<VectorXd> starts;
    if (data.passes) return starts;
    const Index k = a.size(), n = data.design.rows();
    const auto rows = static_cast<double>(n), width = static_cast<double>(k);
    const double all = std::pow(rows, width - 1);
    const double count = std::min(all, std::floor(most_work / (rows * width * width * width)));
    if (!(count >= 1)) return starts;
    const MatrixXd v = design_block(data, 0, n);
    const Eigen::ArrayXd eta = linear_predictor(data, v, VectorXd::Zero(k), 0, n);
    // Directions that leave alone what is held, from the second column on.
    MatrixXd q(k, k);
    q.col(0) = a;
    for (double at = 0; at < count; ++at) {
        double choice = std::floor(at * (all / count));
        VectorXd theta = best.theta;
        for (Index have = 1; have < k; ++have) {
            const double next = std::floor(choice / rows);
            const auto row = static_cast<Index>(choice - next * rows);
            choice = next;
            double* d = &q(0, have);
            for (Index j = 0; j < k; ++j) d[j] = v(row, j);
            const double whole = product(d, 1, d, k);
            for (Index h = 0; h < 2 * have; ++h) {
                const double* held = &q(0, h % have);
                const double square = product(held, 1, held, k);
                if (square > 0) add(-product(held, 1, d, k) / square, held, d, k);
            }
            const double left = product(d, 1, d, k);
            if (!(left > dependent * whole)) {
                std::fill(d, d + k, 0.0);
                continue;
            }
            const auto i = static_cast<std::size_t>(row);
            const double goal = std::log1p(2 * (data.weights.empty() ? 1 : data.weights[i]));
            const double now = eta(row) + product(&v(row, 0), n, theta.data(), k);
            add(((data.target[i] > 0 ? goal : -goal) - now) / left, d, theta.data(), k);
        }
        Likelihood there = evaluate(context, data, theta);
        add_jeffreys(context, data, theta, there);
        if (there.log_likelihood > best.at.log_likelihood - most_gain)
            starts.push_back(std::move(theta));
    }
    return starts;
}

}  // namespace tenon::models
