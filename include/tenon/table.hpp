// A table: named, typed columns of equal length, with missing cells, laid out as Arrow lays them
// out. A table is an immutable value; copying one copies pointers. Steps return new tables that
// share the columns they left alone.
//
// Missing and NaN differ: a missing cell is a cleared bit in the validity bitmap, NaN is a value.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon {

enum class Type : std::int32_t {
    float64 = 1,
    int64 = 2,
    boolean = 3,    // bit-packed, least significant bit first
    text = 4,       // UTF-8, 64-bit offsets
    timestamp = 5,  // microseconds since 1970-01-01T00:00:00, as written (no zone is applied)
};

const char* type_name(Type type) noexcept;  // "float64", "int64", "bool", "text", "timestamp"

// Of 03/04/2024, where no cell of the column tells, and of 03.04.2024, where the day is first
// unless month_first is said.
enum class DateOrder : std::int32_t {
    detect = 0,       // a column in which no cell tells is text, and that is a finding
    day_first = 1,    // 3 April
    month_first = 2,  // March 4
};

// How the cells of a column are written in a delimited text.
struct Notation {
    char decimal = 0;        // between the whole and the fraction; 0: not known
    char32_t thousands = 0;  // between groups of three digits, where `decimal` is known; 0: none
    DateOrder date_order = DateOrder::detect;  // detect: not known
    // Cells that the caller of the reader named as missing; null: those of the reader.
    std::shared_ptr<const std::vector<std::string>> missing_marks = {};
};

// The buffers of one column. `owner` keeps the memory alive, whoever allocated it.
struct ColumnBuffers {
    Type type = Type::float64;
    std::int64_t rows = 0;
    std::int64_t missing = 0;                // cleared bits in validity
    std::int64_t bit_offset = 0;             // first bit of validity (and of boolean values)
    const std::uint8_t* validity = nullptr;  // null: nothing is missing
    const void* values = nullptr;            // double, int64_t, bits, or UTF-8 bytes
    const std::int64_t* offsets = nullptr;   // text only: rows + 1 entries
    std::shared_ptr<const void> owner;
    Notation notation = {};  // of the text it was read from; kept by take() and slice()
};

class Column {
  public:
    Column() = default;
    // Trusts its argument: readers and importers validate first.
    explicit Column(ColumnBuffers buffers);

    static Column from_float64(std::vector<double> values, std::vector<bool> valid = {});
    static Column from_int64(std::vector<std::int64_t> values, std::vector<bool> valid = {});
    static Column from_boolean(const std::vector<bool>& values, std::vector<bool> valid = {});
    static Column from_text(const std::vector<std::string>& values, std::vector<bool> valid = {});
    static Column from_timestamp(std::vector<std::int64_t> micros, std::vector<bool> valid = {});

    Type type() const noexcept { return buffers_.type; }
    std::int64_t size() const noexcept { return buffers_.rows; }
    std::int64_t missing() const noexcept { return buffers_.missing; }
    bool is_numeric() const noexcept {
        return type() == Type::float64 || type() == Type::int64 || type() == Type::boolean;
    }

    bool valid(std::int64_t row) const noexcept {
        if (!buffers_.validity) return true;
        const std::int64_t bit = buffers_.bit_offset + row;
        return (buffers_.validity[bit >> 3] >> (bit & 7)) & 1;
    }

    // Whole-column views; only for the type named. Values under missing cells are unspecified but
    // readable. timestamps are int64s.
    std::span<const double> float64s() const noexcept;
    std::span<const std::int64_t> int64s() const noexcept;
    bool boolean(std::int64_t row) const noexcept {
        const std::int64_t bit = buffers_.bit_offset + row;
        return (static_cast<const std::uint8_t*>(buffers_.values)[bit >> 3] >> (bit & 7)) & 1;
    }
    std::string_view text(std::int64_t row) const noexcept {
        return {static_cast<const char*>(buffers_.values) + buffers_.offsets[row],
                static_cast<std::size_t>(buffers_.offsets[row + 1] - buffers_.offsets[row])};
    }

