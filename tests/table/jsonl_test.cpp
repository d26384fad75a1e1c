#include "tenon/jsonl.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <thread>

#if !defined(_WIN32)
#include <sys/stat.h>
#endif

#include "temporary_path.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

Table read(std::string_view text, const JsonLinesOptions& options = {}) {
    return read_jsonl_buffer({}, text, options);
}

Error fault_of(std::string_view text, const JsonLinesOptions& options = {}) {
    try {
        read(text, options);
    } catch (const Error& fault) {
        return fault;
    }
    return {Status::ok, ""};
}

std::vector<Type> types_of(const Table& table) {
    std::vector<Type> out;
    for (std::int32_t i = 0; i < table.columns(); ++i) out.push_back(table.column(i).type());
    return out;
}

}  // namespace

#if !defined(_WIN32)

TEST_CASE("a pipe is not looked into to tell what it holds, and is read as it comes") {
    const std::string pipe = test::temporary_path("pipe");
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    CHECK_FALSE(is_jsonl_file(pipe));  // would wait for a writer
    std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << "a,b\n1,2\n"; });
    const Table table = read_csv({}, pipe);
    writer.join();
    CHECK(table.rows() == 1);
}

#endif

TEST_CASE("records become rows, absent and null members missing cells") {
    const Table table = read(
        "{\"t\":\"2024-02-29T23:59:59.5Z\",\"n\":1,\"x\":1,\"ok\":true,\"who\":\"a\"}\r\n"
        "\n"
        "  {\"x\":2.5,\"n\":null, \"late\":7}\n"
        "{\"t\":\"2024-03-01\",\"who\":\"\\u6e29\"}");
    CHECK(table.names() == std::vector<std::string>{"t", "n", "x", "ok", "who", "late"});
    CHECK(types_of(table) == std::vector<Type>{Type::timestamp, Type::int64, Type::float64,
                                               Type::boolean, Type::text, Type::int64});
    CHECK(table.rows() == 3);
    CHECK(table.column("t").cell_text(0) == "2024-02-29 23:59:59.500000");
    CHECK(table.column("t").missing() == 1);
    CHECK(table.column("n").missing() == 2);
    CHECK(table.column("x").number(0) == 1);
    CHECK(table.column("x").number(1) == 2.5);
    CHECK(table.column("who").text(2) == "温");
    CHECK(table.column("late").missing() == 2);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "mixed time zones");  // the date names none
}

TEST_CASE("objects are flattened and arrays kept as text") {
    const Table table = read(
        "{\"m\":{\"rpm\":900,\"axis\":{\"x\":1}},\"tags\":[1, \"a\\n\", {\"k\": [true, null]}, "
        "[]],\"z\":3}\n"
        "{\"m\":{}}\n"
        "{\"m\":5}\n");
    CHECK(table.names() == std::vector<std::string>{"m.rpm", "m.axis.x", "tags", "z", "m"});
    CHECK(table.column("tags").text(0) == "[1,\"a\\n\",{\"k\":[true,null]},[]]");
    CHECK(table.column("m.rpm").number(0) == 900);
    CHECK(table.column("m").number(2) == 5);
    CHECK(table.column("z").missing() == 2);
}

TEST_CASE("a column of several kinds is text, and the line that made it so is found") {
    const Table table = read(
        "{\"a\":1,\"t\":\"2024-01-01\",\"b\":true}\n"
        "{\"a\":2.5,\"t\":\"2024-01-02\"}\n"
        "{\"a\":\"x\",\"t\":\"soon\",\"b\":0}\n"
        "{\"a\":7}\n");
    CHECK(types_of(table) == std::vector<Type>{Type::text, Type::text, Type::text});
    CHECK(table.column("a").text(1) == "2.5");
    CHECK(table.column("a").text(3) == "7");
    CHECK(table.column("t").text(0) == "2024-01-01");
    CHECK(table.column("b").text(0) == "true");
    CHECK(table.column("b").text(2) == "0");
    REQUIRE(table.findings().size() == 3);
    for (const Finding& finding : table.findings()) {
        CHECK(finding.kind == "type fallback");
        CHECK(finding.line == 3);
    }
}

