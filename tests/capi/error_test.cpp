// Errors carry place and remedy; structs of other sizes are understood or refused.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

struct TableFree {
    tenon_table* table = nullptr;
    ~TableFree() { tenon_table_free(table); }
};

tenon_status read(const char* text, tenon_table** out, tenon_error* err) {
    return tenon_table_read_csv_buffer(nullptr, text, static_cast<std::int64_t>(std::strlen(text)),
                                       nullptr, out, err);
}

}  // namespace

TEST_CASE("a missing file is an io error that names it") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_csv(nullptr, "/no/such/file.csv", nullptr, &table, &err) == TENON_E_IO);
    CHECK(err.code == TENON_E_IO);
    CHECK(std::string(err.message).find("/no/such/file.csv") != std::string::npos);
    CHECK(table == nullptr);
}

TEST_CASE("a ragged line is refused with its line and byte") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = nullptr;
    CHECK(read("a,b\n1,2\n3\n", &table, &err) == TENON_E_PARSE);
    CHECK(err.line == 3);
    CHECK(err.byte >= 8);
    CHECK(err.message[0] != '\0');
}

TEST_CASE("success clears an old error") {
    tenon_error err = TENON_ERROR_INIT;
    TableFree t;
    read("a\n\"", &t.table, &err);
    REQUIRE(err.code != TENON_OK);
    REQUIRE(read("a,b\n1,2\n", &t.table, &err) == TENON_OK);
    CHECK(err.code == TENON_OK);
    CHECK(err.message[0] == '\0');
    CHECK(err.line == -1);
}

TEST_CASE("an older caller's smaller options mean defaults for the rest") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_csv_options options = TENON_CSV_OPTIONS_INIT;
    options.struct_size = 8;  // up to the delimiter
    options.delimiter = ';';
    options.quote = 999;  // past the end the caller declared: must not be read
    TableFree t;
    REQUIRE(tenon_table_read_csv_buffer(nullptr, "a;b\n1;2\n", 8, &options, &t.table, &err) ==
            TENON_OK);
    CHECK(tenon_table_columns(t.table) == 2);
}

TEST_CASE("a newer caller's options are accepted while the new members are zero") {
    struct newer {
        tenon_csv_options known;
        std::int64_t unknown;
    } options = {TENON_CSV_OPTIONS_INIT, 0};
    options.known.struct_size = sizeof options;
    tenon_error err = TENON_ERROR_INIT;
    TableFree t;
    CHECK(tenon_table_read_csv_buffer(nullptr, "a\n1\n", 4, &options.known, &t.table, &err) ==
          TENON_OK);
    options.unknown = 1;
    tenon_table* none = nullptr;
    CHECK(tenon_table_read_csv_buffer(nullptr, "a\n1\n", 4, &options.known, &none, &err) ==
          TENON_E_VERSION);
}

TEST_CASE("an uninitialised struct is refused") {
    tenon_csv_options options{};
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_csv_buffer(nullptr, "a\n1\n", 4, &options, &table, &err) ==
          TENON_E_ARGUMENT);
    CHECK(std::string(err.message).find("INIT") != std::string::npos);
}

TEST_CASE("a struct that ends inside a member is refused, and no half of a pointer is followed") {
    tenon_pca_options options = TENON_PCA_OPTIONS_INIT;
    options.prefix = "part";
    tenon_error err = TENON_ERROR_INIT;
    TableFree t;
    REQUIRE(read("a,b\n1,2\n3,5\n4,4\n", &t.table, &err) == TENON_OK);
    const char* columns[] = {"a", "b"};
    tenon_feature* none = nullptr;
    for (std::uint32_t size = 0; size < sizeof options; ++size) {
        if (size >= 8 && size % 8 == 0) continue;
        options.struct_size = size;
        CHECK(tenon_feature_fit_pca(nullptr, t.table, columns, 2, &options, &none, &err) ==
              TENON_E_ARGUMENT);
        CHECK(std::string(err.message).find("INIT") != std::string::npos);
    }
    tenon_metrics metrics = TENON_METRICS_INIT;
    metrics.struct_size = sizeof metrics - 4;
    CHECK(tenon_model_evaluate(nullptr, nullptr, t.table, &metrics, &err) == TENON_E_ARGUMENT);
}

