// What stands behind the opaque handles, and how arguments are taken from a C caller.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hearing.hpp"
#include "guard.hpp"
#include "tenon.h"
#include "tenon/tenon.hpp"

struct tenon_cancel {
    std::shared_ptr<tenon::Cancel> value;
};

struct tenon_context {
    std::shared_ptr<tenon::Cancel> cancel;
    std::unique_ptr<tenon::Budget> budget;
    tenon::Context value;
};

struct tenon_table {
    tenon::Table value;
};

struct tenon_csv_reader {
    tenon::CsvBatches value;
};

struct tenon_jsonl_reader {
    tenon::JsonLinesBatches value;
};

struct tenon_table_builder {
    std::vector<std::string> names;
    std::vector<tenon::Column> columns;
};

struct tenon_profile {
    tenon::ProfilePartial value;
};

struct tenon_imputer {
    tenon::Imputer value;
};

struct tenon_outlier_filter {
    tenon::OutlierFilter value;
};

struct tenon_clean_plan {
    tenon::CleanPlan value;
};

struct tenon_scaler {
    tenon::Scaler value;
};

struct tenon_encoder {
    tenon::Encoder value;
};

struct tenon_feature {
    tenon::Feature value;
    // What the getters lend.
    std::string kind = value.kind();
    std::vector<std::string> inputs = value.inputs();
    std::vector<std::string> outputs = value.outputs();
};

struct tenon_model {
    tenon::Pipeline value;
};

struct tenon_linear_partial {
    tenon::LinearPartial value;
};

struct tenon_logistic_partial {
    tenon::LogisticPartial value;
};

struct tenon_penalty_path {
    tenon::ModelKind kind;
    tenon::Table table;
    std::vector<double> intercepts;
    std::vector<std::vector<double>> coefficients;
    std::vector<double> penalties;
    std::vector<bool> converged;
    std::vector<std::vector<std::int64_t>> separating;  // as in ElasticNetFit
    std::int64_t rows = 0;
    bool has_intercept = true;
    std::int64_t best = -1, simplest = -1;
};

struct tenon_online_model {
    tenon::OnlineModel value;
};

struct tenon_class_model {
    tenon::ClassModel value;
};

struct tenon_calibration {
    tenon::Calibration value;
};

struct tenon_problem {
    tenon::Problem value;
};

struct tenon_solution {
    std::shared_ptr<const tenon::Solution> value;
};

// Lent to a callback for its call.
struct tenon_new_rows {
    tenon::NewRows& value;
};

struct tenon_new_plans {
    tenon::NewPlans& value;
};

struct tenon_branching {
    tenon::Branching& value;
};

struct tenon_solve_memory {
    tenon::SolveMemory value;
};

struct tenon_warm_linear {
    tenon::WarmLinear value;
};

struct tenon_sensitivity {
    tenon::Sensitivity value;
    std::int32_t columns;
};

struct tenon_conflict {
    tenon::Conflict value;
    std::string text;
    std::vector<std::string> member_texts;
};

struct tenon_relaxation {
    tenon::Relaxation value;
    std::string text;
    tenon_problem problem;  // for the getters that lend a handle
    tenon_solution solution;
};

struct tenon_plan {
    tenon::OrderPlan value;
    tenon_problem problem;  // copies for the getters that lend a handle
    tenon_solution solution;
};

struct tenon_report {
    tenon::Report value;
};

struct tenon_random {
    tenon::Random value;
};

namespace tenon::capi {

[[noreturn]] void refuse(std::string_view argument, std::string_view why);

// The object behind a required pointer.
template <class T>
T& required(T* pointer, std::string_view argument) {
    if (!pointer) refuse(argument, "must not be NULL");
    return *pointer;
}

inline std::string_view required_text(const char* text, std::string_view argument) {
    return &required(text, argument);
}

inline std::string optional_text(const char* text) {
    return text ? std::string(text) : std::string();
}

// The context of a call, whose progress callback is heard as long as this lives: to the end of the
// expression that it is an argument in.
class CallContext {
  public:
    explicit CallContext(const tenon_context* context) noexcept;
    operator const Context&() const noexcept { return context_; }
    const Context& get() const noexcept { return context_; }

