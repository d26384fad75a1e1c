#include <memory>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "table/arrow_column.hpp"
#include "table/bits.hpp"
#include "table/column_store.hpp"
#include "tenon/arrow.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// Releases what it holds once, whatever happens.
template <class Struct>
struct Released {
    Struct* held = nullptr;
    explicit Released(Struct* s) noexcept : held(s) {}
    Released(const Released&) = delete;
    Released& operator=(const Released&) = delete;
    ~Released() {
        if (held && held->release) held->release(held);
    }
};

// An array moved here, kept by the columns that share its memory.
struct KeptArray {
    ArrowArray array{};
    KeptArray() = default;
    KeptArray(const KeptArray&) = delete;
    KeptArray& operator=(const KeptArray&) = delete;
    ~KeptArray() {
        if (array.release) array.release(&array);
    }
};

std::shared_ptr<const KeptArray> keep(ArrowArray& array) {
    auto kept = std::make_shared<KeptArray>();
    kept->array = array;
    array.release = nullptr;
    return kept;
}

[[noreturn]] void refuse(const std::string& why) {
    throw Error(Status::data, "the Arrow array " + why, {.argument = "array"});
}

void check_struct(const ArrowArray& array, std::size_t fields) {
    constexpr std::int64_t most_rows = std::int64_t{1} << 46;  // with it no size below overflows
    if (array.length < 0 || array.offset < 0) refuse("has a negative length or offset");
    if (array.length > most_rows || array.offset > most_rows)
        refuse("has a length or offset beyond any memory");
    if (array.n_children != static_cast<std::int64_t>(fields))
        refuse("has " + std::to_string(array.n_children) + " children, its schema " +
               std::to_string(fields));
    if (fields > 0 && !array.children) refuse("has a null list of children");
    if (array.n_buffers != 1 || !array.buffers) refuse("is a struct but has not one buffer");
    const auto* validity = static_cast<const std::uint8_t*>(array.buffers[0]);
    if (array.length > 0 && validity &&
        count_ones(validity, array.offset, array.length) != array.length)
        refuse("has rows that are missing as a whole; drop them or make their cells missing");
    if (array.length > 0 && !validity && array.null_count > 0)
        refuse("counts missing rows but has no validity bitmap");
}

Table import_batch(const Context& context, const std::shared_ptr<const KeptArray>& kept,
                   const std::vector<ArrowField>& fields) {
    const ArrowArray& array = kept->array;
    check_struct(array, fields.size());
    std::vector<std::string> names;
    std::vector<Column> columns;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        context.check_cancelled();
        names.push_back(fields[i].name);
        columns.push_back(import_column(context, array.children[i], fields[i], array.offset,
                                        array.length, static_cast<std::int64_t>(i), kept));
    }
    return Table(std::move(names), std::move(columns));
}

void append(const Context& context, ColumnStore& store, const Column& column) {
    constexpr std::int64_t polled_rows = std::int64_t{1} << 16;
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % polled_rows == 0) context.check_cancelled();
        const auto at = static_cast<std::size_t>(row);
        if (!column.valid(row)) {
            store.add_missing();
            continue;
        }
        switch (column.type()) {
            case Type::float64:
                store.add_float64(column.float64s()[at]);
                break;
            case Type::int64:
            case Type::timestamp:
                store.add_int64(column.int64s()[at]);
                break;
            case Type::boolean:
                store.add_boolean(column.boolean(row));
                break;
            case Type::text:
                store.add_text(column.text(row));
                break;
        }
    }
}

Table joined(const Context& context, const std::vector<ArrowField>& fields,
             std::vector<Table>& batches) {
    std::int64_t rows = 0;
    for (const Table& batch : batches) rows += batch.rows();
    std::vector<std::string> names;
    std::vector<Column> columns;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Charge charge(context, 8 * rows);
        ColumnStore store(fields[i].type());
        store.reserve(rows);
        const auto place = static_cast<std::int32_t>(i);
        for (const Table& batch : batches) append(context, store, batch.column(place));
        names.push_back(fields[i].name);
        columns.push_back(store.finish());
    }
    return Table(std::move(names), std::move(columns));
}

void check_stream(ArrowArrayStream& stream, int code, const char* what) {
    if (code == 0) return;
    std::string message = std::string("the Arrow stream failed to give its ") + what + " (code " +
                          std::to_string(code) + ")";
    const char* words = stream.get_last_error ? stream.get_last_error(&stream) : nullptr;
    if (words) message += ": " + excerpt(words, 300);
    throw Error(Status::io, message, {.argument = "stream"});
}

}  // namespace

Table import_arrow(const Context& context, ArrowArray* array, ArrowSchema* schema) {
    const Released array_owned(array);
    const Released schema_owned(schema);
    if (!array || !array->release)
        throw Error(Status::argument, "the Arrow array is null or was released already",
                    {.argument = "array"});
    if (!schema || !schema->release)
        throw Error(Status::argument, "the Arrow schema is null or was released already",
                    {.argument = "schema"});
    const auto fields = arrow_fields(*schema);
    return import_batch(context, keep(*array), fields);
}

Table import_arrow_stream(const Context& context, ArrowArrayStream* stream) {
    const Released stream_owned(stream);
    if (!stream || !stream->release || !stream->get_schema || !stream->get_next)
        throw Error(Status::argument,
                    "the Arrow stream is null, incomplete or was released already",
                    {.argument = "stream"});
    ArrowSchema schema{};
    check_stream(*stream, stream->get_schema(stream, &schema), "schema");
    const Released schema_owned(&schema);
    if (!schema.release)
        throw Error(Status::data, "the Arrow stream gave no schema", {.argument = "stream"});
    const auto fields = arrow_fields(schema);
    std::vector<Table> batches;
    Progress progress;
    progress.phase = "read arrow";
    progress.rows = 0;
    for (;;) {
        ArrowArray array{};
        check_stream(*stream, stream->get_next(stream, &array), "next batch");
        if (!array.release) break;  // the end of the stream
        const Released array_owned(&array);
        batches.push_back(import_batch(context, keep(array), fields));
        progress.rows += batches.back().rows();
        progress.work = progress.rows;
        context.report(progress);
    }
    if (batches.size() == 1) return std::move(batches.front());
    return joined(context, fields, batches);
}

}  // namespace tenon
