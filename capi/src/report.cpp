#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr double usual_threshold = 0.5;

}  // namespace

tenon_status tenon_report_create(const tenon_report_options* options, tenon_report** out,
                                 tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const auto given = options_of(options, "options");
        if (given.language != TENON_ENGLISH && given.language != TENON_CHINESE)
            refuse("language", "must be TENON_ENGLISH or TENON_CHINESE");
        ReportOptions report;
        report.language = static_cast<Language>(given.language);
        report.title = optional_text(given.title);
        report.subtitle = optional_text(given.subtitle);
        give_handle(out, Report(std::move(report)));
    });
}

void tenon_report_free(tenon_report* report) {
    guard_void([&] { delete report; });
}

tenon_status tenon_report_add_text(tenon_report* report, const char* heading, const char* paragraph,
                                   tenon_error* err) {
    return guard(err, [&] {
        required(report, "report")
            .value.add_text(required_text(heading, "heading"),
                            required_text(paragraph, "paragraph"));
    });
}

tenon_status tenon_report_add_figures(tenon_report* report, const char* heading,
                                      const char* const* labels, const char* const* values,
                                      int32_t count, tenon_error* err) {
    return guard(err, [&] {
        const auto names = texts(labels, count, "labels");
        const auto figures = texts(values, count, "values");
        std::vector<std::pair<std::string, std::string>> pairs;
        for (std::size_t i = 0; i < names.size(); ++i) pairs.emplace_back(names[i], figures[i]);
        required(report, "report").value.add_figures(required_text(heading, "heading"), pairs);
    });
}

tenon_status tenon_report_add_table(tenon_report* report, const char* heading,
                                    const tenon_table* table, int64_t max_rows, tenon_error* err) {
    return guard(err, [&] {
        constexpr std::int64_t usual_rows = 50;
        if (max_rows < 0) refuse("max_rows", "must not be negative");
        required(report, "report")
            .value.add_table(required_text(heading, "heading"), required(table, "table").value,
                             max_rows ? max_rows : usual_rows);
    });
}

tenon_status tenon_report_add_profile(tenon_report* report, const tenon_context* context,
                                      const tenon_table* table, tenon_error* err) {
    return guard(err, [&] {
        required(report, "report")
            .value.add_profile(profile(context_of(context), required(table, "table").value));
    });
}

tenon_status tenon_report_add_changes(tenon_report* report, const tenon_table* table,
                                      const tenon_model* model, tenon_error* err) {
    return guard(err, [&] {
        Report& target = required(report, "report").value;
        std::vector<Change> changes;
        if (table) changes = table->value.changes();
        if (model) {
            const auto& steps = model->value.changes();
            changes.insert(changes.end(), steps.begin(), steps.end());
        }
        target.add_changes(changes);
    });
}

tenon_status tenon_report_add_missing_map(tenon_report* report, const tenon_table* table,
                                          tenon_error* err) {
    return guard(err, [&] {
        required(report, "report").value.add_missing_map(required(table, "table").value);
    });
}

tenon_status tenon_report_add_model(tenon_report* report, const tenon_model* model,
                                    tenon_error* err) {
    return guard(
        err, [&] { required(report, "report").value.add_model(required(model, "model").value); });
}

tenon_status tenon_report_add_evaluation(tenon_report* report, const tenon_context* context,
                                         const tenon_model* model, const tenon_table* table,
                                         tenon_error* err) {
    return guard(err, [&] {
        Report& target = required(report, "report").value;
        const Pipeline& pipeline = required(model, "model").value;
        if (!pipeline.classes().empty()) {
            target.add_classes(
                pipeline.evaluate_classes(context_of(context), required(table, "table").value),
                pipeline.classes(), pipeline.target(), !pipeline.options().weights.empty());
            return;
        }
        const auto judged = pipeline.judge(context_of(context), required(table, "table").value);
        if (pipeline.model().summary.kind != ModelKind::logistic) {
            const PipelineOptions& options = pipeline.options();
            const bool quantile =
                options.kind == ModelKind::linear && options.estimator == Estimator::quantile;
            target.add_regression(judged.truth, judged.predicted, pipeline.target(), judged.weights,
                                  quantile ? options.quantile : 0);
            return;
        }
        if (!judged.weights.empty()) {  // the bootstrap draws records, not weights
            target.add_classification(judged.truth, judged.predicted, usual_threshold,
                                      pipeline.positive_label(), nullptr, judged.weights);
            return;
        }
        const MetricIntervals intervals = bootstrap_classification(
            context_of(context), judged.truth, judged.predicted, usual_threshold);
        target.add_classification(judged.truth, judged.predicted, usual_threshold,
                                  pipeline.positive_label(), &intervals);
    });
}

tenon_status tenon_report_add_scatter(tenon_report* report, const tenon_context* context,
                                      const tenon_model* model, const tenon_table* table,
                                      const char* x, const char* y, tenon_error* err) {
    return guard(err, [&] {
        Report& target = required(report, "report").value;
        const Table& source = required(table, "table").value;
        std::vector<double> probability;
        std::string label;
        if (model && model->value.model().summary.kind == ModelKind::logistic) {
            probability = model->value.predict(context_of(context), source);
            label = model->value.positive_label();
        }
        target.add_scatter(source, required_text(x, "x"), required_text(y, "y"), probability,
                           usual_threshold, label);
    });
}

tenon_status tenon_report_add_plan(tenon_report* report, const tenon_plan* plan, tenon_error* err) {
    return guard(err,
                 [&] { required(report, "report").value.add_plan(required(plan, "plan").value); });
}

tenon_status tenon_report_add_solution(tenon_report* report, const tenon_problem* problem,
                                       const tenon_solution* solution, tenon_error* err) {
    return guard(err, [&] {
        required(report, "report")
            .value.add_solution(required(problem, "problem").value,
                                *required(solution, "solution").value);
    });
}

tenon_status tenon_report_write(const tenon_report* report, const char* path, tenon_error* err) {
    return guard(err, [&] {
        required(report, "report").value.write(std::string(required_text(path, "path")));
    });
}

tenon_status tenon_report_to_html(const tenon_report* report, char* out, int64_t capacity,
                                  int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(required(report, "report").value.html(), out, capacity, needed, "buffer");
    });
}
