// Cleaning, features and a model as one fitted value: fit, score, save, load.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/class_model.hpp"
#include "tenon/context.hpp"
#include "tenon/encode.hpp"
#include "tenon/feature.hpp"
#include "tenon/glm.hpp"
#include "tenon/huber.hpp"
#include "tenon/impute.hpp"
#include "tenon/linear.hpp"
#include "tenon/linear_diagnostics.hpp"
#include "tenon/logistic.hpp"
#include "tenon/metrics.hpp"
#include "tenon/model.hpp"
#include "tenon/outlier.hpp"
#include "tenon/scale.hpp"
#include "tenon/table.hpp"
#include "tenon/table_source.hpp"
#include "tenon/weighted_metrics.hpp"

namespace tenon {

// What a linear model minimises.
enum class Estimator : std::int32_t {
    least_squares = 0,
    nonnegative = 1,  // nonnegative.hpp
    huber = 2,        // huber.hpp
    quantile = 3,     // quantile_regression.hpp
};

// The steps run in the order of the members: outliers, impute, scale, encode, model.
//
// One rule for holes: in a pipeline a NaN in a number column counts as a missing cell, in fit,
// predict and score alike, because a record of bare numbers has no other way to say "missing".
// An infinite value that no step clips or clears is refused everywhere.
struct PipelineOptions {
    std::vector<std::string> numeric;  // float64, int64, bool
    // text, bool, int64; one-hot, the first category in byte order is the reference level and has
    // no coefficient; the others are named "<name>=<category>".
    std::vector<std::string> categorical;
    std::string target;
    // For a logistic or probability model the value of the target that is positive, as text. Empty:
    // the target is bool, or a number that is 0 or 1, or a text of exactly two values (the rarer is
    // positive; the later in byte order if both are equally frequent). Every other present value is
    // negative.
    std::string positive_label;
    // linear, logistic, poisson, negative_binomial, gamma, tweedie; multinomial or ordinal, whose
    // target has several classes; or probability: least squares of the target as 0 and 1 with
    // errors that hold under unequal variances (HC3), whose predictions are not kept inside [0, 1].
    ModelKind kind = ModelKind::logistic;

    bool handle_outliers = false;
    // iqr or mad (hampel needs neighbours, which one record has not); clip, or missing together
    // with impute; flag and drop are refused. Applies to numeric inputs other than bool.
    OutlierOptions outliers{.action = OutlierAction::clip};
    bool impute = false;  // else a missing cell is an error that names row and column
    // mean, median, mode or constant: what one record allows. Categorical inputs are filled with
    // their mode, or for constant with constant_text if it is not empty. limit, time_column and
    // add_indicator are refused.
    ImputeOptions impute_options;
    bool scale = false;
    Scaling scaling = Scaling::standard;
    // A category at scoring that the fit did not see. error: refused. missing: taken as a missing
    // cell, so filled when impute is on and refused else. zero: taken as the reference level.
    Unknown unknown = Unknown::error;
    // Rows with a missing target are left out of the fit, and the change log says how many.

    // Names of number columns; empty: none. A weight a row, as in LinearRows for linear models and
    // as in RowExtras for others, and the cluster of a row (any type) under ErrorKind::cluster, of
    // all but models of several classes. They are no inputs; a missing cell is an error that names
    // its row. Categories enter with no powers.
    std::string weights;
    std::string clusters;

    LinearOptions linear;
    // Of a linear model. All but least squares take the intercept and the confidence of `linear`,
    // and refuse its penalty, powers, weights and robust errors.
    Estimator estimator = Estimator::least_squares;
    HuberOptions huber;
    double quantile = 0.5;  // of Estimator::quantile
    LogisticOptions logistic;

    // Above 0: the model is an elastic net (tenon/elastic_net.hpp) with this penalty and l1_ratio,
    // and of `linear` and `logistic` only intercept is read. It has no standard errors.
    double penalty = 0;
    double l1_ratio = 1;

    // Fitted feature steps that belong to the pipeline: in fit, predict and evaluate each is
    // applied to the table as the ones before left it, ahead of all other steps, and numeric and
    // categorical may name what they make. They are saved with the pipeline. A record for score()
    // holds the inputs, and so what they have made already. Not for a fit over tables in parts.
    std::vector<Feature> features = {};

    GlmOptions glm;  // of kinds poisson, negative_binomial, gamma and tweedie; `kind` is its family

    // Names of number columns, empty: none; see RowExtras. They are no inputs: score() and
    // predict() tell the mean for an exposure of 1 and an offset of 0, and evaluate() and judge(),
    // which have the target's table before them, that of each record. A missing cell is an error
    // that names its row. offset: logistic models and those of `glm`; exposure: those of `glm` with
    // a log link.
    std::string offset, exposure;

