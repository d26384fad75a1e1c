#include "pipeline/target.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "base/number_text.hpp"
#include "pipeline/class_target.hpp"
#include "pipeline/label.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// How many different values a message lists before it says "and others".
constexpr std::size_t listed_values = 8;
// Rows between two looks at the cancel flag: some milliseconds of the slowest loop here.
constexpr std::int64_t rows_between_checks = 65536;

void look_for_cancel(const Context& context, std::int64_t row) {
    if (row % rows_between_checks == 0) context.check_cancelled();
}

std::string called(const std::string& name) {
    return "target \"" + name + "\"";
}

struct Counted {
    std::string value;
    std::int64_t cells = 0;
};

// The different values in order of appearance, with their counts, up to one more than `most`; the
// counts are complete only if there are no more than that.
std::vector<Counted> distinct_values(const Context& context, const Column& column,
                                     const std::vector<std::int64_t>& rows, std::size_t most) {
    std::vector<Counted> seen;
    for (const std::int64_t row : rows) {
        look_for_cancel(context, row);
        const std::string value = column.cell_text(row);
        const auto same = std::find_if(seen.begin(), seen.end(),
                                       [&](const Counted& c) { return c.value == value; });
        if (same != seen.end()) {
            ++same->cells;
            continue;
        }
        seen.push_back({value, 1});
        if (seen.size() > most) break;
    }
    return seen;
}

std::string list_values(const Context& context, const Column& column,
                        const std::vector<std::int64_t>& rows) {
    std::vector<Counted> seen = distinct_values(context, column, rows, listed_values);
    const bool more = seen.size() > listed_values;
    if (more) seen.pop_back();
    std::sort(seen.begin(), seen.end(),
              [](const Counted& a, const Counted& b) { return a.value < b.value; });
    std::string out;
    for (const Counted& c : seen) out += (out.empty() ? "\"" : ", \"") + c.value + "\"";
    return more ? out + " and others" : out;
}

[[noreturn]] void refuse_one_class(const std::string& name, std::size_t rows,
                                   const std::string& value) {
    throw Error(Status::data,
                called(name) + ": every one of its " + std::to_string(rows) +
                    " present values is \"" + value +
                    "\"; a logistic model needs records of both classes: take in records of the "
                    "other outcome, or choose another target",
                {.argument = name});
}

void refuse_time(const Column& column, const std::string& name) {
    if (column.type() == Type::timestamp)
        throw Error(Status::type,
                    called(name) + " holds times; a target is a number, true or false, or a text",
                    {.argument = name});
}

// A text of exactly two values: the rarer, or the later in byte order.
std::string rarer_text(const Context& context, const Column& column, const std::string& name,
                       const std::vector<std::int64_t>& rows) {
    const std::vector<Counted> seen = distinct_values(context, column, rows, 2);
    if (seen.size() == 1) refuse_one_class(name, rows.size(), seen[0].value);
    if (seen.size() > 2)
        throw Error(Status::data,
                    called(name) + " has more than two values (" +
                        list_values(context, column, rows) +
                        "); set positive_label to the one that is to be predicted, or fit a "
                        "multinomial or ordinal model",
                    {.argument = name});
    const Counted& a = seen[0];
    const Counted& b = seen[1];
    if (a.cells != b.cells) return a.cells < b.cells ? a.value : b.value;
    return std::max(a.value, b.value);
}

void insist_on_zero_and_one(const Context& context, const Column& column, const std::string& name,
                            const std::vector<std::int64_t>& rows) {
    for (const std::int64_t row : rows) {
        look_for_cancel(context, row);
        const double value = column.number(row);
        if (value != 0 && value != 1)
            throw Error(Status::data,
                        called(name) + ", row " + std::to_string(row) + ": " +
                            column.cell_text(row) +
                            " is neither 0 nor 1; set positive_label to the value that is "
                            "positive, or fit a linear model, or a multinomial or ordinal "
                            "one if these are classes",
                        {.argument = name, .row = row});
    }
}

std::string decide_label(const Context& context, const Column& column, const std::string& name,
                         const std::vector<std::int64_t>& rows) {
    if (column.type() == Type::boolean) return "true";
    if (column.type() == Type::text) return rarer_text(context, column, name, rows);
    insist_on_zero_and_one(context, column, name, rows);
    return "1";
}

