#include "table/csv_decimal.hpp"

#include <cstddef>

#include "base/utf8.hpp"

namespace tenon {

namespace {

char other_mark(char mark) noexcept {
    return mark == ',' ? '.' : ',';
}

std::string in_quotes(const std::string& text) {
    return '"' + excerpt(text) + '"';
}

// A column that writes its fractions with `mark`, one in which that is certain before others; -1.
std::ptrdiff_t find_column(const std::vector<CsvColumn>& columns, char mark) {
    std::ptrdiff_t found = -1;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const bool fractions = columns[c].is_float64() || columns[c].gave_up_fractions();
        if (!fractions || columns[c].guessed_mark() != mark) continue;
        if (!columns[c].only_grouped()) return static_cast<std::ptrdiff_t>(c);
        if (found < 0) found = static_cast<std::ptrdiff_t>(c);
    }
    return found;
}

std::int64_t count_columns(const std::vector<CsvColumn>& columns, char mark) {
    std::int64_t count = 0;
    for (const CsvColumn& column : columns)
        count += column.is_float64() && column.guessed_mark() == mark;
    return count;
}

}  // namespace

void settle_decimal_marks(std::vector<CsvColumn>& columns) {
    const bool comma = find_column(columns, ',') >= 0, point = find_column(columns, '.') >= 0;
    if (!comma || !point) return;
    for (CsvColumn& column : columns)
        if (column.is_float64() && column.guessed_mark() != 0 && column.only_grouped() &&
            !column.declared())
            column.give_up_fractions();
}

void tell_decimal_marks(const std::vector<std::string>& names, std::vector<CsvColumn>& columns,
                        CsvFindings& findings) {
    const std::int64_t commas = count_columns(columns, ','), points = count_columns(columns, '.');
    const char rare = commas < points ? ',' : '.';
    bool told_guess = false;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        CsvColumn& column = columns[c];
        const char mark = column.guessed_mark();
        const bool text = column.gave_up_fractions();
        if (mark == 0 || (!text && !column.is_float64())) continue;
        const CsvMark& cell = column.fraction_cell();
        const std::string name = "column " + in_quotes(names[c]);
        const auto tell = [&](std::string words) {
            findings.add("decimal mark", static_cast<std::int64_t>(c), cell, std::move(words));
        };
        const std::string marked = {'\'', mark, '\''};
        const std::ptrdiff_t beside = find_column(columns, other_mark(mark));
        const bool differs = beside >= 0 && (text || mark == rare || column.only_grouped());
        if (differs) {
            const auto other = static_cast<std::size_t>(beside);
            const std::string there = "column " + in_quotes(names[other]) + " has " +
                                      in_quotes(columns[other].fraction_cell().cell) + " in line " +
                                      std::to_string(columns[other].fraction_cell().line);
            const std::string here = in_quotes(cell.cell) + " may be a fraction or grouped " +
                                     "thousands where " + there + "; set thousands to " + marked +
                                     " or decimal to " + marked;
            if (text)
                tell(name + " is text: " + here);
            else if (column.only_grouped())
                tell(name + " is read with the decimal mark " + marked + ", but " + here);
            else
                tell(name + " is read with the decimal mark " + marked + ", as " +
                     in_quotes(cell.cell) + ", where " + there +
                     "; set decimal if one of them is wrong");
        } else if (mark == ',' && !told_guess) {
            told_guess = true;
            tell(name +
                 (commas > 1 ? " and " + std::to_string(commas - 1) +
                                   (commas > 2 ? " others are" : " other are")
                             : std::string(" is")) +
                 " read with a decimal comma, as " + in_quotes(cell.cell) +
                 "; set decimal or thousands if that is wrong");
        }
    }
}

}  // namespace tenon
