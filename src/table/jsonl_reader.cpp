#include "table/jsonl_reader.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "base/near_names.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::int64_t most_bad_lines = 1000;  // told one by one
// A file in which every line has names of its own would make a table of rows times columns. Up to
// this many cells for each byte read, or in all, are made; what sensors send needs less than one.
constexpr std::int64_t cells_a_byte = 4, cells_always = 1'000'000;
constexpr std::int64_t polled_lines = 1024;

// A cell as a member of a plain line is. It lives as long as the cell.
PlainMember plain_of(const JsonCell& cell) {
    using Kind = PlainMember::Kind;
    PlainMember out;
    if (const std::string* const text = cell.value.if_text()) {
        out.kind = Kind::text;
        out.text = *text;
    } else if (const bool* const truth = cell.value.if_boolean()) {
        out.kind = Kind::truth;
        out.truth = *truth;
    } else if (const std::int64_t* const integer = cell.value.if_integer()) {
        out.kind = Kind::integer;
        out.integer = *integer;
    } else if (const double* const real = cell.value.if_real()) {
        out.kind = Kind::real;
        out.real = *real;
        out.text = cell.written;
    }
    return out;
}

// A whole number that no int64 holds, as it is written.
std::string_view whole_digits(const JsonCell& cell) {
    const std::string_view written = cell.written;
    return written.find_first_not_of("-0123456789") == written.npos ? written : std::string_view();
}

[[noreturn]] void refuse_change() {
    throw Error(Status::data,
                "the text is not what it was in the pass that found the types; read it while "
                "nothing writes to it",
                {.argument = "path"});
}

}  // namespace

JsonLinesReader::JsonLinesReader(const Context& context, JsonLinesText& text,
                                 const JsonLinesOptions& options)
    : context_(context), text_(text), options_(options) {
    start();
    for (const std::string& name : options.columns) {
        if (places_.contains(name))
            throw Error(Status::argument, "the column \"" + excerpt(name) + "\" is named twice",
                        {.argument = "columns"});
        add_column(name);
    }
}

JsonLinesReader::JsonLinesReader(const Context& context, JsonLinesText& text,
                                 const JsonLinesOptions& options, const JsonLinesSurvey& known)
    : context_(context), text_(text), options_(options), known_(&known) {
    start();
    for (const JsonLinesSurvey::Known& column : known.columns) {
        places_.emplace(column.member, static_cast<std::int32_t>(entries_.size()));
        entries_.push_back({column.member, JsonColumn(column.form)});
        entries_.back().rule = rule_of(column.member);
    }
}

void JsonLinesReader::start() {
    limits_.members = limits_.values;
    limits_.bytes = std::numeric_limits<std::int64_t>::max();
}

Table JsonLinesReader::read() {
    std::string_view line;
    std::int64_t at = 0;
    while (text_.next(line, at)) {
        ++line_;
        if (line_ % polled_lines == 0) report();
        if (line.find_first_not_of(" \t") != std::string_view::npos) read_line(line, at);
    }
    require_lines();
    tell_end_mark();
    add_absent();
    return finish();
}

JsonLinesSurvey JsonLinesReader::survey() {
    std::string_view line;
    std::int64_t at = 0;
    while (text_.next(line, at)) {
        ++line_;
        if (line_ % polled_lines == 0) {
            report();
            for (Entry& entry : entries_) entry.column.forget();
        }
        if (line.find_first_not_of(" \t") != std::string_view::npos) read_line(line, at);
    }
    require_lines();
    tell_end_mark();
    add_absent();
    tell_bad_lines();
    JsonLinesSurvey out;
    for (const Entry& entry : entries_)
        out.columns.push_back({entry.name, entry.name, entry.column.form()});
    name_unnamed();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        out.columns[i].column = entries_[i].name;
        tell_of_column(i, out.columns[i].form.type);
    }
    out.findings = std::move(findings_);
    out.rows = rows_;
    return out;
}

bool JsonLinesReader::batch_is_full(std::int64_t most_rows,
                                    std::int64_t most_bytes) const noexcept {
    if (most_rows > 0 && rows_ >= most_rows) return true;
    constexpr std::int64_t rows_between_looks = 64;
    if (most_bytes <= 0 || rows_ % rows_between_looks != 0) return false;
    std::int64_t bytes = 0;
    for (const Entry& entry : entries_) bytes += entry.column.used_bytes();
    return bytes >= most_bytes;
}

