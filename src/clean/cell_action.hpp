// What is done to the cells that a step found: the same words for every detector.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clean/plan_step.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

enum class CellAction : std::int32_t {
    flag,     // adds bool column "<name> <word>"
    missing,  // clears the cells
    drop,     // removes the rows
};

inline constexpr Word<CellAction> cell_action_words[] = {
    {"flag", CellAction::flag}, {"missing", CellAction::missing}, {"drop", CellAction::drop}};

// The cells of several columns, found in one table and acted on together.
class FoundCells {
  public:
    // `word` names the fault: "stuck", "spike".
    FoundCells(const Table& table, std::string word, CellAction action);
    // Rows outside the range are left alone.
    FoundCells(const Table& table, std::string word, CellAction action, Run range);

    // Those of the rows that are acted on.
    std::vector<std::int64_t> within(std::vector<std::int64_t> rows) const;
    // Rows of present cells, ascending, and the sentence with the numbers that decided.
    void add(const std::string& column, std::vector<std::int64_t> rows, const std::string& reason);
    // A column that is told in the log and left alone, without a flag.
    void pass_over(const std::string& column, const std::string& reason);
    Cleaned finish(const Context& context) const;

  private:
    struct Found {
        std::string column;
        std::vector<std::int64_t> rows;
        std::string reason;
        bool judged = true;
    };
    Table table_;
    std::string word_;
    CellAction action_;
    Run range_;
    std::vector<Found> found_;
};

}  // namespace tenon::clean
