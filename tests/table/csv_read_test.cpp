#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/number_text.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

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
    FAIL("read, but should be refused: ", std::string(text));
    return Error(Status::ok, "");
}

Type type_of(const std::string& cells, const CsvOptions& options = {}) {
    return read("v,w\n" + cells, options).column("v").type();
}

// Cells one below the other, beside a column that keeps blank ones from being blank lines.
std::string column(std::initializer_list<const char*> cells) {
    std::string text;
    for (const char* cell : cells) text.append(cell).append(",x\n");
    return text;
}

}  // namespace

TEST_CASE("types are the narrowest that fit every cell") {
    CHECK(type_of(column({"1", "-2", "+3", "999999999999999999"})) == Type::int64);
    CHECK(type_of(column({"1", "2.5"})) == Type::float64);
    CHECK(type_of(column({"1", "2e3"})) == Type::float64);
    CHECK(type_of(column({"true", "FALSE", "True"})) == Type::boolean);
    CHECK(type_of(column({"2024-02-29", "2024-02-29 23:59:59.5", "2024-02-29T01:02Z"})) ==
          Type::timestamp);
    CHECK(type_of(column({"1", "true"})) == Type::text);
    CHECK(type_of(column({"1", "2024-02-29"})) == Type::text);
    CHECK(type_of(column({"\"1,5\""})) == Type::text);
    CHECK(type_of(column({"", "NA", "  ", "-"})) == Type::float64);
    CHECK(type_of(column({"\"1\"", "2"})) == Type::int64);
}

TEST_CASE("a minus zero is an integer, and keeps its sign among fractions alone") {
    CHECK(type_of(column({"-0", "3"})) == Type::int64);
    CHECK(read("v\n-0\n3\n").column("v").int64s()[0] == 0);
    CHECK(type_of(column({"-00", "3"})) == Type::text);
    // Whatever the order, and however late the fraction comes.
    std::string late = "v\n4\n-0\n\n+0\n-0\n";
    for (int i = 0; i < 50'000; ++i) late += "7\n";
    late += "1.5\n";
    for (const std::string& text : {late, std::string("v\n1.5\n-0\n\n+0\n-0\n")}) {
        const Table whole = read(text);
        REQUIRE(whole.column("v").type() == Type::float64);
        for (const std::int64_t row : {1, 4}) CHECK(std::signbit(whole.column("v").number(row)));
        CHECK_FALSE(std::signbit(whole.column("v").number(3)));
        CsvBatchOptions options;
        options.rows = 3;
        auto batches = CsvBatches::of_buffer({}, text, options);
        const auto first = batches.next(), second = batches.next();
        CHECK(std::signbit(first->column("v").number(1)));
        CHECK(std::signbit(second->column("v").number(1)));
    }
}

TEST_CASE("identifiers are not numbers") {
    CHECK(type_of(column({"007", "123"})) == Type::text);
    CHECK(type_of(column({"123", "007"})) == Type::text);
    CHECK(type_of(column({"-012"})) == Type::text);
    CHECK(type_of(column({"0", "-5", "0.5"})) == Type::float64);
    const Table ids = read("id,w\n12345678901234567890,1\n12345678901234567891,2\n");
    REQUIRE(ids.column("id").type() == Type::text);
    CHECK(ids.column("id").text(1) == "12345678901234567891");
    CHECK(type_of(column({"7", "12345678901234567890"})) == Type::text);
    CHECK(type_of(column({"7.5", "12345678901234567890"})) == Type::float64);
    CHECK(type_of(column({"12345678901234567890", "7.5"})) == Type::float64);
}

TEST_CASE("the type depends on all cells, not on their order") {
    const std::vector<std::vector<const char*>> sets = {{"1", "2.5", "", "7"},
                                                        {"1", "x", "2"},
                                                        {"true", "", "1"},
                                                        {"2024-01-01", "NA", "5"},
                                                        {"12345678901234567890", "4", "1"},
                                                        {"12345678901234567890", "4", "1.5"},
                                                        {"\"\"", "4", "x"},
                                                        {"\"\"", "", "NA"}};
    for (const auto& set : sets) {
        std::vector<const char*> cells = set;
        std::sort(cells.begin(), cells.end());
        Type first{};
        bool any = false;
        do {
            std::string text;
            for (const char* cell : cells) text.append(cell).append(",x\n");
            const Type type = type_of(text);
            if (!any) first = type;
            any = true;
            CHECK(type == first);
        } while (std::next_permutation(cells.begin(), cells.end()));
    }
}

TEST_CASE("a late cell of another kind turns the whole column to text, cell for cell") {
    // Past the rows that are read first, so that the whole file is read again.
    for (const int rows : {10, 4095, 4096, 4097, 9000}) {
        CAPTURE(rows);
        std::string text = "a,b,c\n";
        for (int i = 0; i < rows; ++i) {
            const std::string n = std::to_string(i);
            text.append(n).append(",").append(n).append(".50,");
            text.append(i % 7 ? n : "").append("\n");
        }
        text += "oops,1,\"\"\n";
        const Table table = read(text);
        REQUIRE(table.rows() == rows + 1);
        CHECK(table.column("a").type() == Type::text);
        CHECK(table.column("b").type() == Type::float64);
        CHECK(table.column("c").type() == Type::int64);
        for (int i = 0; i < rows; ++i) REQUIRE(table.column("a").text(i) == std::to_string(i));
        CHECK(table.column("a").text(rows) == "oops");
        CHECK(table.column("b").number(rows - 1) == rows - 1 + 0.5);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "type fallback");
        CHECK(table.findings()[0].line == rows + 2);
        CHECK(table.findings()[0].column == 0);
        CHECK(table.findings()[0].byte == static_cast<std::int64_t>(text.find("oops")));
    }
}

