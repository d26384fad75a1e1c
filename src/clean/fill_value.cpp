#include "clean/fill_value.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/number_text.hpp"
#include "base/order_statistics.hpp"
#include "base/parallel.hpp"
#include "base/reason_text.hpp"
#include "base/sum.hpp"
#include "clean/column_edit.hpp"
#include "clean/row_index.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// Terms of a partial sum: fixed, so that the sum has the same bits for any number of threads.
constexpr std::int64_t sum_block = 1 << 16;
// A mean whose sum overflows is taken of numbers this much smaller; a power of two, so exact.
constexpr double overflow_scale = 0x1p-64;

[[noreturn]] void refuse(Status status, const std::string& name, const std::string& what,
                         std::int64_t row = -1) {
    std::string message = "column \"" + name + "\"";
    if (row >= 0) message += ", row " + std::to_string(row);
    throw Error(status, message + ": " + what, {.argument = name, .row = row});
}

void require_numbers(const std::string& name, const Column& column, const char* kind) {
    if (!column.is_numeric())
        refuse(Status::type, name,
               std::string("a ") + kind + " needs numbers, and this column is " +
                   type_name(column.type()) + "; use mode, constant, previous or next");
}

// Present cells that are numbers.
std::vector<double> numbers_of(const Context& context, const std::string& name,
                               const Column& column, const char* kind) {
    require_numbers(name, column, kind);
    auto numbers = all_numbers(context, column);
    std::erase_if(numbers, [](double x) { return std::isnan(x); });
    if (numbers.empty())
        refuse(Status::data, name,
               std::string("no present cell to learn a ") + kind +
                   " from; drop the column or fill it with a constant");
    return numbers;
}

double scaled_mean(const Context& context, const std::vector<double>& numbers, double scale) {
    const auto n = static_cast<std::int64_t>(numbers.size());
    std::vector<Sum> parts(static_cast<std::size_t>(block_count(n, sum_block)));
    parallel_blocks(context, n, sum_block,
                    [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                        Sum part;
                        for (std::int64_t i = first; i < last; ++i)
                            part.add(numbers[static_cast<std::size_t>(i)] * scale);
                        parts[static_cast<std::size_t>(block)] = part;
                    });
    Sum sum;
    for (const Sum& part : parts) sum.merge(part);
    return sum.value() / static_cast<double>(n) / scale;
}

double mean_of(const Context& context, const std::vector<double>& numbers) {
    const double mean = scaled_mean(context, numbers, 1);
    return std::isfinite(mean) ? mean : scaled_mean(context, numbers, overflow_scale);
}

void refuse_infinite(const std::string& name, const Column& column, const char* kind) {
    for (std::int64_t row = 0; row < column.size(); ++row)
        if (column.valid(row) && std::isinf(column.number(row)))
            refuse(Status::data, name,
                   "an infinite reading leaves no finite " + std::string(kind) +
                       "; treat outliers first, or fill with a constant",
                   row);
    refuse(Status::data, name, std::string("the ") + kind + " is not finite");
}

void learn_number(const Context& context, const std::string& name, const Column& column, Fill kind,
                  FittedFill& fill) {
    const Charge charge(context, column.size() * 8);
    const char* word = kind == Fill::mean ? "mean" : "median";
    const auto numbers = numbers_of(context, name, column, word);
    fill.cells = static_cast<std::int64_t>(numbers.size());
    fill.value = kind == Fill::mean ? mean_of(context, numbers) : median_of(context, numbers);
    if (!std::isfinite(fill.value)) refuse_infinite(name, column, word);
}

bool is_nan_cell(const Column& column, std::int64_t row) {
    return column.type() == Type::float64 && std::isnan(column.number(row));
}

// The row that holds the most frequent value first, or -1 without any.
std::int64_t mode_row(const Context& context, const Column& column, std::int64_t& cells) {
    const Charge charge(context, RowIndex::bytes_needed(column.size()) + 8 * column.size());
    RowIndex index(context, {&column});
    std::vector<std::int64_t> counts(static_cast<std::size_t>(column.size()), 0);
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (!column.valid(row) || is_nan_cell(column, row)) continue;
        ++counts[static_cast<std::size_t>(index.find_or_add(row))];
        ++cells;
    }
    if (cells == 0) return -1;
    return std::max_element(counts.begin(), counts.end()) - counts.begin();
}

void learn_mode(const Context& context, const std::string& name, const Column& column,
                FittedFill& fill) {
    const std::int64_t row = mode_row(context, column, fill.cells);
    if (row < 0)
        refuse(Status::data, name,
               "no present cell to learn a mode from; drop the column or fill it with a constant");
    if (column.type() == Type::text) {
        fill.text = column.text(row);
        return;
    }
    fill.value = column.number(row) + 0.0;
    // A double does not hold every integer; the text does.
    if (column.type() == Type::int64 || column.type() == Type::timestamp)
        append_int64(fill.text, column.int64s()[static_cast<std::size_t>(row)]);
    if (!std::isfinite(fill.value)) refuse_infinite(name, column, "mode");
}

void take_constant(const std::string& name, const ImputeOptions& options, FittedFill& fill) {
    if (fill.type == Type::text) {
        fill.text = options.constant_text;
    } else if (fill.type == Type::timestamp) {
        const auto micros = parse_timestamp(options.constant_text);
        if (!micros)
            refuse(Status::argument, name,
                   "constant_text \"" + options.constant_text +
                       "\" is not a time; write it as 2024-02-29 23:59:59");
        fill.value = static_cast<double>(*micros);
        append_int64(fill.text, *micros);
    } else {
        if (!std::isfinite(options.constant))
            refuse(Status::argument, name,
                   "holds numbers, and constant is not a finite number; give one");
        fill.value = options.constant;
    }
}

std::string value_text(const FittedFill& fill) {
    switch (fill.type) {
        case Type::text:
            return '"' + fill.text + '"';
        case Type::timestamp:
            return format_timestamp(
                parse_int64(fill.text).value_or(static_cast<std::int64_t>(fill.value)));
        case Type::int64:
            if (!fill.text.empty()) return fill.text;
            break;
        default:
            break;
    }
    return reading_text(fill.value);
}

}  // namespace

FittedFill learn_fill(const Context& context, const std::string& name, const Column& column,
                      const ImputeOptions& options) {
    FittedFill fill;
    fill.column = name;
    fill.type = column.type();
    switch (options.fill) {
        case Fill::mean:
        case Fill::median:
            learn_number(context, name, column, options.fill, fill);
            break;
        case Fill::mode:
            learn_mode(context, name, column, fill);
            break;
        case Fill::constant:
            take_constant(name, options, fill);
            break;
        default:
            break;
    }
    return fill;
}

std::string fill_reason(const FittedFill& fill, Fill kind) {
    std::string reason;
    switch (kind) {
        case Fill::mean:
            reason = "mean ";
            break;
        case Fill::median:
            reason = "median ";
            break;
        case Fill::mode:
            reason = "mode ";
            break;
        case Fill::constant:
            return "constant " + value_text(fill);
        case Fill::previous:
            return "last present cell above";
        case Fill::next:
            return "first present cell below";
        case Fill::linear_time:
            return "straight line between neighbours";
    }
    reason += value_text(fill);
    if (fill.cells > 0) reason += " of " + count_text(fill.cells, "present cell", "present cells");
    return reason;
}

}  // namespace tenon::clean
