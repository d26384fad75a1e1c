#include "table/csv_blocks.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/utf8.hpp"
#include "table/csv_cell.hpp"
#include "table/csv_tokenizer.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// What blanks part a line into, and how many of these may be numbers.
struct BlankParts {
    std::int64_t count = 0, numbers = 0;
};
BlankParts parts_of(std::string_view line) {
    BlankParts parts;
    bool inside = false;
    for (const char c : line) {
        const bool blank = c == ' ' || c == '\t';
        if (!blank && !inside) {
            ++parts.count;
            parts.numbers += (c >= '0' && c <= '9') || c == '-' || c == '+';
        }
        inside = !blank;
    }
    return parts;
}

// A quote behind a blank is a character of its cell, and so are the delimiters between two of them.
bool has_blank_before_quote(std::string_view line, const CsvDialect& dialect) {
    if (dialect.quote == 0 || dialect.blank_runs()) return false;
    for (std::size_t at = line.find(dialect.delimiter); at != line.npos;
         at = line.find(dialect.delimiter, at + 1)) {
        const std::size_t next = line.find_first_not_of(" \t", at + 1);
        if (next != line.npos && next > at + 1 && line[next] == dialect.quote) return true;
    }
    return false;
}

// A line of delimiters alone must not cost a hundred times its size; real tables stay far below.
constexpr std::size_t most_columns = std::size_t{1} << 17;
constexpr std::size_t first_bytes =
    csv_sniffed_bytes + 1;  // one more, to see whether a line is cut
constexpr std::size_t least_rows = 8;
constexpr std::size_t least_bytes = std::size_t{1} << 16;
constexpr std::size_t most_bytes = std::size_t{1} << 24;

}  // namespace

CsvBlocks::CsvBlocks(const Context& context, const CsvOptions& options, CsvBytes& bytes,
                     std::size_t cells, CsvBlock& first, CsvFindings& findings)
    : options_(options), text_(context, bytes, options.encoding), wanted_bytes_(first_bytes) {
    first.places = CsvPlaces(text_.encoding(), text_.mark_bytes());
    if (!text_.evidence().empty()) {
        CsvMark mark;
        mark.line = 1;
        mark.byte = 0;
        findings.add("encoding", -1, mark, text_.evidence());
    }
    if (text_.marks() > 1) {
        CsvMark mark;
        mark.line = 1;
        mark.byte = 0;
        findings.add("byte-order mark", -1, mark,
                     "the byte-order mark stands there " + std::to_string(text_.marks()) +
                         " times; all of them are passed over");
    }
    text_.next(first.window, {}, first_bytes);
    if (options.skip_lines == 0) refuse_other_formats(first);
    skip_lines(first, options.skip_lines);
    const char told = take_separator_line(first, findings);
    dialect_ = csv_dialect(first.window.text.substr(data_begin_, first.window.sound - data_begin_),
                           options);
    // A delimiter that the caller gives goes before the one that the file tells.
    if (told != 0 && options.delimiter == 0) dialect_.delimiter = told;
    read_header(first, findings);
    skip_lines(first, options.skip_below_header);
    rows_a_block_ = std::max(least_rows, cells / names_.size());
}

void CsvBlocks::refuse(const CsvBlock& block, std::size_t at, std::int64_t column,
                       const std::string& why) const {
    const auto place = block.places.find(block.window.text, at);
    std::string where = "line " + std::to_string(place.line);
    if (column >= 0) {
        where += ", column " + std::to_string(column);
        if (static_cast<std::size_t>(column) < names_.size())
            where += " (\"" + excerpt(names_[static_cast<std::size_t>(column)]) + "\")";
    }
    const std::int64_t row = block.first_row + static_cast<std::int64_t>(block.index.rows());
    throw Error(Status::parse, where + ", byte " + std::to_string(place.byte) + ": " + why,
                {.argument = {},
                 .row = names_.empty() ? -1 : row,
                 .column = column,
                 .line = place.line,
                 .byte = place.byte});
}