TEST_CASE("one bad cell at the top of a column of numbers is told too") {
    const Table table = read("v,w\nERR,1\n2.5,1\n3.5,1\n");
    CHECK(table.column("v").type() == Type::text);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].line == 2);
    CHECK(read("v,w\nred,1\ngreen,1\n3,1\n").findings().empty());
}

TEST_CASE("every number is the double nearest to its text") {
    Random random(5);
    std::string text = "v,w\n";
    std::vector<std::string> cells;
    for (int i = 0; i < 20000; ++i) {
        std::string cell = random.uniform() < 0.5 ? "-" : "";
        const auto digits = [&](std::uint64_t most) {
            std::string out;
            for (auto n = random.below(most) + 1; n > 0; --n)
                out += static_cast<char>('0' + random.below(10));
            return out;
        };
        cell += digits(12) + "." + digits(14);
        if (random.uniform() < 0.5)
            cell.append("e").append(std::to_string(static_cast<int>(random.below(700)) - 350));
        cells.push_back(cell);
        text.append(cell).append(",x\n");
    }
    const Table table = read(text);
    REQUIRE(table.column("v").type() == Type::float64);
    for (std::size_t i = 0; i < cells.size(); ++i)
        REQUIRE(table.column("v").float64s()[i] == parse_double(cells[i]).value());
}

TEST_CASE("overflow is infinite and told, underflow is zero, however it is written") {
    const std::string zeros(400, '0');
    const Table table =
        read("v,w\n1e400,x\n1" + zeros + ".5e-10,x\n0." + zeros + "1e20,x\n1e-400,x\n");
    const auto v = table.column("v").float64s();
    CHECK(std::isinf(v[0]));
    CHECK(std::isinf(v[1]));
    CHECK(v[2] == 0);
    CHECK(v[3] == 0);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "number out of range");
    CHECK(table.findings()[0].line == 2);
}

TEST_CASE("missing marks of old count unquoted only; a quoted empty cell is empty text") {
    const Table table = read("a,b\nNA,x\n\"NA\",\"\"\n,\n null ,y\n");
    const Column& a = table.column("a");
    const Column& b = table.column("b");
    CHECK_FALSE(a.valid(0));
    CHECK(a.text(1) == "NA");
    CHECK_FALSE(a.valid(2));
    CHECK_FALSE(a.valid(3));
    CHECK(b.valid(1));
    CHECK(b.text(1).empty());
    CHECK_FALSE(b.valid(2));
    const Table numbers = read("a,b\n\"\",1\n\"5\",2\n");
    CHECK(numbers.column("a").type() == Type::int64);
    CHECK_FALSE(numbers.column("a").valid(0));
}

TEST_CASE("the caller's missing marks replace the default ones, even where they are numbers") {
    CsvOptions options;
    options.missing_marks = {"-999", "?"};
    const Table table = read("a,b\n-999,NA\n5,?\n", options);
    CHECK(table.column("a").type() == Type::int64);
    CHECK_FALSE(table.column("a").valid(0));
    CHECK(table.column("b").text(0) == "NA");
    CHECK_FALSE(table.column("b").valid(1));
}

