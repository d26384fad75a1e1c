// Tables through C: what a caller hands in and gets back.
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "tenon.h"

namespace {

struct TableFree {
    void operator()(tenon_table* table) const noexcept { tenon_table_free(table); }
};
using TablePointer = std::unique_ptr<tenon_table, TableFree>;

TablePointer read(const std::string& text) {
    tenon_table* table = nullptr;
    tenon_error err = TENON_ERROR_INIT;
    const tenon_status status = tenon_table_read_csv_buffer(
        nullptr, text.data(), static_cast<std::int64_t>(text.size()), nullptr, &table, &err);
    CAPTURE(err.message);
    REQUIRE(status == TENON_OK);
    return TablePointer(table);
}

std::int32_t append(const char* bytes, std::int64_t length, void* user) {
    static_cast<std::string*>(user)->append(bytes, static_cast<std::size_t>(length));
    return 0;
}

}  // namespace

TEST_CASE("a table is written to a sink, which may stop it") {
    const std::string text = "a,b\n1,x\n2.5,\n";
    const TablePointer table = read(text);
    tenon_error err = TENON_ERROR_INIT;
    std::string out;
    CHECK(tenon_table_write_csv_blocks(nullptr, table.get(), nullptr, append, &out, &err) ==
          TENON_OK);
    CHECK(out == text);
    const auto stop = [](const char*, std::int64_t, void*) -> std::int32_t { return 1; };
    CHECK(tenon_table_write_csv_blocks(nullptr, table.get(), nullptr, stop, nullptr, &err) ==
          TENON_E_CANCELLED);
    CHECK(tenon_table_write_csv_blocks(nullptr, table.get(), nullptr, nullptr, nullptr, &err) ==
          TENON_E_ARGUMENT);
}

TEST_CASE("JSON Lines are read and written through C") {
    const std::string text =
        "{\"a\":1,\"m\":{\"rpm\":2.5}}\n{\"a\":null,\"m\":{\"rpm\":3}}\noops\n";
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_jsonl_buffer(nullptr, text.data(),
                                        static_cast<std::int64_t>(text.size()), nullptr, &table,
                                        &err) == TENON_E_PARSE);
    CHECK(err.line == 3);
    tenon_jsonl_options options = TENON_JSONL_OPTIONS_INIT;
    options.lenient = 1;
    REQUIRE(tenon_table_read_jsonl_buffer(nullptr, text.data(),
                                          static_cast<std::int64_t>(text.size()), &options, &table,
                                          &err) == TENON_OK);
    const TablePointer owned(table);
    CHECK(tenon_table_find(table, "m.rpm") == 1);
    CHECK(tenon_table_column_missing(table, 0) == 1);
    tenon_jsonl_write_options writing = TENON_JSONL_WRITE_OPTIONS_INIT;
    writing.skip_missing = 1;
    std::string out;
    CHECK(tenon_table_write_jsonl_blocks(nullptr, table, &writing, append, &out, &err) == TENON_OK);
    CHECK(out == "{\"a\":1,\"m.rpm\":2.5}\n{\"m.rpm\":3}\n");
    writing.not_finite = 7;
    CHECK(tenon_table_write_jsonl_blocks(nullptr, table, &writing, append, &out, &err) ==
          TENON_E_ARGUMENT);
}
