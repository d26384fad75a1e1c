#include "table/csv_decimal.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/utf8.hpp"
#include "table/csv_cell.hpp"

namespace tenon {

namespace {

char other_mark(char mark) noexcept {
    return mark == ',' ? '.' : ',';
}

std::string in_quotes(const std::string& text) {
    return '"' + excerpt(text) + '"';
}

// The decimal mark that a cell leaves no doubt of though it is no number of this file: "94.837,72"
// and "1.234.567" are written with a decimal comma. 0: none.
char mark_of_groups(std::string_view cell) {
    cell = trim_blanks(cell);
    if (!cell.empty() && (cell.front() == '-' || cell.front() == '+')) cell.remove_prefix(1);
    const std::size_t first = cell.find_first_of(".,");
    if (first == 0 || first > 3) return 0;
    const char group = cell[first];
    std::size_t groups = 0, at = 0;
    const auto digits = [&] {
        const std::size_t from = at;
        while (at < cell.size() && cell[at] >= '0' && cell[at] <= '9') ++at;
        return at - from;
    };
    if (digits() != first) return 0;
    for (; at < cell.size() && cell[at] == group; ++groups)
        if (++at; digits() != 3) return 0;
    const bool fraction = at < cell.size() && cell[at] == other_mark(group);
    if (fraction && (++at, digits() == 0)) return 0;
    if (at < cell.size() || groups + (fraction ? 1 : 0) < 2) return 0;
    return other_mark(group);
}

// What tells that the file writes its fractions with a mark.
struct Witness {
    std::size_t column;
    const CsvMark* cell;
};

// A column that writes its fractions with `mark`, one in which that is certain before others.
std::optional<Witness> find_witness(std::vector<CsvColumn>& columns, char mark) {
    std::optional<Witness> found;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        CsvColumn& column = columns[c];
        if (column.type() == Type::text && !column.declared() && !column.gave_up_fractions() &&
            mark_of_groups(column.forcing_cell().cell) == mark)
            return Witness{c, &column.forcing_cell()};
        const bool fractions = column.is_float64() || column.gave_up_fractions();
        if (!fractions || column.guessed_mark() != mark) continue;
        if (!column.only_grouped()) return Witness{c, &column.fraction_cell()};
        if (!found) found = Witness{c, &column.fraction_cell()};
    }
    return found;
}

// Whether its cells can be nothing but fractions, or tell the mark of the file by their groups.
bool is_certain(const CsvColumn& column) noexcept {
    return !column.only_grouped() || (column.type() == Type::text && !column.gave_up_fractions());
}

std::int64_t count_columns(const std::vector<CsvColumn>& columns, char mark) {
    std::int64_t count = 0;
    for (const CsvColumn& column : columns)
        count += column.is_float64() && column.guessed_mark() == mark;
    return count;
}

}  // namespace

void settle_decimal_marks(std::vector<CsvColumn>& columns, char delimiter) {
    const auto comma = find_witness(columns, ',');
    const bool both = comma && find_witness(columns, '.');
    const bool doubtful = comma && delimiter != ';' && !is_certain(columns[comma->column]);
    if (!both && !doubtful) return;
    for (CsvColumn& column : columns)
        if (column.is_float64() && column.guessed_mark() != 0 && column.only_grouped() &&
            !column.declared() && (both || column.guessed_mark() == ','))
            column.give_up_fractions();
}

char common_decimal_mark(const std::vector<CsvColumn>& columns) noexcept {
    const std::int64_t commas = count_columns(columns, ','), points = count_columns(columns, '.');
    if ((commas > 0) == (points > 0)) return 0;
    return commas > 0 ? ',' : '.';
}

void tell_decimal_marks(const std::vector<std::string>& names, std::vector<CsvColumn>& columns,
                        char delimiter, CsvFindings& findings) {
    const std::int64_t commas = count_columns(columns, ','), points = count_columns(columns, '.');
    const char rare = commas < points ? ',' : '.';
    bool told_guess = false;
    // People who write decimal commas write ';' files, and group thousands by '.': without any
    // other fraction in the file "1.234" may be either.
    const auto point = find_witness(columns, '.');
    const bool doubtful_points =
        delimiter == ';' && commas == 0 && point && !is_certain(columns[point->column]);
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
        const auto beside = find_witness(columns, other_mark(mark));
        const bool differs = beside && (text || mark == rare || column.only_grouped());
        if (differs) {
            const std::string there = "column " + in_quotes(names[beside->column]) + " has " +
                                      in_quotes(beside->cell->cell) + " in line " +
                                      std::to_string(beside->cell->line);
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
        } else if (text) {
            tell(name + " is text: " + in_quotes(cell.cell) +
                 " may be a fraction or grouped thousands; set thousands to " + marked +
                 " or decimal to " + marked);
        } else if (mark == '.' && doubtful_points) {
            tell(name + ": " + in_quotes(cell.cell) +
                 " is read as a fraction, but all have three digits and may be grouped thousands; "
                 "set thousands to '.', or decimal to '.'");
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