    // The classes of a multinomial or ordinal model, as texts, 2 to 1000 of them; every one occurs
    // and no other. The first is the reference of a multinomial model, and the lowest of an ordinal
    // one, whose classes stand in their order. Empty: false and true, numbers by value, texts in
    // byte order; an ordinal model of a text must be told the order. Numbers compare as numbers.
    std::vector<std::string> levels = {};
    ClassModelOptions classes = {};  // of such a model
};

// What an exported ONNX model is made of.
enum class OnnxOperators : std::int32_t {
    doubles = 0,  // plain operators in double, and LabelEncoder for categories
    ml = 1,       // Imputer, Scaler, OneHotEncoder, LinearRegressor, LinearClassifier: in float
};

// One input of a fitted pipeline, in the order records are given to score().
struct PipelineInput {
    std::string name;
    Type type = Type::float64;  // as in the table it was fitted on
    bool categorical = false;
    std::vector<std::string> categories;  // categorical only; sorted; the first is the reference
};

// The amount of a feature that its coefficient tells of: the model sees (x - centre) / unit.
struct FeatureUnit {
    double centre = 0, unit = 1;
};

class Pipeline {
  public:
    // Errors: argument (contradictory options, an input named twice, no inputs), not_found (a name
    // the table has not), type, data (no rows, one class, a missing cell without impute, an
    // infinite value), and those of the steps and the model. Rows in messages are rows of `table`.
    static Pipeline fit(const Context& context, const Table& table, const PipelineOptions& options);
    // The same over tables that do not fit in memory: one pass for least squares on number columns,
    // which need not come twice; one more for the categories and the target's label; some ten for a
    // logistic model and those of counts and amounts, whose shape must be given, and up to 25 for
    // several classes, which one more pass finds if there are no levels. Records with a
    // missing cell in a used column are left out and counted in the change log; outliers, impute,
    // scale, powers and an offset of a logistic model are refused. Robust errors and class weights
    // cost a pass or two more. Inputs have the
    // types of the first table. Without a positive_label that of all complete records is decided as
    // by fit. The estimates are those of fit on the complete records, to rounding, and do not
    // depend on how the tables are cut. Memory: a table of the source, its design, and the partials
    // of linear_partial.hpp. Rows in messages are counted from the first of the source.
    // Errors: as fit, and argument (a source that cannot go back and would have to).
    static Pipeline fit(const Context& context, const TableSource& source,
                        const PipelineOptions& options);
    // A model on bare numbers, as one fitted by fit_linear or fit_logistic. Its inputs are the
    // coefficients' names without "(intercept)", none of a null model; it has no target, so it
    // cannot evaluate().
    static Pipeline from_model(LinearModel model);

    const std::vector<PipelineInput>& inputs() const noexcept;
    // Of several classes: summary and warnings of class_model(), and its coefficients in one list,
    // called "<class>: <feature>" where each class has its own, and cuts "<class>|<class>".
    const LinearModel& model() const noexcept;
    // Of a multinomial or ordinal pipeline; of others it has no classes.
    const ClassModel& class_model() const noexcept;
    const std::vector<std::string>& classes() const noexcept;  // their texts, in its order
    const PipelineOptions& options() const noexcept;
    const std::string& target() const noexcept;
    const std::string& positive_label() const noexcept;   // empty for a linear model
    const std::vector<Change>& changes() const noexcept;  // what the steps did to the training data

    // Of a coefficient by its place in model().coefficients: the centre and the scale of a feature
    // that the pipeline scales, with powers that of the feature itself; else, and for the
    // intercept, 0 and 1. `coefficient` must lie inside.
    FeatureUnit unit_of(std::size_t coefficient) const noexcept;

    // One record in the order of inputs(): numbers as they are, categories by category_code(),
    // NaN for missing. Writes the prediction (linear) or the probability (logistic). No allocation,
    // no lock. Returns false, and leaves out alone, if a value is missing that the pipeline does
    // not fill, a category is unknown under Unknown::error or a code is neither -1 nor a place in
    // the dictionary, or the sum stops being finite at an input; then *fault is that input's place.
    // Also false, with *fault -1, if the record has another length than inputs(). Of several
    // classes it writes the place in classes() of the likeliest, the first among equals.
    bool score(std::span<const double> record, double& out,
               std::int32_t* fault = nullptr) const noexcept;
    // The probability of each of classes(), into as many numbers; else as score(). False, with
    // *fault -1, also if `out` has another length.
    bool score_classes(std::span<const double> record, std::span<double> out,
                       std::int32_t* fault = nullptr) const noexcept;
    // Place of a category in inputs()[input].categories; -1 if unknown or input is not categorical.
    std::int64_t category_code(std::int32_t input, std::string_view category) const noexcept;

