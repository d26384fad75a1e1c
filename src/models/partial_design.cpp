#include "models/partial_design.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/reduction.hpp"

namespace tenon::models {

namespace {

// A pivot below this share of its column is what is left of double-double rounding: such a column
// adds nothing to the others, and the rank rule drops it.
constexpr double pivot_rounding = 0x1p-97;

int exponent_of(double inverse) {
    int exponent = 0;
    std::frexp(inverse, &exponent);
    return exponent - 1;
}

// A range as the design's scaling sees it; `mean` in raw units.
Variable make_variable(const ColumnRange& range, double mean, bool centred) {
    constexpr double constant_roundings = 4;  // as in models/design.cpp
    Variable v;
    const double largest = std::max(std::fabs(range.least), std::fabs(range.most));
    if (largest > 0) {
        int exponent = 0;
        std::frexp(largest, &exponent);
        v.inverse = std::ldexp(1.0, 1 - exponent);
    }
    v.largest = largest * v.inverse;
    v.least = range.least * v.inverse;
    v.most = range.most * v.inverse;
    const double width = (range.most - range.least) * v.inverse;
    const double epsilon = std::numeric_limits<double>::epsilon();
    v.constant = centred ? width <= constant_roundings * epsilon * v.largest : largest == 0;
    if (centred) v.centre = mean * v.inverse;
    return v;
}

}  // namespace

PartialDesign::PartialDesign(const LinearSums& sums, bool intercept) : sums_(sums) {
    const ExactNumber& weight = sums.products.at(sums.one(), sums.one());
    weight_exponent_ = weight.exponent();
    weight_ = weight.scaled(weight_exponent_);
    total_weight_ = weight.value();
    design_.features = {nullptr, sums.rows, sums.features(), 0, 0};
    design_.names = sums.names;
    design_.intercept = intercept;
    for (std::int64_t j = 0; j <= sums.target(); ++j) {
        const Variable v = make_variable(sums.ranges[static_cast<std::size_t>(j)],
                                         static_cast<double>(mean(j)), intercept);
        if (j == sums.target()) {
            target_ = v;
            continue;
        }
        design_.variables.push_back(v);
        if (!v.constant) design_.active.push_back(j);
    }
    design_.order.assign(design_.active.size(), 1);
}

// Sum over the rows divided by W, in raw units.
DoubleDouble PartialDesign::mean(std::int64_t column) const {
    return ratio(sums_.products.at(sums_.one(), column), weight_exponent_);
}

// number 2^(weight exponent - exponent) / W
DoubleDouble PartialDesign::ratio(const ExactNumber& number, int exponent) const {
    return number.scaled(exponent) / weight_;
}

std::int64_t PartialDesign::raw_column(std::int64_t column) const {
    return column == design_.width() ? sums_.target() : design_.feature(column);
}

const Variable& PartialDesign::variable(std::int64_t column) const {
    return column == design_.width() ? target_ : design_.variable(column);
}

// Of two columns in scaled units, about the means where there is an intercept.
DoubleDouble PartialDesign::product(std::int64_t a, std::int64_t b) const {
    const std::int64_t j = raw_column(a), k = raw_column(b), one = sums_.one();
    const int exponent = -exponent_of(variable(a).inverse) - exponent_of(variable(b).inverse);
    const ExactProducts& sum = sums_.products;
    if (!design_.intercept) return sum.at(j, k).scaled(exponent);
    ExactNumber centred = ExactNumber::product(sum.at(one, one), sum.at(j, k));
    centred.subtract(ExactNumber::product(sum.at(one, j), sum.at(one, k)));
    return ratio(centred, exponent + weight_exponent_);
}

double PartialDesign::centred_target_squares() const {
    const std::int64_t one = sums_.one(), y = sums_.target();
    const ExactProducts& sum = sums_.products;
    ExactNumber centred = ExactNumber::product(sum.at(one, one), sum.at(y, y));
    centred.subtract(ExactNumber::product(sum.at(one, y), sum.at(one, y)));
    return static_cast<double>(ratio(centred, weight_exponent_ - 2 * exponent_of(target_.inverse)));
}

Grid<DoubleDouble> PartialDesign::reduced_matrix(const Context& context) const {
    const std::int64_t width = design_.width(), first = design_.intercept ? 1 : 0;
    Grid<DoubleDouble> m(width + 1, width + 1);
    if (design_.intercept) {
        const DoubleDouble root = sqrt(sums_.products.at(sums_.one(), sums_.one()).scaled(0));
        m(0, 0) = root;
        for (std::int64_t c = 1; c <= width; ++c) {
            const Variable& v = variable(c);
            m(0, c) =
                root * (mean(raw_column(c)) * DoubleDouble(v.inverse) - DoubleDouble(v.centre));
        }
    }
    for (std::int64_t b = first; b <= width; ++b) {
        context.check_cancelled();
        const DoubleDouble square = product(b, b);
        DoubleDouble pivot = square;
        for (std::int64_t a = first; a < b; ++a) {
            DoubleDouble rest = product(a, b);
            rest -= dot(m.column(a) + first, m.column(b) + first, a - first);
            const DoubleDouble above = m(a, a);
            m(a, b) = above.hi > 0 ? rest / above : DoubleDouble();
            pivot -= m(a, b) * m(a, b);
        }
        m(b, b) = pivot.hi > pivot_rounding * square.hi ? sqrt(pivot) : DoubleDouble();
    }
    return m;
}

std::vector<double> PartialDesign::spreads(const Grid<DoubleDouble>& m) const {
    std::vector<double> list = column_spreads(m, sums_.rows, design_.intercept);
    const double unit = std::sqrt(static_cast<double>(sums_.rows) / total_weight_);
    for (std::size_t j = design_.intercept ? 1 : 0; j < list.size(); ++j) list[j] *= unit;
    return list;
}

RankRule PartialDesign::rank_rule() const {
    RankRule rule{design_.intercept, std::sqrt(total_weight_), 0, {}, {}};
    for (std::int64_t c = 0; c < design_.width(); ++c) {
        rule.magnitude.push_back(design_.magnitude(c));
        rule.centre.push_back(design_.centre(c));
    }
    return rule;
}

}  // namespace tenon::models
