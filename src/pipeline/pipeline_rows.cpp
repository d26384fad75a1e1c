// What a pipeline says of the rows of tables.
#include <cmath>
#include <numeric>
#include <utility>

#include "pipeline/fit.hpp"
#include "pipeline/judged_metrics.hpp"
#include "pipeline/pipeline_value.hpp"
#include "pipeline/predict.hpp"
#include "pipeline/row_values.hpp"
#include "pipeline/target.hpp"
#include "tenon/error.hpp"
#include "tenon/pipeline.hpp"

namespace tenon {

namespace {

std::vector<double> likeliest_of_rows(std::span<const double> probabilities, std::size_t classes) {
    std::vector<double> out(probabilities.size() / classes);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<double>(likeliest(probabilities.subspan(i * classes, classes)));
    return out;
}

}  // namespace

std::vector<double> Pipeline::predict(const Context& context, const Table& table) const {
    if (!impl_->programs.empty())
        return likeliest_of_rows(predict_classes(context, table), impl_->fitted.classes.size());
    return predict_table(context, impl_->fitted, impl_->program,
                         with_features(context, table, impl_->fitted.options.features));
}

std::vector<double> Pipeline::predict_classes(const Context& context, const Table& table) const {
    if (impl_->programs.empty())
        throw Error(Status::argument,
                    "this pipeline has no classes; ask for its predictions, or fit a multinomial "
                    "or ordinal model",
                    {.argument = "model"});
    return predict_class_table(context, impl_->fitted, impl_->programs,
                               with_features(context, table, impl_->fitted.options.features));
}

std::vector<double> Pipeline::expect(const Context& context, const Table& table) const {
    const Fitted& fitted = impl_->fitted;
    if (fitted.options.offset.empty() && fitted.options.exposure.empty())
        return predict(context, table);
    std::vector<std::int64_t> rows(static_cast<std::size_t>(table.rows()));
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    const RowValues values = read_offset_and_exposure(table, fitted.options, rows);
    std::vector<double> predicted = predict_table(
        context, fitted, impl_->program, with_features(context, table, fitted.options.features),
        nullptr, values.offset);
    multiply_by_exposure(values, predicted);
    return predicted;
}

Pipeline::Judged Pipeline::judge(const Context& context, const Table& given) const {
    const Fitted& fitted = impl_->fitted;
    const Table table = with_features(context, given, fitted.options.features);
    if (fitted.target.empty())
        throw Error(Status::argument,
                    "this pipeline was made from a bare model and knows no target to judge it by; "
                    "take its predictions, and the measures of them and the truth",
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
    const RowValues values = read_offset_and_exposure(table, fitted.options, target.rows);
    std::vector<double> predicted =
        predict_table(context, fitted, impl_->program, table, rows, values.offset);
    multiply_by_exposure(values, predicted);
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
        throw Error(Status::argument,
                    "this pipeline has no classes; ask for the measures of one value",
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
                                                            const Table& given,
                                                            double confidence) const {
    const Fitted& fitted = impl_->fitted;
    const Table table = with_features(context, given, fitted.options.features);
    const auto columns = static_cast<std::int64_t>(feature_names(fitted.inputs).size());
    const Charge held(context, bytes_a_number * columns * table.rows());
    const std::vector<double> x = feature_matrix(context, fitted, impl_->program, table);
    return tenon::predict_intervals(context, fitted.model,
                                    MatrixView::column_major(x.data(), table.rows(), columns),
                                    confidence);
}

RowDiagnostics Pipeline::diagnose(const Context& context, const Table& given,
                                  std::vector<std::int64_t>* rows) const {
    const Fitted& fitted = impl_->fitted;
    const Table table = with_features(context, given, fitted.options.features);
    if (fitted.target.empty())
        throw Error(Status::argument,
                    "this pipeline was made from a bare model and knows no target to judge it by; "
                    "diagnose the arrays it was fitted on",
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

Table Pipeline::contributions(const Context& context, const Table& given) const {
    const Fitted& fitted = impl_->fitted;
    const Table table = with_features(context, given, fitted.options.features);
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

}  // namespace tenon
