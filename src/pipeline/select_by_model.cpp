// Recursive elimination: I. Guyon, J. Weston, S. Barnhill, V. Vapnik, Gene Selection for Cancer
// Classification using Support Vector Machines (2002), with linear and logistic regression. L1:
// R. Tibshirani, Regression Shrinkage and Selection via the Lasso (1996).
#include "tenon/select_by_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <vector>

#include "base/sum.hpp"
#include "pipeline/target.hpp"
#include "pipeline/training.hpp"
#include "tenon/error.hpp"
#include "tenon/lasso.hpp"
#include "tenon/linear.hpp"
#include "tenon/logistic.hpp"

namespace tenon {

namespace {

constexpr int path_steps = 100;
constexpr double path_end = 1e-3;  // of the largest penalty

// The rows that have everything, one column after another.
struct Complete {
    std::vector<std::vector<double>> columns;
    std::vector<double> target;
};

[[noreturn]] void refuse(const std::string& argument, const std::string& what,
                         Status status = Status::argument) {
    throw Error(status, argument + ' ' + what, {.argument = argument});
}

std::vector<double> numbers_of(const std::string& name, const Column& column) {
    insist_on_number(name, column);
    std::vector<double> numbers(static_cast<std::size_t>(column.size()));
    column.copy_numbers(numbers);
    for (std::size_t row = 0; row < numbers.size(); ++row)
        if (std::isinf(numbers[row]))
            throw Error(Status::data,
                        "column \"" + name + "\", row " + std::to_string(row) +
                            ": an infinite reading; treat outliers first",
                        {.argument = name, .row = static_cast<std::int64_t>(row)});
    return numbers;
}

Complete complete_rows(const Context& context, const Table& table,
                       std::span<const std::string> columns, const ModelSelectOptions& options) {
    const Target target = learn_target(context, table.column(options.target), options.target,
                                       options.kind, options.positive_label);
    std::vector<bool> whole(target.rows.size(), true);
    std::vector<std::vector<double>> numbers;
    for (const std::string& name : columns) {
        context.check_cancelled();
        const auto all = numbers_of(name, table.column(name));
        auto& kept = numbers.emplace_back();
        for (std::size_t i = 0; i < target.rows.size(); ++i) {
            kept.push_back(all[static_cast<std::size_t>(target.rows[i])]);
            if (std::isnan(kept.back())) whole[i] = false;
        }
    }
    Complete out;
    for (std::size_t i = 0; i < whole.size(); ++i)
        if (whole[i]) out.target.push_back(target.values[i]);
    if (out.target.size() < 2)
        refuse("columns", "leave fewer than two rows without a hole; fill missing cells",
               Status::data);
    for (auto& column : numbers) {
        auto& kept = out.columns.emplace_back();
        kept.reserve(out.target.size());
        for (std::size_t i = 0; i < whole.size(); ++i)
            if (whole[i]) kept.push_back(column[i]);
        column = {};
    }
    return out;
}

double deviation_of(const std::vector<double>& x) {
    Sum sum, squares;
    for (const double value : x) sum.add(value);
    const double mean = sum.value() / static_cast<double>(x.size());
    for (const double value : x) squares.add((value - mean) * (value - mean));
    return std::sqrt(squares.value() / static_cast<double>(x.size() - 1));
}

// The columns at these places, side by side.
struct Design {
    std::vector<double> values;
    MatrixView view;
};
Design design_of(const Complete& data, const std::vector<std::size_t>& places) {
    Design out;
    for (const std::size_t place : places)
        out.values.insert(out.values.end(), data.columns[place].begin(), data.columns[place].end());
    out.view =
        MatrixView::column_major(out.values.data(), static_cast<std::int64_t>(data.target.size()),
                                 static_cast<std::int64_t>(places.size()));
    return out;
}

std::vector<std::size_t> all_places(const Complete& data) {
    std::vector<std::size_t> places(data.columns.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    return places;
}

// Keeps the best `keep` with a score above 0.
void keep_best(std::vector<ScoredColumn>& columns, std::int64_t keep) {
    std::vector<std::size_t> order(columns.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return columns[a].score > columns[b].score;
    });
    for (std::size_t i = 0; i < order.size() && static_cast<std::int64_t>(i) < keep; ++i)
        columns[order[i]].kept = columns[order[i]].score > 0;
}

void by_l1(const Context& context, const Complete& data, const ModelSelectOptions& options,
           std::vector<ScoredColumn>& columns) {
    const Design design = design_of(data, all_places(data));
    const double largest = largest_lasso_penalty(context, design.view, data.target, options.kind);
    std::vector<double> penalties;
    if (options.keep == 0)
        penalties.push_back(options.penalty_share * largest);
    else
        for (int i = 1; i <= path_steps; ++i)
            penalties.push_back(largest * std::pow(path_end, static_cast<double>(i) / path_steps));
    const auto fits = fit_lasso(context, design.view, data.target, options.kind, penalties);
    auto fit = fits.begin();
    while (fit + 1 != fits.end() && fit->nonzero() < options.keep) ++fit;
    for (std::size_t j = 0; j < columns.size(); ++j) columns[j].score = std::fabs(fit->scaled[j]);
    keep_best(columns, options.keep > 0 ? options.keep : static_cast<std::int64_t>(columns.size()));
}

// |s_j b_j| of the columns at these places in a model of them all.
std::vector<double> weights_of(const Context& context, const Complete& data,
                               const std::vector<std::size_t>& places,
                               std::span<const std::string> names,
                               const ModelSelectOptions& options) {
    const Design design = design_of(data, places);
    std::vector<std::string> given;
    for (const std::size_t place : places) given.push_back(names[place]);
    LinearModel model;
    if (options.kind == ModelKind::logistic) {
        LogisticOptions fit;
        fit.l2 = options.l2;
        model = fit_logistic(context, design.view, data.target, given, fit);
    } else {
        LinearOptions fit;
        fit.l2 = options.l2;
        model = fit_linear(context, design.view, data.target, given, fit);
    }
    std::vector<double> weights;
    for (std::size_t j = 0; j < places.size(); ++j)
        weights.push_back(std::fabs(model.coefficients[j + 1].estimate) *
                          deviation_of(data.columns[places[j]]));
    return weights;
}

void by_elimination(const Context& context, const Complete& data, const ModelSelectOptions& options,
                    std::span<const std::string> names, std::vector<ScoredColumn>& columns) {
    auto places = all_places(data);
    const auto keep = options.keep > 0 ? static_cast<std::size_t>(options.keep)
                                       : std::max<std::size_t>(1, columns.size() / 2);
    double round = 0;
    while (places.size() > keep) {
        context.report(
            {.phase = "eliminate columns", .share = round / static_cast<double>(columns.size())});
        const auto weights = weights_of(context, data, places, names, options);
        std::size_t worst = 0;
        for (std::size_t j = 1; j < places.size(); ++j)
            if (weights[j] <= weights[worst]) worst = j;
        columns[places[worst]].score = round++;
        places.erase(places.begin() + static_cast<std::ptrdiff_t>(worst));
    }
    for (const std::size_t place : places) {
        columns[place].score = round;
        columns[place].kept = true;
    }
}

void check_options(std::span<const std::string> columns, const ModelSelectOptions& options) {
    if (columns.empty()) refuse("columns", "is empty; name at least one column");
    std::set<std::string_view> seen;
    for (const std::string& name : columns) {
        if (!seen.insert(name).second) refuse(name, "is named twice; name it once");
        if (name == options.target) refuse(name, "is the target, and would be selected for itself");
    }
    if (options.rule != ModelSelectRule::l1 && options.rule != ModelSelectRule::recursive)
        refuse("rule", "must be l1 or recursive");
    if (options.kind != ModelKind::linear && options.kind != ModelKind::logistic)
        refuse("kind", "must be linear or logistic");
    if (options.target.empty()) refuse("target", "must be named");
    if (options.keep < 0 || options.keep > static_cast<std::int64_t>(columns.size()))
        refuse("keep", "must be from 0 to the number of columns");
    if (!(options.penalty_share > 0 && options.penalty_share < 1))
        refuse("penalty_share", "must be between 0 and 1");
    if (!(options.l2 >= 0) || !std::isfinite(options.l2))
        refuse("l2", "must be finite and not negative");
}

}  // namespace

Selection select_by_model(const Context& context, const Table& table,
                          std::span<const std::string> columns, const ModelSelectOptions& options) {
    check_options(columns, options);
    const Charge charge(context,
                        table.rows() * 16 * (static_cast<std::int64_t>(columns.size()) + 2));
    const Complete data = complete_rows(context, table, columns, options);
    std::vector<ScoredColumn> scored;
    for (const std::string& name : columns)
        scored.push_back({.column = name,
                          .score = 0,
                          .p_value = std::numeric_limits<double>::quiet_NaN(),
                          .kept = false,
                          .cluster = 0});
    const bool l1 = options.rule == ModelSelectRule::l1;
    if (l1)
        by_l1(context, data, options, scored);
    else
        by_elimination(context, data, options, columns, scored);
    Feature feature = selection_feature(l1 ? "l1" : "recursive elimination", scored);
    return {std::move(scored), std::move(feature)};
}

}  // namespace tenon
