// Cleaning, features and a model as one fitted value: fit, score, save, load.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/encode.hpp"
#include "tenon/impute.hpp"
#include "tenon/linear.hpp"
#include "tenon/logistic.hpp"
#include "tenon/metrics.hpp"
#include "tenon/model.hpp"
#include "tenon/outlier.hpp"
#include "tenon/scale.hpp"
#include "tenon/table.hpp"

namespace tenon {

// The steps run in the order of the members: outliers, impute, scale, encode, model.
struct PipelineOptions {
    std::vector<std::string> numeric;      // float64, int64, bool
    std::vector<std::string> categorical;  // text, bool, int64
    std::string target;
    // For a logistic model the value of the target that is positive, as text. Empty: the target is
    // bool, or a number that is 0 or 1, or a text of exactly two values (the rarer is positive).
    std::string positive_label;
    ModelKind kind = ModelKind::logistic;

    bool handle_outliers = false;
    OutlierOptions outliers;     // clip or missing; flag and drop are refused in a pipeline
    bool impute = false;         // else a missing cell is an error that names row and column
    ImputeOptions impute_options;  // mean, median, mode or constant: what one record allows
    bool scale = false;
    Scaling scaling = Scaling::standard;
    Unknown unknown = Unknown::error;
    // Rows with a missing target are left out of the fit, and the change log says how many.

    LinearOptions linear;
    LogisticOptions logistic;
};

// One input of a fitted pipeline, in the order records are given to score().
struct PipelineInput {
    std::string name;
    Type type = Type::float64;             // as in the table it was fitted on
    bool categorical = false;
    std::vector<std::string> categories;   // categorical only; sorted; the first is the reference
};

class Pipeline {
  public:
    static Pipeline fit(const Context& context, const Table& table, const PipelineOptions& options);
    // A model on bare numbers, as one fitted by fit_linear or fit_logistic.
    static Pipeline from_model(LinearModel model);

    const std::vector<PipelineInput>& inputs() const noexcept;
    const LinearModel& model() const noexcept;
    const PipelineOptions& options() const noexcept;
    const std::string& target() const noexcept;
    const std::string& positive_label() const noexcept;   // empty for a linear model
    const std::vector<Change>& changes() const noexcept;  // what the steps did to the training data

    // One record in the order of inputs(): numbers as they are, categories by category_code(),
    // NaN for missing. Writes the prediction (linear) or the probability (logistic). No allocation,
    // no lock. Returns false if a value is missing that the pipeline does not fill, or a category
    // is unknown under Unknown::error; then *fault is the input's place.
    bool score(std::span<const double> record, double& out, std::int32_t* fault = nullptr)
        const noexcept;
    std::int64_t category_code(std::int32_t input, std::string_view category) const noexcept;

    // Every row of a table. Columns are found by name; a missing one throws Error(not_found) that
    // names it. Bit-equal to score() on each row.
    std::vector<double> predict(const Context& context, const Table& table) const;
    // The target column as 0/1 (logistic) or numbers (linear); rows with a missing target are left
    // out of evaluate().
    Metrics evaluate(const Context& context, const Table& table, double threshold = 0.5) const;
    struct Judged {
        std::vector<double> truth, predicted;  // rows with a present target
    };
    Judged judge(const Context& context, const Table& table) const;

    // One JSON document with format version, library version, schema, options and checksum.
    std::string to_json() const;
    static Pipeline from_json(std::string_view document);  // Error: parse, corrupt, version
    void save(const std::string& path) const;              // written new, synced, renamed
    static Pipeline load(const Context& context, const std::string& path);

  private:
    struct Impl;
    explicit Pipeline(std::shared_ptr<const Impl> impl);
    std::shared_ptr<const Impl> impl_;
};

}  // namespace tenon
