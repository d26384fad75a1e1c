#include "tenon/pipeline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/file.hpp"
#include "pipeline/coefficients.hpp"
#include "pipeline/document.hpp"
#include "pipeline/fit.hpp"
#include "pipeline/fitted.hpp"
#include "pipeline/judged_metrics.hpp"
#include "pipeline/onnx.hpp"
#include "pipeline/pmml.hpp"
#include "pipeline/predict.hpp"
#include "pipeline/program.hpp"
#include "pipeline/row_values.hpp"
#include "pipeline/target.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::size_t most_classes = 1000;

std::size_t likeliest(std::span<const double> probabilities) {
    return static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) -
                                    probabilities.begin());
}

std::vector<double> likeliest_of_rows(std::span<const double> probabilities, std::size_t classes) {
    std::vector<double> out(probabilities.size() / classes);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<double>(likeliest(probabilities.subspan(i * classes, classes)));
    return out;
}

}  // namespace

struct Pipeline::Impl {
    explicit Impl(Fitted what)
        : fitted(std::move(what)), program(compile(fitted)), programs(compile_classes(fitted)) {}

    Fitted fitted;
    Program program;
    std::vector<Program> programs;  // of the classes
};

Pipeline::Pipeline(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Pipeline Pipeline::fit(const Context& context, const Table& table, const PipelineOptions& options) {
    return Pipeline(std::make_shared<Impl>(fit_pipeline(context, table, options)));
}

Pipeline Pipeline::fit(const Context& context, const TableSource& source,
                       const PipelineOptions& options) {
    return Pipeline(std::make_shared<Impl>(fit_pipeline_by_parts(context, source, options)));
}

Pipeline Pipeline::from_model(LinearModel model) {
    return Pipeline(std::make_shared<Impl>(wrap_model(std::move(model))));
}

const std::vector<PipelineInput>& Pipeline::inputs() const noexcept {
    return impl_->fitted.inputs;
}
const LinearModel& Pipeline::model() const noexcept {
    return impl_->fitted.model;
}
const PipelineOptions& Pipeline::options() const noexcept {
    return impl_->fitted.options;
}
const std::string& Pipeline::target() const noexcept {
    return impl_->fitted.target;
}
const std::string& Pipeline::positive_label() const noexcept {
    return impl_->fitted.positive_label;
}
const std::vector<Change>& Pipeline::changes() const noexcept {
    return impl_->fitted.changes;
}

const ClassModel& Pipeline::class_model() const noexcept {
    return impl_->fitted.class_model;
}
const std::vector<std::string>& Pipeline::classes() const noexcept {
    return impl_->fitted.classes;
}

bool Pipeline::score_classes(std::span<const double> record, std::span<double> out,
                             std::int32_t* fault) const noexcept {
    const std::vector<Program>& programs = impl_->programs;
    const ClassModel& model = impl_->fitted.class_model;
    if (programs.empty() || record.size() != programs.front().inputs() ||
        out.size() != static_cast<std::size_t>(model.classes)) {
        if (fault) *fault = -1;
        return false;
    }
    std::array<double, most_classes> sums;
    const std::size_t ahead = model.summary.kind == ModelKind::multinomial ? 1 : 0;
    for (std::size_t k = 0; k < programs.size(); ++k) {
        sums[ahead + k] = linear_sum(programs[k], record);
        if (std::isfinite(sums[ahead + k])) continue;
        if (fault) *fault = first_fault(programs[k], record);
        return false;
    }
    model.to_probabilities(sums.data());
    std::copy_n(sums.data(), out.size(), out.data());
    return true;
}

bool Pipeline::score(std::span<const double> record, double& out,
                     std::int32_t* fault) const noexcept {
    const Program& program = impl_->program;
    if (!impl_->programs.empty()) {
        std::array<double, most_classes> all;
        const std::span<double> probabilities(all.data(), impl_->fitted.classes.size());
        if (!score_classes(record, probabilities, fault)) return false;
        out = static_cast<double>(likeliest(probabilities));
        return true;
    }
    if (record.size() != program.inputs()) {
        if (fault) *fault = -1;
        return false;
    }
    const double t = linear_sum(program, record);
    if (!std::isfinite(t)) {
        if (fault) *fault = first_fault(program, record);
        return false;
    }
    out = program.logistic ? logistic_function(t) : inverse_link(program.link, t);
    return true;
}

std::int64_t Pipeline::category_code(std::int32_t input, std::string_view category) const noexcept {
    const Fitted& fitted = impl_->fitted;
    const auto place = static_cast<std::size_t>(input);
    if (input < 0 || place < fitted.numeric || place >= fitted.inputs.size()) return -1;
    return impl_->program.categorical[place - fitted.numeric].index.find(
        fitted.inputs[place].categories, category);
}

std::vector<double> Pipeline::predict(const Context& context, const Table& table) const {
    if (!impl_->programs.empty())
        return likeliest_of_rows(predict_classes(context, table), impl_->fitted.classes.size());
    return predict_table(context, impl_->fitted, impl_->program,
                         with_features(context, table, impl_->fitted.options.features));
}

std::vector<double> Pipeline::predict_classes(const Context& context, const Table& table) const {
    if (impl_->programs.empty())
        throw Error(Status::argument,
                    "this pipeline has no classes; use predict(), or fit a multinomial or ordinal "
                    "model",
                    {.argument = "model"});
    return predict_class_table(context, impl_->fitted, impl_->programs,
                               with_features(context, table, impl_->fitted.options.features));
}

std::vector<double> Pipeline::expect(const Context& context, const Table& table) const {
    std::vector<double> predicted = predict(context, table);
    PipelineOptions wanted;
    wanted.offset = impl_->fitted.options.offset;
    wanted.exposure = impl_->fitted.options.exposure;
    if (wanted.offset.empty() && wanted.exposure.empty()) return predicted;
    std::vector<std::int64_t> rows(predicted.size());
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    apply_row_values(read_row_values(table, wanted, rows), impl_->program.link, predicted);
    return predicted;
}

Pipeline::Judged Pipeline::judge(const Context& context, const Table& given) const {
    const Fitted& fitted = impl_->fitted;
    const Table table = with_features(context, given, fitted.options.features);
    if (fitted.target.empty())
        throw Error(Status::argument,
                    "this pipeline was made from a bare model and knows no target to judge it by; "
                    "use the metrics on predict() and the truth",
                    {.argument = "target"});
    Target target = read_target(context, table, fitted);
    const bool all = static_cast<std::int64_t>(target.rows.size()) == table.rows();
    const auto* rows = all ? nullptr : &target.rows;
    std::vector<double> weights = read_weights_if_there(table, fitted.options, target.rows);
    if (!impl_->programs.empty()) {
        std::vector<double> probabilities =
            predict_class_table(context, fitted, impl_->programs, table, rows);
        std::vector<double> predicted = likeliest_of_rows(probabilities, fitted.classes.size());
        return {std::move(target.values), std::move(predicted), std::move(weights),
                std::move(probabilities)};
    }
    std::vector<double> predicted = predict_table(context, fitted, impl_->program, table, rows);
    if (!fitted.options.offset.empty() || !fitted.options.exposure.empty())
        apply_row_values(read_row_values(table, fitted.options, target.rows), impl_->program.link,
                         predicted);
    return {std::move(target.values), std::move(predicted), std::move(weights)};
}

Metrics Pipeline::evaluate(const Context& context, const Table& table, double threshold) const {
    // Truth and prediction of every row, and its place among the predictions.
    constexpr std::int64_t bytes_a_row = 48;
    const Charge held(context, bytes_a_row * table.rows());
    const Judged judged = judge(context, table);
    const ModelKind kind = impl_->program.logistic ? ModelKind::logistic
                           : classes().empty()     ? ModelKind::linear
                                                   : ModelKind::multinomial;
    return judged_metrics(kind, judged, threshold);
}

MultiClassMeasures Pipeline::evaluate_classes(const Context& context, const Table& table) const {
    if (classes().empty())
        throw Error(Status::argument, "this pipeline has no classes; use evaluate()",
                    {.argument = "model"});
    constexpr std::int64_t bytes_a_row = 48;
    const Charge held(context, bytes_a_row * table.rows());
    const Judged judged = judge(context, table);
    return judged_classes(judged.truth, judged.probabilities, judged.weights);
}

namespace {

constexpr std::int64_t bytes_a_number = sizeof(double);

}  // namespace

std::vector<PredictionInterval> Pipeline::predict_intervals(const Context& context,
                                                            const Table& table,
                                                            double confidence) const {
    const Fitted& fitted = impl_->fitted;
    const auto columns = static_cast<std::int64_t>(feature_names(fitted.inputs).size());
    const Charge held(context, bytes_a_number * columns * table.rows());
    const std::vector<double> x = feature_matrix(context, fitted, impl_->program, table);
    return tenon::predict_intervals(context, fitted.model,
                                    MatrixView::column_major(x.data(), table.rows(), columns),
                                    confidence);
}

RowDiagnostics Pipeline::diagnose(const Context& context, const Table& table,
                                  std::vector<std::int64_t>* rows) const {
    const Fitted& fitted = impl_->fitted;
    if (fitted.target.empty())
        throw Error(Status::argument,
                    "this pipeline was made from a bare model and knows no target to judge it by; "
                    "use diagnose_rows() on the arrays it was fitted on",
                    {.argument = "target"});
    const Target target = read_target(context, table, fitted);
    const auto columns = static_cast<std::int64_t>(feature_names(fitted.inputs).size());
    const auto n = static_cast<std::int64_t>(target.rows.size());
    const std::int64_t others = fitted.options.weights.empty() ? 2 : 3;  // rows, target, weights
    const Charge held(context, bytes_a_number * (columns + others) * n);
    const std::vector<double> x =
        feature_matrix(context, fitted, impl_->program, table, &target.rows);
    std::vector<double> weights;
    if (!fitted.options.weights.empty()) {
        const Column column = table.column(fitted.options.weights).take(target.rows);
        weights.resize(target.rows.size());
        column.copy_numbers(weights);
    }
    RowDiagnostics d =
        diagnose_rows(context, fitted.model, MatrixView::column_major(x.data(), n, columns),
                      target.values, weights);
    if (rows) *rows = target.rows;
    return d;
}

namespace {

// What each input adds to the sums of all rows, under the sums of the class before.
void append_shares(const std::vector<double>& shares, double intercept, std::size_t rows,
                   std::vector<std::vector<double>>& columns) {
    columns.front().insert(columns.front().end(), rows, intercept);
    std::vector<double> score(rows, intercept);
    for (std::size_t i = 0; i + 2 < columns.size(); ++i) {
        const double* share = shares.data() + i * rows;
        for (std::size_t r = 0; r < rows; ++r) score[r] += share[r];
        columns[i + 1].insert(columns[i + 1].end(), share, share + rows);
    }
    columns.back().insert(columns.back().end(), score.begin(), score.end());
}

}  // namespace

Table Pipeline::contributions(const Context& context, const Table& table) const {
    const Fitted& fitted = impl_->fitted;
    const std::vector<Program>& several = impl_->programs;
    const auto n = static_cast<std::size_t>(table.rows());
    const auto inputs = static_cast<std::int64_t>(fitted.inputs.size());
    const std::size_t lists = std::max<std::size_t>(1, several.size());
    const Charge held(context,
                      bytes_a_number * (2 * inputs + 2) * static_cast<std::int64_t>(lists * n));
    std::vector<std::string> names;
    std::vector<Column> columns;
    if (!several.empty() && fitted.class_model.cuts.empty()) {
        ColumnBuilder of(Type::text);
        for (std::size_t k = 0; k < lists; ++k)
            for (std::size_t r = 0; r < n; ++r) of.add_text(fitted.classes[k + 1]);
        names.emplace_back("(class)");
        columns.push_back(of.finish());
    }
    std::vector<std::vector<double>> numbers(fitted.inputs.size() + 2);
    for (std::size_t k = 0; k < lists; ++k) {
        const Program& program = several.empty() ? impl_->program : several[k];
        append_shares(share_matrix(context, fitted, program, table), program.intercept, n, numbers);
    }
    names.emplace_back("(intercept)");
    for (const PipelineInput& input : fitted.inputs) names.push_back(input.name);
    names.emplace_back("(score)");
    for (auto& list : numbers) columns.push_back(Column::from_float64(std::move(list)));
    return Table(std::move(names), std::move(columns));
}

std::string Pipeline::to_json() const {
    return write_document(impl_->fitted);
}

Pipeline Pipeline::from_json(std::string_view document) {
    return Pipeline(std::make_shared<Impl>(read_document(document)));
}

namespace {

[[noreturn]] void refuse_export(const char* message) {
    throw Error(Status::unsupported, message, {.argument = "model"});
}

void insist_on_plain_terms(const Fitted& fitted) {
    if (!fitted.classes.empty()) refuse_export("models of several classes are not exported yet");
    if (!fitted.model.powers.empty())
        refuse_export(
            "a model with powers of its inputs cannot be exported; fit it on the powers as columns "
            "of their own");
    if (!fitted.options.features.empty())
        refuse_export(
            "a pipeline with feature steps cannot be exported; apply the steps to the table and "
            "fit "
            "a pipeline without them on what they make");
}

}  // namespace

std::string Pipeline::to_onnx(OnnxOperators operators) const {
    insist_on_plain_terms(impl_->fitted);
    return write_onnx(impl_->fitted, operators);
}

std::string Pipeline::to_pmml() const {
    insist_on_plain_terms(impl_->fitted);
    if (impl_->program.link == Link::inverse)
        refuse_export(
            "PMML's RegressionModel knows no inverse link; fit with a log link, or export to ONNX");
    return write_pmml(impl_->fitted);
}

Pipeline Pipeline::from_coefficients(std::string_view json) {
    return Pipeline(std::make_shared<Impl>(read_coefficients_document(json)));
}

void Pipeline::save(const std::string& path) const {
    write_file(path, to_json());
}

Pipeline Pipeline::load(const Context& context, const std::string& path) {
    return from_json(read_file(context, path, largest_document_bytes));
}

}  // namespace tenon
