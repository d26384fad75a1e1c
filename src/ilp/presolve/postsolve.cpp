#include "ilp/presolve/postsolve.hpp"

namespace tenon::ilp {

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

}  // namespace tenon::ilp
