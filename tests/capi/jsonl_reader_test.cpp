// JSON Lines through C, batch by batch.
#include <doctest/doctest.h>

#include <fstream>
#include <memory>
#include <string>

#include "temporary_path.hpp"
#include "tenon.h"

namespace {

struct ReaderFree {
    void operator()(tenon_jsonl_reader* reader) const noexcept { tenon_jsonl_reader_free(reader); }
};
using Reader = std::unique_ptr<tenon_jsonl_reader, ReaderFree>;

// The rows of the batches, as "batches: rows rows".
std::string rows_of(tenon_jsonl_reader* made) {
    const Reader reader(made);
    std::string out;
    int count = 0;
    for (;; ++count) {
        tenon_table* batch = nullptr;
        REQUIRE(tenon_jsonl_reader_next(nullptr, reader.get(), &batch, nullptr) == TENON_OK);
        if (!batch) break;
        out += " " + std::to_string(tenon_table_rows(batch));
        CHECK(tenon_table_columns(batch) == 2);
        tenon_table_free(batch);
    }
    return std::to_string(count) + ":" + out;
}

std::string lines(int count) {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += "{\"n\":" + std::to_string(i) + ",\"word\":\"w" + std::to_string(i) + "\"}\n";
    return out;
}

}  // namespace

TEST_CASE("a reader of JSON Lines gives batches of a buffer and of a file, and NULL at the end") {
    const std::string bytes = lines(250);
    const std::string path = tenon::test::temporary_path("lines.jsonl");
    std::ofstream(path, std::ios::binary) << bytes;
    tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
    batch.rows = 100;
    tenon_jsonl_reader* reader = nullptr;
    REQUIRE(tenon_jsonl_reader_create_buffer(nullptr, bytes.data(),
                                             static_cast<std::int64_t>(bytes.size()), nullptr,
                                             &batch, &reader, nullptr) == TENON_OK);
    CHECK(rows_of(reader) == "3: 100 100 50");
    REQUIRE(tenon_jsonl_reader_create_file(nullptr, path.c_str(), nullptr, &batch, &reader,
                                           nullptr) == TENON_OK);
    CHECK(rows_of(reader) == "3: 100 100 50");
    batch.rows = -1;
    CHECK(tenon_jsonl_reader_create_file(nullptr, path.c_str(), nullptr, &batch, &reader,
                                         nullptr) == TENON_E_ARGUMENT);
    CHECK(tenon_jsonl_reader_create_file(nullptr, "no such file", nullptr, nullptr, &reader,
                                         nullptr) == TENON_E_IO);
}

TEST_CASE("a reader of JSON Lines outlives its context, and tells what it found") {
    const std::string bytes = "{\"a\":1,\"a\":2}\n{\"a\":3}\n{\"a\":\"x\"}\n";
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.byte_budget = 1 << 22;
    tenon_context* context = nullptr;
    REQUIRE(tenon_context_create(&options, &context, nullptr) == TENON_OK);
    tenon_jsonl_reader* made = nullptr;
    REQUIRE(tenon_jsonl_reader_create_buffer(context, bytes.data(),
                                             static_cast<std::int64_t>(bytes.size()), nullptr,
                                             nullptr, &made, nullptr) == TENON_OK);
    const Reader reader(made);
    tenon_context_free(context);
    tenon_table *batch = nullptr, *findings = nullptr;
    REQUIRE(tenon_jsonl_reader_findings(reader.get(), &findings, nullptr) == TENON_OK);
    CHECK(tenon_table_rows(findings) == 2);  // a repeated name, and the line that made it text
    tenon_table_free(findings);
    REQUIRE(tenon_jsonl_reader_next(nullptr, reader.get(), &batch, nullptr) == TENON_OK);
    CHECK(tenon_table_rows(batch) == 3);
    tenon_table_free(batch);
    CHECK(tenon_jsonl_reader_next(nullptr, nullptr, &batch, nullptr) == TENON_E_ARGUMENT);
    CHECK(tenon_jsonl_reader_findings(nullptr, &findings, nullptr) == TENON_E_ARGUMENT);
    tenon_jsonl_reader_free(nullptr);
}

