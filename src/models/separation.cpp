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

// A direction that leaves the rows on the border alone exists only where their columns are not
// independent, each seen in the unit that those rows have.
bool border_allows_flight(const Context& context, const Observations& data, const VectorXd& d,
                          double bound, std::int64_t ties) {
    const Design& design = data.design;
    if (ties < design.width()) return true;
    const std::int64_t columns = design.features.columns;
    const Charge charge(context, ties * columns * 8);
    std::vector<double> values(static_cast<std::size_t>(ties * columns));
    std::int64_t at = 0;
    each_margin(context, data, d, [&](std::int64_t i, double margin, double) {
        if (!(std::fabs(margin) <= bound) || at == ties) return;
        for (std::int64_t j = 0; j < columns; ++j)
            values[static_cast<std::size_t>(j * ties + at)] = design.features(i, j);
        ++at;
    });
    if (at < ties) return true;  // within a rounding of the bound
    Design border = make_design(context, MatrixView::column_major(values.data(), ties, columns),
                                design.names, design.intercept);
    add_powers(border, design.degree, design.powered);
    const auto rank = factor_design(context, border, nullptr, 0, {},
                                    [](const auto& f, const std::vector<double>&) {
                                        return static_cast<std::int64_t>(f.kept.size());
                                    });
    return rank < design.width();
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
    if (m.most < flight || m.least < -tie * m.largest) return {};
    const std::int64_t ties = rows_within(context, data, step, tie * m.largest);
    if (ties > 0 && !data.passes &&
        !border_allows_flight(context, data, step, tie * m.largest, ties))
        return {};
    return {ties == 0 ? Separation::complete : Separation::quasi, step, ties};
}

}  // namespace tenon::models