std::optional<Table> JsonLinesReader::next(std::int64_t most_rows, std::int64_t most_bytes) {
    std::optional<Charge> charge;
    std::string_view line;
    std::int64_t at = 0;
    bool more = true;
    while ((rows_ == 0 || !batch_is_full(most_rows, most_bytes)) && (more = text_.next(line, at))) {
        ++line_;
        if (line_ % polled_lines == 0) {
            report();
            std::int64_t held = 0;
            for (const Entry& entry : entries_) held += entry.column.held_bytes();
            charge.reset();
            charge.emplace(context_, held);
        }
        if (line.find_first_not_of(" \t") != std::string_view::npos) read_line(line, at);
    }
    if (!more && rows_given_ + rows_ != known_->rows) refuse_change();
    if (rows_ == 0 && gave_any_) return std::nullopt;
    return finish_batch();
}

Table JsonLinesReader::finish_batch() {
    const auto zeros = std::make_shared<const std::vector<double>>(
        static_cast<std::size_t>(std::max<std::int64_t>(1, rows_)));
    std::vector<std::string> names;
    std::vector<Column> columns;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const JsonLinesSurvey::Known& known = known_->columns[i];
        columns.push_back(entries_[i].column.finish(rows_, zeros));
        if (columns.back().type() != known.form.type) refuse_change();
        names.push_back(known.column);
        entries_[i].column = JsonColumn(known.form);
        entries_[i].last_row = -1;
    }
    rows_given_ += rows_;
    rows_ = 0;
    gave_any_ = true;
    return Table(std::move(names), std::move(columns));
}

// Columns that no line has a member of.
void JsonLinesReader::add_absent() {
    const auto& expected = options_.expected_columns;
    const auto there = [this](const std::string& name) { return places_.contains(name); };
    if (rows_ > 0 && !expected.empty() && std::none_of(expected.begin(), expected.end(), there))
        throw Error(Status::not_found,
                    "no line has a member \"" + excerpt(expected.front()) +
                        "\" or another that is expected; is this the right file?",
                    {.argument = "expected_columns"});
    line_ = -1;
    const auto tell = [this](std::int32_t place, const std::string& name, const char* rest) {
        if (rows_ > 0)
            add_finding("absent column", place, -1,
                        "no line has a member \"" + excerpt(name) + "\"" + rest);
    };
    constexpr const char* all_missing = "; its column is all missing";
    for (const std::string& name : options_.columns)
        if (const std::int32_t place = places_.find(name)->second;
            entries_[static_cast<std::size_t>(place)].last_row < 0)
            tell(place, name, all_missing);
    for (const std::string& name : expected)
        if (!there(name)) tell(add_column(name), name, all_missing);
    for (const std::string& name : options_.text_columns)
        if (!there(name)) tell(-1, name, ", which is named in text_columns");
}

void JsonLinesReader::require_lines() const {
    if (rows_ > 0) require_ruled();
    if (rows_ == 0 && bad_lines_ == 0 && options_.expected_columns.empty())
        throw Error(Status::data, "there is no line with a JSON object; is this the right file?",
                    {.argument = "path"});
}

void JsonLinesReader::report() const {
    constexpr std::int64_t reported_lines = 64 * polled_lines;
    context_.check_cancelled();
    if (line_ % reported_lines != 0) return;
    Progress progress;
    progress.phase = "read json lines";
    if (text_.whole_bytes() > 0)
        progress.share =
            static_cast<double>(text_.bytes_read()) / static_cast<double>(text_.whole_bytes());
    progress.rows = rows_;
    context_.report(progress);
}

void JsonLinesReader::read_line(std::string_view text, std::int64_t at) {
    const auto expected = [this](std::size_t k) -> std::string_view {
        if (k >= next_places_.size() || next_places_[k] < 0) return {};
        return entries_[static_cast<std::size_t>(next_places_[k])].name;
    };
    if (read_plain(text, plain_, expected) && invalid_utf8_at(text) == text.npos) {
        take_record(
            plain_.size(), at, [this](std::size_t i) { return plain_[i].name; },
            [this, at](std::size_t i, Entry& entry) {
                if (!entry.rule || !take_by_rule(entry, plain_[i], {}, at))
                    entry.column.add(plain_[i], rows_, {line_, at});
            });
        return;
    }
    record_.begin();
    try {
        read_json(text, limits_, record_);
        if (const std::size_t bad = invalid_utf8_at(text); bad != std::string_view::npos)
            throw Error(Status::parse, "a byte that is not UTF-8",
                        {.argument = "path", .byte = static_cast<std::int64_t>(bad)});
    } catch (const Error& fault) {
        if (fault.status() != Status::parse) throw;
        bad_line(text, at, fault);
        return;
    }
    const std::vector<JsonCell>& cells = record_.cells();
    take_record(
        cells.size(), at, [&](std::size_t i) { return std::string_view(cells[i].name); },
        [&](std::size_t i, Entry& entry) {
            const JsonCell& cell = cells[i];
            if (!entry.rule || !take_by_rule(entry, plain_of(cell), whole_digits(cell), at))
                entry.column.add(cell.value, cell.written, rows_, {line_, at});
        });
}

