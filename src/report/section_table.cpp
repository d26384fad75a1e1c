#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "report/number_words.hpp"
#include "report/sections.hpp"

namespace tenon::report {

namespace {

constexpr std::int32_t most_columns = 40;  // more do not fit any page

// Numbers of the caller's table: as written when short, else to seven digits. Whole numbers may be
// names (an order, a year), so they are not grouped.
std::string cell_words(const Words& words, const Column& column, std::int64_t row) {
    if (!column.valid(row)) return "";
    if (column.type() == Type::boolean)
        return std::string(words(column.boolean(row) ? Word::yes : Word::no));
    if (column.type() != Type::float64) return column.cell_text(row);
    const double value = column.number(row);
    std::string plain = format_double(value);
    if (!std::isfinite(value) || plain.size() > 9) return number_text(value, 7);
    if (plain.front() == '-') plain.replace(0, 1, "−");
    return plain;
}

bool stands_right(Type type) {
    return type == Type::float64 || type == Type::int64;
}

}  // namespace

void write_table(Body& body, const Table& table, std::int64_t max_rows) {
    const Words& words = body.words();
    const std::int32_t columns = std::min(table.columns(), most_columns);
    const std::int64_t rows = std::min(table.rows(), std::max<std::int64_t>(0, max_rows));
    if (columns == 0) return body.chart({std::string(words(Word::no_columns)), {}, {}});
    std::vector<HtmlTable::Header> headers;
    for (std::int32_t j = 0; j < columns; ++j)
        headers.push_back({table.name(j), stands_right(table.column(j).type())
                                              ? HtmlTable::Kind::number
                                              : HtmlTable::Kind::text});
    HtmlTable out(body, headers);
    for (std::int64_t i = 0; i < rows; ++i) {
        out.row();
        for (std::int32_t j = 0; j < columns; ++j) {
            const Column& column = table.column(j);
            const std::string text = cell_words(words, column, i);
            stands_right(column.type()) ? out.number(text) : out.text(text);
        }
    }
    out.finish();
    if (table.rows() == 0) return body.note(words(Word::no_rows));
    if (rows < table.rows())
        body.note(words(Word::more_rows, {count_text(rows), count_text(table.rows())}));
    if (columns < table.columns())
        body.note(words(Word::more_columns, {count_text(columns), count_text(table.columns())}));
}

void write_scatter(Body& body, const Table& table, std::string_view x, std::string_view y,
                   std::span<const double> probability, double threshold,
                   std::string_view positive_label) {
    const Column& x_column = table.column(x);
    const Column& y_column = table.column(y);
    std::vector<double> x_values(static_cast<std::size_t>(table.rows()));
    std::vector<double> y_values(x_values.size());
    x_column.copy_numbers(x_values);
    y_column.copy_numbers(y_values);
    ScatterData data;
    data.x_name = x, data.y_name = y;
    data.x_is_time = x_column.type() == Type::timestamp;
    data.y_is_time = y_column.type() == Type::timestamp;
    data.x = x_values, data.y = y_values;
    data.probability = probability;
    data.threshold = threshold;
    data.positive_label = positive_label;
    body.chart(draw_scatter(body.words(), body.next_id(), data));
}

}  // namespace tenon::report
