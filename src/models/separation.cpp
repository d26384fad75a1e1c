#include "models/separation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "base/eigen_decompositions.hpp"
#include "models/chunks.hpp"
#include "models/factoring.hpp"
#include "models/ranked.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// A Newton step that moves no margin by more than this is convergence, not flight: along a
// separating direction the step is about 1.
constexpr double flight = 0.1;
// Relative to the largest margin of the step. What has converged beside the flight still moves by
// its rounding and by the shrinking weights of the rows left behind, both far below this.
constexpr double tie = 1e-6;
// A row with this margin has a probability of 0 for its other class.
constexpr double settled = 1000;
// The iterate separates by more than the rounding of its margins; where rows are elsewhere, whose
// own rounding is not told, by this share of the largest.
constexpr double margin_rounding = 1e-12;
// Of the terms of a margin: columns that depend up to their last digits leave no more of it.
constexpr double own_rounding = 1e-11;
// Of a value of the design and of a sum over its columns, in eps a column.
constexpr double roundings = 4;

// Calls take(i, m_i, the sum of |v_ij d_j|).
template <class Take>
void each_margin(const Context& context, const Observations& data, const VectorXd& d, Take&& take) {
    const std::int64_t rows = data.design.rows(), width = data.design.width();
    const VectorXd by_column = data.basis.size() > 0 ? VectorXd(data.basis * d) : d;
    const std::int64_t block = block_rows(width);
    MatrixXd a(std::min(rows, block), width);
    for (std::int64_t first = 0; first < rows; first += block) {
        context.check_cancelled();
        const std::int64_t count = std::min(block, rows - first);
        data.design.load(first, first + count, a.data(), a.rows());
        const ArrayXd side =
            data.family.open_side(Eigen::Map<const ArrayXd>(data.target.data() + first, count));
        const ArrayXd growth = (a.topRows(count) * by_column).array();
        const ArrayXd size = (a.topRows(count).cwiseAbs() * by_column.cwiseAbs()).array();
        for (Eigen::Index i = 0; i < count; ++i)
            take(first + i, side(i) == 0 ? -std::fabs(growth(i)) : side(i) * growth(i), size(i));
    }
}

// Whether d grows every row's likelihood, each by more than the row's own rounding: a row far out
// says nothing about how surely the others are told apart.
bool separates_surely(const Context& context, const Observations& data, const VectorXd& d) {
    const double unit = roundings * std::numeric_limits<double>::epsilon() *
                        static_cast<double>(data.design.width());
    bool surely = true;
    each_margin(context, data, d,
                [&](std::int64_t, double margin, double size) { surely &= margin > unit * size; });
    return surely;
}

// The margins that a step gives the rows, and the rows that are still to be told apart.
struct Flight {
    std::vector<double> margin;
    std::vector<std::int64_t> open;
};

// Far out, the rounding of the step is more than what moves the others. So a row that theta has
// settled for good and that the step moves by next to nothing of that is out of the question where
// it wins, and at rest where it loses.
Flight flight_of(const Context& context, const Observations& data, const VectorXd& theta,
                 const VectorXd& step) {
    Flight f;
    f.margin.reserve(static_cast<std::size_t>(data.design.rows()));
    each_margin(context, data, theta,
                [&](std::int64_t, double margin, double) { f.margin.push_back(margin); });
    each_margin(context, data, step, [&](std::int64_t i, double margin, double) {
        double& at = f.margin[static_cast<std::size_t>(i)];
        const bool calm = at >= settled && std::fabs(margin) <= tie * at;
        at = calm && margin < 0 ? 0 : margin;
        if (!calm || margin < 0) f.open.push_back(i);
    });
    return f;
}

// The rank of these rows of the design, each column in the unit that it has in them.
std::int64_t rank_of(const Context& context, const Design& design,
                     const std::vector<std::int64_t>& rows) {
    const auto count = static_cast<std::int64_t>(rows.size());
    const std::int64_t columns = design.features.columns;
    const Charge charge(context, count * columns * 8);
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(count * columns));
    for (std::int64_t j = 0; j < columns; ++j)
        for (const std::int64_t i : rows) values.push_back(design.features(i, j));
    Design border = make_design(context, MatrixView::column_major(values.data(), count, columns),
                                design.names, design.intercept);
    add_powers(context, border, design.degree, design.powered);
    return factor_design(context, border, nullptr, 0, {},
                         [](const auto& f, const std::vector<double>&) {
                             return static_cast<std::int64_t>(f.kept.size());
                         });
}

// What is left of a direction when all that moves some rows is taken from it, by design column, and
// what rounding may have made of it.
struct Rest {
    VectorXd direction, rounding;
};

