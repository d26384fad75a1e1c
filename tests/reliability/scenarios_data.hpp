// Scenarios over tables: text in and out, Arrow, rows rearranged, cleaning, features.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "run.hpp"
#include "world.hpp"

namespace reliability {

// What scenarios borrow; it is made once and never changed by them.
struct World {
    std::string csv = log_text(60), jsonl;
    Table table;     // of csv
    Table complete;  // without gaps
    Arrays arrays = reliability::arrays(80, 3);
    std::string folder;
    // Files of the scenarios, in the folder; named ahead, so that no scenario has to.
    std::vector<std::pair<std::string, std::string>> files;

    const char* path(std::string_view name) const {
        for (const auto& [file, path] : files)
            if (file == name) return path.c_str();
        throw Finding{"a file that was not named"};
    }

    World() {
        char name[] = "/tmp/tenon_reliability_XXXXXX";
        require(::mkdtemp(name) != nullptr, "a folder of its own");
        folder = name;
        for (const char* file : {"log.csv", "out.csv", "out.jsonl", "model.json", "model.onnx",
                                 "model.pmml", "problem.mps", "report.html", "solution"})
            files.emplace_back(file, folder + "/" + file);
        OK(tenon_table_read_csv_buffer(nullptr, csv.data(), size(csv), nullptr, table.out(), err));
        OK(tenon_table_drop_missing(nullptr, table, nullptr, 0, complete.out(), err));
        OK(tenon_table_write_csv(nullptr, table, path("log.csv"), nullptr, err));
        OK(tenon_table_write_jsonl_blocks(
            nullptr, table, nullptr,
            [](const char* bytes, std::int64_t length, void* user) -> std::int32_t {
                static_cast<std::string*>(user)->append(bytes, static_cast<std::size_t>(length));
                return 0;
            },
            &jsonl, err));
    }
    ~World() {
        for (const auto& [name, path] : files) ::unlink(path.c_str());
        ::rmdir(folder.c_str());
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    static std::int64_t size(const std::string& text) {
        return static_cast<std::int64_t>(text.size());
    }
};

inline void csv_buffer(const World& world, Run& run) {
    Table table, lenient, findings, profile;
    RUN(tenon_table_read_csv_buffer(nullptr, world.csv.data(), World::size(world.csv), nullptr,
                                    table.out(), err));
    add_table(run, table);
    RUN(tenon_table_profile(nullptr, table, profile.out(), err));
    add_table(run, profile);
    // A file full of oddities, read leniently.
    const std::string odd = "a;b;c\n1,5;x;03/04/2024\n2;\"y\n\";4\n;z\n1;2;3;4\nNA;w;x\n";
    tenon_csv_options options = TENON_CSV_OPTIONS_INIT;
    options.lenient = 1;
    options.ragged = TENON_RAGGED_PAD;
    RUN(tenon_table_read_csv_buffer(nullptr, odd.data(), World::size(odd), &options, lenient.out(),
                                    err));
    RUN(tenon_table_findings(lenient, findings.out(), err));
    add_table(run, findings);
    // UTF-16 goes through a conversion.
    std::string wide = "\xff\xfe";
    for (const char c : std::string("a,b\n1,x\n2,y\n")) wide += {c, '\0'};
    Table decoded;
    RUN(tenon_table_read_csv_buffer(nullptr, wide.data(), World::size(wide), nullptr, decoded.out(),
                                    err));
    add_table(run, decoded);
}

inline void csv_file(const World& world, Run& run) {
    Table table;
    RUN(tenon_table_read_csv(nullptr, world.path("log.csv"), nullptr, table.out(), err));
    add_table(run, table);
    RUN(tenon_table_write_csv(nullptr, table, world.path("out.csv"), nullptr, err));
}

inline void csv_batches(const World& world, Run& run) {
    // A reader whose call failed is over, so all of it is one call here.
    tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
    batch.rows = 16;
    std::int64_t rows = 0;
    const auto read_all = [&](tenon_error* err) {
        rows = 0;
        Handle<tenon_csv_reader> reader;
        tenon_status status = tenon_csv_reader_create_file(nullptr, world.path("log.csv"), nullptr,
                                                           &batch, reader.out(), err);
        while (status == TENON_OK) {
            Table part;
            status = tenon_csv_reader_next(nullptr, reader, part.out(), err);
            if (status != TENON_OK || !part.get()) break;
            rows += tenon_table_rows(part);
        }
        Table findings;
        if (status == TENON_OK) status = tenon_csv_reader_findings(reader, findings.out(), err);
        return status;
    };
    run.call("tenon_csv_reader", read_all);
    run.add(rows);
}

inline void json_lines(const World& world, Run& run) {
    Table table, odd, findings;
    RUN(tenon_table_read_jsonl_buffer(nullptr, world.jsonl.data(), World::size(world.jsonl),
                                      nullptr, table.out(), err));
    add_table(run, table);
    const std::string text =
        "{\"a\":1,\"b\":{\"c\":\"x\\u00e9\"}}\n{\"a\":2.5,\"d\":[1,2]}\n{bad\n{\"b\":null}\n";
    tenon_jsonl_options options = TENON_JSONL_OPTIONS_INIT;
    options.lenient = 1;
    RUN(tenon_table_read_jsonl_buffer(nullptr, text.data(), World::size(text), &options, odd.out(),
                                      err));
    add_table(run, odd);
    RUN(tenon_table_findings(odd, findings.out(), err));
    add_table(run, findings);
    RUN(tenon_table_write_jsonl(nullptr, table, world.path("out.jsonl"), nullptr, err));
}

// Arrays that are released whatever happens.
struct Exchanged {
    ArrowArray array{};
    ArrowSchema schema{};
    ArrowArrayStream stream{};
    ~Exchanged() {
        if (array.release) array.release(&array);
        if (schema.release) schema.release(&schema);
        if (stream.release) stream.release(&stream);
    }
};

inline void arrow(const World& world, Run& run) {
    // An import takes what it is given even where it fails, so each attempt exports anew.
    Table table, streamed;
    run.call("tenon_table_import_arrow", [&](tenon_error* err) {
        Exchanged lent;
        const tenon_status status =
            tenon_table_export_arrow(world.table, &lent.array, &lent.schema, err);
        require(status == TENON_OK || (!lent.array.release && !lent.schema.release),
                "a failed export left something to release");
        if (status != TENON_OK) return status;
        const tenon_status read =
            tenon_table_import_arrow(nullptr, &lent.array, &lent.schema, table.out(), err);
        require(!lent.array.release && !lent.schema.release,
                "an import did not take what it was given");
        return read;
    });
    add_table(run, table);
    run.call("tenon_table_import_arrow_stream", [&](tenon_error* err) {
        Exchanged lent;
        const tenon_status status =
            tenon_table_export_arrow_stream(world.table, 16, &lent.stream, err);
        if (status != TENON_OK) return status;
        const tenon_status read =
            tenon_table_import_arrow_stream(nullptr, &lent.stream, streamed.out(), err);
        require(!lent.stream.release, "an import did not take its stream");
        // A stream reports lack of memory as an errno, in the words of its producer.
        return read;
    });
    add_table(run, streamed);
}

inline void builder(const World& world, Run& run) {
    Handle<tenon_table_builder> builder;
    Table table;
    const Arrays& a = world.arrays;
    std::vector<const char*> texts;
    std::vector<std::int64_t> times;
    for (std::int64_t i = 0; i < a.rows; ++i) {
        texts.push_back(i % 5 == 0 ? nullptr
                        : i % 2    ? "odd"
                                   : "even, but with a text that is long enough");
        times.push_back(i * 1000000);
    }
    RUN(tenon_table_builder_create(builder.out(), err));
    RUN(tenon_table_builder_add_float64(builder, "x", a.number.data(), nullptr, a.rows, err));
    RUN(tenon_table_builder_add_int64(builder, "c", a.clusters.data(), nullptr, a.rows, err));
    RUN(tenon_table_builder_add_text(builder, "t", texts.data(), a.rows, err));
    RUN(tenon_table_builder_add_timestamp(builder, "when", times.data(), nullptr, a.rows, err));
    RUN(tenon_table_builder_finish(builder, table.out(), err));
    add_table(run, table);
}

inline void rearranged(const World& world, Run& run) {
    const char* by[] = {"machine", "temperature"};
    const char* key[] = {"machine"};
    Table sorted, kept, more, both, cast, joined, near, grouped, renamed, some, part, taken, wide;
    RUN(tenon_table_sort(nullptr, world.table, by, nullptr, 2, sorted.out(), err));
    add_table(run, sorted);
    RUN(tenon_table_filter(nullptr, world.table,
                           "temperature > 58 and machine in ('M-01', 'M-02', 'M-03')", kept.out(),
                           err));
    RUN(tenon_table_compute(
        nullptr, kept, "power",
        "if(speed > 1500, coalesce(pressure, 1) * speed, sqrt(abs(temperature)))", more.out(),
        err));
    add_table(run, more);
    const tenon_table* list[] = {kept, more};
    RUN(tenon_table_concatenate(nullptr, list, 2, 1, both.out(), err));
    add_table(run, both);
    RUN(tenon_table_cast(nullptr, world.table, "count", TENON_TEXT, 0, cast.out(), err));
    tenon_join_options join = TENON_JOIN_OPTIONS_INIT;
    join.keys = key;
    join.key_count = 1;
    const tenon_aggregate aggregates[] = {TENON_AGGREGATE_COUNT, TENON_AGGREGATE_MEAN,
                                          TENON_AGGREGATE_MEDIAN, TENON_AGGREGATE_DISTINCT};
    const char* of[] = {nullptr, "temperature", "pressure", "shift"};
    RUN(tenon_table_aggregate(nullptr, cast, key, 1, aggregates, of, nullptr, 4, grouped.out(),
                              err));
    add_table(run, grouped);
    RUN(tenon_table_join(nullptr, kept, grouped, &join, joined.out(), err));
    add_table(run, joined);
    tenon_asof_options asof = TENON_ASOF_OPTIONS_INIT;
    asof.time = "time";
    asof.keys = key;
    asof.key_count = 1;
    RUN(tenon_table_join_asof(nullptr, kept, world.table, &asof, near.out(), err));
    add_table(run, near);
    const char* to[] = {"engine"};
    RUN(tenon_table_rename(world.table, key, to, 1, renamed.out(), err));
    RUN(tenon_table_select(renamed, to, 1, some.out(), err));
    RUN(tenon_table_slice(some, 3, 20, part.out(), err));
    const std::int64_t rows[] = {5, 1, 1, 7};
    RUN(tenon_table_take(part, rows, 4, taken.out(), err));
    add_table(run, taken);
    RUN(tenon_table_join_columns(some, world.table, wide.out(), err));
}

inline void clean_single(const World& world, Run& run) {
    Table distinct, present, filled, bounded;
    Handle<tenon_imputer> imputer;
    Handle<tenon_outlier_filter> filter;
    const char* columns[] = {"temperature", "pressure"};
    const char* key[] = {"machine", "count"};
    RUN(tenon_table_drop_duplicates_keep(nullptr, world.table, key, 2, TENON_KEEP_MOST_COMPLETE,
                                         distinct.out(), err));
    RUN(tenon_table_drop_missing(nullptr, distinct, nullptr, 0, present.out(), err));
    RUN(tenon_imputer_fit(nullptr, world.table, columns, 2, nullptr, imputer.out(), err));
    RUN(tenon_imputer_apply(nullptr, imputer, world.table, filled.out(), err));
    tenon_outlier_options options = TENON_OUTLIER_OPTIONS_INIT;
    options.rule = TENON_OUTLIER_IQR;
    options.action = TENON_OUTLIER_CLIP;
    RUN(tenon_outlier_filter_fit(nullptr, filled, columns, 2, &options, filter.out(), err));
    RUN(tenon_outlier_filter_apply(nullptr, filter, filled, bounded.out(), err));
    add_table(run, bounded);
    add_table(run, present);
    Table changes;
    RUN(tenon_table_changes(bounded, changes.out(), err));
    add_table(run, changes);
}

inline constexpr char every_step[] = R"({"row_id": "source", "steps": [
 {"step": "text", "columns": ["machine", "shift"]}, {"step": "categories", "columns": ["machine"], "distance": 1},
 {"step": "drop_duplicates"}, {"step": "drop_duplicates", "keys": ["machine"], "time": "time", "tolerance": 2},
 {"step": "out_of_range", "columns": ["temperature"], "low": 0, "high": 300, "action": "missing"},
 {"step": "spike", "columns": ["temperature"], "group": ["machine"], "action": "missing"},
 {"step": "stuck", "columns": ["pressure"], "readings": 3, "action": "flag"},
 {"step": "outage", "columns": ["pressure"], "action": "flag"},
 {"step": "outliers", "rule": "hampel", "action": "missing", "columns": ["speed"]},
 {"step": "outliers", "rule": "rolling", "action": "clip", "columns": ["speed"], "window": 9},
 {"step": "outliers", "rule": "mad", "action": "clip", "columns": ["temperature"]},
 {"step": "clock_jumps", "time": "time", "action": "flag"}, {"step": "gaps", "time": "time"},
 {"step": "units", "columns": ["pressure"], "group": ["machine"]},
 {"step": "fill", "method": "seasonal_mean", "time": "time", "columns": ["temperature"], "season": "hour"},
 {"step": "fill", "method": "nearest", "columns": ["pressure"], "features": ["temperature", "count"]},
 {"step": "fill", "method": "regression", "columns": ["temperature", "pressure", "speed"]},
 {"step": "fill", "method": "linear", "columns": ["temperature", "pressure", "speed"], "time": "time"},
 {"step": "fill", "method": "median", "group": ["machine"]},
 {"step": "smooth", "columns": ["speed"], "window": 5, "add": true},
 {"step": "smooth", "method": "savitzky_golay", "columns": ["temperature"], "window": 7},
 {"step": "drop_missing"}]})";

