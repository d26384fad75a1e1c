// Arrow import under arrays whose claims contradict each other.
//
// The bytes of the input decide the types, counts, offsets, lengths, null pointers and contents of
// a schema, its arrays and their dictionaries. Buffers are of exactly the size that a column's own
// type, offset and length ask for, which is all a producer promises: reading past one is a fault
// that an address sanitizer sees. What is refused must be refused with a reason, and by an error of
// tenon; what is taken must be a table whose every cell can be read, whose text is UTF-8, and which
// comes back the same from an export. All is released once.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "table/arrow_abi.hpp"
#include "tenon/arrow.hpp"
#include "tenon/error.hpp"

using namespace tenon;

namespace {

[[noreturn]] void finding(const char* what) {
    std::fprintf(stderr, "finding: %s\n", what);
    std::abort();
}

class Bytes {
  public:
    Bytes(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}
    std::uint8_t next() { return at_ < end_ ? *at_++ : 0; }
    bool chance(int in) { return next() % in == in - 1; }  // of zeros: never
    void fill(std::vector<std::uint8_t>& out) {
        for (auto& byte : out) byte = next();
    }

  private:
    const std::uint8_t *at_, *end_;
};

constexpr const char* formats[] = {"g",    "l",       "b",    "u",      "U",     "vu", "i",
                                   "tsu:", "tsn:UTC", "tss:", "c",      "L",     "e",  "f",
                                   "tdD",  "tdm",     "n",    "d:12,3", "tsm:X", "S",  "s"};

std::size_t width_of(const std::string& format) {
    switch (format[0]) {
        case 'c':
            return 1;
        case 's':
        case 'S':
        case 'e':
            return 2;
        case 'i':
        case 'f':
            return 4;
        case 'v':
        case 'd':
            return 16;
        default:
            return format == "tdD" ? 4 : 8;
    }
}

std::int64_t odd_count(Bytes& bytes, std::int64_t usual) {
    if (!bytes.chance(24)) return usual;
    constexpr std::int64_t odd[] = {-1, 0, 1, 7, INT64_MAX, INT64_MIN, INT64_MAX / 2};
    return odd[bytes.next() % 7];
}

struct Made {
    int array_releases = 0, schema_releases = 0;
    std::list<std::vector<std::uint8_t>> buffers;
    std::list<std::vector<const void*>> lists;
    std::list<ArrowArray> arrays;
    std::list<ArrowSchema> schemas;

