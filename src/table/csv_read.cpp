// Reading delimited text: bytes -> valid UTF-8 -> fields -> typed columns, in one pass, with a
// second one for columns that turned out to be text after all.
//
// The first rows are read and set right on their own, so that a column of text whose first cells
// look like numbers does not cost a second pass over the whole file.
#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/file.hpp"
#include "base/memory.hpp"
#include "base/near_names.hpp"
#include "base/utf8.hpp"
#include "table/csv_cell.hpp"
#include "table/csv_columns.hpp"
#include "table/csv_dialect.hpp"
#include "table/csv_findings.hpp"
#include "table/csv_source.hpp"
#include "table/csv_tokenizer.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::int64_t first_rows = 4096;
// A line of delimiters alone must not cost a hundred times its size; real tables stay far below.
constexpr std::size_t most_columns = std::size_t{1} << 17;
constexpr std::size_t polled_bytes = std::size_t{1} << 18;    // under 10 ms even for odd cells
constexpr std::size_t reported_bytes = std::size_t{1} << 23;  // some reports a second
constexpr auto everything = std::numeric_limits<std::int64_t>::max();

class CsvReader {
  public:
    CsvReader(const Context& context, const CsvOptions& options, const CsvSource& source)
        : context_(context),
          options_(options),
          source_(source),
          text_(source.text),
          dialect_(csv_dialect(text_, options)),
          rules_(options, dialect_.delimiter) {}

    Table read();

  private:
    void read_names(CsvTokenizer& tokens);
    void name_columns(std::vector<std::string> written, const std::vector<CsvSpan>& spans);
    void declare_text_columns();

    std::int64_t read_rows(CsvTokenizer& tokens, std::int64_t most, bool first_reading);
    void end_row(std::size_t row_begin, std::size_t fields, bool first_reading);
    void reread_fallen(std::size_t from, std::int64_t rows);
    void reserve(std::size_t read_bytes, std::int64_t rows);
    void poll(std::size_t at);
    void charge(std::int64_t bytes);

    [[noreturn]] void refuse(std::size_t at, std::int64_t column, const std::string& why) const;
    [[noreturn]] void refuse_fault(const CsvFault& fault, std::size_t fields) const;
    [[noreturn]] void refuse_count(CsvTokenizer& tokens, std::size_t fields, bool more) const;

    const Context& context_;
    const CsvOptions& options_;
    const CsvSource& source_;
    std::string_view text_;
    CsvDialect dialect_;
    CellRules rules_;
    std::vector<std::string> names_;
    std::vector<CsvColumn> columns_;
    CsvFindings findings_;
    std::string scratch_;
    std::size_t next_poll_ = 0, next_report_ = 0;
    std::int64_t rows_ = 0;
    std::int64_t charged_ = 0;
    std::vector<Charge> charges_;
};

void CsvReader::refuse(std::size_t at, std::int64_t column, const std::string& why) const {
    const auto place = CsvPlaces(source_).find(at);
    std::string where = "line " + std::to_string(place.line);
    if (column >= 0) {
        where += ", column " + std::to_string(column);
        if (static_cast<std::size_t>(column) < names_.size())
            where += " (\"" + excerpt(names_[static_cast<std::size_t>(column)]) + "\")";
    }
    throw Error(Status::parse, where + ", byte " + std::to_string(place.byte) + ": " + why,
                {.argument = {},
                 .row = names_.empty() ? -1 : rows_,
                 .column = column,
                 .line = place.line,
                 .byte = place.byte});
}

void CsvReader::refuse_fault(const CsvFault& fault, std::size_t fields) const {
    const auto column = static_cast<std::int64_t>(fields) - 1;
    if (fault.kind == CsvFault::Kind::open_quote)
        refuse(fault.at, column,
               "this quote is never closed; read without quoting if quotes are ordinary characters here");
    refuse(fault.at, column,
           "text \"" + excerpt(text_.substr(fault.at, 20), 20) +
               "\" follows a closing quote; a quote inside a quoted cell must be doubled");
}

