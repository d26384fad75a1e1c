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

TEST_CASE("rows are sorted, filtered, computed, joined and grouped through C") {
    const TablePointer log = read(
        "machine,time,x\nB,2024-01-01 10:00:05,1\nA,2024-01-01 10:00:00,2\n"
        "A,2024-01-01 10:00:09,\n");
    const TablePointer set =
        read("machine,time,speed\nA,2024-01-01 09:59:58,10\nB,2024-01-01 10:00:01,20\n");
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* out = nullptr;
    const auto text = [&] {
        const TablePointer owned(out);
        std::string result;
        CHECK(tenon_table_write_csv_blocks(nullptr, out, nullptr, append, &result, nullptr) ==
              TENON_OK);
        return result;
    };
    const char* const by[] = {"machine", "x"};
    const std::int32_t descending[] = {0, 1};
    REQUIRE(tenon_table_sort(nullptr, log.get(), by, descending, 2, &out, &err) == TENON_OK);
    CHECK(text() ==
          "machine,time,x\nA,2024-01-01 10:00:00,2\nA,2024-01-01 10:00:09,\nB,2024-01-01 "
          "10:00:05,1\n");
    REQUIRE(tenon_table_filter(nullptr, log.get(), "x is missing or machine = 'B'", &out, &err) ==
            TENON_OK);
    CHECK(text() == "machine,time,x\nB,2024-01-01 10:00:05,1\nA,2024-01-01 10:00:09,\n");
    CHECK(tenon_table_filter(nullptr, log.get(), "x > ", &out, &err) == TENON_E_PARSE);
    CHECK(err.byte == 4);
    const char* const names[] = {"machine"};
    const tenon_aggregate what[] = {TENON_AGGREGATE_COUNT, TENON_AGGREGATE_SUM};
    const char* const of[] = {nullptr, "x"};
    REQUIRE(tenon_table_aggregate(nullptr, log.get(), names, 1, what, of, nullptr, 2, &out, &err) ==
            TENON_OK);
    CHECK(text() == "machine,count,sum_x\nB,1,1\nA,2,2\n");
    tenon_join_options join = TENON_JOIN_OPTIONS_INIT;
    join.keys = names;
    join.key_count = 1;
    REQUIRE(tenon_table_join(nullptr, set.get(), log.get(), &join, &out, &err) == TENON_OK);
    CHECK(tenon_table_rows(out) == 3);
    tenon_table_free(out);
    tenon_asof_options asof = TENON_ASOF_OPTIONS_INIT;
    asof.time = "time";
    asof.keys = names;
    asof.key_count = 1;
    asof.has_tolerance = 1;
    asof.tolerance = 5;
    REQUIRE(tenon_table_join_asof(nullptr, log.get(), set.get(), &asof, &out, &err) == TENON_OK);
    CHECK(text() ==
          "machine,time,x,speed\nB,2024-01-01 10:00:05,1,20\nA,2024-01-01 10:00:00,2,10\n"
          "A,2024-01-01 10:00:09,,\n");
    REQUIRE(tenon_table_compute(nullptr, set.get(), "speed", "speed * 2", &out, &err) == TENON_OK);
    const tenon_table* const parts[] = {set.get(), out};
    tenon_table* both = nullptr;
    REQUIRE(tenon_table_concatenate(nullptr, parts, 2, 0, &both, &err) == TENON_OK);
    tenon_table_free(out);
    out = both;
    CHECK(text() ==
          "machine,time,speed\nA,2024-01-01 09:59:58,10\nB,2024-01-01 10:00:01,20\n"
          "A,2024-01-01 09:59:58,20\nB,2024-01-01 10:00:01,40\n");
    const char* const renamed[] = {"unit"};
    REQUIRE(tenon_table_rename(set.get(), names, renamed, 1, &out, &err) == TENON_OK);
    CHECK(tenon_table_find(out, "unit") == 0);
    tenon_table_free(out);
    CHECK(tenon_table_cast(nullptr, set.get(), "machine", TENON_INT64, 1, &out, &err) ==
          TENON_E_DATA);
    CHECK(err.row == 0);
}