    const void* buffer(Bytes& bytes, std::size_t size) {
        // Of its own heap block, so that one byte more is out of it.
        auto& made = buffers.emplace_back(size);
        made.shrink_to_fit();
        bytes.fill(made);
        return made.data() ? made.data() : reinterpret_cast<const void*>(std::uintptr_t{64});
    }
};

// Offsets that usually ascend, and the text they need at most.
template <class Offset>
void make_text(Bytes& bytes, Made& made, std::int64_t cells, std::vector<const void*>& buffers) {
    auto& offsets =
        made.buffers.emplace_back((static_cast<std::size_t>(cells) + 1) * sizeof(Offset));
    offsets.shrink_to_fit();
    Offset at = static_cast<Offset>(bytes.next() % 3), most = at;
    for (std::int64_t i = 0; i <= cells; ++i) {
        Offset shown = at;
        if (bytes.chance(40)) shown = static_cast<Offset>(bytes.next()) - 128;
        std::memcpy(offsets.data() + static_cast<std::size_t>(i) * sizeof(Offset), &shown,
                    sizeof shown);
        most = std::max({most, at, shown});
        at = static_cast<Offset>(at + bytes.next() % 4);
    }
    buffers.push_back(offsets.data());
    auto& text = made.buffers.emplace_back(static_cast<std::size_t>(most));
    text.shrink_to_fit();
    for (auto& byte : text) {
        const std::uint8_t given = bytes.next();
        byte = given < 200 ? static_cast<std::uint8_t>('a' + given % 26) : given;
    }
    buffers.push_back(text.data() ? static_cast<const void*>(text.data()) : "");
}

void make_views(Bytes& bytes, Made& made, std::int64_t cells, std::vector<const void*>& buffers) {
    auto& views = made.buffers.emplace_back(static_cast<std::size_t>(cells) * 16);
    views.shrink_to_fit();
    const std::int64_t texts = bytes.next() % 3;
    std::vector<std::int64_t> sizes;
    buffers.push_back(views.data());
    for (std::int64_t i = 0; i < texts; ++i) {
        sizes.push_back(bytes.next() % 40);
        auto& text = made.buffers.emplace_back(static_cast<std::size_t>(sizes.back()), 'x');
        text.shrink_to_fit();
        buffers.push_back(text.data());
    }
    for (std::int64_t i = 0; i < cells; ++i) {
        std::int32_t words[4] = {bytes.next() % 32, 0x78787878, bytes.next() % 3,
                                 bytes.next() % 40};
        if (bytes.chance(30)) words[bytes.next() % 4] = static_cast<std::int32_t>(0x80000000u);
        std::memcpy(views.data() + i * 16, words, 16);
    }
    auto& kept = made.buffers.emplace_back(sizes.size() * 8);
    if (!sizes.empty()) std::memcpy(kept.data(), sizes.data(), kept.size());
    buffers.push_back(kept.data());
}

void make_column(Bytes& bytes, Made& made, const std::string& format, std::int64_t rows,
                 ArrowArray& out) {
    // What is allocated is what the column says it has.
    out = ArrowArray{};
    out.length = bytes.chance(12) ? bytes.next() % 20 : rows;
    out.offset = bytes.chance(3) ? bytes.next() % 10 : 0;
    const std::int64_t cells = out.length + out.offset;
    auto& buffers = made.lists.emplace_back();
    if (format[0] != 'n') {
        const auto bits = static_cast<std::size_t>(cells + 7) / 8;
        buffers.push_back(bytes.chance(2) ? made.buffer(bytes, bits) : nullptr);
        if (format == "u")
            make_text<std::int32_t>(bytes, made, cells, buffers);
        else if (format == "U")
            make_text<std::int64_t>(bytes, made, cells, buffers);
        else if (format == "vu")
            make_views(bytes, made, cells, buffers);
        else
            buffers.push_back(made.buffer(
                bytes, format == "b" ? bits : static_cast<std::size_t>(cells) * width_of(format)));
    }
    if (bytes.chance(40) && !buffers.empty()) buffers[bytes.next() % buffers.size()] = nullptr;
    out.n_buffers = static_cast<std::int64_t>(buffers.size());
    // Fewer are claimed only where the list is not looked into for it: with views another buffer
    // would be the list of sizes, which no reader can know.
    if (bytes.chance(40)) {
        const bool negative = bytes.chance(2) || format == "vu";
        out.n_buffers = negative ? -1 : out.n_buffers - 1;
    }
    out.null_count = odd_count(bytes, -1);
    out.n_children = odd_count(bytes, 0);
    out.buffers = bytes.chance(60) ? nullptr : buffers.data();
    if (bytes.chance(40)) out.length = odd_count(bytes, -5);
    if (bytes.chance(60)) out.offset = -out.offset - 1;
    out.release = [](ArrowArray* a) { a->release = nullptr; };
}

void make_field(Bytes& bytes, Made& made, std::int64_t rows, int place, ArrowArray& array,
                ArrowSchema& schema) {
    static const char* const names[] = {"a", "b", "c", "d", "\xff", "", "a"};
    const bool has_dictionary = bytes.chance(5);
    constexpr const char* codes[] = {"c", "i", "L", "s", "g"};
    const std::string format = has_dictionary ? codes[bytes.next() % std::size(codes)]
                                              : formats[bytes.next() % std::size(formats)];
    schema = ArrowSchema{};
    schema.format = bytes.chance(60) ? nullptr : formats[0];
    for (const char* known : formats)
        if (schema.format && format == known) schema.format = known;
    schema.name = names[bytes.chance(30) ? bytes.next() % 7 : place];
    schema.release = [](ArrowSchema* s) { s->release = nullptr; };
    make_column(bytes, made, format, rows, array);
    if (!has_dictionary) return;
    // The codes lie in what was made above.
    const std::string values = formats[bytes.next() % std::size(formats)];
    auto& of_values = made.schemas.emplace_back();
    for (const char* known : formats)
        if (values == known) of_values.format = known;
    of_values.release = schema.release;
    auto& entries = made.arrays.emplace_back();
    make_column(bytes, made, values, bytes.next() % 6, entries);
    schema.dictionary = &of_values;
    if (!bytes.chance(20)) array.dictionary = &entries;
}

void check_table(const Table& table) {
    std::size_t cells = 0;
    for (std::int32_t c = 0; c < table.columns(); ++c) {
        const Column& column = table.column(c);
        std::int64_t missing = 0;
        for (std::int64_t row = 0; row < column.size(); ++row) {
            missing += !column.valid(row);
            if (!column.valid(row)) continue;
            const std::string text = column.cell_text(row);
            cells += text.size();
            if (column.type() == Type::text &&
                invalid_utf8_at(column.text(row)) != std::string_view::npos)
                finding("text that is not UTF-8 was taken");
        }
        if (missing != column.missing()) finding("missing cells are miscounted");
    }
    if (cells > 1'000'000) finding("text longer than its buffers");
}

void check_round_trip(const Table& table) {
    ArrowArrayStream stream{};
    export_arrow_stream(table, &stream, 3);
    const Table back = import_arrow_stream({}, &stream);
    if (back.rows() != table.rows() || back.names() != table.names())
        finding("rows lost on the way");
    for (std::int32_t c = 0; c < table.columns(); ++c)
        for (std::int64_t row = 0; row < table.rows(); ++row)
            if (back.column(c).valid(row) != table.column(c).valid(row) ||
                back.column(c).cell_text(row) != table.column(c).cell_text(row))
                finding("a cell changed on the way");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes(data, size);
    Made made;
    const int columns = bytes.next() % 4;
    const std::int64_t rows = bytes.next() % 16;
    std::vector<ArrowArray*> children;
    std::vector<ArrowSchema*> fields;
    const std::int64_t root_offset = bytes.chance(4) ? bytes.next() % 4 : 0;
    for (int c = 0; c < columns; ++c) {
        children.push_back(&made.arrays.emplace_back());
        fields.push_back(&made.schemas.emplace_back());
        make_field(bytes, made, rows + root_offset, c, *children.back(), *fields.back());
        if (bytes.chance(60)) children.back() = nullptr;
    }
    const void* root_buffers[1] = {
        bytes.chance(6) ? made.buffer(bytes, static_cast<std::size_t>(rows + root_offset + 7) / 8)
                        : nullptr};
    ArrowArray array{};
    array.length = odd_count(bytes, rows);
    array.offset = bytes.chance(60) ? odd_count(bytes, 0) : root_offset;
    if (array.length > rows || array.offset > root_offset) root_buffers[0] = nullptr;
    array.null_count = odd_count(bytes, 0);
    array.n_buffers = odd_count(bytes, 1);
    array.n_children = bytes.chance(40) ? columns - 1 : columns;
    array.buffers = bytes.chance(60) ? nullptr : root_buffers;
    array.children = children.data();
    array.private_data = &made;
    array.release = [](ArrowArray* a) {
        ++static_cast<Made*>(a->private_data)->array_releases;
        a->release = nullptr;
    };
    ArrowSchema schema{};
    schema.format = "+s";
    schema.n_children = columns;
    schema.children = fields.data();
    schema.private_data = &made;
    schema.release = [](ArrowSchema* s) {
        ++static_cast<Made*>(s->private_data)->schema_releases;
        s->release = nullptr;
    };
    try {
        const Table table = import_arrow({}, &array, &schema);
        check_table(table);
        check_round_trip(table);
    } catch (const Error& error) {
        if (error.message().empty()) finding("refused without a reason");
        if (error.status() != Status::data && error.status() != Status::unsupported)
            finding("refused by another kind of error");
    }
    if (made.array_releases != 1 || made.schema_releases != 1) finding("not released exactly once");
    return 0;
}
