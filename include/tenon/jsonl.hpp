// JSON Lines in and out: one JSON object a line, as gateways and log shippers write them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/csv.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct JsonLinesOptions {
    bool lenient = false;  // a bad line is a finding and no row; otherwise it is refused
    // Every column is text: no types, numbers as they are written (one beyond all doubles is a bad
    // line all the same).
    bool all_text = false;
    std::vector<std::string> text_columns = {};  // never another type
    std::vector<std::string> columns = {};       // only these, in this order; empty: all there are
    std::int64_t max_bytes = 0;  // refuse larger files; 0: what memory or the budget allows
    // Texts that are missing cells, and numbers of the value that they write; none: only null is.
    std::vector<std::string> missing_marks = {};
    // Of some columns, the type and marks of their own. A value that is not of the type (numbers,
    // truth values and times may stand in texts, dates with the year last as 14.3.2024 only) is
    // refused, or, leniently, missing and a finding. A name that no line has is refused.
    std::vector<CsvColumnRule> rules = {};
    // Columns that are there even if no line has a member of that name: then all missing, behind
    // the others, which is a finding. A text of no lines at all is a table without rows then; one
    // of which no line has any of them is refused.
    std::vector<std::string> expected_columns = {};
    // What is said of a column that is not in `rules`; a name that no line has is none of an error.
    std::vector<CsvColumnRule> usual_rules = {};
};

// Every line that is not blank is an object and becomes a row; its members become cells of the
// columns of their names, in the order in which names are first seen. An object in an object is
// flattened:
// {"motor":{"rpm":900}} is a cell of column "motor.rpm". An array is kept as its JSON text, without
// blanks. A member that is null or absent is a missing cell. Lines end in \n or \r\n; a byte-order
// mark at the beginning is dropped.
//
// A column's type is decided over the whole file: int64 if every present value is a number without
// fraction and exponent that an int64 holds (-0 too, whose sign is kept in a float64 column only);
// else float64 if all are numbers and none of them a
// whole number too large for that (an identifier would lose digits); bool if all are true or false;
// timestamp if all are texts that are ISO 8601 dates or times, or dates by local custom as in CSV
// where a value tells day from month (else a finding); else text, with numbers before the
// line that made it so as their shortest text. A column without a present cell is float64, all
// missing.
//
// Kinds of findings: "bad line" (lenient; the first 1,000 with their text, then a count), "bad
// cell" (lenient, of a column with a type given; the first 1,000), "times cut" (with more than
// microseconds), "type
// fallback" (the line that made a column text after other values), "repeated name" (in one object:
// the last one counts), "mixed time zones" (the first time with a zone among ones without, or the
// other way round), "digits lost" (whole numbers that a float64 column does not hold), "unnamed
// column", "absent column" (of columns, text_columns and expected_columns), "ambiguous dates" (no
// value tells day from month), "leap seconds", "end mark" (a byte 0x1A behind all lines, passed
// over).
//
// A file is read block by block: the peak of memory is about the table, and the text of times.
// Throws Error: io, parse (line, byte), data (no lines, too large, lines with too little in
// common), no_memory, budget, cancelled.
Table read_jsonl(const Context& context, const std::string& path,
                 const JsonLinesOptions& options = {});
Table read_jsonl_buffer(const Context& context, std::string_view bytes,
                        const JsonLinesOptions& options = {});
// From a caller's function, once from its first byte on; it is never asked to begin again.
Table read_jsonl_source(const Context& context, const CsvSource& source,
                        const JsonLinesOptions& options = {});

struct JsonLinesBatchOptions {
    JsonLinesOptions lines = {};
    std::int64_t rows = 0;   // a batch has at most; 0: no limit
    std::int64_t bytes = 0;  // a batch ends soon after its cells take so many; 0: no limit, or 16
                             // MiB if rows is 0
};

// A text too large for memory as tables of some rows each, all of the same columns and types: those
// of the whole read at once, which the batches one behind the other equal. There is a first batch
// always, without rows where the text has none. Names and types are found in a pass over the whole
// text before the first batch: what read_jsonl refuses is refused there.
//
// Memory: the batch, a line or a block of 1 MiB, and the findings. The context need not outlive the
// call it is given to.
class JsonLinesBatches {
  public:
    // A buffer must outlive the batches; a source that cannot begin again is taken into memory.
    // Throws as read_jsonl.
    static JsonLinesBatches of_file(const Context& context, const std::string& path,
                                    const JsonLinesBatchOptions& options = {});
    static JsonLinesBatches of_buffer(const Context& context, std::string_view bytes,
                                      const JsonLinesBatchOptions& options = {});
    static JsonLinesBatches of_source(const Context& context, const CsvSource& source,
                                      const JsonLinesBatchOptions& options = {});
    JsonLinesBatches(JsonLinesBatches&&) noexcept;
    JsonLinesBatches& operator=(JsonLinesBatches&&) noexcept;
    ~JsonLinesBatches();

    // The next batch; none: the text has ended. Throws Error: io, data (the text is no longer what
    // it was in the first pass), no_memory, budget, cancelled; after that every call throws
    // Error(argument).
    std::optional<Table> next(const Context& context = {});
    // What did not stop the reader: all that read_jsonl would tell, from the beginning.
    const std::vector<Finding>& findings() const noexcept;

  private:
    struct State;
    explicit JsonLinesBatches(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// Whether a file is JSON Lines: by the ending .jsonl or .ndjson, or because its first byte that is
// no blank is '{'. False if it cannot be read.
bool is_jsonl_file(const std::string& path) noexcept;

enum class NotFinite : std::int32_t {
    refuse = 0,  // NaN and infinities, which JSON does not have, are refused with their place
    null = 1,    // they become null, and so missing to a reader
    text = 2,    // they become "nan", "inf", "-inf"
};

struct JsonLinesWriteOptions {
    bool skip_missing = false;  // members of missing cells are left out instead of null
    NotFinite not_finite = NotFinite::refuse;
};

// A line a row: {"name":value,...}. Numbers are the shortest text that reads back equal (a minus
// zero -0.0, as -0 is an integer), times
// texts such as "2024-02-29T23:59:59". Names are not unflattened.
//
// Reading back gives the same names, missing cells and values; types come back too, but for float64
// columns of whole numbers within int64 only (int64), text columns of times only (timestamp, unless
// named in text_columns), and columns without a present cell (float64). Written new, synced and
// renamed, block by block: the memory held is about one MiB a thread.
void write_jsonl(const Context& context, const Table& table, const std::string& path,
                 const JsonLinesWriteOptions& options = {});
std::string write_jsonl_text(const Table& table, const JsonLinesWriteOptions& options = {});
void write_jsonl_blocks(const Context& context, const Table& table,
                        const std::function<void(std::string_view)>& sink,
                        const JsonLinesWriteOptions& options = {});

}  // namespace tenon