// Files of other kinds are known by their first bytes.
void CsvBlocks::refuse_other_formats(const CsvBlock& block) const {
    std::string_view text = block.window.text;
    if (text.starts_with("PK\x03\x04"))
        refuse(block, 0, -1,
               "the file is a ZIP archive, as .xlsx and .ods files are; save the sheet as CSV");
    if (text.starts_with("\x1F\x8B"))
        refuse(block, 0, -1, "the file is compressed by gzip; uncompress it first");
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\n' ||
                             text.front() == '\r'))
        text.remove_prefix(1);
    if (text.starts_with('[')) {
        const std::size_t inside = text.find_first_not_of(" \t\r\n", 1);
        if (inside != text.npos && text[inside] == '{')
            refuse(block, 0, -1,
                   "the file is a JSON array; write its objects one a line (JSON Lines), without "
                   "brackets around them and commas between them");
    }
    std::string front(text.substr(0, 16));
    for (char& c : front)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    for (const char* word : {"<!doctype", "<html", "<table", "<?xml"})
        if (front.starts_with(word))
            refuse(block, 0, -1,
                   "the file is HTML or XML, not delimited text; have it written as CSV, and look "
                   "whether it is the page of an error");
}

void CsvBlocks::refuse_text(const CsvBlock& block) const {
    refuse(block, block.window.sound, -1, text_.fault_text(block.window));
}

// Takes more of the text into the window, and all that it holds stays in its place. There is no
// table without a header: bytes that are not text are refused there however the rest is read.
void CsvBlocks::grow(CsvBlock& block) {
    const bool bad = block.window.sound < block.window.text.size();
    if (bad && (names_.empty() || !options_.lenient)) refuse_text(block);
    text_.grow(block.window, std::max(block.window.text.size(), least_bytes));
}

// Whether such lines are text is not asked: they are none of the table.
void CsvBlocks::skip_lines(CsvBlock& block, std::int64_t count) {
    CsvWindow& window = block.window;
    for (std::int64_t skipped = 0; skipped < count;) {
        const std::size_t next = after_line(window.text, data_begin_);
        if (next >= window.text.size() && !window.complete) {
            text_.grow(window, std::max(window.text.size(), least_bytes));
            continue;
        }
        if (data_begin_ == window.text.size()) return;  // all of it, and no more comes
        data_begin_ = next;
        if (window.sound < next) text_.check_again(window, next);
        ++skipped;
    }
}

char CsvBlocks::take_separator_line(CsvBlock& block, CsvFindings& findings) {
    const std::string_view text = block.window.text.substr(0, block.window.sound);
    const CsvSeparatorLine line = csv_separator_line(text.substr(data_begin_));
    const std::size_t next = after_line(block.window.text, data_begin_ + line.bytes);
    if (line.delimiter == 0 || next > text.size()) return 0;
    CsvMark mark;
    mark.at = data_begin_;
    findings.place(mark, block.places, block.window.text);
    findings.add("separator line", -1, mark,
                 "the first line tells spreadsheets the delimiter and is no part of the table",
                 std::string(text.substr(data_begin_, line.bytes)));
    data_begin_ = next;
    return line.delimiter;
}

// The first line that is neither blank nor a comment: names, or the first record, which then only
// counts the columns.
void CsvBlocks::read_header(CsvBlock& block, CsvFindings& findings) {
    while (!read_names(block, findings)) grow(block);
}

