// What callbacks hand in beside rows: plans and branchings, as they are checked on the way in.
#include <cmath>
#include <string>

#include "tenon/error.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve_callbacks.hpp"

namespace tenon {

void NewPlans::add(std::span<const double> values) {
    if (values.size() != static_cast<std::size_t>(columns_))
        throw Error(Status::argument,
                    "a plan has " + std::to_string(values.size()) + " values for " +
                        std::to_string(columns_) + " columns",
                    {.argument = "values"});
    for (std::size_t j = 0; j < values.size(); ++j) {
        if (!std::isinf(values[j])) continue;
        Location where{.argument = "values"};
        where.column = static_cast<std::int64_t>(j);
        throw Error(Status::argument,
                    "a plan has an infinite value in column " + std::to_string(j) +
                        "; give NaN where it is unknown",
                    std::move(where));
    }
    points_.emplace_back(values.begin(), values.end());
}

void Branching::choose(std::int32_t column, double value, BranchSide first) {
    const auto refuse = [&](const char* argument, const std::string& what) {
        Location where{.argument = argument};
        where.column = column;
        throw Error(Status::argument, what, std::move(where));
    };
    if (column < 0 || column >= problem_.columns())
        refuse("column", "a branching names column " + std::to_string(column) +
                             "; the problem has " + std::to_string(problem_.columns()));
    if (problem_.type()[column] == ColumnType::continuous)
        refuse("column", "a branching names \"" + problem_.column_name(column) +
                             "\", which is a continuous column");
    if (std::isinf(value))
        refuse("value",
               "a branching on \"" + problem_.column_name(column) + "\" is at an infinite value");
    column_ = column;
    value_ = value;
    first_ = first;
}

}  // namespace tenon
