// Delimited text in and out (RFC 4180 and what factories really write).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class Ragged : std::int32_t {
    error = 0,  // a line with another number of fields is refused, with its line and byte
    pad =
        1,  // short lines are filled with missing cells, empty fields too many left out, both noted
};

enum class Encoding : std::int32_t {
    detect = 0,  // UTF-8 or UTF-16 by byte-order mark, else UTF-8; other bytes are refused
    utf8 = 1,
    latin1 = 2,  // ISO 8859-1, with Windows-1252 for the bytes 0x80 to 0x9F that it leaves unused
    utf16le = 3,
    utf16be = 4,
    gb18030 = 5,
    // As detect; where the text is not UTF-8 after all, UTF-16 by its NUL bytes, UTF-8 with damaged
    // bytes where four times as many characters are sound, GB18030 by common Chinese characters, or
    // else Latin-1. Judged by 64 kB: the first, or, if these are sound UTF-8 and the bytes can be
    // had again, those from the first line on that is not (a pass ahead). A finding tells the
    // evidence.
    guess = 6,
};

// What is known of one column before it is read.
struct CsvColumnRule {
    std::string name;               // as in the header
    std::optional<Type> type = {};  // not given: inferred
    std::vector<std::string> missing_marks =
        {};  // instead of those of the whole text; empty: those
    // How it is written; what is zero is as in the whole text. JSON Lines have one way only.
    Notation notation = {};
};

struct CsvOptions {
    char delimiter = 0;  // 0: sniffed among , ; tab | (not `decimal`) in front; ' ': runs of blanks
    char quote = '"';    // '\0': no quoting
    char decimal = 0;    // 0: '.', or ',' when the delimiter is none and numbers say so
    // Between groups of three digits; 0: none. A blank stands for the blanks U+00A0, U+2009 and
    // U+202F too, which do not break lines, and ' for the typographic U+2019; each of them for all.
    char32_t thousands = 0;
    char comment = 0;             // lines that begin with it are skipped; 0: none
    std::int64_t skip_lines = 0;  // lines ahead of the header that are none of the table
    // Lines right behind the header that are no records, such as a row of units; with a header
    // only.
    std::int64_t skip_below_header = 0;
    bool header = true;  // the first line names the columns; else c1, c2, ...
    Ragged ragged = Ragged::error;
    Encoding encoding = Encoding::detect;
    bool all_text = false;  // no type inference: every column is text
    // Cells that mean "missing" besides the empty or blank cell, in quotes, too (but where
    // quoted_text is set). Empty list: the default marks NA, N/A, NaN, nan, null, NULL, None, -,
    // which are texts in quotes. Blanks around a mark do not matter. A mark that is a number, with
    // '.' or as the text writes it, means all equal ones in a column of numbers. {""}: none, and
    // with all_text a cell of blanks is text, too.
    std::vector<std::string> missing_marks = {};
    std::vector<std::string> text_columns = {};  // never inferred as another type
    std::vector<CsvColumnRule> columns = {};     // of some columns, or a whole schema
    DateOrder date_order = DateOrder::detect;
    // Lines that are no records (other numbers of fields, stray quotes, bytes that are not text)
    // are left out instead of refused, cells that are not of a given type are missing, and each is
    // a finding with its line, column, byte and original text.
    bool lenient = false;
    // A quoted cell makes its column text, whatever it holds, and is no missing mark.
    bool quoted_text = false;
    std::int64_t max_bytes = 0;  // refuse larger files; 0: what memory or the budget allows
    // What is said of a column in neither `columns` nor `text_columns`; names that the header does
    // not have are none of an error.
    std::vector<CsvColumnRule> usual_columns = {};
};

