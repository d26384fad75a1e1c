#include "models/panel_residual.hpp"

#include <algorithm>

#include "base/large_array.hpp"
#include "base/panel_vectors.hpp"
#include "base/sum.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"
#include "models/panel_rows.hpp"

namespace tenon::models {

namespace {

// Of a quarter of a megabyte of panels, a multiple of eight.
std::int64_t rows_at_once(std::int64_t panels) {
    return std::clamp<std::int64_t>(4096 / panels / 8 * 8, 16, 128);
}

struct Partial {
    Sum squares, steps;
    CompensatedMatrix gradient;  // in the order of the panels
    double first = 0, last = 0;  // residuals at the ends
};

class ChunkResidual {
  public:
    ChunkResidual(const Design& design, const PanelRows& rows, const Eigen::VectorXd& weights)
        : design_(design),
          rows_(rows),
          weights_(weights),
          at_once_(rows_at_once(rows.panels())),
          stride_(at_once_ * panel_columns),
          panels_(static_cast<std::size_t>(rows.panels() * stride_), 0.0),
          residual_(static_cast<std::size_t>(at_once_) + 1) {}

    Partial run(std::int64_t first, std::int64_t last) {
        Partial p;
        p.gradient = CompensatedMatrix(weights_.size(), 1);
        Eigen::VectorXd gradient(weights_.size());
        for (std::int64_t at = first; at < last; at += at_once_) {
            const std::int64_t count = std::min(last, at + at_once_) - at;
            rows_.pack(at, at + count, panels_.data(), stride_);
            const Panels block{panels_.data(), stride_, count, rows_.panels()};
            double* const r = residual_.data() + 1;
            panel_times(block, weights_.data(), r);
            measure(at, count, at == first, p);
            gradient.setZero();
            panel_transposed_times(block, r, gradient.data());
            p.gradient.add(gradient);
        }
        return p;
    }

  private:
    // Sums of squares; turns r into W r. The place before r keeps the residual before the block.
    void measure(std::int64_t at, std::int64_t count, bool begins, Partial& p) {
        double* const r = residual_.data() + 1;
        if (design_.weighted())
            for (std::int64_t i = 0; i < count; ++i)
                r[i] *= design_.root_weights[static_cast<std::size_t>(at + i)];
        if (begins) r[-1] = p.first = r[0];
        double squares[4] = {}, steps[4] = {};
        std::int64_t i = 0;
        for (; i + 4 <= count; i += 4)
            for (int k = 0; k < 4; ++k) add(r + i + k, squares[k], steps[k]);
        for (; i < count; ++i) add(r + i, squares[0], steps[0]);
        p.squares.add((squares[0] + squares[1]) + (squares[2] + squares[3]));
        p.steps.add((steps[0] + steps[1]) + (steps[2] + steps[3]));
        p.last = r[-1] = r[count - 1];
        if (design_.weighted())
            for (i = 0; i < count; ++i)
                r[i] *= design_.root_weights[static_cast<std::size_t>(at + i)];
    }
    static void add(const double* r, double& squares, double& steps) {
        const double step = r[0] - r[-1];
        squares += r[0] * r[0];
        steps += step * step;
    }

    const Design& design_;
    const PanelRows& rows_;
    const Eigen::VectorXd& weights_;  // of the panels' columns: -b, and 1 for y
    std::int64_t at_once_, stride_;
    LargeArray<double> panels_;
    std::vector<double> residual_;
};

}  // namespace

Residual panel_residual_pass(const Context& context, const Design& design, const Target& target,
                             const std::vector<DoubleDouble>& beta) {
    const std::int64_t width = design.width();
    const PanelRows rows(design, &target);
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(rows.panels() * panel_columns);
    for (std::int64_t c = 0; c < width; ++c)
        weights(rows.place(c)) = -beta[static_cast<std::size_t>(c)].hi;
    weights(rows.place(width)) = 1;

    const std::int64_t chunk = chunk_rows(design.rows(), width + 1);
    std::vector<Partial> partial(static_cast<std::size_t>(block_count(design.rows(), chunk)));
    parallel_blocks(context, design.rows(), chunk,
                    [&](std::int64_t k, std::int64_t first, std::int64_t last) {
                        partial[static_cast<std::size_t>(k)] =
                            ChunkResidual(design, rows, weights).run(first, last);
                    });
    Partial& all = partial[0];
    for (std::size_t k = 1; k < partial.size(); ++k) {
        const Partial& p = partial[k];
        all.squares.merge(p.squares);
        all.steps.merge(p.steps);
        all.steps.add_product(p.first - all.last, p.first - all.last);
        all.last = p.last;
        all.gradient.merge(p.gradient);
    }
    const Eigen::MatrixXd gradient = all.gradient.value();
    Residual result{all.squares.value(), Eigen::VectorXd(width), all.steps.value()};
    for (std::int64_t c = 0; c < width; ++c) result.gradient(c) = gradient(rows.place(c), 0);
    return result;
}

}  // namespace tenon::models
