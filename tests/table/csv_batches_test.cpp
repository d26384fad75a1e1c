// Text from a caller's function, and read batch by batch: the same table as the whole read at once.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tenon/csv.hpp"
#include "tenon/error.hpp"
#include "tenon/rows.hpp"

using namespace tenon;

namespace {

// A text that comes in pieces of uneven length; it must outlive the source.
CsvSource pieces(const std::string& text, bool again) {
    CsvSource source;
    const auto at = std::make_shared<std::size_t>(0);
    source.read = [&text, at](char* to, std::size_t capacity) {
        const std::size_t piece = 1 + *at % 977;
        const std::size_t count = std::min({piece, capacity, text.size() - *at});
        std::copy_n(text.data() + *at, count, to);
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

struct Joined {
    std::vector<Table> batches;
    Table table;
    std::vector<Finding> findings;
};

Joined join(CsvBatches batches, const Context& context = {}) {
    Joined out;
    while (auto batch = batches.next(context)) out.batches.push_back(std::move(*batch));
    out.table = concatenate({}, out.batches);
    out.findings = batches.findings();
    return out;
}

void check_same(const Table& table, const Table& whole) {
    REQUIRE(table.columns() == whole.columns());
    for (std::int32_t c = 0; c < whole.columns(); ++c) {
        CHECK(table.name(c) == whole.name(c));
        CHECK(table.column(c).type() == whole.column(c).type());
    }
    CHECK(write_csv_text(table) == write_csv_text(whole));
}

void check_same(const std::vector<Finding>& found, const std::vector<Finding>& whole) {
    REQUIRE(found.size() == whole.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i].kind == whole[i].kind);
        CHECK(found[i].text == whole[i].text);
        CHECK(found[i].original == whole[i].original);
        CHECK(found[i].line == whole[i].line);
        CHECK(found[i].byte == whole[i].byte);
    }
}

// Columns that change their minds late, each in another way.
std::string restless_text(int rows, unsigned seed) {
    std::mt19937 random(seed);
    const auto late = [&](int row) { return row > rows * 3 / 4 && random() % 50 == 0; };
    std::string out = "whole,real,late real,late text,zero led,empty,day,flag,words,huge,long\n";
    for (int row = 0; row < rows; ++row) {
        const std::string n = std::to_string(random() % 1000);
        out += n + "," + n + ".5," + n + (late(row) ? ".25" : "") + "," + (late(row) ? "off" : n) +
               "," + (late(row) ? "007" : n) + ",,";
        out += (late(row) ? "3/25/2024" : "3/4/2024") + std::string(",");
        out += std::string(random() % 2 ? "true" : "") + "," + (random() % 9 ? "oil" : "-");
        out += std::string(",") + (late(row) ? "1e999" : n + ".5");
        out += std::string(",") + (late(row) ? "12345678901234567890" : n) + "\n";
    }
    return out;
}

std::string refusal_of(CsvBatches& batches) {
    try {
        while (batches.next()) continue;
    } catch (const Error& error) {
        return error.message();
    }
    return "no error";
}

}  // namespace

TEST_CASE(
    "text from a function is read as the same text in memory, whether it comes twice or not") {
    const std::string text = restless_text(5000, 1);
    const Table whole = read_csv_buffer({}, text);
    for (const bool again : {false, true}) {
        const Table table = read_csv_source({}, pieces(text, again));
        check_same(table, whole);
        check_same(table.findings(), whole.findings());
    }
    Context two;
    two.threads = 2;
    check_same(read_csv_source(two, pieces(text, true)), whole);
}

TEST_CASE("a source that gives more bytes than it was asked for is refused, and its faults pass") {
    CsvSource source;
    source.read = [](char*, std::size_t capacity) { return capacity + 1; };
    CHECK_THROWS_AS(read_csv_source({}, source), Error);
    CHECK_THROWS_AS(read_csv_source({}, CsvSource{}), Error);
    source.read = [](char*, std::size_t) -> std::size_t { throw Error(Status::io, "gone"); };
    CHECK_THROWS_WITH(read_csv_source({}, source), "gone");
    CHECK_THROWS_WITH(CsvBatches::of_source({}, source), "gone");
}

