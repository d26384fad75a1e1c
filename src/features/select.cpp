#include "tenon/select.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "features/columns.hpp"
#include "features/numbers.hpp"
#include "features/scores.hpp"
#include "tenon/encode.hpp"

namespace tenon {

using namespace features;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

using Numbers = std::vector<std::vector<double>>;

// The target as numbers or as classes, whichever it is.
struct Target {
    bool is_class = false;
    std::vector<double> numbers;
    std::vector<std::int64_t> classes;  // -1 where there is none
};

std::vector<double> finite_numbers(const Context& context, const Table& table,
                                   const std::string& name) {
    const Column& column = table.column(name);
    check_numeric(name, column, "selected from");
    auto numbers = all_numbers(context, column);
    bool any = false;
    for (std::size_t row = 0; row < numbers.size(); ++row) {
        if (std::isinf(numbers[row]))
            refuse_column(name, "an infinite reading; treat outliers first", Status::data,
                          static_cast<std::int64_t>(row));
        any = any || !std::isnan(numbers[row]);
    }
    if (!any) refuse_column(name, "has no present number; leave it out");
    return numbers;
}

Target target_of(const Context& context, const Table& table, const SelectOptions& options) {
    Target target;
    if (options.target.empty()) return target;
    const Column& column = table.column(options.target);
    target.is_class =
        options.classes || column.type() == Type::text || column.type() == Type::boolean;
    if (!target.is_class) {
        target.numbers = finite_numbers(context, table, options.target);
        return target;
    }
    target.classes = category_codes(context, column);
    if (*std::max_element(target.classes.begin(), target.classes.end()) < 1)
        refuse_column(options.target, "has no two classes to tell apart");
    return target;
}

std::vector<ScoredColumn> scored(std::span<const std::string> columns) {
    std::vector<ScoredColumn> out;
    for (const std::string& name : columns)
        out.push_back(
            {.column = name, .score = 0, .p_value = nothing, .kept = false, .cluster = 0});
    return out;
}

void keep_best(std::vector<ScoredColumn>& columns, std::int64_t keep) {
    std::vector<std::size_t> order(columns.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return columns[a].score > columns[b].score;
    });
    const auto count = std::min(order.size(), static_cast<std::size_t>(keep));
    for (std::size_t i = 0; i < count; ++i) columns[order[i]].kept = true;
}

// The smallest column that a chain of likeness leads to, for each.
std::vector<std::size_t> clusters_of(const Context& context, const Numbers& numbers,
                                     double threshold) {
    std::vector<std::size_t> root(numbers.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find = [&](std::size_t i) {
        while (root[i] != i) i = root[i] = root[root[i]];
        return i;
    };
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        context.report({.phase = "compare columns",
                        .share = static_cast<double>(i) / static_cast<double>(numbers.size())});
        for (std::size_t j = 0; j < i; ++j) {
            context.check_cancelled();
            const std::size_t a = find(i), b = find(j);
            if (a != b && std::fabs(correlation_of(numbers[i], numbers[j])) >= threshold)
                root[std::max(a, b)] = std::min(a, b);
        }
    }
    for (std::size_t i = 0; i < root.size(); ++i) root[i] = find(i);
    return root;
}

double likeness_to(const Target& target, const std::vector<double>& x) {
    if (!target.numbers.empty()) {
        const double r = std::fabs(correlation_of(x, target.numbers));
        return std::isnan(r) ? 0 : r;
    }
    if (target.is_class) return class_score(x, target.classes).f;
    return static_cast<double>(
        std::count_if(x.begin(), x.end(), [](double value) { return !std::isnan(value); }));
}

void by_correlation(const Context& context, const Numbers& numbers, const Target& target,
                    double threshold, std::vector<ScoredColumn>& columns) {
    const auto roots = clusters_of(context, numbers, threshold);
    std::vector<std::int64_t> cluster(columns.size(), -1);
    std::vector<std::size_t> best(columns.size(), columns.size());
    std::int64_t clusters = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::size_t root = roots[i];
        if (cluster[root] < 0) cluster[root] = clusters++;
        columns[i].cluster = cluster[root];
        columns[i].score = likeness_to(target, numbers[i]);
        if (best[root] == columns.size() || columns[i].score > columns[best[root]].score)
            best[root] = i;
    }
    for (const std::size_t i : best)
        if (i < columns.size()) columns[i].kept = true;
}

