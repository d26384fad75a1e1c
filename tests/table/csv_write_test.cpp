#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <filesystem>
#include <limits>

#include "temporary_path.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

constexpr std::string_view odd_texts[] = {"",
                                          "x",
                                          " x",
                                          "x ",
                                          "NA",
                                          "-",
                                          "nan",
                                          "007",
                                          "1.5",
                                          "true",
                                          "a,b",
                                          "a;b",
                                          "a\tb",
                                          "a|b",
                                          "say \"hi\"",
                                          "\"",
                                          "a\nb",
                                          "a\r\nb",
                                          "\r",
                                          "温度",
                                          "1e5",
                                          "2024-01-01",
                                          "None",
                                          "#note",
                                          "a b",
                                          "\xEF\xBB\xBFx",
                                          "12345678901234567890",
                                          "null",
                                          "''",
                                          "=1+1"};

Column random_column(Type type, std::int64_t rows, Random& random) {
    ColumnBuilder builder(type);
    const double missing = random.uniform() < 0.3 ? 0 : random.uniform() * 0.5;
    for (std::int64_t i = 0; i < rows; ++i) {
        if (random.uniform() < missing) {
            builder.add_missing();
            continue;
        }
        switch (type) {
            case Type::float64: {
                const double special[] = {0.0,
                                          -0.0,
                                          std::numeric_limits<double>::infinity(),
                                          -std::numeric_limits<double>::infinity(),
                                          std::numeric_limits<double>::quiet_NaN(),
                                          std::numeric_limits<double>::denorm_min(),
                                          std::numeric_limits<double>::max(),
                                          1e17,
                                          123456789012345678.0,
                                          123456789012345680000.0,
                                          0.1,
                                          5e22};
                builder.add_float64(random.uniform() < 0.3 ? special[random.below(12)]
                                    : random.uniform() < 0.5
                                        ? random.normal() * 100
                                        : std::bit_cast<double>(random.bits()));
                break;
            }
            case Type::int64:  // what an int64 column may hold and stay one
                builder.add_int64(static_cast<std::int64_t>(random.bits()) %
                                  1'000'000'000'000'000'000);
                break;
            case Type::timestamp:
                builder.add_int64(static_cast<std::int64_t>(random.uniform(-6.2e16, 2.5e17)));
                break;
            case Type::boolean:
                builder.add_boolean(random.uniform() < 0.5);
                break;
            case Type::text:
                builder.add_text(odd_texts[random.below(std::size(odd_texts))]);
                break;
        }
    }
    return builder.finish();
}

void check_same(const Column& a, const Column& b) {
    REQUIRE(a.size() == b.size());
    REQUIRE(a.missing() == b.missing());
    for (std::int64_t i = 0; i < a.size(); ++i) {
        REQUIRE(a.valid(i) == b.valid(i));
        if (!a.valid(i)) continue;
        if (a.type() == Type::text || b.type() == Type::text) {
            REQUIRE(a.type() == b.type());
            REQUIRE(a.text(i) == b.text(i));
            continue;
        }
        const double x = a.number(i), y = b.number(i);
        if (std::isnan(x))
            REQUIRE(std::isnan(y));
        else
            REQUIRE(std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y));
        if (a.type() != Type::float64) {
            REQUIRE(a.type() == b.type());
            REQUIRE(a.cell_text(i) == b.cell_text(i));
        }
    }
}

}  // namespace

