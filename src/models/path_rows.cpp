// The rows of a logistic path in memory: eta and the step are numbers a row.
#include <algorithm>
#include <cmath>

#include "base/rank_update.hpp"
#include "base/sum.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"
#include "models/path_rows.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// ln(1 + e^t) - y t without overflow.
double logistic_loss(double t, double y) {
    return std::max(t, 0.0) + std::log1p(std::exp(-std::fabs(t))) - y * t;
}

std::int64_t left_out_count(std::span<const std::int32_t> fold_of, std::int32_t left_out) {
    return left_out < 0 ? 0 : std::count(fold_of.begin(), fold_of.end(), left_out);
}

class KeptPathRows final : public PathRows {
  public:
    KeptPathRows(const Context& context, const KeptDesign& kept, std::span<const double> target,
                 std::span<const double> weights, std::span<const std::int32_t> fold_of,
                 std::int32_t left_out, bool standardise);

    const Design& design() const override { return design_; }
    bool hessian_is_free() const override { return false; }
    void start(double intercept) override { eta_ = ArrayXd::Constant(rows_, intercept); }
    void aim(const Context& context, const Columns& columns, const VectorXd& slopes,
             double free) override;
    double loss_along(const Context& context, double length) override;
    void move(double length) override { eta_ += length * along_; }
    void shift(double change) override { eta_ += change; }
    VectorXd residual_sums(const Context& context, const Columns& columns) override;
    MatrixXd hessian(const Context& context, const Columns& columns) override;
    Balance balance(const Context& context) override;
    double divergence(double share) override;
    bool separates() override;
    double held_out_error() override;

  private:
    void weigh(std::span<const double> weights, std::span<const std::int32_t> fold_of,
               std::int32_t left_out);
    void measure_spreads(const Context& context, bool standardise);
    const double* column(Index k) const { return kept_.values.data() + (k + first_) * rows_; }

    const KeptDesign& kept_;
    const Design& design_;
    std::span<const double> target_;
    Index rows_, first_;  // first_: 1 with an intercept
    Charge charge_;       // of what there is a number of for each record
    ArrayXd weights_;
    std::vector<std::int64_t> tested_;  // records left out
    std::vector<double> tested_weights_;
    ArrayXd eta_, along_;
};

KeptPathRows::KeptPathRows(const Context& context, const KeptDesign& kept,
                           std::span<const double> target, std::span<const double> weights,
                           std::span<const std::int32_t> fold_of, std::int32_t left_out,
                           bool standardise)
    : kept_(kept),
      design_(kept.design),
      target_(target),
      rows_(design_.rows()),
      first_(design_.intercept ? 1 : 0),
      charge_(context, 3 * 8 * rows_ + 16 * left_out_count(fold_of, left_out)),
      eta_(ArrayXd::Zero(rows_)),
      along_(ArrayXd::Zero(rows_)) {
    weigh(weights, fold_of, left_out);
    measure_spreads(context, standardise);
}

void KeptPathRows::weigh(std::span<const double> weights, std::span<const std::int32_t> fold_of,
                         std::int32_t left_out) {
    weights_.resize(rows_);
    Sum total, positive;
    for (Index i = 0; i < rows_; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const double w = weights.empty() ? 1 : weights[at];
        const bool out = left_out >= 0 && fold_of[at] == left_out;
        weights_[i] = out ? 0 : w;
        total.add(weights_[i]);
        positive.add(weights_[i] * target_[at]);
        facts_.records += weights_[i] > 0;
        if (!out) continue;
        if (tested_.empty()) {
            const auto count = static_cast<std::size_t>(left_out_count(fold_of, left_out));
            tested_.reserve(count);
            tested_weights_.reserve(count);
        }
        tested_.push_back(i);
        tested_weights_.push_back(w);
    }
    facts_.weight = total.value();
    facts_.ones = positive.value();
    facts_.is_part = !tested_.empty();
    if (facts_.records < 2)
        throw Error(Status::data, "fewer than two records of positive weight are left to fit",
                    {.argument = left_out >= 0 ? "fold_of" : "weights"});
}

