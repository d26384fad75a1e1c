// The entries of a problem by columns, for the judge.
#pragma once

#include <cstdint>
#include <vector>

#include "tenon/problem.hpp"

namespace tenon::ilp {

struct ColumnEntries {
    std::vector<std::size_t> start;
    std::vector<std::size_t> row;
    std::vector<double> value;

    explicit ColumnEntries(const Problem& problem);
};

// Throws Error(argument) naming the argument unless there is one finite number for each.
void check_numbers(std::span<const double> numbers, std::int32_t count, const char* argument,
                   const char* each);

}  // namespace tenon::ilp
