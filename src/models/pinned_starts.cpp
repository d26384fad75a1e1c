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

// Rows times columns cubed times starts: where all of them are within the first, and else.
constexpr double most_work_for_all = 2e7, most_work = 1e6;
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

// Choices of m out of n with repeats and without order: C(n + m - 1, m).
double choices(double n, double m) {
    double all = 1;
    for (double i = 1; i <= m; ++i) all = std::round(all * (n + i - 1) / i);
    return all;
}

// The rows of a choice by its number: c_m > ... > c_1 >= 0 with the sum of C(c_t, t) is the number,
// and row t is c_t - t + 1.
Index next_row(double& number, Index rows, Index t) {
    Index row = rows - 1;
    while (row > 0 && choices(static_cast<double>(row), static_cast<double>(t)) > number) --row;
    number -= choices(static_cast<double>(row), static_cast<double>(t));
    return row;
}

double work_of_one(const Observations& data, Index k) {
    const auto width = static_cast<double>(k);
    return static_cast<double>(data.design.rows()) * width * width * width;
}

}  // namespace

bool pins_all(const Observations& data, Index k) {
    if (data.passes) return false;
    const double all = choices(static_cast<double>(data.design.rows()), static_cast<double>(k - 1));
    return all * work_of_one(data, k) <= most_work_for_all;
}

std::vector<VectorXd> pinned_starts(const Context& context, const Observations& data,
                                    const NewtonResult& best, const VectorXd& a) {
    std::vector<VectorXd> starts;
    if (data.passes) return starts;
    const Index k = a.size(), n = data.design.rows();
    const double all = choices(static_cast<double>(n), static_cast<double>(k - 1));
    const double count =
        pins_all(data, k) ? all : std::min(all, std::floor(most_work / work_of_one(data, k)));
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
            const Index row = next_row(choice, n, k - have);
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
