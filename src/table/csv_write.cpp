#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "base/number_digits.hpp"
#include "table/bits.hpp"
#include "table/csv_cell.hpp"
#include "table/parting_bytes.hpp"
#include "table/row_blocks.hpp"
#include "table/short_texts.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// Whole numbers from here on are written with an exponent: many digits in a row read as an
// identifier.
constexpr double longest_plain = 1e17;

[[noreturn]] void refuse(const char* option, const char* why) {
    throw Error(Status::argument, std::string("csv option ") + option + ": " + why,
                {.argument = option});
}

void check_options(const Table& table, const CsvWriteOptions& o) {
    const char d = o.delimiter;
    const bool used_in_cells = (d >= '0' && d <= '9') || (d >= 'A' && d <= 'Z') ||
                               (d >= 'a' && d <= 'z') || d == '+' || d == '-' || d == '.' ||
                               d == ':' || d == '"';
    if (d == 0 || d == '\n' || d == '\r' || static_cast<unsigned char>(d) >= 0x80 || used_in_cells)
        refuse("delimiter", "use one ASCII character that no number, time or quote holds");
    if (o.missing.find_first_of(std::string("\"\r\n") + d) != std::string::npos)
        refuse("missing", "it holds the delimiter, a quote or a line end");
    if (d == ' ' && o.missing.empty())
        for (std::int32_t i = 0; i < table.columns(); ++i)
            if (table.column(i).missing() > 0)
                refuse("missing",
                       "blanks part the cells, so a missing cell needs a mark; set it to NA");
}

// Which texts need quotes so that a reader takes them for what they are.
class QuoteRules {
  public:
    explicit QuoteRules(const CsvWriteOptions& options)
        : missing_(options.missing),
          rules_(CsvOptions(), options.delimiter, {}),
          parts_(options.delimiter) {
        for (int c = 0x21; c < 0x100; ++c)
            begins_text_[static_cast<std::size_t>(c)] = begins_only_text(static_cast<char>(c));
    }

    bool needs_quotes(std::string_view text) const {
        // A number between blanks that do not break lines is one.
        if (!text.empty() && static_cast<unsigned char>(text.front() | text.back()) >= 0x80 &&
            trim_wide_blanks(text).size() < text.size())
            return true;
        if (text.empty() || parts_.any_in(text) || text == missing_ || rules_.is_missing(text))
            return true;
        const auto blank = [](char c) { return c == ' ' || c == '\t'; };
        if (blank(text.front()) || blank(text.back()) || text.starts_with("\xEF\xBB\xBF"))
            return true;
        if (begins_text_[static_cast<unsigned char>(text.front())]) return false;
        DecimalMark decimal = rules_.decimal();
        CellValue value;
        return rules_.classify(text, true, decimal, value) != CellKind::text;
    }

    // Needs room for twice the text and two quotes.
    char* put(char* out, std::string_view text) const {
        return needs_quotes(text) ? put_quoted(out, text)
                                  : std::copy(text.begin(), text.end(), out);
    }
    static char* put_quoted(char* out, std::string_view text) {
        *out++ = '"';
        for (const char c : text) {
            if (c == '"') *out++ = '"';
            *out++ = c;
        }
        *out++ = '"';
        return out;
    }

  private:
    // No number, truth value or time begins so.
    static bool begins_only_text(char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool word = std::string_view("iInNtTfF").find(c) != std::string_view::npos;
        return (letter && !word) || static_cast<unsigned char>(c) >= 0x80;
    }

    std::string_view missing_;
    CellRules rules_;
    PartingBytes parts_;
    std::array<bool, 256> begins_text_{};
};

// Without a fraction -0 would read back as an integer, which has none.
char* put_fraction_of_zero(char* out) {
    *out++ = '.';
    *out++ = '0';
    return out;
}

char* put_real(char* out, double value) {
    if (std::isnan(value)) {
        *out = '-';
        return put_double(out + 1, value);
    }
    char* const end = put_double(out, value);
    if (value == 0 && std::signbit(value)) return put_fraction_of_zero(end);
    if (std::fabs(value) < longest_plain || std::isinf(value) || std::find(out, end, 'e') != end)
        return end;
    end[0] = 'e';
    end[1] = '0';
    return end + 2;
}

// One column while rows are written.
struct Cells {
    const ColumnBuffers& buffers;
    TimestampDigits time;
    std::uint64_t present = 0;  // of the strip of 64 rows

    Cells(const Column& column, const CsvWriteOptions& options)
        : buffers(column.buffers()), time(options.delimiter == ' ' ? 'T' : ' ') {}

    void begin_strip(std::int64_t first, std::int64_t count) {
        present = buffers.validity ? bits_word(buffers.validity, buffers.bit_offset + first, count)
                                   : ~std::uint64_t{0};
    }