TEST_CASE("tables of every type survive writing and reading") {
    Random random(17);
    constexpr Type types[] = {Type::float64, Type::int64, Type::boolean, Type::text,
                              Type::timestamp};
    for (int trial = 0; trial < 400; ++trial) {
        CAPTURE(trial);
        const auto rows = static_cast<std::int64_t>(random.below(30));
        std::vector<std::string> names;
        std::vector<Column> columns;
        for (std::uint64_t i = 0, n = 1 + random.below(4); i < n; ++i) {
            names.push_back(i == 0 && random.uniform() < 0.3
                                ? std::string("odd, \"name\"\n")
                                : std::string("c ") + std::to_string(i));
            columns.push_back(random_column(types[random.below(5)], rows, random));
        }
        const Table table(names, columns);
        CsvWriteOptions options;
        constexpr char delimiters[] = {',', ';', '\t', '|', ' '};
        options.delimiter = delimiters[random.below(5)];
        if (options.delimiter == ' ' || random.uniform() < 0.3) options.missing = "NA";
        CsvOptions reading;
        reading.delimiter = options.delimiter;
        reading.quoted_text = true;
        reading.decimal = '.';
        const std::string text = write_csv_text(table, options);
        CAPTURE(text);
        const Table back = read_csv_buffer({}, text, reading);
        CHECK(back.names() == table.names());
        for (std::int32_t c = 0; c < table.columns(); ++c) {
            const Column& was = table.column(c);
            const Column& is = back.column(c);
            if (was.missing() == was.size()) {
                CHECK(is.missing() == is.size());  // no cell left to tell a type by
                CHECK(is.size() == was.size());
            } else {
                check_same(was, is);
            }
        }
    }
}

TEST_CASE("whole numbers of 19 digits come back") {
    const std::string text = "n,m\n9223372036854775807,1\n-9223372036854775808,2\n3,3\n";
    const Table table({"n", "m"},
                      {Column::from_int64({std::numeric_limits<std::int64_t>::max(),
                                           std::numeric_limits<std::int64_t>::min(), 3}),
                       Column::from_int64({1, 2, 3})});
    CHECK(write_csv_text(table) == text);
    const Table back = read_csv_buffer({}, text);
    REQUIRE(back.column("n").type() == Type::int64);
    CHECK(back.findings().empty());
    for (std::int64_t row = 0; row < 3; ++row)
        CHECK(back.column("n").int64s()[static_cast<std::size_t>(row)] ==
              table.column("n").int64s()[static_cast<std::size_t>(row)]);
}

TEST_CASE("text stays text where only its columns are told apart by quotes") {
    // Words and pieces that numbers, times and marks of missing cells are made of.
    constexpr std::string_view pieces[] = {
        "Jan", "jan", "May", "Mon", "Sep", "PM", "am", "T",    "Z",  "e",  "E5", "x",
        "0x",  "1",   "24",  "-",   ":",   " ",  ".",  "2024", "年", "月", "/",  "日",
        "无",  "inf", "NA",  "nan", "yes", "Y",  "on", "%",    "°C", "$",  "€",  "+"};
    Random random(23);
    std::vector<std::string> texts;
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (std::uint64_t k = 0, n = 1 + random.below(6); k < n; ++k)
            text += pieces[random.below(std::size(pieces))];
        texts.push_back(text);
    }
    texts.insert(texts.end(),
                 {std::string(100, 'x') + ",", std::string(15, 'x') + ";",
                  std::string(16, 'x') + "\"", "a long text\nof two lines, to be quoted"});
    const Table table({"text"}, {Column::from_text(texts)});
    // One column a text: nothing else in the column says that it is text.
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        const Table one = table.slice(row, 1);
        const std::string written = write_csv_text(one);
        CAPTURE(written);
        const Table back = read_csv_buffer({}, written, {.delimiter = ',', .quoted_text = true});
        REQUIRE(back.rows() == 1);
        REQUIRE(back.column(0).type() == Type::text);
        REQUIRE(back.column(0).valid(0));
        REQUIRE(back.column(0).text(0) == texts[static_cast<std::size_t>(row)]);
    }
}

