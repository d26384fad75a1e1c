// A cleaning plan through the C interface: from text to a clean table, a document and a reason.
#include <doctest/doctest.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "temporary_path.hpp"
#include "tenon.h"

namespace {

const char plan_text[] =
    R"({"steps": [{"step": "out_of_range", "columns": ["x"], "high": 10, "action": "missing"},
                  {"step": "fill", "method": "median"}]})";

tenon_table* readings() {
    tenon_error err = TENON_ERROR_INIT;
    const double x[] = {1, 2, 99, 3};
    tenon_table_builder* builder = nullptr;
    tenon_table* table = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, &err) == TENON_OK);
    REQUIRE(tenon_table_builder_add_float64(builder, "x", x, nullptr, 4, &err) == TENON_OK);
    REQUIRE(tenon_table_builder_finish(builder, &table, &err) == TENON_OK);
    tenon_table_builder_free(builder);
    return table;
}

std::string text_of(const tenon_table* table, const char* column, std::int64_t row) {
    for (std::int32_t c = 0; c < tenon_table_columns(table); ++c) {
        if (std::strcmp(tenon_table_column_name(table, c), column) != 0) continue;
        char buffer[256] = "";
        REQUIRE(tenon_table_cell_text(table, c, row, buffer, sizeof buffer, nullptr, nullptr) ==
                TENON_OK);
        return buffer;
    }
    return "no such column";
}

std::string document_of(const tenon_clean_plan* plan) {
    std::int64_t needed = 0;
    REQUIRE(tenon_clean_plan_to_json(plan, nullptr, 0, &needed, nullptr) == TENON_OK);
    std::string out(static_cast<std::size_t>(needed), '\0');
    REQUIRE(tenon_clean_plan_to_json(plan, out.data(), needed, &needed, nullptr) == TENON_OK);
    return out;
}

}  // namespace

TEST_CASE("a plan is parsed, fitted, written, read back and applied") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = readings();
    tenon_clean_plan *plan = nullptr, *fitted = nullptr, *loaded = nullptr;
    tenon_table *cleaned = nullptr, *again = nullptr, *why = nullptr;
    REQUIRE(tenon_clean_plan_parse(plan_text, sizeof plan_text - 1, &plan, &err) == TENON_OK);
    CHECK(tenon_clean_plan_is_fitted(plan) == 0);
    CHECK(tenon_clean_plan_apply(nullptr, plan, table, &again, &err) == TENON_E_ARGUMENT);
    REQUIRE(tenon_clean_plan_fit(nullptr, plan, table, &cleaned, &fitted, &err) == TENON_OK);
    tenon_clean_plan_free(plan);
    CHECK(tenon_clean_plan_is_fitted(fitted) == 1);
    CHECK(text_of(cleaned, "x", 2) == "2");
    const std::string document = document_of(fitted);
    REQUIRE(tenon_clean_plan_parse(document.data(), static_cast<std::int64_t>(document.size()),
                                   &loaded, &err) == TENON_OK);
    CHECK(document_of(loaded) == document);
    REQUIRE(tenon_clean_plan_apply(nullptr, loaded, table, &again, &err) == TENON_OK);
    CHECK(text_of(again, "x", 2) == "2");
    REQUIRE(tenon_clean_plan_why(nullptr, loaded, table, 2, "x", &why, &err) == TENON_OK);
    REQUIRE(tenon_table_rows(why) == 2);
    CHECK(text_of(why, "kind", 0) == "out_of_range");
    CHECK(text_of(why, "before", 0) == "99");
    CHECK(text_of(why, "after", 1) == "2");
    CHECK(tenon_clean_plan_why(nullptr, loaded, table, 4, "x", &again, &err) == TENON_E_ARGUMENT);
    tenon_table_free(why);
    tenon_table_free(again);
    tenon_table_free(cleaned);
    tenon_table_free(table);
    tenon_clean_plan_free(loaded);
    tenon_clean_plan_free(fitted);
}

TEST_CASE("a fit without a wish for the cleaned table gives the plan alone") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = readings();
    tenon_clean_plan *plan = nullptr, *fitted = nullptr;
    REQUIRE(tenon_clean_plan_parse(plan_text, sizeof plan_text - 1, &plan, &err) == TENON_OK);
    CHECK(tenon_clean_plan_fit(nullptr, plan, table, nullptr, &fitted, &err) == TENON_OK);
    tenon_clean_plan_free(plan);
    tenon_clean_plan_free(fitted);
    tenon_table_free(table);
}

TEST_CASE("a wrong plan says where it is wrong") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_clean_plan* plan = nullptr;
    const std::string wrong = R"({"steps": [{"step": "fill", "metod": "mean"}]})";
    CHECK(tenon_clean_plan_parse(wrong.data(), static_cast<std::int64_t>(wrong.size()), &plan,
                                 &err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(err.argument, "/steps/0/metod") == 0);
    CHECK(plan == nullptr);
    CHECK(tenon_clean_plan_parse("{", 1, &plan, &err) == TENON_E_PARSE);
    std::int64_t needed = 0;
    CHECK(tenon_clean_plan_help(nullptr, 0, &needed, &err) == TENON_OK);
    CHECK(needed > 1000);
}

