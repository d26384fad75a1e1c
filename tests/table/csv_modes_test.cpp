// Reading leniently, by a schema, with marks of single columns, and times by the custom of a place.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/number_text.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

using namespace tenon;

namespace {

Table read(std::string_view text, const CsvOptions& options = {}) {
    return read_csv_buffer({}, text, options);
}

Error refusal(std::string_view text, const CsvOptions& options = {}) {
    try {
        read(text, options);
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error");
    return Error(Status::ok, "");
}

std::string time_of(std::string_view cell, const CsvOptions& options = {}) {
    const Table table = read("t,x\n" + std::string(cell) + ",1\n", options);
    return table.column(0).type() == Type::timestamp ? table.column(0).cell_text(0) : "text";
}

}  // namespace

TEST_CASE("read leniently, lines that are no records are set aside with their place and text") {
    const std::string text = "a,b\n1,2\n3\n4,5,6\n7,\"x\"y\n8,9\n1\xFF,2\n10,11\n12,\"13\n14,15\n";
    const Table table = read(text, {.lenient = true});
    REQUIRE(table.rows() == 4);
    CHECK(table.column("a").type() == Type::int64);
    CHECK(table.column("a").number(0) == 1);
    CHECK(table.column("a").number(1) == 8);
    CHECK(table.column("a").number(2) == 10);
    CHECK(table.column("a").number(3) == 14);
    const auto& found = table.findings();
    REQUIRE(found.size() == 5);
    const char* kinds[] = {"ragged line", "ragged line", "stray quote", "bad bytes", "stray quote"};
    const std::int64_t lines[] = {3, 4, 5, 7, 9};
    const char* originals[] = {"3", "4,5,6", "7,\"x\"y", "1\xEF\xBF\xBD,2", "12,\"13"};
    for (std::size_t i = 0; i < 5; ++i) {
        CAPTURE(i);
        CHECK(found[i].kind == kinds[i]);
        CHECK(found[i].line == lines[i]);
        CHECK(found[i].original == originals[i]);
    }
    CHECK(found[2].column == 1);
    CHECK(found[2].byte == static_cast<std::int64_t>(text.find("y\n8")));
    CHECK(found[3].byte == static_cast<std::int64_t>(text.find('\xFF')));
}

TEST_CASE("a quote that is never closed costs its own line only, when read leniently") {
    const Table table = read("a,b\n1,\"2\n3,4\n5,6\n", {.lenient = true});
    REQUIRE(table.rows() == 2);
    CHECK(table.column("b").number(1) == 6);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].line == 2);
    CHECK(table.findings()[0].original == "1,\"2");
}

