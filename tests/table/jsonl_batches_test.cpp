// JSON Lines batch by batch are the table read at once, whatever the batches are.
#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "temporary_path.hpp"
#include "tenon/error.hpp"
#include "tenon/jsonl.hpp"
#include "tenon/random.hpp"
#include "tenon/rows.hpp"

using namespace tenon;

namespace {

// Values of a column that begins as one kind and may become another, late.
std::string value(Random& random, std::uint64_t kind, bool late) {
    const std::string whole = std::to_string(random.below(100));
    switch (kind) {
        case 0:
            return whole;
        case 1:
            return late && random.below(20) == 0 ? whole + ".50" : whole;
        case 2:
            return late && random.below(20) == 0 ? "\"n/a\"" : whole + ".250";
        case 3:
            return late && random.below(9) == 0 ? "\"off\"" : random.below(2) ? "true" : "false";
        case 4:
            return "\"2024-02-29T23:59:" + std::to_string(10 + random.below(50)) +
                   (late && random.below(9) == 0 ? "Z\"" : "\"");
        case 5:
            return late && random.below(9) == 0 ? "\"never\"" : "\"2024-03-01\"";
        case 6:
            return late && random.below(9) == 0 ? "12345678901234567890123" : whole;
        case 7:
            return "null";
        case 8:
            // Whole, then fractions, then text: the whole ones were told as reals.
            return late && random.below(9) == 0 ? "\"x\""
                   : random.below(30) == 0      ? "9007199254740993"
                   : random.below(3) == 0       ? "1.50"
                                                : whole;
        default:
            return "{\"a\":" + whole + ",\"b\":[1,\"" + whole + "\"]}";
    }
}

std::string log_text(std::uint64_t seed, int rows) {
    Random random(seed);
    std::string out = "\xEF\xBB\xBF";
    const bool names_late = random.below(2) == 0;
    for (int row = 0; row < rows; ++row) {
        const bool late = row > rows * 2 / 3;
        std::string line;
        for (std::uint64_t kind = 0; kind < 10; ++kind) {
            if (random.below(6) == 0) continue;
            if (kind == 6 && !late && names_late) continue;
            line += (line.empty() ? "" : ", ") + ("\"c" + std::to_string(kind)) + "\": ";
            line += value(random, kind, late);
        }
        if (random.below(90) == 0) line += (line.empty() ? "" : ",") + std::string("\"\":1");
        if (random.below(80) == 0)
            line += (line.empty() ? "" : ",") + std::string("\"c0\":5,\"c0\":6");
        out += "{" + line + "}" + (random.below(9) == 0 ? "\r\n" : "\n");
        if (random.below(60) == 0) out += "  \n";
        if (random.below(70) == 0) out += "{\"broken\": \n";
    }
    return out;
}

struct Batches {
    std::vector<Table> tables;
    std::vector<Finding> findings;
};

Batches batches_of(JsonLinesBatches reader) {
    Batches out;
    out.findings = reader.findings();
    while (auto batch = reader.next()) out.tables.push_back(*std::move(batch));
    return out;
}

void check_equal(const Table& whole, const Batches& parts) {
    REQUIRE(!parts.tables.empty());
    for (const Table& part : parts.tables) {
        REQUIRE(part.names() == whole.names());
        for (std::int32_t c = 0; c < whole.columns(); ++c)
            CHECK(part.column(c).type() == whole.column(c).type());
    }
    std::int64_t row = 0, wrong = 0;
    for (const Table& part : parts.tables)
        for (std::int64_t i = 0; i < part.rows(); ++i, ++row)
            for (std::int32_t c = 0; c < whole.columns(); ++c)
                wrong += part.column(c).valid(i) != whole.column(c).valid(row) ||
                         part.column(c).cell_text(i) != whole.column(c).cell_text(row);
    CHECK(row == whole.rows());
    CHECK(wrong == 0);
    REQUIRE(parts.findings.size() == whole.findings().size());
    for (std::size_t i = 0; i < parts.findings.size(); ++i) {
        CHECK(parts.findings[i].kind == whole.findings()[i].kind);
        CHECK(parts.findings[i].text == whole.findings()[i].text);
        CHECK(parts.findings[i].line == whole.findings()[i].line);
        CHECK(parts.findings[i].byte == whole.findings()[i].byte);
        CHECK(parts.findings[i].column == whole.findings()[i].column);
    }
}

}  // namespace