TEST_CASE("what is told of a column has the byte at which its line begins") {
    const auto only = [](const Table& table) {
        REQUIRE(table.findings().size() == 1);
        return table.findings()[0];
    };
    const auto at = [](const Finding& finding, const char* kind, std::int64_t line,
                       std::int64_t byte) {
        CHECK(finding.kind == kind);
        CHECK(finding.line == line);
        CHECK(finding.byte == byte);
    };
    at(only(read("{\"a\":1}\n\n{\"a\":\"q\"}\n{\"a\":2}\n")), "type fallback", 3, 9);
    at(only(read("{\"a\":null}\n{\"a\":\"q\"}\n{\"a\":2}\n")), "type fallback", 2, 11);
    at(only(read("{\"a\":1.5}\n{\"a\":9007199254740993}\n")), "digits lost", 2, 10);
    at(only(read("{\"t\":\"2024-01-01\"}\n{\"t\":\"2024-01-01T00:00:00Z\"}\n")), "mixed time zones",
       2, 19);
    at(only(read("{}\n{\"t\":\"2024-01-01T00:00:00.1234567\"}\n")), "times cut", 2, 3);
}

TEST_CASE("JSON Lines in UTF-16 are told to be so") {
    const std::string utf16(
        "{\0\"\0a\0\"\0:\0"
        "1\0}\0\n\0",
        16);
    const auto tells = [](const Error& fault) {
        return fault.where().line == 1 && fault.message().find("UTF-16") != std::string::npos;
    };
    CHECK(tells(fault_of("\xFF\xFE" + utf16)));
    CHECK(tells(fault_of(std::string("\xFE\xFF\0{\0}", 6))));
    CHECK(tells(fault_of(utf16)));
}

TEST_CASE("whole numbers that no int64 holds keep their digits as text, and the line is found") {
    const Table table =
        read("{\"a\":9223372036854775807}\n{\"a\":18446744073709551615}\n{\"a\":-1}\n");
    REQUIRE(table.column("a").type() == Type::text);
    CHECK(table.column("a").text(0) == "9223372036854775807");
    CHECK(table.column("a").text(1) == "18446744073709551615");
    CHECK(table.column("a").text(2) == "-1");
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].line == 2);
    const Table first =
        read("{\"a\":12345678901234567890123}\n{\"a\":\"A1\"}\n{\"a\":[12345678901234567890]}\n");
    CHECK(first.column("a").text(0) == "12345678901234567890123");
    CHECK(first.column("a").text(2) == "[12345678901234567890]");
    CHECK(first.findings()[0].line == 1);
}

TEST_CASE("a minus zero is an integer, and keeps its sign among fractions alone") {
    const Table zero = read("{\"a\":-0}\n{\"a\":3}\n");
    CHECK(zero.column("a").type() == Type::int64);
    CHECK(zero.column("a").int64s()[0] == 0);
    for (const char* text : {"{\"a\":-0}\n{\"a\":1.5}\n", "{\"a\":1.5}\n{\"a\":-0}\n"}) {
        const Table real = read(text);
        REQUIRE(real.column("a").type() == Type::float64);
        CHECK(real.column("a").number(0) + real.column("a").number(1) == 1.5);
        CHECK(
            (std::signbit(real.column("a").number(0)) || std::signbit(real.column("a").number(1))));
        auto batches = JsonLinesBatches::of_buffer({}, text, {.rows = 1});
        for (std::int64_t row = 0; row < 2; ++row)
            CHECK(std::bit_cast<std::uint64_t>(batches.next()->column("a").number(0)) ==
                  std::bit_cast<std::uint64_t>(real.column("a").number(row)));
    }
    const Table table({"a"}, {Column::from_float64({-0.0, 2})});
    CHECK(write_jsonl_text(table) == "{\"a\":-0.0}\n{\"a\":2}\n");
    CHECK(std::signbit(read(write_jsonl_text(table)).column("a").number(0)));
}

TEST_CASE("numbers read as text are as they are written") {
    JsonLinesOptions options;
    options.all_text = true;
    const Table table = read("{\"a\":1.50}\n{\"a\":1e3}\n{\"a\":7}\n", options);
    CHECK(table.column("a").text(0) == "1.50");
    CHECK(table.column("a").text(1) == "1e3");
    CHECK(table.column("a").text(2) == "7");
}

