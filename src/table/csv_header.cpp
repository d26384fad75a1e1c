// A cell of the header speaks for a record where it is of the kind of its column: a number over
// numbers, a time over times, a text that its column holds again. Words over numbers or times speak
// against it; missing cells, and words over other words, say nothing.
//
// Numbers may be names all the same: years, hours, channels, wavelengths. They say little where
// they ascend or descend beside a word, as in "name,2021,2022,2023".
#include "table/csv_header.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/utf8.hpp"
#include "table/csv_unread.hpp"

namespace tenon {

namespace {

bool is_number(CellKind kind) noexcept {
    return kind == CellKind::integer || kind == CellKind::big_integer || kind == CellKind::real ||
           kind == CellKind::zero_led;
}

bool is_time(CellKind kind) noexcept {
    return kind == CellKind::timestamp || kind == CellKind::local_time;
}

struct Evidence {
    std::size_t times = 0, again = 0, numbers = 0;  // for a record
    std::size_t against = 0, words = 0, missing = 0;
    bool all_numbers = true, fraction = false, unnamed_first = false;
    std::size_t first = 0;       // column of the first cell that speaks for a record
    std::vector<double> values;  // of the numbers, in their order

    std::size_t in_favour() const noexcept { return times + again + numbers; }
    void favour(std::size_t& count, std::size_t column) noexcept {
        if (in_favour() == 0) first = column;
        ++count;
    }
};

void weigh(std::size_t i, const std::string& cell, const CsvColumn& column,
           const CsvKindSample& sample, const CellRules& rules, Evidence& out) {
    CellValue value;
    DecimalMark decimal = rules.decimal();
    const CellKind kind = rules.classify(cell, true, decimal, value);
    if (kind == CellKind::missing || rules.is_missing(cell)) {
        ++out.missing;
        out.unnamed_first = out.unnamed_first || (i == 0 && cell.empty());
        out.all_numbers = false;
        return;
    }
    out.all_numbers = out.all_numbers && is_number(kind);
    const UnreadForm unread = sample.unread();
    const bool times = column.type() == Type::timestamp || column.ambiguous() ||
                       (unread != UnreadForm::none && unread_form(cell, rules).form == unread);
    if (is_number(kind)) {
        if (times) {
            ++out.against;
            return;
        }
        out.favour(out.numbers, i);
        out.fraction = out.fraction || kind == CellKind::real;
        out.values.push_back(kind == CellKind::integer ? static_cast<double>(value.integer)
                                                       : value.real);
    } else if (times && (is_time(kind) || unread != UnreadForm::none)) {
        out.favour(out.times, i);
    } else if (sample.holds_header() ||
               (kind == CellKind::boolean && column.type() == Type::boolean)) {
        out.favour(out.again, i);
    } else if (column.is_text() && !is_time(kind)) {
        ++out.words;
    } else if (!column.nothing_present()) {
        ++out.against;
    }
}

// "2021,2022,2023": in order, as names of this kind are.
bool is_series(const std::vector<double>& values) {
    const auto not_less = [](double a, double b) { return a >= b; };
    const auto not_more = [](double a, double b) { return a <= b; };
    return values.size() > 1 &&
           (std::adjacent_find(values.begin(), values.end(), not_less) == values.end() ||
            std::adjacent_find(values.begin(), values.end(), not_more) == values.end());
}

// "0,1,2" behind an unnamed column of row numbers.
bool counts_up(const std::vector<double>& values) {
    return values.size() > 1 &&
           std::adjacent_find(values.begin(), values.end(),
                              [](double a, double b) { return b != a + 1; }) == values.end();
}

bool is_record(const Evidence& found) {
    if (found.times + found.again > 0 && found.times + found.numbers > 0)
        return found.against < found.in_favour();
    if (found.numbers == 0 || found.against > 0) return false;
    if (found.words > 0) return found.fraction && !is_series(found.values);
    return !(found.unnamed_first && counts_up(found.values));
}

}  // namespace

void tell_header_of_values(const CsvHeader& header, const std::vector<CsvColumn>& columns,
                           const std::vector<CsvKindSample>& samples,
                           const std::vector<const CellRules*>& rules, CsvFindings& findings) {
    Evidence found;
    for (std::size_t i = 0; i < header.cells.size(); ++i)
        weigh(i, header.cells[i], columns[i], samples[i], *rules[i], found);
    if (header.cells.empty() || (!found.all_numbers && !is_record(found))) return;
    std::string text = "all names in the header are numbers";
    if (!found.all_numbers) {
        const std::size_t others = found.in_favour() - 1;
        text = "the header may be a record: \"" + excerpt(header.cells[found.first]) + "\"";
        if (others > 0)
            text += " and " + std::to_string(others) + (others == 1 ? " other are" : " others are");
        else
            text += " is";
        text += " what the columns hold";
    }
    findings.add("header of numbers", 0, header.mark,
                 std::move(text) + "; if the line is a record, read without a header");
}

}  // namespace tenon
