// Each input goes through its steps alone, as a table of one column, and leaves one column (number)
// or several (categories) of the design matrix, so that the memory needed is the design and one
// column, however many steps there are. Categories come first because the size of their
// dictionaries decides the width of the design.
#include "pipeline/fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>

#include "base/utf8.hpp"
#include "pipeline/absent_levels.hpp"
#include "pipeline/options.hpp"
#include "pipeline/row_values.hpp"
#include "pipeline/training.hpp"
#include "tenon/elastic_net.hpp"
#include "tenon/error.hpp"
#include "tenon/matrix.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/nonnegative.hpp"
#include "tenon/ordinal.hpp"
#include "tenon/quantile_regression.hpp"

namespace tenon {

namespace {

using ClassFit = ClassModel(const Context&, const MatrixView&, std::span<const double>,
                            std::span<const std::string>, const ClassModelOptions&,
                            const RowExtras&);

// The change log tells the story step by step, though the inputs are worked on one by one.
enum Stage : std::size_t { taking, outlying, filling, scaling, encoding, stages };
using Story = std::array<std::vector<Change>, stages>;

// A categorical input after its dictionary is learned and before it is encoded.
struct LearnedCategory {
    PipelineInput input;
    FittedFill fill;
    Table filled;  // one text column
    Encoder encoder;
};

class Fitting {
  public:
    Fitting(const Context& context, const Table& table, const PipelineOptions& options)
        : context_(context), table_(table), options_(options), rows_(context, table, options) {}

    Fitted run();

  private:
    Table keep_story(Stage stage, const Table& before, Table after);
    void note_dropped_rows();
    LearnedCategory learn_category(const std::string& name);
    void open_design(const std::vector<std::string>& names);
    void fit_number(const std::string& name);
    void encode(const LearnedCategory& category);
    void add_to_design(const std::string& name, const Column& column);
    std::vector<std::int64_t> cluster_codes() const;  // one a row; empty: none
    LinearModel fit_model(const std::vector<std::string>& names) const;
    ClassModel fit_several(const std::vector<std::string>& names) const;
    void note_absent_levels();
    LinearModel fit_other(const MatrixView& design, const std::vector<std::string>& names) const;
    Error in_table(const Error& error) const;
    LinearModel fit_penalised(const MatrixView& design,
                              const std::vector<std::string>& names) const;
    void report(std::size_t inputs_done) const;