TEST_CASE("bad lines are the same findings wherever blocks of the reader end") {
    std::string text = "a,b,c\n";
    std::int64_t line = 1;
    std::vector<std::int64_t> bad;
    for (int i = 0; i < 100'000; ++i) {
        ++line;
        if (i % 997 == 5) {
            bad.push_back(line);
            text += i % 2 ? "only one\n" : "1,\xC3,3\n";
        } else {
            text += "1,2.5,\"x\ny\"\n";
            ++line;
        }
    }
    const Table table = read(text, {.lenient = true});
    CHECK(table.rows() == 100'000 - static_cast<std::int64_t>(bad.size()));
    REQUIRE(table.findings().size() == bad.size());
    for (std::size_t i = 0; i < bad.size(); ++i) REQUIRE(table.findings()[i].line == bad[i]);
}

TEST_CASE("a schema gives the types; a cell that is not of its type is refused with its place") {
    CsvOptions options;
    options.columns = {{.name = "id", .type = Type::int64},
                       {.name = "x", .type = Type::float64},
                       {.name = "on", .type = Type::boolean},
                       {.name = "t", .type = Type::timestamp},
                       {.name = "word", .type = Type::text}};
    const Table table = read(
        "id,x,on,t,word\n007,5,1,2024-03-01 10:00,12\n,,,,\n8,1.5,false,2024-03-02,x\n", options);
    CHECK(table.column("id").int64s()[0] == 7);
    CHECK(table.column("x").float64s()[0] == 5);
    CHECK(table.column("on").boolean(0));
    CHECK_FALSE(table.column("on").boolean(2));
    CHECK(table.column("t").cell_text(2) == "2024-03-02 00:00:00");
    CHECK(table.column("word").text(0) == "12");
    for (std::int32_t c = 0; c < 5; ++c) CHECK(table.column(c).missing() == 1);

    const std::string bad =
        "id,x,on,t,word\n1,2,true,2024-03-01,a\n2,two,true,2024-03-01,a\n3.5,1,x,,b\n";
    const Error error = refusal(bad, options);
    CHECK(error.status() == Status::parse);
    CHECK(error.where().line == 3);
    CHECK(error.where().column == 1);
    CHECK(error.where().byte == static_cast<std::int64_t>(bad.find("two")));
    options.lenient = true;
    const Table lenient = read(bad, options);
    CHECK(lenient.rows() == 3);
    CHECK(lenient.column("x").missing() == 1);
    CHECK(lenient.column("id").missing() == 1);
    REQUIRE(lenient.findings().size() == 3);
    CHECK(lenient.findings()[0].kind == "bad cell");
    CHECK(lenient.findings()[0].original == "two");
    CHECK(lenient.findings()[1].original == "3.5");
    CHECK(lenient.findings()[2].original == "x");
    CHECK(lenient.findings()[2].line == 4);
    options.columns[0].name = "idd";
    CHECK(refusal(bad, options).status() == Status::not_found);
}

TEST_CASE("a column may have missing marks of its own, numbers too") {
    CsvOptions options;
    options.columns = {{.name = "a", .missing_marks = {"9999", "-"}},
                       {.name = "b", .missing_marks = {"\xE6\x97\xA0"}},
                       {.name = "c", .missing_marks = {"-999.9"}}};
    const Table table = read(
        "a,b,c,d\n1,1.5,1.0,9999\n9999,\xE6\x97\xA0,-999.9,NA\n-,2.5,\"-999.9\",3\n99990,NA,2,4\n",
        options);
    CHECK(table.column("a").type() == Type::int64);
    CHECK(table.column("a").missing() == 2);
    CHECK(table.column("a").number(3) == 99990);
    CHECK(table.column("b").type() == Type::text);  // NA is no mark there
    CHECK_FALSE(table.column("b").valid(1));
    CHECK(table.column("c").missing() == 2);  // in quotes, too
    CHECK_FALSE(table.column("c").valid(2));
    CHECK(table.column("d").number(0) == 9999);
    CHECK(table.column("d").missing() == 1);
}

TEST_CASE("a missing mark that is a number holds for a decimal comma, however it is written") {
    const std::string text = "a;b\n-999,9;9\n-999,90;8\n1,5;2\n-999.9;1\n";
    for (const char* mark : {"-999.9", "-999,9", "-999.90"}) {
        CAPTURE(mark);
        for (const char decimal : {'\0', ','}) {
            const Table table = read(text, {.decimal = decimal, .missing_marks = {mark, "-999.9"}});
            CHECK(table.column("a").type() == Type::float64);
            CHECK(table.column("a").missing() == 3);
            CHECK(table.column("a").number(2) == 1.5);
            CHECK(table.column("b").missing() == 0);
        }
    }
    // With groups of digits a mark is read as the file writes it.
    const Table grouped = read("a;b\n9.999;1\n9999;2\n9,999;3\n",
                               {.decimal = ',', .thousands = '.', .missing_marks = {"9.999"}});
    CHECK_FALSE(grouped.column("a").valid(0));
    CHECK_FALSE(grouped.column("a").valid(1));
    CHECK(grouped.column("a").number(2) == 9.999);
}

TEST_CASE("each of many lines that are left out is told with its own line and byte") {
    const std::vector<std::string> bad = {"1,2,3\n", "\n4,\"x\"y\r\n", "5,\xFF\n", "6\n"};
    std::string text = "a,b\n";
    std::vector<std::int64_t> lines, bytes;
    std::int64_t line = 2;
    for (int i = 0; i < 4000; ++i) {
        const std::string& row = bad[static_cast<std::size_t>(i) % bad.size()];
        lines.push_back(line + (row[0] == '\n'));
        const std::size_t fault = row.find_first_of("y\xFF");  // or the line's beginning
        bytes.push_back(
            static_cast<std::int64_t>(text.size() + (fault == std::string::npos ? 0 : fault)));
        text += row;
        line += std::count(row.begin(), row.end(), '\n');
        if (i % 7 == 0) text += "7,8\n", ++line;
    }
    const Table table = read(text, {.lenient = true});
    CHECK(table.rows() == 572);
    std::vector<std::int64_t> told_lines, told_bytes;
    for (const Finding& finding : table.findings())
        if (!finding.original.empty()) {
            told_lines.push_back(finding.line);
            told_bytes.push_back(finding.byte);
        }
    CHECK(told_lines == lines);
    CHECK(told_bytes == bytes);
}

TEST_CASE("bytes that are not text are found wherever they stand among longer characters") {
    using namespace std::string_literals;
    for (const std::size_t ahead : {4080, 8176, 65000})
        for (std::size_t shift = 0; shift < 20; ++shift) {
            std::string text = "a,b\n1," + std::string(ahead + shift, 'x');
            for (int i = 0; i < 9; ++i) text += "\u00E9\u4E2D\U0001F600";
            CHECK(read(text + "\n").column("b").text(0) == text.substr(6));
            for (const std::string& bad : {"\xFF"s, "\0"s, "\xE0\x80\x80"s, "\xF0\x9F"s}) {
                const Error error = refusal(text + bad + "y\n2,3\n");
                CHECK(error.where().line == 2);
                CHECK(error.where().byte == static_cast<std::int64_t>(text.size()));
                const Table rest = read(text + bad + "y\n2,3\n", {.lenient = true});
                CHECK(rest.rows() == 1);
            }
        }
}

TEST_CASE("local times are read in the order that the whole column tells") {
    CHECK(time_of("14.3.2024 7:05") == "2024-03-14 07:05:00");
    CHECK(time_of("31/12/2023 23:59:59.25") == "2023-12-31 23:59:59.250000");
    CHECK(time_of("12/31/2023 12:00:01 AM") == "2023-12-31 00:00:01");
    CHECK(time_of("12/31/2023 1:00pm") == "2023-12-31 13:00:00");
    CHECK(time_of("2024/03/04 05:06:07") == "2024-03-04 05:06:07");
    CHECK(time_of("2024-3-4") == "2024-03-04 00:00:00");
    CHECK(time_of("20240314T070500Z") == "2024-03-14 07:05:00");
    CHECK(time_of("2024-03-14T24:00:00") == "2024-03-15 00:00:00");
    CHECK(time_of("2024年3月14日") == "2024-03-14 00:00:00");
    CHECK(time_of("2024年03月14日 7时5分") == "2024-03-14 07:05:00");
    CHECK(time_of("2024年3月14日7时5分9秒") == "2024-03-14 07:05:09");
    CHECK(time_of("2024年3月14日 07:05:09") == "2024-03-14 07:05:09");
    CHECK(time_of("14-Mar-2024") == "2024-03-14 00:00:00");
    CHECK(time_of("4 march 2024 7:05") == "2024-03-04 07:05:00");
    CHECK(time_of("14.3.2024 24:00") == "2024-03-15 00:00:00");
    CHECK(time_of("31/12/2023 24:00:00") == "2024-01-01 00:00:00");
    CHECK(time_of("2024年3月14日 24时") == "2024-03-15 00:00:00");
    CHECK(time_of("2024/3/14 上午 12:05:09") == "2024-03-14 00:05:09");
    CHECK(time_of("2024/3/14 下午1:05") == "2024-03-14 13:05:00");
    CHECK(time_of("2024年3月14日下午1:05") == "2024-03-14 13:05:00");
    CHECK(time_of("2024年3月14日 下午1时5分") == "2024-03-14 13:05:00");
    for (const char* none :
         {"14.3.2024 24:01", "14.3.2024 24:00:00.5", "2024/3/14 下午13:05", "2024/3/14 上午0:05",
          "2024/3/14 下午", "12/31/2023 24:00 AM", "2024/3/14 上午1:05 PM"})
        CHECK(time_of(none) == "text");
    for (const char* none : {"2024年13月14日", "2024年3月", "2024年3月14日7时5", "14-Mrz-2024",
                             "14-Mar-24", "31-Feb-2024", "14-Mar 2024", "2024年3月14日07:05"})
        CHECK(time_of(none) == "text");
    CHECK(time_of("01.02.2024 10:00:00") == "2024-02-01 10:00:00");
    for (const char* none : {"31/31/2024", "30.02.2024", "1.2.3", "12/31/2023 13:00 PM", "1/2/24",
                             "14.3.2024 7", "14.3/2024", "14.3.2024x"})
        CHECK(time_of(none) == "text");

    const Table day_first = read("t,x\n03/04/2024,1\n05/04/2024,2\n25/12/2024,3\n");
    CHECK(day_first.column("t").cell_text(0) == "2024-04-03 00:00:00");
    CHECK(day_first.findings().empty());
    const Table month_first = read("t,x\n03/04/2024,1\n05/04/2024,2\n12/25/2024,3\n");
    CHECK(month_first.column("t").cell_text(0) == "2024-03-04 00:00:00");
    CHECK(month_first.column("t").cell_text(1) == "2024-05-04 00:00:00");
    // The cell that tells may come late.
    std::string late = "t,x\n";
    for (int i = 0; i < 50'000; ++i) late += "03/04/2024 10:00:00,1\n";
    const Table told = read(late + "12/25/2024,2\n");
    CHECK(told.column("t").cell_text(0) == "2024-03-04 10:00:00");
    CHECK(told.column("t").cell_text(50'000) == "2024-12-25 00:00:00");
    const Table clash = read(late + "12/25/2024,2\n25/12/2024,3\n");
    CHECK(clash.column("t").type() == Type::text);
    CHECK(clash.column("t").text(0) == "03/04/2024 10:00:00");
    CHECK(clash.rows() == 50'002);
    REQUIRE(clash.findings().size() == 1);
    CHECK(clash.findings()[0].line == 50'003);
}

TEST_CASE("years of two digits stay text, and the finding says why") {
    for (const char* cells :
         {"14.03.24,1\n15.03.24,2\n", "3/14/24 7:05,1\n,2\n", "14-Mar-24,1\n1 April 24 7:05,2\n"}) {
        const Table table = read(std::string("t,x\n") + cells);
        CHECK(table.column("t").type() == Type::text);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "two-digit years");
        CHECK(table.findings()[0].line == 2);
    }
    CHECK(read("t,x\n1.2.345,1\n").findings().empty());
    CHECK(read("t,x\n1.2.34,1\na,1\n").findings().empty());
}

TEST_CASE("a column of nothing but a form that no type reads is text, and a finding says why") {
    for (const auto& form :
         {std::pair{"10%,1\n7.5%,2\n", "its unit"}, std::pair{"10 %,1\n,2\n7 %,3\n", "its unit"},
          std::pair{"12.5 mm,1\n3.25 mm,2\n", "its unit"},
          std::pair{"12.5mm,1\n3.25mm,2\n", "its unit"}, std::pair{"20°C,1\n-4°C,2\n", "its unit"},
          std::pair{"$ 3,1\n$4.50,2\n", "its unit"},
          std::pair{"10:00:01,1\n7:05,2\n", "without a date"},
          std::pair{"2024-03-14 10:00 CET,1\n", "by letters"},
          std::pair{"14.03.2024 10:00:00 CEST,1\n", "by letters"},
          std::pair{"2024-10-27T02:30:00+02:00[Europe/Berlin],1\n", "by letters"},
          std::pair{"2024-10-27 02:30 America/New_York,1\n", "by letters"},
          std::pair{"2024-10-27 02:30:00 (CET),1\n", "by letters"},
          std::pair{"2024-10-27 02:30 EST5EDT,1\n", "by letters"},
          std::pair{"\"12,34,567\",1\n", "grouped by two"}}) {
        const std::string cells = form.first, words = form.second;
        CAPTURE(cells);
        const Table table = read("t,x\n" + cells);
        CHECK(table.column("t").type() == Type::text);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "unread form");
        CHECK(table.findings()[0].line == 2);
        CHECK(table.findings()[0].text.find(words) != std::string::npos);
    }
    for (const char* cells :
         {"12A,1\n13B,2\n", "12A,1\n13A,2\n", "10%,1\nx,2\n", "12.5 mm,1\n1.5 in,2\n",
          "M1,1\nM2,2\n", "3-4,1\n", "25 x 30,1\n", "1:30:,1\n", "10:0,1\n"}) {
        CAPTURE(cells);
        CHECK(read(std::string("t,x\n") + cells).findings().empty());
    }
}

TEST_CASE("whole columns of readings and times that are not read are told of") {
    for (const char* cell : {"\"Mon, 01 Jan 2024 10:00:00\"", "Mon Jan 1 10:00:00 2024",
                             "01. M\xC3\xA4rz 2024", "\"Thu, 14 Mar 2024 07:05:00 +0100\"",
                             "5. Mai 2024", "1 ao\xC3\xBBt 2024 10:00", "14th March 2024"}) {
        CAPTURE(cell);
        const Table table = read("t;x\n" + std::string(cell) + ";1\n");
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "unread dates");
    }
    for (const auto& form : {std::pair{"08h15", "form that is not read"},
                             std::pair{"2024-03-14T07", "form that is not read"},
                             std::pair{"13/01/2024 08h15", "form that is not read"},
                             std::pair{"2024-03-14_07.05.09", "form that is not read"},
                             std::pair{"2024-03-14-07.05.09", "form that is not read"},
                             std::pair{"14.03.2024 07.05", "form that is not read"},
                             std::pair{"2024:03:14 07:05:09", "form that is not read"},
                             std::pair{"10:15 Uhr", "form that is not read"},
                             std::pair{"1/13/2024 1:05 p.m.", "form that is not read"},
                             std::pair{"2024-01-01 23:60", "no clock shows"},
                             std::pair{"2024-01-01 12:30:60", "no clock shows"},
                             std::pair{"2024-01-01 25:10", "no clock shows"},
                             std::pair{"23:60", "no clock shows"},
                             std::pair{"2024-01-01 24:00:01", "no clock shows"},
                             std::pair{"2024-01-01 13:30 PM", "AM and PM"},
                             std::pair{"2024-01-01 0:30 AM", "AM and PM"},
                             std::pair{"1:05 PM", "without a date"},
                             std::pair{"2024-01-01T10:00+8", "offset"},
                             std::pair{"2024-01-01T10:00+99:99", "offset"},
                             std::pair{"2024-01", "a month"},
                             std::pair{"01/2024", "a month"},
                             std::pair{"2024\xE5\xB9\xB4"
                                       "3\xE6\x9C\x88",
                                       "a month"},
                             std::pair{"1.5D+03", "exponent"},
                             std::pair{"2d-1", "exponent"},
                             std::pair{"\xE2\x88\x92"
                                       "5.5",
                                       "minus sign"},
                             std::pair{"\xE2\x82\xAC 1,50", "its unit"},
                             std::pair{"$12.00", "its unit"},
                             std::pair{"-$1,234.50", "its unit"},
                             std::pair{"12,50 \xE2\x82\xAC", "its unit"},
                             std::pair{"12,50\xC2\xA0\xE2\x82\xAC", "its unit"},
                             std::pair{"EUR 12.50", "its unit"}}) {
        const std::string cell = form.first, words = form.second;
        CAPTURE(cell);
        const Table table = read("t;x\n" + cell + ";1\n");
        CHECK(table.column("t").type() == Type::text);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "unread form");
        CHECK(table.findings()[0].text.find(words) != std::string::npos);
    }
    const Table grouped = read("a;b\n1,234,56;1\n", {.thousands = U','});
    REQUIRE(grouped.findings().size() == 1);
    CHECK(grouped.findings()[0].text.find("other than three digits") != std::string::npos);
    for (const char* cells :
         {"12A", "3-4", "M 14 2024", "Lot 12", "12D4", "12h", "v1.2", "10-15", "2024-13", "99/2024",
          "MIX 5", "1.2.3", "A:60", "Thursday", "Marker", "1.2.3 mm", "10:0", "Line 2024"}) {
        CAPTURE(cells);
        CHECK(read(std::string("t;x\n") + cells + ";1\n").findings().empty());
    }
}

TEST_CASE("blanks that do not break lines around a number or a time do not matter") {
    const Table table = read(
        "a,b,t\n\xC2\xA0"
        "1,2,\xE2\x80\xAF"
        "2024-01-01\n3\xC2\xA0,\xC2\xA0,2024-01-02\n"
        "\xEF\xBB\xBF"
        "4, \xC2\xA0"
        "5,2024-01-03\xE2\x80\x8B\n");
    CHECK(table.column("a").type() == Type::int64);
    CHECK(table.column("a").number(0) == 1);
    CHECK(table.column("a").number(2) == 4);
    CHECK(table.column("b").missing() == 1);
    CHECK(table.column("b").number(2) == 5);
    CHECK(table.column("t").type() == Type::timestamp);
    CHECK(table.findings().empty());
    const Table text = read(
        "a,b\n\xC2\xA0x,1\n\xC2\xA0"
        "1,2\n");  // texts keep them
    CHECK(text.column("a").text(1) ==
          "\xC2\xA0"
          "1");
    const Table back = read(write_csv_text(text), {.quoted_text = true});
    CHECK(back.column("a").text(1) ==
          "\xC2\xA0"
          "1");
}

TEST_CASE("texts that a spreadsheet wrote as formulas are the texts they show") {
    const std::string text = "a,b\n=\"00123\",1\n00124,2\n\"=\"\"00125\"\"\",3\n=A1,4\n";
    const Table table = read(text);
    CHECK(table.column("a").text(0) == "00123");
    CHECK(table.column("a").text(1) == "00124");
    CHECK(table.column("a").text(2) == "00125");
    CHECK(table.column("a").text(3) == "=A1");
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "formula texts");
    CHECK(table.findings()[0].line == 2);
    CHECK(table.findings()[0].text.find("2 cells") != std::string::npos);
    CHECK(read(text, {.all_text = true}).column("a").text(0) == "=\"00123\"");
    CHECK(read("a\n1\n=\"2\"\n").column("a").text(1) == "2");
    CsvOptions whole;
    whole.columns = {{.name = "a", .type = Type::int64}};
    CHECK(read("a\n1\n=\"2\"\n", whole).column("a").number(1) == 2);
    const Table formulas({"a"}, {Column::from_text({"=\"1\"", "x"})});
    CHECK(read(write_csv_text(formulas), {.quoted_text = true}).column("a").text(0) == "=\"1\"");
}

TEST_CASE("byte-order marks that stand there more than once are passed over and told") {
    for (const auto& [mark, encoding] : {std::pair{std::string("\xEF\xBB\xBF"), "a,b\n1,2\n"}}) {
        const std::string text = mark + mark + mark + encoding;
        const Table table = read(text);
        CHECK(table.names() == std::vector<std::string>{"a", "b"});
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "byte-order mark");
        CHECK(table.findings()[0].text.find("3 times") != std::string::npos);
        CHECK(refusal(mark + mark + "a,b\n1\n").where().byte == 10);
    }
    const std::string wide(
        "\xFF\xFE\xFF\xFE"
        "a\0,\0b\0\n\0"
        "1\0,\0"
        "2\0\n\0",
        20);
    CHECK(read(wide).names() == std::vector<std::string>{"a", "b"});
    CHECK(read("\xEF\xBB\xBF"
               "a,b\n1,2\n")
              .findings()
              .empty());
}