TEST_CASE("what a table would refuse of a column is refused when it is added") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table_builder* builder = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, &err) == TENON_OK);
    const double x[] = {1, 2, 3};
    const auto add = [&](const char* name, std::int64_t rows) {
        return tenon_table_builder_add_float64(builder, name, x, nullptr, rows, &err);
    };
    CHECK(add("a", 3) == TENON_OK);
    for (const char* name : {"", "a", "\xff"}) {
        CHECK(add(name, 3) == TENON_E_ARGUMENT);
        CHECK(std::string(err.argument) == "name");
    }
    CHECK(add("b", 2) == TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "rows");
    CHECK(add("b", INT64_MAX) == TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "rows");
    CHECK(add("b", 3) == TENON_OK);
    TableFree t;
    REQUIRE(tenon_table_builder_finish(builder, &t.table, &err) == TENON_OK);
    tenon_table_builder_free(builder);
    CHECK(tenon_table_columns(t.table) == 2);
    char text[8];
    CHECK(tenon_table_cell_text(t.table, 0, 5, text, 8, nullptr, &err) == TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "row");
}

TEST_CASE("an error without room for a message still carries the code") {
    tenon_error err = TENON_ERROR_INIT;
    err.struct_size = offsetof(tenon_error, message);
    std::memset(err.message, 'x', sizeof err.message);
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_csv(nullptr, "/no/such", nullptr, &table, &err) == TENON_E_IO);
    CHECK(err.code == TENON_E_IO);
    CHECK(err.message[0] == 'x');
}

TEST_CASE("an older header is served, a newer one refused with both numbers") {
    tenon_error err = TENON_ERROR_INIT;
    CHECK(tenon_check_version(TENON_ABI_VERSION, &err) == TENON_OK);
    CHECK(tenon_check_version(TENON_ABI_VERSION + 1, &err) == TENON_E_VERSION);
    CHECK(std::string(err.message).find(std::to_string(TENON_ABI_VERSION + 1)) !=
          std::string::npos);
    CHECK(std::string(err.message).find(std::to_string(TENON_ABI_VERSION) + ";") !=
          std::string::npos);
}

TEST_CASE("a cancelled context stops a call with its own status") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_cancel* cancel = nullptr;
    REQUIRE(tenon_cancel_create(&cancel, &err) == TENON_OK);
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.cancel = cancel;
    tenon_context* context = nullptr;
    REQUIRE(tenon_context_create(&options, &context, &err) == TENON_OK);
    tenon_cancel_set(cancel);
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_csv_buffer(context, "a\n1\n", 4, nullptr, &table, &err) ==
          TENON_E_CANCELLED);
    tenon_cancel_clear(cancel);
    CHECK(tenon_table_read_csv_buffer(context, "a\n1\n", 4, nullptr, &table, &err) == TENON_OK);
    tenon_table_free(table);
    tenon_context_free(context);
    tenon_cancel_free(cancel);
}

TEST_CASE("a byte budget refuses what does not fit and leaves nothing behind") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.byte_budget = 1 << 16;
    tenon_context* context = nullptr;
    REQUIRE(tenon_context_create(&options, &context, &err) == TENON_OK);
    std::string text = "a,b\n";
    for (int i = 0; i < 100'000; ++i) text += "1.5,2.5\n";
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_csv_buffer(context, text.data(), static_cast<std::int64_t>(text.size()),
                                      nullptr, &table, &err) == TENON_E_BUDGET);
    CHECK(table == nullptr);
    CHECK(tenon_table_read_csv_buffer(context, "a\n1\n", 4, nullptr, &table, &err) == TENON_OK);
    tenon_table_free(table);
    tenon_context_free(context);
}