TEST_CASE("batches joined are the whole read at once, with its findings") {
    for (const unsigned seed : {1u, 2u, 3u}) {
        const std::string text = restless_text(4000 * static_cast<int>(seed), seed);
        const Table whole = read_csv_buffer({}, text);
        REQUIRE(whole.findings().size() >= 4);
        for (const std::int64_t rows : {1000, 4096, 100000}) {
            CsvBatchOptions options;
            options.rows = rows;
            const Joined buffer = join(CsvBatches::of_buffer({}, text, options));
            check_same(buffer.table, whole);
            check_same(buffer.findings, whole.findings());
            for (std::size_t i = 0; i + 1 < buffer.batches.size(); ++i)
                CHECK(buffer.batches[i].rows() == rows);
            const Joined source = join(CsvBatches::of_source({}, pieces(text, true), options));
            check_same(source.table, whole);
            check_same(source.findings, whole.findings());
        }
    }
}

TEST_CASE("batches of a column with local dates and ISO 8601 are the whole read at once") {
    for (const std::string text :
         {"a,b\n13/02/2024,1\n2024-01-01,2\n", "a,b\n2024-01-01,1\n13/02/2024,2\n",
          "a,b\n3/4/2024,1\n2024-01-01Z,2\n2024-01-01T10:00:00,3\n12/25/2024,4\n",
          "a,b\n2024-01-01T10:00:00Z,1\n2024-01-01T10:00:00,2\n3/4/2024,3\n"}) {
        const Table whole = read_csv_buffer({}, text);
        CsvBatchOptions options;
        options.rows = 1;
        for (const bool again : {false, true}) {
            const Joined joined = join(CsvBatches::of_source({}, pieces(text, again), options));
            check_same(joined.table, whole);
            check_same(joined.findings, whole.findings());
        }
    }
}

TEST_CASE("threads make no difference to batches") {
    const std::string text = restless_text(9000, 7);
    const Table whole = read_csv_buffer({}, text);
    Context two;
    two.threads = 2;
    CsvBatchOptions options;
    options.rows = 2500;
    check_same(join(CsvBatches::of_buffer(two, text, options), two).table, whole);
    check_same(join(CsvBatches::of_source(two, pieces(text, true), options), two).table, whole);
}

TEST_CASE("batches of a lenient reader leave out the lines that the whole read leaves out") {
    std::string text = "a,b\n";
    for (int i = 0; i < 5000; ++i)
        text += i % 700 == 3 ? "1,2,3\n" : i % 900 == 5 ? "4,\"x\"y\n" : "5,6\n";
    CsvBatchOptions options;
    options.rows = 512;
    options.csv.lenient = true;
    options.csv.columns = {{.name = "a", .type = Type::int64}, {.name = "b", .type = Type::int64}};
    const Table whole = read_csv_buffer({}, text, options.csv);
    for (const bool again : {false, true}) {
        const Joined joined = join(CsvBatches::of_source({}, pieces(text, again), options));
        check_same(joined.table, whole);
        check_same(joined.findings, whole.findings());
    }
}

TEST_CASE("a text without rows gives one batch without rows, and one without a header is refused") {
    CsvBatches batches = CsvBatches::of_buffer({}, "a,b\n");
    const auto first = batches.next();
    REQUIRE(first);
    CHECK(first->rows() == 0);
    CHECK(first->columns() == 2);
    CHECK_FALSE(batches.next());
    CHECK_FALSE(batches.next());
    CHECK_THROWS_AS(CsvBatches::of_buffer({}, ""), Error);
}

