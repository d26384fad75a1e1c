// Sniffing the delimiter: the text is cut by each candidate, and the candidate wins that
//   1. parts the first line at all,
//   2. gives most lines the number of fields of the first,
//   3. leaves the fewest fields that hold another candidate and are not a number with a decimal
//      comma ("1,5;2,5" is cut evenly by ',' and by ';', but only ';' leaves clean cells),
//   4. makes the most fields.
#include "table/csv_dialect.hpp"

#include <algorithm>
#include <string>

#include "table/csv_tokenizer.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::string_view candidates = ",;\t|";
// Enough lines to see the form of a log, few enough to cost nothing.
constexpr int sniffed_rows = 200;
constexpr std::size_t sniffed_bytes = csv_sniffed_bytes;

bool is_decimal_comma_number(std::string_view cell) noexcept {
    int commas = 0;
    for (const char c : cell) {
        commas += c == ',';
        if (c != ',' && c != '-' && c != '+' && (c < '0' || c > '9')) return false;
    }
    return commas == 1;
}

struct Score {
    int fields = 0;    // of the first line
    int rows = 0;      // seen, a fault counting as one
    int even = 0;      // with as many fields as the first line
    int cells = 0;     // seen
    int unclean = 0;   // unquoted, holding another candidate
    int shielded = 0;  // quoted, holding the delimiter
};

Score score_of(std::string_view text, CsvDialect dialect) {
    Score score;
    CsvTokenizer tokens(text, dialect);
    CsvField field;
    while (score.rows < sniffed_rows && tokens.begin_row(true)) {
        int fields = 0;
        for (bool more = true; more;) {
            more = tokens.next(field);
            ++fields;
            ++score.cells;
            const std::string_view cell = text.substr(field.begin, field.end - field.begin);
            score.shielded += field.quoted && cell.find(dialect.delimiter) != cell.npos;
            if (field.quoted) continue;
            score.unclean += cell.find_first_of(candidates) != std::string_view::npos &&
                             !is_decimal_comma_number(cell);
        }
        ++score.rows;
        if (tokens.fault().kind != CsvFault::Kind::none) break;
        if (score.rows == 1) score.fields = fields;
        score.even += fields == score.fields;
    }
    return score;
}

// Compares shares without division: a/b > c/d.
bool greater_share(int a, int b, int c, int d) noexcept {
    return static_cast<long long>(a) * d > static_cast<long long>(c) * b;
}

bool better(const Score& a, const Score& b) noexcept {
    if ((a.fields > 1) != (b.fields > 1)) return a.fields > 1;
    if (greater_share(a.even, a.rows, b.even, b.rows)) return true;
    if (greater_share(b.even, b.rows, a.even, a.rows)) return false;
    if (greater_share(b.unclean, b.cells, a.unclean, a.cells)) return true;
    if (greater_share(a.unclean, a.cells, b.unclean, b.cells)) return false;
    return a.fields > b.fields;
}

char sniff_delimiter(std::string_view text, CsvDialect dialect, char decimal) {
    if (text.size() > sniffed_bytes) {  // whole lines only, unless one line is longer
        const auto end = text.find_last_of("\r\n", sniffed_bytes);
        text = text.substr(0, end == std::string_view::npos ? sniffed_bytes : end);
    }
    char best = candidates[decimal == candidates.front() ? 1 : 0];
    Score best_score;
    for (const char candidate : candidates) {
        if (candidate == dialect.quote || candidate == dialect.comment) continue;
        dialect.delimiter = candidate;
        const Score score = score_of(text, dialect);
        // A delimiter that is the decimal mark, too, needs quotes around fractions.
        if (candidate == decimal && score.shielded == 0) continue;
        if (score.fields > 1 && (best_score.fields == 0 || better(score, best_score))) {
            best = candidate;
            best_score = score;
        }
    }
    return best;
}

[[noreturn]] void refuse(const char* option, const std::string& why) {
    throw Error(Status::argument, std::string("csv option ") + option + ": " + why,
                {.argument = option});
}

bool is_line_end(char c) noexcept {
    return c == '\n' || c == '\r';
}

}  // namespace

void check_csv_options(const CsvOptions& o) {
    const auto high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    const auto clashes_with_number = [](char c) {
        return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == 'e' || c == 'E';
    };
    if (is_line_end(o.delimiter) || high(o.delimiter) || clashes_with_number(o.delimiter))
        refuse("delimiter", "use one ASCII character that is no line end, digit or sign");
    if (is_line_end(o.quote) || high(o.quote))
        refuse("quote", "use one ASCII character, or 0 for no quoting");
    if (is_line_end(o.comment) || high(o.comment))
        refuse("comment", "use one ASCII character, or 0 for none");
    if (o.delimiter != 0 && (o.delimiter == o.quote || o.delimiter == o.comment))
        refuse("delimiter", "it is also the quote or the comment character");
    if (o.quote != 0 && o.quote == o.comment) refuse("quote", "it is also the comment character");
    if (o.decimal != 0 && (high(o.decimal) || clashes_with_number(o.decimal) ||
                           is_line_end(o.decimal) || o.decimal == o.delimiter))
        refuse("decimal", "use '.' or ',', and another delimiter");
    constexpr char32_t ascii = 0x80, surrogates = 0xD800, behind_surrogates = 0xE000,
                       behind_all = 0x110000;
    if (const char32_t t = o.thousands; t >= ascii) {
        if (t >= behind_all || (t >= surrogates && t < behind_surrogates))
            refuse("thousands", "it is no character");
    } else if (const char c = static_cast<char>(t);
               c != 0 &&
               (clashes_with_number(c) || is_line_end(c) || c == o.delimiter || c == o.decimal)) {
        refuse("thousands", "it is also the decimal mark or the delimiter, or part of a number");
    }
    if (o.skip_lines < 0) refuse("skip_lines", "it is negative; use 0 to skip none");
    if (o.skip_below_header < 0) refuse("skip_below_header", "it is negative; use 0 to skip none");
    if (o.skip_below_header > 0 && !o.header)
        refuse("skip_below_header",
               "there is no header; use skip_lines for lines ahead of records");
    if (o.max_bytes < 0) refuse("max_bytes", "it is negative; use 0 for no limit of its own");
}

CsvSeparatorLine csv_separator_line(std::string_view text) noexcept {
    const bool quoted = text.starts_with('"');
    const std::size_t begin = quoted ? 1 : 0, mark = begin + 4;
    const std::size_t end = mark + 1 + begin;  // behind the closing quote
    if (text.size() <= end || !is_line_end(text[end])) return {};
    const std::string_view word = text.substr(begin, 4);
    const char delimiter = text[mark];
    const bool said = word == "sep=" || word == "SEP=" || word == "Sep=";
    const bool one_of_them = delimiter == ',' || delimiter == ';' || delimiter == '\t' ||
                             delimiter == '|' || delimiter == ' ';
    if (!said || !one_of_them || (quoted && text[end - 1] != '"')) return {};
    return {delimiter, end};
}

CsvDialect csv_dialect(std::string_view text, const CsvOptions& options) {
    CsvDialect dialect{options.delimiter, options.quote, options.comment};
    if (dialect.delimiter == 0) dialect.delimiter = sniff_delimiter(text, dialect, options.decimal);
    return dialect;
}

}  // namespace tenon
