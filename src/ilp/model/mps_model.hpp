// What an MPS text has said so far, and the problem it makes at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ilp/model/name_index.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

// Names are views of the text, which must outlive the model. Every method throws Error(parse) with
// the line and byte of the word at fault.
class MpsModel {
  public:
    explicit MpsModel(std::string_view text) : text_(text) {}

    void set_sense(Sense sense) noexcept { sense_ = sense; }
    void set_name(std::string_view name) { name_ = name; }
    void choose_objective(std::string_view name);

    void add_row(std::string_view kind, std::string_view name);
    void end_rows(std::size_t place);
    void set_integer(bool integer) noexcept { integer_ = integer; }
    void add_entry(std::string_view column, std::string_view row, std::string_view number);
    void set_rhs(std::string_view set, std::string_view row, std::string_view number);
    void set_range(std::string_view set, std::string_view row, std::string_view number);
    void set_bound(std::string_view kind, std::string_view set, std::string_view column,
                   std::string_view number);
    bool is_column(std::string_view name) const { return find_column(name) >= 0; }
    bool has_rows() const noexcept { return rows_ended_; }

    // `end` is the place of ENDATA. Notes about what was read in one of several ways go to the log.
    Problem finish(const Context& context, std::size_t end);

  private:
    static constexpr std::int32_t objective = -1, free_row = -2;  // instead of a row number

    struct Row {
        std::string_view name;
        std::int32_t number;  // of the problem's row, or objective, or free_row
        char kind;            // N, L, G, E
        bool has_rhs = false, has_range = false;
        double rhs = 0, range = 0;
    };
    struct Column {
        std::string_view name;
        double lower = 0, upper = infinity, cost = 0;
        std::size_t bound_place = 0;  // of the last bound
        bool lower_set = false, upper_set = false, cost_set = false;
        ColumnType type = ColumnType::continuous;
    };
    // The first set of right-hand sides, ranges or bounds counts; entries of others are left out.
    struct SetChoice {
        bool chosen = false;
        std::string_view name;
        std::int64_t left_out = 0;
        bool takes(std::string_view set) noexcept;
    };

    std::size_t place_of(std::string_view word) const noexcept;
    [[noreturn]] void refuse(std::string_view word, const std::string& message) const;
    double number_of(std::string_view word, const char* what) const;
    double finite_number_of(std::string_view word, const char* what) const;
    std::int32_t find_row(std::string_view name) const;
    std::int32_t find_column(std::string_view name) const;
    Row& row_of(std::string_view name);
    void start_column(std::string_view name);
    void set_lower(Column& column, double value, std::string_view word);
    void set_upper(Column& column, double value, std::string_view word);
    void settle_bounds(const Context& context);
    void add_rows_to(Problem& problem, const Context& context, std::size_t end) const;
    void write_notes(const Context& context) const;

    std::string_view text_, name_, objective_name_;
    Sense sense_ = Sense::minimize;
    bool objective_chosen_ = false, objective_seen_ = false, rows_ended_ = false, integer_ = false;
    double offset_ = 0;
    std::vector<Row> rows_;
    NameIndex row_index_;
    std::int32_t row_count_ = 0;  // without N rows
    std::vector<Column> columns_;
    NameIndex column_index_;
    std::vector<std::size_t> column_start_;
    std::vector<std::int32_t> entry_row_, last_column_;  // last column with an entry, by row
    std::vector<double> entry_value_;
    SetChoice rhs_set_, range_set_, bound_set_;
    std::int64_t ranges_on_objective_ = 0;
};

}  // namespace tenon::ilp