void KeptPathRows::measure_spreads(const Context& context, bool standardise) {
    const auto features = static_cast<Index>(design_.active.size());
    facts_.spreads.resize(design_.active.size());
    parallel_blocks(context, features, 1, [&](std::int64_t k, std::int64_t, std::int64_t) {
        const double* z = column(k);
        Sum sum, squares;
        for (Index i = 0; i < rows_; ++i) {
            const double weighed = weights_[i] * z[i];
            sum.add(weighed);
            squares.add(weighed * z[i]);
        }
        facts_.spreads[static_cast<std::size_t>(k)] =
            spread_of(squares.value() / facts_.weight, sum.value() / facts_.weight, facts_.records,
                      design_, k + first_, standardise);
    });
}

double KeptPathRows::loss_along(const Context& context, double length) {
    std::vector<Sum> partial(static_cast<std::size_t>(chunk_count(rows_, 1)));
    for_each_block(
        context, rows_, 1, [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
            double sum = 0;
            for (Index i = first; i < last; ++i)
                if (weights_[i] > 0)
                    sum += weights_[i] * logistic_loss(eta_[i] + length * along_[i],
                                                       target_[static_cast<std::size_t>(i)]);
            partial[static_cast<std::size_t>(chunk)].add(sum);
        });
    for (std::size_t k = 1; k < partial.size(); ++k) partial[0].merge(partial[k]);
    return partial[0].value() / facts_.weight;
}

VectorXd KeptPathRows::residual_sums(const Context& context, const Columns& columns) {
    const auto width = static_cast<Index>(columns.size()) + 1;
    std::vector<CompensatedMatrix> partial(static_cast<std::size_t>(chunk_count(rows_, width)));
    for (auto& p : partial) p = CompensatedMatrix(width, 1);
    for_each_block(
        context, rows_, width, [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
            const Index count = last - first;
            VectorXd r(count), sum(width);
            for (Index i = 0; i < count; ++i) {
                const Index row = first + i;
                r[i] = weights_[row] *
                       (target_[static_cast<std::size_t>(row)] - logistic_function(eta_[row]));
            }
            sum[0] = r.sum();
            for (Index k = 1; k < width; ++k)
                sum[k] = r.dot(Eigen::Map<const VectorXd>(
                    column(columns[static_cast<std::size_t>(k - 1)]) + first, count));
            partial[static_cast<std::size_t>(chunk)].add(sum);
        });
    for (std::size_t k = 1; k < partial.size(); ++k) partial[0].merge(partial[k]);
    return partial[0].value();
}

MatrixXd KeptPathRows::hessian(const Context& context, const Columns& columns) {
    const auto size = static_cast<Index>(columns.size()), width = size + first_;
    const std::int64_t panels = panels_of(width), padded = panels * panel_columns;
    std::vector<CompensatedMatrix> partial(static_cast<std::size_t>(chunk_count(rows_, width)));
    const Charge charge(context, 3 * chunk_count(rows_, width) * padded * padded * 8);
    for (auto& p : partial) p = CompensatedMatrix(width, width);
    const std::int64_t block = block_rows(width);
    const auto add_block = [&](Index first, Index count, std::vector<double>& values,
                               MatrixXd& sum) {
        ArrayXd root(count);
        for (Index i = 0; i < count; ++i) {
            const double p = logistic_function(eta_[first + i]);
            root[i] = std::sqrt(weights_[first + i] * std::max(p * (1 - p), least_curvature));
        }
        const Index stride = count * panel_columns;
        for (Index k = 0; k < width; ++k) {
            double* to = values.data() + k / panel_columns * stride + k % panel_columns;
            if (k < first_) {
                for (Index i = 0; i < count; ++i) to[i * panel_columns] = root[i];
                continue;
            }
            const double* z = column(columns[static_cast<std::size_t>(k - first_)]) + first;
            for (Index i = 0; i < count; ++i) to[i * panel_columns] = root[i] * z[i];
        }
        rank_update({values.data(), stride, count, panels}, 0, panels, {sum.data(), sum.rows()});
    };
    parallel_blocks(
        context, rows_, chunk_rows(rows_, width),
        [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
            std::vector<double> values(static_cast<std::size_t>(block * padded));
            MatrixXd sum = MatrixXd::Zero(padded, padded);
            for (std::int64_t at = first; at < last; at += block) {
                context.check_cancelled();
                add_block(at, std::min(last - at, block), values, sum);
            }
            partial[static_cast<std::size_t>(chunk)].add(sum.topLeftCorner(width, width));
        });
    for (std::size_t k = 1; k < partial.size(); ++k) partial[0].merge(partial[k]);
    return partial[0].value();
}

