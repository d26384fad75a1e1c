#include "tenon/pipeline.hpp"

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

struct Pipeline::Impl {
    explicit Impl(Fitted what) : fitted(std::move(what)), program(compile(fitted)) {}

    Fitted fitted;
    Program program;
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

bool Pipeline::score(std::span<const double> record, double& out,
                     std::int32_t* fault) const noexcept {
    const Program& program = impl_->program;
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
    return predict_table(context, impl_->fitted, impl_->program,
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
    Target target = read_target(context, table.column(fitted.target), fitted.target,
                                fitted.model.summary.kind, fitted.positive_label);
    const bool all = static_cast<std::int64_t>(target.rows.size()) == table.rows();
    std::vector<double> predicted =
        predict_table(context, fitted, impl_->program, table, all ? nullptr : &target.rows);
    if (!fitted.options.offset.empty() || !fitted.options.exposure.empty())
        apply_row_values(read_row_values(table, fitted.options, target.rows), impl_->program.link,
                         predicted);
    std::vector<double> weights = read_weights_if_there(table, fitted.options, target.rows);
    return {std::move(target.values), std::move(predicted), std::move(weights)};
}

Metrics Pipeline::evaluate(const Context& context, const Table& table, double threshold) const {
    // Truth and prediction of every row, and its place among the predictions.
    constexpr std::int64_t bytes_a_row = 48;
    const Charge held(context, bytes_a_row * table.rows());
    const Judged judged = judge(context, table);
    return judged_metrics(impl_->program.logistic ? ModelKind::logistic : ModelKind::linear,
                          judged.truth, judged.predicted, judged.weights, threshold);
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
    const Target target = read_target(context, table.column(fitted.target), fitted.target,
                                      fitted.model.summary.kind, fitted.positive_label);
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

Table Pipeline::contributions(const Context& context, const Table& table) const {
    const Fitted& fitted = impl_->fitted;
    const auto n = static_cast<std::size_t>(table.rows());
    const auto inputs = static_cast<std::int64_t>(fitted.inputs.size());
    const Charge held(context, bytes_a_number * (2 * inputs + 2) * table.rows());
    const std::vector<double> shares = share_matrix(context, fitted, impl_->program, table);
    std::vector<std::string> names{"(intercept)"};
    std::vector<double> score(n, impl_->program.intercept);
    std::vector<Column> columns{Column::from_float64(score)};
    for (std::size_t i = 0; i < fitted.inputs.size(); ++i) {
        const double* share = shares.data() + i * n;
        for (std::size_t r = 0; r < n; ++r) score[r] += share[r];
        names.push_back(fitted.inputs[i].name);
        columns.push_back(Column::from_float64({share, share + n}));
    }
    names.push_back("(score)");
    columns.push_back(Column::from_float64(std::move(score)));
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