// Types are inferred over the whole file: int64 if every present cell is an integer that fits one,
// without a leading zero, else float64, else bool (true/false in any case), else timestamp
// (ISO 8601, or by local custom), else text. The line that forced a fallback to text is a finding.
// In particular:
// - integers with a leading zero ("007", and in groups "0,123") are identifiers: their column is
//   text, which is a finding. So is a column of integers some of which are beyond an int64; among
//   fractions they are float64. Whole numbers that lose digits as float64 are counted in a finding;
// - a column without a present cell is float64, all missing;
// - numbers may have blanks around them, a leading '+', an exponent, no digit before or after the
//   decimal mark, and may be inf or nan (where nan is no missing mark); every number is the double
//   nearest to what is written, infinite past the range, which is a finding;
// - where the delimiter is none of comma and blanks, and neither decimal nor thousands is given as
//   '.' or ',', each column finds its decimal mark, '.' or ',', by its first fraction; a decimal
//   comma is a finding with that cell. Where columns differ, one whose fractions all look like
//   grouped thousands ("1.234" beside "2,5") is text, and any other of the rarer mark a finding.
//   With another delimiter than ';' a comma needs a fraction that can be nothing else ("12,5");
//   with ';', a file whose fractions are all like "1.234" reads them as such, which is a finding;
// - "-0" is an integer, whose sign is kept among fractions only;
// - a date by local custom has a year of four digits, first or last (14.3.2024 24:00, 3/14/2024
//   1:05 PM, 2024/3/14 下午 1:05, 14-Mar-2024, 2024年3月14日 7时5分). Those with the year first or
//   a month in letters and ISO 8601 (its basic form too, 20240314T070500Z) go with any others, in
//   any order of the rows; those with the year last must all have the same mark between the
//   numbers, and with dots the day is first unless date_order says that the month is, which holds
//   for all marks. Dates with a year of two digits are text, and a finding; what is below a
//   microsecond is dropped, and a finding;
// - times that name a zone (Z, UTC, GMT, +02:00, UTC+8) are in UTC, others as written; a column of
//   both is a finding, and one of times that name it by other letters (CET) is text and a finding;
// - cells with a unit ("10 %", "12.5 mm", "$ 3"), times without a date ("10:00:01"), digits grouped
//   by two ("12,34,567") or of full width, and other forms of numbers and times that are not read
//   ("1.5D+03", "'123", "08h15", "23:60", "+8" for a zone) are text; a column of one such form is
//   a finding;
// - a second 60 is read where it ends a day of UTC (of the time as written, without a zone), as the
//   first second of the next day, which is a finding; no other is a time;
// - blanks that do not break lines, such as U+00A0, do not matter around numbers and times;
// - a text that a spreadsheet wrote as a formula (="00123") is the text it shows, which is a
// finding
//   (not with all_text, nor where quoted_text is set and the cell is quoted);
// - a quoted empty cell is empty text in a text column and missing in any other;
// - a quoted default mark, "NA", is text,
//   and makes a column of numbers text: a finding that says to name it in missing_marks, by which
//   it is missing;
// - text cells keep their blanks; blanks around an unquoted column name are dropped;
// - a header whose cells are what their columns hold (numbers over numbers, times over times, texts
//   that come again) more often than words over numbers or times is a finding, as it may be the
//   first record; numbers in order beside words, as years, are taken for names.
//
// A column without a name is named c1, c2, ... by its place, and a repeated name gets "_2", "_3",
// ... at its end; both are findings. Blank lines are skipped, but in a text of one column they are
// missing cells. Kinds of findings: "type fallback", "ragged line", "unnamed column", "repeated
// name", "number out of range", "digits lost", "decimal mark", "ambiguous dates", "two-digit
// years", "unread dates", "unread form", "times cut", "mixed time zones", "header of numbers",
// "encoding", "separator line", "row of units", "end mark" (a byte 0x1A behind all lines, passed
// over), "one column", "byte-order mark", "leap seconds", "formula texts", "leading zeros". Of
// ragged lines the first 20 are given, then a count.
//
// The peak of memory is about the file, once more if it is not UTF-8, and the table.
// Throws Error: io, parse (line, column, byte), data (no columns, too large, no such text column),
// unsupported, no_memory, budget, cancelled.
Table read_csv(const Context& context, const std::string& path, const CsvOptions& options = {});
Table read_csv_buffer(const Context& context, std::string_view bytes,
                      const CsvOptions& options = {});

