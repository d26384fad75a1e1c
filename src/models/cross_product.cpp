#include "models/cross_product.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/panel_vectors.hpp"
#include "models/compensated.hpp"
#include "models/factoring.hpp"
#include "models/panel_rows.hpp"
#include "models/panel_sums.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr std::int64_t most_sampled = 256;
// A sample that leaves a feature in a unit this many powers of two off has not seen it.
constexpr int most_shift = 64;

// The intercept's sums stand behind those of the features: column and row `last` of the lower
// triangle come to the front.
void bring_to_front(MatrixXd& sums, Index last) {
    const Eigen::VectorXd across = sums.row(last).head(last);
    const Eigen::VectorXd along = sums.col(last).tail(sums.rows() - last);
    for (Index j = last; j > 0; --j) {
        sums.col(j).segment(j, last - j + 1) = sums.col(j - 1).segment(j - 1, last - j + 1);
        sums.col(j).tail(along.size() - 1) = sums.col(j - 1).tail(along.size() - 1);
    }
    sums(0, 0) = along(0);
    sums.col(0).segment(1, last) = across;
    sums.col(0).tail(along.size() - 1) = along.tail(along.size() - 1);
}

// From the order of the panels to that of the design, of which `columns` are wanted, in increasing
// order; factors, one a panel column, may be empty. In the memory of the sums: where they are many,
// to touch new memory costs more than to move them.
MatrixXd in_design_order(MatrixXd sums, const PanelRows& rows, bool intercept,
                         const std::vector<std::int64_t>& columns,
                         const std::vector<double>& factors) {
    if (intercept) bring_to_front(sums, rows.place(0));
    const auto size = static_cast<Index>(columns.size()), width = sums.rows();
    Eigen::VectorXd factor = Eigen::VectorXd::Ones(size);
    for (Index k = 0; k < size && !factors.empty(); ++k)
        factor(k) =
            factors[static_cast<std::size_t>(rows.place(columns[static_cast<std::size_t>(k)]))];
    double* const numbers = sums.data();
    for (Index j = 0; j < size; ++j) {
        const double* from = numbers + columns[static_cast<std::size_t>(j)] * width;
        double* to = numbers + j * size;
        std::fill_n(to, j, 0.0);
        for (Index i = j; i < size; ++i)
            to[i] = from[columns[static_cast<std::size_t>(i)]] * factor(i) * factor(j);
    }
    sums.resize(1, sums.size());
    sums.conservativeResize(1, size * size);
    sums.resize(size, size);
    return sums;
}

MatrixXd with_zero_target(MatrixXd lower) {
    lower.conservativeResize(lower.rows() + 1, lower.cols() + 1);
    lower.row(lower.rows() - 1).setZero();
    lower.col(lower.cols() - 1).setZero();
    return lower;
}

// The sample's mean, to a quarter of its spread and in few bits: then most differences x - centre
// are exact.
double round_centre(double mean, double variance) {
    if (!(variance > 0) || !std::isfinite(variance)) return mean;
    const double grain = std::ldexp(1.0, std::ilogb(std::sqrt(variance)) - 2);
    const double steps = std::nearbyint(mean / grain);
    return std::isfinite(steps) ? steps * grain : mean;
}

Variable sampled(const double* x, std::int64_t stride, std::int64_t rows, bool centred) {
    const std::int64_t count = std::min(rows, most_sampled);
    const std::int64_t step = count > 1 ? (rows - 1) / (count - 1) : 0;
    ValueRange range;
    for (std::int64_t k = 0; k < count; ++k) range.add(x[k * step * stride]);
    Variable v = make_variable(range, count, centred);
    if (!centred) return v;
    double squares = 0;
    for (std::int64_t k = 0; k < count; ++k) {
        const double z = x[k * step * stride] * v.inverse - v.centre;
        squares += z * z;
    }
    v.centre = round_centre(v.centre, squares / static_cast<double>(count));
    return v;
}

class FusedMeasuring {
  public:
    FusedMeasuring(const Context& context, const MatrixView& features,
                   const std::span<const double>* target, std::span<const std::string> names,
                   bool intercept)
        : context_(context) {
        design_.features = features;
        design_.names = names;
        design_.intercept = intercept;
        for (std::int64_t j = 0; j < features.columns; ++j) {
            design_.variables.push_back(sampled(features.data + j * features.column_stride,
                                                features.row_stride, features.rows, intercept));
            design_.active.push_back(j);
        }
        design_.order.assign(design_.active.size(), 1);
        if (!target) return;
        target_ = {*target, sampled(target->data(), 1, features.rows, intercept)};
        targets_ = 1;
    }