    const Context& context_;
    const Table& table_;
    const PipelineOptions& options_;
    TrainingRows rows_;
    Fitted fitted_;
    Story story_;
    std::optional<Charge> charge_;
    std::vector<double> design_;  // column-major
    std::size_t designed_ = 0;    // columns of it that are done
};

void Fitting::report(std::size_t inputs_done) const {
    const auto inputs = static_cast<double>(options_.numeric.size() + options_.categorical.size());
    context_.report({.phase = "fit steps",
                     .share = static_cast<double>(inputs_done) / inputs,
                     .rows = rows_.rows()});
}

// Moves what a step said about its work from the table to the story.
Table Fitting::keep_story(Stage stage, const Table& before, Table after) {
    const auto& changes = after.changes();
    for (std::size_t i = before.changes().size(); i < changes.size(); ++i)
        story_[stage].push_back(changes[i]);
    return after;
}

void Fitting::note_dropped_rows() {
    const std::int64_t dropped = table_.rows() - rows_.rows();
    if (dropped == 0) return;
    story_[taking].push_back(
        {.step = "drop rows without a target",
         .column = options_.target,
         .rows = dropped,
         .reason = std::to_string(dropped) + " of " + std::to_string(table_.rows()) +
                   " rows have no target, so nothing can be learned from them"});
}

// ---- categorical inputs ----

// A category has no mean; the most frequent one stands in where no constant is given.
ImputeOptions fill_of_categories(const ImputeOptions& options) {
    ImputeOptions out = options;
    if (options.fill != Fill::constant || options.constant_text.empty()) out.fill = Fill::mode;
    return out;
}

LearnedCategory Fitting::learn_category(const std::string& name) {
    const std::array<std::string, 1> only{name};
    Table table = rows_.categorical(name, options_.impute);
    FittedFill fill;
    if (options_.impute) {
        const Imputer imputer =
            Imputer::fit(context_, table, only, fill_of_categories(options_.impute_options));
        fill = imputer.fills().front();
        table = keep_story(filling, table, imputer.apply(context_, table));
    }
    const EncodeOptions encode{.kind = EncoderKind::one_hot,
                               .unknown = Unknown::error,  // a fit has no unknown categories
                               .drop_first = true};
    Encoder encoder = Encoder::fit(context_, table, only, encode);
    PipelineInput input{.name = name,
                        .type = table_.column(name).type(),
                        .categorical = true,
                        .categories = encoder.dictionaries().front().categories};
    return {std::move(input), std::move(fill), std::move(table), std::move(encoder)};
}

void Fitting::encode(const LearnedCategory& category) {
    const std::string& name = category.input.name;
    const auto& categories = category.input.categories;
    if (categories.size() == 1) {
        story_[encoding].push_back({.step = "leave out",
                                    .column = name,
                                    .reason = "\"" + categories.front() +
                                              "\" is its only category, so it explains nothing"});
        return;
    }
    const Table encoded =
        keep_story(encoding, category.filled, category.encoder.apply(context_, category.filled));
    for (std::size_t k = 1; k < categories.size(); ++k)
        add_to_design(name, encoded.column(name + "=" + categories[k]));
}

// ---- numeric inputs ----

void Fitting::fit_number(const std::string& name) {
    const std::array<std::string, 1> only{name};
    const Type type = table_.column(name).type();
    Table table = rows_.numeric(name, options_.impute, story_[taking]);
    if (options_.handle_outliers) {
        if (type == Type::boolean) {  // true is no outlier, however rare
            fitted_.bounds.push_back(no_bounds(name));
        } else {
            const OutlierFilter filter =
                OutlierFilter::fit(context_, table, only, options_.outliers);
            fitted_.bounds.push_back(filter.bounds().front());
            table = keep_story(outlying, table, filter.apply(context_, table));
        }
    }
    if (options_.impute) {
        const Imputer imputer = Imputer::fit(context_, table, only, options_.impute_options);
        fitted_.fills.push_back(imputer.fills().front());
        table = keep_story(filling, table, imputer.apply(context_, table));
    }
    if (options_.scale) {
        const Scaler scaler = Scaler::fit(context_, table, only, options_.scaling);
        fitted_.scales.push_back(scaler.scales().front());
        table = keep_story(scaling, table, scaler.apply(context_, table));
    }
    fitted_.inputs.push_back({.name = name, .type = type, .categorical = false, .categories = {}});
    add_to_design(name, table.column(name));
}

// ---- the design matrix and the model ----

void Fitting::open_design(const std::vector<std::string>& names) {
    std::unordered_set<std::string> seen;
    for (const std::string& name : names)
        if (!seen.insert(name).second)
            throw Error(Status::argument,
                        "two features would be called \"" + name +
                            "\": an input has the name of another input's category; rename it",
                        {.argument = name});
    if (names.empty())
        throw Error(Status::data,
                    "no feature is left: every categorical input has one category only",
                    {.argument = options_.categorical.front()});
    const std::size_t cells = names.size() * static_cast<std::size_t>(rows_.rows());
    charge_.emplace(context_, static_cast<std::int64_t>(cells * sizeof(double)));
    design_.resize(cells);
}

void Fitting::add_to_design(const std::string& name, const Column& column) {
    const auto rows = static_cast<std::size_t>(rows_.rows());
    const std::span<double> out(design_.data() + designed_ * rows, rows);
    column.copy_numbers(out);
    const auto bad =
        std::find_if(out.begin(), out.end(), [](double x) { return !std::isfinite(x); });
    if (bad != out.end()) {
        const std::int64_t row = rows_.table_row(bad - out.begin());
        throw Error(Status::data,
                    "column \"" + name + "\", row " + std::to_string(row) +
                        ": infinite; mend or drop the row, or have outliers handled (--outliers)",
                    {.argument = name, .row = row, .column = table_.index_of(name)});
    }
    ++designed_;
}

LinearModel Fitting::fit_other(const MatrixView& design,
                               const std::vector<std::string>& names) const {
    const bool intercept = options_.linear.intercept;
    const double confidence = options_.linear.confidence;
    const std::vector<double>& target = rows_.target().values;
    if (options_.estimator == Estimator::nonnegative)
        return fit_nonnegative(context_, design, target, names,
                               {.intercept = intercept, .confidence = confidence})
            .model;
    std::vector<double> weights;
    if (!options_.weights.empty()) weights = rows_.numbers(options_.weights);
    try {
        if (options_.estimator == Estimator::quantile)
            return fit_quantile(context_, design, target, names,
                                {.intercept = intercept,
                                 .quantile = options_.quantile,
                                 .confidence = confidence},
                                weights)
                .model;
        HuberOptions huber = options_.huber;
        huber.intercept = intercept;
        huber.confidence = confidence;
        return fit_huber(context_, design, target, names, huber, weights).model;
    } catch (const Error& error) {
        throw in_table(error);
    }
}

// A fault of a weight, told with the row of the caller's table and the name of its column.
Error Fitting::in_table(const Error& error) const {
    if (error.where().argument != "weights" || error.where().row < 0) return error;
    const std::int64_t row = rows_.table_row(error.where().row);
    return {
        error.status(),
        "column \"" + options_.weights + "\", row " + std::to_string(row) +
            ": weights are finite and at least 0",
        {.argument = options_.weights, .row = row, .column = table_.index_of(options_.weights)}};
}

RowExtras with_clusters(RowExtras extras, std::span<const std::int64_t> clusters) {
    extras.clusters = clusters;
    return extras;
}

LinearModel Fitting::fit_penalised(const MatrixView& design,
                                   const std::vector<std::string>& names) const {
    ElasticNetOptions net;
    net.penalties = {options_.penalty};
    net.l1_ratio = options_.l1_ratio;
    net.intercept = options_.kind == ModelKind::linear ? options_.linear.intercept
                                                       : options_.logistic.intercept;
    std::vector<double> weights;
    if (!options_.weights.empty()) weights = rows_.numbers(options_.weights);
    try {
        const ElasticNetPath path =
            fit_elastic_net(context_, design, rows_.target().values, options_.kind, net, weights);
        const ElasticNetFit& fit = path.fits.front();
        const auto likelihood = [&](double loss) {
            return log_likelihood_of_loss(options_.kind, loss, rows_.rows(), weights);
        };
        LinearModel model =
            penalised_model(options_.kind, names, net.intercept, fit.intercept, fit.coefficients,
                            {.rows = rows_.rows(),
                             .penalty = fit.penalty,
                             .converged = fit.converged,
                             .separating = fit.separating,
                             .log_likelihood = likelihood(fit.loss),
                             .null_log_likelihood = likelihood(path.null_loss)});
        model.summary.objective = fit.objective;
        model.summary.bound = fit.objective - fit.gap;
        model.summary.iterations = fit.sweeps;
        return model;
    } catch (const Error& error) {
        throw in_table(error);
    }
}

std::vector<std::int64_t> Fitting::cluster_codes() const {
    if (options_.clusters.empty()) return {};
    return rows_.codes(options_.clusters);
}

LinearModel Fitting::fit_model(const std::vector<std::string>& names) const {
    const auto design = MatrixView::column_major(design_.data(), rows_.rows(),
                                                 static_cast<std::int64_t>(names.size()));
    if (options_.penalty > 0) return fit_penalised(design, names);
    const std::vector<double>& target = rows_.target().values;
    const std::vector<std::int64_t> clusters = cluster_codes();
    if (options_.kind == ModelKind::logistic) {
        const RowValues values = read_row_values(table_, options_, rows_.target().rows);
        return fit_logistic(context_, design, target, names, options_.logistic,
                            with_clusters(values.extras(), clusters));
    }
    if (is_glm(options_.kind)) {
        const RowValues values = read_row_values(table_, options_, rows_.target().rows);
        GlmOptions glm = options_.glm;
        glm.family = options_.kind;
        return fit_glm(context_, design, target, names, glm,
                       with_clusters(values.extras(), clusters));
    }
    if (options_.estimator != Estimator::least_squares) return fit_other(design, names);
    LinearOptions linear = options_.linear;
    linear.polynomial_features = static_cast<std::int64_t>(options_.numeric.size());
    if (options_.kind == ModelKind::probability && linear.errors == ErrorKind::classical)
        linear.errors = ErrorKind::hc3;
    std::vector<double> weights;
    if (!options_.weights.empty()) weights = rows_.numbers(options_.weights);
    try {
        LinearModel model =
            fit_linear(context_, design, target, names, linear, {weights, clusters});
        model.summary.kind = options_.kind;
        return model;
    } catch (const Error& error) {
        throw in_table(error);
    }
}

ClassModel Fitting::fit_several(const std::vector<std::string>& names) const {
    const auto design = MatrixView::column_major(design_.data(), rows_.rows(),
                                                 static_cast<std::int64_t>(names.size()));
    const RowValues values = read_row_values(table_, options_, rows_.target().rows);
    const std::vector<std::int64_t> clusters = cluster_codes();
    const auto fit = options_.kind == ModelKind::ordinal ? static_cast<ClassFit*>(fit_ordinal)
                                                         : static_cast<ClassFit*>(fit_multinomial);
    return fit(context_, design, rows_.target().values, names, options_.classes,
               with_clusters(values.extras(), clusters));
}

// Why classes are told apart, in the words of the table.
void Fitting::note_absent_levels() {
    const bool several = has_classes(options_.kind);
    const FitSummary& summary = several ? fitted_.class_model.summary : fitted_.model.summary;
    const bool apart = !several && (summary.flags & fit_separation) != 0;
    if (!apart && (summary.flags & fit_quasi_separation) == 0) return;
    const auto rows = static_cast<std::size_t>(rows_.rows());
    const std::vector<double> weights =
        read_weights_if_there(table_, options_, rows_.target().rows);
    AbsentLevels levels{{}, weights, rows_.target().values, fitted_.classes};
    if (!several) levels.label = excerpt(options_.target) + " = " + rows_.target().positive_label;
    std::size_t column = options_.numeric.size();
    for (const PipelineInput& input : fitted_.inputs) {
        if (!input.categorical) continue;
        const std::size_t columns = input.categories.size() - 1;
        levels.dummies = std::span(design_).subspan(column * rows, columns * rows);
        auto& warnings = several ? fitted_.class_model.warnings : fitted_.model.warnings;
        for (std::string& text : levels.sentences(input)) warnings.push_back(std::move(text));
        column += columns;
    }
}

Fitted Fitting::run() {
    note_dropped_rows();
    std::vector<LearnedCategory> categories;
    std::vector<std::string> names = options_.numeric;
    for (const std::string& name : options_.categorical) {
        report(0);
        categories.push_back(learn_category(name));
        for (const std::string& feature : feature_names({categories.back().input}))
            names.push_back(feature);
    }
    open_design(names);
    for (const std::string& name : options_.numeric) {
        report(fitted_.inputs.size());
        fit_number(name);
    }
    for (LearnedCategory& category : categories) {
        report(fitted_.inputs.size());
        encode(category);
        fitted_.inputs.push_back(std::move(category.input));
        if (options_.impute) fitted_.fills.push_back(std::move(category.fill));
        category.filled = Table();
    }
    if (has_classes(options_.kind)) {
        fitted_.classes = rows_.target().classes;
        fitted_.class_model = fit_several(names);
        note_absent_levels();
        fitted_.model = flattened(fitted_.class_model, fitted_.classes);
    } else {
        fitted_.model = fit_model(names);
        if (options_.kind == ModelKind::logistic) note_absent_levels();
    }
    fitted_.options = options_;
    fitted_.numeric = options_.numeric.size();
    fitted_.target = options_.target;
    fitted_.positive_label = rows_.target().positive_label;
    fitted_.rows = rows_.rows();
    for (std::vector<Change>& stage : story_)
        std::move(stage.begin(), stage.end(), std::back_inserter(fitted_.changes));
    return std::move(fitted_);
}

}  // namespace

Table with_features(const Context& context, const Table& table,
                    const std::vector<Feature>& features) {
    Table out = table;
    for (const Feature& feature : features) out = feature.apply(context, out);
    return out;
}

Fitted fit_pipeline(const Context& context, const Table& given, const PipelineOptions& options) {
    check_options(options);
    const Table table = with_features(context, given, options.features);
    table.index_of(options.target);
    table.indices_of(options.numeric);
    table.indices_of(options.categorical);
    for (const std::string* name :
         {&options.weights, &options.clusters, &options.offset, &options.exposure})
        if (!name->empty()) table.index_of(*name);
    Fitted fitted = Fitting(context, table, options).run();
    std::vector<Change> made;
    for (const Feature& feature : options.features)
        made.push_back({.step = "make features",
                        .column = {},
                        .reason = feature.kind() + " makes " +
                                  std::to_string(feature.outputs().size()) + " of " +
                                  std::to_string(feature.inputs().size()) + " columns"});
    fitted.changes.insert(fitted.changes.begin(), made.begin(), made.end());
    return fitted;
}

Fitted wrap_model(LinearModel model) {
    Fitted fitted;
    const std::size_t first = model.has_intercept ? 1 : 0;
    if (model.coefficients.empty())  // an intercept alone is the null model
        throw Error(Status::argument, "the model has no coefficients to make a pipeline of",
                    {.argument = "model"});
    std::unordered_set<std::string> seen;
    std::int64_t term = -1;  // of the model, without the intercept
    for (std::size_t i = 0; i < model.coefficients.size(); ++i) {
        const Coefficient& coefficient = model.coefficients[i];
        if (!std::isfinite(coefficient.estimate))
            throw Error(Status::argument,
                        "the estimate of coefficient \"" + coefficient.name + "\" is not finite",
                        {.argument = "model"});
        if (i < first) continue;
        if (coefficient.name.empty() || !seen.insert(coefficient.name).second)
            throw Error(Status::argument,
                        coefficient.name.empty()
                            ? "a coefficient has no name, so no column can be found for it"
                            : "two coefficients are called \"" + coefficient.name + "\"",
                        {.argument = "model"});
        ++term;
        if (term < model.powered * model.degree && term % model.degree != 0) continue;
        fitted.options.numeric.push_back(coefficient.name);
        fitted.inputs.push_back({.name = coefficient.name,
                                 .type = Type::float64,
                                 .categorical = false,
                                 .categories = {}});
    }
    fitted.options.kind = model.summary.kind;
    fitted.options.linear.intercept = model.has_intercept;
    fitted.options.linear.polynomial = model.powered > 0 ? model.degree : 1;
    fitted.numeric = fitted.inputs.size();
    fitted.rows = model.summary.rows;
    fitted.model = std::move(model);
    return fitted;
}

}  // namespace tenon