TEST_CASE("batches of JSON Lines one behind the other are the table read at once") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        const std::string text = log_text(seed, seed % 3 == 0 ? 5000 : 300);
        const std::string path = test::temporary_path("batches.jsonl");
        std::ofstream(path, std::ios::binary) << text;
        for (const bool all_text : {false, true}) {
            JsonLinesBatchOptions options;
            options.lines.lenient = true;
            options.lines.all_text = all_text;
            if (seed % 4 == 0) options.lines.columns = {"c3", "c1", "absent"};
            if (seed % 5 == 0) options.lines.text_columns = {"c1", "c4"};
            const Table whole = read_jsonl_buffer({}, text, options.lines);
            for (const std::int64_t rows : {0, 1, 7, 100, 100'000}) {
                options.rows = rows;
                options.bytes = rows == 0 ? 2000 : 0;
                check_equal(whole, batches_of(JsonLinesBatches::of_buffer({}, text, options)));
                if (rows != 1)
                    check_equal(whole, batches_of(JsonLinesBatches::of_file({}, path, options)));
            }
        }
    }
}

TEST_CASE("what reading at once refuses, batches refuse before the first") {
    for (const char* text : {"", "\n\n", "{\"a\":1}\n[1]\n", "{\"a\":1}\n{\"a\":\n"}) {
        std::string at_once, in_batches;
        try {
            read_jsonl_buffer({}, text);
        } catch (const Error& fault) {
            at_once = fault.what();
        }
        try {
            JsonLinesBatches::of_buffer({}, text);
        } catch (const Error& fault) {
            in_batches = fault.what();
        }
        CHECK(!at_once.empty());
        CHECK(in_batches == at_once);
    }
}

TEST_CASE("a file that changes between the passes is refused, and nothing is given after it") {
    for (const char* other : {"{\"a\":1}\n{\"a\":2.5}\n", "{\"a\":1}\n", "{\"a\":1}\n{\"b\":2}\n",
                              "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n"}) {
        CAPTURE(other);
        const std::string path = test::temporary_path("batches.jsonl");
        std::ofstream(path, std::ios::binary) << "{\"a\":1}\n{\"a\":2}\n";
        JsonLinesBatches reader = JsonLinesBatches::of_file({}, path, {.rows = 10});
        std::ofstream(path, std::ios::binary) << other;
        CHECK_THROWS_WITH_AS(reader.next(), doctest::Contains("is not what it was"), Error);
        CHECK_THROWS_WITH_AS(reader.next(), doctest::Contains("stopped at an error"), Error);
    }
}

TEST_CASE("batches need a batch and a block, not the file") {
    std::string text;
    for (int i = 0; i < 200'000; ++i)
        text += "{\"time\":\"2024-02-29T23:59:59\",\"speed\":" + std::to_string(i) + ".25}\n";
    const std::string path = test::temporary_path("batches.jsonl");
    std::ofstream(path, std::ios::binary) << text;
    Budget budget(5 << 20);
    Context context;
    context.budget = &budget;
    JsonLinesBatches reader = JsonLinesBatches::of_file(context, path, {.bytes = 1 << 18});
    CHECK(budget.used() == 0);
    std::int64_t rows = 0, batches = 0;
    while (const auto batch = reader.next(context)) {
        rows += batch->rows();
        ++batches;
        CHECK(budget.used() == 0);
    }
    CHECK(rows == 200'000);
    CHECK(batches > 20);
    CHECK_THROWS_AS(read_jsonl(context, path), Error);
}
