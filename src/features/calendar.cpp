// Civil dates from days: H. Hinnant, chrono-Compatible Low-Level Date Algorithms, as std::chrono
// has them. ISO 8601 weeks: a week belongs to the year of its Thursday.
#include "tenon/calendar.hpp"

#include <chrono>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "features/numbers.hpp"

namespace tenon {

using namespace features;

namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t micros_per_hour = 3600 * micros_per_second;
constexpr std::int64_t micros_per_day = 24 * micros_per_hour;
constexpr std::int64_t days_per_week = 7;

// A time taken apart once.
struct Moment {
    std::int64_t day = 0;     // since 1970-01-01
    std::int64_t micros = 0;  // of the day
    std::int64_t year = 0, month = 0, day_of_month = 0;
    std::int64_t day_of_year = 0;  // from 0
    std::int64_t weekday = 0;      // 0 Monday
};

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0);
}

std::chrono::year_month_day date_of(std::int64_t day) {
    return std::chrono::sys_days(std::chrono::days(day));
}

std::int64_t first_day_of(std::int64_t year) {
    using namespace std::chrono;
    return sys_days(std::chrono::year(static_cast<int>(year)) / January / 1)
        .time_since_epoch()
        .count();
}

Moment moment_of(std::int64_t micros) {
    Moment m;
    m.day = floor_divide(micros, micros_per_day);
    m.micros = micros % micros_per_day;
    if (m.micros < 0) m.micros += micros_per_day;
    // The calendar repeats after 400 years, and a 16-bit year is all that chrono has.
    constexpr std::int64_t era = 146'097;
    const std::int64_t eras = floor_divide(m.day, era);
    const auto date = date_of(m.day - eras * era);
    const std::int64_t year = static_cast<int>(date.year());
    m.year = year + 400 * eras;
    m.month = static_cast<unsigned>(date.month());
    m.day_of_month = static_cast<unsigned>(date.day());
    m.day_of_year = m.day - eras * era - first_day_of(year);
    m.weekday = m.day + 3 - floor_divide(m.day + 3, days_per_week) * days_per_week;
    return m;
}

