// A problem that a host changes: numbers move, columns and rows come and go, names stay.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tenon/problem.hpp"
#include "tenon/random.hpp"

namespace tenon::test {

class ChangingProblem {
  public:
    explicit ChangingProblem(const Problem& from) : sense(from.sense()), offset(from.offset()) {
        for (std::int32_t j = 0; j < from.columns(); ++j)
            columns.push_back({"x" + std::to_string(named_++), from.type()[j], from.lower()[j],
                               from.upper()[j], from.cost()[j]});
        for (std::int32_t i = 0; i < from.rows(); ++i) {
            Row row{"r" + std::to_string(named_++), from.row_lower()[i], from.row_upper()[i],
                    std::vector<double>(columns.size())};
            for (std::int64_t k = from.row_start()[i]; k < from.row_start()[i + 1]; ++k)
                row.value[from.index()[k]] = from.value()[k];
            rows.push_back(std::move(row));
        }
    }

    Problem problem() const {
        Problem out(sense);
        out.set_offset(offset);
        for (const Column& c : columns) out.add_column(c.name, c.type, c.lower, c.upper, c.cost);
        for (const Row& row : rows) {
            std::vector<std::int32_t> index;
            for (std::size_t j = 0; j < row.value.size(); ++j)
                index.push_back(static_cast<std::int32_t>(j));
            out.add_row(row.name, row.lower, row.upper, index, row.value);
        }
        return out;
    }

    // One change of any kind; every integer keeps finite bounds, few values apart.
    void change(Random& random) {
        const auto any = [&](const auto& list) {
            return static_cast<std::size_t>(random.below(list.size()));
        };
        const auto step = [&] { return static_cast<double>(random.below(7)) - 3; };
        const std::uint64_t kind = random.below(12);
        if (kind < 3 && !columns.empty()) {  // a machine stops, runs again, a bound moves
            Column& column = columns[any(columns)];
            if (kind == 0) {
                column.lower = column.upper = column.lower;
            } else if (kind == 1 && column.type != ColumnType::binary) {
                column.upper = column.lower + static_cast<double>(random.below(5));
            } else if (column.type != ColumnType::binary) {
                column.lower += step();
                column.upper = std::max(column.upper, column.lower);
                if (column.type == ColumnType::integer)
                    column.upper = std::min(column.upper, column.lower + 5);
            }
        } else if (kind < 6 && !rows.empty()) {
            Row& row = rows[any(rows)];
            const bool equation = row.lower == row.upper;
            const double by = step();
            if (equation || random.below(2)) row.lower += by;
            if (equation || random.below(2)) row.upper += by;
            row.lower = std::min(row.lower, row.upper);
        } else if (kind < 8 && !columns.empty()) {
            columns[any(columns)].cost += step();
        } else if (kind == 8 && !rows.empty() && !columns.empty()) {
            rows[any(rows)].value[any(columns)] += step();
        } else if (kind == 9) {
            add_or_remove_column(random);
        } else if (kind == 10) {
            add_or_remove_row(random);
        } else if (random.below(3) == 0) {
            sense = sense == Sense::minimize ? Sense::maximize : Sense::minimize;
        } else if (!columns.empty() && random.below(2)) {
            Column& column = columns[any(columns)];
            if (column.type == ColumnType::continuous) {
                column.type = ColumnType::integer;
                column.lower = std::floor(column.lower);
                column.upper = std::ceil(column.upper);
            } else {
                column.type = ColumnType::continuous;
            }
        } else {
            offset += step();
        }
    }

    struct Column {
        std::string name;
        ColumnType type;
        double lower, upper, cost;
    };
    struct Row {
        std::string name;
        double lower, upper;
        std::vector<double> value;
    };
    Sense sense;
    double offset;
    std::vector<Column> columns;
    std::vector<Row> rows;

  private:
    void add_or_remove_column(Random& random) {
        const std::size_t place = random.below(columns.size() + 1);
        const auto at = static_cast<std::ptrdiff_t>(place);
        if (random.below(2) && place < columns.size() && columns.size() > 1) {
            columns.erase(columns.begin() + at);
            for (Row& row : rows) row.value.erase(row.value.begin() + at);
        } else if (columns.size() < 8) {
            columns.insert(
                columns.begin() + at,
                {"x" + std::to_string(named_++), ColumnType::integer, 0,
                 static_cast<double>(random.below(3)), static_cast<double>(random.below(9)) - 4});
            for (Row& row : rows)
                row.value.insert(row.value.begin() + at, static_cast<double>(random.below(5)) - 2);
        }
    }

    void add_or_remove_row(Random& random) {
        const std::size_t place = random.below(rows.size() + 1);
        const auto at = static_cast<std::ptrdiff_t>(place);
        if (random.below(2) && place < rows.size()) {
            rows.erase(rows.begin() + at);
            return;
        }
        Row row{"r" + std::to_string(named_++), -infinity, static_cast<double>(random.below(9)),
                std::vector<double>(columns.size())};
        for (double& value : row.value) value = static_cast<double>(random.below(7)) - 2;
        rows.insert(rows.begin() + at, std::move(row));
    }

    int named_ = 0;
};

}  // namespace tenon::test