TEST_CASE("a file is cleaned through C as its table would be, and the steps across rows are told") {
    const std::string in = tenon::test::temporary_path("in.csv");
    const std::string out = tenon::test::temporary_path("out.csv");
    std::ofstream(in) << "x\n1\n99\n\n4\n";
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = readings();
    tenon_clean_plan *plan = nullptr, *fitted = nullptr;
    tenon_table *changes = nullptr, *findings = nullptr;
    REQUIRE(tenon_clean_plan_parse(plan_text, sizeof plan_text - 1, &plan, &err) == TENON_OK);
    CHECK(tenon_clean_plan_step_across_rows(plan) == 0);
    CHECK(tenon_clean_plan_step_across_rows(nullptr) == -1);
    CHECK(tenon_clean_plan_apply_file(nullptr, plan, in.c_str(), nullptr, nullptr, out.c_str(),
                                      nullptr, nullptr, nullptr, nullptr,
                                      &err) == TENON_E_ARGUMENT);  // not fitted
    REQUIRE(tenon_clean_plan_fit(nullptr, plan, table, nullptr, &fitted, &err) == TENON_OK);
    tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
    batch.rows = 2;
    tenon_cleaned_file done = TENON_CLEANED_FILE_INIT;
    REQUIRE(tenon_clean_plan_apply_file(nullptr, fitted, in.c_str(), nullptr, &batch, out.c_str(),
                                        nullptr, &done, &changes, &findings, &err) == TENON_OK);
    CHECK(done.rows_before == 4);
    CHECK(done.rows_after == 4);
    CHECK(done.batches == 2);
    CHECK(tenon_table_rows(changes) == 2);
    CHECK(tenon_table_rows(findings) == 0);
    std::ostringstream content;
    content << std::ifstream(out).rdbuf();
    CHECK(content.str() == "x\n1\n2\n2\n4\n");
    tenon_table_free(changes);
    tenon_table_free(findings);
    tenon_table_free(table);
    tenon_clean_plan_free(plan);
    tenon_clean_plan_free(fitted);
}

TEST_CASE("a fitted plan's document tells what was learned, as tenon.h says") {
    const char steps[] =
        R"({"steps": [{"step": "outliers", "rule": "z", "action": "missing", "group": ["m"], "columns": ["x"]},
                      {"step": "fill", "method": "median", "columns": ["x"]}]})";
    const std::string text = "m,x\na,1\na,3\nb,5\nb,\n";
    tenon_clean_plan *plan = nullptr, *fitted = nullptr;
    tenon_table* table = nullptr;
    REQUIRE(tenon_clean_plan_parse(steps, sizeof steps - 1, &plan, nullptr) == TENON_OK);
    REQUIRE(tenon_table_read_csv_buffer(nullptr, text.data(),
                                        static_cast<std::int64_t>(text.size()), nullptr, &table,
                                        nullptr) == TENON_OK);
    REQUIRE(tenon_clean_plan_fit(nullptr, plan, table, nullptr, &fitted, nullptr) == TENON_OK);
    std::int64_t needed = 0;
    REQUIRE(tenon_clean_plan_to_json(fitted, nullptr, 0, &needed, nullptr) == TENON_OK);
    std::string json(static_cast<std::size_t>(needed), 0);
    REQUIRE(tenon_clean_plan_to_json(fitted, json.data(), needed, &needed, nullptr) == TENON_OK);
    std::erase_if(json, [](char c) { return c == ' ' || c == '\n'; });
    CAPTURE(json);
    for (const char* told :
         {R"("learned":[{"column":"x","low":)", R"("learned_groups":[{"key":["a"],"bounds":[{)",
          R"("learned":[{"column":"x","type":"int64","value":3,"cells":3}])"})
        CHECK(json.find(told) != std::string::npos);
    tenon_table_free(table);
    tenon_clean_plan_free(plan);
    tenon_clean_plan_free(fitted);
}

