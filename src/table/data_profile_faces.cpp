// A profile as JSON and as text.
#include <cmath>
#include <limits>

#include "base/json.hpp"
#include "base/number_text.hpp"
#include "base/reason_text.hpp"
#include "base/utf8.hpp"
#include "tenon/data_profile.hpp"

namespace tenon {

namespace {

// JSON has no NaN: what does not exist is null.
Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json numbers(const std::vector<double>& values) {
    Json out = Json::array();
    for (const double value : values) out.push(number(value));
    return out;
}

std::string time_text(double micros) {
    constexpr double end = 9.2e18;  // of 64-bit microseconds
    return std::fabs(micros) < end ? format_timestamp(static_cast<std::int64_t>(micros))
                                   : std::string();
}

Json value_of(const ColumnDetail& column, double value) {
    if (column.type == Type::timestamp && std::isfinite(value)) return Json(time_text(value));
    return number(value);
}

// Beyond 2^53 a double does not hold every integer.
Json extreme(const ColumnDetail& column, double value, std::int64_t whole) {
    if (column.type == Type::int64) return Json(whole);
    if (column.type == Type::timestamp) return Json(format_timestamp(whole));
    return number(value);
}

Json time_json(const ColumnDetail& column) {
    Json out = Json::object();
    out.set("period_seconds", number(column.period_seconds));
    out.set("steps_back", column.steps_back);
    out.set("repeated", column.repeated);
    Json gaps = Json::array();
    for (const TimeGap& gap : column.gaps) {
        Json one = Json::object();
        one.set("row", gap.row);
        one.set("from", time_text(gap.from));
        one.set("seconds", number(gap.seconds));
        gaps.push(std::move(one));
    }
    out.set("gaps", std::move(gaps));
    return out;
}

Json numbers_json(const ColumnDetail& column) {
    Json out = Json::object();
    out.set("min", extreme(column, column.minimum, column.int64_minimum));
    out.set("max", extreme(column, column.maximum, column.int64_maximum));
    out.set("mean", value_of(column, column.mean));
    out.set("sd", column.type == Type::timestamp ? number(column.sd / 1e6) : number(column.sd));
    static constexpr const char* shares[] = {"0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99"};
    Json quantiles = Json::object();
    for (std::size_t k = 0; k < column.quantiles.size(); ++k)
        quantiles.set(shares[k], value_of(column, column.quantiles[k]));
    out.set("quantiles", std::move(quantiles));
    out.set("rank_error", number(column.rank_error));
    Json edges = Json::array(), counts = Json::array();
    for (const double edge : column.bin_edges) edges.push(value_of(column, edge));
    for (const std::int64_t count : column.bin_counts) counts.push(Json(count));
    Json histogram = Json::object();
    histogram.set("edges", std::move(edges));
    histogram.set("counts", std::move(counts));
    out.set("histogram", std::move(histogram));
    out.set("increasing", column.increasing);
    out.set("decreasing", column.decreasing);
    out.set("strictly", column.strictly);
    Json stuck = Json::object();
    stuck.set("rows", column.stuck_rows);
    stuck.set("first_row", column.stuck_first_row);
    out.set("longest_stuck", std::move(stuck));
    if (column.type == Type::timestamp) out.set("time", time_json(column));
    return out;
}

Json column_json(const ColumnDetail& column) {
    Json out = Json::object();
    out.set("column", column.name);
    out.set("type", type_name(column.type));
    out.set("rows", column.rows);
    out.set("missing", column.missing);
    out.set("nan", column.nan);
    out.set("infinite", column.infinite);
    out.set("distinct", column.distinct);
    out.set("distinct_error", number(column.distinct_error));
    Json top = Json::array();
    for (const TopValue& value : column.top) {
        Json one = Json::object();
        one.set("value", value.value);
        one.set("count", value.count);
        top.push(std::move(one));
    }
    out.set("top", std::move(top));
    out.set("top_error", column.top_error);
    if (!column.quantiles.empty()) out.set("numbers", numbers_json(column));
    return out;
}

std::string short_number(double value) {
    if (!std::isfinite(value)) return "-";
    return reading_text(value);
}

std::string short_value(const ColumnDetail& column, double value) {
    return column.type == Type::timestamp && std::isfinite(value) ? time_text(value)
                                                                  : short_number(value);
}

void add_numbers(std::string& out, const ColumnDetail& column) {
    out += "  from " + short_value(column, column.minimum) + " to " +
           short_value(column, column.maximum) +
           (column.rank_error > 0 ? ", median about " : ", median ") +
           short_value(column, column.quantiles[3]);
    if (column.type != Type::timestamp)
        out += ", mean " + short_number(column.mean) + ", sd " + short_number(column.sd) +
               ", middle half " + short_number(column.quantiles[2]) + " to " +
               short_number(column.quantiles[4]);
    out += '\n';
    constexpr std::int64_t worth_telling = 10;
    if (column.stuck_rows >= worth_telling && column.type == Type::float64)
        out += "  does not change over " + std::to_string(column.stuck_rows) + " rows from row " +
               std::to_string(column.stuck_first_row) + "\n";
    if (column.type != Type::timestamp || std::isnan(column.period_seconds)) return;
    out += "  one record every " + short_number(column.period_seconds) + " s, " +
           std::to_string(column.steps_back) + " steps back, " + std::to_string(column.repeated) +
           " repeated times, " + std::to_string(column.gaps.size()) + " long gaps\n";
}

}  // namespace

std::string data_profile_json(const DataProfile& profile) {
    Json out = Json::object();
    out.set("rows", profile.rows);
    Json columns = Json::array();
    for (const ColumnDetail& column : profile.columns) columns.push(column_json(column));
    out.set("columns", std::move(columns));
    Json correlation = Json::object();
    correlation.set("columns", Json(profile.correlated));
    Json rows = Json::array();
    const std::size_t p = profile.correlated.size();
    for (std::size_t i = 0; i < p; ++i)
        rows.push(
            numbers({profile.correlation.begin() + static_cast<std::ptrdiff_t>(i * p),
                     profile.correlation.begin() + static_cast<std::ptrdiff_t>((i + 1) * p)}));
    correlation.set("matrix", std::move(rows));
    out.set("correlation", std::move(correlation));
    return json_text(out);
}

std::string data_profile_text(const DataProfile& profile) {
    std::string out = std::to_string(profile.rows) + " rows, " +
                      std::to_string(profile.columns.size()) + " columns\n";
    for (const ColumnDetail& column : profile.columns) {
        out += "\n" + excerpt(column.name, 80) + " (" + type_name(column.type) +
               "): " + std::to_string(column.missing) + " missing, " +
               (column.distinct_error > 0 ? "about " : "") + std::to_string(column.distinct) +
               " distinct";
        if (column.nan > 0) out += ", " + std::to_string(column.nan) + " NaN";
        if (column.infinite > 0) out += ", " + std::to_string(column.infinite) + " infinite";
        out += '\n';
        if (!column.quantiles.empty()) add_numbers(out, column);
        if (column.top.empty() || column.top[0].count < 2) continue;
        out += "  most frequent: ";
        for (std::size_t k = 0; k < column.top.size() && k < 3; ++k)
            out += (k ? ", " : "") + excerpt(column.top[k].value) + " (" +
                   std::to_string(column.top[k].count) + ")";
        out += '\n';
    }
    return out;
}

}  // namespace tenon