bool CsvBlocks::read_names(CsvBlock& block, CsvFindings& findings) {
    const std::string_view text = block.window.text.substr(0, block.window.sound);
    const bool whole = block.window.complete && text.size() == block.window.text.size();
    CsvTokenizer tokens(text, dialect_, data_begin_);
    if (!tokens.begin_row(true)) {
        if (!whole) return false;
        if (options_.skip_lines > 0 && data_begin_ > 0)
            throw Error(Status::data,
                        "nothing is left behind the " + std::to_string(options_.skip_lines) +
                            " lines that skip_lines passes over; the file ends before",
                        {.argument = "skip_lines"});
        throw Error(Status::data,
                    options_.header ? "line 1: the file is empty; a header line was expected"
                                    : "line 1: the file is empty; there are no columns",
                    {.argument = {}, .line = 1, .byte = text_.mark_bytes()});
    }
    std::vector<std::string> written;
    std::vector<std::size_t> places;
    std::string scratch;
    CsvField field;
    for (bool more = true; more;) {
        more = tokens.next(field);
        const CsvFault& fault = tokens.fault();
        if (fault.kind == CsvFault::Kind::open_quote && !whole) return false;
        if (fault.kind != CsvFault::Kind::none) {
            CsvBadRow row;
            row.kind = fault.kind == CsvFault::Kind::open_quote ? CsvBadRow::Kind::open_quote
                                                                : CsvBadRow::Kind::after_quote;
            row.at = fault.at;
            refuse(block, fault.at, static_cast<std::int64_t>(written.size()),
                   fault_words(block, row));
        }
        if (written.size() == most_columns)
            refuse(block, field.begin, -1,
                   "the line has more than " + std::to_string(most_columns) +
                       " fields; check the delimiter");
        const auto content = csv_content(text, field, dialect_.quote, scratch);
        written.emplace_back(field.quoted ? content : trim_blanks(content));
        places.push_back(field.begin);
    }
    const bool ended =
        text.ends_with('\n') || (text.ends_with('\r') && text.size() < block.window.text.size());
    if (tokens.position() >= text.size() && !whole && !ended) return false;
    data_begin_ = options_.header ? tokens.position() : tokens.row_begin();
    name_columns(block, std::move(written), places, findings);
    return true;
}

void CsvBlocks::name_columns(const CsvBlock& block, std::vector<std::string> written,
                             const std::vector<std::size_t>& places, CsvFindings& findings) {
    const auto tell = [&](const char* kind, std::size_t i, std::string text,
                          std::string original = {}) {
        CsvMark mark;
        mark.at = places[i];
        findings.place(mark, block.places, block.window.text);
        findings.add(kind, static_cast<std::int64_t>(i), mark, std::move(text),
                     std::move(original));
    };
    const auto unnamed_columns = std::count(written.begin(), written.end(), std::string());
    const bool may_be_title = 2 * unnamed_columns > static_cast<std::ptrdiff_t>(written.size());
    bool told_title = false;
    std::unordered_set<std::string> taken;
    if (options_.header) taken.insert(written.begin(), written.end());
    std::unordered_set<std::string> used;
    std::unordered_map<std::string, int> repeats;
    for (std::size_t i = 0; i < written.size(); ++i) {
        std::string name = options_.header ? written[i] : std::string();
        const bool unnamed = name.empty();
        if (unnamed) name.append("c").append(std::to_string(i + 1));
        const std::string wanted = name;
        int& repeat = repeats.try_emplace(wanted, 1).first->second;
        while (used.contains(name) || (name != written[i] && taken.contains(name)))
            name = wanted + "_" + std::to_string(++repeat);
        if (options_.header && unnamed)
            tell("unnamed column", i,
                 "column " + std::to_string(i) + " has no name and is called \"" + name + "\"" +
                     (may_be_title && !std::exchange(told_title, true)
                          ? "; if the line is a title ahead of the header, set skip_lines"
                          : ""));
        else if (name != wanted)
            tell("repeated name", i,
                 "the name \"" + excerpt(wanted) +
                     "\" stands twice in the header; this column is called \"" + excerpt(name) +
                     "\"",
                 wanted);
        used.insert(name);
        names_.push_back(std::move(name));
    }
    if (written.size() == 1 && options_.delimiter == 0) {
        const std::string_view behind =
            std::string_view(block.window.text)
                .substr(std::min(data_begin_, block.window.text.size()));
        const BlankParts names = parts_of(written[0]);
        const BlankParts parts = parts_of(behind.substr(0, behind.find_first_of("\r\n")));
        const bool wide = written[0].find("  ") != std::string::npos;
        if (parts.count > 1 && parts.count == names.count &&
            (wide || 2 * parts.numbers >= parts.count))
            tell("one column", 0,
                 "there is one column, whose lines have " + std::to_string(parts.count) +
                     " parts with blanks between them; if they are columns, set delimiter to ' '");
    }
    if (!options_.header) return;
    header_.cells = std::move(written);
    header_.mark.at = places[0];
    findings.place(header_.mark, block.places, block.window.text);
}

