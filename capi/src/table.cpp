#include "base/utf8.hpp"
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

char character(std::int32_t code, std::string_view name, char fallback) {
    if (code == 0) return fallback;
    constexpr std::int32_t last_ascii = 126;
    if (code < 0 || code > last_ascii) refuse(name, "must be an ASCII character");
    return static_cast<char>(code);
}

}  // namespace

namespace tenon::capi {

// The columns lie as far apart as their own struct_size says.
std::vector<CsvColumnRule> csv_columns(const tenon_csv_column* columns, std::int32_t count,
                                       const char* argument) {
    if (count < 0) refuse(argument, "its count must not be negative");
    if (count > 0 && !columns) refuse(argument, "must not be NULL when its count is not 0");
    std::vector<CsvColumnRule> rules;
    const auto* at = reinterpret_cast<const char*>(columns);
    for (std::int32_t i = 0; i < count; ++i) {
        const auto* column = reinterpret_cast<const tenon_csv_column*>(at);
        const auto given = options_of(column, argument);
        CsvColumnRule rule;
        rule.name = required_text(given.name, argument);
        if (given.type < 0 || given.type > TENON_TIMESTAMP)
            refuse(argument, "a type must be one of TENON_FLOAT64, ..., or 0");
        if (given.type != 0) rule.type = static_cast<Type>(given.type);
        rule.missing_marks = texts(given.missing_marks, given.missing_mark_count, argument);
        rules.push_back(std::move(rule));
        at += column->struct_size;
    }
    return rules;
}

CsvOptions csv_options(const tenon_csv_options* options) {
    const auto given = options_of(options, "options");
    CsvOptions result;
    result.delimiter = character(given.delimiter, "delimiter", 0);
    result.quote = given.quote == -1 ? '\0' : character(given.quote, "quote", '"');
    if (given.decimal != 0 && given.decimal != '.' && given.decimal != ',')
        refuse("decimal", "must be '.' or ',', or 0 to find out");
    result.decimal = character(given.decimal, "decimal", 0);
    result.comment = character(given.comment, "comment", 0);
    result.header = given.no_header == 0;
    if (given.ragged < TENON_RAGGED_ERROR || given.ragged > TENON_RAGGED_PAD)
        refuse("ragged", "must be one of TENON_RAGGED_...");
    result.ragged = static_cast<Ragged>(given.ragged);
    if (given.encoding < TENON_ENCODING_DETECT || given.encoding > TENON_ENCODING_GUESS)
        refuse("encoding", "must be one of TENON_ENCODING_...");
    result.encoding = static_cast<Encoding>(given.encoding);
    result.all_text = given.all_text != 0;
    result.missing_marks = texts(given.missing_marks, given.missing_mark_count, "missing_marks");
    result.text_columns = texts(given.text_columns, given.text_column_count, "text_columns");
    if (given.max_bytes < 0) refuse("max_bytes", "must not be negative");
    result.max_bytes = given.max_bytes;
    if (given.thousands < 0) refuse("thousands", "must be a character");
    result.thousands = static_cast<char32_t>(given.thousands);
    result.quoted_text = given.quoted_text != 0;
    if (given.skip_lines < 0) refuse("skip_lines", "must not be negative");
    result.skip_lines = given.skip_lines;
    if (given.skip_below_header < 0) refuse("skip_below_header", "must not be negative");
    result.skip_below_header = given.skip_below_header;
    if (given.date_order < TENON_DATE_ORDER_DETECT ||
        given.date_order > TENON_DATE_ORDER_MONTH_FIRST)
        refuse("date_order", "must be one of TENON_DATE_ORDER_...");
    result.date_order = static_cast<DateOrder>(given.date_order);
    result.lenient = given.lenient != 0;
    result.columns = csv_columns(given.columns, given.column_count, "columns");
    return result;
}

CsvWriteOptions csv_write_options(const tenon_csv_write_options* options) {
    const auto given = options_of(options, "options");
    CsvWriteOptions result;
    result.delimiter = character(given.delimiter, "delimiter", ',');
    result.header = given.no_header == 0;
    result.missing = optional_text(given.missing);
    return result;
}

}  // namespace tenon::capi