// Text that comes from a caller's function, block by block. It is called on the thread of the call.
struct CsvSource {
    // Writes up to `capacity` bytes to `to` and returns how many; 0: the text has ended. What it
    // throws leaves the call that reads.
    std::function<std::size_t(char* to, std::size_t capacity)> read;
    // Goes back to the first byte; false, or no function: that cannot be. It may be called before
    // the first read.
    std::function<bool()> rewind = {};
    std::int64_t size = -1;  // bytes in all, where known: for progress and max_bytes
};

// As read_csv. Inference may need the text twice: without rewind it is first taken into memory,
// unless all_text is set.
Table read_csv_source(const Context& context, const CsvSource& source,
                      const CsvOptions& options = {});

struct CsvBatchOptions {
    CsvOptions csv = {};
    std::int64_t rows = 0;   // a batch has at most; 0: no limit
    std::int64_t bytes = 0;  // a batch ends once its cells take so many (and then one block of
                             // records at most, some 300 kB); 0: no limit, or 16 MiB if rows is 0
    // How much of a text that comes once only is looked at for types; 0: 16 MiB.
    std::int64_t first_block_bytes = 0;
};

// A text too large for memory as tables of some rows each, all of the same columns and types: those
// of the whole read at once, which the batches one behind the other equal. There is a first batch
// always, without rows where the text has none.
//
// Types that the options do not give are found before the first batch:
// - in a pass of its own over the whole text where that can be had again (a file, a buffer, a
//   source with rewind). A strict reader refuses lines there that are no records;
// - else in the first `first_block_bytes`, which are kept and read again. Later cells that do not
//   fit are missing and findings ("bad cell"), and a column that is empty so far is text.
// With types for all columns (and a date_order, where times are written by local custom) there is
// no such pass.
//
// Memory: the batch, two blocks of records, and the findings, which grow with the lines that a
// lenient reader leaves out.
class CsvBatches {
  public:
    // A buffer must outlive the batches. Throws as read_csv.
    static CsvBatches of_file(const Context& context, const std::string& path,
                              const CsvBatchOptions& options = {});
    static CsvBatches of_buffer(const Context& context, std::string_view bytes,
                                const CsvBatchOptions& options = {});
    static CsvBatches of_source(const Context& context, const CsvSource& source,
                                const CsvBatchOptions& options = {});
    CsvBatches(CsvBatches&&) noexcept;
    CsvBatches& operator=(CsvBatches&&) noexcept;
    ~CsvBatches();

    // The next batch; none: the text has ended. The context is used for this call. Rows before a
    // fault are given before it is thrown; behind it there is nothing more to have.
    std::optional<Table> next(const Context& context = {});

    // What did not stop the reader so far; after the last batch, all that read_csv would tell.
    std::vector<Finding> findings() const;

  private:
    struct State;
    explicit CsvBatches(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

struct CsvWriteOptions {
    char delimiter = ',';
    std::string missing = {};  // written for missing cells; not empty with the delimiter ' '
    bool header = true;
};

// Numbers as the shortest text that reads back equal, -0.0 with its fraction (-0 is an integer),
// any NaN as -nan on every platform (which is a number to the reader, where nan is a missing mark),
// times as ISO 8601. Text is quoted where it holds a delimiter, quote
// or line end, is empty, has blanks around it, or would read as missing or as another type.
//
// Reading back with the same delimiter and quoted_text = true gives the same names, missing cells
// and values (numbers bit for bit, NaN as NaN), if text is UTF-8 without NUL and times lie in the
// years 0 to 9999; the missing mark must be empty or among those read. Types come back too, but for
// float64 columns of whole numbers only (int64, or text where one is beyond an int64), and columns
// without a present cell (float64).
// Written new, synced and renamed, block by block: the memory held is about one MiB a thread.
void write_csv(const Context& context, const Table& table, const std::string& path,
               const CsvWriteOptions& options = {});
std::string write_csv_text(const Table& table, const CsvWriteOptions& options = {});
// The same text in parts of about one MiB, handed to `sink` in order on the calling thread.
using TextSink = std::function<void(std::string_view)>;
void write_csv_blocks(const Context& context, const Table& table, const TextSink& sink,
                      const CsvWriteOptions& options = {});

}  // namespace tenon