void CsvBlocks::fill_first(CsvBlock& block) {
    block.first_row = 0;
    fill(block, data_begin_);
}

void CsvBlocks::rewind(CsvBlock& first) {
    text_.rewind();
    first.places = CsvPlaces(text_.encoding(), text_.mark_bytes());
    text_.next(first.window, {}, std::max(first_bytes, data_begin_ + least_bytes));
}

void CsvBlocks::fill_next(CsvBlock& next, const CsvBlock& block) {
    next.first_row = block.first_row + static_cast<std::int64_t>(block.index.rows());
    next.places = block.places_behind;
    const std::string_view rest = block.window.text.substr(block.used);
    const std::size_t more =
        wanted_bytes_ > rest.size() + least_bytes ? wanted_bytes_ - rest.size() : least_bytes;
    text_.next(next.window, rest, more);
    fill(next, 0);
}

// Finds records in the window from `at` on; it grows where it does not hold a single one.
void CsvBlocks::fill(CsvBlock& block, std::size_t at) {
    CsvIndex& index = block.index;
    // A record has a byte at least: a short text takes little room.
    const std::size_t left = block.window.text.size() - at + 1;
    index.shape(dialect_, names_.size(),
                block.window.complete ? std::min(rows_a_block_, left) : rows_a_block_,
                options_.ragged == Ragged::pad);
    block.findings.clear();
    aside_ = block.places;
    aside_begin_ = 0;
    block.fault = nullptr;
    block.last = false;
    const std::size_t begin = at;
    try {
        for (bool more = true; more;) {
            const std::string_view text = block.window.text.substr(0, block.window.sound);
            const bool whole = block.window.complete && text.size() == block.window.text.size();
            switch (index.fill(text, at, whole)) {
                case CsvIndex::Stop::end:
                    block.last = true;
                    more = false;
                    break;
                case CsvIndex::Stop::full:
                    more = false;
                    break;
                case CsvIndex::Stop::bad_row:
                    if (!options_.lenient) refuse_row(block, index.bad_row());
                    set_aside(block, index.bad_row());
                    at = index.bad_row().next;
                    break;
                case CsvIndex::Stop::more_text:
                    more = index.rows() == 0;
                    if (more && !skip_bad_bytes(block, at)) grow(block);
                    break;
            }
        }
    } catch (const Error&) {
        block.fault = std::current_exception();
    }
    block.used = at;
    if (block.first_row == 0 && index.rows() > 0)
        first_line_ = block.places.find(block.window.text, index.column(0)->begin).line;
    // Here, where the text is in the cache of the thread that reads it.
    block.places_behind = block.places;
    block.places_behind.advance(block.window.text, block.used);
    note_short_rows(block);
    if (block.last && text_.end_mark()) note_end_mark(block);
    std::stable_sort(block.findings.begin(), block.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.byte < b.byte; });
    if (index.rows() == 0) return;
    // The next window holds as many records as a block, and a little more.
    const std::size_t a_row = (at - begin) / index.rows() + 1;
    wanted_bytes_ = std::clamp(rows_a_block_ * (a_row + a_row / 16), least_bytes, most_bytes);
}

std::string CsvBlocks::fault_words(const CsvBlock& block, const CsvBadRow& row) const {
    if (row.kind == CsvBadRow::Kind::open_quote)
        return "this quote is never closed; read without quoting if quotes are ordinary characters "
               "here";
    if (row.kind == CsvBadRow::Kind::after_quote)
        return "text \"" + excerpt(block.window.text.substr(row.at, 20), 20) +
               "\" follows a closing quote; a quote inside a quoted cell must be doubled";
    std::string why = "the line has " + std::to_string(row.fields) +
                      (row.fields == 1 ? " field, " : " fields, ") +
                      (options_.header ? "the header " : "the first line ") +
                      std::to_string(names_.size());
    const std::string_view line =
        std::string_view(block.window.text).substr(row.begin, row.next - row.begin);
    if (has_blank_before_quote(line, dialect_))
        return why + "; a quote counts only right behind the delimiter, without a blank before it";
    if (row.fields > names_.size() && row.surplus_empty)
        return why + "; set ragged to pad to leave out the empty ones at the end";
    if (row.fields < names_.size())
        return why + "; set ragged to pad to fill short lines with missing cells";
    if (options_.header && options_.comment == 0 && names_[0].starts_with('#'))
        return why + "; if lines that begin with '#' are comments, set comment to '#'";
    if (options_.delimiter != 0) return why + "; quote cells that hold the delimiter";
    return why + "; the delimiter was taken to be '" +
           (dialect_.delimiter == '\t' ? "\\t" : std::string(1, dialect_.delimiter)) +
           "', set it if it is another, and quote cells that hold it";
}