std::optional<JsonRule> JsonLinesReader::rule_of(const std::string& name) const {
    for (const auto* rules : {&options_.rules, &options_.usual_rules})
        for (const CsvColumnRule& rule : *rules)
            if (rule.name == name)
                return JsonRule(rule.type, rule.missing_marks.empty() ? options_.missing_marks
                                                                      : rule.missing_marks);
    if (options_.missing_marks.empty()) return std::nullopt;
    return JsonRule(std::nullopt, options_.missing_marks);
}

bool JsonLinesReader::take_by_rule(Entry& entry, const PlainMember& value, std::string_view written,
                                   std::int64_t at) {
    PlainMember made;
    switch (entry.rule->fit(value, written, made)) {
        case JsonRule::Fit::as_it_is:
            return false;
        case JsonRule::Fit::made:
            entry.column.add(made, rows_, {line_, at});
            break;
        case JsonRule::Fit::bad:
            bad_cell(entry, value, written, at);
            break;
        case JsonRule::Fit::missing:
            break;
    }
    return true;
}

void JsonLinesReader::bad_cell(const Entry& entry, const PlainMember& value,
                               std::string_view written, std::int64_t at) {
    std::string cell(value.text.empty() ? written : value.text);
    if (value.kind == PlainMember::Kind::truth) cell = value.truth ? "true" : "false";
    if (value.kind == PlainMember::Kind::integer && cell.empty()) append_int64(cell, value.integer);
    if (value.kind == PlainMember::Kind::real && cell.empty()) append_double(cell, value.real);
    const std::string words = "column \"" + excerpt(entry.name) + "\": \"" + excerpt(cell) +
                              "\" is no " + type_name(*entry.rule->type());
    const std::int64_t column = &entry - entries_.data();
    if (!options_.lenient)
        throw Error(Status::parse,
                    "line " + std::to_string(line_) + ", " + words +
                        "; give the column another type, a missing mark, or read leniently",
                    {.argument = "rules", .column = column, .line = line_, .byte = at});
    if (++bad_cells_ <= most_bad_lines)
        add_finding("bad cell", column, at, words + " and is missing", cell);
}

// A name that no line has is a slip of the pen.
void JsonLinesReader::require_ruled() const {
    for (const CsvColumnRule& rule : options_.rules) {
        if (places_.contains(rule.name)) continue;
        std::vector<std::string> names;
        for (const Entry& entry : entries_) names.push_back(entry.name);
        const std::string near = near_names(rule.name, names);
        throw Error(Status::not_found,
                    "rules names \"" + excerpt(rule.name) + "\", but no line has such a member" +
                        (near.empty() ? "" : "; did you mean " + near + "?"),
                    {.argument = "rules"});
    }
}

void JsonLinesReader::bad_line(std::string_view text, std::int64_t at, const Error& fault) {
    constexpr std::size_t most_original_bytes = 4096;
    const std::int64_t within = std::max<std::int64_t>(0, fault.where().byte);
    const std::int64_t byte = at + within;
    // "not a valid JSON document: line 1, byte 7: what" of the line alone
    std::string what = fault.message();
    if (const std::string mark = "byte " + std::to_string(within) + ": ";
        what.find(mark) != std::string::npos)
        what.erase(0, what.find(mark) + mark.size());
    if (line_ == 1 && text.find('\0') != std::string_view::npos)
        what += "; if the text is UTF-16, convert it to UTF-8, as which JSON Lines are read";
    if (!options_.lenient)
        throw Error(Status::parse,
                    "line " + std::to_string(line_) + ", byte " + std::to_string(byte) + ": " +
                        what + "; correct the line, or read leniently to leave it out",
                    {.argument = "path", .line = line_, .byte = byte});
    if (++bad_lines_ <= most_bad_lines)
        add_finding("bad line", -1, byte, what,
                    printable_utf8(text.substr(0, most_original_bytes)));
}

