#include "table/csv_findings.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace tenon {

namespace {

constexpr std::int64_t most_ragged = 20;
constexpr std::int64_t sampled_cells = 1000;

std::uint32_t bit(CellKind kind) noexcept {
    return 1u << static_cast<unsigned>(kind);
}

const std::uint32_t number_kinds =
    bit(CellKind::integer) | bit(CellKind::big_integer) | bit(CellKind::real);

const char* words_for(std::uint32_t kinds) noexcept {
    if (kinds & number_kinds) return "numbers";
    if (kinds & (bit(CellKind::timestamp) | bit(CellKind::local_time))) return "times";
    if (kinds & bit(CellKind::boolean)) return "truth values";
    return "";
}

// "the decimal mark ',' and the thousands mark ' '; set them if it is one"
std::string words_for(const Notation& notation) {
    std::string out = std::string("the decimal mark '") + notation.decimal + "'";
    if (notation.thousands == 0) return out + "; set decimal if it is one";
    if (notation.thousands == static_cast<unsigned char>(notation.decimal))
        return out +
               ", which is the thousands mark here; if it is one, set decimal, and thousands "
               "to another mark or none";
    out += " and the thousands mark '";
    append_utf8(out, static_cast<std::uint32_t>(notation.thousands));
    return out + "'; set decimal and thousands if it is one";
}

// "02.13.2024"
bool has_month_before_day(std::string_view cell) {
    const auto time = parse_local_time(trim_blanks(cell));
    return time && time->form == '.' && !time->can_be_day_first;
}

}  // namespace

void CsvKindSample::add(const CsvColumn& column, const CellRules& rules, const Column& finished,
                        std::string_view name) {
    if (!begun_ && finished.size() > 0) {
        begun_ = true;
        begins_present_ = finished.valid(0);
    }
    for (std::int64_t row = 0; column.is_text() && row < finished.size(); ++row) {
        if (compared_ == sampled_cells || holds_header_ || name.empty()) break;
        if (!finished.valid(row)) continue;
        ++compared_;
        holds_header_ = finished.text(row) == name;
    }
    const bool asked =
        column.is_text() && !column.declared() && column.kinds_before() == 0 && column.forced();
    if (!asked) return;
    for (std::int64_t row = 0; row < finished.size() && present_ < sampled_cells; ++row) {
        leading_ += typed_ == 0;
        // Empty ones and marks in quotes tell nothing of the others.
        if (!finished.valid(row) || rules.is_missing(finished.text(row))) continue;
        ++present_;
        CellValue value;
        DecimalMark decimal = rules.decimal();
        const CellKind kind = rules.classify(finished.text(row), true, decimal, value);
        codes_ += kind == CellKind::zero_led || kind == CellKind::integer;
        short_years_ += kind == CellKind::text && has_two_digit_year(finished.text(row));
        unread_dates_ += kind == CellKind::text && is_unread_date(finished.text(row));
        if (kind == CellKind::text) {
            if (unread_ + 1 == present_) {  // all before it were of one form
                const UnreadCell unread = unread_form(finished.text(row), rules);
                if (present_ == 1) {
                    form_ = unread.form;
                    unit_ = unread.unit;
                }
                unread_ += (unread == UnreadCell{form_, unit_} && form_ != UnreadForm::none) ||
                           (is_time(form_) && is_time(unread.form));
            }
            const Notation other = rules.other_notation(finished.text(row));
            if (noted_ == 0) notation_ = other;
            noted_ += other.decimal != 0;
        }
        if (kind == CellKind::text || kind == CellKind::zero_led || kind == CellKind::missing)
            continue;
        if (typed_++ == 0) --leading_;  // the row itself
        kinds_ |= bit(kind);
    }
}

void CsvFindings::place(CsvMark& mark, const CsvPlaces& places, std::string_view text) {
    if (mark.at == CsvMark::none || mark.line >= 0) return;
    const auto place = places.find(text, mark.at);
    mark.line = place.line;
    mark.byte = place.byte;
}

void CsvFindings::add(const char* kind, std::int64_t column, const CsvMark& mark, std::string text,
                      std::string original) {
    Finding finding;
    finding.kind = kind;
    finding.line = mark.line;
    finding.column = column;
    finding.byte = mark.byte;
    finding.text = std::move(text);
    finding.original = std::move(original);
    found_.push_back(std::move(finding));
}

void CsvFindings::add_lines(std::vector<Finding>& lines) {
    for (Finding& line : lines)
        if (!line.original.empty() || ++ragged_ <= most_ragged) found_.push_back(std::move(line));
    lines.clear();
}