namespace {

const Column& column_at(const Table& table, std::int32_t column) {
    if (column < 0 || column >= table.columns())
        throw Error(Status::argument,
                    "column " + std::to_string(column) + " does not exist; the table has " +
                        std::to_string(table.columns()) + " columns",
                    {.argument = "column", .column = column});
    return table.column(column);
}

// How many cells from `first` on fit into `capacity`.
std::int64_t copy_count(const Column& column, std::int64_t first, std::int64_t capacity) {
    if (first < 0 || first > column.size())
        throw Error(Status::argument,
                    "row " + std::to_string(first) + " does not exist; the table has " +
                        std::to_string(column.size()) + " rows",
                    {.argument = "first", .row = first});
    if (capacity < 0) refuse("capacity", "must not be negative");
    return std::min(capacity, column.size() - first);
}

void check_row(const Column& column, std::int64_t row) {
    if (row < 0 || row >= column.size())
        throw Error(Status::argument,
                    "row " + std::to_string(row) + " does not exist; the table has " +
                        std::to_string(column.size()) + " rows",
                    {.argument = "row", .row = row});
}

void copy_valid(const Column& column, std::int64_t first, std::int64_t count, std::uint8_t* valid) {
    if (!valid) return;
    for (std::int64_t i = 0; i < count; ++i) valid[i] = column.valid(first + i) ? 1 : 0;
}

std::vector<bool> validity(const std::uint8_t* valid, std::int64_t rows) {
    if (!valid) return {};
    return std::vector<bool>(valid, valid + rows);
}

void check_array(const void* values, std::int64_t rows) {
    if (rows < 0) refuse("rows", "must not be negative");
    if (rows > std::int64_t{1} << 56) refuse("rows", "is more than memory can hold");
    if (rows > 0 && !values) refuse("values", "must not be NULL when rows is not 0");
}

// What the table would refuse is refused here, where the columns before it are not lost.
void add_column(tenon_table_builder* builder, const char* name, Column column) {
    auto& target = required(builder, "builder");
    std::string text(required_text(name, "name"));
    if (text.empty()) refuse("name", "must not be empty");
    if (invalid_utf8_at(text) != std::string_view::npos) refuse("name", "is not UTF-8");
    if (std::find(target.names.begin(), target.names.end(), text) != target.names.end())
        refuse("name", "\"" + text + "\" is the name of a column that was added before");
    if (!target.columns.empty() && column.size() != target.columns[0].size())
        refuse("rows", "must be " + std::to_string(target.columns[0].size()) +
                           ", as the columns before have");
    target.names.reserve(target.names.size() + 1);
    target.columns.push_back(std::move(column));
    target.names.push_back(std::move(text));
}

}  // namespace

namespace tenon::capi {

Table changes_table(const std::vector<Change>& changes) {
    std::vector<std::string> step, column, reason;
    std::vector<std::int64_t> rows, cells;
    for (const Change& change : changes) {
        step.push_back(change.step);
        column.push_back(change.column);
        rows.push_back(change.rows);
        cells.push_back(change.cells);
        reason.push_back(change.reason);
    }
    return Table(
        {"step", "column", "rows", "cells", "reason"},
        {Column::from_text(step), Column::from_text(column), Column::from_int64(std::move(rows)),
         Column::from_int64(std::move(cells)), Column::from_text(reason)});
}

Table findings_table(const std::vector<Finding>& findings) {
    std::vector<std::string> kind, text, original;
    std::vector<std::int64_t> line, column, byte;
    for (const Finding& finding : findings) {
        original.push_back(finding.original);
        kind.push_back(finding.kind);
        line.push_back(finding.line);
        column.push_back(finding.column);
        byte.push_back(finding.byte);
        text.push_back(finding.text);
    }
    return Table({"kind", "line", "column", "byte", "text", "original"},
                 {Column::from_text(kind), Column::from_int64(std::move(line)),
                  Column::from_int64(std::move(column)), Column::from_int64(std::move(byte)),
                  Column::from_text(text), Column::from_text(original)});
}

}  // namespace tenon::capi

tenon_status tenon_table_read_csv(const tenon_context* context, const char* path,
                                  const tenon_csv_options* options, tenon_table** out,
                                  tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, read_csv(context_of(context), std::string(required_text(path, "path")),
                                  csv_options(options)));
    });
}

tenon_status tenon_table_read_csv_buffer(const tenon_context* context, const char* bytes,
                                         int64_t length, const tenon_csv_options* options,
                                         tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, read_csv_buffer(context_of(context), buffer(bytes, length, "bytes"),
                                         csv_options(options)));
    });
}