inline void clean_plan(const World& world, Run& run) {
    Handle<tenon_clean_plan> plan, fitted, again;
    Table cleaned, applied, why;
    RUN(tenon_clean_plan_parse(every_step, static_cast<std::int64_t>(sizeof every_step - 1),
                               plan.out(), err));
    RUN(tenon_clean_plan_fit(nullptr, plan, world.table, cleaned.out(), fitted.out(), err));
    add_table(run, cleaned);
    const std::string text =
        document(run, "tenon_clean_plan_to_json",
                 [&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
                     return tenon_clean_plan_to_json(fitted, to, capacity, needed, err);
                 });
    run.add(text);
    RUN(tenon_clean_plan_parse(text.data(), World::size(text), again.out(), err));
    RUN(tenon_clean_plan_apply(nullptr, again, world.table, applied.out(), err));
    add_table(run, applied);
    RUN(tenon_clean_plan_why(nullptr, again, world.table, 5, "temperature", why.out(), err));
    add_table(run, why);
}

inline void clean_file(const World& world, Run& run) {
    static constexpr char steps[] =
        R"({"steps": [{"step": "drop_duplicates"}, {"step": "outliers", "rule": "hampel", "action": "missing",
        "columns": ["speed"]}, {"step": "fill", "method": "linear", "columns": ["temperature", "speed"], "group":
        ["machine"]}, {"step": "fill", "method": "previous", "columns": ["pressure"]},
        {"step": "smooth", "columns": ["temperature"]}, {"step": "drop_missing"}]})";
    Handle<tenon_clean_plan> plan, fitted;
    Table changes, findings, result;
    tenon_cleaned_file done = TENON_CLEANED_FILE_INIT;
    tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
    batch.rows = 16;
    RUN(tenon_clean_plan_parse(steps, static_cast<std::int64_t>(sizeof steps - 1), plan.out(),
                               err));
    RUN(tenon_clean_plan_fit(nullptr, plan, world.table, nullptr, fitted.out(), err));
    RUN(tenon_clean_plan_apply_file(nullptr, fitted, world.path("log.csv"), nullptr, &batch,
                                    world.path("out.csv"), nullptr, &done, changes.out(),
                                    findings.out(), err));
    RUN(tenon_table_read_csv(nullptr, world.path("out.csv"), nullptr, result.out(), err));
    add_table(run, result);
    add_table(run, changes);
}