TEST_CASE("missing marks that the caller names hold in quotes, too") {
    CsvOptions options;
    options.missing_marks = {"-999", "9999", "?"};
    const std::string text =
        "\"t\",\"x\",\"n\",\"s\"\n\"1\",\"-999\",\"5\",\"a\"\n\"2\",\"1.5\",\"?\",\" ? \"\n"
        "\"3\",\"9999.0\",\"9999\",\"NA\"\n\"4\",\"\",\"7\",\"\"\n";
    const auto check = [](const Table& table) {
        CHECK(table.findings().empty());
        const Column &x = table.column("x"), &n = table.column("n"), &s = table.column("s");
        CHECK(x.type() == Type::float64);
        CHECK(x.missing() == 3);
        CHECK(x.number(1) == 1.5);
        CHECK(n.type() == Type::int64);
        CHECK(n.missing() == 2);
        CHECK(n.number(3) == 7);
        CHECK(s.missing() == 1);
        CHECK(s.text(2) == "NA");
        CHECK(s.text(3).empty());
    };
    check(read(text, options));
    CsvOptions typed = options;
    typed.columns = {{.name = "x", .type = Type::float64}, {.name = "n", .type = Type::int64}};
    check(read(text, typed));
    CsvOptions own;  // of one column
    own.columns = {{.name = "x", .missing_marks = {"-999", "9999"}}};
    const Table one = read(text, own);
    CHECK(one.column("x").missing() == 3);
    CHECK(one.column("s").text(1) == " ? ");
    // Where quotes say what is text they say so of marks, too.
    options.quoted_text = true;
    CHECK(read(text, options).column("s").text(1) == " ? ");
    // Nothing but marks tells no type.
    const Table marks = read("a\n\"NA\"\n\"NA\"\n", {.missing_marks = {"NA"}});
    CHECK(marks.column("a").type() == Type::float64);
    CHECK(marks.column("a").missing() == 2);
    // Times and truth values.
    const Table times =
        read("t,b\n\"2024-01-01\",\"true\"\n\"1900-01-01\",\"?\"\n\"2024-01-02\",\"false\"\n",
             {.missing_marks = {"1900-01-01", "?"}});
    CHECK(times.column("t").type() == Type::timestamp);
    CHECK(times.column("t").missing() == 1);
    CHECK(times.column("b").type() == Type::boolean);
    CHECK(times.column("b").missing() == 1);
}

TEST_CASE("a usual mark in quotes among numbers is text, and the finding says what to do") {
    for (const char* text : {"x\n\"1\"\n\"NA\"\n\"3\"\n", "x\n\"NA\"\n\"1\"\n\"3\"\n",
                             "x\n\"\"\n\"NA\"\n\"\"\n\"3\"\n"}) {
        const Table table = read(text);
        CHECK(table.column("x").type() == Type::text);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "type fallback");
        CHECK(table.findings()[0].text.find("name it as a missing mark") != std::string::npos);
        const Table named = read(text, {.missing_marks = {"NA"}});
        CHECK(named.column("x").type() == Type::int64);
        CHECK(named.findings().empty());
    }
}

TEST_CASE("the decimal mark is taken as given, or found in files parted by semicolons") {
    CHECK(read("a;b\n1,5;2\n2;3,25\n").column("a").number(0) == 1.5);
    CHECK(read("a;b\n1.5;2\n2;3.25\n").column("a").number(0) == 1.5);
    const Table each = read("a;b\n1,5;1.5\n2;2\n");
    CHECK(each.column("a").number(0) == 1.5);
    CHECK(each.column("b").number(0) == 1.5);
    CHECK(read("a;b\n1,5;x\n1.5;x\n").column("a").type() == Type::text);
    CsvOptions comma;
    comma.decimal = ',';
    CHECK(read("a\tb\n1,5\t2\n", comma).column("a").number(0) == 1.5);
    CHECK(read("a\tb\n1.5\t2\n", comma).column("a").type() == Type::text);
    CsvOptions grouped;
    grouped.thousands = '\'';
    const Table swiss = read("a;b\n1'234'567.5;12'34\n1'000;1\n", grouped);
    CHECK(swiss.column("a").number(0) == 1234567.5);
    CHECK(swiss.column("a").number(1) == 1000);
    CHECK(swiss.column("b").type() == Type::text);
}

