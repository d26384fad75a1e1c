// An integer program in the caller's names: minimise or maximise c'x subject to
// row_lower <= A x <= row_upper, lower <= x <= upper, some x integer.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"

namespace tenon {

namespace ilp {
struct ProblemAccess;  // of readers
}

inline constexpr double infinity = std::numeric_limits<double>::infinity();

enum class Sense : std::int32_t { minimize = 1, maximize = -1 };
enum class ColumnType : std::int32_t { continuous = 0, integer = 1, binary = 2 };

// Bounds of this size and more count as no bound, in memory as in files: the convention of HiGHS,
// SCIP, CPLEX and Gurobi. They are stored as +-infinity.
inline constexpr double infinite_bound = 1e20;

// A problem builder: mutable, one thread at a time. Copies are deep. A call that throws leaves the
// problem as it was. Bounds of a binary column are cut to 0..1. A problem that was moved from can
// be assigned to or destroyed, nothing else.
class Problem {
  public:
    explicit Problem(Sense sense = Sense::minimize);
    Problem(const Problem& other);
    Problem(Problem&& other) noexcept;
    Problem& operator=(const Problem& other);
    Problem& operator=(Problem&& other) noexcept;
    ~Problem();

    // Returns the index. An empty name becomes "x<index>" (and "x<index>_1" and so on if that is
    // taken). Throws Error(argument) for NaN, for lower > upper, a bound that no number meets
    // (lower = infinity), an infinite cost, or a name already used; the message names the column.
    std::int32_t add_column(std::string name, ColumnType type, double lower, double upper,
                            double cost);
    // An empty name becomes "r<index>", as for columns. Repeated columns are summed. Zero
    // coefficients are kept out. Throws for unknown columns, NaN or infinite coefficients (or
    // sums), lower > upper, spans of different length.
    std::int32_t add_row(std::string name, double lower, double upper,
                         std::span<const std::int32_t> columns,
                         std::span<const double> coefficients);
    void set_sense(Sense sense) noexcept { sense_ = sense; }
    void set_offset(double offset);
    void set_cost(std::int32_t column, double cost);
    void set_bounds(std::int32_t column, double lower, double upper);
    void set_row_bounds(std::int32_t row, double lower, double upper);
    void set_type(std::int32_t column, ColumnType type);
    void set_name(std::string name) { name_ = std::move(name); }

    const std::string& name() const noexcept { return name_; }
    Sense sense() const noexcept { return sense_; }
    double offset() const noexcept { return offset_; }
    std::int32_t columns() const noexcept { return static_cast<std::int32_t>(cost_.size()); }
    std::int32_t rows() const noexcept { return static_cast<std::int32_t>(row_lower_.size()); }
    std::int64_t nonzeros() const noexcept { return static_cast<std::int64_t>(value_.size()); }
    const std::string& column_name(std::int32_t column) const {
        return column_names_.at(static_cast<std::size_t>(column));
    }
    const std::string& row_name(std::int32_t row) const {
        return row_names_.at(static_cast<std::size_t>(row));
    }
    std::optional<std::int32_t> find_column(std::string_view name) const;
    std::optional<std::int32_t> find_row(std::string_view name) const;
    std::span<const double> cost() const noexcept { return cost_; }
    std::span<const double> lower() const noexcept { return lower_; }
    std::span<const double> upper() const noexcept { return upper_; }
    std::span<const ColumnType> type() const noexcept { return type_; }
    std::span<const double> row_lower() const noexcept { return row_lower_; }
    std::span<const double> row_upper() const noexcept { return row_upper_; }
    // Row i holds entries row_start()[i] .. row_start()[i + 1] of index() and value(), by column.
    std::span<const std::int64_t> row_start() const noexcept { return row_start_; }
    std::span<const std::int32_t> index() const noexcept { return index_; }
    std::span<const double> value() const noexcept { return value_; }
    bool has_integers() const noexcept;

  private:
    friend struct ilp::ProblemAccess;
    struct Names;  // name -> index, grown with each name
    std::string name_;
    Sense sense_;
    double offset_ = 0;
    std::vector<double> cost_, lower_, upper_;
    std::vector<ColumnType> type_;
    std::vector<double> row_lower_, row_upper_;
    std::vector<std::int64_t> row_start_{0};
    std::vector<std::int32_t> index_;
    std::vector<double> value_;
    std::vector<std::string> column_names_, row_names_;
    std::unique_ptr<Names> names_;
};

enum class ProblemFormat : std::int32_t { by_name = 0, mps = 1, lp = 2, json = 3 };

// MPS (fixed or free, sections and bound kinds as HiGHS and CLP read them), LP text, or this
// library's JSON document; gzip is recognised by its first bytes when zlib was there at build time.
// by_name takes a path that ends in .lp or .json (or that and .gz) as what it says and every other,
// also a text without a path, as MPS. Notes that change no meaning (a second right-hand side set
// left out, say) go to context.log. Errors: io, parse (line, byte), data (a file larger than the
// machine, a gzip bomb), version (a document of a newer library), unsupported (quadratic terms; SC,
// SOS, indicators without the bounds that constructs.hpp needs: they become rows; gzip without
// zlib).
// Where readers of MPS differ, this one follows the majority of HiGHS, COIN-OR, GLPK and CPLEX:
// integer columns between markers without any bound are 0..1; a negative UP or UI without a lower
// bound opens the lower one (noted in the log); the right-hand side of the objective is minus its
// constant; a coefficient or bound given twice with two values is refused.
Problem read_problem(const Context& context, const std::string& path,
                     ProblemFormat format = ProblemFormat::by_name);
Problem read_problem_text(const Context& context, std::string_view text, ProblemFormat format);

// Numbers are the shortest text that reads back equal. A file is written beside the path and
// renamed, so the old one stays whole if anything fails; a path that ends in .gz is packed. by_name
// as for reading. Errors: io; data (JSON: a name of the problem that is not UTF-8); unsupported
// (.gz without zlib).
//
// MPS is free MPS. Blanks in names become '_' (names stay unique; the comment at the top lists each
// change). A row range may move by one unit in the last place, where no pair of numbers of the
// format gives both ends.
//
// LP text is what HiGHS, GLPK and CPLEX read alike: names of ASCII only (changes are listed in
// comments as well), a range as two rows, a constant in the objective as the cost of a column fixed
// at 1. Comments tell this library's reader to put both together again, so it reads the same
// problem back; a binary column with other bounds than 0..1 comes back as an integer one in MPS and
// LP.
//
// JSON comes back bit by bit: an object with format "tenon.problem", format_version 1,
// library_version, name, sense "minimize" or "maximize", offset, columns [{name, type "continuous",
// "integer" or "binary", lower, upper, cost}] and rows [{name, lower, upper, columns (places in the
// list, from 0), coefficients}]. A bound is a number, or null for none.
void write_problem(const Problem& problem, const std::string& path,
                   ProblemFormat format = ProblemFormat::by_name);
std::string write_problem_text(const Problem& problem, ProblemFormat format);
std::string write_mps_text(const Problem& problem);
std::string write_lp_text(const Problem& problem);
void write_mps(const Problem& problem, const std::string& path);
void write_lp(const Problem& problem, const std::string& path);

}  // namespace tenon