TEST_CASE("a struct that ends inside the message gets as much of it as fits, terminated") {
    tenon_error err = TENON_ERROR_INIT;
    err.struct_size = offsetof(tenon_error, message) + 5;
    std::memset(err.message, 'x', sizeof err.message);
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_csv(nullptr, "/no/such", nullptr, &table, &err) == TENON_E_IO);
    CHECK(std::strlen(err.message) == 4);
    CHECK(err.message[5] == 'x');
}

TEST_CASE(
    "cell text fits the caller's buffer at character borders, and can be asked for its length") {
    tenon_error err = TENON_ERROR_INIT;
    TableFree t;
    REQUIRE(read("a\n\"\xE4\xB8\xAD\xE6\x96\x87\"\n", &t.table, &err) == TENON_OK);
    std::int64_t needed = 0;
    CHECK(tenon_table_cell_text(t.table, 0, 0, nullptr, 0, &needed, &err) == TENON_OK);
    CHECK(needed == 6);
    CHECK(tenon_table_cell_text(t.table, 0, 0, nullptr, 1, &needed, &err) == TENON_E_ARGUMENT);
    char buffer[8] = "xxxxxxx";
    CHECK(tenon_table_cell_text(t.table, 0, 0, buffer, 1, &needed, &err) == TENON_OK);
    CHECK(std::string(buffer).empty());
    CHECK(tenon_table_cell_text(t.table, 0, 0, buffer, 6, &needed, &err) == TENON_OK);
    CHECK(std::string(buffer) == "\xE4\xB8\xAD");  // never half a character
}

TEST_CASE("a cancel handle may be freed before the context that listens to it") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_cancel* cancel = nullptr;
    REQUIRE(tenon_cancel_create(&cancel, &err) == TENON_OK);
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.cancel = cancel;
    tenon_context* context = nullptr;
    REQUIRE(tenon_context_create(&options, &context, &err) == TENON_OK);
    tenon_cancel_set(cancel);
    tenon_cancel_free(cancel);
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_csv_buffer(context, "a\n1\n", 4, nullptr, &table, &err) ==
          TENON_E_CANCELLED);
    tenon_context_free(context);
}

TEST_CASE("text that is not UTF-8 is refused where it enters") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table_builder* builder = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, &err) == TENON_OK);
    const char* const cells[] = {"good", "b\xFF"};
    CHECK(tenon_table_builder_add_text(builder, "note", cells, 2, &err) == TENON_E_DATA);
    CHECK(err.row == 1);
    CHECK(err.byte == 1);
    tenon_table_builder_free(builder);
    tenon_problem* problem = nullptr;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &problem, &err) == TENON_OK);
    CHECK(tenon_problem_add_column(problem, "\xFF", TENON_BINARY, 0, 1, 1, nullptr, &err) ==
          TENON_E_ARGUMENT);
    tenon_problem_free(problem);
}

TEST_CASE("wrong options are refused by name") {
    tenon_error err = TENON_ERROR_INIT;
    TableFree t;
    tenon_csv_options csv = TENON_CSV_OPTIONS_INIT;
    csv.decimal = 'x';
    CHECK(tenon_table_read_csv_buffer(nullptr, "a\n1\n", 4, &csv, &t.table, &err) ==
          TENON_E_ARGUMENT);
    REQUIRE(read("a\n1\n2\n3\n4\n", &t.table, &err) == TENON_OK);
    tenon_table* part = nullptr;
    CHECK(tenon_table_split(nullptr, t.table, nullptr, &part, &part, &err) == TENON_E_ARGUMENT);
    CHECK(part == nullptr);
}