// Learns a step, applies it, and again after a round through its document.
template <class Fit>
void feature(const World& world, Run& run, const char* name, const Fit& fit) {
    Handle<tenon_feature> step, again;
    Table made;
    run.call(name, [&](tenon_error* err) { return fit(step.out(), err); });
    const std::string text =
        document(run, "tenon_feature_to_json",
                 [&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
                     return tenon_feature_to_json(step, to, capacity, needed, err);
                 });
    RUN(tenon_feature_from_json(text.data(), World::size(text), again.out(), err));
    RUN(tenon_feature_apply(nullptr, again, world.complete, made.out(), err));
    run.add(tenon_feature_output(again, 0));
    add_table(run, made);
}

inline void features_of_numbers(const World& world, Run& run) {
    const char* numbers[] = {"temperature", "pressure", "speed"};
    const tenon_table* table = world.complete;
    feature(world, run, "scale", [&](tenon_feature** out, tenon_error* err) {
        return tenon_feature_fit_scale(nullptr, table, numbers, 3, TENON_SCALING_ROBUST, out, err);
    });
    feature(world, run, "power", [&](tenon_feature** out, tenon_error* err) {
        return tenon_feature_fit_power(nullptr, table, numbers, 2, nullptr, out, err);
    });
    feature(world, run, "quantile", [&](tenon_feature** out, tenon_error* err) {
        return tenon_feature_fit_quantile(nullptr, table, numbers, 2, nullptr, out, err);
    });
    feature(world, run, "bins", [&](tenon_feature** out, tenon_error* err) {
        tenon_bin_options options = TENON_BIN_OPTIONS_INIT;
        options.rule = TENON_BINS_EQUAL_COUNT;
        options.labels = 1;
        return tenon_feature_fit_bins(nullptr, table, numbers, 2, &options, out, err);
    });
    feature(world, run, "polynomial", [&](tenon_feature** out, tenon_error* err) {
        return tenon_feature_fit_polynomial(nullptr, table, numbers, 3, nullptr, out, err);
    });
    feature(world, run, "pca", [&](tenon_feature** out, tenon_error* err) {
        return tenon_feature_fit_pca(nullptr, table, numbers, 3, nullptr, out, err);
    });
    feature(world, run, "select", [&](tenon_feature** out, tenon_error* err) {
        tenon_select_options options = TENON_SELECT_OPTIONS_INIT;
        options.rule = TENON_SELECT_MUTUAL_INFORMATION;
        options.target = "status";
        options.keep = 2;
        return tenon_feature_fit_select(nullptr, table, numbers, 3, &options, out, err);
    });
    feature(world, run, "select by model", [&](tenon_feature** out, tenon_error* err) {
        tenon_select_options options = TENON_SELECT_OPTIONS_INIT;
        options.rule = TENON_SELECT_RECURSIVE;
        options.target = "count";
        return tenon_feature_fit_select(nullptr, table, numbers, 3, &options, out, err);
    });
}

