// Each exported child owns a column (that is, a share in its memory) and what had to be made for
// it, so a consumer may move children out and release them in any order, as the interface allows.
#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "table/arrow_abi.hpp"
#include "table/arrow_batch.hpp"
#include "table/bits.hpp"
#include "tenon/arrow.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// What empty buffers point to: the interface wants them readable.
alignas(64) constexpr std::uint8_t nothing[64] = {};

struct ChildArray {
    Column column;
    BitVector validity;  // made anew where the bits do not begin a byte
    const void* buffers[3] = {};
};

template <class Struct>
struct Children {
    std::vector<Struct> held;
    std::vector<Struct*> pointers;
    const void* buffers[1] = {};  // of the struct array: nothing is missing

    explicit Children(std::size_t count) : held(count) {
        for (Struct& child : held) pointers.push_back(&child);
    }
    Children(const Children&) = delete;
    Children& operator=(const Children&) = delete;
    ~Children() {
        for (Struct& child : held)
            if (child.release) child.release(&child);
    }
};

template <class Private, class Struct>
void release(Struct* s) noexcept {
    delete static_cast<Private*>(s->private_data);
    s->private_data = nullptr;
    s->release = nullptr;
}

const char* format_of(Type type) noexcept {
    switch (type) {
        case Type::float64:
            return "g";
        case Type::int64:
            return "l";
        case Type::boolean:
            return "b";
        case Type::text:
            return "U";
        case Type::timestamp:
            return "tsu:";
    }
    return "n";
}

const void* or_nothing(const void* buffer) noexcept {
    return buffer ? buffer : nothing;
}

void export_child(const Column& column, ArrowArray& out) {
    auto child = std::make_unique<ChildArray>();
    child->column = column;
    const ColumnBuffers& from = child->column.buffers();
    out = ArrowArray{};
    out.length = from.rows;
    out.null_count = from.missing;
    out.n_buffers = from.type == Type::text ? 3 : 2;
    const bool bits = from.type == Type::boolean;
    // Only truth values keep an offset: the other values begin where their pointer points, and
    // what lies before it may not be theirs.
    const std::int64_t odd = from.bit_offset % 8;
    out.offset = bits ? odd : 0;
    if (from.validity && from.missing > 0) {
        child->buffers[0] = from.validity + from.bit_offset / 8;
        if (odd != 0 && !bits) {
            child->validity.append(from.validity, from.bit_offset, from.rows);
            child->buffers[0] = child->validity.data();
        }
    }
    if (bits && from.values)
        child->buffers[1] = static_cast<const std::uint8_t*>(from.values) + from.bit_offset / 8;
    else
        child->buffers[1] = from.type == Type::text ? from.offsets : from.values;
    if (from.type == Type::text) child->buffers[2] = or_nothing(from.values);
    child->buffers[1] = or_nothing(child->buffers[1]);
    out.buffers = child->buffers;
    out.release = [](ArrowArray* a) { release<ChildArray>(a); };
    out.private_data = child.release();
}

void export_field(const std::string& name, Type type, ArrowSchema& out) {
    auto kept = std::make_unique<std::string>(name);
    out = ArrowSchema{};
    out.format = format_of(type);
    out.name = kept->c_str();
    out.flags = ARROW_FLAG_NULLABLE;
    out.release = [](ArrowSchema* s) { release<std::string>(s); };
    out.private_data = kept.release();
}

void export_array(const Table& table, ArrowArray& out) {
    const auto columns = static_cast<std::size_t>(table.columns());
    auto arrays = std::make_unique<Children<ArrowArray>>(columns);
    for (std::int32_t i = 0; i < table.columns(); ++i)
        export_child(table.column(i), arrays->held[static_cast<std::size_t>(i)]);
    out = ArrowArray{};
    out.length = table.rows();
    out.n_buffers = 1;
    out.n_children = table.columns();
    out.buffers = arrays->buffers;
    out.children = arrays->pointers.data();
    out.release = [](ArrowArray* a) { release<Children<ArrowArray>>(a); };
    out.private_data = arrays.release();
}

void export_schema(const Table& table, ArrowSchema& out) {
    const auto columns = static_cast<std::size_t>(table.columns());
    auto schemas = std::make_unique<Children<ArrowSchema>>(columns);
    for (std::int32_t i = 0; i < table.columns(); ++i)
        export_field(table.name(i), table.column(i).type(),
                     schemas->held[static_cast<std::size_t>(i)]);
    out = ArrowSchema{};
    out.format = "+s";
    out.name = "";
    out.n_children = table.columns();
    out.children = schemas->pointers.data();
    out.release = [](ArrowSchema* s) { release<Children<ArrowSchema>>(s); };
    out.private_data = schemas.release();
}

// What a stream still has to give. Its functions are called from C: they return an error number and
// never throw.
struct TableStream {
    Table table;
    std::int64_t batch_rows = 0, given = 0;
    const char* fault = nullptr;
};

template <class Body>
int answered(ArrowArrayStream* stream, Body body) noexcept {
    auto& state = *static_cast<TableStream*>(stream->private_data);
    try {
        body(state);
    } catch (...) {  // nothing here can fail but memory
        state.fault = "out of memory";
        return ENOMEM;
    }
    state.fault = nullptr;
    return 0;
}

int give_schema(ArrowArrayStream* stream, ArrowSchema* out) noexcept {
    return answered(stream, [out](TableStream& state) { export_schema(state.table, *out); });
}

int give_batch(ArrowArrayStream* stream, ArrowArray* out) noexcept {
    return answered(stream, [out](TableStream& state) {
        *out = ArrowArray{};  // released: the end
        const std::int64_t rows = std::min(state.batch_rows, state.table.rows() - state.given);
        if (rows == 0) return;
        export_array(state.table.slice(state.given, rows), *out);
        state.given += rows;
    });
}

const char* say_fault(ArrowArrayStream* stream) noexcept {
    return static_cast<const TableStream*>(stream->private_data)->fault;
}

}  // namespace

void export_arrow(const Table& table, ArrowArray* array, ArrowSchema* schema) {
    if (!array || !schema)
        throw Error(Status::argument, "there is no struct to export to",
                    {.argument = array ? "schema" : "array"});
    ArrowSchema made{};
    export_schema(table, made);
    const Released schema_owned(&made);  // until the array is made too
    export_array(table, *array);
    *schema = made;
    made.release = nullptr;
}

void export_arrow_stream(const Table& table, ArrowArrayStream* stream, std::int64_t batch_rows) {
    if (!stream)
        throw Error(Status::argument, "there is no stream to export to", {.argument = "stream"});
    if (batch_rows < 0)
        throw Error(Status::argument, "batch_rows must not be negative",
                    {.argument = "batch_rows"});
    auto state = std::make_unique<TableStream>();
    state->table = table;
    state->batch_rows = batch_rows > 0 ? batch_rows : std::max<std::int64_t>(table.rows(), 1);
    *stream = ArrowArrayStream{};
    stream->get_schema = give_schema;
    stream->get_next = give_batch;
    stream->get_last_error = say_fault;
    stream->release = [](ArrowArrayStream* s) { release<TableStream>(s); };
    stream->private_data = state.release();
}

}  // namespace tenon