TEST_CASE("a bad line is refused with its line and byte, or left out and found") {
    const std::string text =
        "{\"a\":1}\n{\"a\":1,}\n[1]\n7\n{\"a\":\"\xFF\"}\n{\"a\":1e999}\n{\"a\":2} x\n{\"a\":3}\n";
    const Error fault = fault_of(text);
    CHECK(fault.status() == Status::parse);
    CHECK(fault.where().line == 2);
    CHECK(fault.where().byte >= 8);
    CHECK(fault.where().byte < 17);
    const Table table = read(text, {.lenient = true});
    CHECK(table.rows() == 2);
    CHECK(table.column("a").number(1) == 3);
    CHECK(table.column("a").type() == Type::int64);
    REQUIRE(table.findings().size() == 6);
    std::int64_t line = 2;
    for (const Finding& finding : table.findings()) {
        CHECK(finding.kind == "bad line");
        CHECK(finding.line == line++);
    }
    CHECK(table.findings()[0].original == "{\"a\":1,}");
    CHECK(fault_of("").status() == Status::data);
    CHECK(fault_of("\n \n").status() == Status::data);
    CHECK(fault_of("[{\"a\":1},\n{\"a\":2}]").where().line == 1);
}

TEST_CASE("a text ahead of numbers is named as what made text of their column") {
    for (const char* const text : {"{\"v\":null}\n{\"v\":\"--\"}\n{\"v\":20.5}\n{\"v\":20.6}\n",
                                   "{\"v\":null}\n{\"v\":\"--\"}\n{\"v\":7}\n",
                                   "{\"v\":null}\n{\"v\":\"--\"}\n{\"v\":true}\n"}) {
        const Table table = read(text);
        CHECK(table.column("v").type() == Type::text);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "type fallback");
        CHECK(table.findings()[0].line == 2);
    }
    CHECK(read("{\"v\":\"a\"}\n{\"v\":\"b\"}\n").findings().empty());
}

TEST_CASE("whole numbers that lose digits as float64 are counted") {
    const std::string text =
        "{\"v\":1}\n{\"v\":9007199254740993}\n{\"v\":-9007199254740993}\n{\"v\":1.5}\n";
    const Table table = read(text);
    CHECK(table.column("v").type() == Type::float64);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "digits lost");
    CHECK(table.findings()[0].line == 2);
    CHECK(table.findings()[0].text.find("2 whole numbers") != std::string::npos);
    CHECK(read("{\"v\":9007199254740993}\n{\"v\":1}\n").findings().empty());
}

TEST_CASE("of a name that is there twice the last counts") {
    const Table table =
        read("{\"a\":1,\"a\":2}\n{\"a.b\":1,\"a\":{\"b\":3}}\n{\"a\":4,\"a\":null}\n");
    CHECK(table.column("a").number(0) == 2);
    CHECK(table.column("a.b").number(1) == 3);
    CHECK_FALSE(table.column("a").valid(2));
    CHECK(table.findings().size() == 2);
    CHECK(table.findings()[0].kind == "repeated name");
    CHECK(table.findings()[0].original == "a");
    CHECK(table.findings()[1].original == "a.b");
}