inline void features_of_categories(const World& world, Run& run) {
    const char* texts[] = {"machine", "shift"};
    const char* time[] = {"time"};
    const char* reading[] = {"temperature"};
    const char* group[] = {"machine"};
    const tenon_table* table = world.complete;
    feature(world, run, "encode", [&](tenon_feature** out, tenon_error* err) {
        return tenon_feature_fit_encode(nullptr, table, texts, 2, nullptr, out, err);
    });
    feature(world, run, "frequency", [&](tenon_feature** out, tenon_error* err) {
        return tenon_feature_fit_frequency(nullptr, table, texts, 2, nullptr, out, err);
    });
    feature(world, run, "target", [&](tenon_feature** out, tenon_error* err) {
        tenon_target_options options = TENON_TARGET_OPTIONS_INIT;
        options.target = "temperature";
        Table training;
        return tenon_feature_fit_target(nullptr, table, texts, 2, &options, training.out(), out,
                                        err);
    });
    feature(world, run, "calendar", [&](tenon_feature** out, tenon_error* err) {
        tenon_calendar_options options = TENON_CALENDAR_OPTIONS_INIT;
        options.parts = 32767;
        return tenon_feature_fit_calendar(nullptr, table, time, 1, &options, out, err);
    });
    feature(world, run, "windows", [&](tenon_feature** out, tenon_error* err) {
        tenon_window_options options = TENON_WINDOW_OPTIONS_INIT;
        const std::int64_t lags[] = {1, 2};
        options.groups = group;
        options.group_count = 1;
        options.time = "time";
        options.lags = lags;
        options.lag_count = 2;
        options.rows = 5;
        options.statistics = 63;
        return tenon_feature_fit_windows(nullptr, table, reading, 1, &options, out, err);
    });
    feature(world, run, "spectrum", [&](tenon_feature** out, tenon_error* err) {
        tenon_spectrum_options options = TENON_SPECTRUM_OPTIONS_INIT;
        const double bands[] = {0, 10, 10, 50};
        options.sample_rate_hz = 100;
        options.bands = bands;
        options.band_count = 2;
        options.has_envelope = 1;
        options.samples = 16;
        return tenon_feature_fit_spectrum(nullptr, table, reading, 1, &options, out, err);
    });
    Handle<tenon_scaler> scaler;
    Handle<tenon_encoder> encoder;
    Table scaled, encoded;
    RUN(tenon_scaler_fit(nullptr, table, reading, 1, TENON_SCALING_STANDARD, scaler.out(), err));
    RUN(tenon_scaler_apply(nullptr, scaler, table, scaled.out(), err));
    RUN(tenon_encoder_fit(nullptr, table, texts, 2, nullptr, encoder.out(), err));
    RUN(tenon_encoder_apply(nullptr, encoder, scaled, encoded.out(), err));
    add_table(run, encoded);
}

inline void profiles(const World& world, Run& run) {
    Handle<tenon_profile> first, second;
    Table head, tail;
    const std::int64_t rows = tenon_table_rows(world.table);
    RUN(tenon_table_slice(world.table, 0, rows / 2, head.out(), err));
    RUN(tenon_table_slice(world.table, rows / 2, rows - rows / 2, tail.out(), err));
    RUN(tenon_profile_create(first.out(), err));
    RUN(tenon_profile_create(second.out(), err));
    RUN(tenon_profile_add(first, nullptr, head, err));
    RUN(tenon_profile_add(second, nullptr, tail, err));
    RUN(tenon_profile_merge(first, second, err));
    run.add(document(run, "tenon_profile_json",
                     [&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
                         return tenon_profile_json(first, to, capacity, needed, err);
                     }));
    run.add(document(run, "tenon_profile_text",
                     [&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
                         return tenon_profile_text(first, to, capacity, needed, err);
                     }));
}

}  // namespace reliability