TEST_CASE("profiles of slices are merged through C and told as JSON and text") {
    const TablePointer log =
        read("t,x\n2024-01-01 10:00:00,1\n2024-01-01 10:00:05,1\n2024-01-01 10:00:30,\n");
    tenon_error err = TENON_ERROR_INIT;
    tenon_profile *first = nullptr, *second = nullptr;
    REQUIRE(tenon_profile_create(&first, &err) == TENON_OK);
    REQUIRE(tenon_profile_create(&second, &err) == TENON_OK);
    tenon_table* slice = nullptr;
    REQUIRE(tenon_table_slice(log.get(), 0, 1, &slice, &err) == TENON_OK);
    CHECK(tenon_profile_add(first, nullptr, slice, &err) == TENON_OK);
    tenon_table_free(slice);
    REQUIRE(tenon_table_slice(log.get(), 1, 2, &slice, &err) == TENON_OK);
    CHECK(tenon_profile_add(second, nullptr, slice, &err) == TENON_OK);
    tenon_table_free(slice);
    CHECK(tenon_profile_merge(first, first, &err) == TENON_E_ARGUMENT);
    CHECK(tenon_profile_merge(first, second, &err) == TENON_OK);
    std::int64_t needed = 0;
    REQUIRE(tenon_profile_json(first, nullptr, 0, &needed, &err) == TENON_OK);
    std::string text(static_cast<std::size_t>(needed), ' ');
    CHECK(tenon_profile_json(first, text.data(), needed, &needed, &err) == TENON_OK);
    CHECK(text.find("\"rows\": 3") != std::string::npos);
    CHECK(text.find("\"period_seconds\": 5") != std::string::npos);
    tenon_report* report = nullptr;
    REQUIRE(tenon_report_create(nullptr, &report, &err) == TENON_OK);
    CHECK(tenon_report_add_data_profile(report, first, &err) == TENON_OK);
    tenon_report_free(report);
    tenon_profile_free(first);
    tenon_profile_free(second);
}

TEST_CASE("thousands marks are code points, and outliers are found group by group") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table *table = nullptr, *judged = nullptr;
    tenon_csv_options options = TENON_CSV_OPTIONS_INIT;
    options.thousands = 0x202F;
    std::string text = "m;x\n";
    for (int i = 0; i < 9; ++i) {
        text += "A;" + std::to_string(10 + i % 3) + "\n";
        text += "B;1\u202f00" + std::to_string(i % 3) + "\n";
    }
    text += "A;1\u00a0000\n";
    REQUIRE(tenon_table_read_csv_buffer(nullptr, text.data(), static_cast<int64_t>(text.size()),
                                        &options, &table, &err) == TENON_OK);
    CHECK(tenon_table_column_type(table, 1) == TENON_INT64);
    const char *column = "x", *group = "m";
    tenon_outlier_options rule = TENON_OUTLIER_OPTIONS_INIT;
    rule.action = TENON_OUTLIER_DROP;
    tenon_outlier_filter* filter = nullptr;
    REQUIRE(tenon_outlier_filter_fit_by(nullptr, table, &column, 1, &group, 1, &rule, &filter,
                                        &err) == TENON_OK);
    REQUIRE(tenon_outlier_filter_apply(nullptr, filter, table, &judged, &err) == TENON_OK);
    CHECK(tenon_table_rows(judged) == 18);
    tenon_outlier_filter_free(filter);
    tenon_table_free(judged);
    const char* nowhere = "machine";
    CHECK(tenon_outlier_filter_fit_by(nullptr, table, &column, 1, &nowhere, 1, &rule, &filter,
                                      &err) == TENON_E_NOT_FOUND);
    tenon_table_free(table);
    options.thousands = 0xD800;
    CHECK(tenon_table_read_csv_buffer(nullptr, "a", 1, &options, &table, &err) == TENON_E_ARGUMENT);
    options.thousands = -1;
    CHECK(tenon_table_read_csv_buffer(nullptr, "a", 1, &options, &table, &err) == TENON_E_ARGUMENT);
}
