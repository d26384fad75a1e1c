// Delimited text through C: from the host's function, and batch by batch.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "tenon.h"

namespace {

struct Text {
    std::string bytes;
    std::size_t at = 0;
    bool broken = false;
};

std::int64_t give(char* to, std::int64_t capacity, void* user) {
    auto& text = *static_cast<Text*>(user);
    if (text.broken) return -5;
    const std::size_t count = std::min(
        {static_cast<std::size_t>(capacity), std::size_t{100}, text.bytes.size() - text.at});
    std::memcpy(to, text.bytes.data() + text.at, count);
    text.at += count;
    return static_cast<std::int64_t>(count);
}

std::int32_t again(void* user) {
    static_cast<Text*>(user)->at = 0;
    return 0;
}

tenon_csv_source source_of(Text& text) {
    tenon_csv_source source = TENON_CSV_SOURCE_INIT;
    source.read = give;
    source.rewind = again;
    source.user = &text;
    return source;
}

std::string csv(const tenon_table* table) {
    std::string out;
    std::int64_t needed = 0;
    tenon_table_to_csv(table, nullptr, nullptr, 0, &needed, nullptr);
    out.resize(static_cast<std::size_t>(needed));
    REQUIRE(tenon_table_to_csv(table, nullptr, out.data(), needed, &needed, nullptr) == TENON_OK);
    return out;
}

struct ReaderFree {
    void operator()(tenon_csv_reader* reader) const noexcept { tenon_csv_reader_free(reader); }
};
using Reader = std::unique_ptr<tenon_csv_reader, ReaderFree>;

// The batches one behind the other, their number at the front.
std::string joined(tenon_csv_reader* made) {
    const Reader reader(made);
    tenon_error err = TENON_ERROR_INIT;
    std::string out;
    int count = 0;
    for (;; ++count) {
        tenon_table* batch = nullptr;
        REQUIRE(tenon_csv_reader_next(nullptr, reader.get(), &batch, &err) == TENON_OK);
        if (!batch) break;
        const std::string text = csv(batch);
        tenon_table_free(batch);
        out += count == 0 ? text : text.substr(text.find('\n') + 1);
    }
    return std::to_string(count) + ":" + out;
}

}  // namespace

TEST_CASE("a table is read from a function, whose failure is an IO error") {
    Text text{"a,b\n1,x\n2,y\n"};
    const tenon_csv_source source = source_of(text);
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = nullptr;
    REQUIRE(tenon_table_read_csv_blocks(nullptr, &source, nullptr, &table, &err) == TENON_OK);
    CHECK(csv(table) == text.bytes);
    tenon_table_free(table);
    text.broken = true;
    CHECK(tenon_table_read_csv_blocks(nullptr, &source, nullptr, &table, &err) == TENON_E_IO);
    CHECK(std::string(err.message).find("-5") != std::string::npos);
    CHECK(tenon_table_read_csv_blocks(nullptr, nullptr, nullptr, &table, &err) == TENON_E_ARGUMENT);
    const tenon_csv_source empty = TENON_CSV_SOURCE_INIT;
    CHECK(tenon_table_read_csv_blocks(nullptr, &empty, nullptr, &table, &err) == TENON_E_ARGUMENT);
}

TEST_CASE("a reader gives batches of a buffer and of a function, and NULL at the end") {
    std::string bytes = "n,word\n";
    for (int i = 0; i < 250; ++i) bytes += std::to_string(i) + ",w" + std::to_string(i) + "\n";
    bytes += "0.5,last\n";
    tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
    batch.rows = 100;
    tenon_csv_reader* reader = nullptr;
    REQUIRE(tenon_csv_reader_create_buffer(nullptr, bytes.data(),
                                           static_cast<std::int64_t>(bytes.size()), nullptr, &batch,
                                           &reader, nullptr) == TENON_OK);
    CHECK(joined(reader) == "3:" + bytes);
    Text text{bytes};
    const tenon_csv_source source = source_of(text);
    REQUIRE(tenon_csv_reader_create_blocks(nullptr, &source, nullptr, &batch, &reader, nullptr) ==
            TENON_OK);
    CHECK(joined(reader) == "3:" + bytes);
    batch.rows = -1;
    CHECK(tenon_csv_reader_create_blocks(nullptr, &source, nullptr, &batch, &reader, nullptr) ==
          TENON_E_ARGUMENT);
}

TEST_CASE("a reader outlives its context, and tells what it found") {
    const std::string bytes = "a,a\n1,2\n3,x\n";
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.byte_budget = 1 << 20;
    tenon_context* context = nullptr;
    REQUIRE(tenon_context_create(&options, &context, nullptr) == TENON_OK);
    tenon_csv_reader* made = nullptr;
    REQUIRE(tenon_csv_reader_create_buffer(context, bytes.data(),
                                           static_cast<std::int64_t>(bytes.size()), nullptr,
                                           nullptr, &made, nullptr) == TENON_OK);
    const Reader reader(made);
    tenon_context_free(context);
    tenon_table *batch = nullptr, *findings = nullptr;
    REQUIRE(tenon_csv_reader_next(nullptr, reader.get(), &batch, nullptr) == TENON_OK);
    tenon_table_free(batch);
    REQUIRE(tenon_csv_reader_next(nullptr, reader.get(), &batch, nullptr) == TENON_OK);
    CHECK(batch == nullptr);
    REQUIRE(tenon_csv_reader_findings(reader.get(), &findings, nullptr) == TENON_OK);
    CHECK(tenon_table_rows(findings) == 2);  // a repeated name, and the cell that made it text
    tenon_table_free(findings);
    CHECK(tenon_csv_reader_next(nullptr, nullptr, &batch, nullptr) == TENON_E_ARGUMENT);
    tenon_csv_reader_free(nullptr);
}