    // The cell as a real number: float64 as is, int64 and timestamp converted, bool as 0 or 1.
    // NaN where missing. Not for text.
    double number(std::int64_t row) const noexcept;
    // Every cell as number() gives it, in one pass. Throws Error(type) for text.
    void copy_numbers(std::span<double> out) const;
    // The cell as text a person reads: shortest round-trip number, ISO 8601 time, true/false,
    // empty where missing.
    std::string cell_text(std::int64_t row) const;

    // Rows by index, in that order, with repeats allowed; indices must be in [0, size()).
    Column take(std::span<const std::int64_t> rows) const;
    Column slice(std::int64_t first, std::int64_t count) const;  // shares memory

    const ColumnBuffers& buffers() const noexcept { return buffers_; }
    const Notation& notation() const noexcept { return buffers_.notation; }
    Column with_notation(const Notation& notation) const;

  private:
    ColumnBuffers buffers_;
};

// Grows one column cell by cell. Used by readers and steps that make new columns.
class ColumnBuilder {
  public:
    explicit ColumnBuilder(Type type);
    ~ColumnBuilder();
    ColumnBuilder(ColumnBuilder&&) noexcept;
    ColumnBuilder& operator=(ColumnBuilder&&) noexcept;

    void reserve(std::int64_t rows);
    void add_missing();
    void add_float64(double value);
    void add_int64(std::int64_t value);  // also timestamps, in microseconds
    void add_boolean(bool value);
    void add_text(std::string_view value);
    std::int64_t size() const noexcept;
    Column finish();  // leaves the builder empty

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// One line of the story of a table: what a step did, to how much, and why.
struct Change {
    std::string step;        // "drop duplicates", "fill missing", "clip outliers"
    std::string column;      // empty where the step concerns whole rows
    std::int64_t rows = 0;   // rows removed or added (as a count)
    std::int64_t cells = 0;  // cells changed
    std::string reason;      // a sentence with the numbers that decided
};

// One observation that did not stop a reader: where it is and what was found.
struct Finding {
    std::string kind;           // "ragged line", "bad bytes", "bad cell", "type fallback"
    std::int64_t line = -1;     // from 1
    std::int64_t column = -1;   // from 0
    std::int64_t byte = -1;     // from 0
    std::string text;           // a sentence
    std::string original = {};  // the line or cell as it was written, where it is not in the table
};

class Table {
  public:
    Table() = default;
    // Throws Error(argument) if names and columns differ in number, lengths differ, or a name is
    // empty or repeated.
    Table(std::vector<std::string> names, std::vector<Column> columns);

    std::int64_t rows() const noexcept { return rows_; }
    std::int32_t columns() const noexcept { return static_cast<std::int32_t>(columns_.size()); }
    const std::string& name(std::int32_t column) const { return names_.at(column); }
    const std::vector<std::string>& names() const noexcept { return names_; }
    const Column& column(std::int32_t column) const { return columns_.at(column); }
    // Throws Error(not_found) that lists near names.
    const Column& column(std::string_view name) const { return columns_[index_of(name)]; }
    std::optional<std::int32_t> find(std::string_view name) const noexcept;
    std::int32_t index_of(std::string_view name) const;  // throws like column(name)
    std::vector<std::int32_t> indices_of(std::span<const std::string> names) const;

    Table select(std::span<const std::string> names) const;
    Table take(std::span<const std::int64_t> rows) const;
    Table slice(std::int64_t first, std::int64_t count) const;
    // Replaces the column of that name, or appends it.
    Table with_column(std::string name, Column column) const;
    Table without_column(std::string_view name) const;

    // What was done to this table since it was read. Steps append; select, take, slice keep it.
    const std::vector<Change>& changes() const noexcept;
    Table with_change(Change change) const;
    const std::vector<Finding>& findings() const noexcept;
    Table with_findings(std::vector<Finding> findings) const;

  private:
    std::vector<std::string> names_;
    std::vector<Column> columns_;
    std::int64_t rows_ = 0;
    std::shared_ptr<const std::vector<Change>> changes_;
    std::shared_ptr<const std::vector<Finding>> findings_;
};

}  // namespace tenon
