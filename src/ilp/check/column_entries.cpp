#include "ilp/check/column_entries.hpp"

#include <cmath>
#include <string>

#include "tenon/error.hpp"

namespace tenon::ilp {

ColumnEntries::ColumnEntries(const Problem& problem)
    : start(static_cast<std::size_t>(problem.columns()) + 1, 0),
      row(problem.index().size()),
      value(problem.index().size()) {
    for (const std::int32_t j : problem.index()) ++start[static_cast<std::size_t>(j) + 1];
    for (std::size_t j = 1; j < start.size(); ++j) start[j] += start[j - 1];
    std::vector<std::size_t> next(start.begin(), start.end() - 1);
    for (std::size_t i = 0; i < static_cast<std::size_t>(problem.rows()); ++i)
        for (auto k = static_cast<std::size_t>(problem.row_start()[i]);
             k < static_cast<std::size_t>(problem.row_start()[i + 1]); ++k) {
            const std::size_t at = next[static_cast<std::size_t>(problem.index()[k])]++;
            row[at] = i;
            value[at] = problem.value()[k];
        }
}

void check_numbers(std::span<const double> numbers, std::int32_t count, const char* argument,
                   const char* each) {
    if (numbers.size() != static_cast<std::size_t>(count))
        throw Error(Status::argument,
                    std::string(argument) + " has " + std::to_string(numbers.size()) +
                        " numbers; give one a " + each + ", " + std::to_string(count) + " in all",
                    {.argument = argument});
    for (std::size_t k = 0; k < numbers.size(); ++k)
        if (!std::isfinite(numbers[k]))
            throw Error(
                Status::argument,
                std::string(argument) + ": entry " + std::to_string(k) + " is not a finite number",
                {.argument = argument});
}

}  // namespace tenon::ilp