TEST_CASE("where the handle is set, every call with the context is cancelled, however short") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_cancel* cancel = nullptr;
    tenon_context* context = nullptr;
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    REQUIRE(tenon_cancel_create(&cancel, &err) == TENON_OK);
    options.cancel = cancel;
    REQUIRE(tenon_context_create(&options, &context, &err) == TENON_OK);
    tenon_table *table = nullptr, *out = nullptr;
    const char csv[] = "a,b\n1,2\n3,4\n5,6\n7,8\n";
    REQUIRE(tenon_table_read_csv_buffer(context, csv, sizeof csv - 1, nullptr, &table, &err) ==
            TENON_OK);
    const char* columns[] = {"a"};
    std::int32_t folds[4] = {};
    std::int64_t needed = 0;
    tenon_fold_options of_folds = TENON_FOLD_OPTIONS_INIT;
    tenon_spectrum_options spectrum = TENON_SPECTRUM_OPTIONS_INIT;
    spectrum.sample_rate_hz = 100;
    const auto calls = [&](tenon_status expected) {
        CHECK(tenon_table_sort(context, table, columns, nullptr, 1, &out, &err) == expected);
        if (expected == TENON_OK) tenon_table_free(out);
        CHECK(tenon_table_folds(context, table, &of_folds, folds, 4, &needed, &err) == expected);
        tenon_feature* feature = nullptr;
        CHECK(tenon_feature_fit_spectrum(context, table, columns, 1, &spectrum, &feature, &err) ==
              expected);
        tenon_feature_free(feature);
    };
    of_folds.folds = 2;
    calls(TENON_OK);
    tenon_cancel_set(cancel);
    calls(TENON_E_CANCELLED);
    tenon_cancel_clear(cancel);
    calls(TENON_OK);
    tenon_table_free(table);
    tenon_context_free(context);
    tenon_cancel_free(cancel);
}

TEST_CASE("a message is UTF-8 whatever the path or name that it quotes holds") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_table* table = nullptr;
    CHECK(tenon_table_read_csv(nullptr, "no\xFFsuch\xC3 file", nullptr, &table, &err) ==
          TENON_E_IO);
    CHECK(std::string(err.message).find("no?such? file") != std::string::npos);
    REQUIRE(read("a\n1\n", &table, &err) == TENON_OK);
    const TableFree freed{table};
    tenon_table* out = nullptr;
    const char *old_names[] = {"a"}, *names[] = {"b\xFF"};
    CHECK(tenon_table_sort(nullptr, table, names, nullptr, 1, &out, &err) == TENON_E_NOT_FOUND);
    CHECK(std::string(err.argument) == "b?");
    CHECK(tenon_table_rename(table, old_names, names, 1, &out, &err) == TENON_E_ARGUMENT);
    CHECK(std::string(err.message).find("not UTF-8 at byte 1") != std::string::npos);
    tenon_table_builder* builder = nullptr;
    REQUIRE(tenon_table_builder_create(&builder, &err) == TENON_OK);
    const double number = 1;
    const tenon_status added =
        tenon_table_builder_add_float64(builder, names[0], &number, nullptr, 1, &err);
    CHECK((added != TENON_OK ? added : tenon_table_builder_finish(builder, &out, &err)) ==
          TENON_E_ARGUMENT);
    tenon_table_builder_free(builder);
    const std::string lines = "{\"a\\u0000b\":1}\n";
    CHECK(tenon_table_read_jsonl_buffer(nullptr, lines.data(),
                                        static_cast<std::int64_t>(lines.size()), nullptr, &out,
                                        &err) != TENON_OK);
    CHECK(std::string(err.message).find("NUL at byte 1") != std::string::npos);
}

TEST_CASE("a refusal names the parameter of the call, and what the header says of it") {
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem* problem = nullptr;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &problem, &err) == TENON_OK);
    REQUIRE(tenon_problem_add_column(problem, nullptr, TENON_INTEGER, 0, 3, 1, nullptr, &err) ==
            TENON_OK);
    const double value = 0;
    tenon_verdict verdict = TENON_VERDICT_INIT;
    CHECK(tenon_problem_check(problem, &value, 1, -1, &verdict, &err) == TENON_E_ARGUMENT);
    CHECK(std::string(err.argument) == "feasibility");
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.relative_gap = std::nan("");
    tenon_solution* solution = nullptr;
    CHECK(tenon_problem_solve(nullptr, problem, &options, &solution, &err) == TENON_E_ARGUMENT);
    CHECK(std::string(err.message).find("a negative one exactly 0") != std::string::npos);
    tenon_problem_free(problem);
}