TEST_CASE("files of other kinds are told by their first bytes") {
    const auto told = [](std::string_view text, const char* words) {
        return refusal(text).message().find(words) != std::string::npos;
    };
    CHECK(told("[{\"a\":1},\n{\"a\":2}]\n", "JSON array"));
    CHECK(told("[\n  {\"a\":1}\n]\n", "JSON array"));
    CHECK(told("<html><table><tr><td>1</td></tr></table></html>\n", "HTML"));
    CHECK(told("\n<!DOCTYPE html>\n<p>a,b\n", "HTML"));
    CHECK(told("PK\x03\x04\x14\n", "ZIP"));
    CHECK(told("\x1F\x8B\x08\n", "gzip"));
    CHECK(read("[a],[b]\n1,2\n").rows() == 1);
    CHECK(read("<a>,b\n1,2\n").rows() == 1);
}

TEST_CASE("rows that tell names and units below the header are counted") {
    const auto words = [](std::string_view text, const CsvOptions& options = {}) {
        const Table table = read(text, options);
        return table.findings().empty() ? std::string() : table.findings()[0].text;
    };
    CHECK(words("T,D\nIst,Soll\nC,bar\n1,2\n4,5\n").find("set skip_below_header to 2") !=
          std::string::npos);
    CHECK(words("T,D\nIst,Soll\nC,bar\n1,2\n4,5\n", {.skip_below_header = 1})
              .find("set skip_below_header to 2") != std::string::npos);
    CHECK(words("T,D\nIst,Soll\nC,bar\n1,2\n4,5\n", {.skip_below_header = 2}).empty());
    CHECK(words("T,D\nC,bar\n1,2\n4,5\n").find("set skip_below_header to 1") != std::string::npos);
}

