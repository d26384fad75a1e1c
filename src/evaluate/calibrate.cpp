// Platt: with z = slope f + intercept, f the log-odds and t the targets,
//     l = sum w (t z - ln(1 + e^z)),   gradient sum w (t - sigma(z)) (f, 1),
// concave with a maximum inside, since every t lies inside (0, 1). f is centred for the fit.
#include "tenon/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "base/sum.hpp"
#include "evaluate/checks.hpp"
#include "tenon/error.hpp"
#include "tenon/model.hpp"

namespace tenon {

namespace {

constexpr double least_probability = 1e-15;  // as in the log loss
constexpr int most_iterations = 200, most_halvings = 40;
constexpr double gradient_tolerance = 1e-11;  // a unit of weight, f of unit deviation
constexpr double rounding = 1e-14;

double log_odds(double p) {
    const double kept = std::clamp(p, least_probability, 1 - least_probability);
    return std::log(kept) - std::log1p(-kept);
}

struct Point {
    double slope = 0, intercept = 0;
};

class Platt {
  public:
    Platt(std::span<const double> truth, std::span<const double> probability,
          std::span<const double> weights)
        : truth_(truth), weights_(weights) {
        Sum mean, square, ones, zeros;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            f_.push_back(log_odds(probability[i]));
            mean.add(weight(i) * f_[i]);
            (truth[i] == 1 ? ones : zeros).add(weight(i));
        }
        total_ = ones.value() + zeros.value();
        high_ = (ones.value() + 1) / (ones.value() + 2);
        low_ = 1 / (zeros.value() + 2);
        centre_ = mean.value() / total_;
        for (std::size_t i = 0; i < f_.size(); ++i) {
            f_[i] -= centre_;
            square.add(weight(i) * f_[i] * f_[i]);
        }
        spread_ = std::sqrt(square.value() / total_);
        if (spread_ > 0)
            for (double& f : f_) f /= spread_;
        share_ = (ones.value() * high_ + zeros.value() * low_) / total_;
    }

    Calibration fit() const {
        Calibration out;
        Point at{0, std::log(share_ / (1 - share_))};
        out.converged = false;
        Terms terms = evaluate(at);
        for (int k = 0; k < most_iterations; ++k) {
            out.converged =
                std::max(std::fabs(terms.g1), std::fabs(terms.g0)) <= gradient_tolerance * total_;
            if (out.converged) break;
            // Without spread the slope stays 0.
            const double flat = spread_ > 0 ? 0 : 1;
            const double h11 = terms.h11 + flat,
                         determinant = h11 * terms.h00 - terms.h10 * terms.h10;
            const double d1 = (terms.h00 * terms.g1 - terms.h10 * terms.g0) / determinant;
            const double d0 = (h11 * terms.g0 - terms.h10 * terms.g1) / determinant;
            double t = 1;
            int halving = 0;
            for (; halving < most_halvings; ++halving, t /= 2) {
                const Point next{at.slope + t * d1, at.intercept + t * d0};
                const Terms there = evaluate(next);
                if (!(there.l >= terms.l - rounding * (std::fabs(terms.l) + 1))) continue;
                at = next;
                terms = there;
                break;
            }
            if (halving == most_halvings) break;
        }
        out.slope = spread_ > 0 ? at.slope / spread_ : 0;
        out.intercept = at.intercept - out.slope * centre_;
        return out;
    }

  private:
    struct Terms {
        double l, g1, g0, h11, h10, h00;
    };
    double weight(std::size_t i) const { return weights_.empty() ? 1 : weights_[i]; }

    Terms evaluate(const Point& at) const {
        Sum l, g1, g0, h11, h10, h00;
        for (std::size_t i = 0; i < f_.size(); ++i) {
            const double w = weight(i), f = f_[i], z = at.slope * f + at.intercept;
            const double t = truth_[i] == 1 ? high_ : low_, p = logistic_function(z);
            const double e = std::log1p(std::exp(-std::fabs(z)));
            l.add(w * ((t - (z > 0 ? 1 : 0)) * z - e));
            const double r = w * (t - p), c = w * p * logistic_function(-z);
            g1.add(r * f);
            g0.add(r);
            h11.add(c * f * f);
            h10.add(c * f);
            h00.add(c);
        }
        return {l.value(), g1.value(), g0.value(), h11.value(), h10.value(), h00.value()};
    }

    std::span<const double> truth_, weights_;
    std::vector<double> f_;
    double total_ = 0, high_ = 1, low_ = 0, centre_ = 0, spread_ = 0, share_ = 0.5;
};

struct Block {
    double first, last;    // probabilities
    double weight, total;  // total: weight times value
};

Calibration fit_isotonic(std::span<const double> truth, std::span<const double> probability,
                         std::span<const double> weights) {
    std::vector<std::size_t> order(truth.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return probability[a] != probability[b] ? probability[a] < probability[b] : a < b;
    });
    std::vector<Block> blocks;
    const auto value = [](const Block& b) { return b.total / b.weight; };
    for (std::size_t at = 0; at < order.size();) {
        const double p = probability[order[at]];
        Sum weight, total;
        for (; at < order.size() && probability[order[at]] == p; ++at) {
            const double w = weights.empty() ? 1 : weights[order[at]];
            weight.add(w);
            total.add(w * truth[order[at]]);
        }
        if (weight.value() == 0) continue;
        blocks.push_back({p, p, weight.value(), total.value()});
        while (blocks.size() > 1 && value(blocks[blocks.size() - 2]) >= value(blocks.back())) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().last = last.last;
            blocks.back().weight += last.weight;
            blocks.back().total += last.total;
        }
    }
    Calibration out;
    out.method = CalibrationMethod::isotonic;
    for (const Block& block : blocks) {
        out.knots.push_back(block.first);
        out.values.push_back(value(block));
        if (block.last == block.first) continue;
        out.knots.push_back(block.last);
        out.values.push_back(value(block));
    }
    return out;
}

}  // namespace

double Calibration::apply(double p) const noexcept {
    if (method == CalibrationMethod::platt)
        return logistic_function(slope * log_odds(p) + intercept);
    if (knots.empty() || std::isnan(p)) return p;
    const auto above = std::upper_bound(knots.begin(), knots.end(), p);
    if (above == knots.begin()) return values.front();
    if (above == knots.end()) return values.back();
    const auto k = static_cast<std::size_t>(above - knots.begin());
    const double share = (p - knots[k - 1]) / (knots[k] - knots[k - 1]);
    return values[k - 1] + share * (values[k] - values[k - 1]);
}

Calibration calibrate(std::span<const double> truth, std::span<const double> probability,
                      CalibrationMethod method, std::span<const double> weights) {
    evaluate::check_classification(truth, probability);
    evaluate::check_weights(weights, truth.size());
    if (method != CalibrationMethod::platt && method != CalibrationMethod::isotonic)
        throw Error(Status::argument, "the method is neither platt nor isotonic",
                    {.argument = "method"});
    bool seen[2] = {false, false};
    for (std::size_t i = 0; i < truth.size(); ++i)
        if (weights.empty() || weights[i] > 0) seen[truth[i] == 1] = true;
    if (!seen[0] || !seen[1])
        throw Error(Status::data, "the truth has one class only: there is nothing to calibrate by",
                    {.argument = "truth"});
    if (method == CalibrationMethod::isotonic) return fit_isotonic(truth, probability, weights);
    return Platt(truth, probability, weights).fit();
}

}  // namespace tenon
