// What an MPS text has said so far, and the problem it makes at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ilp/model/file_constructs.hpp"
#include "ilp/model/name_index.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

struct ProblemParts;

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
    void begin_set(std::string_view kind, std::string_view name);
    void add_to_set(std::string_view column, std::string_view weight);
    void add_indicator(std::string_view row, std::string_view column, std::string_view value);
    bool is_column(std::string_view name) const { return find_column(name) >= 0; }
    bool has_rows() const noexcept { return rows_ended_; }

    // `end` is the place of ENDATA. Notes about what was read in one of several ways go to the log.
    // The model is used up.
    Problem finish(const Context& context, std::size_t end);

  private:
    static constexpr std::int32_t objective_row = -1, free_row = -2,
                                  no_row = -3;  // for row numbers

    struct BoundMark {
        std::size_t place = 0;  // of the last bound
        bool lower = false, upper = false;
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
    std::int32_t find_column(std::string_view name) const;
    std::int32_t find_row(std::string_view name) const;   // its number, or one of those above
    std::int32_t row_of(std::string_view name) const;     // of a row that must be there
    std::int32_t column_of(std::string_view name) const;  // of a column that must be there
    void start_column(std::string_view name);
    void set_objective_rhs(std::string_view row, double value);
    void begin_bounds();
    void set_lower(std::size_t column, double value, std::string_view word);
    void set_upper(std::size_t column, double value, std::string_view word);
    void settle_bounds(const Context& context);
    void give_columns(const Context& context, ProblemParts& parts);
    void give_rows(const Context& context, std::size_t end, ProblemParts& parts);
    void give_entries(const Context& context, ProblemParts& parts);
    void write_notes(const Context& context) const;

    std::string_view text_, name_, objective_name_;
    Sense sense_ = Sense::minimize;
    bool objective_chosen_ = false, objective_seen_ = false, rows_ended_ = false, integer_ = false;
    bool cost_seen_ = false, objective_rhs_seen_ = false;  // of the column being read; at all
    double offset_ = 0;
    std::vector<std::string_view> rows_;       // without the N rows
    std::vector<char> row_kind_;               // L, G, E
    std::vector<double> rhs_, range_;          // one a row, from the first one on; NaN: none
    std::vector<std::string_view> free_rows_;  // N rows that are not the objective
    NameIndex row_index_, free_row_index_, column_index_;
    std::vector<std::string_view> columns_;
    std::vector<double> cost_;
    std::vector<ColumnType> type_;
    std::vector<double> lower_, upper_;   // one a column, from the first bound on
    std::vector<BoundMark> bound_marks_;  // so too
    std::vector<std::size_t> column_start_;
    std::vector<std::int32_t> entry_row_, last_column_;  // last column with an entry, by row
    std::vector<double> entry_value_;
    SetChoice rhs_set_, range_set_, bound_set_;
    std::int64_t ranges_on_objective_ = 0;
    FileConstructs constructs_;
};

}  // namespace tenon::ilp
