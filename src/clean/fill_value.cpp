#include "clean/fill_value.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/number_text.hpp"
#include "base/reason_text.hpp"
#include "clean/column_edit.hpp"
#include "clean/column_mean.hpp"
#include "clean/column_quantiles.hpp"
#include "clean/fill_cells.hpp"
#include "clean/row_index.hpp"
#include "clean/value_fill.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

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

void refuse_infinite(const std::string& name, const Column& column, const char* kind) {
    for (std::int64_t row = 0; row < column.size(); ++row)
        if (column.valid(row) && std::isinf(column.number(row)))
            refuse(Status::data, name,
                   "an infinite reading leaves no finite " + std::string(kind) +
                       "; treat outliers first, or fill with a constant",
                   row);
    refuse(Status::data, name, std::string("the ") + kind + " is not finite");
}

// A value of an int64 column that is so large that doubles do not tell it from its neighbours: as
// a double it might lie outside of the cells.
bool is_large(const Column& column, double value) noexcept {
    constexpr double exact_integers = 9007199254740992.0;  // 2^53
    return column.type() == Type::int64 && std::fabs(value) >= exact_integers;
}

// The median to the last digit; halves are rounded down.
std::optional<std::int64_t> large_median(const Context& context, const Column& column,
                                         double median) {
    if (!is_large(column, median)) return {};
    const Charge charge(context, column.size() * 8);
    std::vector<std::int64_t> cells;
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (column.valid(row)) cells.push_back(column.int64s()[static_cast<std::size_t>(row)]);
    }
    const auto half = cells.begin() + static_cast<std::ptrdiff_t>(cells.size() / 2);
    std::nth_element(cells.begin(), half, cells.end());
    if (cells.size() % 2) return *half;
    const std::int64_t low = *std::max_element(cells.begin(), half);
    const std::uint64_t apart = static_cast<std::uint64_t>(*half) - static_cast<std::uint64_t>(low);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + apart / 2);
}

// The integer nearest to the mean of `count` present cells: the sum of the cells' quotients by
// their number, with that of the remainders beside it.
std::optional<std::int64_t> large_mean(const Context& context, const Column& column,
                                       std::int64_t count, double mean) {
    if (!is_large(column, mean) || count == 0) return {};
    std::int64_t whole = 0, rest = 0;  // |rest| < count
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (!column.valid(row)) continue;
        const std::int64_t cell = column.int64s()[static_cast<std::size_t>(row)];
        whole += cell / count;
        rest += cell % count;
        if (rest >= count || rest <= -count) {
            const std::int64_t carry = rest > 0 ? 1 : -1;
            whole += carry;
            rest -= carry * count;
        }
    }
    if (2 * rest >= count) return whole + 1;
    if (2 * rest <= -count) return whole - 1;
    return whole;
}

void take_whole(FittedFill& fill, std::optional<std::int64_t> whole) {
    if (!whole) return;
    append_int64(fill.text, *whole);
    fill.value = static_cast<double>(*whole);
}

const char* word_of_number(Fill kind) noexcept {
    return kind == Fill::mean ? "mean" : "median";
}

void check_number(const std::string& name, const Column& column, Fill kind,
                  const FittedFill& fill) {
    if (fill.cells == 0)
        refuse(Status::data, name,
               std::string("no present cell to learn a ") + word_of_number(kind) +
                   " from; drop the column or fill it with a constant");
    if (!std::isfinite(fill.value)) refuse_infinite(name, column, word_of_number(kind));
}

void learn_number(const Context& context, const std::string& name, const Column& column, Fill kind,
                  FittedFill& fill) {
    const char* word = word_of_number(kind);
    require_numbers(name, column, word);
    const double half[] = {0.5};
    if (kind == Fill::mean) {
        const ColumnMean found = column_mean(context, column);
        fill.cells = found.numbers;
        fill.value = found.mean;
        take_whole(fill, large_mean(context, column, fill.cells, fill.value));
    } else {
        const ColumnQuantiles found = column_quantiles(context, column, half);
        fill.cells = found.numbers;
        fill.value = found.at.empty() ? 0 : found.at[0].median();
        take_whole(fill, large_median(context, column, fill.value));
    }
    check_number(name, column, kind, fill);
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

std::optional<bool> truth_of(std::string_view word) noexcept {
    if (word == "true") return true;
    if (word == "false") return false;
    return std::nullopt;
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
    } else if (const auto truth = truth_of(options.constant_text);
               truth && fill.type == Type::boolean) {
        fill.value = *truth ? 1 : 0;
    } else {
        if (!std::isfinite(options.constant))
            refuse(Status::argument, name,
                   fill.type == Type::boolean
                       ? "holds truth values, and constant is none; give true, false, 1 or 0"
                       : "holds numbers, and constant is not a finite number; give one");
        fill.value = options.constant;
        const auto whole = exact_constant(options);
        if (fill.type == Type::int64 && whole) append_int64(fill.text, *whole);
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
        case Type::boolean:
            if (fill.value == 0 || fill.value == 1) return fill.value == 1 ? "true" : "false";
            break;
        default:
            break;
    }
    return reading_text(fill.value);
}

}  // namespace

std::optional<std::int64_t> exact_constant(const ImputeOptions& options) {
    const auto whole = parse_int64(options.constant_text);
    if (!whole || static_cast<double>(*whole) != options.constant) return {};
    return whole;
}

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

MeanFilled learn_and_fill_mean(const Context& context, const std::string& name,
                               const Column& column) {
    require_numbers(name, column, word_of_number(Fill::mean));
    MeanFilled out;
    out.fill.column = name;
    out.fill.type = column.type();
    LargeArray<double> cells(static_cast<std::size_t>(column.size()), context.spare);
    bool inexact = false;
    const ColumnMean found = column_mean_and_copy(context, column, cells, inexact);
    out.fill.cells = found.numbers;
    out.fill.value = found.mean;
    check_number(name, column, Fill::mean, out.fill);
    if (column.type() == Type::int64 && is_large(column, found.mean)) {
        take_whole(out.fill, large_mean(context, column, found.numbers, found.mean));
        return out;
    }
    if (column.type() == Type::int64 && fits_int64(found.mean)) return out;
    if (inexact) refuse_inexact(context, column, name);
    patch_missing(context, column, found.mean, cells);
    out.nan = column.size() - column.missing() - found.numbers;
    out.column = make_float64(std::move(cells), Validity(column.size()));
    return out;
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
