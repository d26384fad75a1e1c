// Linear and logistic models that learn row by row from a stream that never ends.
//
//     minimise  sum_t w_t (loss(v_t, c + b'z_t) + l2/2 |b|^2),    z = (x - m) / s
//
// where m and s are the running means and deviations of the features (B. P. Welford, Note on a
// method for calculating corrected sums of squares and products, Technometrics 4, 1962), and v is
// the target, of a linear model in units of its own running deviation about its mean; without an
// intercept nothing is centred. So one learning rate suits all units, and c and b stay of the order
// of 1 whatever the readings do: a sensor that stood still for a week and then moves cannot throw
// the model. Each row takes the step
//
//     b_j <- b_j - rate g_j / root(sum of g_j^2 up to this row),    g = w d(loss)/db + w l2 b
//
// (AdaGrad: J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods for online learning and
// stochastic optimization, JMLR 12, 2011), which no outlier makes longer than `rate`. What predicts
// is the average of the iterates (B. T. Polyak, A. B. Juditsky, Acceleration of stochastic
// approximation by averaging, SIAM J. Control Optim. 30, 1992) with weights that grow with the row
// number, so that early ones count little (S. Lacoste-Julien, M. Schmidt, F. Bach 2012).
//
// Drift: with half_life h all sums (means, deviations, squared gradients, the average) forget half
// of what a row brought after h rows, so that the model follows a process that changes; without it
// all rows count alike and the model settles.
//
// How near: on a stationary stream of features that are not nearly collinear each standardised
// coefficient comes within some hundredths of the largest one of the batch answer in 10,000 rows,
// and nearer later. That is three standard errors where noise is as large as what the features
// explain, and many where there is little noise; for exactness use LinearPartial or fit_logistic
// over a source. The same rows in the same order give the same bits, however they are cut into
// blocks. Cost: O(features) a row, no allocation but the first.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

struct OnlineOptions {
    ModelKind kind = ModelKind::linear;
    bool intercept = true;
    // The longest step of a coefficient, in units of standardised features and target (linear) or
    // log-odds (logistic); above 0, at most 100.
    double rate = 0.5;
    double l2 = 0;         // of every row, on standardised features; at least 0
    double half_life = 0;  // rows; 0: nothing is forgotten; else at least 2
};

class OnlineModel {
  public:
    // Errors: argument (options out of range, no features).
    OnlineModel(std::vector<std::string> names, const OnlineOptions& options = {});
    OnlineModel(const OnlineModel& other);
    OnlineModel(OnlineModel&&) noexcept;
    OnlineModel& operator=(OnlineModel) noexcept;
    ~OnlineModel();

    // Learns from the rows in their order. Weights at least 0; empty: all 1. Errors, and then
    // nothing was learned: argument (shapes, weights), data (NaN or infinity with row and feature;
    // a target of a logistic model that is not 0 or 1), cancelled.
    void partial_fit(const Context& context, const MatrixView& features,
                     std::span<const double> target, std::span<const double> weights = {});

    // The score of a record of names().size() numbers: the prediction or the probability.
    // Error(argument) for another length. NaN for a NaN.
    double predict(std::span<const double> record) const;

    std::int64_t rows() const noexcept;  // learned from, of weight above 0
    const std::vector<std::string>& names() const noexcept;
    const OnlineOptions& options() const noexcept;

    // The averaged model in raw units as of now, for pipelines and export. It has no standard
    // errors (NaN), is not `converged`, since nothing checks that, and says so in a warning. A
    // feature that never moved has the coefficient 0. Error(data) before the first row.
    LinearModel model() const;
    // Mean loss of rows before they were learned from (half the squared error, or the negative
    // log-likelihood), forgotten like everything: an honest measure of a running model. NaN before
    // the second row.
    double loss() const noexcept;

    // As those of LinearPartial: learning goes on from the bytes with the same bits.
    std::string to_bytes() const;
    static OnlineModel from_bytes(std::string_view bytes);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tenon