TEST_CASE("empty fields at the end of a record that are too many are left out if asked") {
    const std::string text = "a,b\n1,2,\n3,4,, \n5,6\n";
    CHECK(refusal(text).message().find("set ragged to pad") != std::string::npos);
    const Table table = read(text, {.ragged = Ragged::pad});
    CHECK(table.rows() == 3);
    CHECK(table.column("b").type() == Type::int64);
    CHECK(table.column("b").number(1) == 4);
    REQUIRE(table.findings().size() == 2);
    CHECK(table.findings()[1].kind == "ragged line");
    CHECK(table.findings()[1].line == 3);
    CHECK(table.findings()[1].text.find("2 more than there are columns") != std::string::npos);
    CHECK(refusal("a,b\n1,2,3\n", {.ragged = Ragged::pad}).where().line == 2);
    CHECK(refusal("a,b\n1,2,\"\"\n", {.ragged = Ragged::pad}).where().line == 2);
    std::string many = "a,b\n";
    for (int i = 0; i < 50'000; ++i) many += std::to_string(i) + ",2,\n";
    const Table all = read(many, {.ragged = Ragged::pad});
    CHECK(all.rows() == 50'000);
    CHECK(all.column("a").number(49'999) == 49'999);
    CHECK(all.findings().size() == 21);
}

TEST_CASE("a blank before a quote is told where it makes a line ragged") {
    CHECK(refusal("a,b\n1, \"x, y\"\n").message().find("without a blank before it") !=
          std::string::npos);
    CHECK(refusal("a,b\n1,x,y\n").message().find("without a blank") == std::string::npos);
}

TEST_CASE("a delimiter that is the stated decimal mark is not taken for one, unless quotes tell") {
    const Table one = read("Wert\n1,5\n2,5\n", {.decimal = ','});
    CHECK(one.column("Wert").number(1) == 2.5);
    const Table comma = read("a,b\n1,234\n", {.decimal = ','});
    CHECK(comma.names() == std::vector<std::string>{"a,b"});
    const Table quoted = read("a,b\n\"1,5\",1\n\"2,5\",2\n", {.decimal = ','});
    CHECK(quoted.column("a").number(1) == 2.5);
    CHECK(quoted.column("b").number(1) == 2);
    CHECK(read("a;b\n1,5;2,5\n", {.decimal = ','}).column("b").number(0) == 2.5);
}

TEST_CASE("what reading cannot know for sure it says: titles, blanks, comments, days") {
    const auto words = [](const std::string& text) {
        std::string all;
        const Table table = read(text);
        for (const Finding& finding : table.findings()) all += finding.text + "\n";
        return all;
    };
    CHECK(words("Report,,\na,b,c\n1,2,3\n").find("set skip_lines") != std::string::npos);
    CHECK(words("a,,c\n1,2,3\n").find("set skip_lines") == std::string::npos);
    CHECK(words("a   b   c\n1   2   3\n10  20  30\n").find("set delimiter to ' '") !=
          std::string::npos);
    CHECK(words("name of it\nsome\n").empty());
    CHECK(words("two words\nvery good\n").empty());
    CHECK(words("heat load\n1.5 20\n").find("set delimiter to ' '") != std::string::npos);
    CHECK(words("t,x\n2024-02-29,1\n2023-02-29,2\n").find("not in the calendar") !=
          std::string::npos);
    try {
        read("# made by X\na,b\n1,2\n");
        FAIL("was read");
    } catch (const Error& fault) {
        CHECK(fault.message().find("set comment to '#'") != std::string::npos);
    }
}

TEST_CASE("a row of units below the header is told, and can be passed over") {
    const auto row_of_units = [](const Table& table) {
        std::vector<Finding> told;
        for (const Finding& finding : table.findings())
            if (finding.kind == "row of units") told.push_back(finding);
        return told;
    };
    const std::string text = "time,temp,name\n[s],[C],\n1,2.5,x\n2,3.5,y\n";
    const auto told = row_of_units(read(text));
    REQUIRE(told.size() == 1);
    CHECK(told[0].line == 2);
    CHECK(told[0].byte == 15);
    CHECK(told[0].text.find("2 columns") != std::string::npos);
    CHECK(told[0].text.find("set skip_below_header to 1") != std::string::npos);
    const CsvOptions skip{.skip_below_header = 1};
    const Table table = read(text, skip);
    CHECK(table.column("time").type() == Type::int64);
    CHECK(table.column("temp").number(1) == 3.5);
    CHECK(table.rows() == 2);
    CHECK(table.findings().empty());
    auto batches = CsvBatches::of_buffer({}, text, {.csv = skip, .rows = 1});
    CHECK(batches.next()->column("time").type() == Type::int64);
    // Line and byte of what comes behind are those of the file.
    CHECK(refusal("a,b\ns,C\n1\n", skip).where().line == 3);
    CHECK(read("a,b\ns,C", skip).rows() == 0);
    CHECK(refusal("a,b\n", {.skip_below_header = 1, .header = false}).where().argument ==
          "skip_below_header");
    CHECK(refusal("a,b\n", {.skip_below_header = -1}).where().argument == "skip_below_header");
    // One column without brackets, a number in the first record, and texts all the way say nothing.
    CHECK(row_of_units(read("a,b\n(mm),x\n1,y\n2,z\n")).size() == 1);
    CHECK(row_of_units(read("a,b\nmm,x\n1,y\n2,z\n")).empty());
    CHECK(row_of_units(read("a,b,c\nx,y,1\n1,2,3\n4,5,6\n")).empty());
    CHECK(row_of_units(read("a,b\n[x],[y]\np,q\n")).empty());
    CHECK(row_of_units(read("a,b\n1,2\n[s],[C]\n")).empty());
    // A column without a unit has no cell there.
    CHECK(row_of_units(read("n,a,b\n,s,C\n7,1,2.5\n8,2,3.5\n")).size() == 1);
}

TEST_CASE("fractions of three digits alone in a file of semicolons may be grouped thousands") {
    const auto told = [](const std::string& text, const CsvOptions& options = {}) {
        std::string all;
        const Table table = read(text, options);
        for (const Finding& finding : table.findings())
            if (finding.kind == "decimal mark") all += finding.text + "\n";
        return all;
    };
    const std::string text = "a;b\n1.234;x\n2.345;y\n";
    CHECK(read(text).column("a").number(0) == 1.234);
    CHECK(told(text).find("grouped thousands") != std::string::npos);
    CHECK(told(text).find("line 2") != std::string::npos);
    CHECK(told(text, {.decimal = '.'}).empty());
    CHECK(told(text, {.thousands = '.'}).empty());
    CHECK(told("a;b\n1.234;x\n2.34;y\n").empty());
    CHECK(told("a;b\n0.234;x\n1.345;y\n").empty());
    CHECK(told("a;b\n1.234;2.5\n2.345;3.5\n").empty());  // another column tells
    CHECK(told("a,b\n1.234,x\n2.345,y\n").empty());
    CHECK(told("a\tb\n1.234\tx\n2.345\ty\n").empty());
}

TEST_CASE("as text without missing marks a cell of blanks keeps them") {
    const std::string text = "a,b\n ,1\n\t ,NA\n,x\n";
    const CsvOptions plain{.all_text = true, .missing_marks = {""}};
    const Table table = read(text, plain);
    CHECK(table.column("a").text(0) == " ");
    CHECK(table.column("a").text(1) == "\t ");
    CHECK_FALSE(table.column("a").valid(2));
    CHECK(table.column("b").text(1) == "NA");
    CHECK(read(text, {.all_text = true}).column("a").missing() == 3);
    CHECK(read(text, {.missing_marks = {""}}).column("a").missing() == 3);
}

TEST_CASE("UTC and GMT are zones, with an offset behind them too") {
    const Table table = read(
        "t\n2024-03-14 10:00:00 UTC\n2024-03-14 10:00 GMT\n2024-03-14 18:00 UTC+8\n"
        "2024-03-14 18:00 UTC+08:00\n2024-03-14T10:00:00Z\n2024-03-14T18:00:00+08:00\n");
    REQUIRE(table.column("t").type() == Type::timestamp);
    CHECK(table.findings().empty());
    for (std::int64_t row = 0; row < table.rows(); ++row)
        CHECK(table.column("t").int64s()[static_cast<std::size_t>(row)] ==
              table.column("t").int64s()[4]);
    CHECK(read("t,x\n2024-03-14 10:00 +8,1\n").column("t").type() == Type::text);
    CHECK(read("t,x\n2024-03-14 10:00 UTX,1\n").column("t").type() == Type::text);
}

TEST_CASE("dates of forms that are not read stay text, and the finding says so with the line") {
    for (const char* cells : {"\"Mar 14, 2024\",1\n\"Apr 1, 2024 7:05\",2\n",
                              "Thu 14 Mar 2024 07:05:00 GMT,1\n", "2024-Mar-14,1\n"}) {
        const Table table = read(std::string("t,x\n") + cells);
        CHECK(table.column("t").type() == Type::text);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "unread dates");
        CHECK(table.findings()[0].line == 2);
    }
    for (const char* cells :
         {"M 14 2024,1\n", "mar,1\n", "may 2024,1\n", "\"Mar 14, 2024\",1\nx,2\n"})
        CHECK(read(std::string("t,x\n") + cells).findings().empty());
}

TEST_CASE("times with more than microseconds are counted") {
    const Table table = read(
        "t,x\n2024-03-14T07:05:00.1234567,1\n2024-03-14T07:05:00.1234560,2\n"
        "2024-03-14 07:05:00.000000001,3\n");
    CHECK(table.column("t").type() == Type::timestamp);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "times cut");
    CHECK(table.findings()[0].line == 2);
    CHECK(table.findings()[0].text.find("2 times") != std::string::npos);
}

TEST_CASE("local dates and ISO 8601 stand in one column, in any order of the rows") {
    const auto days = [](std::vector<std::string> cells, const CsvOptions& options = {}) {
        std::string out;
        std::sort(cells.begin(), cells.end());
        do {
            std::string text = "t\n";
            for (const std::string& cell : cells) text += cell + "\n";
            const Table table = read(text, options);
            std::vector<std::string> read_cells;
            for (std::int64_t row = 0; row < table.rows(); ++row)
                read_cells.push_back(table.column(0).type() == Type::timestamp &&
                                             table.column(0).valid(row)
                                         ? table.column(0).cell_text(row).substr(0, 10)
                                         : "none");
            std::sort(read_cells.begin(), read_cells.end());
            std::string now;
            for (const std::string& cell : read_cells) now += cell + " ";
            if (!out.empty()) CHECK(now == out);
            out = now;
        } while (std::next_permutation(cells.begin(), cells.end()));
        return out;
    };
    CHECK(days({"13/02/2024", "2024-01-01"}) == "2024-01-01 2024-02-13 ");
    CHECK(days({"3/4/2024", "2024-01-01", "12/25/2024", "2024/7/8"}) ==
          "2024-01-01 2024-03-04 2024-07-08 2024-12-25 ");
    CHECK(days({"3/4/2024", "2024-01-01"}) == "none none ");
    CHECK(days({"13.2.2024", "2024-01-01", "14/2/2024"}) == "none none none ");
    CsvOptions declared{.date_order = DateOrder::day_first};
    CHECK(days({"3/4/2024", "2024-01-01"}, declared) == "2024-01-01 2024-04-03 ");
    declared.columns = {{.name = "t", .type = Type::timestamp}};
    CHECK(days({"3/4/2024", "2024-01-01"}, declared) == "2024-01-01 2024-04-03 ");
}

TEST_CASE("a bad cell is told once where its column is read again for the order of its dates") {
    CsvOptions options{.lenient = true};
    options.columns = {{.name = "t", .type = Type::timestamp}};
    std::string rows;
    for (const int count : {1, 50'000}) {  // again from the first block, or from the whole text
        for (int i = 0; i < count; ++i) rows += "3/4/2024,1\n";
        const Table table = read("t,x\n3/4/2024,1\nx,2\n" + rows + "12/25/2024,3\n", options);
        CHECK(table.column("t").cell_text(0) == "2024-03-04 00:00:00");
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "bad cell");
        CHECK(table.findings()[0].line == 3);
    }
}

TEST_CASE("a column said to be times takes dates of several marks, in whatever order they come") {
    CsvOptions options;
    options.columns = {{"t", Type::timestamp}};
    options.date_order = DateOrder::month_first;
    const std::vector<std::string> cells = {"03.14.2024", "3/14/2024", "2024-03-14", "03-14-2024",
                                            "04.03.2024"};
    const std::vector<std::string> wanted = {"2024-03-14 00:00:00", "2024-03-14 00:00:00",
                                             "2024-03-14 00:00:00", "2024-03-14 00:00:00",
                                             "2024-04-03 00:00:00"};
    for (std::size_t first = 0; first < cells.size(); ++first) {
        std::string text = "t\n";
        for (std::size_t i = 0; i < cells.size(); ++i)
            text += cells[(first + i) % cells.size()] + "\n";
        const Table table = read_csv_buffer({}, text, options);
        REQUIRE(table.column("t").type() == Type::timestamp);
        for (std::size_t i = 0; i < cells.size(); ++i)
            CHECK(table.column("t").cell_text(static_cast<std::int64_t>(i)) ==
                  wanted[(first + i) % cells.size()]);
    }
    // A point tells nothing of the order in dates with another mark.
    options.date_order = DateOrder::detect;
    const Table table = read_csv_buffer({}, "t\n04.03.2024\n3/14/2024\n3/4/2024\n", options);
    CHECK(table.column("t").cell_text(2) == "2024-03-04 00:00:00");
}

TEST_CASE("where no cell tells day from month the column is text until the caller says") {
    const Table table = read("t,x\n02/03/2024,1\n,2\n05/03/2024,3\n");
    CHECK(table.column("t").type() == Type::text);
    CHECK(table.column("t").text(2) == "05/03/2024");
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "ambiguous dates");
    CHECK(table.findings()[0].line == 2);
    CHECK(time_of("02/03/2024", {.date_order = DateOrder::day_first}) == "2024-03-02 00:00:00");
    CHECK(time_of("02/03/2024", {.date_order = DateOrder::month_first}) == "2024-02-03 00:00:00");
    CHECK(time_of("25/03/2024", {.date_order = DateOrder::month_first}) == "text");
    CsvOptions declared;
    declared.columns = {{.name = "t", .type = Type::timestamp}};
    CHECK(refusal("t,x\n02/03/2024,1\n", declared).where().argument == "date_order");
}

