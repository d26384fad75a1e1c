// The profile made in one pass: distributions, frequent values, time, correlations.
#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "report/number_words.hpp"
#include "report/sections.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr std::size_t most_shown = 40;       // columns of the first table
constexpr std::size_t most_correlated = 12;  // more do not fit the page
constexpr std::int64_t stuck_worth_telling = 20;

bool is_number(const ColumnDetail& column) {
    return column.type == Type::float64 || column.type == Type::int64;
}

std::string moment_words(double micros) {
    constexpr double end = 9.2e18;  // of 64-bit microseconds
    if (!(std::fabs(micros) < end)) return "–";
    return format_timestamp(static_cast<std::int64_t>(micros)).substr(0, 19);
}

std::string top_words(const ColumnDetail& column) {
    constexpr std::size_t most = 3, longest = 24;
    std::string out;
    for (std::size_t k = 0; k < column.top.size() && k < most && column.top[k].count > 1; ++k)
        out += (k ? ", " : "") + clipped(column.top[k].value, longest) + " (" +
               count_text(column.top[k].count) + ")";
    return out;
}

void write_columns(Body& body, const DataProfile& profile) {
    const Words& words = body.words();
    using Kind = HtmlTable::Kind;
    const auto head = [&](Word word, Kind kind = Kind::number) {
        return HtmlTable::Header{std::string(words(word)), kind};
    };
    HtmlTable table(body,
                    {head(Word::column, Kind::text), head(Word::missing), head(Word::distinct),
                     head(Word::detail_low), head(Word::median), head(Word::detail_high),
                     head(Word::distribution, Kind::text), head(Word::detail_top, Kind::text)});
    const std::size_t shown = std::min(most_shown, profile.columns.size());
    for (std::size_t j = 0; j < shown; ++j) {
        const ColumnDetail& column = profile.columns[j];
        table.row().name(column.name);
        table.number(count_text(column.missing));
        table.number((column.distinct_error > 0 ? "≈ " : "") + count_text(column.distinct));
        for (const std::size_t k : {std::size_t{1}, std::size_t{3}, std::size_t{5}})
            table.number(is_number(column) && !column.quantiles.empty()
                             ? number_text(column.quantiles[k], 4)
                             : std::string());
        table.markup(draw_bins(column.bin_counts));
        table.text(column.type == Type::timestamp ? std::string() : top_words(column));
    }
    table.finish();
    if (shown < profile.columns.size())
        body.note(words(Word::more_columns,
                        {count_text(static_cast<std::int64_t>(shown)),
                         count_text(static_cast<std::int64_t>(profile.columns.size()))}));
    body.note(words(Word::detail_caption));
    double distinct_error = 0, rank_error = 0;
    for (const ColumnDetail& column : profile.columns) {
        distinct_error = std::max(distinct_error, column.distinct_error);
        rank_error = std::max(rank_error, column.rank_error);
    }
    if (distinct_error > 0 || rank_error > 0)
        body.note(words(Word::detail_approximate, {share_text(rank_error)}));
}

void write_findings(Body& body, const ColumnDetail& column) {
    const Words& words = body.words();
    if (column.type == Type::timestamp && std::isfinite(column.period_seconds)) {
        body.paragraph(
            words(Word::detail_time, {column.name, number_text(column.period_seconds),
                                      count_text(column.steps_back), count_text(column.repeated)}));
        const auto longest = std::max_element(
            column.gaps.begin(), column.gaps.end(),
            [](const TimeGap& a, const TimeGap& b) { return a.seconds < b.seconds; });
        if (longest != column.gaps.end())
            body.paragraph(words(Word::detail_gap, {column.name, number_text(longest->seconds),
                                                    moment_words(longest->from)}));
    }
    if (column.type == Type::float64 && column.stuck_rows >= stuck_worth_telling)
        body.paragraph(
            words(Word::detail_stuck, {column.name, words.count(Word::one_row, column.stuck_rows),
                                       count_text(column.stuck_first_row + 1)}));
}

// A cell whose ground is the fuller the nearer r is to 1 or -1.
void write_correlation(Body& body, double r) {
    if (!std::isfinite(r)) return body.append("<td class=\"n\">–</td>");
    constexpr double fullest = 70;  // percent: the digits stay legible on it
    const std::string percent = fixed_text(std::fabs(r) * fullest, 0);
    body.append({"<td class=\"n\" style=\"background:color-mix(in srgb,var(--",
                 r < 0 ? "red" : "blue", "-soft) ", percent, "%,transparent)\">",
                 escaped(fixed_text(r, 2)), "</td>"});
}

void write_correlations(Body& body, const DataProfile& profile) {
    const Words& words = body.words();
    const std::size_t p = profile.correlated.size(), shown = std::min(p, most_correlated);
    const auto all = std::count_if(profile.columns.begin(), profile.columns.end(), is_number);
    if (shown < 2) return;
    body.heading(words(Word::correlation_title));
    std::vector<HtmlTable::Header> headers = {{std::string()}};
    for (std::size_t j = 0; j < shown; ++j)
        headers.push_back({clipped(profile.correlated[j], 20), HtmlTable::Kind::number});
    HtmlTable table(body, headers);
    for (std::size_t i = 0; i < shown; ++i) {
        table.row().name(profile.correlated[i]);
        for (std::size_t j = 0; j < shown; ++j)
            write_correlation(body, profile.correlation[i * p + j]);
    }
    table.finish();
    body.note(words(Word::correlation_caption));
    if (static_cast<std::int64_t>(shown) < all)
        body.note(words(Word::more_columns, {count_text(static_cast<std::int64_t>(shown)),
                                             count_text(static_cast<std::int64_t>(all))}));
}

}  // namespace

void write_data_profile(Body& body, const DataProfile& profile) {
    if (profile.columns.empty())
        return body.chart({std::string(body.words()(Word::no_columns)), {}, {}});
    for (const ColumnDetail& column : profile.columns) write_findings(body, column);
    write_columns(body, profile);
    for (const ColumnDetail& column : profile.columns)
        write_infinite(body, column.name, column.infinite);
    write_correlations(body, profile);
}

}  // namespace tenon::report