    // Every row of a table. Columns are found by name; a missing one throws Error(not_found) that
    // names it. Bit-equal to score() on each row, for any number of threads. A row that score()
    // would refuse throws Error(data) that names row, column and reason.
    std::vector<double> predict(const Context& context, const Table& table) const;
    // The probabilities of classes() of every row, record after record. Bit-equal to
    // score_classes() on each row. Errors: as predict(), and argument (a pipeline without classes).
    std::vector<double> predict_classes(const Context& context, const Table& table) const;
    // The mean that each record has with its own offset and exposure, where the pipeline was fitted
    // with such columns: counts, where predict() gives rates. Without them it is predict(). Errors:
    // as predict(), and not_found, type or data for these columns.
    std::vector<double> expect(const Context& context, const Table& table) const;
    // How well the table's target is predicted; `threshold` is for a logistic model only.
    // Of several classes precision, recall and f1 are plain means over the classes, and there is no
    // threshold, no auc and no count of two classes.
    // The target column as 0/1 (logistic), places in classes() or numbers (linear); rows with a
    // missing target are left out of evaluate(). Where the pipeline was fitted with weights and the
    // table has their column, means are by weight; rows of weight 0 count nowhere, and the four
    // counts of a logistic model count the others.
    Metrics evaluate(const Context& context, const Table& table, double threshold = 0.5) const;
    struct Judged {
        std::vector<double> truth, predicted;  // rows with a present target
        std::vector<double> weights;           // of them; empty where the table has no such column
        std::vector<double> probabilities = {};  // of classes(), record after record; else empty
    };
    Judged judge(const Context& context, const Table& table) const;
    // Of several classes: confusion, and precision and recall of each, in the order of classes().
    // Errors: as evaluate(), data (a target that is none of classes()), argument (no classes).
    MultiClassMeasures evaluate_classes(const Context& context, const Table& table) const;

    // Least squares only. Intervals of every row; influence of every row with a target, and with
    // `rows` the rows of the table that those are. Errors as predict(), and argument.
    std::vector<PredictionInterval> predict_intervals(const Context& context, const Table& table,
                                                      double confidence = 0) const;
    RowDiagnostics diagnose(const Context& context, const Table& table,
                            std::vector<std::int64_t>* rows = nullptr) const;
    // What each input (after the feature steps) adds to the score of every row: columns
    // "(intercept)", one an input, and "(score)", their sum in that order, which for a logistic
    // model is the log of the odds. A share is coefficient times value after the steps, that of a
    // category its coefficient. Of a multinomial model the score is ln(P(class) / P(first class)):
    // records come once a class but the first, told in a column "(class)" ahead. Of an ordinal
    // model it is b'x, larger for higher classes.
    Table contributions(const Context& context, const Table& table) const;

    // One JSON document with format version, library version, schema, options and checksum; the
    // format is described in src/pipeline/document.hpp. Every later release reads it, and scores
    // after loading are bit-equal. Error(data) if a name is not UTF-8.
    std::string to_json() const;
    // Trusts nothing. Errors: parse (not JSON, with the byte; not a pipeline), version (made by a
    // newer format, with both numbers), corrupt (checksum, or parts that contradict each other).
    static Pipeline from_json(std::string_view document);
    // The pipeline for scoring elsewhere, as an ONNX model (IR 7, ai.onnx 13, ai.onnx.ml 2), bytes
    // of its protobuf. Every input is an input of its column's name and of shape [rows, 1]: numbers
    // (bool too) as double, under OnnxOperators::ml as float; categories as strings, or int64 where
    // their column is int64 or bool. NaN is a missing number, "" a missing category, if it is none
    // itself; int64 has no such. Outputs: "prediction" [rows, 1]; of a logistic model "label" (1:
    // the positive one, probability above one half) and "probabilities" [rows, 2], the positive
    // label's second; of several classes "label" is the text of the likeliest, and "probabilities"
    // [rows, classes] are in the order of classes(). A record that score() refuses gives NaN; in
    // ONNX-ML a category that is refused is an error of the runtime, one that is missing and not
    // filled as well.
    // Scores agree with predict() to rounding, of floats under OnnxOperators::ml: for exposure 1.
    // Errors: data (a name that is not UTF-8), unsupported (a pipeline with feature steps).
    std::string to_onnx(OnnxOperators operators = OnnxOperators::doubles) const;
    // The same as a PMML 4.4 document, a RegressionModel. Every step is told in PMML's own terms;
    // what score() refuses is returned as invalid. A logistic model without a target calls it
    // "target", without a label "1"; the other class is "0", "false" or "not <label>". Of several
    // classes every one has a regression table, with normalizationMethod softmax, or for an ordinal
    // target logit of the sums up to a class. Numbers are
    // the shortest that read back equal. Errors: as to_onnx; unsupported (an inverse link).
    std::string to_pmml() const;
    // Coefficients trained elsewhere as a pipeline for scoring. A JSON object:
    //     names          texts, one a feature
    //     coefficients   numbers, one a name
    //     family         "linear" (or "gaussian"), or "logistic" (or "binomial")
    //     intercept      a number; none: the model has none
    //     scaler         {"means": numbers, "sds": numbers above 0}: coefficients are of (x - mean)
    //                    / sd; may be left out
    //     target, positive_label   texts; may be left out
    // Other members are ignored; one with nearly such a name is corrupt. Standard errors are NaN,
    // the fit is not `converged`, and a warning says so. Errors: parse (no JSON), corrupt (a member
    // is missing, of another type, of another length, or not finite; with its place).
    static Pipeline from_coefficients(std::string_view json);
    void save(const std::string& path) const;  // written new, synced, renamed
    static Pipeline load(const Context& context, const std::string& path);

  private:
    struct Impl;
    explicit Pipeline(std::shared_ptr<const Impl> impl);
    std::shared_ptr<const Impl> impl_;
};

}  // namespace tenon