TEST_CASE("an order of dates that is stated holds for dates with dots, too") {
    CHECK(time_of("01.02.2024") == "2024-02-01 00:00:00");
    CHECK(time_of("01.02.2024", {.date_order = DateOrder::day_first}) == "2024-02-01 00:00:00");
    CHECK(time_of("01.02.2024", {.date_order = DateOrder::month_first}) == "2024-01-02 00:00:00");
    CHECK(time_of("2.13.2024 7:05", {.date_order = DateOrder::month_first}) ==
          "2024-02-13 07:05:00");
    CHECK(time_of("13.02.2024", {.date_order = DateOrder::month_first}) == "text");
    // Of one column alone.
    CsvOptions own;
    own.columns = {{.name = "t", .notation = {.date_order = DateOrder::month_first}}};
    const Table table = read("t,u\n01.02.2024,01.02.2024\n", own);
    CHECK(table.column("t").cell_text(0) == "2024-01-02 00:00:00");
    CHECK(table.column("u").cell_text(0) == "2024-02-01 00:00:00");
    // Without a statement the day is first, and what cannot be is told.
    for (const char* text : {"t\n02.13.2024\n", "t\n01.02.2024\n02.13.2024\n"}) {
        const Table none = read(text);
        CHECK(none.column("t").type() == Type::text);
        REQUIRE(none.findings().size() == 1);
        CHECK(none.findings()[0].text.find("set date_order to month first") != std::string::npos);
    }
}