TEST_CASE("blanks that do not break and apostrophes part groups of digits") {
    CsvOptions blanks{.decimal = ',', .thousands = ' '};
    for (const char* blank : {" ", "\u00a0", "\u202f", "\u2009"}) {
        const Table table = read(
            std::string("a;b\n1") + blank + "234" + blank + "567,5;1" + blank + "23\n", blanks);
        CHECK(table.column("a").number(0) == 1234567.5);
        CHECK(table.column("b").type() == Type::text);
    }
    blanks.thousands = U'\u202f';
    CHECK(read("a;b\n-12\u00a0345;1\n", blanks).column("a").int64s()[0] == -12345);
    CHECK(read("a;b\n1\u2019234.5;1\n", {.thousands = '\''}).column("a").number(0) == 1234.5);
    // Not asked for, they are text, and the finding names the line and the mark.
    for (const char* text :
         {"a;b\n1\u00a0234,5;x\n12\u00a0345;x\n", "a;b\n1'234;x\n2'345'678;x\n"}) {
        const Table table = read(text);
        CHECK(table.column("a").type() == Type::text);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].line == 2);
        CHECK(table.findings()[0].text.find("thousands mark") != std::string::npos);
    }
    const Table late = read("a;b\n1;x\n2;x\n1'234;x\n");
    REQUIRE(late.findings().size() == 1);
    CHECK(late.findings()[0].line == 4);
    CHECK(late.findings()[0].text.find("thousands mark") != std::string::npos);
    CHECK(refusal("a", {.thousands = char32_t{0xD800}}).where().argument == "thousands");
}

TEST_CASE("a decimal comma is found in files parted by tabs or bars where it can be nothing else") {
    for (const char* parted : {"\t", "|"}) {
        const std::string by(parted);
        const Table table = read("a" + by + "b\n1" + by + "12,5\n2" + by + "3,125\n");
        CHECK(table.column("b").number(0) == 12.5);
        CHECK(table.column("b").number(1) == 3.125);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "decimal mark");
        // Another column leaves no doubt.
        CHECK(read("a" + by + "b\n1,5" + by + "1,125\n").column("b").number(0) == 1.125);
        const Table doubtful = read("a" + by + "b\n1" + by + "12,500\n2" + by + "3,125\n");
        CHECK(doubtful.column("b").type() == Type::text);
        REQUIRE(doubtful.findings().size() == 1);
        CHECK(doubtful.findings()[0].line == 2);
        CHECK(doubtful.findings()[0].text.find("set thousands") != std::string::npos);
        CHECK(read("a" + by + "b\n1.5" + by + "1,125\n").column("b").type() == Type::text);
    }
    // Commas part the cells of a file of commas, so one within quotes is told and no number.
    const Table quoted = read("a,b\n1,\"12,5\"\n2,\"3,25\"\n");
    CHECK(quoted.column("b").type() == Type::text);
    REQUIRE(quoted.findings().size() == 1);
    CHECK(quoted.findings()[0].text.find("set decimal") != std::string::npos);
    CHECK(read("a,b\n1,\"12,5\"\n", {.decimal = ','}).column("b").number(0) == 12.5);
}