    std::optional<MeasuredDesign> run() {
        for (const Variable& v : design_.variables)
            if (!std::isfinite(v.largest) || !std::isfinite(v.centre)) return std::nullopt;
        const PanelRows rows(design_, targets_ ? &target_ : nullptr);
        const PanelPlan plan(design_.rows(), rows.panels());
        const Charge charge(context_, plan.bytes());
        std::vector<Extremes> seen(static_cast<std::size_t>(plan.slots()), Extremes(rows.panels()));
        MatrixXd sums = sum_products(context_, plan, rows,
                                     [&](std::int64_t slot, std::int64_t first, std::int64_t last,
                                         double* panels, std::int64_t stride) {
                                         rows.pack(first, last, panels, stride,
                                                   &seen[static_cast<std::size_t>(slot)]);
                                     });
        for (const Extremes& other : seen) seen[0].merge(other);
        return conclude(rows, std::move(sums), seen[0]);
    }

  private:
    std::optional<MeasuredDesign> conclude(const PanelRows& rows, MatrixXd sums,
                                           const Extremes& seen) {
        std::vector<double> factors(seen.least.size(), 1.0);
        const auto settle = [&](Variable& v, std::int64_t column) {
            const Index place = rows.place(column);
            const auto at = static_cast<std::size_t>(place);
            // A value that is not finite, or one whose square is not, is in the sum of squares.
            if (!std::isfinite(sums(place, place))) return false;
            if (!correct(v, seen.least[at], seen.most[at], factors[at])) return false;
            return v.constant || !design_.intercept || centred_well(rows, sums, place);
        };
        const std::int64_t width = design_.width(), first = design_.intercept ? 1 : 0;
        for (std::int64_t c = first; c < width; ++c)
            if (!settle(design_.variables[static_cast<std::size_t>(c - first)], c))
                return std::nullopt;
        if (targets_ && !settle(target_.variable, width)) return std::nullopt;

        std::vector<std::int64_t> columns, active;
        for (std::int64_t c = 0; c < width; ++c) {
            if (c >= first && design_.variable(c).constant) continue;
            columns.push_back(c);
            if (c >= first) active.push_back(design_.feature(c));
        }
        if (targets_) columns.push_back(width);
        MatrixXd lower =
            in_design_order(std::move(sums), rows, design_.intercept, columns, factors);
        if (!targets_) lower = with_zero_target(std::move(lower));
        design_.active = std::move(active);
        design_.order.assign(design_.active.size(), 1);
        return MeasuredDesign{std::move(design_), target_.variable, std::move(lower)};
    }

    // Brings the variable to the unit its whole range asks for.
    bool correct(Variable& v, double least, double most, double& factor) const {
        const double largest = std::max(std::fabs(least), std::fabs(most));
        int exponent = 1;
        if (largest > 0) std::frexp(largest, &exponent);
        if (std::abs(exponent - 1) > most_shift) return false;
        factor = std::ldexp(1.0, 1 - exponent);
        v.inverse *= factor;
        v.centre *= factor;
        v.largest = largest * factor;
        v.least = least * factor;
        v.most = most * factor;
        v.constant = is_constant(v.least, v.most, v.largest, design_.intercept);
        return std::isfinite(v.inverse) && v.inverse > 0;
    }

    // The mean is nearer to the centre than most values are.
    bool centred_well(const PanelRows& rows, const MatrixXd& sums, Index place) const {
        const Index one = rows.place(0);
        const auto n = static_cast<double>(design_.rows());
        const double mean = sums(std::max(place, one), std::min(place, one)) / n;
        return 2 * mean * mean <= sums(place, place) / n;
    }

    const Context& context_;
    Design design_;
    Target target_;
    std::int64_t targets_ = 0;
};

}  // namespace

bool takes_cross_product(std::int64_t rows, std::int64_t width) {
    const auto n = static_cast<double>(rows), q = static_cast<double>(width + 1);
    return rows > 2 * width && n * q * std::min(n, q) > most_exact_work;
}

MeasuredDesign measure_design(const Context& context, const MatrixView& features,
                              const std::span<const double>* target,
                              std::span<const std::string> names, bool intercept, bool plain) {
    if (plain && takes_cross_product(features.rows, features.columns + (intercept ? 1 : 0))) {
        auto fused = FusedMeasuring(context, features, target, names, intercept).run();
        if (fused) return *std::move(fused);
    }
    MeasuredDesign measured{make_design(context, features, names, intercept), {}, {}};
    if (target) measured.target = scan_target(context, *target, intercept);
    return measured;
}

MatrixXd cross_product(const Context& context, const Design& design, const Target* target) {
    const PanelRows rows(design, target);
    const PanelPlan plan(design.rows(), rows.panels());
    const Charge charge(context, plan.bytes());
    MatrixXd sums =
        sum_products(context, plan, rows,
                     [&](std::int64_t, std::int64_t first, std::int64_t last, double* panels,
                         std::int64_t stride) {
                         rows.pack(first, last, panels, stride);
                         if (design.weighted())
                             scale_panel_rows(panels, stride, rows.panels(), last - first,
                                              design.root_weights.data() + first);
                     });
    std::vector<std::int64_t> columns;
    for (std::int64_t c = 0; c < design.width() + (target ? 1 : 0); ++c) columns.push_back(c);
    MatrixXd lower = in_design_order(std::move(sums), rows, design.intercept, columns, {});
    return target ? lower : with_zero_target(std::move(lower));
}

}  // namespace tenon::models