TEST_CASE("the next file is read by the types of the fit") {
    tenon_error err = TENON_ERROR_INIT;
    const char steps[] = R"({"steps": [{"step": "fill", "method": "mode", "columns": ["s"]}]})";
    tenon_clean_plan *plan = nullptr, *fitted = nullptr;
    tenon_table *first = nullptr, *next = nullptr, *cleaned = nullptr;
    const std::string text = "s,x\na1,1\n,2\n";
    REQUIRE(tenon_clean_plan_parse(steps, sizeof steps - 1, &plan, &err) == TENON_OK);
    REQUIRE(tenon_table_read_csv_buffer(nullptr, text.data(),
                                        static_cast<std::int64_t>(text.size()), nullptr, &first,
                                        &err) == TENON_OK);
    REQUIRE(tenon_clean_plan_fit(nullptr, plan, first, nullptr, &fitted, &err) == TENON_OK);
    const std::string csv_path = tenon::test::temporary_path("next_day.csv");
    const std::string lines_path = tenon::test::temporary_path("next_day.jsonl");
    std::ofstream(csv_path) << "s,x\n,1\n12,2\n";
    std::ofstream(lines_path) << "{\"s\":9999,\"x\":1}\n{\"s\":12,\"x\":\"2\"}\n";
    REQUIRE(tenon_clean_plan_read_csv(nullptr, fitted, csv_path.c_str(), nullptr, &next, &err) ==
            TENON_OK);
    CHECK(tenon_table_column_type(next, 0) == TENON_TEXT);
    REQUIRE(tenon_clean_plan_apply(nullptr, fitted, next, &cleaned, &err) == TENON_OK);
    CHECK(text_of(cleaned, "s", 0) == "a1");
    CHECK(text_of(cleaned, "s", 1) == "12");
    tenon_table_free(next);
    tenon_table_free(cleaned);
    tenon_jsonl_options options = TENON_JSONL_OPTIONS_INIT;
    const char* const marks[] = {"9999"};
    tenon_csv_column rule = TENON_CSV_COLUMN_INIT;
    rule.name = "x";
    rule.type = TENON_INT64;
    options.missing_marks = marks;
    options.missing_mark_count = 1;
    options.rules = &rule;
    options.rule_count = 1;
    REQUIRE(tenon_clean_plan_read_jsonl(nullptr, fitted, lines_path.c_str(), &options, &next,
                                        &err) == TENON_OK);
    CHECK(tenon_table_column_type(next, 1) == TENON_INT64);
    REQUIRE(tenon_clean_plan_apply(nullptr, fitted, next, &cleaned, &err) == TENON_OK);
    CHECK(text_of(cleaned, "s", 0) == "a1");
    CHECK(tenon_clean_plan_read_csv(nullptr, nullptr, csv_path.c_str(), nullptr, &next, &err) ==
          TENON_E_ARGUMENT);
    tenon_table_free(next);
    tenon_table_free(cleaned);
    tenon_table_free(first);
    tenon_clean_plan_free(fitted);
    tenon_clean_plan_free(plan);
}

TEST_CASE("the next file is read by the marks of the fit") {
    const std::string first = tenon::test::temporary_path("marks_first.csv"),
                      next = tenon::test::temporary_path("marks_next.csv");
    std::ofstream(first) << "t;x\n3/14/2024;1,5\n3/4/2024;\n";
    std::ofstream(next) << "t;x\n3/4/2024;1.234\n3/5/2024;7\n";
    tenon_error err = TENON_ERROR_INIT;
    const char text[] = R"({"steps": [{"step": "fill", "method": "mean", "columns": ["x"]}]})";
    tenon_table *table = nullptr, *after = nullptr;
    tenon_clean_plan *plan = nullptr, *fitted = nullptr, *read = nullptr;
    REQUIRE(tenon_table_read_csv(nullptr, first.c_str(), nullptr, &table, &err) == TENON_OK);
    REQUIRE(tenon_clean_plan_parse(text, static_cast<int64_t>(sizeof text - 1), &plan, &err) ==
            TENON_OK);
    REQUIRE(tenon_clean_plan_fit(nullptr, plan, table, nullptr, &fitted, &err) == TENON_OK);
    tenon_table_free(table);
    const std::string document = document_of(fitted);
    REQUIRE(tenon_clean_plan_parse(document.data(), static_cast<int64_t>(document.size()), &read,
                                   &err) == TENON_OK);
    REQUIRE(tenon_clean_plan_read_csv(nullptr, read, next.c_str(), nullptr, &table, &err) ==
            TENON_OK);
    CHECK(tenon_table_column_type(table, 0) == TENON_TIMESTAMP);
    CHECK(text_of(table, "t", 0) == "2024-03-04 00:00:00");
    CHECK(tenon_clean_plan_apply(nullptr, read, table, &after, &err) == TENON_E_TYPE);
    CHECK(std::string(err.message).find("line 2") != std::string::npos);
    tenon_table_free(table);
    tenon_csv_options points = TENON_CSV_OPTIONS_INIT;
    points.decimal = '.';
    REQUIRE(tenon_clean_plan_read_csv(nullptr, read, next.c_str(), &points, &table, &err) ==
            TENON_OK);
    CHECK(tenon_clean_plan_apply(nullptr, read, table, &after, &err) == TENON_OK);
    CHECK(text_of(after, "x", 0) == "1.234");
    tenon_table_free(after);
    tenon_table_free(table);
    tenon_clean_plan_free(read);
    tenon_clean_plan_free(fitted);
    tenon_clean_plan_free(plan);
}
