// What the byte budget of a context knows of the memory that a call really takes: for each call
// with much data, the peak that the context counted beside the peak of the allocator, blocks over
// 64 KiB alone and all blocks together. A host that sets a budget relies on the first being near
// the second.
#include <functional>

#include "../temporary_path.hpp"
#include "counted_malloc.hpp"
#include "counts.hpp"
#include "scenarios_models.hpp"

using namespace reliability;

namespace {

// Of the bytes of large blocks, and of all, over all calls.
constexpr double promised = 0.95;

struct Share {
    std::string name;
    std::int64_t counted = 0, large = 0, all = 0;
};

std::vector<Share> shares;

// What the call takes beyond what was there before it.
void measure(const char* name,
             const std::function<tenon_status(tenon_context*, tenon_error*)>& call) {
    ContextHandle context;
    OK(tenon_context_create(nullptr, context.out(), err));
    forget_peaks();
    const std::int64_t large = memory.large, all = memory.bytes;
    OK(call(context, err));
    shares.push_back({name, tenon_context_peak_bytes(context), memory.peak_large - large,
                      memory.peak_bytes - all});
}

void tables() {
    const std::string text = log_text(full() ? 400'000 : 60'000);
    const auto size = static_cast<std::int64_t>(text.size());
    Table table, again, sorted, kept, joined, grouped, both, cast, filled;
    const char* numbers[] = {"temperature", "pressure", "speed"};
    const char* by[] = {"temperature"};
    const char* key[] = {"machine"};
    measure("read csv", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_read_csv_buffer(context, text.data(), size, nullptr, table.out(), err);
    });
    std::string lines;
    OK(tenon_table_write_jsonl_blocks(
        nullptr, table, nullptr,
        [](const char* bytes, std::int64_t length, void* user) -> std::int32_t {
            static_cast<std::string*>(user)->append(bytes, static_cast<std::size_t>(length));
            return 0;
        },
        &lines, err));
    measure("read jsonl", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_read_jsonl_buffer(context, lines.data(),
                                             static_cast<std::int64_t>(lines.size()), nullptr,
                                             again.out(), err);
    });
    lines = {};
    Exchanged lent;
    OK(tenon_table_export_arrow_stream(table, 1000, &lent.stream, err));
    again.reset();
    measure("import arrow stream", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_import_arrow_stream(context, &lent.stream, again.out(), err);
    });
    measure("sort", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_sort(context, table, by, nullptr, 1, sorted.out(), err);
    });
    sorted.reset();
    measure("filter", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_filter(context, table, "temperature > 55 and machine != 'M-01'",
                                  kept.out(), err);
    });
    measure("compute", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_compute(context, table, "power", "speed * pressure + 1", sorted.out(),
                                   err);
    });
    const tenon_aggregate mean[] = {TENON_AGGREGATE_MEDIAN};
    const char* of[] = {"temperature"};
    measure("aggregate", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_aggregate(context, table, key, 1, mean, of, nullptr, 1, grouped.out(),
                                     err);
    });
    tenon_join_options join = TENON_JOIN_OPTIONS_INIT;
    join.keys = key;
    join.key_count = 1;
    measure("join", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_join(context, table, grouped, &join, joined.out(), err);
    });
    joined.reset();
    const tenon_table* list[] = {table, kept};
    measure("concatenate", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_concatenate(context, list, 2, 0, both.out(), err);
    });
    both.reset();
    measure("cast", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_cast(context, table, "count", TENON_TEXT, 0, cast.out(), err);
    });
    measure("drop duplicates", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_drop_duplicates(context, table, nullptr, 0, filled.out(), err);
    });
    filled.reset();
    Handle<tenon_clean_plan> plan, fitted;
    static constexpr char steps[] =
        R"({"steps": [{"step": "text", "columns": ["machine"]}, {"step": "outliers", "rule": "hampel",
        "action": "missing", "columns": ["speed"]}, {"step": "fill", "method": "linear", "columns": ["speed"]},
        {"step": "fill", "method": "median"}, {"step": "smooth", "columns": ["temperature"]},
        {"step": "drop_missing"}]})";
    OK(tenon_clean_plan_parse(steps, static_cast<std::int64_t>(sizeof steps - 1), plan.out(), err));
    measure("clean plan fit", [&](tenon_context* context, tenon_error* err) {
        return tenon_clean_plan_fit(context, plan, table, nullptr, fitted.out(), err);
    });
    measure("clean plan apply", [&](tenon_context* context, tenon_error* err) {
        return tenon_clean_plan_apply(context, fitted, table, filled.out(), err);
    });
    for (int kind = 0; kind < 3; ++kind) {
        Handle<tenon_feature> step;
        Table made;
        OK(kind == 0 ? tenon_feature_fit_scale(nullptr, table, numbers, 3, TENON_SCALING_STANDARD,
                                               step.out(), err)
           : kind == 1
               ? tenon_feature_fit_encode(nullptr, table, key, 1, nullptr, step.out(), err)
               : tenon_feature_fit_quantile(nullptr, table, numbers, 3, nullptr, step.out(), err));
        measure(kind == 0   ? "apply scale"
                : kind == 1 ? "apply encode"
                            : "apply quantile",
                [&](tenon_context* context, tenon_error* err) {
                    return tenon_feature_apply(context, step, table, made.out(), err);
                });
    }
    measure("fit pca", [&](tenon_context* context, tenon_error* err) {
        Handle<tenon_feature> step;
        return tenon_feature_fit_pca(context, table, numbers, 3, nullptr, step.out(), err);
    });
    const auto feature = [&](const char* name, const auto& fit) {
        Handle<tenon_feature> step;
        Table made;
        measure((std::string("fit ") + name).c_str(),
                [&](tenon_context* c, tenon_error* err) { return fit(c, step.out(), err); });
        measure((std::string("apply ") + name).c_str(), [&](tenon_context* c, tenon_error* err) {
            return tenon_feature_apply(c, step, table, made.out(), err);
        });
    };
    feature("power", [&](tenon_context* c, tenon_feature** out, tenon_error* err) {
        return tenon_feature_fit_power(c, table, numbers, 3, nullptr, out, err);
    });
    feature("windows", [&](tenon_context* c, tenon_feature** out, tenon_error* err) {
        const std::int64_t lags[] = {1, 2};
        tenon_window_options windows = TENON_WINDOW_OPTIONS_INIT;
        windows.groups = key;
        windows.group_count = 1;
        windows.lags = lags;
        windows.lag_count = 2;
        windows.rows = 5;
        return tenon_feature_fit_windows(c, table, numbers, 3, &windows, out, err);
    });
    Table described;
    measure("table profile", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_profile(context, table, described.out(), err);
    });
    measure("profile", [&](tenon_context* context, tenon_error* err) {
        Handle<tenon_profile> profile;
        const tenon_status status = tenon_profile_create(profile.out(), err);
        return status ? status : tenon_profile_add(profile, context, table, err);
    });
    const std::string log = tenon::test::temporary_path("budget.csv"),
                      cleaned = tenon::test::temporary_path("cleaned.csv");
    OK(tenon_table_write_csv(nullptr, table, log.c_str(), nullptr, err));
    measure("write csv", [&](tenon_context* context, tenon_error* err) {
        return tenon_table_write_csv(context, table, cleaned.c_str(), nullptr, err);
    });
    measure("clean plan apply file", [&](tenon_context* context, tenon_error* err) {
        return tenon_clean_plan_apply_file(context, fitted, log.c_str(), nullptr, nullptr,
                                           cleaned.c_str(), nullptr, nullptr, nullptr, nullptr,
                                           err);
    });
    PipelineOptions options;
    Model model;
    measure("pipeline fit", [&](tenon_context* context, tenon_error* err) {
        return tenon_pipeline_fit(context, table, &options.value, model.out(), err);
    });
    std::vector<double> scores(static_cast<std::size_t>(tenon_table_rows(table)));
    std::int64_t needed = 0;
    measure("predict", [&](tenon_context* context, tenon_error* err) {
        return tenon_model_predict(context, model, table, scores.data(),
                                   static_cast<std::int64_t>(scores.size()), &needed, err);
    });
    tenon_metrics metrics = TENON_METRICS_INIT;
    measure("evaluate", [&](tenon_context* context, tenon_error* err) {
        return tenon_model_evaluate(context, model, table, &metrics, err);
    });
    ClassOptions of_classes;
    Model several;
    measure("pipeline fit, several classes", [&](tenon_context* context, tenon_error* err) {
        return tenon_pipeline_fit(context, table, &of_classes.value, several.out(), err);
    });
    Table classified, by_class, confusion, splits, predictions;
    measure("classify", [&](tenon_context* context, tenon_error* err) {
        return tenon_model_classify(context, several, table, classified.out(), err);
    });
    measure("evaluate classes", [&](tenon_context* context, tenon_error* err) {
        return tenon_model_evaluate_classes(context, several, table, nullptr, by_class.out(),
                                            confusion.out(), err);
    });
    measure("cross-validate", [&](tenon_context* context, tenon_error* err) {
        return tenon_pipeline_cross_validate(context, table, &options.value, nullptr, 0, &metrics,
                                             splits.out(), predictions.out(), err);
    });
}