tenon_status tenon_table_write_csv(const tenon_context* context, const tenon_table* table,
                                   const char* path, const tenon_csv_write_options* options,
                                   tenon_error* err) {
    return guard(err, [&] {
        write_csv(context_of(context), required(table, "table").value,
                  std::string(required_text(path, "path")), csv_write_options(options));
    });
}

tenon_status tenon_table_write_csv_blocks(const tenon_context* context, const tenon_table* table,
                                          const tenon_csv_write_options* options,
                                          tenon_text_sink sink, void* user, tenon_error* err) {
    return guard(err, [&] {
        write_csv_blocks(context_of(context), required(table, "table").value, text_sink(sink, user),
                         csv_write_options(options));
    });
}

tenon_status tenon_table_to_csv(const tenon_table* table, const tenon_csv_write_options* options,
                                char* out, int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(write_csv_text(required(table, "table").value, csv_write_options(options)), out,
                  capacity, needed, "buffer");
    });
}

void tenon_table_free(tenon_table* table) {
    guard_void([&] { delete table; });
}

int64_t tenon_table_rows(const tenon_table* table) {
    return guard_value(std::int64_t{-1},
                       [&] { return table ? table->value.rows() : std::int64_t{-1}; });
}

int32_t tenon_table_columns(const tenon_table* table) {
    return guard_value(std::int32_t{-1},
                       [&] { return table ? table->value.columns() : std::int32_t{-1}; });
}

const char* tenon_table_column_name(const tenon_table* table, int32_t column) {
    return guard_value(static_cast<const char*>(nullptr), [&]() -> const char* {
        if (!table || column < 0 || column >= table->value.columns()) return nullptr;
        return table->value.name(column).c_str();
    });
}

tenon_type tenon_table_column_type(const tenon_table* table, int32_t column) {
    return guard_value(tenon_type{0}, [&] {
        if (!table || column < 0 || column >= table->value.columns()) return tenon_type{0};
        return static_cast<tenon_type>(table->value.column(column).type());
    });
}

int64_t tenon_table_column_missing(const tenon_table* table, int32_t column) {
    return guard_value(std::int64_t{-1}, [&] {
        if (!table || column < 0 || column >= table->value.columns()) return std::int64_t{-1};
        return table->value.column(column).missing();
    });
}

int32_t tenon_table_find(const tenon_table* table, const char* name) {
    return guard_value(std::int32_t{-1}, [&] {
        return table && name ? table->value.find(name).value_or(-1) : std::int32_t{-1};
    });
}

const char* tenon_type_text(tenon_type type) {
    return guard_value("unknown", [&] {
        return type >= TENON_FLOAT64 && type <= TENON_TIMESTAMP ? type_name(static_cast<Type>(type))
                                                                : "unknown";
    });
}

tenon_status tenon_table_copy_float64(const tenon_table* table, int32_t column, int64_t first,
                                      double* values, uint8_t* valid, int64_t capacity,
                                      int64_t* copied, tenon_error* err) {
    return guard(err, [&] {
        const Column& source = column_at(required(table, "table").value, column);
        if (source.type() == Type::text)
            throw Error(
                Status::type,
                "column \"" + table->value.name(column) + "\" is text; use tenon_table_text",
                {.argument = "column", .column = column});
        const std::int64_t count = copy_count(source, first, capacity);
        if (count > 0) {
            required(values, "values");
            source.slice(first, count).copy_numbers({values, static_cast<std::size_t>(count)});
        }
        copy_valid(source, first, count, valid);
        if (copied) *copied = count;
    });
}

tenon_status tenon_table_copy_int64(const tenon_table* table, int32_t column, int64_t first,
                                    int64_t* values, uint8_t* valid, int64_t capacity,
                                    int64_t* copied, tenon_error* err) {
    return guard(err, [&] {
        const Column& source = column_at(required(table, "table").value, column);
        if (source.type() != Type::int64 && source.type() != Type::timestamp &&
            source.type() != Type::boolean)
            throw Error(Status::type,
                        "column \"" + table->value.name(column) + "\" is " +
                            type_name(source.type()) +
                            ", not int64, bool or timestamp; use tenon_table_copy_float64 or "
                            "tenon_table_text",
                        {.argument = "column", .column = column});
        const std::int64_t count = copy_count(source, first, capacity);
        if (count > 0) required(values, "values");
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t row = first + i;
            values[i] = !source.valid(row) ? 0
                        : source.type() == Type::boolean
                            ? source.boolean(row)
                            : source.int64s()[static_cast<std::size_t>(row)];
        }
        copy_valid(source, first, count, valid);
        if (copied) *copied = count;
    });
}