// Nothing if the rows have no columns that depend on one another.
std::optional<Rest> leave_alone(const Context& context, const Observations& data,
                                const std::vector<std::int64_t>& rows, const VectorXd& d) {
    const Eigen::Index width = d.size();
    const auto count = static_cast<Eigen::Index>(rows.size());
    VectorXd unit = VectorXd::Zero(width);
    const auto load = [&](std::int64_t i) {
        Eigen::RowVectorXd a(width);
        data.design.load(i, i + 1, a.data(), 1);
        return a;
    };
    for (const std::int64_t i : rows) unit = unit.cwiseMax(load(i).cwiseAbs().transpose());
    for (double& u : unit)
        if (!(u > 0)) u = 1;
    // R of the rows, each column over its unit, a block at a time.
    MatrixXd r = MatrixXd::Zero(0, width);
    const auto block = static_cast<Eigen::Index>(block_rows(width));
    for (Eigen::Index first = 0; first < count; first += block) {
        context.check_cancelled();
        const Eigen::Index taken = std::min(block, count - first);
        MatrixXd stacked(r.rows() + taken, width);
        stacked.topRows(r.rows()) = r;
        for (Eigen::Index i = 0; i < taken; ++i)
            stacked.row(r.rows() + i) =
                load(rows[static_cast<std::size_t>(first + i)]).cwiseQuotient(unit.transpose());
        const Eigen::HouseholderQR<MatrixXd> qr(stacked);
        const Eigen::Index height = std::min(stacked.rows(), width);
        r = qr.matrixQR().topRows(height).triangularView<Eigen::Upper>();
    }
    Eigen::CompleteOrthogonalDecomposition<MatrixXd> decomposition;
    decomposition.setThreshold(own_rounding);
    decomposition.compute(r);
    if (decomposition.rank() == width) return std::nullopt;
    const VectorXd e = (data.basis.size() > 0 ? VectorXd(data.basis * d) : d).cwiseProduct(unit);
    const VectorXd left = e - decomposition.solve(VectorXd(r * e));
    const double rounding = roundings * std::numeric_limits<double>::epsilon() *
                            static_cast<double>(width) * e.cwiseAbs().maxCoeff();
    return Rest{left.cwiseQuotient(unit), rounding * unit.cwiseInverse()};
}

// Whether no row loses by the direction that leaves the border alone, but for rounding.
SeparationFinding prove(const Context& context, const Observations& data, const VectorXd& step,
                        const std::vector<std::int64_t>& border) {
    const std::int64_t rows = data.design.rows();
    auto ties = static_cast<std::int64_t>(border.size());
    const auto rest = leave_alone(context, data, border, step);
    if (!rest) return {Separation::quasi, step, ties};
    const Observations columns{data.design, data.family, data.target};
    std::vector<double> rounding(static_cast<std::size_t>(rows));
    each_margin(context, columns, rest->rounding, [&](std::int64_t i, double, double size) {
        rounding[static_cast<std::size_t>(i)] = size;
    });
    for (const std::int64_t i : border)
        rounding[static_cast<std::size_t>(i)] = std::numeric_limits<double>::infinity();
    bool loses = false;
    ties = 0;
    each_margin(context, columns, rest->direction, [&](std::int64_t i, double margin, double size) {
        const double bound = own_rounding * size + rounding[static_cast<std::size_t>(i)];
        loses |= margin < -bound;
        ties += std::fabs(margin) <= bound;
    });
    if (loses || ties == rows) return {};
    return {Separation::quasi, step, ties};
}

// Rows fall behind the border one far size after the other, until those that are left allow a
// direction that leaves them alone; where they do not and one of them loses, nothing is separated.
SeparationFinding find_in_memory(const Context& context, const Observations& data,
                                 const VectorXd& theta, const VectorXd& step) {
    const Charge charge(context, data.design.rows() * 24);
    Flight f = flight_of(context, data, theta, step);
    while (!f.open.empty()) {
        double least = 0, largest = 0;
        for (const std::int64_t i : f.open) {
            const double m = f.margin[static_cast<std::size_t>(i)];
            least = std::min(least, m);
            largest = std::max(largest, std::fabs(m));
        }
        if (largest == 0 || least < -tie * largest) return {};
        std::erase_if(f.open, [&](std::int64_t i) {
            return f.margin[static_cast<std::size_t>(i)] > tie * largest;
        });
        const auto ties = static_cast<std::int64_t>(f.open.size());
        if (ties > 0 && rank_of(context, data.design, f.open) < data.design.width())
            return prove(context, data, step, f.open);
    }
    return {Separation::complete, step, 0};
}

}  // namespace

SeparationFinding find_separation(const Context& context, const Observations& data,
                                  const Eigen::VectorXd& theta, const Eigen::VectorXd& step) {
    const Margins at = margins(context, data, theta);
    const bool complete = data.passes ? at.least > margin_rounding * at.largest
                                      : at.least > 0 && separates_surely(context, data, theta);
    if (complete) {
        // The step says better than the iterate which features grow.
        const bool grows = step.size() > 0 && margins(context, data, step).least > 0;
        return {Separation::complete, grows ? step : theta, 0};
    }
    if (step.size() == 0 || !step.allFinite()) return {};
    const Margins m = margins(context, data, step);
    if (m.most < flight) return {};
    if (!data.passes) return find_in_memory(context, data, theta, step);
    if (m.least < -tie * m.largest) return {};
    const std::int64_t ties = rows_within(context, data, step, tie * m.largest);
    return {ties == 0 ? Separation::complete : Separation::quasi, step, ties};
}

}  // namespace tenon::models