std::vector<double> zeros_and_ones(const Context& context, const Column& column,
                                   const std::vector<std::int64_t>& rows,
                                   const std::string& positive_label) {
    const Label label(column, positive_label);
    std::vector<double> values;
    values.reserve(rows.size());
    for (const std::int64_t row : rows) {
        look_for_cancel(context, row);
        values.push_back(label.matches(row) ? 1.0 : 0.0);
    }
    return values;
}

Target read_numbers(const Context& context, const Column& column, const std::string& name) {
    if (!column.is_numeric())
        throw Error(Status::type,
                    called(name) + " is " + type_name(column.type()) +
                        "; a linear model needs numbers: choose a number column, or fit a "
                        "logistic model with positive_label",
                    {.argument = name});
    Target target;
    target.rows = present_target_rows(context, column, name);
    target.values.reserve(target.rows.size());
    for (const std::int64_t row : target.rows) {
        look_for_cancel(context, row);
        const double value = column.number(row);
        if (std::isinf(value))
            throw Error(
                Status::data,
                called(name) + ", row " + std::to_string(row) + ": infinite; mend or drop the row",
                {.argument = name, .row = row});
        target.values.push_back(value);
    }
    return target;
}

}  // namespace

std::vector<std::int64_t> present_target_rows(const Context& context, const Column& column,
                                              const std::string& name) {
    std::vector<std::int64_t> rows;
    rows.reserve(static_cast<std::size_t>(column.size() - column.missing()));
    for (std::int64_t row = 0; row < column.size(); ++row) {
        look_for_cancel(context, row);
        if (present(column, row)) rows.push_back(row);
    }
    if (rows.empty())
        throw Error(Status::data,
                    column.size() == 0 ? "the table has no rows"
                                       : called(name) + " is missing in all of the " +
                                             std::to_string(column.size()) +
                                             " rows; nothing can be learned or judged by it",
                    {.argument = name});
    return rows;
}

Target learn_target(const Context& context, const Table& table, const PipelineOptions& options) {
    const Column& column = table.column(options.target);
    return has_classes(options.kind)
               ? learn_class_target(context, column, options.target, options.kind, options.levels)
               : learn_target(context, column, options.target, options.kind,
                              options.positive_label);
}

Target read_target(const Context& context, const Table& table, const Fitted& fitted) {
    const Column& column = table.column(fitted.target);
    return fitted.classes.empty()
               ? read_target(context, column, fitted.target, fitted.model.summary.kind,
                             fitted.positive_label)
               : read_class_target(context, column, fitted.target, fitted.classes);
}

Target learn_target(const Context& context, const Column& column, const std::string& name,
                    ModelKind kind, const std::string& positive_label) {
    if (!has_positive_label(kind)) return read_numbers(context, column, name);
    refuse_time(column, name);
    Target target;
    target.rows = present_target_rows(context, column, name);
    target.positive_label =
        positive_label.empty() ? decide_label(context, column, name, target.rows) : positive_label;
    target.values = zeros_and_ones(context, column, target.rows, target.positive_label);
    const auto positive = std::count(target.values.begin(), target.values.end(), 1.0);
    const auto all = static_cast<std::ptrdiff_t>(target.values.size());
    if (positive == 0 && !positive_label.empty())
        throw Error(Status::data,
                    called(name) + " never is \"" + positive_label +
                        "\", the positive_label; it is " +
                        list_values(context, column, target.rows),
                    {.argument = "positive_label"});
    if (positive == 0 || positive == all)
        refuse_one_class(name, target.values.size(), column.cell_text(target.rows.front()));
    return target;
}

Target read_target(const Context& context, const Column& column, const std::string& name,
                   ModelKind kind, const std::string& positive_label) {
    if (!has_positive_label(kind)) return read_numbers(context, column, name);
    refuse_time(column, name);
    Target target;
    target.rows = present_target_rows(context, column, name);
    target.positive_label = positive_label;
    target.values = zeros_and_ones(context, column, target.rows, positive_label);
    return target;
}

}  // namespace tenon