void CsvReader::refuse_count(CsvTokenizer& tokens, std::size_t fields, bool more) const {
    const std::size_t row_begin = tokens.row_begin();
    CsvField field;
    while (more && fields <= most_columns) {
        more = tokens.next(field);
        ++fields;
    }
    if (tokens.fault().kind != CsvFault::Kind::none) refuse_fault(tokens.fault(), fields);
    std::string why =
        "the line has " + std::to_string(fields) + (fields == 1 ? " field, " : " fields, ") +
        (options_.header ? "the header " : "the first line ") + std::to_string(columns_.size());
    if (fields < columns_.size())
        why += "; set ragged to pad to fill short lines with missing cells";
    else if (options_.delimiter == 0)
        why += std::string("; the delimiter was taken to be '") +
               (dialect_.delimiter == '\t' ? "\\t" : std::string(1, dialect_.delimiter)) +
               "', set it if it is another, and quote cells that hold it";
    else
        why += "; quote cells that hold the delimiter";
    refuse(row_begin, -1, why);
}

void CsvReader::charge(std::int64_t bytes) {
    if (!context_.budget || bytes <= charged_) return;
    charges_.emplace_back(context_, bytes - charged_);
    charged_ = bytes;
}

void CsvReader::poll(std::size_t at) {
    next_poll_ = at + polled_bytes;
    context_.check_cancelled();
    if (context_.budget) {
        std::int64_t held = 0;
        for (const CsvColumn& column : columns_) held += column.held_bytes();
        charge(held);
    }
    if (at >= next_report_) {
        next_report_ = at + reported_bytes;
        Progress progress;
        progress.phase = "read csv";
        progress.share = static_cast<double>(at) / static_cast<double>(text_.size());
        progress.work = static_cast<std::int64_t>(at);
        progress.rows = rows_;
        context_.report(progress);
    }
}

// The first line that is neither blank nor a comment: names, or the first record, which then only
// counts the columns.
void CsvReader::read_names(CsvTokenizer& tokens) {
    if (!tokens.begin_row(true))
        throw Error(Status::data,
                    options_.header ? "line 1: the file is empty; a header line was expected"
                                    : "line 1: the file is empty; there are no columns",
                    {.argument = {}, .line = 1, .byte = source_.mark_bytes});
    std::vector<std::string> written;
    std::vector<CsvSpan> spans;
    CsvField field;
    for (bool more = true; more;) {
        more = tokens.next(field);
        if (tokens.fault().kind != CsvFault::Kind::none)
            refuse_fault(tokens.fault(), written.size() + 1);
        if (written.size() == most_columns)
            refuse(field.begin, -1,
                   "the line has more than " + std::to_string(most_columns) +
                       " fields; check the delimiter");
        const auto content = csv_content(text_, field, dialect_.quote, scratch_);
        written.emplace_back(field.quoted ? content : trim_blanks(content));
        spans.push_back({field.begin, field.end});
    }
    name_columns(std::move(written), spans);
}

void CsvReader::name_columns(std::vector<std::string> written, const std::vector<CsvSpan>& spans) {
    std::unordered_set<std::string> taken;
    if (options_.header) taken.insert(written.begin(), written.end());
    std::unordered_set<std::string> used;
    std::unordered_map<std::string, int> repeats;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const auto column = static_cast<std::int64_t>(i);
        std::string name = options_.header ? written[i] : std::string();
        const bool unnamed = name.empty();
        if (unnamed) name.append("c").append(std::to_string(i + 1));
        const std::string wanted = name;
        int& repeat = repeats.try_emplace(wanted, 1).first->second;
        while (used.contains(name) || (name != written[i] && taken.contains(name)))
            name = wanted + "_" + std::to_string(++repeat);
        if (options_.header && unnamed)
            findings_.add(
                "unnamed column", column, spans[i].begin,
                "column " + std::to_string(i) + " has no name and is called \"" + name + "\"");
        else if (name != wanted)
            findings_.add("repeated name", column, spans[i].begin,
                          "the name \"" + excerpt(wanted) +
                              "\" stands twice in the header; this "
                              "column is called \"" +
                              excerpt(name) + "\"");
        used.insert(name);
        names_.push_back(std::move(name));
    }
    columns_.assign(names_.size(), CsvColumn(rules_.decimal()));
}