TEST_CASE("JSON Lines are cleaned batch by batch through C") {
    const std::string in = tenon::test::temporary_path("in.jsonl");
    const std::string out = tenon::test::temporary_path("out.jsonl");
    std::ofstream(in, std::ios::binary) << "{\"x\":1.5}\n{\"x\":null}\n{\"x\":2.5}\n";
    const std::string text = R"({"steps":[{"step":"fill","method":"constant","value":9}]})";
    tenon_clean_plan *plan = nullptr, *fitted = nullptr;
    REQUIRE(tenon_clean_plan_parse(text.data(), static_cast<std::int64_t>(text.size()), &plan,
                                   nullptr) == TENON_OK);
    tenon_table *table = nullptr, *changes = nullptr;
    REQUIRE(tenon_table_read_jsonl(nullptr, in.c_str(), nullptr, &table, nullptr) == TENON_OK);
    REQUIRE(tenon_clean_plan_fit(nullptr, plan, table, nullptr, &fitted, nullptr) == TENON_OK);
    tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
    batch.rows = 1;
    tenon_cleaned_file done = TENON_CLEANED_FILE_INIT;
    REQUIRE(tenon_clean_plan_apply_jsonl_file(nullptr, fitted, in.c_str(), nullptr, &batch,
                                              out.c_str(), nullptr, &done, &changes, nullptr,
                                              nullptr) == TENON_OK);
    CHECK(done.batches == 3);
    CHECK(done.rows_after == 3);
    CHECK(tenon_table_rows(changes) == 1);
    std::string line, all;
    std::ifstream written(out);
    while (std::getline(written, line)) all += line + "|";
    CHECK(all == "{\"x\":1.5}|{\"x\":9}|{\"x\":2.5}|");
    CHECK(tenon_clean_plan_apply_jsonl_file(nullptr, nullptr, in.c_str(), nullptr, nullptr,
                                            out.c_str(), nullptr, nullptr, nullptr, nullptr,
                                            nullptr) == TENON_E_ARGUMENT);
    tenon_table_free(changes);
    tenon_table_free(table);
    tenon_clean_plan_free(fitted);
    tenon_clean_plan_free(plan);
}

namespace {

struct Lines {
    std::string text = lines(10);
    std::size_t at = 0;
    bool fails = false;
};

tenon_csv_source source_of(Lines& lines, bool again) {
    tenon_csv_source source = TENON_CSV_SOURCE_INIT;
    source.user = &lines;
    source.read = [](char* to, int64_t capacity, void* user) -> int64_t {
        auto& from = *static_cast<Lines*>(user);
        if (from.fails) return -5;
        const std::size_t count = from.text.copy(to, static_cast<std::size_t>(capacity), from.at);
        from.at += count;
        return static_cast<int64_t>(count);
    };
    if (again)
        source.rewind = [](void* user) -> int32_t {
            static_cast<Lines*>(user)->at = 0;
            return 0;
        };
    return source;
}

}  // namespace

TEST_CASE("JSON Lines come from a host's function") {
    for (const bool again : {false, true}) {
        Lines from;
        const tenon_csv_source source = source_of(from, again);
        tenon_table* table = nullptr;
        REQUIRE(tenon_table_read_jsonl_blocks(nullptr, &source, nullptr, &table, nullptr) ==
                TENON_OK);
        CHECK(tenon_table_rows(table) == 10);
        tenon_table_free(table);
        from.at = 0;
        tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
        batch.rows = 4;
        tenon_jsonl_reader* reader = nullptr;
        REQUIRE(tenon_jsonl_reader_create_blocks(nullptr, &source, nullptr, &batch, &reader,
                                                 nullptr) == TENON_OK);
        CHECK(rows_of(reader) == "3: 4 4 2");
        from.fails = true;
        tenon_error err = TENON_ERROR_INIT;
        CHECK(tenon_table_read_jsonl_blocks(nullptr, &source, nullptr, &table, &err) == TENON_E_IO);
        CHECK(tenon_jsonl_reader_create_blocks(nullptr, &source, nullptr, nullptr, &reader, &err) ==
              TENON_E_IO);
    }
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = nullptr;
    tenon_csv_source none = TENON_CSV_SOURCE_INIT;
    CHECK(tenon_table_read_jsonl_blocks(nullptr, &none, nullptr, &table, &err) == TENON_E_ARGUMENT);
}