    char* put(char* out, std::int64_t row, const QuoteRules& quotes, ShortTextVerdicts& seen) {
        switch (buffers.type) {
            case Type::float64:
                return put_real(out, static_cast<const double*>(buffers.values)[row]);
            case Type::int64:
                return put_int64(out, static_cast<const std::int64_t*>(buffers.values)[row]);
            case Type::timestamp:
                return time.put(out, static_cast<const std::int64_t*>(buffers.values)[row]);
            case Type::boolean: {
                const bool value = bit_at(static_cast<const std::uint8_t*>(buffers.values),
                                          buffers.bit_offset + row);
                std::memcpy(out, value ? "true " : "false", 5);
                return out + 5 - value;
            }
            case Type::text:
                break;
        }
        return put_text(out, row, quotes, seen);
    }

  private:
    char* put_text(char* out, std::int64_t row, const QuoteRules& quotes,
                   ShortTextVerdicts& seen) const {
        const std::int64_t from = buffers.offsets[row], length = buffers.offsets[row + 1] - from;
        const char* const bytes = static_cast<const char*>(buffers.values) + from;
        const std::string_view text{bytes, static_cast<std::size_t>(length)};
        const std::int64_t readable = buffers.offsets[buffers.rows] - from;
        if (length > ShortText::most_bytes || readable < ShortText::most_bytes)
            return quotes.put(out, text);
        const auto word = ShortText::load(bytes, length);
        if (seen.of(word, [&] { return quotes.needs_quotes(text); }))
            return quotes.put_quoted(out, text);
        std::memcpy(out, bytes, ShortText::most_bytes);
        return out + length;
    }
};

class CsvWriter {
  public:
    CsvWriter(const Table& table, const CsvWriteOptions& options)
        : table_(table), options_(options), quotes_(options) {
        check_options(table, options);
    }

    std::string header() const {
        TextBlock block;
        for (std::int32_t i = 0; i < table_.columns(); ++i) {
            const std::string& name = table_.name(i);
            char* out = block.room(2 * name.size() + 3);
            if (i > 0) *out++ = options_.delimiter;
            block.end_at(quotes_.put(out, name));
        }
        std::string line(block.text());
        line.push_back('\n');
        return line;
    }

    void add_rows(std::int64_t first, std::int64_t last, TextBlock& block) const {
        ShortTextVerdicts seen;
        std::vector<Cells> columns;
        columns.reserve(static_cast<std::size_t>(table_.columns()));
        for (std::int32_t i = 0; i < table_.columns(); ++i)
            columns.emplace_back(table_.column(i), options_);
        for (; first < last; first += 64) {
            const std::int64_t count = std::min<std::int64_t>(64, last - first);
            for (Cells& column : columns) column.begin_strip(first, count);
            char* out = block.room(strip_bytes(columns, first, count));
            for (std::int64_t i = 0; i < count; ++i)
                out = put_row(columns, first + i, i, out, seen);
            block.end_at(out);
        }
    }

  private:
    char* put_row(std::vector<Cells>& columns, std::int64_t row, std::int64_t bit, char* out,
                  ShortTextVerdicts& seen) const {
        for (Cells& column : columns) {
            if (column.present >> bit & 1) {
                out = column.put(out, row, quotes_, seen);
            } else {
                std::memcpy(out, options_.missing.data(), options_.missing.size());
                out += options_.missing.size();
            }
            *out++ = options_.delimiter;
        }
        out[-1] = '\n';
        return out;
    }

    // At least what the rows may need.
    std::size_t strip_bytes(const std::vector<Cells>& columns, std::int64_t first,
                            std::int64_t count) const {
        std::size_t bytes = static_cast<std::size_t>(count) * columns.size() *
                            (std::max(number_room, options_.missing.size()) + 1);
        for (const Cells& column : columns)
            if (column.buffers.type == Type::text)
                bytes += 2 * static_cast<std::size_t>(column.buffers.offsets[first + count] -
                                                      column.buffers.offsets[first]);
        return bytes;
    }

    const Table& table_;
    const CsvWriteOptions& options_;
    QuoteRules quotes_;
};

void write_blocks(const Context& context, const Table& table, const CsvWriteOptions& options,
                  const RowSink& sink) {
    const CsvWriter writer(table, options);
    if (options.header) sink.take(writer.header());
    if (table.columns() == 0) return;
    write_row_blocks(
        context, "write csv", table.rows(), guessed_row_bytes(table),
        [&](std::int64_t first, std::int64_t last, TextBlock& block) {
            writer.add_rows(first, last, block);
        },
        sink);
}

}  // namespace

void write_csv_blocks(const Context& context, const Table& table, const TextSink& sink,
                      const CsvWriteOptions& options) {
    write_blocks(context, table, options, {sink});
}

std::string write_csv_text(const Table& table, const CsvWriteOptions& options) {
    std::string out;
    write_csv_blocks(
        {}, table, [&out](std::string_view text) { out += text; }, options);
    return out;
}

void write_csv(const Context& context, const Table& table, const std::string& path,
               const CsvWriteOptions& options) {
    FileWriter file(path);
    write_blocks(context, table, options,
                 {[&file](std::string_view text) { file.write(text); }, true});
    context.check_cancelled();
    file.commit();
}

}  // namespace tenon