PathRows::Balance KeptPathRows::balance(const Context& context) {
    context.check_cancelled();
    Sum residual, curvature;
    for (Index i = 0; i < rows_; ++i) {
        const double p = logistic_function(eta_[i]);
        residual.add(weights_[i] * (target_[static_cast<std::size_t>(i)] - p));
        curvature.add(weights_[i] * std::max(p * (1 - p), least_curvature));
    }
    return {residual.value(), curvature.value()};
}

double KeptPathRows::divergence(double share) {
    if (share == 1) return 0;
    Sum sum;
    for (Index i = 0; i < rows_; ++i) {
        if (!(weights_[i] > 0)) continue;
        const bool positive = target_[static_cast<std::size_t>(i)] == 1;
        // Of the class that is not there: p falls to s p, and what it loses goes to the other.
        const double p = logistic_function(positive ? -eta_[i] : eta_[i]);
        const double other = logistic_function(positive ? eta_[i] : -eta_[i]);
        const double q = share * p, rest = (1 - share) * p;
        sum.add(weights_[i] * (q * std::log(share) +
                               (other + rest) * std::log1p(rest / std::max(other, 1e-300))));
    }
    return std::max(sum.value() / facts_.weight, 0.0);
}

void KeptPathRows::aim(const Context& context, const Columns& columns, const VectorXd& slopes,
                       double free) {
    for_each_block(context, rows_, static_cast<std::int64_t>(columns.size()) + 1,
                   [&](std::int64_t, std::int64_t first, std::int64_t last) {
                       const Index count = last - first;
                       auto part = along_.segment(first, count);
                       part.setConstant(free);
                       for (Index k = 0; k < slopes.size(); ++k) {
                           if (slopes[k] == 0) continue;
                           const Index j = columns[static_cast<std::size_t>(k)];
                           part += slopes[k] * Eigen::Map<const ArrayXd>(column(j) + first, count);
                       }
                   });
}

bool KeptPathRows::separates() {
    for (Index i = 0; i < rows_; ++i)
        if (weights_[i] > 0 &&
            !((target_[static_cast<std::size_t>(i)] > 0) == (eta_[i] > 0) && eta_[i] != 0))
            return false;
    return true;
}

double KeptPathRows::held_out_error() {
    Sum error, weight;
    for (std::size_t k = 0; k < tested_.size(); ++k) {
        const std::int64_t i = tested_[k];
        error.add(tested_weights_[k] *
                  logistic_loss(eta_[i], target_[static_cast<std::size_t>(i)]));
        weight.add(tested_weights_[k]);
    }
    return error.value() / weight.value();
}

}  // namespace

std::unique_ptr<PathRows> kept_path_rows(const Context& context, const KeptDesign& kept,
                                         std::span<const double> target,
                                         std::span<const double> weights,
                                         std::span<const std::int32_t> fold_of,
                                         std::int32_t left_out, bool standardise) {
    return std::make_unique<KeptPathRows>(context, kept, target, weights, fold_of, left_out,
                                          standardise);
}

}  // namespace tenon::models