void CsvFindings::add_bad_cell(const std::string& name, std::int64_t column, Type type,
                               const CsvMark& mark) {
    add("bad cell", column, mark,
        "column \"" + excerpt(name) + "\": \"" + excerpt(mark.cell) + "\" is no " +
            type_name(type) + " and is missing");
    found_.back().original = mark.cell;
}

void CsvFindings::drop_bad_cells(std::int64_t column) {
    std::erase_if(found_, [column](const Finding& finding) {
        return finding.column == column && finding.kind == "bad cell";
    });
}

void CsvFindings::add_row_of_units(std::int64_t line, std::int64_t skipped,
                                   std::vector<CsvColumn>& columns,
                                   const std::vector<CsvKindSample>& samples) {
    const auto in_brackets = [](std::string_view cell) {
        cell = trim_blanks(cell);
        return cell.size() > 2 && ((cell.front() == '[' && cell.back() == ']') ||
                                   (cell.front() == '(' && cell.back() == ')'));
    };
    std::int64_t fallen = 0, bracketed = 0, first = -1, lines = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        CsvColumn& column = columns[i];
        if (!column.is_text() && samples[i].begins_present()) return;  // it holds a reading
        if (!column.is_text() || column.declared() || !column.forced()) continue;
        const CsvMark& forcing = column.forcing_cell();
        if (forcing.line != line || column.kinds_before() != 0 || samples[i].kinds() == 0) continue;
        lines = fallen == 0 ? samples[i].leading() : std::min(lines, samples[i].leading());
        if (fallen++ == 0) first = static_cast<std::int64_t>(i);
        bracketed += in_brackets(forcing.cell);
    }
    if (fallen < 2 && bracketed == 0) return;
    const CsvMark& mark = columns[static_cast<std::size_t>(first)].forcing_cell();
    add("row of units", -1, mark,
        (lines > 1 ? "the first " + std::to_string(lines) + " records make"
                   : std::string("the first record makes")) +
            " text of " + std::to_string(fallen) + (fallen == 1 ? " column" : " columns") +
            " of other values, as \"" + excerpt(mark.cell) + "\"; if " +
            (lines > 1 ? "they tell names or units" : "it tells units") +
            ", set skip_below_header to " + std::to_string(lines + skipped) + "; if " +
            (lines > 1 ? "the last of them is" : "it is") + " the header, skip_lines");
}

