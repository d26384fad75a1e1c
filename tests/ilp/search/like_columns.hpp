// Small random problems whose columns are multiples of each other, or nearly: parallel ones of
// equal and of other costs, and copies with better or worse entries that may dominate each other.
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "ilp/search/random_problems.hpp"

namespace tenon::test {

// A column by its entries, row by row.
struct LikeColumn {
    ColumnType type;
    double lower, upper, cost;
    std::vector<double> entry;
};

inline std::vector<LikeColumn> columns_of(const Problem& problem) {
    std::vector<LikeColumn> out;
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        out.push_back({problem.type()[j], problem.lower()[j], problem.upper()[j], problem.cost()[j],
                       std::vector<double>(static_cast<std::size_t>(problem.rows()))});
    for (std::int32_t i = 0; i < problem.rows(); ++i)
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k)
            out[problem.index()[k]].entry[i] = problem.value()[k];
    return out;
}

inline LikeColumn random_copy(Random& random, const LikeColumn& of, bool mixed) {
    constexpr double ratios[] = {1, 1, 1, 1, -1, 2, -2, 3, 0.5, -0.5, 1.5};
    LikeColumn out = of;
    const double ratio = random.below(2) ? 1 : ratios[random.below(std::size(ratios))];
    if (mixed && random.below(3) == 0)
        out.type = of.type == ColumnType::continuous ? ColumnType::integer : ColumnType::continuous;
    const bool continuous = out.type == ColumnType::continuous;
    out.lower = random.below(2) ? 0.0 : static_cast<double>(random.below(4)) - 2;
    out.upper = out.lower + static_cast<double>(random.below(continuous ? 5 : 4));
    out.cost = ratio * of.cost;
    for (double& a : out.entry) a *= ratio;
    const auto change = [&random] { return static_cast<double>(random.below(5)) - 2; };
    if (random.below(2)) return out;
    if (random.below(2)) out.cost += change();
    for (double& a : out.entry)
        if (random.below(3) == 0) a += change();
    return out;
}

// At most two integer columns of random_problem() and a continuous one, and up to four copies of
// them and of each other. Sides are near what the first columns do alone.
inline Problem like_columns(Random& random) {
    const bool mixed = random.below(3) == 0;
    Style style = random_style(random, mixed);
    style.columns = 1 + static_cast<int>(random.below(2));
    style.continuous = mixed ? static_cast<int>(random.below(2)) : 0;
    const Problem first = random_problem(random, style);
    std::vector<LikeColumn> columns = columns_of(first);
    const std::uint64_t copies = 1 + random.below(mixed ? 3 : 4);
    for (std::uint64_t k = 0; k < copies; ++k)
        columns.push_back(random_copy(random, columns[random.below(columns.size())], mixed));
    Problem out(first.sense());
    for (const LikeColumn& column : columns)
        out.add_column("", column.type, column.lower, column.upper, column.cost);
    for (std::int32_t i = 0; i < first.rows(); ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (std::size_t j = 0; j < columns.size(); ++j) {
            if (columns[j].entry[i] == 0) continue;
            index.push_back(static_cast<std::int32_t>(j));
            value.push_back(columns[j].entry[i]);
        }
        out.add_row("", first.row_lower()[i], first.row_upper()[i], index, value);
    }
    out.set_offset(first.offset());
    return out;
}

}  // namespace tenon::test