TEST_CASE("a second 60 is a leap second at the end of a day in UTC, which is told, or no time") {
    for (const auto& [cell, wanted] : std::vector<std::pair<const char*, const char*>>{
             {"2016-12-31T23:59:60Z", "2017-01-01 00:00:00"},
             {"2016-12-31 23:59:60", "2017-01-01 00:00:00"},
             {"2016-12-31 23:59:60.5", "2017-01-01 00:00:00.500000"},
             {"2017-01-01T07:59:60+08:00", "2017-01-01 00:00:00"},
             {"2016-12-31T18:29:60-05:30", "2017-01-01 00:00:00"},
             {"20161231T235960Z", "2017-01-01 00:00:00"},
             {"20161231T235960", "2017-01-01 00:00:00"},
             {"31.12.2016 23:59:60", "2017-01-01 00:00:00"},
             {"31.12.2016 18:59:60 -0500", "2017-01-01 00:00:00"},
             {"12/31/2016 11:59:60 PM", "2017-01-01 00:00:00"}}) {
        CAPTURE(cell);
        for (const char* before : {"", "2016-12-31 00:00:00,1\n"}) {
            const Table table = read("t,x\n" + std::string(before) + cell + ",1\n");
            REQUIRE(table.column("t").type() == Type::timestamp);
            CHECK(table.column("t").cell_text(table.rows() - 1) == wanted);
            const auto& found = table.findings();
            const auto leap = std::find_if(found.begin(), found.end(), [](const Finding& f) {
                return f.kind == "leap seconds";
            });
            REQUIRE(leap != found.end());
            CHECK(leap->line == table.rows() + 1);
        }
    }
    for (const char* none : {"2024-01-01 12:30:60", "2016-12-31T23:59:60+01:00",
                             "2016-12-31 23:59:61", "2016-12-31 22:59:60", "20161231T125960",
                             "31.12.2016 22:59:60", "2016年12月31日 7时5分60秒"})
        CHECK(time_of(none) == "text");
}

TEST_CASE("times with a zone are in UTC, others as written, and a mixture is told") {
    CHECK(time_of("2024-03-01T10:00:00+02:00") == "2024-03-01 08:00:00");
    CHECK(time_of("14.3.2024 07:05 +0100") == "2024-03-14 06:05:00");
    CHECK(time_of("14.3.2024 07:05Z") == "2024-03-14 07:05:00");
    const Table table =
        read("t,x\n2024-03-01 10:00:00,1\n2024-03-01 10:00:01Z,2\n2024-03-01 10:00:02,3\n");
    CHECK(table.column("t").type() == Type::timestamp);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "mixed time zones");
    CHECK(table.findings()[0].line == 3);
}