TEST_CASE(
    "fractions that may be grouped thousands are text where another column has the other mark") {
    const auto finding_of = [](const Table& table, std::int64_t column) {
        for (const Finding& finding : table.findings())
            if (finding.column == column) return finding;
        return Finding{};
    };
    const auto check = [&](const Table& table) {
        CHECK(table.column("u").type() == Type::text);
        CHECK(table.column("u").text(0).size() == 5);
        CHECK(table.column("p").type() == Type::float64);
        CHECK(table.column("p").number(0) == 2.5);
        const Finding finding = finding_of(table, 1);
        CHECK(finding.kind == "decimal mark");
        CHECK(finding.line == 2);
        CHECK(finding.text.find("set thousands") != std::string::npos);
        CHECK(finding.text.find("\"p\" has \"2") != std::string::npos);
    };
    check(read("a;u;p\nA;1.234;2,5\nB;12.345;4,5\nC;999;1,25\n"));
    check(read("a;u;p\nA;1,234;2.5\nB;12,345;4.5\nC;999;1.25\n"));
    // Evidence may come late, and before or after.
    std::string late = "a;u;p\nA;1.234;2,5\n";
    for (int i = 0; i < 100'000; ++i) late += "B;1.234;3\n";
    check(read(late));
    std::string first = "u;p\n";
    for (int i = 0; i < 100'000; ++i) first += "1.234;3\n";
    CHECK(read(first).column("u").type() == Type::float64);
    CHECK(read(first + "1;0,5\n").column("u").type() == Type::text);
    CHECK(read("u;p\n1.234;0,512\n").column("p").number(0) == 0.512);
    CHECK(read("u;p\n1.234;1,234\n").column("u").type() == Type::text);
    CHECK(read("u;p\n1.234;1,234\n").column("p").type() == Type::text);

    // What can be nothing else stays a number, and is told.
    const Table certain = read("a;b\n1,5;1.5\n2;2\n");
    REQUIRE(certain.findings().size() == 2);
    CHECK(finding_of(certain, 1).text.find("'.'") != std::string::npos);
    // A type that was given stays, and is told too.
    const Table declared = read("u;p\n1.234;2,5\n", {.columns = {{"u", Type::float64, {}}}});
    CHECK(declared.column("u").number(0) == 1.234);
    CHECK(finding_of(declared, 0).text.find("thousands") != std::string::npos);
    // Where the marks are given there is nothing to tell.
    const Table given = read("u;p\n1.234;2,5\n", {.thousands = '.'});
    CHECK(given.column("u").number(0) == 1234);
    CHECK(given.findings().empty());
}

TEST_CASE("cells in groups tell the decimal mark of a file though they are no numbers in it") {
    for (const char* text :
         {"a;b\n94.837,72;415.002\n12.000,50;1.500\n", "a;b\n1.234.567;12.345\n2.345.678;1.000\n",
          "a;b\n-1,234,567;12,345\n2,345.5;1,000\n"}) {
        CAPTURE(text);
        const Table table = read(text);
        CHECK(table.column("b").type() == Type::text);
        REQUIRE(table.findings().size() >= 1);
        CHECK(table.findings()[0].kind == "decimal mark");
    }
    for (const char* text : {"a;b\nx;12.345\ny;1.500\n", "a;b\n1.2.2024x;12.345\n1.234;1.500\n",
                             "a;b\n192.168.1.100;12.345\n10.0.0.1;1.500\n"})
        CHECK(read(text).column("b").type() == Type::float64);
}

TEST_CASE("a decimal comma that was guessed is told with the cell that shows it") {
    const Table table = read("a;b;c\nx;1;2\nx;1,234;2,5\nx;1,5;2\n");
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "decimal mark");
    CHECK(table.findings()[0].line == 4);
    CHECK(table.findings()[0].column == 1);
    CHECK(table.findings()[0].text.find("\"1,5\"") != std::string::npos);
    CHECK(read("a;b\n1,5;2\n", {.decimal = ','}).findings().empty());
    CHECK(read("a;b\n1.5;2\n").findings().empty());
}

TEST_CASE("whole numbers that lose digits as float64 are counted") {
    const auto lost = [](const std::string& text) {
        const Table table = read(text);
        CHECK(table.column("v").type() == Type::float64);
        return table.findings();
    };
    const auto one = lost("v\n12345678901234567891\n1.5\n");
    REQUIRE(one.size() == 1);
    CHECK(one[0].kind == "digits lost");
    CHECK(one[0].line == 2);
    const auto before = lost("v\n1\n9007199254740993\n-9007199254740993\n1.5\n");
    REQUIRE(before.size() == 1);
    CHECK(before[0].line == 3);
    CHECK(before[0].text.find("2 whole numbers") != std::string::npos);
    CHECK(lost("v\n1.5\n9007199254740993\n").size() == 1);
    CHECK(lost("v\n9007199254740992\n9223372036854775807e0\n100000000000000000000\n").empty());
    CHECK(read("v\n9007199254740993\n").findings().empty());
    // Batches of a text with another pass count each cell once.
    CsvBatchOptions batches;
    batches.rows = 2;
    const std::string text = "v\n9007199254740993\n9007199254740995\n9007199254740997\n1.5\n";
    CsvBatches parts = CsvBatches::of_buffer({}, text, batches);
    while (parts.next()) continue;
    REQUIRE(parts.findings().size() == 1);
    CHECK(parts.findings()[0].text.find("3 whole numbers") != std::string::npos);
}

TEST_CASE("a header of numbers alone is told of, and lines that are all passed over") {
    const Table table = read("1,2.5\n3,4\n");
    CHECK(table.names() == std::vector<std::string>{"1", "2.5"});
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "header of numbers");
    CHECK(table.findings()[0].line == 1);
    CHECK(read("a,2\n3,4\n").findings().empty());
    CHECK(read("1,2\n3,4\n", {.header = false}).findings().empty());
    const Error short_file = refusal("a\n1\n", {.skip_lines = 9});
    CHECK(short_file.where().argument == "skip_lines");
    CHECK(short_file.message().find("empty") == std::string::npos);
    CHECK(refusal("", {.skip_lines = 9}).message().find("empty") != std::string::npos);
}