TEST_CASE("columns have the types and missing marks that are given") {
    const std::string text =
        "{\"n\":1,\"r\":2,\"b\":1,\"t\":\"2024-01-02\",\"s\":7}\n"
        "{\"n\":\" 3 \",\"r\":\"0.5\",\"b\":\"true\",\"t\":\"n/a\",\"s\":9999}\n"
        "{\"n\":4.0,\"r\":12345678901234567890,\"b\":false,\"t\":null,\"s\":\"x\"}\n";
    JsonLinesOptions options;
    options.missing_marks = {"n/a", "9999"};
    options.rules = {{"n", Type::int64, {}},
                     {"r", Type::float64, {}},
                     {"b", Type::boolean, {}},
                     {"t", Type::timestamp, {}},
                     {"s", Type::text, {}}};
    const Table table = read(text, options);
    CHECK(table.column("n").type() == Type::int64);
    CHECK(table.column("n").int64s()[1] == 3);
    CHECK(table.column("n").int64s()[2] == 4);
    CHECK(table.column("r").number(0) == 2);
    CHECK(table.column("r").number(1) == 0.5);
    CHECK(table.column("r").number(2) == 12345678901234567890.0);
    CHECK(table.column("b").type() == Type::boolean);
    CHECK(table.column("b").boolean(1));
    CHECK(table.column("t").type() == Type::timestamp);
    CHECK_FALSE(table.column("t").valid(1));
    CHECK(table.column("s").text(0) == "7");
    CHECK_FALSE(table.column("s").valid(1));
    JsonLinesBatchOptions parts;
    parts.lines = options;
    parts.rows = 1;
    JsonLinesBatches batches = JsonLinesBatches::of_buffer({}, text, parts);
    for (std::int64_t row = 0; row < 3; ++row) {
        const auto batch = batches.next();
        REQUIRE(batch);
        for (std::int32_t c = 0; c < table.columns(); ++c) {
            CHECK(batch->column(c).type() == table.column(c).type());
            REQUIRE(batch->column(c).valid(0) == table.column(c).valid(row));
            if (table.column(c).valid(row))
                CHECK(batch->column(c).cell_text(0) == table.column(c).cell_text(row));
        }
    }

    CHECK(read("{\"a\":9999}\n{\"a\":1}\n", {.missing_marks = {"9999"}}).column("a").missing() ==
          1);
    CHECK(read("{\"a\":null}\n", {.rules = {{"a", Type::text, {}}}}).column("a").type() ==
          Type::text);
    JsonLinesOptions whole;
    whole.rules = {{"a", Type::int64, {}}};
    const Error bad = fault_of("{\"a\":1}\n{\"a\":\"two\"}\n", whole);
    CHECK(bad.status() == Status::parse);
    CHECK(bad.where().line == 2);
    whole.lenient = true;
    const Table lenient = read("{\"a\":1}\n{\"a\":\"two\"}\n{\"a\":0.5}\n", whole);
    CHECK(lenient.column("a").missing() == 2);
    REQUIRE(lenient.findings().size() == 2);
    CHECK(lenient.findings()[0].kind == "bad cell");
    CHECK(lenient.findings()[0].original == "two");
    CHECK(fault_of("{\"b\":1}\n", whole).status() == Status::not_found);
}

TEST_CASE("chosen columns, declared text, names that are empty") {
    const std::string text = "{\"a\":1,\"b\":2,\"\":3}\n";
    CHECK(read(text, {.columns = {"b", "x"}}).names() == std::vector<std::string>{"b", "x"});
    CHECK(read(text, {.columns = {"x"}}).column("x").missing() == 1);
    CHECK(read(text, {.text_columns = {"a"}}).column("a").text(0) == "1");
    CHECK(read(text, {.all_text = true}).column("b").text(0) == "2");
    CHECK(read(text).names() == std::vector<std::string>{"a", "b", "c3"});
    CHECK(fault_of(text, {.columns = {"a", "a"}}).status() == Status::argument);
}