  private:
    const Context& context_;
    HeardCall heard_;
};
// Throws Error(cancelled) where the handle of the context is set already.
CallContext context_of(const tenon_context* context);
// For what answers with the best it has so far.
CallContext solve_context_of(const tenon_context* context) noexcept;

// A list of the caller; NULL only where it is empty.
template <class T>
std::vector<T> list_of(const T* values, std::int32_t count, std::string_view argument) {
    if (count < 0) refuse(std::string(argument) + "_count", "must not be negative");
    if (count == 0) return {};
    const T* first = &required(values, argument);
    return {first, first + count};
}

// A list of terminated texts.
std::vector<std::string> texts(const char* const* list, std::int64_t count,
                               std::string_view argument);

// bytes[0, length) of the caller; length must not be negative.
std::string_view buffer(const char* bytes, std::int64_t length, std::string_view argument);

[[noreturn]] void refuse_struct(std::string_view name, std::uint32_t given, std::size_t known);

// No version of a struct had a size that is no multiple of its alignment: another one ends inside a
// member.
template <class Struct>
bool is_struct_size(std::uint32_t size) noexcept {
    return size >= sizeof(std::uint32_t) && size % alignof(Struct) == 0;
}

// The caller's option struct, grown or cut to the size this library knows. NULL: all defaults.
// Members that only a newer header has must be zero, or the caller would be misunderstood.
template <class Options>
Options options_of(const Options* given, std::string_view name) {
    Options options{};
    if (!given) return options;
    const std::uint32_t size = given->struct_size;
    if (!is_struct_size<Options>(size)) refuse_struct(name, size, sizeof(Options));
    std::memcpy(static_cast<void*>(&options), given, std::min<std::size_t>(size, sizeof options));
    const auto* bytes = reinterpret_cast<const unsigned char*>(given);
    for (std::size_t i = sizeof options; i < size; ++i)
        if (bytes[i] != 0) refuse_struct(name, size, sizeof(Options));
    return options;
}

// Refuses a result struct that was not initialised, before any work is done for it.
template <class Result>
void check_result(const Result* out, std::string_view argument) {
    const std::uint32_t size = required(out, argument).struct_size;
    if (!is_struct_size<Result>(size)) refuse_struct(argument, size, sizeof(Result));
}

// Writes a result struct into the caller's, which may be of an older or newer size.
template <class Result>
void give(Result* out, Result result, std::string_view argument) {
    check_result(out, argument);
    const std::uint32_t size = out->struct_size;
    result.struct_size = size;
    std::memcpy(static_cast<void*>(out), &result, std::min<std::size_t>(size, sizeof result));
}

// Hands a new object to the caller.
template <class Handle, class... Values>
void give_handle(Handle** out, Values&&... values) {
    *out = new Handle{std::forward<Values>(values)...};
}

// Copies as many values as fit and returns how many there are.
template <class T>
std::int64_t give_values(std::span<const T> values, T* out, std::int64_t capacity) {
    const auto there = static_cast<std::int64_t>(values.size());
    if (out && capacity > 0) std::copy_n(values.begin(), std::min(there, capacity), out);
    return there;
}

void give_text(std::string_view text, char* out, std::int64_t capacity, std::int64_t* needed,
               std::string_view argument);

// All of the bytes or none: a capacity of 0 asks for `needed` only, a smaller one is refused.
void give_bytes(const std::string& bytes, void* out, std::int64_t capacity, std::int64_t* needed);

ImputeOptions impute_options(const tenon_impute_options* given);
OutlierOptions outlier_options(const tenon_outlier_options* given);
Scaling scaling(tenon_scaling given);
Unknown unknown_policy(tenon_unknown given);
EncodeOptions encode_options(const tenon_encode_options* given);
LinearOptions linear_options(const tenon_linear_options* given);
LogisticOptions logistic_options(const tenon_logistic_options& given);
// Of fits to arrays, which have no columns to name.
LogisticOptions array_options(const tenon_logistic_options& given);
GlmOptions glm_options(const tenon_glm_options* given);
HuberOptions huber_options(const tenon_huber_options* given);
QuantileRegressionOptions quantile_options(const tenon_quantile_regression_options* given);
// A host's pass, to which every partial is lent.
LogisticPass lent_pass(tenon_logistic_pass_function pass, void* user);
FoldPass lent_pass(tenon_fold_pass_function pass, void* user);
ModelKind model_kind(tenon_model_kind given);
PipelineOptions pipeline_options(const tenon_pipeline_options& given);
ClassModelOptions class_options(const tenon_class_options* options);
ErrorKind error_kind(tenon_errors given);
tenon_multi_class_measures measures_struct(const MultiClassMeasures& measures);
TextSink text_sink(tenon_text_sink sink, void* user);
CsvOptions csv_options(const tenon_csv_options* options);
std::vector<CsvColumnRule> csv_columns(const tenon_csv_column* columns, std::int32_t count,
                                       const char* argument);
JsonLinesOptions jsonl_options(const tenon_jsonl_options* options);
JsonLinesBatchOptions jsonl_batch_options(const tenon_jsonl_options* options,
                                          const tenon_csv_batch_options* batch);
JsonLinesWriteOptions jsonl_write_options(const tenon_jsonl_write_options* options);
CsvSource csv_source(const tenon_csv_source* source);
CsvBatchOptions csv_batch_options(const tenon_csv_options* options,
                                  const tenon_csv_batch_options* batch);
CsvWriteOptions csv_write_options(const tenon_csv_write_options* options);
Table changes_table(const std::vector<Change>& changes);
Table findings_table(const std::vector<Finding>& findings);
SolveCallbacks solve_callbacks(const tenon_solve_callbacks* given);
SolveOptions solve_options(const tenon_solve_options* given);
std::vector<BasisStatus> basis_statuses(const tenon_basis_status* given, std::int32_t count,
                                        std::string_view argument);
// A view of the caller's matrix; refuses shapes that cannot be.
MatrixView view_of(const tenon_matrix& matrix);
std::vector<std::string> feature_names(const char* const* names, std::int64_t count);
tenon_metrics metrics_struct(const Metrics& metrics);

}  // namespace tenon::capi