TEST_CASE("a header whose cells are what their columns hold may be a record, and is told") {
    const auto told = [](std::string_view text, const CsvOptions& options = {}) {
        const Table table = read(text, options);
        const auto is_it = [](const Finding& f) { return f.kind == "header of numbers"; };
        CAPTURE(std::string(text));
        CsvBatches batches = CsvBatches::of_buffer({}, text, {.csv = options, .rows = 1});
        while (batches.next()) continue;
        const auto found = batches.findings();
        CHECK(std::count_if(found.begin(), found.end(), is_it) ==
              std::count_if(table.findings().begin(), table.findings().end(), is_it));
        return std::any_of(table.findings().begin(), table.findings().end(), is_it);
    };
    for (const char* record :
         {"2024-05-01 00:00:00,21.5,100\n2024-05-01 00:00:10,21.6,101\n",
          "2024-01-01 00:00:00,23.5,OK\n2024-01-01 00:00:01,23.6,OK\n",
          "2024-01-01 00:00:00,23.5,Bad\n2024-01-01 00:00:01,23.6,1\n",
          "01.01.2024 00:00:00;23,5;100\n13.02.2024 00:00:01;23,6;101\n",
          "01.01.2024 00:00:00;23,5;100\n02.01.2024 00:00:01;23,6;101\n",
          "20240101T000000Z,1\n20240101T000001Z,1\n", "08:15:00,1\n08:15:10,2\n", "1,,3\n4,5,6\n",
          "1,NA,3\n4,5,6\n", "-5.5,NA,OK\n4,5,Fault\n", "M1,20,30\nM2,21,29\nM1,20,31\n",
          "true,5\nfalse,6\n"})
        CHECK(told(record));
    for (const char* header :
         {"name,2021,2022,2023\nbolt,10,12,13\nnut,4,5,6\n", "time,2021\n2024-01-01,5\n",
          "time,0,6,12,18\n2024-01-01,5,6,7,8\n", ",0,1,2\n0,5,6,7\n1,6,7,8\n",
          "sample,400.5,401,401.5\nA,1,2,3\n", "item,2024-01-01,2024-02-01\nA,1,2\n",
          "2024-05-01,temp,press\n2024-05-02,1,2\n", "a,b\n1,2\na,b\n3,4\n", "NA,a\n1,2\n", "a,b\n",
          "T,2\n1.5,4\n", "a,,\n1,2,3\n"})
        CHECK_FALSE(told(header));
    CHECK_FALSE(told("2024-01-01,1\n2024-01-02,2\n", {.header = false}));
}

TEST_CASE("integers are int64 up to its ends, and text beyond them") {
    CHECK(type_of(column({"9223372036854775807", "-9223372036854775808", "1"})) == Type::int64);
    CHECK(read("v\n9223372036854775807\n").column("v").int64s()[0] ==
          std::numeric_limits<std::int64_t>::max());
    CHECK(read("v\n-9223372036854775808\n").column("v").int64s()[0] ==
          std::numeric_limits<std::int64_t>::min());
    for (const char* beyond : {"9223372036854775808", "-9223372036854775809",
                               "18446744073709551616", "99999999999999999999"}) {
        const Table table = read(std::string("v\n") + beyond + "\n1\n");
        CHECK(table.column("v").text(0) == beyond);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].text.find("64-bit") != std::string::npos);
        CHECK(table.findings()[0].text.find("before") == std::string::npos);
    }
}

TEST_CASE("the delimiter is the one that parts the lines evenly") {
    CHECK(read("a,b\n1,2\n").columns() == 2);
    CHECK(read("a;b\n1;2\n").columns() == 2);
    CHECK(read("a\tb\n1\t2\n").columns() == 2);
    CHECK(read("a|b\n1|2\n").columns() == 2);
    CHECK(read("a;b\n1,5;2,5\n3,5;4,5\n").column("b").number(1) == 4.5);
    CHECK(read("name;remark\nA;one, two\nB;three\nC;four, five, six\n").columns() == 2);
    CHECK(read("\"x;y\",b\n\"1;2\",3\n").columns() == 2);
    CHECK(read("1,5;2,5\n3,5;4,5\n", {.header = false}).columns() == 2);
    CHECK(read("v\n1\n2\n").columns() == 1);
    CHECK(read("2024-01-01 00:00:00\n", {.header = false}).columns() == 1);
}

TEST_CASE("quotes hold delimiters, line ends and quotes; a stray quote inside is a character") {
    const Table table = read("a,b\r\n\"x,\"\"y\"\"\r\nz\",2\r\n5\" pipe,3\r\n");
    CHECK(table.rows() == 2);
    CHECK(table.column("a").text(0) == "x,\"y\"\r\nz");
    CHECK(table.column("a").text(1) == "5\" pipe");
    CHECK(read("a,b\n'x,y',\"1\"\n", {.quote = '\''}).column("a").text(0) == "x,y");
    CHECK(read("a,b\n\"x,1\n", {.quote = 0}).column("a").text(0) == "\"x");
}

