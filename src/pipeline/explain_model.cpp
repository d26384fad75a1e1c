#include "tenon/explain_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "base/poll.hpp"
#include "base/sum.hpp"
#include "pipeline/judged_metrics.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

namespace tenon {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int32_t most_repeats = 10'000, most_points = 10'000;

[[noreturn]] void refuse(Status status, const char* argument, const std::string& message) {
    throw Error(status, message, {.argument = argument});
}

double score_on(const Context& context, const Pipeline& pipeline, const Table& table,
                const ImportanceOptions& options) {
    const auto judged = pipeline.judge(context, table);
    const ModelKind kind = pipeline.model().summary.kind;
    const Metrics metrics = judged_metrics(kind, judged, options.threshold);
    return score_of(metrics, options.score, kind);
}

std::vector<std::int64_t> counted(std::int64_t rows) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(rows));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    return order;
}

struct Spread {
    double mean, sd;
};
Spread spread_of(std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    Sum sum, squares;
    for (const double value : values) sum.add(value);
    const double mean = sum.value() / n;
    for (const double value : values) squares.add((value - mean) * (value - mean));
    return {mean, n > 1 ? std::sqrt(squares.value() / (n - 1)) : nan};
}

// Type 7 quantiles of the finite cells at equal shares, equal ones once.
std::vector<double> quantiles_of(const Context& context, const std::string& name,
                                 const Column& column, std::int32_t points) {
    std::vector<double> cells(static_cast<std::size_t>(column.size()));
    column.copy_numbers(cells);
    std::erase_if(cells, [](double x) { return !std::isfinite(x); });
    if (cells.empty())
        refuse(Status::data, "input", "column \"" + name + "\" has no present cell to vary");
    Poll poll(context);
    std::sort(cells.begin(), cells.end(), [&](double a, double b) {
        poll();
        return a < b;
    });
    std::vector<double> values;
    for (std::int32_t k = 0; k < points; ++k) {
        const double place = points > 1 ? static_cast<double>(k) / (points - 1) *
                                              static_cast<double>(cells.size() - 1)
                                        : static_cast<double>(cells.size() - 1) / 2;
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, cells.size() - 1);
        const double share = place - std::floor(place);
        const double value = cells[below] + share * (cells[above] - cells[below]);
        if (values.empty() || value != values.back()) values.push_back(value);
    }
    return values;
}

// A column of the input's type that is `value` everywhere; a number that its type cannot hold is
// kept as a number.
Column constant_number(const PipelineInput& input, double value, std::int64_t rows) {
    const auto n = static_cast<std::size_t>(rows);
    if (input.type == Type::boolean && (value == 0 || value == 1))
        return Column::from_boolean(std::vector<bool>(n, value == 1));
    return Column::from_float64(std::vector<double>(n, value));
}

Column constant_category(const PipelineInput& input, const std::string& category,
                         std::int64_t rows) {
    const auto n = static_cast<std::size_t>(rows);
    if (input.type == Type::boolean)
        return Column::from_boolean(std::vector<bool>(n, category == "true"));
    if (input.type == Type::int64)
        return Column::from_int64(std::vector<std::int64_t>(n, std::stoll(category)));
    return Column::from_text(std::vector<std::string>(n, category));
}

// The columns of the user's table that the predictions come from, each once: the inputs, and in
// place of those that feature steps make what the steps read.
std::vector<std::string> own_columns(const Pipeline& pipeline) {
    std::vector<std::string> names;
    for (const PipelineInput& input : pipeline.inputs()) names.push_back(input.name);
    const std::vector<Feature>& steps = pipeline.options().features;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        const std::vector<std::string> made = step->outputs();
        const auto is_made = [&](const std::string& name) {
            return std::find(made.begin(), made.end(), name) != made.end();
        };
        const auto from = std::find_if(names.begin(), names.end(), is_made);
        if (from == names.end()) continue;
        const auto at = from - names.begin();
        std::erase_if(names, is_made);
        for (const std::string& name : step->inputs())
            if (std::find(names.begin(), names.end(), name) == names.end())
                names.insert(names.begin() + std::min(at, std::ssize(names)), name);
    }
    return names;
}

// The input of that name, or what such a column of the table is to the feature steps that read it.
PipelineInput input_of(const Context& context, const Pipeline& pipeline, const Table& table,
                       const std::string& name) {
    const std::vector<std::string> own = own_columns(pipeline);
    if (std::find(own.begin(), own.end(), name) == own.end())
        throw Error(Status::not_found, "the pipeline has no input \"" + name + "\"",
                    {.argument = name});
    const Column& column = table.column(name);
    for (const PipelineInput& input : pipeline.inputs())
        if (input.name == name && (input.categorical || column.is_numeric())) return input;
    PipelineInput raw;
    raw.name = name;
    raw.type = column.type();
    if (raw.type == Type::timestamp)
        refuse(Status::type, "input",
               "column \"" + name +
                   "\" is of times; dependence is told of numbers, truth values "
                   "and texts");
    raw.categorical = raw.type == Type::text;
    if (!raw.categorical) return raw;
    Poll poll(context);
    std::set<std::string, std::less<>> categories;
    for (std::int64_t row = 0; row < column.size(); ++row) {
        poll();
        if (column.valid(row)) categories.emplace(column.text(row));
    }
    if (categories.size() > most_points)
        refuse(Status::data, "input",
               "column \"" + name + "\" has too many different texts to vary");
    raw.categories.assign(categories.begin(), categories.end());
    return raw;
}

