// Any bytes, as a saved model, plan, feature or problem. A reason, or a handle that serves: it is
// written and reads back as the same, and scores, cleans or solves. Documents are also sealed anew
// after they were changed, as someone who knows the checksum would.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "tenon.h"
#include "tenon/error.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

// Refused for what the caller gave, in words.
bool is_read(tenon_status status, const tenon_error& err) {
    if (status == TENON_OK) return true;
    require(status != TENON_E_INTERNAL && status != TENON_E_NO_MEMORY);
    require(err.code == status && err.message[0] != '\0');
    require(tenon::invalid_utf8_at(err.message) == std::string_view::npos);
    return false;
}

std::int64_t size_of(const std::string& text) {
    return static_cast<std::int64_t>(text.size());
}

std::string sealed(const std::string& text) {
    try {
        tenon::Json document = tenon::parse_json(text);
        if (!document.find("checksum")) return text;
        document.remove("checksum");
        document.set("checksum", tenon::json_checksum_text(document));
        return tenon::json_text(document);
    } catch (const tenon::Error&) {
        return text;
    }
}

// Refused, or shown; what loads is intact.
void inspect(const std::string& text, bool loads) {
    tenon_document_info info = TENON_DOCUMENT_INFO_INIT;
    tenon_error err = TENON_ERROR_INIT;
    if (!is_read(tenon_document_inspect(text.data(), size_of(text), &info, &err), err)) return;
    require(!loads || (!info.damaged && !info.too_new));
    std::int64_t needed = 0;
    require(tenon_document_text(text.data(), size_of(text), 0, nullptr, 0, &needed, &err) ==
            TENON_OK);
    require(needed > 0);
}

template <class T, class Write>
std::string written(const T* handle, const Write& write) {
    std::int64_t needed = 0;
    require(write(handle, nullptr, 0, &needed, nullptr) == TENON_OK);
    std::string text(static_cast<std::size_t>(needed), '\0');
    require(write(handle, text.data(), needed, &needed, nullptr) == TENON_OK);
    return text;
}

// Reads, writes, reads and writes: the last two are the same. The handle is used and freed.
template <class T, class Read, class Write, class Use, class Free>
void round_trip(const std::string& text, const Read& read, const Write& write, const Use& use,
                const Free& free_it) {
    tenon_error err = TENON_ERROR_INIT;
    T *handle = nullptr, *again = nullptr;
    const bool loads = is_read(read(text.data(), size_of(text), &handle, &err), err);
    inspect(text, loads);
    if (!loads) {
        require(handle == nullptr);
        return;
    }
    const std::string first = written(handle, write);
    err = TENON_ERROR_INIT;
    const tenon_status status = read(first.data(), size_of(first), &again, &err);
    require(status == TENON_OK);
    require(written(again, write) == first);
    use(handle);
    free_it(handle);
    free_it(again);
}

struct SmallTable {
    tenon_table* table = nullptr;
    SmallTable() {
        static constexpr char text[] =
            "time,machine,a,b\n2026-01-01 00:00:00,M-1,1.5,7\n2026-01-01 00:01:00,M-2,,9\n"
            "2026-01-01 00:02:00,M-1,-4,7\n2026-01-01 00:02:00,M-1,-4,7\n2026-01-01 "
            "00:09:00,,1e9,0\n";
        require(tenon_table_read_csv_buffer(nullptr, text,
                                            static_cast<std::int64_t>(sizeof text - 1), nullptr,
                                            &table, nullptr) == TENON_OK);
    }
    ~SmallTable() { tenon_table_free(table); }
};

const tenon_table* small_table() {
    static const SmallTable made;
    return made.table;
}

void use_model(const tenon_model* model) {
    const auto inputs = static_cast<std::size_t>(std::max(0, tenon_model_inputs(model)));
    const double values[] = {0, 1, -1, 1e300, std::nan(""), INFINITY};
    for (const double value : values) {
        const std::vector<double> record(inputs, value);
        double score = 0;
        tenon_error err = TENON_ERROR_INIT;
        is_read(tenon_model_score(model, record.data(), static_cast<std::int32_t>(inputs), &score,
                                  1, &err),
                err);
    }
    double scores[8];
    std::int64_t needed = 0;
    tenon_error err = TENON_ERROR_INIT;
    is_read(tenon_model_predict(nullptr, model, small_table(), scores, 8, &needed, &err), err);
    tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
    require(tenon_model_summary(model, &summary, nullptr) == TENON_OK);
    for (std::int32_t k = 0; k < tenon_model_warnings(model); ++k)
        require(tenon_model_warning(model, k) != nullptr);
}

