// From what the sections said to the problem: default bounds, ranges, and columns turned to rows.

#include <cmath>

#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "ilp/model/mps_model.hpp"
#include "ilp/model/text_place.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

constexpr std::size_t poll_every = 4096;  // rows or columns between two looks at cancel

struct Range {
    double lower, upper;
};

// The interval of a row of kind L, G or E with right-hand side b and range R:
//   L: [b - |R|, b]   G: [b, b + |R|]   E: [b, b + R] for R > 0, [b + R, b] for R < 0.
Range interval(char kind, double b, bool has_range, double R) noexcept {
    switch (kind) {
        case 'L':
            return {has_range ? b - std::fabs(R) : -infinity, b};
        case 'G':
            return {b, has_range ? b + std::fabs(R) : infinity};
        default:
            return {has_range && R < 0 ? b + R : b, has_range && R > 0 ? b + R : b};
    }
}

void note(const Context& context, const std::string& line) {
    context.write_log(LogLevel::warning, "read mps: " + line);
}

}  // namespace

void MpsModel::settle_bounds(const Context& context) {
    std::int64_t opened = 0;
    std::string_view first_opened;
    for (std::size_t j = 0; j < columns_.size(); ++j) {
        if (j % poll_every == 0) context.check_cancelled();
        Column& column = columns_[j];
        // HiGHS, COIN-OR and GLPK agree: an integer column without any bound is 0..1.
        if (column.type == ColumnType::integer && !column.lower_set && !column.upper_set)
            column.upper = 1;
        // COIN-OR, CPLEX and Gurobi agree: only a lower bound of minus infinity can be meant.
        if (column.upper < 0 && !column.lower_set) {
            column.lower = -infinity;
            if (opened++ == 0) first_opened = column.name;
        }
        if (column.lower > column.upper)
            refuse_text(text_, column.bound_place,
                        "column \"" + excerpt(column.name, 60) + "\": the lower bound " +
                            format_double(column.lower) + " is above the upper bound " +
                            format_double(column.upper) + "; correct one of them");
    }
    if (opened > 0)
        note(context, std::to_string(opened) +
                          " columns have a negative upper and no lower bound (the first is \"" +
                          excerpt(first_opened, 60) +
                          "\"); their lower bound was taken as minus infinity");
}

void MpsModel::write_notes(const Context& context) const {
    const auto sets = [&](const SetChoice& set, const char* what) {
        if (set.left_out > 0)
            note(context, std::to_string(set.left_out) + " " + what +
                              " of other sets than the first (\"" + excerpt(set.name, 60) +
                              "\") were left out");
    };
    sets(rhs_set_, "right-hand sides");
    sets(range_set_, "ranges");
    sets(bound_set_, "bounds");
    if (ranges_on_objective_ > 0) note(context, "a range on an N row was left out");
    if (!objective_seen_) note(context, "there is no N row; the objective is zero");
}

void MpsModel::add_rows_to(Problem& problem, const Context& context, std::size_t end) const {
    const auto m = static_cast<std::size_t>(row_count_);
    const std::size_t entries = entry_value_.size();
    // Counting sort by row; the columns of each row come out in order.
    std::vector<std::size_t> at(m + 1, 0);
    for (const std::int32_t row : entry_row_) ++at[static_cast<std::size_t>(row) + 1];
    for (std::size_t i = 0; i < m; ++i) at[i + 1] += at[i];
    std::vector<std::int32_t> index(entries);
    std::vector<double> value(entries);
    std::vector<std::size_t> next(at.begin(), at.end() - 1);
    for (std::size_t j = 0; j < columns_.size(); ++j) {
        const std::size_t last = j + 1 < columns_.size() ? column_start_[j + 1] : entries;
        for (std::size_t k = column_start_[j]; k < last; ++k) {
            const std::size_t to = next[static_cast<std::size_t>(entry_row_[k])]++;
            index[to] = static_cast<std::int32_t>(j);
            value[to] = entry_value_[k];
        }
        if (j % poll_every == 0) context.check_cancelled();
    }
    for (const Row& row : rows_) {
        if (row.number < 0) continue;
        const auto i = static_cast<std::size_t>(row.number);
        if (i % poll_every == 0) context.check_cancelled();
        if (row.has_range && std::fabs(row.rhs) >= infinite_bound)
            refuse_text(text_, end,
                        "row \"" + excerpt(row.name, 60) +
                            "\" has an infinite right-hand side and a range; drop one");
        const Range range = interval(row.kind, row.rhs, row.has_range, row.range);
        at_place(text_, place_of(row.name), [&] {
            problem.add_row(std::string(row.name), range.lower, range.upper,
                            std::span(index).subspan(at[i], at[i + 1] - at[i]),
                            std::span(value).subspan(at[i], at[i + 1] - at[i]));
        });
    }
}

Problem MpsModel::finish(const Context& context, std::size_t end) {
    settle_bounds(context);
    Problem problem(sense_);
    problem.set_name(std::string(name_));
    problem.set_offset(offset_);
    for (std::size_t j = 0; j < columns_.size(); ++j) {
        const Column& column = columns_[j];
        if (j % poll_every == 0) context.check_cancelled();
        at_place(text_, place_of(column.name), [&] {
            problem.add_column(std::string(column.name), column.type, column.lower, column.upper,
                               column.cost);
        });
    }
    add_rows_to(problem, context, end);
    write_notes(context);
    return problem;
}

}  // namespace tenon::ilp
