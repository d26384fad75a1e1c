#include <cmath>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "table/csv_cell.hpp"
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

class CsvWriter {
  public:
    explicit CsvWriter(const CsvWriteOptions& options)
        : options_(options), rules_(CsvOptions(), options.delimiter) {}

    void add_text(std::string& out, std::string_view text) {
        if (!needs_quotes(text)) {
            out.append(text);
            return;
        }
        out.push_back('"');
        for (const char c : text) {
            if (c == '"') out.push_back('"');
            out.push_back(c);
        }
        out.push_back('"');
    }

    void add_cell(std::string& out, const Column& column, std::int64_t row) {
        if (!column.valid(row)) {
            out += options_.missing;
            return;
        }
        const auto at = static_cast<std::size_t>(row);
        switch (column.type()) {
            case Type::float64:
                add_real(out, column.float64s()[at]);
                break;
            case Type::int64:
                append_int64(out, column.int64s()[at]);
                break;
            case Type::boolean:
                out += column.boolean(row) ? "true" : "false";
                break;
            case Type::text:
                add_text(out, column.text(row));
                break;
            case Type::timestamp:
                add_time(out, column.int64s()[at]);
                break;
        }
    }

  private:
    bool needs_quotes(std::string_view text) {
        if (text.empty() || text == options_.missing || rules_.is_missing(text)) return true;
        const auto blank = [](char c) { return c == ' ' || c == '\t'; };
        if (blank(text.front()) || blank(text.back()) || text.starts_with("\xEF\xBB\xBF"))
            return true;
        // Every delimiter that a reader may try, not only our own.
        for (const char c : text)
            if (c == options_.delimiter || c == '"' || c == '\n' || c == '\r' || c == ',' ||
                c == ';' || c == '\t' || c == '|')
                return true;
        DecimalMark decimal = rules_.decimal();
        CellValue value;
        return rules_.classify(text, true, decimal, value) != CellKind::text;
    }

    // "T" between date and time where a blank would part the cells.
    void add_time(std::string& out, std::int64_t micros) const {
        std::string time = format_timestamp(micros);
        if (options_.delimiter == ' ') time[time.find(' ')] = 'T';
        out += time;
    }

    static void add_real(std::string& out, double value) {
        if (std::isnan(value)) {
            out += "-nan";
        } else if (std::fabs(value) >= longest_plain && std::isfinite(value)) {
            append_with_exponent(out, value);
        } else {
            append_double(out, value);
        }
    }

    static void append_with_exponent(std::string& out, double value) {
        const std::size_t before = out.size();
        append_double(out, value);
        if (out.find('e', before) == std::string::npos) out += "e0";
    }

    const CsvWriteOptions& options_;
    CellRules rules_;
};

std::string text_of(const Context& context, const Table& table, const CsvWriteOptions& options) {
    constexpr std::size_t polled_bytes = std::size_t{1} << 17;  // well under 10 ms of writing
    constexpr std::size_t reported_bytes = std::size_t{1} << 23;
    std::size_t next_poll = 0, next_report = reported_bytes;
    check_options(table, options);
    CsvWriter writer(options);
    std::string out;
    if (options.header) {
        for (std::int32_t i = 0; i < table.columns(); ++i) {
            if (i > 0) out.push_back(options.delimiter);
            writer.add_text(out, table.name(i));
        }
        out.push_back('\n');
    }
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        for (std::int32_t i = 0; i < table.columns(); ++i) {
            if (i > 0) out.push_back(options.delimiter);
            writer.add_cell(out, table.column(i), row);
        }
        out.push_back('\n');
        if (out.size() < next_poll) continue;
        next_poll = out.size() + polled_bytes;
        context.check_cancelled();
        if (out.size() < next_report) continue;
        next_report = out.size() + reported_bytes;
        Progress progress;
        progress.phase = "write csv";
        progress.share = static_cast<double>(row) / static_cast<double>(table.rows());
        progress.rows = row;
        context.report(progress);
    }
    return out;
}

}  // namespace

std::string write_csv_text(const Table& table, const CsvWriteOptions& options) {
    return text_of(Context(), table, options);
}

void write_csv(const Context& context, const Table& table, const std::string& path,
               const CsvWriteOptions& options) {
    const std::string text = text_of(context, table, options);
    const Charge held(context, static_cast<std::int64_t>(text.size()));
    context.check_cancelled();
    write_file(path, text);
}

}  // namespace tenon