TEST_CASE("a time without a zone behind those with one is told too") {
    const Table table =
        read("t,x\n2024-03-01T10:00:00+08:00,1\n2024-03-01T10:00:00,2\n2024-03-01,3\n");
    CHECK(table.column("t").type() == Type::timestamp);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "mixed time zones");
    CHECK(table.findings()[0].line == 3);
    CHECK(read("t,x\n2024-03-01T10:00:00Z,1\n2024-03-01T10:00:00+01:00,2\n").findings().empty());
}

TEST_CASE("lines ahead of the header are skipped by number") {
    const Table table = read("Machine 7, export \"of\n2024-03-01\na,b\n1,2\n", {.skip_lines = 2});
    CHECK(table.names() == std::vector<std::string>{"a", "b"});
    CHECK(table.rows() == 1);
    CHECK(refusal("x\n", {.skip_lines = 5}).status() == Status::data);
    // Past the end there is nothing to skip, and no time goes by.
    CHECK(refusal("x\n", {.skip_lines = std::int64_t{1} << 62}).status() == Status::data);
    CHECK(refusal("x\n1,2\na\n", {.skip_lines = 1}).where().line == 3);
}

TEST_CASE("thousands of columns are read, typed and named") {
    std::string text;
    for (int c = 0; c < 5000; ++c) text += (c ? ",k" : "k") + std::to_string(c);
    for (int r = 0; r < 40; ++r) {
        text += '\n';
        for (int c = 0; c < 5000; ++c)
            text += (c ? "," : "") + std::to_string(r * c) + (c % 3 == 1 ? ".5" : "");
    }
    const Table table = read(text);
    REQUIRE(table.columns() == 5000);
    REQUIRE(table.rows() == 40);
    CHECK(table.column("k4998").type() == Type::int64);
    CHECK(table.column("k4999").type() == Type::float64);
    CHECK(table.column("k4999").number(39) == 39 * 4999 + 0.5);
    CHECK(table.column("k4").number(3) == 12.5);
}

TEST_CASE("two umlauts are no Chinese, and one damaged byte makes no other encoding") {
    const CsvOptions guess{.encoding = Encoding::guess};
    for (const char* text : {"Gr\xF6\xDF"
                             "e;St\xFC"
                             "ck\n1;2\n",
                             "GR\xD6\xDF"
                             "E;T\xC4T\n1;2\n",
                             "T,20 \xB0"
                             "C\n1,2\n"}) {
        const Table table = read(text, guess);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].text.find("Latin-1") != std::string::npos);
    }
    CHECK(read("\xCE\xC2\xB6\xC8,b\n1,2\n", guess).names()[0] == "温度");
    CHECK(read("\xCE\xC2\xB6\xC8(\xA1\xE6),b\n1,2\n", guess).names()[0] == "温度(℃)");
    const std::string damaged = "温度,电机\n1,好\n2,\xE5\n3,坏\n";
    CHECK(refusal(damaged, guess).message().find("the rest of the file is") != std::string::npos);
    const Table lenient = read(damaged, {.encoding = Encoding::guess, .lenient = true});
    CHECK(lenient.rows() == 2);
    CHECK(lenient.findings()[0].text.find("UTF-8") != std::string::npos);
}

