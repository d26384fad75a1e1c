#include "ilp/presolve/postsolve.hpp"

#include <algorithm>
#include <type_traits>

#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

// Steps that leave the values of columns alone.
template <class Step>
constexpr bool is_of_rows = std::is_same_v<Step, IdleRow> || std::is_same_v<Step, SingletonRow> ||
                            std::is_same_v<Step, ForcingRow> || std::is_same_v<Step, ParallelRow> ||
                            std::is_same_v<Step, SettledRow>;

}  // namespace

Stretch PostsolveStack::keep_row(const EntryLists& matrix, std::int32_t row, std::int32_t except) {
    Stretch out{static_cast<std::int64_t>(index_.size()), 0};
    for (std::int32_t e = matrix.first_in_row(row); e != EntryLists::none;
         e = matrix.next_in_row(e)) {
        if (matrix.column(e) == except) continue;
        index_.push_back(matrix.column(e));
        value_.push_back(matrix.value(e));
    }
    out.last = static_cast<std::int64_t>(index_.size());
    return out;
}

Stretch PostsolveStack::keep_column(const EntryLists& matrix, std::int32_t column,
                                    std::int32_t except) {
    Stretch out{static_cast<std::int64_t>(index_.size()), 0};
    for (std::int32_t e = matrix.first_in_column(column); e != EntryLists::none;
         e = matrix.next_in_column(e)) {
        if (matrix.row(e) == except) continue;
        index_.push_back(matrix.row(e));
        value_.push_back(matrix.value(e));
    }
    out.last = static_cast<std::int64_t>(index_.size());
    return out;
}

void PostsolveStack::restore(Answer& answer) const {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step)
        std::visit([&](const auto& of_kind) { undo(of_kind, *this, answer); }, *step);
}

// The other steps leave the values of the columns that stay as they are.
void PostsolveStack::project(std::vector<double>& point) const {
    for (const Step& step : steps_)
        if (const auto* merged = std::get_if<ParallelColumn>(&step))
            point[merged->kept] += merged->factor * point[merged->gone];
}

void PostsolveStack::carry(std::vector<double>& of_columns) const {
    for (const Step& step : steps_)
        if (const auto* merged = std::get_if<ParallelColumn>(&step))
            of_columns[merged->kept] = std::max(of_columns[merged->kept], of_columns[merged->gone]);
}

void PostsolveStack::restore(std::vector<AffineColumn>& columns) const {
    const auto of_step = [&columns]<class Step>(const Step& step) {
        if constexpr (std::is_same_v<Step, FixedColumn>) {
            columns[step.column] = {-1, 0, step.value};
        } else if constexpr (std::is_same_v<Step, DoubletonEquation>) {
            const AffineColumn& y = columns[step.y];
            columns[step.x] = {
                y.column, -step.other_coefficient * y.coefficient / step.coefficient,
                (step.right - step.other_coefficient * y.constant) / step.coefficient};
        } else if constexpr (!is_of_rows<Step>) {
            throw Error(Status::internal, "presolve took out a column that added rows may need");
        }
    };
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) std::visit(of_step, *step);
}

}  // namespace tenon::ilp