void by_variance(const Numbers& numbers, const SelectOptions& options,
                 std::vector<ScoredColumn>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::vector<double> present = numbers[i];
        std::erase_if(present, [](double x) { return std::isnan(x); });
        columns[i].score = variance_of(present);
        columns[i].kept = options.keep == 0 && columns[i].score > options.threshold;
    }
}

void by_f_score(const Numbers& numbers, const Target& target, const SelectOptions& options,
                std::vector<ScoredColumn>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const FScore score = target.is_class ? class_score(numbers[i], target.classes)
                                             : line_score(numbers[i], target.numbers);
        columns[i].score = score.f;
        columns[i].p_value = score.p_value;
        columns[i].kept = options.keep == 0 && score.p_value <= options.threshold;
    }
}

void by_information(const Context& context, const Numbers& numbers, const Target& target,
                    const SelectOptions& options, std::vector<ScoredColumn>& columns) {
    const auto of_target = target.is_class
                               ? target.classes
                               : equal_count_classes(context, target.numbers, options.bins);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        context.check_cancelled();
        columns[i].score =
            mutual_information(equal_count_classes(context, numbers[i], options.bins), of_target);
        columns[i].kept = options.keep == 0 && columns[i].score > options.threshold;
    }
}

void check_options(std::span<const std::string> columns, const SelectOptions& options) {
    check_distinct(columns);
    if (options.rule < SelectRule::variance || options.rule > SelectRule::mutual_information)
        refuse_option("rule", "must be variance, correlation, f_score or mutual_information");
    const bool correlation = options.rule == SelectRule::correlation;
    const bool needs_target =
        options.rule == SelectRule::f_score || options.rule == SelectRule::mutual_information;
    if (options.keep < 0 || (correlation && options.keep > 0))
        refuse_option("keep", "must not be negative, and must be 0 for correlation");
    if (!(options.threshold >= 0) || !std::isfinite(options.threshold))
        refuse_option("threshold", "must be a finite number from 0 on");
    if (correlation && !(options.threshold > 0 && options.threshold <= 1))
        refuse_option("threshold", "must be above 0 and at most 1 for correlation");
    if (needs_target && options.target.empty())
        refuse_option("target", "must be named for this rule");
    if (options.rule == SelectRule::variance && !options.target.empty())
        refuse_option("target", "is not looked at by variance; leave it empty");
    if (options.bins < 2 || options.bins > 1000) refuse_option("bins", "must be from 2 to 1000");
    for (const std::string& name : columns)
        if (!options.target.empty() && name == options.target)
            refuse_column(name, "is the target, and would be selected for itself",
                          Status::argument);
}

const char* word_of(SelectRule rule) {
    switch (rule) {
        case SelectRule::variance:
            return "variance";
        case SelectRule::correlation:
            return "correlation";
        case SelectRule::f_score:
            return "f_score";
        case SelectRule::mutual_information:
            break;
    }
    return "mutual_information";
}

}  // namespace

Selection select_columns(const Context& context, const Table& table,
                         std::span<const std::string> columns, const SelectOptions& options) {
    check_options(columns, options);
    const Charge charge(context,
                        table.rows() * 8 * (static_cast<std::int64_t>(columns.size()) + 2));
    Numbers numbers;
    for (const std::string& name : columns) numbers.push_back(finite_numbers(context, table, name));
    const Target target = target_of(context, table, options);
    auto out = scored(columns);
    switch (options.rule) {
        case SelectRule::variance:
            by_variance(numbers, options, out);
            break;
        case SelectRule::correlation:
            by_correlation(context, numbers, target, options.threshold, out);
            break;
        case SelectRule::f_score:
            by_f_score(numbers, target, options, out);
            break;
        case SelectRule::mutual_information:
            by_information(context, numbers, target, options, out);
            break;
    }
    if (options.keep > 0) keep_best(out, options.keep);
    Feature feature = selection_feature(word_of(options.rule), out);
    return {std::move(out), std::move(feature)};
}

}  // namespace tenon