tenon_status tenon_table_text(const tenon_table* table, int32_t column, int64_t row,
                              const char** text, int64_t* length, tenon_error* err) {
    return guard(err, [&] {
        const Column& source = column_at(required(table, "table").value, column);
        required(text, "text");
        required(length, "length");
        if (source.type() != Type::text)
            throw Error(Status::type,
                        "column \"" + table->value.name(column) + "\" is " +
                            type_name(source.type()) + ", not text; use tenon_table_cell_text",
                        {.argument = "column", .column = column});
        check_row(source, row);
        const std::string_view cell = source.valid(row) ? source.text(row) : std::string_view();
        *text = source.valid(row) ? (cell.data() ? cell.data() : "") : nullptr;
        *length = static_cast<std::int64_t>(cell.size());
    });
}

tenon_status tenon_table_cell_text(const tenon_table* table, int32_t column, int64_t row, char* out,
                                   int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        const Column& source = column_at(required(table, "table").value, column);
        check_row(source, row);
        if (capacity < 0) refuse("capacity", "must not be negative");
        if (capacity > 0) required(out, "buffer");
        const std::string text = source.cell_text(row);
        if (capacity > 0) copy_terminated(out, static_cast<std::size_t>(capacity), text);
        if (needed) *needed = static_cast<std::int64_t>(text.size());
    });
}

tenon_status tenon_table_builder_create(tenon_table_builder** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        *out = new tenon_table_builder;
    });
}

tenon_status tenon_table_builder_add_float64(tenon_table_builder* builder, const char* name,
                                             const double* values, const uint8_t* valid,
                                             int64_t rows, tenon_error* err) {
    return guard(err, [&] {
        check_array(values, rows);
        add_column(builder, name,
                   Column::from_float64(std::vector<double>(values, values + rows),
                                        validity(valid, rows)));
    });
}

tenon_status tenon_table_builder_add_int64(tenon_table_builder* builder, const char* name,
                                           const int64_t* values, const uint8_t* valid,
                                           int64_t rows, tenon_error* err) {
    return guard(err, [&] {
        check_array(values, rows);
        add_column(builder, name,
                   Column::from_int64(std::vector<std::int64_t>(values, values + rows),
                                      validity(valid, rows)));
    });
}

tenon_status tenon_table_builder_add_bool(tenon_table_builder* builder, const char* name,
                                          const uint8_t* values, const uint8_t* valid, int64_t rows,
                                          tenon_error* err) {
    return guard(err, [&] {
        check_array(values, rows);
        add_column(
            builder, name,
            Column::from_boolean(std::vector<bool>(values, values + rows), validity(valid, rows)));
    });
}

tenon_status tenon_table_builder_add_text(tenon_table_builder* builder, const char* name,
                                          const char* const* values, int64_t rows,
                                          tenon_error* err) {
    return guard(err, [&] {
        check_array(values, rows);
        ColumnBuilder column(Type::text);
        column.reserve(rows);
        for (std::int64_t i = 0; i < rows; ++i) {
            if (!values[i]) {
                column.add_missing();
                continue;
            }
            const std::string_view text = values[i];
            if (const auto at = invalid_utf8_at(text); at != std::string_view::npos)
                throw Error(
                    Status::data,
                    "column \"" + std::string(required_text(name, "name")) + "\", row " +
                        std::to_string(i) + ": byte " + std::to_string(at) +
                        " is not UTF-8; convert the text first",
                    {.argument = "values", .row = i, .byte = static_cast<std::int64_t>(at)});
            column.add_text(text);
        }
        add_column(builder, name, column.finish());
    });
}

tenon_status tenon_table_builder_add_timestamp(tenon_table_builder* builder, const char* name,
                                               const int64_t* micros, const uint8_t* valid,
                                               int64_t rows, tenon_error* err) {
    return guard(err, [&] {
        check_array(micros, rows);
        add_column(builder, name,
                   Column::from_timestamp(std::vector<std::int64_t>(micros, micros + rows),
                                          validity(valid, rows)));
    });
}