TEST_CASE("faults are refused with row, column, line and byte") {
    const Error after = refusal("a,b\n1,2\n3,\"x\"y\n");
    CHECK(after.status() == Status::parse);
    CHECK(after.where().line == 3);
    CHECK(after.where().row == 1);
    CHECK(after.where().column == 1);
    CHECK(after.where().byte == 13);
    CHECK(after.message().find("\"b\"") != std::string::npos);
    const Error open = refusal("a,b\n1,\"2\n3,4\n");
    CHECK(open.where().line == 2);
    CHECK(open.where().byte == 6);
    const Error more = refusal("a,b\r\n1,2\r\n1,2,3\r\n");
    CHECK(more.where().line == 3);
    CHECK(more.where().byte == 10);
    CHECK(more.message().find("3 fields") != std::string::npos);
    const Error fewer = refusal("a,b\n\"1\n\n\",2\n1\n");
    CHECK(fewer.where().line == 5);
    CHECK(fewer.message().find("pad") != std::string::npos);
    CHECK(refusal("a,b\n1,\xff\n").where().byte == 6);
    CHECK(refusal("").where().line == 1);
    CHECK(refusal("\n\r\n  \n").status() == Status::data);
    CHECK(refusal("a,b\n1,2\n", {.text_columns = {"A"}}).status() == Status::not_found);
}

TEST_CASE("short lines are padded and told if asked; long lines never are") {
    CsvOptions pad;
    pad.ragged = Ragged::pad;
    const Table table = read("a,b,c\n1\n2,x\n3,y,5\n", pad);
    CHECK(table.rows() == 3);
    CHECK(table.column("c").missing() == 2);
    CHECK(table.column("c").number(2) == 5);
    REQUIRE(table.findings().size() == 2);
    CHECK(table.findings()[0].kind == "ragged line");
    CHECK(table.findings()[0].line == 2);
    CHECK(refusal("a,b\n1,2,3\n", pad).where().line == 2);
    std::string many = "a,b\n";
    for (int i = 0; i < 100; ++i) many += "1\n";
    const Table counted = read(many, pad);
    CHECK(counted.findings().size() == 21);
    CHECK(counted.findings().back().text.find("100") != std::string::npos);
}

TEST_CASE("headers: blanks dropped, names made up and told apart, or none at all") {
    const Table table = read(" a ,,\"b \",a,c2\n1,2,3,4,5\n");
    CHECK(table.names() == std::vector<std::string>{"a", "c2_2", "b ", "a_2", "c2"});
    CHECK(table.findings().size() == 2);
    const Table none = read("1,2\n3,4\n", {.header = false});
    CHECK(none.names() == std::vector<std::string>{"c1", "c2"});
    CHECK(none.rows() == 2);
    CHECK(none.findings().empty());
}

TEST_CASE("comments and blank lines are skipped; in one column a blank line is a missing cell") {
    const Table table = read("# log\n\na,b\n# more, here\n1,2\n   \n3,4\n#", {.comment = '#'});
    CHECK(table.rows() == 2);
    const Table single = read("v\n1\n\n3\n");
    CHECK(single.rows() == 3);
    CHECK(single.column("v").missing() == 1);
}

TEST_CASE("a delimiter of blanks takes any run of them, and those at both ends") {
    const Table table = read("  a b\t c  \n1   2 3 \n\n 4 \"5 6\" 7\n", {.delimiter = ' '});
    CHECK(table.columns() == 3);
    CHECK(table.rows() == 2);
    CHECK(table.column("b").text(1) == "5 6");
    CHECK(table.column("c").number(1) == 7);
}

TEST_CASE("line ends may be LF, CRLF or CR, even mixed, and lines are counted so") {
    const Table table = read("a,b\r1,2\n3,4\r\n5,6");
    CHECK(table.rows() == 3);
    CHECK(refusal("a,b\r1,2\n3,4\r\n5\r").where().line == 4);
}

TEST_CASE("columns declared as text, or quoted if asked, are not inferred") {
    CsvOptions declared;
    declared.text_columns = {"id"};
    CHECK(read("id,n\n1,2\n", declared).column("id").text(0) == "1");
    CHECK(read("id,n\n1,2\n", declared).column("n").type() == Type::int64);
    CsvOptions quoted;
    quoted.quoted_text = true;
    const Table table = read("id,n\n\"1\",2\n", quoted);
    CHECK(table.column("id").type() == Type::text);
    CHECK(table.column("n").type() == Type::int64);
}