TEST_CASE("lines with nothing in common are refused before they fill the memory") {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "{\"n" + std::to_string(i) + "\":1}\n";
    const Error fault = fault_of(text);
    CHECK(fault.status() == Status::data);
    CHECK(fault.where().argument == "columns");
    CHECK(read(text, {.columns = {"n5"}}).rows() == 20'000);
}

TEST_CASE("tables survive writing and reading") {
    Random random(31);
    for (int trial = 0; trial < 200; ++trial) {
        const auto rows = static_cast<std::int64_t>(1 + random.below(150));
        ColumnBuilder x(Type::float64), n(Type::int64), b(Type::boolean), s(Type::text),
            t(Type::timestamp);
        for (std::int64_t i = 0; i < rows; ++i) {
            const double real = std::bit_cast<double>(random.bits());
            random.uniform() < 0.2 || !std::isfinite(real) ? x.add_missing() : x.add_float64(real);
            random.uniform() < 0.2 ? n.add_missing()
                                   : n.add_int64(static_cast<std::int64_t>(random.bits()));
            random.uniform() < 0.2 ? b.add_missing() : b.add_boolean(random.uniform() < 0.5);
            std::string text;
            for (std::uint64_t k = random.below(20); k > 0; --k)
                text += random.uniform() < 0.1
                            ? "温"
                            : std::string(1, static_cast<char>(random.below(128)));
            random.uniform() < 0.2 ? s.add_missing() : s.add_text(text);
            random.uniform() < 0.2
                ? t.add_missing()
                : t.add_int64(static_cast<std::int64_t>(random.uniform(-6e16, 2.5e17)));
        }
        const Table table({"x", "n \"quoted\"", "b", "s", "t"},
                          {x.finish(), n.finish(), b.finish(), s.finish(), t.finish()});
        const bool skip = random.uniform() < 0.5;
        const std::string text = write_jsonl_text(table, {.skip_missing = skip});
        // Zeros are no text to a reader of JSON: they are escaped.
        const Table back = read(text, {.text_columns = {"s"}, .columns = table.names()});
        REQUIRE(back.rows() == table.rows());
        for (std::int32_t c = 0; c < table.columns(); ++c)
            for (std::int64_t i = 0; i < rows; ++i) {
                REQUIRE(back.column(c).valid(i) == table.column(c).valid(i));
                REQUIRE(back.column(c).cell_text(i) == table.column(c).cell_text(i));
            }
    }
}

TEST_CASE("numbers that JSON does not have are refused, null or text, as asked") {
    const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
    const Table table({"x"}, {Column::from_float64({1.5, nan, -inf})});
    CHECK_THROWS_AS(write_jsonl_text(table), Error);
    CHECK(write_jsonl_text(table, {.not_finite = NotFinite::null}) ==
          "{\"x\":1.5}\n{\"x\":null}\n{\"x\":null}\n");
    CHECK(write_jsonl_text(table, {.skip_missing = true, .not_finite = NotFinite::text}) ==
          "{\"x\":1.5}\n{\"x\":\"nan\"}\n{\"x\":\"-inf\"}\n");
    CHECK(write_jsonl_text(Table({"x"}, {Column::from_int64({1}, {false})}),
                           {.skip_missing = true}) == "{}\n");
}

TEST_CASE("files are written whole, read back and told by name or content") {
    const std::filesystem::path path = test::temporary_path("tenon_jsonl_test.txt");
    const Table table({"a"}, {Column::from_int64({1, 2, 3})});
    write_jsonl({}, table, path.string());
    CHECK(read_jsonl({}, path.string()).column("a").number(2) == 3);
    CHECK(is_jsonl_file(path.string()));
    std::ofstream(path, std::ios::binary) << "a,b\n{1},2\n";
    CHECK_FALSE(is_jsonl_file(path.string()));
    std::filesystem::remove(path);
    CHECK_FALSE(is_jsonl_file(path.string()));
    CHECK(is_jsonl_file("no/such/file.NDJSON"));
}

// What a fuzzer would do, with a fixed seed: any bytes are read or refused, and what was read can
// be written and read again.
TEST_CASE("mutilated files are refused in words or read to something that survives") {
    const std::string_view seeds[] = {
        "{\"t\":\"2024-01-01 "
        "10:00:00\",\"m\":{\"rpm\":1e3,\"x\":[1,{\"a\":null}]},\"ok\":false}\n{\"t\":null}\n",
        "\xEF\xBB\xBF{\"a\":\"\\ud83d\\ude00\",\"\":-0.0}\r\n{\"a\":18446744073709551616}\r\n\r\n",
        "{\"a\":{\"b\":{\"c\":{\"d\":1}}}}\n{\"a\":[[[[[[]]]]]]}\n{}\n"};
    Random random(37);
    int kept = 0;
    for (int trial = 0; trial < 6'000; ++trial) {
        std::string text(seeds[random.below(std::size(seeds))]);
        for (std::uint64_t k = random.below(4); k > 0; --k) {
            const std::size_t at = random.below(text.size());
            switch (random.below(4)) {
                case 0:
                    text[at] = static_cast<char>(random.below(256));
                    break;
                case 1:
                    text.erase(at, 1 + random.below(8));
                    break;
                case 2:
                    text.insert(at, text.substr(random.below(text.size()), random.below(30)));
                    break;
                default:
                    text.insert(at, 1, "{}[]\",:\\\n0-e"[random.below(12)]);
            }
            if (text.empty()) text = "{";
        }
        CAPTURE(text);
        try {
            const Table table = read(text, {.lenient = random.uniform() < 0.7});
            const std::string written = write_jsonl_text(table);
            if (table.rows() == 0) continue;
            const Table again = read(written);
            REQUIRE(again.rows() == table.rows());
            REQUIRE(write_jsonl_text(again) == written);
            ++kept;
        } catch (const Error& fault) {
            REQUIRE((fault.status() == Status::parse || fault.status() == Status::data));
            REQUIRE_FALSE(fault.message().empty());
        }
    }
    CHECK(kept > 1000);
}

TEST_CASE("a line read at once and one read by the whole parser give the same cells") {
    Random random(41);
    const char* const numbers[] = {"0",
                                   "-7",
                                   "123456789012345678",
                                   "1.5",
                                   "-0",
                                   "1e3",
                                   "2E-2",
                                   "0.1",
                                   "-0.25",
                                   "12.000",
                                   "1e+2",
                                   "1e-400",
                                   "9007199254740993",
                                   "2.5e0",
                                   "1.7976931348623157e308"};
    const char* const wrong[] = {"01", "1.", ".5", "+1", "1e", "-", "tru", "nul", "1e999", "0x1"};
    for (int trial = 0; trial < 3000; ++trial) {
        std::string plain, odd;
        const auto lines = 1 + random.below(4);
        for (std::uint64_t i = 0; i < lines; ++i) {
            std::string members, same;
            for (const char* const name : {"a", "b", "long name", "温"}) {
                if (random.below(6) == 0) continue;
                std::string value;
                switch (random.below(6)) {
                    case 0:
                        value = "\"2024-01-0" + std::to_string(1 + random.below(9)) + "\"";
                        break;
                    case 1:
                        value = "\"a word\"";
                        break;
                    case 2:
                        value = random.below(2) ? "true" : "null";
                        break;
                    case 3:
                        if (random.below(40) == 0) {
                            value = wrong[random.below(10)];
                            break;
                        }
                        [[fallthrough]];
                    default:
                        value = numbers[random.below(15)];
                }
                const std::string blank = random.below(3) == 0 ? " " : "";
                members += (members.empty() ? "" : "," + blank) +
                           ("\"" + std::string(name) + "\"") + blank + ":" + blank + value;
            }
            // An escape in a name that is not asked for sends the line to the parser.
            plain += "{" + members + "}\n";
            odd += "{" + members + (members.empty() ? "" : ",") + "\"\\u007a\":1}\n";
        }
        CAPTURE(plain);
        JsonLinesOptions options;
        options.columns = {"a", "b", "long name", "温"};
        options.all_text = random.below(4) == 0;
        const Error refused = fault_of(plain, options);
        REQUIRE(refused.status() == fault_of(odd, options).status());
        if (refused.status() != Status::ok) continue;
        const Table one = read(plain, options), other = read(odd, options);
        REQUIRE(types_of(one) == types_of(other));
        REQUIRE(write_jsonl_text(one) == write_jsonl_text(other));
        REQUIRE(one.findings().size() == other.findings().size());
    }
}

TEST_CASE("a file of many blocks and a line longer than a block are read as from memory") {
    const std::filesystem::path path = test::temporary_path("tenon_jsonl_blocks.jsonl");
    std::string text = "\xEF\xBB\xBF";
    for (int i = 0; i < 60'000; ++i)
        text += "{\"t\":\"2024-01-01T00:00:" + std::to_string(10 + i % 50) +
                "\",\"n\":" + std::to_string(i) + ",\"x\":" + std::to_string(i % 977) + ".25}\r\n";
    text += "{\"n\":1,\"long\":\"" + std::string(3'000'000, 'x') + "\"}";
    std::ofstream(path, std::ios::binary) << text;
    const Table whole = read(text), blocks = read_jsonl({}, path.string());
    CHECK((write_jsonl_text(whole) == write_jsonl_text(blocks)));
    CHECK(blocks.rows() == 60'001);
    CHECK_THROWS_AS(read_jsonl({}, path.string(), {.max_bytes = 1000}), Error);
    std::filesystem::remove(path);
}

TEST_CASE("times of which some name a zone and others do not are found") {
    const Table table = read("{\"t\":\"2024-01-01T10:00:00\"}\n{\"t\":\"2024-01-01T10:00:00Z\"}\n");
    CHECK(table.column("t").type() == Type::timestamp);
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "mixed time zones");
    CHECK(table.findings()[0].line == 2);
    CHECK(read("{\"t\":\"2024-01-01T10:00:00Z\"}\n").findings().empty());
}

namespace {

// A text that comes in pieces of seven bytes.
CsvSource pieces_of(const std::string& text, bool again, std::shared_ptr<std::size_t> at) {
    CsvSource source;
    source.read = [&text, at](char* to, std::size_t capacity) {
        const std::size_t count = std::min({capacity, std::size_t{7}, text.size() - *at});
        text.copy(to, count, *at);
        *at += count;
        return count;
    };
    if (again)
        source.rewind = [at] {
            *at = 0;
            return true;
        };
    return source;
}

}  // namespace

TEST_CASE("dates by local custom are times as in CSV, at once and in batches") {
    const auto times = [](std::initializer_list<const char*> cells,
                          const JsonLinesOptions& options = {}) {
        std::string text;
        for (const char* cell : cells)
            text.append("{\"t\":\"").append(cell).append("\"}\n{\"t\":null}\n");
        const Table table = read(text, options);
        JsonLinesBatches batches =
            JsonLinesBatches::of_buffer({}, text, {.lines = options, .rows = 1});
        std::int64_t row = 0;
        while (const auto part = batches.next()) {
            REQUIRE(part->column(0).type() == table.column(0).type());
            for (std::int64_t i = 0; i < part->rows(); ++i)
                CHECK(part->column(0).cell_text(i) == table.column(0).cell_text(row++));
        }
        CHECK(row == table.rows());
        std::string out = table.column(0).type() == Type::timestamp ? "" : "text: ";
        for (std::int64_t i = 0; i < table.rows(); i += 2)
            out += table.column(0).cell_text(i) + " ";
        for (const Finding& finding : table.findings()) {
            out += finding.kind + std::to_string(finding.line);
            CHECK(finding.byte >= 0);
        }
        return out;
    };
    CHECK(times({"14.03.2024 7:05"}) == "2024-03-14 07:05:00 ");
    CHECK(times({"2024/3/14", "14-Mar-2024", "2024-03-15"}) ==
          "2024-03-14 00:00:00 2024-03-14 00:00:00 2024-03-15 00:00:00 ");
    CHECK(times({"03/04/2024", "12/25/2024", "2024-01-01"}) ==
          "2024-03-04 00:00:00 2024-12-25 00:00:00 2024-01-01 00:00:00 ");
    CHECK(times({"2024-01-01", "03/04/2024", "25/12/2024"}) ==
          "2024-01-01 00:00:00 2024-04-03 00:00:00 2024-12-25 00:00:00 ");
    CHECK(times({"03/04/2024", "05/06/2024"}) == "text: 03/04/2024 05/06/2024 ambiguous dates1");
    CHECK(times({"13/04/2024", "04/13/2024"}) == "text: 13/04/2024 04/13/2024 type fallback3");
    CHECK(times({"01.02.2024", "13/02/2024"}) == "text: 01.02.2024 13/02/2024 type fallback3");
    CHECK(times({"2016-12-31T23:59:60Z"}) == "2017-01-01 00:00:00 leap seconds1");
    JsonLinesOptions declared;
    declared.rules = {{.name = "t", .type = Type::timestamp}};
    CHECK(times({"01.02.2024", "2024-01-01"}, declared) ==
          "2024-02-01 00:00:00 2024-01-01 00:00:00 ");
    CHECK(fault_of("{\"t\":\"01/02/2024\"}\n", declared).status() == Status::parse);
}

TEST_CASE("a byte 0x1A at the end of JSON Lines is passed over and told") {
    for (const char* text : {"{\"a\":1}\n\x1A", "{\"a\":1}\x1A"}) {
        const Table table = read(text);
        CHECK(table.rows() == 1);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "end mark");
        CHECK(table.findings()[0].byte == static_cast<std::int64_t>(std::strlen(text)) - 1);
    }
    CHECK(fault_of("{\"a\":1}\n\x1A\n").status() == Status::parse);
}

TEST_CASE("lines come from a function, once or twice, at once or in batches") {
    std::string text;
    for (int i = 0; i < 500; ++i)
        text += "{\"n\":" + std::to_string(i) + (i == 400 ? ".5" : "") + ",\"s\":\"x\"}\n";
    const Table whole = read(text);
    for (const bool again : {false, true}) {
        const auto at = std::make_shared<std::size_t>(0);
        CHECK(write_jsonl_text(read_jsonl_source({}, pieces_of(text, again, at))) ==
              write_jsonl_text(whole));
        *at = 0;
        auto batches = JsonLinesBatches::of_source({}, pieces_of(text, again, at), {.rows = 64});
        std::string written;
        while (const auto batch = batches.next()) written += write_jsonl_text(*batch);
        CHECK(written == write_jsonl_text(whole));
    }
    const auto at = std::make_shared<std::size_t>(0);
    CHECK_THROWS_AS(read_jsonl_source({}, pieces_of(text, false, at), {.max_bytes = 100}), Error);
    CHECK_THROWS_AS(read_jsonl_source({}, {}), Error);
    CsvSource broken;
    broken.read = [](char*, std::size_t) -> std::size_t { throw Error(Status::io, "no"); };
    CHECK_THROWS_WITH_AS(read_jsonl_source({}, broken), "no", Error);
}

TEST_CASE("numbers beyond all integers come back as numbers") {
    const Table table({"x", "y"}, {Column::from_float64({1.5, 0x1p64, -4e20}),
                                   Column::from_float64({0x1p63, 1e20, 123456789012345678901.0})});
    const std::string text = write_jsonl_text(table);
    const Table again = read(text);
    CHECK(again.column("x").type() == Type::float64);
    CHECK(again.column("y").type() == Type::float64);
    CHECK(write_jsonl_text(again) == text);
    CHECK(text.find("18446744073709551616e0") != std::string::npos);
}

TEST_CASE("a chosen column that no line has is a finding") {
    const Table chosen = read("{\"temp\":1,\"x\":2}\n", {.columns = {"tmep", "x"}});
    REQUIRE(chosen.findings().size() == 1);
    CHECK(chosen.findings()[0].kind == "absent column");
    CHECK(chosen.findings()[0].text.find("\"tmep\"") != std::string::npos);
    const Table text = read("{\"temp\":1}\n", {.text_columns = {"tmep"}});
    REQUIRE(text.findings().size() == 1);
    CHECK(text.findings()[0].kind == "absent column");
    CHECK(read("{\"x\":null}\n", {.text_columns = {"x"}, .columns = {"x"}}).findings().empty());
}

TEST_CASE("expected columns are there without a value, and without a line") {
    const JsonLinesOptions expected{.text_columns = {"s"}, .expected_columns = {"s", "x"}};
    const Table table = read("{\"x\":1,\"y\":2}\n", expected);
    CHECK(table.names() == std::vector<std::string>{"x", "y", "s"});
    CHECK(table.column("s").type() == Type::text);
    CHECK_FALSE(table.column("s").valid(0));
    REQUIRE(table.findings().size() == 1);
    CHECK(table.findings()[0].kind == "absent column");
    auto batches = JsonLinesBatches::of_buffer({}, "{\"x\":1,\"y\":2}\n", {.lines = expected});
    CHECK(write_jsonl_text(*batches.next()) == write_jsonl_text(table));
    CHECK(batches.findings().size() == 1);
    for (const char* nothing : {"", "\n \n"}) {
        const Table empty = read(nothing, expected);
        CHECK(empty.rows() == 0);
        CHECK(empty.names() == std::vector<std::string>{"s", "x"});
        CHECK(empty.findings().empty());
        auto none = JsonLinesBatches::of_buffer({}, nothing, {.lines = expected});
        CHECK(none.next()->columns() == 2);
        CHECK_FALSE(none.next().has_value());
    }
    CHECK(fault_of("{\"z\":1}\n", expected).status() == Status::not_found);
    CHECK(fault_of("", {}).status() == Status::data);
}

TEST_CASE("CSV and JSON Lines count the same whole numbers that lose digits") {
    const char* const cells[] = {"9007199254740993",
                                 "9007199254740992",
                                 "-9007199254740993",
                                 "12345678901234567890123",
                                 "1.5",
                                 "1e25",
                                 "10000000000000000000000"};
    for (const bool quoted : {false, true}) {
        std::string csv = "v\n", lines;
        for (const char* cell : cells) {
            const std::string written = quoted ? '"' + std::string(cell) + '"' : cell;
            csv += written + "\n";
            lines += "{\"v\":" + written + "}\n";
        }
        const CsvColumnRule rule{.name = "v", .type = Type::float64};
        const Table of_csv = read_csv_buffer({}, csv, {.columns = {rule}});
        const Table of_lines = read(lines, {.rules = {rule}});
        for (const Table* table : {&of_csv, &of_lines}) {
            REQUIRE(table->findings().size() == 1);
            CHECK(table->findings()[0].kind == "digits lost");
            CHECK(table->findings()[0].text.find("3 whole numbers lose") != std::string::npos);
        }
        for (std::int64_t row = 0; row < of_csv.rows(); ++row)
            CHECK(of_csv.column("v").number(row) == of_lines.column("v").number(row));
    }
}