TEST_CASE("lines that are passed over need not be text") {
    const std::string title =
                          "Mess\xfc"
                          "bersicht\n",
                      nul = std::string("a\0b\n", 4);
    for (const std::string& above : {title, nul, title + nul, title + "\n" + title}) {
        const std::int64_t lines = std::count(above.begin(), above.end(), '\n');
        for (const std::size_t rows : {std::size_t{2}, std::size_t{200'000}}) {
            std::string text = above + "name,value\n";
            for (std::size_t i = 0; i < rows; ++i) text += "a," + std::to_string(i) + '\n';
            for (const bool lenient : {false, true}) {
                CsvOptions options;
                options.skip_lines = lines;
                options.lenient = lenient;
                const Table table = read_csv_buffer({}, text, options);
                CHECK(table.rows() == static_cast<std::int64_t>(rows));
                CHECK(table.column("value").int64s()[rows - 1] ==
                      static_cast<std::int64_t>(rows) - 1);
                CHECK(table.findings().empty());
            }
        }
        // Without the option the byte is told.
        CHECK_THROWS_WITH_AS(read_csv_buffer({}, above + "name,value\na,1\n"),
                             doctest::Contains("line 1"), Error);
    }
    CsvOptions below;
    below.skip_below_header = 1;
    CHECK(read_csv_buffer({},
                          "name,value\n,[\xb0"
                          "C]\na,1\n",
                          below)
              .rows() == 1);
    CsvOptions all;
    all.skip_lines = 1;
    CHECK_THROWS_WITH_AS(read_csv_buffer({}, title, all), doctest::Contains("nothing is left"),
                         Error);
    // A bad byte behind "sep=;" makes it no separator line; it is refused where it stands.
    CHECK_THROWS_WITH_AS(read_csv_buffer({}, "sep=;\xff\na;b\n1;2\n"), doctest::Contains("line 1"),
                         Error);
}

TEST_CASE("an encoding is guessed by the bytes that tell it, however late they come") {
    const CsvOptions guess{.encoding = Encoding::guess};
    std::string plain = "a,b\n";
    while (plain.size() < 300'000) plain += "1,ok\n";
    const auto check = [&](const Table& table, const char* name, const std::string& last) {
        CHECK(table.column("b").text(table.rows() - 1) == last);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "encoding");
        CHECK(table.findings()[0].text.find(name) != std::string::npos);
    };
    const std::string western = plain + "2,gr\xFC\xDF\n", chinese = plain + "2,\xBA\xCF\xB8\xF1\n";
    check(read(western, guess), "Latin-1", "gr\u00fc\u00df");
    check(read(chinese, guess), "GB18030", "\u5408\u683c");
    // From a function that can begin again, and in batches.
    std::size_t at = 0;
    CsvSource source;
    source.read = [&](char* to, std::size_t capacity) {
        const std::size_t count = std::min(capacity, chinese.size() - at);
        chinese.copy(to, count, at);
        at += count;
        return count;
    };
    source.rewind = [&] {
        at = 0;
        return true;
    };
    check(read_csv_source({}, source, guess), "GB18030", "\u5408\u683c");
    at = 0;
    auto batches = CsvBatches::of_source({}, source, {.csv = guess});
    check(batches.next()->with_findings(batches.findings()), "GB18030", "\u5408\u683c");
    // A sound beginning counts.
    std::string damaged = "a,b\n";
    for (int i = 0; i < 20'000; ++i) damaged += "1,\u00fc\u00df\n";
    CHECK(refusal(damaged + "2,gr\xFC\n", guess).message().find("not valid UTF-8") !=
          std::string::npos);
    // Where few characters are past ASCII nobody knows: the finding names both readings.
    const Table few = read("a,b\n1,gr\u00fcn\n2,gr\xFC\n", guess);
    REQUIRE(few.findings().size() == 1);
    CHECK(few.findings()[0].text.find("Latin-1") != std::string::npos);
    CHECK(few.findings()[0].text.find("1 character past ASCII is sound UTF-8") !=
          std::string::npos);
    CHECK(few.findings()[0].text.find("it is in another encoding") != std::string::npos);
}

TEST_CASE("an encoding is guessed only where that is asked for, and the evidence is told") {
    const std::string chinese = "\xCE\xC2\xB6\xC8,b\n1,\xBA\xCF\xB8\xF1\n";
    CHECK(refusal(chinese).where().line == 1);
    const CsvOptions guess{.encoding = Encoding::guess};
    const Table gb = read(chinese, guess);
    CHECK(gb.name(0) == "\xE6\xB8\xA9\xE5\xBA\xA6");
    REQUIRE(gb.findings().size() == 1);
    CHECK(gb.findings()[0].kind == "encoding");
    CHECK(gb.findings()[0].text.find("GB18030") != std::string::npos);
    CHECK(gb.findings()[0].text.find("4 of 4") != std::string::npos);
    const Table western = read("a,b\n1,\xD6l\n2,gr\xFC\xDF\n", guess);
    CHECK(western.column("b").text(0) == "\xC3\x96l");
    CHECK(western.findings()[0].text.find("Latin-1") != std::string::npos);
    const Table wide = read(std::string("a\0,\0b\0\n\0"
                                        "1\0,\0\x09\x67\n\0",
                                        16),
                            guess);
    CHECK(wide.column("b").text(0) == "\xE6\x9C\x89");
    CHECK(wide.findings()[0].text.find("UTF-16") != std::string::npos);
    const Table plain = read("a,b\n1,\xC3\x96l\n", guess);
    CHECK(plain.column("b").text(0) == "\xC3\x96l");
    CHECK(plain.findings().empty());
}

TEST_CASE("bytes that are no text are refused in the header, however the rest is read") {
    const CsvOptions lenient{.lenient = true};
    CHECK(refusal("a,\xFF\n1,2\n", lenient).where().byte == 2);
    CHECK(refusal("\xFF", lenient).where().line == 1);
    const Table table = read("a,b\n\xFF,1\n2,3\n", lenient);
    CHECK(table.rows() == 1);
    CHECK(table.findings().size() == 1);
}

TEST_CASE("a missing mark that is a number is one in a number column however it is written") {
    CsvOptions options;
    options.missing_marks = {"-999", "9,999", "9007199254740993"};
    const Table table = read(
        "a;b;c;d;e\n-999.0;-999.00;-999.0;9.999;9007199254740993\n-999;1.5;x;2.5;9007199254740992\n"
        "7;-9.99e2;-999;3.5;\"-999\"\n",
        options);
    const auto present = [&](const char* name) {
        std::string out;
        for (std::int64_t row = 0; row < table.rows(); ++row)
            out += table.column(name).valid(row) ? table.column(name).cell_text(row) + " " : "- ";
        return out;
    };
    CHECK(table.column("a").type() == Type::int64);
    CHECK(present("a") == "- - 7 ");
    CHECK(present("b") == "- 1.5 - ");
    CHECK(present("c") == "-999.0 x - ");  // as it is written, where the column is text
    CHECK(present("d") == "9.999 2.5 3.5 ");
    CHECK(present("e") == "- 9007199254740992 - ");  // in quotes, too
    const Table alone = read("a,b\n-999.0,1\n-999.0,2\n", options);
    CHECK(alone.column("a").missing() == 2);
}

TEST_CASE("a byte 0x1A at the end of a text is passed over and told") {
    for (const char* text :
         {"a,b\n1,2\n3,4\n\x1A", "a,b\n1,2\n3,4\x1A", "a,b\r\n1,2\r\n3,4\r\n\x1A"}) {
        const Table table = read(text);
        CHECK(table.rows() == 2);
        CHECK(table.column("b").type() == Type::int64);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "end mark");
    }
    std::string longer = "a,b\n";
    for (int i = 0; i < 60000; ++i)
        longer += std::to_string(i) + "," + std::to_string(i % 7) + "\n";
    const Table table = read(longer + '\x1A');
    CHECK(table.rows() == 60000);
    CHECK(table.findings().size() == 1);
    CHECK(table.findings()[0].line == 60002);
    CHECK(read(longer).findings().empty());
}

TEST_CASE("numbers in full-width digits are text, and told") {
    const Table table = read("a,b\n１２,2\n－３．５,4\n");
    CHECK(table.column("a").type() == Type::text);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "unread form");
    CHECK(table.findings()[0].text.find("full width") != std::string::npos);
    CHECK(read("a,b\n１２号,2\n１３号,4\n").findings().empty());
}

TEST_CASE("columns of digits that stay text for a leading zero or an apostrophe are told of") {
    CsvOptions grouped;
    grouped.thousands = U',';
    for (const auto& [cells, options] : {std::pair{"00123;1\n00456;2\n", CsvOptions()},
                                         {"00123;1\n-;2\n456;3\n", CsvOptions()},
                                         {"007;1\n008;2\n010;3\n100;3\n", CsvOptions()},
                                         {"0,123;1\n0,456;2\n", grouped}}) {
        CAPTURE(cells);
        const Table table = read(std::string("t;x\n") + cells, options);
        CHECK(table.column("t").type() == Type::text);
        REQUIRE(table.findings().size() == 1);
        const Finding& finding = table.findings()[0];
        CHECK((finding.kind == "leading zeros" || finding.kind == "type fallback"));
        CHECK(finding.text.find("a leading zero") != std::string::npos);
        CHECK(finding.line == 2);
        CHECK(finding.column == 0);
        CsvOptions typed = options;
        typed.columns = {{.name = "t", .type = Type::int64}};
        CHECK(read(std::string("t;x\n") + cells, typed).findings().empty());
        typed.columns = {{.name = "t", .type = Type::text}};
        CHECK(read(std::string("t;x\n") + cells, typed).findings().empty());
    }
    // The numbers of groups, and of cells between blanks that do not break lines.
    for (const Type type : {Type::int64, Type::float64}) {
        CsvOptions typed = grouped;
        typed.columns = {{.name = "t", .type = type}};
        const Table table = read("t;x\n0,123;1\n-001,234;2\n\xC2\xA0+007;3\n", typed);
        CHECK(table.column("t").number(0) == 123);
        CHECK(table.column("t").number(1) == -1234);
        CHECK(table.column("t").number(2) == 7);
    }
    const Table marked = read("t;x\n1;1\n'00123;1\n");
    REQUIRE(marked.findings().size() == 1);
    CHECK(marked.findings()[0].kind == "type fallback");
    for (const char* cells : {"'00123;1\n'45;2\n", "\"'00123\";1\n\"'1.5\";2\n"}) {
        const Table table = read(std::string("t;x\n") + cells);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "unread form");
        CHECK(table.findings()[0].text.find("apostrophe") != std::string::npos);
        CHECK(table.findings()[0].line == 2);
    }
    CHECK(read("t;x\n'A12;1\n'7b;2\n").findings().empty());
    CHECK(read("t;x\n007;1\nA12;2\n").findings().empty());
}

TEST_CASE("advice on marks and dates can be followed") {
    CsvOptions options;
    options.thousands = U',';
    const Table amounts = read("a;b\n1,23;1\n2,345;2\n", options);
    REQUIRE(amounts.findings().size() == 1);
    CHECK(amounts.findings()[0].text.find("thousands to another mark or none") !=
          std::string::npos);
    const Table dates = read("d;x\n03.04.2024;1\n05/06/2024;2\n");
    REQUIRE(dates.findings().size() == 1);
    CHECK(dates.findings()[0].text.find("another form than those before it") != std::string::npos);
    CsvOptions typed;
    typed.columns = {{.name = "d", .type = Type::timestamp}};
    typed.date_order = DateOrder::day_first;
    CHECK(read("d;x\n03.04.2024;1\n05/06/2024;2\n", typed).column("d").missing() == 0);
}