// What is said of a model's records, and how they are dealt: each call alone is to be counted, as
// the largest of them would hide the others.
constexpr double promised_each = 0.85;

bool judgements() {
    const std::size_t before = shares.size();
    const Arrays a = arrays(full() ? 200'000 : 40'000, 3);
    tenon_table_builder* builder = nullptr;
    OK(tenon_table_builder_create(&builder, err));
    std::vector<double> column(static_cast<std::size_t>(a.rows));
    for (std::int64_t j = 0; j < 3; ++j) {
        for (std::int64_t i = 0; i < a.rows; ++i)
            column[static_cast<std::size_t>(i)] =
                a.features[static_cast<std::size_t>(i * a.columns + j)];
        const char* names[] = {"x", "y", "z"};
        OK(tenon_table_builder_add_float64(builder, names[j], column.data(), nullptr, a.rows, err));
    }
    OK(tenon_table_builder_add_float64(builder, "number", a.number.data(), nullptr, a.rows, err));
    std::vector<std::int64_t> fails(a.binary.begin(), a.binary.end());
    OK(tenon_table_builder_add_int64(builder, "fails", fails.data(), nullptr, a.rows, err));
    Table table;
    OK(tenon_table_builder_finish(builder, table.out(), err));
    tenon_table_builder_free(builder);
    const char* inputs[] = {"x", "y", "z"};
    Model linear, logistic;
    tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT;
    options.positive_label = "1";
    OK(tenon_linear_fit(nullptr, table, inputs, 3, "number", nullptr, linear.out(), err));
    OK(tenon_logistic_fit(nullptr, table, inputs, 3, "fails", &options, logistic.out(), err));
    const auto made = [](const char* name, const auto& call) {
        Table out;
        measure(name, [&](tenon_context* context, tenon_error* err) {
            return call(context, out.out(), err);
        });
    };
    made("prediction intervals", [&](tenon_context* c, tenon_table** out, tenon_error* err) {
        return tenon_model_predict_intervals(c, linear, table, 0.9, out, err);
    });
    made("diagnostics", [&](tenon_context* c, tenon_table** out, tenon_error* err) {
        return tenon_model_diagnostics(c, linear, table, out, err);
    });
    made("contributions", [&](tenon_context* c, tenon_table** out, tenon_error* err) {
        return tenon_model_contributions(c, linear, table, out, err);
    });
    made("roc", [&](tenon_context* c, tenon_table** out, tenon_error* err) {
        return tenon_model_roc(c, logistic, table, out, err);
    });
    made("importance", [&](tenon_context* c, tenon_table** out, tenon_error* err) {
        return tenon_model_importance(c, linear, table, 2, TENON_SCORE_AUTOMATIC, 0, 0, nullptr,
                                      out, err);
    });
    made("dependence", [&](tenon_context* c, tenon_table** out, tenon_error* err) {
        Table mean;
        return tenon_model_dependence(c, linear, table, "x", 10, 20'000, 0, mean.out(), out, err);
    });
    made("split", [&](tenon_context* c, tenon_table** out, tenon_error* err) {
        Table train;
        return tenon_table_split(c, table, nullptr, train.out(), out, err);
    });
    std::vector<std::int32_t> fold_of(static_cast<std::size_t>(a.rows));
    measure("folds", [&](tenon_context* c, tenon_error* err) {
        tenon_fold_options folds = TENON_FOLD_OPTIONS_INIT;
        folds.kind = TENON_FOLD_STRATIFIED;
        folds.column = "fails";
        std::int64_t needed = 0;
        return tenon_table_folds(c, table, &folds, fold_of.data(), a.rows, &needed, err);
    });
    bool all = true;
    for (std::size_t k = before; k < shares.size(); ++k) {
        const Share& share = shares[k];
        if (static_cast<double>(share.counted) >= promised_each * static_cast<double>(share.large))
            continue;
        std::printf("FINDING: of %s the budget counts %lld of %lld bytes\n", share.name.c_str(),
                    static_cast<long long>(share.counted), static_cast<long long>(share.large));
        all = false;
    }
    return all;
}

void fits() {
    const Arrays a = arrays(full() ? 60'000 : 15'000, 24);
    const tenon_matrix x = a.matrix();
    const auto model = [&](const char* name, const auto& fit) {
        Model made;
        measure(name, [&](tenon_context* context, tenon_error* err) {
            return fit(context, made.out(), err);
        });
    };
    model("linear", [&](tenon_context* context, tenon_model** out, tenon_error* err) {
        return tenon_linear_fit_matrix(context, &x, a.number.data(), nullptr, nullptr, out, err);
    });
    model("linear, clustered", [&](tenon_context* context, tenon_model** out, tenon_error* err) {
        tenon_linear_options options = TENON_LINEAR_OPTIONS_INIT;
        options.errors = TENON_ERRORS_HC3;
        return tenon_linear_fit_rows(context, &x, a.number.data(), a.weights.data(), nullptr,
                                     nullptr, &options, out, err);
    });
    model("logistic", [&](tenon_context* context, tenon_model** out, tenon_error* err) {
        return tenon_logistic_fit_matrix(context, &x, a.binary.data(), nullptr, nullptr, out, err);
    });
    model("logistic, robust errors", [&](tenon_context* context, tenon_model** out,
                                         tenon_error* err) {
        tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT;
        options.errors = TENON_ERRORS_HC3;
        return tenon_logistic_fit_matrix(context, &x, a.binary.data(), nullptr, &options, out, err);
    });
    std::vector<std::int64_t> pairs(static_cast<std::size_t>(a.rows));
    for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = static_cast<std::int64_t>(i / 2);
    model("logistic, errors by cluster",
          [&](tenon_context* context, tenon_model** out, tenon_error* err) {
              tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT;
              options.errors = TENON_ERRORS_CLUSTER;
              tenon_row_extras extras = TENON_ROW_EXTRAS_INIT;
              extras.clusters = pairs.data();
              return tenon_logistic_fit_rows(context, &x, a.binary.data(), &extras, nullptr,
                                             &options, out, err);
          });
    model("poisson", [&](tenon_context* context, tenon_model** out, tenon_error* err) {
        return tenon_glm_fit_matrix(context, &x, a.count.data(), nullptr, nullptr,
                                    TENON_MODEL_POISSON, nullptr, out, err);
    });
    model("huber", [&](tenon_context* context, tenon_model** out, tenon_error* err) {
        return tenon_huber_fit_matrix(context, &x, a.number.data(), nullptr, nullptr, out, err);
    });
    model("nonnegative", [&](tenon_context* context, tenon_model** out, tenon_error* err) {
        return tenon_nonnegative_fit_matrix(context, &x, a.number.data(), nullptr, 0, out, err);
    });
    measure("multinomial", [&](tenon_context* context, tenon_error* err) {
        Handle<tenon_class_model> made;
        return tenon_multinomial_fit_matrix(context, &x, a.classes.data(), nullptr, nullptr,
                                            nullptr, made.out(), err);
    });
    for (const std::int32_t kind : {TENON_MODEL_LINEAR, TENON_MODEL_LOGISTIC}) {
        tenon_elastic_net_options options = TENON_ELASTIC_NET_OPTIONS_INIT;
        options.kind = kind;
        options.steps = 10;
        options.fold_of = a.folds.data();
        measure(kind == TENON_MODEL_LINEAR ? "linear path" : "logistic path",
                [&](tenon_context* context, tenon_error* err) {
                    Handle<tenon_penalty_path> path;
                    return tenon_elastic_net_fit_matrix(
                        context, &x, kind == TENON_MODEL_LINEAR ? a.number.data() : a.binary.data(),
                        &options, path.out(), err);
                });
    }
    model("quantile", [&](tenon_context* context, tenon_model** out, tenon_error* err) {
        return tenon_quantile_regression_fit_matrix(context, &x, a.number.data(), nullptr, nullptr,
                                                    out, err);
    });
    model("firth", [&](tenon_context* context, tenon_model** out, tenon_error* err) {
        tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT;
        options.firth = 1;
        return tenon_logistic_fit_matrix(context, &x, a.binary.data(), nullptr, &options, out, err);
    });
    model("logistic inference", [&](tenon_context* context, tenon_model** out, tenon_error* err) {
        tenon_logistic_inference_options inference = TENON_LOGISTIC_INFERENCE_OPTIONS_INIT;
        inference.coefficient_tests = 1;
        tenon_logistic_measures measures = TENON_LOGISTIC_MEASURES_INIT;
        Table effects, groups;
        return tenon_logistic_infer(context, &x, a.binary.data(), nullptr, nullptr, nullptr,
                                    &inference, out, &measures, effects.out(), groups.out(), err);
    });
    measure("ordinal", [&](tenon_context* context, tenon_error* err) {
        Handle<tenon_class_model> made;
        return tenon_ordinal_fit_matrix(context, &x, a.classes.data(), nullptr, nullptr, nullptr,
                                        made.out(), err);
    });
    measure("ridge path", [&](tenon_context* context, tenon_error* err) {
        Handle<tenon_penalty_path> path;
        return tenon_ridge_path_fit_matrix(context, &x, a.number.data(), nullptr, path.out(), err);
    });
}

void programs() {
    Problem linear, integer;
    linear_problem(linear.out(), 40, 150);
    integer_problem(integer.out(), 60, 33);
    std::string text;
    {
        std::int64_t needed = 0;
        OK(tenon_problem_write_buffer(linear, TENON_FORMAT_MPS, nullptr, 0, &needed, err));
        text.resize(static_cast<std::size_t>(needed));
        OK(tenon_problem_write_buffer(linear, TENON_FORMAT_MPS, text.data(), needed, &needed, err));
    }
    Problem read;
    measure("read mps", [&](tenon_context* context, tenon_error* err) {
        return tenon_problem_read_buffer(context, text.data(),
                                         static_cast<std::int64_t>(text.size()), TENON_FORMAT_MPS,
                                         read.out(), err);
    });
    Solution solution, plan;
    measure("linear program", [&](tenon_context* context, tenon_error* err) {
        return tenon_problem_solve(context, linear, nullptr, solution.out(), err);
    });
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.work_limit = 200'000'000;
    measure("integer program", [&](tenon_context* context, tenon_error* err) {
        return tenon_problem_solve(context, integer, &options, plan.out(), err);
    });
    Problem against;
    linear_problem(against.out(), 40, 150);
    std::int32_t first = 0;
    const double one = 1;
    OK(tenon_problem_add_row(against, "against", 1e9, 2e9, 1, &first, &one, nullptr, err));
    measure("conflict", [&](tenon_context* context, tenon_error* err) {
        Handle<tenon_conflict> conflict;
        return tenon_problem_find_conflict(context, against, nullptr, conflict.out(), err);
    });
    measure("relax", [&](tenon_context* context, tenon_error* err) {
        Handle<tenon_relaxation> relaxed;
        return tenon_problem_relax(context, against, nullptr, relaxed.out(), err);
    });
}

}  // namespace

