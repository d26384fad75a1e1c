#include "models/panel_likelihood.hpp"

#include <algorithm>
#include <vector>

#include "base/large_array.hpp"
#include "base/panel_vectors.hpp"
#include "base/parallel.hpp"
#include "base/sum.hpp"
#include "models/compensated.hpp"
#include "models/panel_rows.hpp"
#include "models/panel_sums.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Partial {
    Sum log_likelihood, curvature;
    CompensatedMatrix gradient;    // in the order of the panels
    double largest_predictor = 0;  // |eta|
    bool negative = false;         // a curvature is
};

class PanelLikelihood {
  public:
    PanelLikelihood(const Observations& data, const VectorXd& theta, Information information)
        : data_(data),
          rows_(data.design, nullptr),
          information_(information),
          theta_(VectorXd::Zero(rows_.panels() * panel_columns)) {
        for (std::int64_t c = 0; c < theta.size(); ++c) theta_(rows_.place(c)) = theta(c);
    }

    const PanelRows& rows() const { return rows_; }
    Partial empty() const { return {{}, {}, CompensatedMatrix(theta_.size(), 1)}; }

    // Packs rows [first, last) and adds l and g; leaves the rows scaled by the roots of their
    // curvatures if asked to.
    void add(std::int64_t first, std::int64_t last, double* panels, std::int64_t stride, bool scale,
             Partial& sum) const {
        const std::int64_t count = last - first;
        rows_.pack(first, last, panels, stride);
        const Panels block{panels, stride, count, rows_.panels()};
        ArrayXd eta((count + 7) / 8 * 8);
        panel_times(block, theta_.data(), eta.data());
        eta.conservativeResize(count);
        if (!data_.offset.empty()) eta += rows_of(data_.offset, first, count);
        sum.largest_predictor = std::max(sum.largest_predictor, eta.abs().maxCoeff());
        RowTerms terms(count);
        data_.family.evaluate(rows_of(data_.target, first, count), eta, information_, terms);
        if (!data_.weights.empty()) {
            const auto w = rows_of(data_.weights, first, count);
            terms.log_likelihood *= w;
            terms.residual *= w;
            terms.curvature *= w;
        }
        sum.log_likelihood.add(terms.log_likelihood.sum());
        sum.curvature.add(terms.curvature.sum());
        VectorXd gradient = VectorXd::Zero(theta_.size());
        panel_transposed_times(block, terms.residual.data(), gradient.data());
        sum.gradient.add(gradient);
        if (!scale) return;
        sum.negative = sum.negative || (terms.curvature < 0).any();
        terms.curvature = terms.curvature.sqrt();
        scale_panel_rows(panels, stride, rows_.panels(), count, terms.curvature.data());
    }

    Likelihood conclude(const Partial& sum, const MatrixXd& products) const {
        const std::int64_t width = data_.design.width();
        const MatrixXd gradient = sum.gradient.value();
        Likelihood found{sum.log_likelihood.value(),
                         VectorXd(width),
                         {},
                         sum.curvature.value(),
                         sum.largest_predictor};
        for (std::int64_t c = 0; c < width; ++c) found.gradient(c) = gradient(rows_.place(c), 0);
        if (products.size() == 0) return found;
        found.hessian = large_matrix(width, width);
        found.hessian.setZero();
        for (std::int64_t j = 0; j < width; ++j)
            for (std::int64_t i = j; i < width; ++i) {
                const std::int64_t a = rows_.place(i), b = rows_.place(j);
                found.hessian(i, j) = products(std::max(a, b), std::min(a, b));
            }
        return found;
    }

  private:
    static Eigen::Map<const ArrayXd> rows_of(std::span<const double> values, std::int64_t first,
                                             std::int64_t count) {
        return {values.data() + first, count};
    }

    const Observations& data_;
    PanelRows rows_;
    Information information_;
    VectorXd theta_;  // in the order of the panels
};

void merge(std::vector<Partial>& partial) {
    for (std::size_t k = 1; k < partial.size(); ++k) {
        partial[0].log_likelihood.merge(partial[k].log_likelihood);
        partial[0].curvature.merge(partial[k].curvature);
        partial[0].largest_predictor =
            std::max(partial[0].largest_predictor, partial[k].largest_predictor);
        partial[0].gradient.merge(partial[k].gradient);
        partial[0].negative = partial[0].negative || partial[k].negative;
    }
}

// Blocks of a quarter of a megabyte, in at most 64 chunks.
Likelihood gradient_alone(const Context& context, const PanelLikelihood& likelihood,
                          std::int64_t rows) {
    const std::int64_t panels = likelihood.rows().panels();
    const std::int64_t block = std::clamp<std::int64_t>(4096 / panels / 8 * 8, 16, 128);
    const std::int64_t chunk = block_count(block_count(rows, 64), block) * block;
    std::vector<Partial> partial(static_cast<std::size_t>(block_count(rows, chunk)),
                                 likelihood.empty());
    parallel_blocks(context, rows, chunk,
                    [&](std::int64_t k, std::int64_t first, std::int64_t last) {
                        const std::int64_t stride = block * panel_columns;
                        LargeArray<double> memory(static_cast<std::size_t>(panels * stride), 0.0);
                        for (std::int64_t at = first; at < last; at += block)
                            likelihood.add(at, std::min(last, at + block), memory.data(), stride,
                                           false, partial[static_cast<std::size_t>(k)]);
                    });
    merge(partial);
    return likelihood.conclude(partial[0], {});
}

}  // namespace

std::optional<Likelihood> evaluate_panels(const Context& context, const Observations& data,
                                          const VectorXd& theta, Information information,
                                          bool hessian) {
    const PanelLikelihood likelihood(data, theta, information);
    const std::int64_t rows = data.design.rows();
    if (!hessian) return gradient_alone(context, likelihood, rows);
    const PanelPlan plan(rows, likelihood.rows().panels());
    const Charge charge(context, plan.bytes());
    std::vector<Partial> partial(static_cast<std::size_t>(plan.slots()), likelihood.empty());
    const MatrixXd products =
        sum_products(context, plan, likelihood.rows(),
                     [&](std::int64_t slot, std::int64_t first, std::int64_t last, double* panels,
                         std::int64_t stride) {
                         likelihood.add(first, last, panels, stride, true,
                                        partial[static_cast<std::size_t>(slot)]);
                     });
    merge(partial);
    if (partial[0].negative) return std::nullopt;
    return likelihood.conclude(partial[0], products);
}

}  // namespace tenon::models
