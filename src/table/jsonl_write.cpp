#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/number_digits.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "table/bits.hpp"
#include "table/row_blocks.hpp"
#include "tenon/error.hpp"
#include "tenon/jsonl.hpp"

namespace tenon {

namespace {

constexpr std::size_t most_escaped = 6;  // bytes for one: \u001f

// Per byte: 0 as it is, 'u' as \u00XX, any other letter after a backslash.
constexpr auto escapes = [] {
    std::array<char, 256> out{};
    for (std::size_t c = 0; c < 0x20; ++c) out[c] = 'u';
    out['\b'] = 'b';
    out['\f'] = 'f';
    out['\n'] = 'n';
    out['\r'] = 'r';
    out['\t'] = 't';
    out['"'] = '"';
    out['\\'] = '\\';
    return out;
}();

char* put_text(char* out, std::string_view text) {
    constexpr char hex[] = "0123456789abcdef";
    *out++ = '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const char escape = escapes[byte];
        if (escape == 0) {
            *out++ = c;
            continue;
        }
        *out++ = '\\';
        *out++ = escape;
        if (escape != 'u') continue;
        *out++ = '0';
        *out++ = '0';
        *out++ = hex[byte >> 4];
        *out++ = hex[byte & 15];
    }
    *out++ = '"';
    return out;
}

char* put(char* out, std::string_view text) {
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

struct Cells {
    std::string lead;  // {"name": or ,"name":
    const Column& column;
    TimestampDigits time{'T'};
    std::uint64_t present = 0;  // of the strip of 64 rows
};

class JsonLinesWriter {
  public:
    JsonLinesWriter(const Table& table, const JsonLinesWriteOptions& options)
        : table_(table), options_(options) {
        for (std::int32_t i = 0; i < table.columns(); ++i) {
            std::string lead = ",";
            append_json_text(lead, table.name(i));
            lead += ':';
            leads_.push_back(std::move(lead));
        }
    }

    void add_rows(std::int64_t first, std::int64_t last, TextBlock& block) const {
        std::vector<Cells> columns;
        for (std::int32_t i = 0; i < table_.columns(); ++i)
            columns.push_back({leads_[static_cast<std::size_t>(i)], table_.column(i)});
        for (; first < last; first += 64) {
            const std::int64_t count = std::min<std::int64_t>(64, last - first);
            std::size_t bytes = 3 * static_cast<std::size_t>(count);
            for (Cells& cells : columns) bytes += begin_strip(cells, first, count);
            char* out = block.room(bytes);
            for (std::int64_t i = 0; i < count; ++i) out = put_row(columns, first + i, i, out);
            block.end_at(out);
        }
    }

  private:
    // Returns how many bytes its cells need at most.
    static std::size_t begin_strip(Cells& cells, std::int64_t first, std::int64_t count) {
        const ColumnBuffers& buffers = cells.column.buffers();
        cells.present = buffers.validity
                            ? bits_word(buffers.validity, buffers.bit_offset + first, count)
                            : ~std::uint64_t{0};
        std::size_t bytes = static_cast<std::size_t>(count) * (cells.lead.size() + number_room + 2);
        if (buffers.type == Type::text)
            bytes += most_escaped * static_cast<std::size_t>(buffers.offsets[first + count] -
                                                             buffers.offsets[first]);
        return bytes;
    }

    char* put_row(std::vector<Cells>& columns, std::int64_t row, std::int64_t bit,
                  char* out) const {
        char* const begin = out;
        for (Cells& cells : columns) {
            const bool present = cells.present >> bit & 1;
            if (!present && options_.skip_missing) continue;
            out = put(out, cells.lead);
            out = present ? put_cell(out, cells, row) : put(out, "null");
        }
        *begin = '{';  // in place of the first comma
        if (out == begin) ++out;
        return put(out, "}\n");
    }

    char* put_cell(char* out, Cells& cells, std::int64_t row) const {
        const Column& column = cells.column;
        const auto at = static_cast<std::size_t>(row);
        switch (column.type()) {
            case Type::float64:
                return put_real(out, column, row);
            case Type::int64:
                return put_int64(out, column.int64s()[at]);
            case Type::boolean:
                return put(out, column.boolean(row) ? "true" : "false");
            case Type::timestamp:
                *out = '"';
                out = cells.time.put(out + 1, column.int64s()[at]);
                *out = '"';
                return out + 1;
            case Type::text:
                break;
        }
        return put_text(out, column.text(row));
    }

    char* put_real(char* out, const Column& column, std::int64_t row) const {
        const double value = column.float64s()[static_cast<std::size_t>(row)];
        if (value == 0 && std::signbit(value)) return put(out, "-0.0");  // -0 is an integer
        if (std::isfinite(value)) {
            // A whole number that no int64 holds would read back as an identifier.
            char* const end = put_double(out, value);
            return std::fabs(value) < 0x1p63 || std::find(out, end, 'e') != end ? end
                                                                                : put(end, "e0");
        }
        if (options_.not_finite == NotFinite::null) return put(out, "null");
        if (options_.not_finite == NotFinite::refuse) refuse(column, row, value);
        *out = '"';
        out = put_double(out + 1, value);
        *out = '"';
        return out + 1;
    }

    [[noreturn]] void refuse(const Column& column, std::int64_t row, double value) const {
        std::int32_t place = 0;
        while (&table_.column(place) != &column) ++place;
        throw Error(Status::data,
                    "column \"" + excerpt(table_.name(place)) + "\", row " + std::to_string(row) +
                        ": JSON has no " + format_double(value) +
                        "; set not_finite to write it as null or as text",
                    {.argument = table_.name(place), .row = row, .column = place});
    }

    const Table& table_;
    const JsonLinesWriteOptions& options_;
    std::vector<std::string> leads_;
};

void write_blocks(const Context& context, const Table& table, const JsonLinesWriteOptions& options,
                  const RowSink& sink) {
    const JsonLinesWriter writer(table, options);
    std::int64_t row_bytes = guessed_row_bytes(table);
    for (const std::string& name : table.names())
        row_bytes += static_cast<std::int64_t>(name.size()) + 4;
    write_row_blocks(
        context, "write json lines", table.rows(), row_bytes,
        [&](std::int64_t first, std::int64_t last, TextBlock& block) {
            writer.add_rows(first, last, block);
        },
        sink);
}

}  // namespace

void write_jsonl_blocks(const Context& context, const Table& table,
                        const std::function<void(std::string_view)>& sink,
                        const JsonLinesWriteOptions& options) {
    write_blocks(context, table, options, {sink});
}

std::string write_jsonl_text(const Table& table, const JsonLinesWriteOptions& options) {
    std::string out;
    write_jsonl_blocks(
        {}, table, [&out](std::string_view text) { out += text; }, options);
    return out;
}

void write_jsonl(const Context& context, const Table& table, const std::string& path,
                 const JsonLinesWriteOptions& options) {
    FileWriter file(path);
    write_blocks(context, table, options,
                 {[&file](std::string_view text) { file.write(text); }, true});
    file.commit();
}

}  // namespace tenon