// The place of the class whose probability is told; of pipelines without classes there is none.
std::size_t class_of(const Pipeline& pipeline, const std::string& name) {
    const std::vector<std::string>& classes = pipeline.classes();
    if (classes.empty() && name.empty()) return 0;
    const auto at = std::find(classes.begin(), classes.end(), name);
    if (at != classes.end()) return static_cast<std::size_t>(at - classes.begin());
    if (classes.empty())
        refuse(Status::argument, "of_class", "the pipeline has no classes: leave of_class empty");
    if (name.empty())
        refuse(Status::argument, "of_class",
               "name the class whose probability is told, such as \"" + classes.front() + "\"");
    refuse(Status::not_found, "of_class", "the pipeline has no class \"" + name + "\"");
}

std::vector<double> predictions(const Context& context, const Pipeline& pipeline,
                                const Table& table, std::size_t of) {
    const std::size_t classes = pipeline.classes().size();
    if (classes == 0) return pipeline.predict(context, table);
    const std::vector<double> all = pipeline.predict_classes(context, table);
    std::vector<double> out(all.size() / classes);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = all[i * classes + of];
    return out;
}

}  // namespace

Importance permutation_importance(const Context& context, const Pipeline& pipeline,
                                  const Table& table, const ImportanceOptions& options) {
    if (options.repeats < 1 || options.repeats > most_repeats)
        refuse(Status::argument, "repeats",
               "repeats must lie between 1 and " + std::to_string(most_repeats));
    constexpr std::int64_t bytes_a_row = 32;  // an order, a shuffled column, truth and predicted
    const Charge held(context, bytes_a_row * table.rows());
    Importance out;
    out.score = score_on(context, pipeline, table, options);
    const std::vector<std::string> inputs = own_columns(pipeline);
    const double all = static_cast<double>(inputs.size()) * options.repeats;
    std::vector<std::int64_t> order = counted(table.rows());
    std::uint64_t stream = 0;
    for (const std::string& input : inputs) {
        const Column& column = table.column(input);
        std::vector<double> losses;
        for (std::int32_t repeat = 0; repeat < options.repeats; ++repeat, ++stream) {
            context.report({.phase = "permutation importance",
                            .share = static_cast<double>(stream) / all,
                            .work = static_cast<std::int64_t>(stream)});
            std::iota(order.begin(), order.end(), std::int64_t{0});
            Random(options.seed, stream).shuffle(order);
            const Table shuffled = table.with_column(input, column.take(order));
            losses.push_back(out.score - score_on(context, pipeline, shuffled, options));
        }
        const Spread spread = spread_of(losses);
        out.inputs.push_back({input, spread.mean, spread.sd});
    }
    std::stable_sort(
        out.inputs.begin(), out.inputs.end(),
        [](const InputImportance& a, const InputImportance& b) { return a.loss > b.loss; });
    return out;
}

Dependence partial_dependence(const Context& context, const Pipeline& pipeline, const Table& table,
                              const std::string& name, const DependenceOptions& options) {
    const PipelineInput input = input_of(context, pipeline, table, name);
    const std::size_t of = class_of(pipeline, options.of_class);
    if (options.points < 1 || options.points > most_points)
        refuse(Status::argument, "points",
               "points must lie between 1 and " + std::to_string(most_points));
    if (options.records < 0) refuse(Status::argument, "records", "records must not be negative");
    if (table.rows() == 0) refuse(Status::data, "table", "there are no records to average over");
    Dependence out;
    out.input = name;
    out.categorical = input.categorical;
    out.rows = counted(table.rows());
    if (options.records > 0 && options.records < table.rows()) {
        Random(options.seed).shuffle(out.rows);
        out.rows.resize(static_cast<std::size_t>(options.records));
        std::sort(out.rows.begin(), out.rows.end());
    }
    if (input.categorical)
        out.categories = input.categories;
    else
        out.values = quantiles_of(context, name, table.column(name), options.points);
    context.check_cancelled();
    const Table records = table.take(out.rows);
    const std::size_t count = input.categorical ? out.categories.size() : out.values.size();
    const Charge charge(context, records.rows() * 8 * static_cast<std::int64_t>(count + 2));
    out.curves.resize(out.rows.size() * count);
    for (std::size_t k = 0; k < count; ++k) {
        context.report({.phase = "partial dependence",
                        .share = static_cast<double>(k) / static_cast<double>(count),
                        .work = static_cast<std::int64_t>(k)});
        const Column column = input.categorical
                                  ? constant_category(input, out.categories[k], records.rows())
                                  : constant_number(input, out.values[k], records.rows());
        const auto predicted =
            predictions(context, pipeline, records.with_column(name, column), of);
        const Spread spread = spread_of(predicted);
        out.mean.push_back(spread.mean);
        out.sd.push_back(spread.sd);
        for (std::size_t i = 0; i < predicted.size(); ++i) out.curves[i * count + k] = predicted[i];
    }
    return out;
}

}  // namespace tenon