void CsvReader::declare_text_columns() {
    if (options_.all_text)
        for (CsvColumn& column : columns_) column.declare_text();
    for (const std::string& wanted : options_.text_columns) {
        const auto at = std::find(names_.begin(), names_.end(), wanted);
        if (at == names_.end()) {
            const std::string near = near_names(wanted, names_);
            throw Error(Status::not_found,
                        "text_columns names \"" + excerpt(wanted) +
                            "\", but there is no such column" +
                            (near.empty() ? "" : "; did you mean " + near + "?"),
                        {.argument = "text_columns"});
        }
        columns_[static_cast<std::size_t>(at - names_.begin())].declare_text();
    }
}

void CsvReader::end_row(std::size_t row_begin, std::size_t fields, bool first_reading) {
    for (std::size_t i = fields; i < columns_.size(); ++i) columns_[i].add_missing();
    if (first_reading)
        findings_.add_ragged(row_begin, "the line has " + std::to_string(fields) + " of " +
                                            std::to_string(columns_.size()) +
                                            " fields; the rest is missing");
}

// Reads at most `most` records into the columns that are not skipped.
std::int64_t CsvReader::read_rows(CsvTokenizer& tokens, std::int64_t most, bool first_reading) {
    const bool skip_blank = columns_.size() > 1;
    const std::size_t width = columns_.size();
    std::int64_t rows = 0;
    CsvField field;
    for (; rows < most && tokens.begin_row(skip_blank); ++rows) {
        if (tokens.position() >= next_poll_) poll(tokens.position());
        std::size_t fields = 0;
        for (bool more = true; more;) {
            more = tokens.next(field);
            if (fields == width) refuse_count(tokens, fields + 1, more);
            std::string_view content = text_.substr(field.begin, field.end - field.begin);
            const char* readable = text_.data() + text_.size();
            if (field.doubled) [[unlikely]] {
                content = csv_content(text_, field, dialect_.quote, scratch_);
                readable = content.data() + content.size();
            }
            columns_[fields].add(rules_, content, readable, field.quoted, {field.begin, field.end});
            ++fields;
        }
        if (tokens.fault().kind != CsvFault::Kind::none) refuse_fault(tokens.fault(), fields);
        if (fields < width) {
            if (options_.ragged == Ragged::error) refuse_count(tokens, fields, false);
            end_row(tokens.row_begin(), fields, first_reading);
        }
        rows_ += first_reading;
    }
    return rows;
}

// Reads `rows` records again, from `from` on, into the columns that fell back to text.
void CsvReader::reread_fallen(std::size_t from, std::int64_t rows) {
    if (std::none_of(columns_.begin(), columns_.end(),
                     [](const CsvColumn& column) { return column.wants_rereading(); }))
        return;
    std::vector<bool> skipped;
    for (CsvColumn& column : columns_) {
        skipped.push_back(!column.wants_rereading());
        if (column.wants_rereading())
            column.begin_rereading();
        else
            column.skip(true);
    }
    CsvTokenizer tokens(text_, dialect_, from);
    next_poll_ = 0;
    read_rows(tokens, rows, false);
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (skipped[i]) columns_[i].skip(false);
}