void CsvBlocks::refuse_row(const CsvBlock& block, const CsvBadRow& row) const {
    const bool ragged = row.kind == CsvBadRow::Kind::ragged;
    refuse(block, row.at, ragged ? -1 : static_cast<std::int64_t>(row.fields) - 1,
           fault_words(block, row));
}

// Leaves the lines out that hold a byte that is not text: from the record at `at` to the end of the
// line of the byte. False where there is none, or its line goes on behind the window.
bool CsvBlocks::skip_bad_bytes(CsvBlock& block, std::size_t& at) {
    const std::string_view text = block.window.text;
    const std::size_t sound = block.window.sound;
    if (!options_.lenient || sound >= text.size()) return false;
    const std::size_t next = after_line(text, sound);
    if (next >= text.size() && !block.window.complete) return false;
    CsvBadRow row;
    row.kind = CsvBadRow::Kind::bad_bytes;
    row.begin = at;
    row.at = sound;
    row.next = next;
    set_aside(block, row);
    at = next;
    text_.check_again(block.window, next);
    return true;
}

// A line that is left out becomes a finding.
void CsvBlocks::set_aside(CsvBlock& block, const CsvBadRow& row) {
    constexpr std::size_t most_original_bytes = 4096;
    aside_.advance(block.window.text.substr(aside_begin_), row.begin - aside_begin_);
    aside_begin_ = row.begin;
    const auto place = aside_.find(block.window.text.substr(row.begin), row.at - row.begin);
    std::string_view line = block.window.text.substr(row.begin, row.next - row.begin);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    Finding finding;
    finding.line = place.line;
    finding.byte = place.byte;
    finding.original = printable_utf8(line.substr(0, most_original_bytes));
    switch (row.kind) {
        case CsvBadRow::Kind::ragged:
            finding.kind = "ragged line";
            break;
        case CsvBadRow::Kind::bad_bytes:
            finding.kind = "bad bytes";
            break;
        default:
            finding.kind = "stray quote";
            finding.column = static_cast<std::int64_t>(row.fields) - 1;
    }
    finding.text = (row.kind == CsvBadRow::Kind::bad_bytes ? text_.fault_text(block.window)
                                                           : fault_words(block, row)) +
                   "; the line is left out";
    block.findings.push_back(std::move(finding));
}

void CsvBlocks::note_end_mark(CsvBlock& block) const {
    const auto place = block.places.find(block.window.text, block.window.text.size());
    Finding finding;
    finding.kind = "end mark";
    finding.line = place.line;
    finding.byte = place.byte;
    finding.text = "the text ends in a byte 0x1A, the end of a file to DOS, which is passed over";
    finding.original = printable_utf8("\x1A");
    block.findings.push_back(std::move(finding));
}

void CsvBlocks::note_short_rows(CsvBlock& block) const {
    CsvPlaces places = block.places;
    std::size_t from = 0;
    for (const CsvIndex::ShortRow& row : block.index.short_rows()) {
        places.advance(block.window.text.substr(from), row.begin - from);
        from = row.begin;
        const auto place = places.find(block.window.text.substr(from), 0);
        Finding finding;
        finding.kind = "ragged line";
        finding.line = place.line;
        finding.byte = place.byte;
        finding.text = "the line has " + std::to_string(row.fields) + " of " +
                       std::to_string(names_.size()) + " fields; the rest is missing";
        if (row.fields > names_.size())
            finding.text = "the line has " + std::to_string(row.fields) + " fields, " +
                           std::to_string(row.fields - names_.size()) +
                           " more than there are columns; these are empty and left out";
        block.findings.push_back(std::move(finding));
    }
}

}  // namespace tenon
