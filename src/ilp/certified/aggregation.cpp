#include "ilp/certified/aggregation.hpp"

#include <algorithm>
#include <cmath>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp::certified {

namespace {

constexpr int most_rows = 6;
// What cancellation leaves of a coefficient, beside the sizes it is a difference of.
constexpr double noise = 1e-11;
// Larger multipliers lose the digits of the rows they are added to.
constexpr double largest_multiplier = 1e6;

}  // namespace

Aggregation::Aggregation(const ProofRows& rows, std::span<const double> lower,
                         std::span<const double> upper)
    : rows_(rows), lower_(lower), upper_(upper) {
    const auto n = static_cast<std::size_t>(rows.columns());
    bounds_.resize(n);
    g_.assign(n, 0);
    listed_.assign(n, 0);
    is_bound_.assign(static_cast<std::size_t>(rows.model_rows()), 0);
    for (std::int32_t i = 0; i < rows.model_rows(); ++i) {
        const auto index = rows.index(i);
        if (index.size() != 2 || rows.lower(i) == rows.upper(i)) continue;
        for (std::size_t k = 0; k < 2; ++k)
            if (!rows.integer(index[k]) && rows.integer(index[1 - k])) {
                bounds_[index[k]].push_back({i, rows.value(i)[k]});
                is_bound_[i] = 1;
            }
    }
}

double Aggregation::slack(std::int32_t row, std::span<const double> activity) const {
    return std::min(activity[row] - rows_.lower(row), rows_.upper(row) - activity[row]);
}

void Aggregation::clear() {
    for (const std::int32_t j : columns_) {
        g_[j] = 0;
        listed_[j] = 0;
    }
    columns_.clear();
    terms_.clear();
}

void Aggregation::add(std::int32_t row, double multiplier) {
    terms_.emplace_back(row, multiplier);
    const auto index = rows_.index(row);
    const auto value = rows_.value(row);
    work_ += static_cast<std::int64_t>(index.size());
    for (std::size_t k = 0; k < index.size(); ++k) {
        const std::int32_t j = index[k];
        if (!listed_[j]) {
            listed_[j] = 1;
            columns_.push_back(j);
        }
        const double term = multiplier * value[k];
        g_[j] += term;
        if (std::fabs(g_[j]) <= noise * std::fabs(term)) g_[j] = 0;
    }
}

// Rows that are tight at the point take the place of the bounds of their continuous columns.
void Aggregation::substitute(std::span<const double> activity) {
    const std::size_t count = columns_.size();
    for (std::size_t c = 0; c < count; ++c) {
        const std::int32_t j = columns_[c];
        if (rows_.integer(j) || g_[j] == 0) continue;
        for (const VariableBound& bound : bounds_[j]) {
            if (slack(bound.row, activity) > feasibility_tolerance) continue;
            const bool taken = std::any_of(terms_.begin(), terms_.end(), [&](const auto& term) {
                return term.first == bound.row;
            });
            const double multiplier = -g_[j] / bound.coefficient;
            if (taken || !(std::fabs(multiplier) < largest_multiplier)) continue;
            add(bound.row, multiplier);
            break;
        }
    }
}

bool Aggregation::extend(std::span<const double> x, std::span<const double> activity) {
    std::int32_t column = -1;
    double furthest = feasibility_tolerance;
    for (const std::int32_t j : columns_) {
        if (rows_.integer(j) || g_[j] == 0) continue;
        double distance = std::min(x[j] - lower_[j], upper_[j] - x[j]);
        for (const VariableBound& bound : bounds_[j])
            distance =
                std::min(distance, slack(bound.row, activity) / std::fabs(bound.coefficient));
        if (distance <= furthest) continue;
        furthest = distance;
        column = j;
    }
    if (column < 0) return false;
    std::int32_t best = -1;
    double least = infinity, multiplier = 0;
    for (const std::int32_t i : rows_.rows_of_column(column)) {
        if (is_bound_[i] || std::any_of(terms_.begin(), terms_.end(),
                                        [i](const auto& term) { return term.first == i; }))
            continue;
        const auto index = rows_.index(i);
        const auto found = std::lower_bound(index.begin(), index.end(), column);
        const double a = rows_.value(i)[found - index.begin()];
        const double room = slack(i, activity) / std::fabs(a);
        if (room >= least || !(std::fabs(g_[column] / a) < largest_multiplier)) continue;
        least = room;
        best = i;
        multiplier = -g_[column] / a;
    }
    if (best < 0) return false;
    add(best, multiplier);
    return true;
}

Multipliers Aggregation::sum() const {
    auto terms = terms_;
    std::sort(terms.begin(), terms.end());
    Multipliers out;
    for (const auto& [row, value] : terms) {
        out.row.push_back(row);
        out.value.push_back(value);
    }
    return out;
}

void Aggregation::follow(std::int32_t row, std::span<const double> x,
                         std::span<const double> activity,
                         const std::function<void(const Multipliers&)>& use) {
    clear();
    add(row, 1);
    std::vector<std::pair<std::int32_t, double>> path;  // without substitutions
    for (int step = 0; step < most_rows; ++step) {
        path = terms_;
        if (step > 0) use(sum());
        substitute(activity);
        if (terms_.size() > path.size()) use(sum());
        clear();
        for (const auto& [i, multiplier] : path) add(i, multiplier);
        if (!extend(x, activity)) break;
    }
    clear();
}

}  // namespace tenon::ilp::certified