bool leap(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int64_t iso_week(const Moment& m) {
    const std::int64_t thursday = m.day_of_year + 3 - m.weekday;  // may lie in a neighbour year
    if (thursday < 0) return (thursday + (leap(m.year - 1) ? 366 : 365)) / days_per_week + 1;
    const std::int64_t length = leap(m.year) ? 366 : 365;
    return (thursday >= length ? thursday - length : thursday) / days_per_week + 1;
}

// How much of a period has passed, in [0, 1).
double day_share(const Moment& m) {
    return static_cast<double>(m.micros) / static_cast<double>(micros_per_day);
}
double week_share(const Moment& m) {
    return (static_cast<double>(m.weekday) + day_share(m)) / days_per_week;
}
double year_share(const Moment& m) {
    return (static_cast<double>(m.day_of_year) + day_share(m)) / (leap(m.year) ? 366 : 365);
}

struct Part {
    std::uint32_t bit;
    const char* name;
    std::int64_t (*value)(const Moment&);
};
struct Circle {
    std::uint32_t bit;
    const char* name;
    double (*share)(const Moment&);
};

constexpr Part parts[] = {
    {calendar_year, "year", [](const Moment& m) { return m.year; }},
    {calendar_quarter, "quarter", [](const Moment& m) { return (m.month - 1) / 3 + 1; }},
    {calendar_month, "month", [](const Moment& m) { return m.month; }},
    {calendar_iso_week, "iso_week", iso_week},
    {calendar_day, "day", [](const Moment& m) { return m.day_of_month; }},
    {calendar_day_of_year, "day_of_year", [](const Moment& m) { return m.day_of_year + 1; }},
    {calendar_weekday, "weekday", [](const Moment& m) { return m.weekday + 1; }},
    {calendar_weekend, "weekend", [](const Moment& m) { return std::int64_t{m.weekday >= 5}; }},
    {calendar_hour, "hour", [](const Moment& m) { return m.micros / micros_per_hour; }},
    {calendar_minute, "minute",
     [](const Moment& m) { return m.micros / (60 * micros_per_second) % 60; }},
    {calendar_second, "second", [](const Moment& m) { return m.micros / micros_per_second % 60; }},
};
constexpr Circle circles[] = {
    {calendar_day_circle, "day", day_share},
    {calendar_week_circle, "week", week_share},
    {calendar_year_circle, "year", year_share},
};
constexpr std::uint32_t all_parts = (calendar_year_circle << 1) - 1;

class CalendarStep final : public FeatureStep {
  public:
    CalendarStep(std::vector<std::string> columns, const CalendarOptions& options)
        : columns_(std::move(columns)), options_(options) {
        check_distinct(columns_);
        if (options_.parts == 0 || (options_.parts & ~all_parts) != 0)
            refuse_option("parts", "must name parts of the calendar");
        if (options_.shifts < 1 || options_.shifts > 24)
            refuse_option("shifts", "must be from 1 to 24");
        if (!(options_.first_shift_hour >= 0 && options_.first_shift_hour < 24))
            refuse_option("first_shift_hour",
                          "must be from 0 to below 24 (midnight is 0; in tenon.h, where 0 is the "
                          "default, 24)");
    }

    const char* kind() const noexcept override { return "calendar"; }
    std::vector<std::string> inputs() const override { return columns_; }
    std::vector<std::string> outputs() const override {
        std::vector<std::string> names;
        for (const std::string& column : columns_)
            for (const std::string& name : names_of(column)) names.push_back(name);
        return names;
    }

    Table apply(const Context& context, const Table& table) const override {
        Table out = table;
        for (const std::string& name : columns_) {
            const Column& column = table.column(name);
            check_times(name, column);
            const auto names = names_of(name);
            const Charge charge(context, column.size() * 8 * std::int64_t(names.size()));
            out = append_columns(out, names, parts_of(context, column), "calendar")
                      .with_change({"calendar", name, 0,
                                    (column.size() - column.missing()) * std::int64_t(names.size()),
                                    std::to_string(names.size()) + " parts of the time"});
        }
        return out;
    }

    void write(Json& document) const override {
        document.set("columns", columns_);
        document.set("parts", static_cast<std::int64_t>(options_.parts));
        document.set("shifts", options_.shifts);
        document.set("first_shift_hour", options_.first_shift_hour);
    }

    static void check_times(const std::string& name, const Column& column) {
        if (column.type() != Type::timestamp)
            refuse_column(name,
                          std::string("is ") + type_name(column.type()) +
                              ", and calendar parts are those of a timestamp",
                          Status::type);
    }

  private:
    bool has(std::uint32_t bit) const { return (options_.parts & bit) != 0; }

    std::vector<std::string> names_of(const std::string& column) const {
        std::vector<std::string> names;
        for (const Part& part : parts)
            if (has(part.bit)) names.push_back(column + '_' + part.name);
        if (has(calendar_shift)) names.push_back(column + "_shift");
        for (const Circle& circle : circles)
            if (has(circle.bit))
                for (const char* end : {"_sin", "_cos"})
                    names.push_back(column + '_' + circle.name + end);
        return names;
    }

    std::int64_t shift_of(const Moment& m) const {
        const auto begin = static_cast<std::int64_t>(
            std::llround(options_.first_shift_hour * static_cast<double>(micros_per_hour)));
        const std::int64_t since = (m.micros - begin + micros_per_day) % micros_per_day;
        return since * options_.shifts / micros_per_day;
    }

    template <class Value, class Make>
    static Column each(const std::vector<Moment>& moments, const std::vector<bool>& valid,
                       Value value, Make make) {
        std::vector<decltype(value(moments[0]))> values;
        values.reserve(moments.size());
        for (const Moment& m : moments) values.push_back(value(m));
        return make(std::move(values), valid);
    }

    std::vector<Column> parts_of(const Context& context, const Column& column) const {
        std::vector<Moment> moments(static_cast<std::size_t>(column.size()));
        std::vector<bool> valid(moments.size());
        for (std::size_t row = 0; row < moments.size(); ++row) {
            if (static_cast<std::int64_t>(row) % rows_between_checks == 0)
                context.check_cancelled();
            valid[row] = column.valid(static_cast<std::int64_t>(row));
            if (valid[row]) moments[row] = moment_of(column.int64s()[row]);
        }
        std::vector<Column> made;
        for (const Part& part : parts)
            if (has(part.bit)) made.push_back(each(moments, valid, part.value, Column::from_int64));
        if (has(calendar_shift))
            made.push_back(each(
                moments, valid, [this](const Moment& m) { return shift_of(m); },
                Column::from_int64));
        for (const Circle& circle : circles) {
            if (!has(circle.bit)) continue;
            const auto angle = [&](const Moment& m) {
                return 2 * std::numbers::pi * circle.share(m);
            };
            made.push_back(each(
                moments, valid, [&](const Moment& m) { return std::sin(angle(m)); },
                Column::from_float64));
            made.push_back(each(
                moments, valid, [&](const Moment& m) { return std::cos(angle(m)); },
                Column::from_float64));
        }
        return made;
    }

    std::vector<std::string> columns_;
    CalendarOptions options_;
};

}  // namespace

Feature fit_calendar(const Context&, const Table& table, std::span<const std::string> columns,
                     const CalendarOptions& options) {
    for (const std::string& name : columns) CalendarStep::check_times(name, table.column(name));
    return Feature(std::make_shared<CalendarStep>(
        std::vector<std::string>(columns.begin(), columns.end()), options));
}

namespace features {

StepPointer read_calendar(const JsonMember& document) {
    CalendarOptions options;
    const std::int64_t bits = document["parts"].count();
    if (bits > all_parts) document["parts"].refuse("holds unknown parts");
    options.parts = static_cast<std::uint32_t>(bits);
    options.shifts = document["shifts"].count();
    options.first_shift_hour = document["first_shift_hour"].finite();
    return std::make_shared<CalendarStep>(document["columns"].texts(), options);
}

}  // namespace features
}  // namespace tenon
