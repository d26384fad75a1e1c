#include <cmath>

#include "tenon/error.hpp"
#include "tenon/solve_callbacks.hpp"

namespace tenon {

void NewRows::add(double lower, double upper, std::span<const std::int32_t> columns,
                  std::span<const double> coefficients, std::string name) {
    const auto refuse = [&](const char* argument, const std::string& what) {
        throw Error(Status::argument,
                    "a new row" + (name.empty() ? "" : " \"" + name + "\"") + what,
                    {.argument = argument});
    };
    if (columns.size() != coefficients.size())
        refuse("coefficients", " has " + std::to_string(columns.size()) + " columns and " +
                                   std::to_string(coefficients.size()) + " coefficients");
    for (const std::int32_t j : columns)
        if (j < 0 || j >= columns_)
            refuse("columns", " names column " + std::to_string(j) + "; the problem has " +
                                  std::to_string(columns_));
    for (const double a : coefficients)
        if (!std::isfinite(a))
            refuse("coefficients", " has a coefficient that is no finite number");
    if (!(lower <= upper) || lower == std::numeric_limits<double>::infinity() ||
        upper == -std::numeric_limits<double>::infinity())
        refuse("lower", " has sides that no number meets");
    rows_.push_back({std::move(name),
                     lower,
                     upper,
                     {columns.begin(), columns.end()},
                     {coefficients.begin(), coefficients.end()}});
}

}  // namespace tenon
