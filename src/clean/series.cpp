#include "clean/series.hpp"

#include <algorithm>
#include <cmath>

#include "base/order_statistics.hpp"
#include "clean/column_edit.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

void for_each_series(const Context& context, const Table& table, const std::string& name,
                     const GroupRows& rows, std::size_t groups,
                     const std::function<void(std::size_t, std::span<const std::int64_t>,
                                              std::span<const double>)>& body) {
    const Column& column = table.column(name);
    if (!column.is_numeric() && column.type() != Type::timestamp)
        throw Error(Status::type,
                    "column \"" + name + "\" is " + type_name(column.type()) +
                        "; this step looks at numbers only",
                    {.argument = name});
    const auto numbers = all_numbers(context, column);
    std::vector<std::int64_t> at;
    std::vector<double> readings;
    for (std::size_t g = 0; g < groups; ++g) {
        at.clear();
        readings.clear();
        for (const std::int64_t row : rows.of(g)) {
            const double x = numbers[static_cast<std::size_t>(row)];
            if (!std::isfinite(x)) continue;
            at.push_back(row);
            readings.push_back(x);
        }
        body(g, at, readings);
    }
}

std::vector<std::int64_t> in_row_order(std::vector<std::int64_t> rows) {
    std::sort(rows.begin(), rows.end());
    return rows;
}

double middle_of(std::vector<double>& values) {
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    if (values.size() % 2) return *half;
    return midpoint_of(*std::max_element(values.begin(), half), *half);
}

}  // namespace tenon::clean
