// From what the sections said to the problem: default bounds, ranges, and columns turned to rows.

#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "ilp/model/mps_model.hpp"
#include "ilp/model/problem_parts.hpp"
#include "ilp/model/text_place.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

constexpr double not_given = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t poll_every = 4096;  // rows or columns between two looks at cancel

struct Range {
    double lower, upper;
};

// The interval of a row of kind L, G or E with right-hand side b and range R (NaN: none):
//   L: [b - |R|, b]   G: [b, b + |R|]   E: [b, b + R] for R > 0, [b + R, b] for R < 0.
Range interval(char kind, double b, double R) noexcept {
    const bool has_range = !std::isnan(R);
    switch (kind) {
        case 'L':
            return {has_range ? b - std::fabs(R) : -infinity, b};
        case 'G':
            return {b, has_range ? b + std::fabs(R) : infinity};
        default:
            return {has_range && R < 0 ? b + R : b, has_range && R > 0 ? b + R : b};
    }
}

template <class T>
void give_back(std::vector<T>& items) noexcept {
    std::vector<T>().swap(items);
}

void note(const Context& context, const std::string& line) {
    context.write_log(LogLevel::warning, "read mps: " + line, LogId::read_remark);
}

}  // namespace

void MpsModel::settle_bounds(const Context& context) {
    std::int64_t opened = 0;
    std::string_view first_opened;
    const BoundMark none;
    for (std::size_t j = 0; j < columns_.size(); ++j) {
        if (j % poll_every == 0) context.check_cancelled();
        const BoundMark& mark = j < bound_marks_.size() ? bound_marks_[j] : none;
        // HiGHS, COIN-OR and GLPK agree: an integer column without any bound is 0..1.
        if (type_[j] == ColumnType::integer && !mark.lower && !mark.upper) upper_[j] = 1;
        // COIN-OR, CPLEX and Gurobi agree: only a lower bound of minus infinity can be meant.
        if (upper_[j] < 0 && !mark.lower) {
            lower_[j] = -infinity;
            if (opened++ == 0) first_opened = columns_[j];
        }
        if (lower_[j] > upper_[j])
            refuse_text(text_, mark.place,
                        "column \"" + excerpt(columns_[j], 60) + "\": the lower bound " +
                            format_double(lower_[j]) + " is above the upper bound " +
                            format_double(upper_[j]) + "; correct one of them");
    }
    if (opened > 0)
        note(context,
             (opened == 1 ? "column \"" + excerpt(first_opened, 60) + "\" has"
                          : std::to_string(opened) + " columns (the first is \"" +
                                excerpt(first_opened, 60) + "\") have") +
                 " a negative upper and no lower bound, which was taken as minus infinity");
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

// The arrays move, or are given back as soon as they are copied: a large model is not held twice.
void MpsModel::give_columns(const Context& context, ProblemParts& parts) {
    if (lower_.empty()) {
        lower_.assign(columns_.size(), 0);
        upper_.assign(columns_.size(), infinity);
    }
    settle_bounds(context);
    give_back(bound_marks_);
    parts.cost = std::move(cost_);
    parts.lower = std::move(lower_);
    parts.upper = std::move(upper_);
    parts.type = std::move(type_);
    parts.column_index = std::move(column_index_);
    parts.column_names.reserve(columns_.size());
    for (const std::string_view name : columns_) parts.column_names.emplace_back(name);
    give_back(columns_);
}

void MpsModel::give_rows(const Context& context, std::size_t end, ProblemParts& parts) {
    give_back(last_column_);
    const std::size_t rows = rows_.size();
    parts.row_index = std::move(row_index_);
    parts.row_names.reserve(rows);
    for (const std::string_view name : rows_) parts.row_names.emplace_back(name);
    give_back(rows_);
    parts.row_lower.reserve(rows);
    parts.row_upper.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        if (i % poll_every == 0) context.check_cancelled();
        const double rhs = rhs_.empty() || std::isnan(rhs_[i]) ? 0 : rhs_[i];
        const double range = range_.empty() ? not_given : range_[i];
        if (!std::isnan(range) && std::fabs(rhs) >= infinite_bound)
            refuse_text(text_, end,
                        "row \"" + excerpt(parts.row_names[i], 60) +
                            "\" has an infinite right-hand side and a range; drop one");
        const Range sides = interval(row_kind_[i], rhs, range);
        parts.row_lower.push_back(open_if_huge(sides.lower));
        parts.row_upper.push_back(open_if_huge(sides.upper));
    }
    give_back(row_kind_);
    give_back(rhs_);
    give_back(range_);
}

// Counting sort by row; the columns of each row come out in order.
void MpsModel::give_entries(const Context& context, ProblemParts& parts) {
    const std::size_t rows = parts.row_names.size(), entries = entry_value_.size();
    const std::size_t columns = column_start_.size();
    column_start_.push_back(entries);
    parts.row_start.assign(rows + 1, 0);
    for (const std::int32_t row : entry_row_) ++parts.row_start[static_cast<std::size_t>(row) + 1];
    std::partial_sum(parts.row_start.begin(), parts.row_start.end(), parts.row_start.begin());
    parts.index.resize(entries);
    parts.value.resize(entries);
    for (std::size_t j = 0; j < columns; ++j) {
        if (j % poll_every == 0) context.check_cancelled();
        for (std::size_t k = column_start_[j]; k < column_start_[j + 1]; ++k) {
            const auto to = static_cast<std::size_t>(
                parts.row_start[static_cast<std::size_t>(entry_row_[k])]++);
            parts.index[to] = static_cast<std::int32_t>(j);
            parts.value[to] = entry_value_[k];
        }
    }
    // Each start has moved to the next row's.
    for (std::size_t i = rows; i > 0; --i) parts.row_start[i] = parts.row_start[i - 1];
    parts.row_start[0] = 0;
}

Problem MpsModel::finish(const Context& context, std::size_t end) {
    ProblemParts parts;
    parts.name = name_;
    parts.sense = sense_;
    parts.offset = offset_;
    give_columns(context, parts);
    give_rows(context, end, parts);
    give_entries(context, parts);
    write_notes(context);
    Problem problem = ProblemAccess::assemble(std::move(parts));
    constructs_.write(text_, problem);
    return problem;
}

}  // namespace tenon::ilp