void CsvFindings::add_column(const CsvOptions& options, const std::string& name,
                             std::int64_t number, CsvColumn& column, const CsvKindSample& sample,
                             const CellRules& rules) {
    const auto cell = [](const CsvMark& mark) { return '"' + excerpt(mark.cell) + '"'; };
    if (column.is_float64() && column.out_of_range() > 0)
        add("number out of range", number, column.first_out_of_range(),
            "column \"" + excerpt(name) + "\": " + cell(column.first_out_of_range()) +
                " is too large for a double and reads as infinite (" +
                std::to_string(column.out_of_range()) + " such cells)");
    if (column.other_zone().at != CsvMark::none && column.type() == Type::timestamp)
        add("mixed time zones", number, column.other_zone(),
            "column \"" + excerpt(name) + "\": some times name a zone and others do not, as " +
                cell(column.other_zone()) +
                "; those that do are in UTC, the others are as they were written");
    if (column.type() == Type::timestamp && column.times_cut() > 0)
        add("times cut", number, column.first_cut(),
            "column \"" + excerpt(name) + "\": " + std::to_string(column.times_cut()) +
                (column.times_cut() == 1 ? " time has" : " times have") +
                " more than microseconds, which are rounded down, first " +
                cell(column.first_cut()));
    if (column.type() == Type::timestamp && column.leap_seconds() > 0)
        add("leap seconds", number, column.first_leap(),
            "column \"" + excerpt(name) + "\": " + std::to_string(column.leap_seconds()) +
                (column.leap_seconds() == 1 ? " time has" : " times have") +
                " a second 60, which reads as the first second of the next day, first " +
                cell(column.first_leap()));
    if (column.formula_texts() > 0)
        add("formula texts", number, column.first_formula(),
            "column \"" + excerpt(name) + "\": " + std::to_string(column.formula_texts()) +
                (column.formula_texts() == 1 ? " cell is a text" : " cells are texts") +
                " written as a formula, which is taken off, first " + cell(column.first_formula()));
    if (column.ambiguous()) {
        add("ambiguous dates", number, column.forcing_cell(),
            "column \"" + excerpt(name) + "\" is text because no cell tells day from month, as " +
                cell(column.forcing_cell()) + "; set date_order");
        return;
    }
    if (column.is_float64() && column.digits_lost() > 0)
        add("digits lost", number, column.first_lost(),
            "column \"" + excerpt(name) + "\" is float64, in which " +
                (column.digits_lost() == 1
                     ? std::string("one whole number loses")
                     : std::to_string(column.digits_lost()) + " whole numbers lose") +
                " digits, first " + cell(column.first_lost()) +
                "; give the column the type text to keep them");
    if (!column.is_text() || column.declared() || options.quoted_text || column.gave_up_fractions())
        return;
    const CsvMark& forcing = column.forcing_cell();
    if (forcing.at == CsvMark::none) return;  // quoted empty cells alone
    if (sample.short_years()) {
        add("two-digit years", number, forcing,
            "column \"" + excerpt(name) + "\" is text: " + cell(forcing) +
                " may be a date, but a year of two digits does not tell its century; write years "
                "with four digits");
        return;
    }
    if (sample.unread_dates()) {
        add("unread dates", number, forcing,
            "column \"" + excerpt(name) + "\" is text: " + cell(forcing) +
                " may be a date in a form that is not read; write dates as 2024-03-14 or "
                "14-Mar-2024");
        return;
    }
    if (sample.unread() != UnreadForm::none) {
        add("unread form", number, forcing,
            "column \"" + excerpt(name) + "\" is text: " + cell(forcing) +
                words_of(sample.unread()));
        return;
    }
    if (sample.notation().decimal != 0) {
        add("decimal mark", number, forcing,
            "column \"" + excerpt(name) + "\" is text: " + cell(forcing) +
                " would be a number with " + words_for(sample.notation()));
        return;
    }
    const std::uint32_t before = column.kinds_before();
    const std::uint32_t kinds = before ? before : sample.kinds();
    if (kinds == 0) {
        if (column.forcing_kind() == CellKind::zero_led && sample.codes())
            add("leading zeros", number, forcing,
                "column \"" + excerpt(name) + "\" is text: " + cell(forcing) +
                    " has a leading zero, which a number would lose; give the column the type "
                    "int64 to have numbers, or text if these are names");
        return;
    }
    std::string text = "column \"" + excerpt(name) + "\" is text because of " + cell(forcing);
    if (column.forcing_kind() == CellKind::zero_led)
        text += std::string(", which has a leading zero") +
                (before ? "; the cells before it are " : "; most other cells are ") +
                words_for(kinds);
    else if (is_impossible_date(forcing.cell))
        text += ", a day that is not in the calendar";
    else if (column.forcing_kind() == CellKind::big_integer)
        text += ", which is beyond a 64-bit integer, and as float64 would lose digits";
    else if (has_month_before_day(forcing.cell) && column.order() == DateOrder::detect)
        text +=
            ", a date whose month is before the day, which dates with dots are read with only "
            "where that is said; set date_order to month first if it is";
    else if (column.forcing_kind() == CellKind::local_time && column.order() != DateOrder::detect)
        text += std::string(", a date without the ") +
                (column.order() == DateOrder::day_first ? "day" : "month") +
                " first; set date_order if it is another";
    else if (column.forcing_kind() == CellKind::local_time && (before & bit(CellKind::local_time)))
        text +=
            ", a date written in another form than those before it; write all in one form, as "
            "2024-03-14 best, or give the column the type timestamp";
    else if (const Notation other = rules.other_notation(forcing.cell);
             other.decimal != 0 && (kinds & number_kinds) != 0)
        text += "; the cells before it are numbers, and it would be one with " + words_for(other);
    else
        text += (before ? "; the cells before it are " : "; most other cells are ") +
                std::string(words_for(kinds)) +
                (rules.is_missing(forcing.cell)
                     ? "; in quotes it is a text: name it as a missing mark to have it missing"
                     : "");
    add("type fallback", number, forcing, std::move(text));
}

std::vector<Finding> CsvFindings::finish() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Finding& a, const Finding& b) { return a.byte < b.byte; });
    for (Finding& finding : found_)
        finding.text = "line " + std::to_string(finding.line) + ": " + finding.text;
    if (ragged_ > most_ragged) {
        Finding rest;
        rest.kind = "ragged line";
        rest.text = std::to_string(ragged_) + " lines in all have another number of fields";
        found_.push_back(std::move(rest));
    }
    return std::move(found_);
}

}  // namespace tenon