tenon_status tenon_table_builder_finish(tenon_table_builder* builder, tenon_table** out,
                                        tenon_error* err) {
    return guard(err, [&] {
        auto& source = required(builder, "builder");
        required(out, "out");
        give_handle(out, Table(source.names, source.columns));
        source.names.clear();
        source.columns.clear();
    });
}

void tenon_table_builder_free(tenon_table_builder* builder) {
    guard_void([&] { delete builder; });
}

tenon_status tenon_table_select(const tenon_table* table, const char* const* columns,
                                int32_t column_count, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    required(table, "table").value.select(texts(columns, column_count, "columns")));
    });
}

tenon_status tenon_table_slice(const tenon_table* table, int64_t first, int64_t count,
                               tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Table& source = required(table, "table").value;
        if (first < 0 || count < 0 || first > source.rows() || count > source.rows() - first)
            throw Error(Status::argument,
                        "rows " + std::to_string(first) + " to " + std::to_string(first) + " + " +
                            std::to_string(count) + " do not all exist; the table has " +
                            std::to_string(source.rows()),
                        {.argument = "first", .row = first});
        give_handle(out, source.slice(first, count));
    });
}

tenon_status tenon_table_take(const tenon_table* table, const int64_t* rows, int64_t row_count,
                              tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Table& source = required(table, "table").value;
        check_array(rows, row_count);
        for (std::int64_t i = 0; i < row_count; ++i)
            if (rows[i] < 0 || rows[i] >= source.rows())
                throw Error(Status::argument,
                            "row " + std::to_string(rows[i]) + " does not exist; the table has " +
                                std::to_string(source.rows()) + " rows",
                            {.argument = "rows", .row = rows[i]});
        give_handle(out, source.take({rows, static_cast<std::size_t>(row_count)}));
    });
}

tenon_status tenon_table_join_columns(const tenon_table* left, const tenon_table* right,
                                      tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        Table result = required(left, "left").value;
        const Table& added = required(right, "right").value;
        for (std::int32_t j = 0; j < added.columns(); ++j)
            result = result.with_column(added.name(j), added.column(j));
        give_handle(out, std::move(result));
    });
}

tenon_status tenon_table_changes(const tenon_table* table, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, changes_table(required(table, "table").value.changes()));
    });
}

tenon_status tenon_model_changes(const tenon_model* model, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, changes_table(required(model, "model").value.changes()));
    });
}

tenon_status tenon_table_findings(const tenon_table* table, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, findings_table(required(table, "table").value.findings()));
    });
}

tenon_status tenon_table_profile(const tenon_context* context, const tenon_table* table,
                                 tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    profile_table(profile(context_of(context), required(table, "table").value)));
    });
}

tenon_status tenon_table_import_arrow(const tenon_context* context, struct ArrowArray* array,
                                      struct ArrowSchema* schema, tenon_table** out,
                                      tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(array, "array");
        required(schema, "schema");
        give_handle(out, import_arrow(context_of(context), array, schema));
    });
}

tenon_status tenon_table_import_arrow_stream(const tenon_context* context,
                                             struct ArrowArrayStream* stream, tenon_table** out,
                                             tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(stream, "stream");
        give_handle(out, import_arrow_stream(context_of(context), stream));
    });
}

tenon_status tenon_table_import_arrow_stream_supported(const tenon_context* context,
                                                       struct ArrowArrayStream* stream,
                                                       tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(stream, "stream");
        give_handle(out, import_arrow_stream(context_of(context), stream,
                                             tenon::ArrowUnsupported::leave_out));
    });
}

tenon_status tenon_table_export_arrow(const tenon_table* table, struct ArrowArray* array,
                                      struct ArrowSchema* schema, tenon_error* err) {
    return guard(err, [&] {
        required(array, "array");
        required(schema, "schema");
        export_arrow(required(table, "table").value, array, schema);
    });
}

tenon_status tenon_table_export_arrow_stream(const tenon_table* table, int64_t batch_rows,
                                             struct ArrowArrayStream* stream, tenon_error* err) {
    return guard(err, [&] {
        required(stream, "stream");
        export_arrow_stream(required(table, "table").value, stream, batch_rows);
    });
}
