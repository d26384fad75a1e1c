#include "pipeline/training.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "tenon/error.hpp"

namespace tenon {

namespace {

// Rows between two looks at the cancel flag; about a millisecond of work.
constexpr std::int64_t rows_between_checks = 65536;

// The target's row number and value, and one input column at a time.
constexpr std::int64_t bytes_a_row = 24;

bool holds_nothing(const Column& column) {
    return column.missing() == column.size();
}

}  // namespace

void insist_on_number(const std::string& name, const Column& column) {
    if (column.is_numeric() || holds_nothing(column)) return;
    throw Error(Status::type,
                "column \"" + name + "\" is " + type_name(column.type()) +
                    "; a numeric input is float64, int64 or bool" +
                    (column.type() == Type::text
                         ? ": make it categorical, or mend the cells that are not numbers"
                         : ""),
                {.argument = name});
}

void insist_on_category(const std::string& name, const Column& column) {
    const Type type = column.type();
    if (type == Type::text || type == Type::boolean || type == Type::int64 || holds_nothing(column))
        return;
    throw Error(Status::type,
                "column \"" + name + "\" is " + type_name(type) +
                    "; a categorical input is text, bool or int64: make it numeric",
                {.argument = name});
}

TrainingRows::TrainingRows(const Context& context, const Table& table,
                           const PipelineOptions& options)
    : context_(context),
      table_(table),
      charge_(context, table.rows() * bytes_a_row),
      target_(learn_target(context, table, options)) {}

Column TrainingRows::kept_rows(const Column& column) const {
    return rows() == column.size() ? column : column.take(target_.rows);
}

void TrainingRows::insist_on_no_missing(const std::string& name, const Column& column) const {
    if (column.missing() == 0 && column.type() != Type::float64) return;
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context_.check_cancelled();
        const bool missing = !column.valid(row) ||
                             (column.type() == Type::float64 && std::isnan(column.number(row)));
        if (!missing) continue;
        throw Error(Status::data,
                    "column \"" + name + "\", row " + std::to_string(table_row(row)) +
                        ": missing; drop such rows with drop_missing, or set impute to fill them",
                    {.argument = name, .row = table_row(row), .column = table_.index_of(name)});
    }
}

Table TrainingRows::numeric(const std::string& name, bool filled,
                            std::vector<Change>& changes) const {
    const Column& whole = table_.column(name);
    insist_on_number(name, whole);
    const Column column = kept_rows(whole);
    if (!filled) insist_on_no_missing(name, column);
    std::vector<double> numbers(static_cast<std::size_t>(column.size()),
                                std::numeric_limits<double>::quiet_NaN());
    if (column.is_numeric()) column.copy_numbers(numbers);
    std::int64_t missing = 0;
    for (const double x : numbers) missing += std::isnan(x);
    const std::int64_t nans = missing - column.missing();
    if (nans == 0 && column.type() == Type::float64) return Table({name}, {column});
    if (nans > 0)
        changes.push_back({.step = "take NaN as missing",
                           .column = name,
                           .cells = nans,
                           .reason = "a record to score has no other way to say missing"});
    std::vector<bool> valid;
    if (missing > 0) {
        valid.resize(numbers.size());
        for (std::size_t row = 0; row < numbers.size(); ++row)
            valid[row] = !std::isnan(numbers[row]);
    }
    return Table({name}, {Column::from_float64(std::move(numbers), std::move(valid))});
}

std::vector<double> TrainingRows::numbers(const std::string& name) const {
    const Column& whole = table_.column(name);
    insist_on_number(name, whole);
    const Column column = kept_rows(whole);
    insist_on_no_missing(name, column);
    std::vector<double> numbers(static_cast<std::size_t>(column.size()));
    column.copy_numbers(numbers);
    return numbers;
}

std::vector<std::int64_t> TrainingRows::codes(const std::string& name) const {
    const Column column = kept_rows(table_.column(name));
    insist_on_no_missing(name, column);
    std::map<std::string, std::int64_t> known;
    std::vector<std::int64_t> codes;
    codes.reserve(static_cast<std::size_t>(column.size()));
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context_.check_cancelled();
        const auto next = static_cast<std::int64_t>(known.size());
        codes.push_back(known.emplace(column.cell_text(row), next).first->second);
    }
    return codes;
}

Table TrainingRows::categorical(const std::string& name, bool filled) const {
    const Column& whole = table_.column(name);
    insist_on_category(name, whole);
    const Column column = kept_rows(whole);
    if (!filled) insist_on_no_missing(name, column);
    if (column.type() == Type::text) return Table({name}, {column});
    ColumnBuilder text(Type::text);
    text.reserve(column.size());
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context_.check_cancelled();
        if (column.valid(row))
            text.add_text(column.cell_text(row));
        else
            text.add_missing();
    }
    return Table({name}, {text.finish()});
}

}  // namespace tenon