void JsonLinesReader::add_finding(const char* kind, std::int64_t column, std::int64_t byte,
                                  std::string text, std::string original) {
    if (known_) return;  // the survey has told it
    Finding finding;
    finding.kind = kind;
    finding.line = line_;
    finding.column = column;
    finding.byte = byte;
    finding.text = std::move(text);
    finding.original = std::move(original);
    findings_.push_back(std::move(finding));
}

std::int32_t JsonLinesReader::add_column(const std::string& name) {
    const auto rule = rule_of(name);
    const std::optional<Type> type = rule ? rule->type() : std::nullopt;
    const auto& texts = options_.text_columns;
    const bool text =
        options_.all_text ||
        (type ? *type == Type::text : std::find(texts.begin(), texts.end(), name) != texts.end());
    const auto place = static_cast<std::int32_t>(entries_.size());
    entries_.push_back(
        {name, type && !text ? JsonColumn({.type = *type, .empty = false}) : JsonColumn(!text)});
    entries_.back().rule = rule;
    places_.emplace(name, place);
    return place;
}

// The column of a name, or -1 where it is not wanted. Names mostly come in the order of the
// record before.
std::int32_t JsonLinesReader::place_of(std::string_view name) {
    if (next_ < next_places_.size()) {
        const std::int32_t guess = next_places_[next_];
        if (guess >= 0 && entries_[static_cast<std::size_t>(guess)].name == name) {
            ++next_;
            return guess;
        }
    }
    std::string known(name);
    const auto found = places_.find(known);
    std::int32_t place = found != places_.end() ? found->second : -1;
    if (place < 0 && options_.columns.empty()) {
        if (known_) refuse_change();
        place = add_column(known);
    }
    next_places_.resize(next_);
    next_places_.push_back(place);
    ++next_;
    return place;
}

// `name(i)` of each of the members, and `add(i, column)`, which puts it into its column.
template <class Name, class Add>
void JsonLinesReader::take_record(std::size_t members, std::int64_t at, Name name, Add add) {
    chosen_.clear();
    next_ = 0;
    for (std::size_t i = 0; i < members; ++i) {
        const std::int32_t place = place_of(name(i));
        if (place < 0) continue;
        Entry& entry = entries_[static_cast<std::size_t>(place)];
        if (entry.last_row == rows_) {
            if (!std::exchange(entry.repeated, true))
                add_finding("repeated name", place, at,
                            "\"" + excerpt(entry.name) +
                                "\" is there twice in one object; the last one counts",
                            entry.name);
        } else {
            chosen_.push_back(place);
        }
        entry.last_row = rows_;
        entry.cell = i;
    }
    for (const std::int32_t place : chosen_) {
        Entry& entry = entries_[static_cast<std::size_t>(place)];
        add(entry.cell, entry);
    }
    ++rows_;
    check_size();
}

void JsonLinesReader::check_size() const {
    if (known_) return;
    const auto columns = static_cast<std::int64_t>(entries_.size());
    const std::int64_t most = std::max(cells_always, cells_a_byte * text_.bytes_read());
    if (rows_ <= most / std::max<std::int64_t>(1, columns)) return;
    throw Error(Status::data,
                std::to_string(columns) + " names in the first " + std::to_string(rows_) +
                    " records: they have too little in common for one table; choose the names "
                    "with columns",
                {.argument = "columns", .line = line_});
}

// "" cannot name a column of a table.
void JsonLinesReader::name_unnamed() {
    const auto found = places_.find("");
    if (found == places_.end()) return;
    const auto place = static_cast<std::size_t>(found->second);
    std::string name = "c" + std::to_string(place + 1);
    while (places_.contains(name)) name += "_2";
    line_ = -1;
    add_finding("unnamed column", found->second, -1,
                "a member is named \"\"; its column is " + name);
    entries_[place].name = name;
}

void JsonLinesReader::tell_end_mark() {
    if (text_.end_mark() < 0) return;
    add_finding("end mark", -1, text_.end_mark(),
                "the text ends in a byte 0x1A, the end of a file to DOS, which is passed over",
                printable_utf8("\x1A"));
}

