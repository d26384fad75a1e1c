#include "clean/number_matrix.hpp"

#include <cmath>

#include "base/moments.hpp"
#include "base/reason_text.hpp"
#include "base/sum.hpp"
#include "clean/column_edit.hpp"
#include "clean/fill_cells.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

NumberMatrix numbers_of(const Context& context, const Table& table,
                        const std::vector<std::string>& names) {
    NumberMatrix out;
    out.rows = table.rows();
    for (const std::string& name : names) {
        const Column& column = table.column(name);
        if (!column.is_numeric())
            throw Error(Status::type,
                        "column \"" + name + "\" is " + type_name(column.type()) +
                            "; only numbers can be filled from other columns",
                        {.argument = name});
        const auto numbers = all_numbers(context, column);
        out.columns.emplace_back(numbers.begin(), numbers.end());
    }
    return out;
}

Scale scale_of(const std::vector<double>& numbers) {
    Sum sum;
    std::int64_t count = 0;
    for (const double x : numbers)
        if (std::isfinite(x)) {
            sum.add(x);
            ++count;
        }
    Scale out;
    if (count == 0) return out;
    const DoubleDouble mean = sum.mean(static_cast<double>(count));
    out.mean = mean.hi;
    Sum squares;
    for (const double x : numbers)
        if (std::isfinite(x)) squares.add(deviation(x, mean) * deviation(x, mean));
    const double variance = count > 1 ? squares.value() / static_cast<double>(count - 1) : 0;
    // A spread that is rounding of the mean would blow up what is divided by it.
    if (std::isfinite(variance) && std::sqrt(variance) > 1e-14 * std::fabs(out.mean))
        out.sd = std::sqrt(variance);
    return out;
}

Table with_filled(const Context& context, const Table& table, const std::vector<std::string>& names,
                  const std::vector<std::vector<double>>& values, const std::string& reason,
                  bool indicator) {
    Table out = table;
    for (std::size_t j = 0; j < names.size(); ++j) {
        const Column& column = table.column(names[j]);
        std::vector<Run> cells;
        std::vector<FittedFill> fills;
        std::vector<std::int32_t> which;
        std::int64_t left = 0;
        const auto holes = missing_runs(context, column);
        for (const Run& run : holes)
            for (std::int64_t row = run.first; row < run.last; ++row) {
                const double value = values[j][static_cast<std::size_t>(row)];
                if (!std::isfinite(value)) {
                    ++left;
                    continue;
                }
                FittedFill fill;
                // Whole numbers stay whole numbers, and a bool one of its two.
                fill.value = column.type() == Type::float64 ? value : std::round(value);
                if (column.type() == Type::boolean) fill.value = fill.value > 0 ? 1 : 0;
                which.push_back(static_cast<std::int32_t>(fills.size()));
                fills.push_back(fill);
                cells.push_back({row, row + 1});
            }
        if (!cells.empty())
            out = out.with_column(names[j], fill_with_values(context, column, cells, fills, which));
        if (indicator)
            out = out.with_column(own_name(out, names[j] + " missing"),
                                  flag_column(table.rows(), holes));
        out = out.with_change(
            {"fill missing", names[j], 0, static_cast<std::int64_t>(cells.size()),
             reason + (column.type() == Type::float64 ? "" : "; rounded to whole numbers") +
                 (left > 0 ? "; " + count_text(left, "cell", "cells") + " left missing" : "")});
    }
    return out;
}

}  // namespace tenon::clean