// Makes room for the rest of the file by the size of the first rows.
void CsvReader::reserve(std::size_t read_bytes, std::int64_t rows) {
    const std::size_t left = text_.size() - std::min(text_.size(), read_bytes);
    if (left == 0 || rows == 0) return;
    constexpr double margin = 1.05;  // later rows tend to hold longer numbers
    const auto more =
        static_cast<std::int64_t>(margin * static_cast<double>(rows) * static_cast<double>(left) /
                                  static_cast<double>(read_bytes));
    const auto expected = rows + more;
    charge(static_cast<std::int64_t>(columns_.size()) * 8 * expected);
    for (CsvColumn& column : columns_) column.reserve(expected);
}

Table CsvReader::read() {
    CsvTokenizer tokens(text_, dialect_);
    read_names(tokens);
    declare_text_columns();
    if (!options_.header) {
        tokens = CsvTokenizer(text_, dialect_);
        tokens.begin_row(true);  // blank lines ahead of the first record
        tokens = CsvTokenizer(text_, dialect_, tokens.row_begin());
    }
    const std::size_t start = tokens.position();
    const std::int64_t ahead = read_rows(tokens, first_rows, true);
    reread_fallen(start, ahead);
    reserve(tokens.position() - start, ahead);
    read_rows(tokens, everything, true);
    for (CsvColumn& column : columns_) column.settle();
    reread_fallen(start, everything);

    const auto zeros = std::make_shared<const std::vector<double>>(
        std::any_of(columns_.begin(), columns_.end(),
                    [](const CsvColumn& column) { return column.nothing_present(); })
            ? static_cast<std::size_t>(rows_)
            : 0);
    std::vector<Column> finished;
    finished.reserve(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        finished.push_back(columns_[i].finish(zeros));
        findings_.add_column(text_, rules_, options_, names_[i], static_cast<std::int64_t>(i),
                             columns_[i], finished.back());
    }
    Table table(std::move(names_), std::move(finished));
    auto findings = findings_.finish(source_);
    return findings.empty() ? table : table.with_findings(std::move(findings));
}

// Without a limit of its own a file may take half of the memory: the table needs the rest.
void check_size(const Context& context, const std::string& path, std::int64_t max_bytes) {
    const std::int64_t size = file_size_bytes(path);
    const std::int64_t limit = physical_memory_bytes() / 2;
    if (max_bytes == 0 && limit > 0 && size > limit)
        throw Error(Status::no_memory,
                    "\"" + path + "\" has " + std::to_string(size) +
                        " bytes, more than half of this machine's memory; split the file, or set "
                        "max_bytes to read it all the same",
                    {.argument = "path"});
    if (max_bytes == 0 || size <= max_bytes) Charge trial(context, std::max<std::int64_t>(size, 0));
}

}  // namespace

Table read_csv(const Context& context, const std::string& path, const CsvOptions& options) {
    check_csv_options(options);
    check_size(context, path, options.max_bytes);
    const std::string bytes = read_file(context, path, options.max_bytes);
    const Charge held(context, static_cast<std::int64_t>(bytes.size()));
    return read_csv_buffer(context, bytes, options);
}

Table read_csv_buffer(const Context& context, std::string_view bytes, const CsvOptions& options) {
    check_csv_options(options);
    if (options.max_bytes > 0 && static_cast<std::int64_t>(bytes.size()) > options.max_bytes)
        throw Error(Status::data,
                    "the text has " + std::to_string(bytes.size()) + " bytes, more than the " +
                        std::to_string(options.max_bytes) + " that max_bytes allows",
                    {.argument = "max_bytes"});
    CsvSource source;
    decode_csv(context, bytes, options.encoding, source);
    const Charge decoded(context, static_cast<std::int64_t>(source.decoded.size()));
    Table table = CsvReader(context, options, source).read();
    Progress progress;
    progress.phase = "read csv";
    progress.share = 1;
    progress.work = static_cast<std::int64_t>(source.text.size());
    progress.rows = table.rows();
    context.report(progress);
    return table;
}

}  // namespace tenon
