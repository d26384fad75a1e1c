#include <cerrno>
#include <cstring>
#include <new>
#include <string>
#include <utility>

#include "base/held_bytes.hpp"
#include "base/utf8.hpp"
#include "table/arrow_batch.hpp"
#include "table/bits.hpp"
#include "tenon/arrow.hpp"
#include "tenon/error.hpp"
#include "tenon/table_bytes.hpp"

namespace tenon {

namespace {

// The cells of one column in all batches, block by block.
struct Joined {
    BitVector validity, bits;
    std::vector<std::int64_t> words;  // int64 and timestamp
    std::vector<double> reals;
    std::vector<std::int64_t> offsets;
    std::vector<char> bytes;
};

void append_validity(Joined& out, const ColumnBuffers& from) {
    if (from.validity)
        out.validity.append(from.validity, from.bit_offset, from.rows);
    else
        for (std::int64_t row = 0; row < from.rows; ++row) out.validity.push(true);
}

void append_text(Joined& out, const ColumnBuffers& from) {
    if (from.rows == 0) return;
    const std::int64_t begin = from.offsets[0], end = from.offsets[from.rows];
    const std::int64_t shift = static_cast<std::int64_t>(out.bytes.size()) - begin;
    if (end > begin) {
        const char* bytes = static_cast<const char*>(from.values);
        out.bytes.insert(out.bytes.end(), bytes + begin, bytes + end);
    }
    for (std::int64_t row = 1; row <= from.rows; ++row)
        out.offsets.push_back(from.offsets[row] + shift);
}

void append_cells(Joined& out, const ColumnBuffers& from) {
    switch (from.type) {
        case Type::float64: {
            const auto* cells = static_cast<const double*>(from.values);
            out.reals.insert(out.reals.end(), cells, cells + from.rows);
            break;
        }
        case Type::int64:
        case Type::timestamp: {
            const auto* cells = static_cast<const std::int64_t*>(from.values);
            out.words.insert(out.words.end(), cells, cells + from.rows);
            break;
        }
        case Type::boolean:
            out.bits.append(static_cast<const std::uint8_t*>(from.values), from.bit_offset,
                            from.rows);
            break;
        case Type::text:
            append_text(out, from);
            break;
    }
}

Column joined_column(const Context& context, Type type, const std::vector<Table>& batches,
                     std::int32_t place) {
    const auto joined = std::make_shared<Joined>();
    std::int64_t rows = 0, missing = 0;
    for (const Table& batch : batches) {
        rows += batch.rows();
        missing += batch.column(place).missing();
    }
    if (type == Type::text) {
        joined->offsets.reserve(static_cast<std::size_t>(rows) + 1);
        joined->offsets.push_back(0);
        std::int64_t bytes = 0;
        for (const Table& batch : batches)
            if (const ColumnBuffers& from = batch.column(place).buffers(); from.rows > 0)
                bytes += from.offsets[from.rows] - from.offsets[0];
        joined->bytes.reserve(static_cast<std::size_t>(bytes));
    } else if (type == Type::float64) {
        joined->reals.reserve(static_cast<std::size_t>(rows));
    } else if (type != Type::boolean) {
        joined->words.reserve(static_cast<std::size_t>(rows));
    }
    for (const Table& batch : batches) {
        context.check_cancelled();
        const ColumnBuffers& from = batch.column(place).buffers();
        if (from.rows == 0) continue;
        if (missing > 0) append_validity(*joined, from);
        append_cells(*joined, from);
    }
    ColumnBuffers buffers;
    buffers.type = type;
    buffers.rows = rows;
    buffers.missing = missing;
    buffers.validity = missing > 0 ? joined->validity.data() : nullptr;
    buffers.offsets = type == Type::text ? joined->offsets.data() : nullptr;
    switch (type) {
        case Type::float64:
            buffers.values = joined->reals.data();
            break;
        case Type::int64:
        case Type::timestamp:
            buffers.values = joined->words.data();
            break;
        case Type::boolean:
            buffers.values = joined->bits.data();
            break;
        case Type::text:
            buffers.values = joined->bytes.data();
            break;
    }
    buffers.owner = joined;
    return Column(std::move(buffers));
}

Table joined(const Context& context, const std::vector<ArrowField>& fields,
             const std::vector<Table>& batches) {
    std::vector<std::string> names;
    std::vector<Column> columns;
    HeldBytes held(context);
    for (const ArrowField& field : fields) {
        if (!field.left_out.empty()) continue;
        const auto place = static_cast<std::int32_t>(names.size());
        names.push_back(field.name);
        for (const Table& batch : batches) held.add(cells_bytes(batch.column(place), batch.rows()));
        columns.push_back(joined_column(context, field.type(), batches, place));
    }
    return Table(std::move(names), std::move(columns));
}

void check_stream(ArrowArrayStream& stream, int code, const char* what) {
    if (code == 0) return;
    if (code == ENOMEM) throw std::bad_alloc();
    std::string message = std::string("the Arrow stream failed to give its ") + what + " (code " +
                          std::to_string(code) + ")";
    const char* words = stream.get_last_error ? stream.get_last_error(&stream) : nullptr;
    if (words) message += ": " + excerpt(words, 300);
    throw Error(Status::io, message, {.argument = "stream"});
}

}  // namespace

Table import_arrow_stream(const Context& context, ArrowArrayStream* stream,
                          ArrowUnsupported unsupported) {
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
    const auto fields = arrow_fields(schema, unsupported == ArrowUnsupported::leave_out);
    std::vector<Table> batches;
    std::vector<ArrowLosses> losses;
    Progress progress;
    progress.phase = "read arrow";
    progress.rows = 0;
    for (;;) {
        ArrowArray array{};
        check_stream(*stream, stream->get_next(stream, &array), "next batch");
        if (!array.release) break;  // the end of the stream
        const Released array_owned(&array);
        batches.push_back(import_batch(context, keep(array), fields, progress.rows, losses));
        progress.rows += batches.back().rows();
        progress.work = progress.rows;
        context.report(progress);
    }
    return with_arrow_findings(
        batches.size() == 1 ? std::move(batches.front()) : joined(context, fields, batches), fields,
        losses);
}

}  // namespace tenon
