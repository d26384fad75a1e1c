// Missing cells: drop their rows, or fill them with a value that can be defended.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

// Drops rows with a missing cell in any of `columns` (all when empty). `kept`, where given,
// receives the rows that stay, ascending.
Table drop_missing(const Context& context, const Table& table,
                   std::span<const std::string> columns = {},
                   std::vector<std::int64_t>* kept = nullptr);

// NaN is a value, not a missing cell: it is neither filled nor learned from nor copied, and the
// change log counts it.
enum class Fill : std::int32_t {
    mean = 0,         // numbers
    median = 1,       // numbers
    mode = 2,         // any type; the first in the data among equally frequent
    constant = 3,     // `constant` for numbers, `constant_text` for text, (ISO 8601) times and
                      // bool ("true", "false"; or `constant` 1, 0)
    previous = 4,     // last present cell above; leading missing cells stay
    next = 5,         // first present cell below; trailing missing cells stay
    linear_time = 6,  // float64, int64; straight line between finite neighbours over
                      // `time_column` (over the row number when empty; halfway between
                      // neighbours of one time); outside the ends stays missing
};

struct ImputeOptions {
    Fill fill = Fill::median;
    double constant = 0;
    std::string constant_text{};  // of an int64 column: all digits of `constant`, or empty
    std::string time_column{};    // timestamp or number, nondecreasing; for linear_time
    std::int64_t limit = 0;       // longest run of missing cells to fill, a longer one stays
                                  // missing as a whole; 0: no limit
    bool add_indicator = false;  // adds bool column "<name> missing"; where taken "... missing (2)"
};

// What was learned for one column. `value` for numbers, `text` for text; not used by previous,
// next, linear_time. An int64 mode, median or constant and a filled time are in `text` too, digit
// for digit, where a double would round them.
struct FittedFill {
    std::string column;
    Type type = Type::float64;  // of the column in the fit
    double value = 0;
    std::string text;
    std::int64_t cells = 0;  // present cells the value was learned from; 0: not known
};

// Fitted on one table, replayed on others: the filled value is that of the fit. An int64 column
// stays int64 where every filled value is an integer, a bool column bool where it is 0 or 1; else
// the column becomes float64: Error(data) where a present cell is beyond 2^53 and no double holds
// it. The points of a line between integers are exact. A column without a cell to fill is shared,
// not copied. Number columns may change among float64, int64 and bool from the fit to the replay;
// other changes of type are refused: Error(type).
class Imputer {
  public:
    // Throws Error: not_found (names near ones), type (mean, median, linear_time of what is not a
    // number), argument (a column twice, a limit below 0, a constant that is not finite), data (no
    // present cell for mean, median, mode, linear_time; an infinite mean, median or mode; a time
    // that is missing or decreases).
    static Imputer fit(const Context& context, const Table& table,
                       std::span<const std::string> columns, const ImputeOptions& options = {});
    // The same; `filled` receives the table as apply() would give it, which takes less time than
    // both, and throws what both throw.
    static Imputer fit(const Context& context, const Table& table,
                       std::span<const std::string> columns, const ImputeOptions& options,
                       Table& filled);
    // From stored values (a saved pipeline). Throws Error(argument) for values fit cannot give.
    Imputer(ImputeOptions options, std::vector<FittedFill> fills);

    // Appends one change a column, also where nothing was missing.
    Table apply(const Context& context, const Table& table) const;
    const ImputeOptions& options() const noexcept { return options_; }
    const std::vector<FittedFill>& fills() const noexcept { return fills_; }

  private:
    ImputeOptions options_;
    std::vector<FittedFill> fills_;
};

}  // namespace tenon
