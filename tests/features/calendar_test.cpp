#include "tenon/calendar.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/number_text.hpp"
#include "tenon/error.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> t{"t"};

Table times(const std::vector<std::string>& texts) {
    std::vector<std::int64_t> micros;
    for (const std::string& text : texts) micros.push_back(parse_timestamp(text).value());
    return Table({"t"}, {Column::from_timestamp(micros)});
}

std::vector<std::int64_t> part(std::uint32_t bit, const char* name,
                               const std::vector<std::string>& texts,
                               CalendarOptions options = {}) {
    options.parts = bit;
    const Table table = times(texts);
    const Table out = fit_calendar({}, table, t, options).apply({}, table);
    const auto cells = out.column(std::string("t_").append(name)).int64s();
    return {cells.begin(), cells.end()};
}

using Parts = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("the parts of a date and a time") {
    const std::vector<std::string> texts{"2024-02-29 23:59:58.5", "1969-12-31 00:00:00"};
    CHECK(part(calendar_year, "year", texts) == Parts{2024, 1969});
    CHECK(part(calendar_quarter, "quarter", texts) == Parts{1, 4});
    CHECK(part(calendar_month, "month", texts) == Parts{2, 12});
    CHECK(part(calendar_day, "day", texts) == Parts{29, 31});
    CHECK(part(calendar_day_of_year, "day_of_year", texts) == Parts{60, 365});
    CHECK(part(calendar_weekday, "weekday", texts) == Parts{4, 3});
    CHECK(part(calendar_hour, "hour", texts) == Parts{23, 0});
    CHECK(part(calendar_minute, "minute", texts) == Parts{59, 0});
    CHECK(part(calendar_second, "second", texts) == Parts{58, 0});
    CHECK(part(calendar_weekend, "weekend", {"2026-11-28", "2026-11-29", "2026-11-30"}) ==
          Parts{1, 1, 0});
}

// The examples of ISO 8601, as they are told everywhere: a week has its year's Thursday.
TEST_CASE("ISO weeks at the turn of a year") {
    CHECK(part(calendar_iso_week, "iso_week",
               {"2005-01-01", "2005-01-02", "2005-12-31", "2006-01-01", "2007-01-01", "2008-12-29",
                "2010-01-03", "2020-12-31", "2021-01-03", "2021-01-04"}) ==
          Parts{53, 53, 52, 52, 1, 1, 53, 53, 53, 1});
}

TEST_CASE("shifts begin when the plant says") {
    CHECK(part(calendar_shift, "shift",
               {"2026-01-01 06:00:00", "2026-01-01 13:59:59", "2026-01-01 14:00:00",
                "2026-01-01 22:00:00", "2026-01-01 05:59:59"}) == Parts{0, 0, 1, 2, 2});
    CHECK(part(calendar_shift, "shift", {"2026-01-01 07:29:59", "2026-01-01 19:30:00"},
               {.shifts = 2, .first_shift_hour = 7.5}) == Parts{1, 1});
}

TEST_CASE("on a circle the end of a period lies beside its beginning") {
    const Table table =
        times({"2026-01-01 00:00:00", "2026-01-01 06:00:00", "2026-12-31 23:59:59"});
    const Table out =
        fit_calendar({}, table, t, {.parts = calendar_day_circle | calendar_year_circle})
            .apply({}, table);
    CHECK(out.column("t_day_sin").number(0) == 0);
    CHECK(out.column("t_day_sin").number(1) == doctest::Approx(1));
    CHECK(out.column("t_day_cos").number(1) == doctest::Approx(0).epsilon(1e-15));
    CHECK(out.column("t_year_cos").number(2) == doctest::Approx(1).epsilon(1e-6));
    CHECK(std::fabs(out.column("t_year_sin").number(2)) < 1e-6);
}

TEST_CASE("missing times have no parts, and the farthest times have some") {
    const Table table({"t"},
                      {Column::from_timestamp({0, INT64_MAX, INT64_MIN}, {false, true, true})});
    const Table out = fit_calendar({}, table, t, {.parts = calendar_year}).apply({}, table);
    CHECK_FALSE(out.column("t_year").valid(0));
    CHECK(out.column("t_year").number(1) == 294247);
    CHECK(out.column("t_year").number(2) == -290308);
}

TEST_CASE("numbers are no times, and no part is no feature") {
    CHECK_THROWS_AS(fit_calendar({}, Table({"t"}, {Column::from_int64({1})}), t), Error);
    CHECK_THROWS_AS(fit_calendar({}, times({"2026-01-01"}), t, {.parts = 0}), Error);
    CHECK_THROWS_AS(fit_calendar({}, times({"2026-01-01"}), t, {.parts = 1u << 30}), Error);
}