void use_plan(const tenon_clean_plan* plan) {
    tenon_table* out = nullptr;
    tenon_clean_plan* fitted = nullptr;
    tenon_error err = TENON_ERROR_INIT;
    is_read(tenon_clean_plan_is_fitted(plan)
                ? tenon_clean_plan_apply(nullptr, plan, small_table(), &out, &err)
                : tenon_clean_plan_fit(nullptr, plan, small_table(), &out, &fitted, &err),
            err);
    tenon_table_free(out);
    tenon_clean_plan_free(fitted);
}

void use_feature(const tenon_feature* feature) {
    tenon_table* out = nullptr;
    tenon_error err = TENON_ERROR_INIT;
    is_read(tenon_feature_apply(nullptr, feature, small_table(), &out, &err), err);
    tenon_table_free(out);
}

// Solved with little work; a plan that it comes with has to hold.
void use_problem(const tenon_problem* problem) {
    if (tenon_problem_columns(problem) > 40 || tenon_problem_rows(problem) > 40) return;
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.work_limit = 200'000;
    tenon_solution* solution = nullptr;
    tenon_error err = TENON_ERROR_INIT;
    if (!is_read(tenon_problem_solve(nullptr, problem, &options, &solution, &err), err)) return;
    if (tenon_solution_has_values(solution)) {
        std::vector<double> values(static_cast<std::size_t>(tenon_problem_columns(problem)));
        const auto count = static_cast<std::int32_t>(values.size());
        require(tenon_solution_values(solution, values.data(), count) == count);
        tenon_verdict verdict = TENON_VERDICT_INIT;
        require(tenon_problem_check(problem, values.data(), count, 0, &verdict, nullptr) ==
                TENON_OK);
        require(verdict.feasible);
    }
    tenon_solution_free(solution);
}

void try_problem(const std::string& text, tenon_problem_format format) {
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem* problem = nullptr;
    if (!is_read(
            tenon_problem_read_buffer(nullptr, text.data(), size_of(text), format, &problem, &err),
            err))
        return;
    // In the format that holds everything.
    const auto write = [](const tenon_problem* from, char* to, std::int64_t capacity,
                          std::int64_t* needed, tenon_error* error) {
        return tenon_problem_write_buffer(from, TENON_FORMAT_JSON, to, capacity, needed, error);
    };
    const std::string first = written(problem, write);
    tenon_problem* again = nullptr;
    require(tenon_problem_read_buffer(nullptr, first.data(), size_of(first), TENON_FORMAT_JSON,
                                      &again, nullptr) == TENON_OK);
    require(written(again, write) == first);
    use_problem(problem);
    tenon_problem_free(problem);
    tenon_problem_free(again);
}

// What the text seems to be, so that most of them meet their own reader.
int kind_of(const std::string& text, std::uint8_t choice) {
    if (choice % 8 == 0) return choice / 8 % 6;
    const auto has = [&](const char* word) { return text.find(word) != std::string::npos; };
    if (has("tenon.problem")) return 3;
    if (has("tenon.feature")) return 2;
    if (has("steps")) return has("tenon.pipeline") ? 0 : 1;
    if (has("tenon.")) return 0;
    return has("ROWS") ? 4 : 5;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
    if (data[1] % 4 != 0) text = sealed(text);
    switch (kind_of(text, data[0])) {
        case 0:
            round_trip<tenon_model>(text, tenon_model_from_json, tenon_model_to_json, use_model,
                                    tenon_model_free);
            break;
        case 1:
            round_trip<tenon_clean_plan>(text, tenon_clean_plan_parse, tenon_clean_plan_to_json,
                                         use_plan, tenon_clean_plan_free);
            break;
        case 2:
            round_trip<tenon_feature>(text, tenon_feature_from_json, tenon_feature_to_json,
                                      use_feature, tenon_feature_free);
            break;
        case 3:
            try_problem(text, TENON_FORMAT_JSON);
            break;
        case 4:
            try_problem(text, TENON_FORMAT_MPS);
            break;
        default:
            try_problem(text, TENON_FORMAT_LP);
    }
    return 0;
}