TEST_CASE("blocks and threads do not show in the text") {
    Random random(29);
    constexpr std::int64_t rows = 40'000;
    const Table table(
        {"x", "n", "t", "b", "s"},
        {random_column(Type::float64, rows, random), random_column(Type::int64, rows, random),
         random_column(Type::timestamp, rows, random), random_column(Type::boolean, rows, random),
         random_column(Type::text, rows, random)});
    const std::string whole = write_csv_text(table);
    std::string line_by_line = write_csv_text(table.slice(0, 0));
    for (std::int64_t row = 0; row < rows; ++row)
        line_by_line += write_csv_text(table.slice(row, 1), {.header = false});
    CHECK(line_by_line == whole);
    for (const int threads : {1, 2, 3}) {
        Context context;
        context.threads = threads;
        std::string text;
        std::size_t longest = 0;
        write_csv_blocks(context, table, [&](std::string_view part) {
            text += part;
            longest = std::max(longest, part.size());
        });
        CHECK(text == whole);
        CHECK(longest < whole.size() / 2);
    }
}

TEST_CASE("a sink that throws stops the writing, and so does cancelling") {
    const Table table({"a"}, {Column::from_int64(std::vector<std::int64_t>(1'000'000, 7))});
    int calls = 0;
    CHECK_THROWS_AS(write_csv_blocks({}, table,
                                     [&calls](std::string_view) {
                                         if (++calls == 2)
                                             throw Error(Status::io, "the sink is full");
                                     }),
                    Error);
    CHECK(calls == 2);
    Cancel cancel;
    Context context;
    context.cancel = &cancel;
    CHECK_THROWS_AS(write_csv_blocks(context, table, [&](std::string_view) { cancel.request(); }),
                    Error);
}

TEST_CASE("numbers are written shortest, times in ISO 8601, missing cells as asked") {
    const Table table(
        {"x", "n", "t", "b", "s"},
        {Column::from_float64({0.1, 1e300, std::nan(""), 0}, {true, true, true, false}),
         Column::from_int64({1, -2, 3, 4}), Column::from_timestamp({0, 1, 2, 3}),
         Column::from_boolean({true, false, true, true}),
         Column::from_text({"a", "", "x", "1"}, {true, true, false, true})});
    CsvWriteOptions options;
    CHECK(write_csv_text(table, options) ==
          "x,n,t,b,s\n"
          "0.1,1,1970-01-01 00:00:00,true,a\n"
          "1e+300,-2,1970-01-01 00:00:00.000001,false,\"\"\n"
          "-nan,3,1970-01-01 00:00:00.000002,true,\n"
          ",4,1970-01-01 00:00:00.000003,true,\"1\"\n");
    options.header = false;
    options.missing = "?";
    options.delimiter = ';';
    CHECK(write_csv_text(table.slice(3, 1), options) ==
          "?;4;1970-01-01 00:00:00.000003;true;\"1\"\n");
}

TEST_CASE("a file is written whole and read back") {
    const std::filesystem::path path = test::temporary_path("tenon_csv_write_test.csv");
    const Table table({"a"}, {Column::from_int64({1, 2, 3})});
    write_csv(Context(), table, path.string());
    CHECK(read_csv(Context(), path.string()).column("a").number(2) == 3);
    CHECK_FALSE(std::filesystem::exists(path.string() + ".tenon-new"));
    std::filesystem::remove(path);
    CHECK_THROWS_AS(write_csv(Context(), table, "/no/such/folder/file.csv"), Error);
}

TEST_CASE("options that would make the text unreadable are refused") {
    const Table table({"a"}, {Column::from_int64({1, 2}, {true, false})});
    for (const char bad : {'\n', '"', '7', '-', '.', 'e', '\0'})
        CHECK_THROWS_AS(write_csv_text(table, {.delimiter = bad}), Error);
    CHECK_THROWS_AS(write_csv_text(table, {.missing = "a,b"}), Error);
    CHECK_THROWS_AS(write_csv_text(table, {.delimiter = ' '}), Error);
    CHECK(write_csv_text(table, {.delimiter = ' ', .missing = "NA"}) == "a\n1\nNA\n");
    CHECK(write_csv_text(Table()).size() <= 1);
}