TEST_CASE("encodings: marks, declared ones, and places counted in the file's own bytes") {
    CHECK(read("\xEF\xBB\xBF"
               "a,b\n1,2\n")
              .name(0) == "a");
    const std::string wide("\xFE\xFF\0a\0,\0b\0\n\0\xE9\0,\xD8\x3D\xDE\x00\0\n", 20);
    const Table big = read(wide);
    CHECK(big.column("a").text(0) == "\xC3\xA9");
    CHECK(big.column("b").text(0) == "\xF0\x9F\x98\x80");
    CHECK(refusal(std::string_view(wide).substr(0, 19)).where().byte == 18);
    CHECK(refusal(wide.substr(0, 16) + std::string("\0,\0\n", 4)).where().byte == 14);
    const Table western = read("a,b\n\x80 5,\xFC\n", {.encoding = Encoding::latin1});
    CHECK(western.column("a").text(0) == "\xE2\x82\xAC 5");
    CHECK(western.column("b").text(0) == "\xC3\xBC");
    CHECK(refusal("a,b\n\xFC,1\n\xFC\n", {.encoding = Encoding::latin1}).where().byte == 8);
    CHECK(refusal(std::string("a\0,\0b\0\n\0", 8)).message().find("utf16") != std::string::npos);
}

TEST_CASE("GB18030 in one, two and four bytes reads as its characters") {
    // "温度" (temperature), U+20087, U+0080 and the character of the 2005 edition.
    const std::string text =
        "a,b\n\xCE\xC2\xB6\xC8,1\n\x95\x32\x90\x31,\x81\x30\x81\x30\n\xA8\xBC,x\n";
    const Table table = read(text, {.encoding = Encoding::gb18030});
    CHECK(table.column("a").text(0) == "\xE6\xB8\xA9\xE5\xBA\xA6");
    CHECK(table.column("a").text(1) == "\xF0\xA0\x82\x87");
    CHECK(table.column("b").text(1) == "\xC2\x80");
    CHECK(table.column("a").text(2) == "\xE1\xB8\xBF");
    const Error bad =
        refusal("a,b\n\xCE\xC2,\x81\x30\x81\x30\n\xCE\x20,x\n", {.encoding = Encoding::gb18030});
    CHECK(bad.where().line == 3);
    CHECK(bad.where().byte == 12);
    CHECK(refusal(text).message().find("gb18030") != std::string::npos);
    const Error ragged =
        refusal("a,b\n\xCE\xC2,\x81\x30\x81\x30\n1\n", {.encoding = Encoding::gb18030});
    CHECK(ragged.where().byte == 12);
}

TEST_CASE("a hostile header and contradictory options are refused") {
    CHECK(refusal(std::string(200'000, ',')).status() == Status::parse);
    CHECK(refusal("a", {.delimiter = '\n'}).where().argument == "delimiter");
    CHECK(refusal("a", {.delimiter = '"'}).where().argument == "delimiter");
    CHECK(refusal("a", {.delimiter = ',', .decimal = ','}).where().argument == "decimal");
    CHECK(refusal("a", {.decimal = ',', .thousands = ','}).where().argument == "thousands");
    CHECK(refusal("a", {.max_bytes = -1}).where().argument == "max_bytes");
    CHECK(refusal("a,b\n1,2\n", {.max_bytes = 4}).status() == Status::data);
}

TEST_CASE("a budget that does not hold the table is an error, and is given back") {
    std::string text = "a,b\n";
    for (int i = 0; i < 300'000; ++i) text += "1,2\n";
    Budget budget(1'000'000);
    Context context;
    context.budget = &budget;
    Status status = Status::ok;
    try {
        read_csv_buffer(context, text, {});
    } catch (const Error& error) {
        status = error.status();
    }
    CHECK(status == Status::budget);
    CHECK(budget.used() == 0);
    Budget enough(100'000'000);
    context.budget = &enough;
    CHECK(read_csv_buffer(context, text, {}).rows() == 300'000);
    CHECK(enough.used() == 0);
    CHECK(enough.peak() >= 4'800'000);
}

TEST_CASE("reading can be cancelled, and says how far it is") {
    std::string text = "a,b\n";
    for (int i = 0; i < 300'000; ++i) text += "1,x\n";
    Cancel cancel;
    Context context;
    context.cancel = &cancel;
    int calls = 0;
    context.progress = [&](const Progress& progress) {
        CHECK(progress.share >= 0);
        CHECK(progress.share <= 1);
        ++calls;
        return true;
    };
    CHECK(read_csv_buffer(context, text, {}).rows() == 300'000);
    CHECK(calls >= 2);
    cancel.request();
    Status status = Status::ok;
    try {
        read_csv_buffer(context, text, {});
    } catch (const Error& error) {
        status = error.status();
    }
    CHECK(status == Status::cancelled);
    CHECK_THROWS_AS(read_csv(Context(), "/no/such/file.csv"), Error);
}