void JsonLinesReader::tell_bad_lines() {
    if (bad_cells_ > most_bad_lines) {
        line_ = -1;
        add_finding("bad cell", -1, -1,
                    std::to_string(bad_cells_) +
                        " cells in all are not of the type of their "
                        "column; the first " +
                        std::to_string(most_bad_lines) + " are listed");
    }
    if (bad_lines_ <= most_bad_lines) return;
    line_ = -1;
    add_finding("bad line", -1, -1,
                std::to_string(bad_lines_) + " bad lines in all; the first " +
                    std::to_string(most_bad_lines) + " are listed");
}

void JsonLinesReader::tell_of_column(std::size_t place, Type type) {
    const Entry& entry = entries_[place];
    if (type == Type::timestamp && entry.column.other_zone_place().line >= 0) {
        line_ = entry.column.other_zone_place().line;
        add_finding("mixed time zones", static_cast<std::int64_t>(place),
                    entry.column.other_zone_place().byte,
                    "column \"" + excerpt(entry.name) +
                        "\": some times name a zone and others do not, as in line " +
                        std::to_string(line_) +
                        "; those that do are in UTC, the others are as they were written");
    }
    if (entry.column.has_undecided_dates()) {
        line_ = entry.column.undecided_place().line;
        add_finding("ambiguous dates", static_cast<std::int64_t>(place),
                    entry.column.undecided_place().byte,
                    "column \"" + excerpt(entry.name) +
                        "\" is text because no value tells day from month, first in line " +
                        std::to_string(line_) + "; write dates as 2024-03-14");
        return;
    }
    if (const std::int64_t leaps = entry.column.leap_seconds();
        type == Type::timestamp && leaps > 0) {
        line_ = entry.column.first_leap_place().line;
        add_finding("leap seconds", static_cast<std::int64_t>(place),
                    entry.column.first_leap_place().byte,
                    "column \"" + excerpt(entry.name) + "\": " + std::to_string(leaps) +
                        (leaps == 1 ? " time has" : " times have") +
                        " a second 60, which reads as the first second of the next day, first in "
                        "line " +
                        std::to_string(line_));
    }
    if (const std::int64_t cut = entry.column.times_cut(); type == Type::timestamp && cut > 0) {
        line_ = entry.column.first_cut_place().line;
        add_finding("times cut", static_cast<std::int64_t>(place),
                    entry.column.first_cut_place().byte,
                    "column \"" + excerpt(entry.name) + "\": " + std::to_string(cut) +
                        (cut == 1 ? " time has" : " times have") +
                        " more than microseconds, which are rounded down, first in line " +
                        std::to_string(line_));
    }
    if (const std::int64_t lost = entry.column.digits_lost(); lost > 0) {
        line_ = entry.column.first_lost_place().line;
        add_finding("digits lost", static_cast<std::int64_t>(place),
                    entry.column.first_lost_place().byte,
                    "column \"" + excerpt(entry.name) + "\" is float64, in which " +
                        (lost == 1 ? std::string("one whole number loses")
                                   : std::to_string(lost) + " whole numbers lose") +
                        " digits, first in line " + std::to_string(line_) +
                        "; give the column the type text to keep them");
    }
    if (entry.column.fallback_place().line < 0) return;
    line_ = entry.column.fallback_place().line;
    add_finding("type fallback", static_cast<std::int64_t>(place),
                entry.column.fallback_place().byte,
                "column \"" + excerpt(entry.name) + "\" is text: line " + std::to_string(line_) +
                    (entry.column.text_first()
                         ? std::string(" holds a text, and later ones numbers or truth values")
                     : entry.column.fell_back_for_digits()
                         ? std::string(" holds a whole number that no int64 does")
                         : std::string(" holds another kind of value after ") +
                               entry.column.values_before()));
}

Table JsonLinesReader::finish() {
    tell_bad_lines();
    name_unnamed();
    const auto zeros = std::make_shared<const std::vector<double>>(
        static_cast<std::size_t>(std::max<std::int64_t>(1, rows_)));
    std::vector<std::string> names;
    std::vector<Column> columns;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        context_.check_cancelled();
        columns.push_back(entries_[i].column.finish(rows_, zeros));
        if (const auto& rule = entries_[i].rule; rule && !rule->marks().empty())
            columns.back() = columns.back().with_notation(
                {.missing_marks = std::make_shared<const std::vector<std::string>>(rule->marks())});
        tell_of_column(i, columns.back().type());
        names.push_back(std::move(entries_[i].name));
    }
    return Table(std::move(names), std::move(columns)).with_findings(std::move(findings_));
}

}  // namespace tenon
