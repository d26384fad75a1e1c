// A cleaning plan: an ordered list of steps, written as JSON, fitted once on one table and applied
// to the next with the same result to the last byte.
//
//   {"format": "tenon.clean_plan", "format_version": 1,     both may be left out by hand
//    "row_id": "source row",                 optional: adds this int64 column, the row of the input
//    "steps": [{"step": "drop_duplicates", "keep": "first"},
//              {"step": "outliers", "rule": "hampel", "action": "missing", "columns": ["speed"]},
//              {"step": "fill", "method": "median", "group": ["machine"]}]}
//
// Members that no step knows are refused with near names, so that a slip of the pen is not a step
// left out. What each step takes is told by clean_step_help(). Fitting writes into every step what
// it learned ("learned") and, where "columns" was left out, the columns that it chose; it adds the
// names and types of the table ("schema"), and how each column was written where it was read from
// CSV ("decimal", "thousands", "date_order", and of JSON Lines, too, the "missing" marks that the
// caller named), the version of the library and a checksum over the
// whole, which a reader checks where it is there. A column that a step adds under a name that is
// taken gets one of its own: "x outlier (iqr)" beside "x outlier", "x stuck (2)" beside "x stuck".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

namespace clean {
class PlanStream;
}
// One step's part in the story of one cell.
struct CellChange {
    std::int64_t step = 0;              // place in the plan, from 1
    std::string kind;                   // "fill", "outliers"
    std::string column;                 // empty where the step removed the whole row
    std::optional<std::string> before;  // as text; nullopt: missing, or no such column yet
    std::optional<std::string> after;   // as text; nullopt: missing, or the row was removed
    std::string reason;                 // the step's sentence with the numbers that decided
};

class CleanPlan {
  public:
    // Throws Error: parse (not JSON), argument (an unknown step or member, a value out of range;
    // the message names the place as a JSON pointer), version (of a newer format), corrupt
    // (checksum).
    static CleanPlan parse(std::string_view json);

    // Each step learns from the table as the steps before it left it. `cleaned` receives the table
    // as apply() of the fitted plan would give it. Throws as the steps do, with the step's number.
    CleanPlan fit(const Context& context, const Table& table, Table* cleaned = nullptr) const;
    bool fitted() const noexcept;

    // Appends the changes of every step to the table's story. A column without a present cell has
    // the type that it had in the fit. Throws Error: argument (not fitted),
    // not_found and type (the table lacks a column, or it is of another kind than in the fit).
    Table apply(const Context& context, const Table& table) const;

    // Why the cell of `row` (of the table before cleaning, from 0) and `column` became what it is:
    // the steps that changed it, in order, and the one that removed its row. Empty: nothing touched
    // it. Keeps no journal: it costs one apply of the plan, however many cells were changed.
    // Throws Error: argument (row out of range), not_found (the column is neither in the table nor
    // added by a step).
    std::vector<CellChange> why(const Context& context, const Table& table, std::int64_t row,
                                std::string_view column) const;

    // Names and types of the table of the fit; none before it.
    std::vector<std::pair<std::string, Type>> columns() const;
    // How each of them was written in the text that the table of the fit was read from; what is not
    // known (it was read from no CSV, or the plan is of a version that did not keep it) is zero.
    std::vector<Notation> notations() const;

    std::string to_json() const;
    void save(const std::string& path) const;  // written new, synced, renamed
    static CleanPlan load(const Context& context, const std::string& path);
    std::int64_t steps() const noexcept;
    // The first step, from 1, that looks at several rows together; 0: none does, and parts of a
    // table that are cleaned one by one are the whole cleaned at once (see clean_file.hpp).
    std::int64_t step_across_rows() const noexcept;
    // The first fitted step, from 1, that needs the whole table at once; 0: none does, and
    // clean_file works batch by batch. No step of this version does.
    std::int64_t step_of_whole() const;

  private:
    friend class clean::PlanStream;
    struct State;
    static CleanPlan parse(std::string_view json, Budget* budget);
    explicit CleanPlan(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

// What every step is called, what it takes, and what it does, a paragraph a step.
std::string clean_step_help();

}  // namespace tenon
