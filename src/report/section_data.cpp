// What is in the data and what was done to them.
#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "report/number_words.hpp"
#include "report/sections.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

std::string_view type_words(const Words& words, Type type) {
    switch (type) {
        case Type::float64:
            return words(Word::type_number);
        case Type::int64:
            return words(Word::type_integer);
        case Type::boolean:
            return words(Word::type_boolean);
        case Type::timestamp:
            return words(Word::type_time);
        case Type::text:
            break;
    }
    return words(Word::type_text);
}

// A value of the column's own kind: a time for times, a number for the others.
std::string value_words(const ColumnProfile& column, double value) {
    constexpr double latest = 9.2e18;  // the end of 64-bit microseconds
    if (column.type == Type::text || !std::isfinite(value)) return {};
    if (column.type != Type::timestamp) return number_text(value, 4);
    return std::fabs(value) < latest
               ? format_timestamp(static_cast<std::int64_t>(value)).substr(0, 16)
               : std::string("–");
}

std::string missing_cell(const ColumnProfile& column) {
    if (column.rows == 0 || column.missing == 0) return "0";
    const double share = static_cast<double>(column.missing) / static_cast<double>(column.rows);
    std::string out = count_text(column.missing);
    append(out, {"<span class=\"share\">", escaped(share_text(share)), "</span>"});
    return out;
}

// The known names of steps in the language of the report, others as they are.
std::string_view step_words(const Words& words, const std::string& step) {
    static constexpr std::pair<std::string_view, Word> known[] = {
        {"drop missing", Word::step_drop_missing},
        {"drop duplicates", Word::step_drop_duplicates},
        {"fill missing", Word::step_fill},
        {"flag outliers", Word::step_flag},
        {"clip outliers", Word::step_clip},
        {"drop outliers", Word::step_drop_outliers},
        {"scale", Word::step_scale},
        {"encode", Word::step_encode},
        {"encode one-hot", Word::step_one_hot},
        {"encode ordinal", Word::step_ordinal},
        {"leave out", Word::step_leave_out},
        {"take NaN as missing", Word::step_nan},
        {"drop rows without a target", Word::step_no_target},
    };
    for (const auto& [name, word] : known)
        if (name == step) return words(word);
    return step;
}

}  // namespace

void write_profile(Body& body, const std::vector<ColumnProfile>& profile) {
    const Words& words = body.words();
    if (profile.empty()) return body.chart({std::string(words(Word::no_columns)), {}, {}});
    std::int64_t missing = 0, cells = 0, nan = 0;
    for (const auto& column : profile)
        missing += column.missing, cells += column.rows, nan += column.nan;
    const std::string rows = words.count(Word::one_row, profile.front().rows);
    const std::string columns =
        words.count(Word::one_column, static_cast<std::int64_t>(profile.size()));
    body.paragraph(
        missing == 0
            ? words(Word::profile_finding_full, {rows, columns})
            : words(Word::profile_finding,
                    {rows, columns, words.count(Word::one_cell, missing),
                     share_text(static_cast<double>(missing) / static_cast<double>(cells))}));
    using Kind = HtmlTable::Kind;
    const auto head = [&](Word word, Kind kind = Kind::number) {
        return HtmlTable::Header{std::string(words(word)), kind};
    };
    HtmlTable table(
        body, {head(Word::column, Kind::text), head(Word::type, Kind::text), head(Word::missing),
               head(Word::distinct), head(Word::minimum), head(Word::median), head(Word::mean),
               head(Word::maximum), head(Word::deviation), head(Word::distribution, Kind::text)});
    for (const auto& column : profile) {
        const bool numbers = column.type == Type::float64 || column.type == Type::int64;
        table.row().name(column.name);
        body.append({"<td class=\"kind\">", type_words(words, column.type), "</td>"});
        body.append({"<td class=\"n\">", missing_cell(column), "</td>"});
        table.number(count_text(column.distinct));
        const bool time = column.type == Type::timestamp;
        const auto cell = [&](double value) {
            const std::string text = value_words(column, value);
            time ? table.wrapped_number(text) : table.number(text);
        };
        cell(column.minimum);
        table.number(time ? "" : value_words(column, column.median));
        table.number(time ? "" : value_words(column, column.mean));
        cell(column.maximum);
        table.number(time ? "" : value_words(column, column.sd));
        if (numbers)
            table.markup(draw_box(column));
        else
            table.text(column.top_count > 1 && !time
                           ? clipped(column.top, 20) + " (" + count_text(column.top_count) + ")"
                           : std::string());
    }
    table.finish();
    body.note(words(Word::profile_caption));
    if (nan > 0) body.note(words(Word::nan_cells, {words.count(Word::one_cell, nan)}));
    for (const auto& column : profile) write_infinite(body, column.name, column.infinite);
}

void write_infinite(Body& body, const std::string& column, std::int64_t cells) {
    const Words& words = body.words();
    if (cells > 0)
        body.note(words(Word::infinite_cells, {column, words.count(Word::one_cell, cells)}));
}

void write_changes(Body& body, const std::vector<Change>& changes) {
    const Words& words = body.words();
    if (changes.empty()) return body.chart({std::string(words(Word::changes_none)), {}, {}});
    body.paragraph(words(Word::changes_intro));
    HtmlTable table(body, {{"#", HtmlTable::Kind::number},
                           {std::string(words(Word::step))},
                           {std::string(words(Word::where))},
                           {std::string(words(Word::effect))},
                           {std::string(words(Word::reason))}});
    std::int64_t number = 0;
    for (const Change& change : changes) {
        std::string effect;
        if (change.rows != 0) effect = words.count(Word::one_row, change.rows);
        if (change.cells != 0) {
            if (!effect.empty()) effect += words(Word::list_separator);
            effect += words.count(Word::one_cell, change.cells);
        }
        if (effect.empty()) effect = words(Word::no_effect);
        std::string step(step_words(words, change.step));
        if (!step.empty() && step[0] >= 'a' && step[0] <= 'z')
            step[0] = static_cast<char>(step[0] - 'a' + 'A');
        table.row().number(std::to_string(++number)).name(step);
        table.text(change.column.empty() ? words(Word::whole_rows)
                                         : std::string_view(change.column));
        table.text(effect).english(change.reason);
    }
    table.finish();
}

}  // namespace tenon::report
