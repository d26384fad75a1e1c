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

// Drops rows with a missing cell in any of `columns` (all when empty).
Table drop_missing(const Context& context, const Table& table,
                   std::span<const std::string> columns = {});

enum class Fill : std::int32_t {
    mean = 0,          // numbers
    median = 1,        // numbers
    mode = 2,          // any type; the first in the data among equally frequent
    constant = 3,      // `constant` for numbers, `constant_text` for text
    previous = 4,      // last present cell above; leading missing cells stay
    next = 5,          // first present cell below; trailing missing cells stay
    linear_time = 6,   // numbers; straight line between neighbours over `time_column`
                       // (over the row number when empty); outside the ends stays missing
};

struct ImputeOptions {
    Fill fill = Fill::median;
    double constant = 0;
    std::string constant_text;
    std::string time_column;     // timestamp or number, nondecreasing; for linear_time
    std::int64_t limit = 0;      // longest run of missing cells to fill; 0: no limit
    bool add_indicator = false;  // adds bool column "<name> missing"
};

// What was learned for one column. `value` for numbers, `text` for text; not used by previous,
// next, linear_time.
struct FittedFill {
    std::string column;
    Type type = Type::float64;
    double value = 0;
    std::string text;
};

// Fitted on one table, replayed on others: the filled value is that of the fit.
class Imputer {
  public:
    // Columns of mean/median/mode/linear_time with no present cell are refused: Error(data).
    static Imputer fit(const Context& context, const Table& table,
                       std::span<const std::string> columns, const ImputeOptions& options = {});
    // From stored values (a saved pipeline).
    Imputer(ImputeOptions options, std::vector<FittedFill> fills);

    Table apply(const Context& context, const Table& table) const;
    const ImputeOptions& options() const noexcept { return options_; }
    const std::vector<FittedFill>& fills() const noexcept { return fills_; }

  private:
    ImputeOptions options_;
    std::vector<FittedFill> fills_;
};

}  // namespace tenon
