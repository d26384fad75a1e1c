#include "models/separation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

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
// Of a value of the design and of a sum over its columns, in eps a column.
constexpr double roundings = 4;

// Calls take(i, m_i, what rounding may have made of m_i).
template <class Take>
void each_margin(const Context& context, const Observations& data, const VectorXd& d, Take&& take) {
    const std::int64_t rows = data.design.rows(), width = data.design.width();
    const VectorXd by_column = data.basis.size() > 0 ? VectorXd(data.basis * d) : d;
    const double unit =
        roundings * std::numeric_limits<double>::epsilon() * static_cast<double>(width);
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
            take(first + i, side(i) == 0 ? -std::fabs(growth(i)) : side(i) * growth(i),
                 unit * size(i));
    }
}

// Whether d grows every row's likelihood, each by more than the row's own rounding: a row far out
// says nothing about how surely the others are told apart.
bool separates_surely(const Context& context, const Observations& data, const VectorXd& d) {
    bool surely = true;
    each_margin(context, data, d,
                [&](std::int64_t, double margin, double rounding) { surely &= margin > rounding; });
    return surely;
}

// The margins that a step gives the rows, and the rows that are still to be told apart.
struct Flight {
    std::vector<double> margin;
    std::vector<std::int64_t> open;
};

// A row that theta has settled for good is at rest when the step moves it by next to nothing of
// that: far out, the rounding of the step is more than what moves the others.
Flight flight_of(const Context& context, const Observations& data, const VectorXd& theta,
                 const VectorXd& step) {
    Flight f;
    f.margin.reserve(static_cast<std::size_t>(data.design.rows()));
    each_margin(context, data, theta,
                [&](std::int64_t, double margin, double) { f.margin.push_back(margin); });
    each_margin(context, data, step, [&](std::int64_t i, double margin, double) {
        double& at = f.margin[static_cast<std::size_t>(i)];
        at = at >= settled && std::fabs(margin) <= tie * at ? 0 : margin;
        f.open.push_back(i);
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
    add_powers(border, design.degree, design.powered);
    return factor_design(context, border, nullptr, 0, {},
                         [](const auto& f, const std::vector<double>&) {
                             return static_cast<std::int64_t>(f.kept.size());
                         });
}

// Rows fall behind the border one far size after the other, until those that are left allow a
// direction that leaves them alone; where they do not and one of them loses, nothing is separated.
SeparationFinding find_in_memory(const Context& context, const Observations& data,
                                 const VectorXd& theta, const VectorXd& step) {
    const Charge charge(context, data.design.rows() * 16);
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
            return {Separation::quasi, step, ties};
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