TEST_CASE("where a text comes once, types are those of its front and later misfits are findings") {
    std::string text = "n,flag,late,day\n";
    for (int i = 0; i < 60000; ++i) text += "17,true,,3/4/2024 10:00\n";
    text +=
        "2.5,1,word,3/4/2024 10:00\n007,false,word,3/25/2024 10:00\n18,yes,word,3/4/2024 10:00\n";
    CsvBatchOptions options;
    options.rows = 10000;
    options.first_block_bytes = 1000;
    const Joined joined = join(CsvBatches::of_source({}, pieces(text, false), options));
    const Table& table = joined.table;
    REQUIRE(table.rows() == 60003);
    CHECK(table.column("n").type() == Type::int64);
    CHECK_FALSE(table.column("n").valid(60000));  // 2.5
    CHECK_FALSE(table.column("n").valid(60001));  // 007
    CHECK(table.column("n").number(60002) == 18);
    CHECK(table.column("flag").type() == Type::boolean);
    CHECK_FALSE(table.column("flag").valid(60000));
    CHECK(table.column("late").type() == Type::text);  // empty in the front
    CHECK(table.column("late").text(60002) == "word");
    CHECK(table.column("day").type() == Type::text);  // no cell of the front tells day from month
    std::vector<std::string> originals;
    for (const Finding& finding : joined.findings)
        if (finding.kind == "bad cell") originals.push_back(finding.original);
    CHECK(originals == std::vector<std::string>{"2.5", "1", "007", "yes"});
}

TEST_CASE("where a text comes once and ends in its front, nothing is lost") {
    const std::string text = restless_text(3000, 5);
    CsvBatchOptions options;
    options.rows = 700;
    const Table whole = read_csv_buffer({}, text);
    const Joined joined = join(CsvBatches::of_source({}, pieces(text, false), options));
    check_same(joined.table, whole);
    check_same(joined.findings, whole.findings());
}

TEST_CASE(
    "a strict reader refuses a bad line before the first batch, or behind the rows before it") {
    std::string text = "a,b\n";
    for (int i = 0; i < 3000; ++i) text += "1,2\n";
    text += "1,2,3\n1,2\n";
    CsvBatchOptions options;
    options.rows = 1000;
    CHECK_THROWS_AS(CsvBatches::of_buffer({}, text, options), Error);
    options.csv.all_text = true;  // no pass for types
    CsvBatches batches = CsvBatches::of_buffer({}, text, options);
    for (int i = 0; i < 3; ++i) CHECK(batches.next()->rows() == 1000);
    CHECK(refusal_of(batches).starts_with("line 3002"));
    CHECK(refusal_of(batches).starts_with("this reader stopped"));
}

TEST_CASE("a text that changes between the passes is refused") {
    int pass = 0;
    std::size_t at = 0;
    CsvSource source;
    source.rewind = [&] {
        ++pass;
        at = 0;
        return true;
    };
    source.read = [&](char* to, std::size_t capacity) {
        const std::string text = pass < 2 ? "a\n1\n2\n" : "a\n1\nx\n";
        const std::size_t count = std::min(capacity, text.size() - at);
        text.copy(to, count, at);
        at += count;
        return count;
    };
    CsvBatches batches = CsvBatches::of_source({}, source);
    CHECK(refusal_of(batches).find("changed while it was read") != std::string::npos);
}

TEST_CASE("50 MB are read in batches under a budget of 4 MB, on a text that is never held") {
    constexpr std::int64_t lines = 1'000'000;
    std::int64_t line = 0;
    std::string rest;
    CsvSource source;
    source.read = [&](char* to, std::size_t capacity) {
        while (rest.size() < capacity && line < lines) {
            if (line == 0) rest += "time,machine,speed,temperature\n";
            rest += "2026-01-01 00:00:00,machine " + std::to_string(line % 7) + ",1200.25," +
                    std::to_string(line % 90) + ".125\n";
            ++line;
        }
        const std::size_t count = std::min(capacity, rest.size());
        rest.copy(to, count);
        rest.erase(0, count);
        return count;
    };
    source.rewind = [&] {
        line = 0;
        rest.clear();
        return true;
    };
    Budget budget(4 << 20);
    Context context;
    context.budget = &budget;
    CsvBatchOptions options;
    options.bytes = 1 << 20;
    CsvBatches batches = CsvBatches::of_source(context, source, options);
    std::int64_t rows = 0, most = 0;
    while (const auto batch = batches.next(context)) {
        rows += batch->rows();
        most = std::max(most, batch->rows());
        CHECK(budget.used() == 0);  // what is handed over is the caller's
    }
    CHECK(rows == lines);
    CHECK(most < 60000);
    CHECK(budget.peak() < 4 << 20);
}