int main() {
    bool each = true;
    try {
        tables();
        each = judgements();
        fits();
        programs();
    } catch (const Finding& finding) {
        std::printf("FINDING: %s\n", finding.what.c_str());
        return 1;
    }
    Counts counts("budget"), calls("calls");
    Share sum;
    std::int64_t of_all = 0;  // counted, small blocks too where they are many
    double least = 1;
    std::string worst;
    const auto part = [](std::int64_t some, std::int64_t of) {
        return of > 0 ? static_cast<double>(some) / static_cast<double>(of) : 1;
    };
    for (const Share& share : shares) {
        std::printf("%-22s counted %10lld, large %10lld (%5.1f %%), all %10lld\n",
                    share.name.c_str(), static_cast<long long>(share.counted),
                    static_cast<long long>(share.large), 100 * part(share.counted, share.large),
                    static_cast<long long>(share.all));
        calls.set(share.name, part(share.counted, share.large));
        if (part(share.counted, share.large) < least)
            least = part(share.counted, share.large), worst = share.name;
        sum.counted += std::min(share.counted, share.large);
        of_all += std::min(share.counted, share.all);
        sum.large += share.large;
        sum.all += share.all;
    }
    counts.set("calls", static_cast<std::int64_t>(shares.size()));
    counts.set("counted_of_large", part(sum.counted, sum.large));
    counts.set("counted_of_all", part(of_all, sum.all));
    counts.set("least", least);
    counts.set("by_call", calls);
    std::printf("least: %s\n", worst.c_str());
    if (!counts.write()) return 1;
    if (part(sum.counted, sum.large) >= promised && part(of_all, sum.all) >= promised)
        return each ? 0 : 1;
    std::printf("FINDING: the budget counts less than %.0f %% of the bytes\n", 100 * promised);
    return 1;
}
