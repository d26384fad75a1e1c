// A pipeline fitted over tables that come one after the other: dictionaries and the label first,
// where they are needed, then the row blocks of models/logistic_passes.cpp.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

#include "pipeline/category_index.hpp"
#include "pipeline/class_target.hpp"
#include "pipeline/fit.hpp"
#include "pipeline/label.hpp"
#include "pipeline/options.hpp"
#include "pipeline/training.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/ordinal.hpp"

namespace tenon {

namespace {

constexpr std::int64_t rows_between_checks = 65536;
// A text target of more values than two has no label of its own; so many are named.
constexpr std::size_t most_target_values = 8;

[[noreturn]] void refuse(const char* argument, const std::string& message) {
    throw Error(Status::argument, message, {.argument = argument});
}

void check_stream_options(const PipelineOptions& options) {
    check_options(options);
    if (options.penalty > 0)
        refuse("penalty", "an elastic net is not fitted in parts; fit the table at once");
    if (options.estimator != Estimator::least_squares)
        refuse("estimator", "only least squares are fitted in parts; fit the table at once");
    if (!options.offset.empty() && options.kind == ModelKind::logistic)
        refuse("offset", "an offset of a logistic model needs the table at once");
    if (options.handle_outliers)
        refuse("handle_outliers", "bounds of outliers need all rows at once: clean them before");
    if (options.impute)
        refuse("impute",
               "fills are not learned from parts: fill the rows before, with a clean plan");
    if (options.scale)
        refuse("scale", "a fit scales inside; the step is not needed for data that come in parts");
    if (options.kind == ModelKind::linear && options.linear.polynomial != 1)
        refuse("linear.polynomial", "parts have no powers; add them as columns");
}

// The tables of a source, the first of which may be looked at before a pass.
class Tables {
  public:
    Tables(const Context& context, const TableSource& source) : context_(context), source_(source) {
        if (!source_.next) refuse("source", "the source has no function next");
    }

    const Table& first() {
        if (!pending_) pending_ = source_.next();
        if (!pending_) throw Error(Status::data, "the source has no table", {.argument = "source"});
        return *pending_;
    }
    void rewind() {
        pending_.reset();
        if (source_.rewind && source_.rewind()) return;
        refuse("source",
               "the tables cannot be had again, and the fit passes over them several times: give "
               "a source with rewind");
    }
    // Calls visit(table, number of the table's first row) for every table from here on.
    template <class Visit>
    void for_each(Visit&& visit) {
        std::int64_t row = 0;
        while (std::optional<Table> table = take()) {
            context_.check_cancelled();
            visit(*table, row);
            row += table->rows();
            context_.report({.phase = "read rows", .rows = row});
        }
    }
    std::optional<Table> take() {
        if (!pending_) return source_.next();
        return std::exchange(pending_, std::nullopt);
    }

  private:
    const Context& context_;
    const TableSource& source_;
    std::optional<Table> pending_;
};

// The used columns of one table.
struct UsedColumns {
    std::vector<const Column*> numeric, categorical;
    const Column *target, *weights = nullptr, *offset = nullptr, *exposure = nullptr;
    const Column* clusters = nullptr;

    UsedColumns(const Table& table, const PipelineOptions& options)
        : target(&table.column(options.target)) {
        for (const std::string& name : options.numeric) {
            numeric.push_back(&table.column(name));
            insist_on_number(name, *numeric.back());
        }
        for (const std::string& name : options.categorical) {
            categorical.push_back(&table.column(name));
            insist_on_category(name, *categorical.back());
        }
        const auto numbers = [&](const std::string& name) -> const Column* {
            if (name.empty()) return nullptr;
            insist_on_number(name, table.column(name));
            return &table.column(name);
        };
        weights = numbers(options.weights);
        offset = numbers(options.offset);
        exposure = numbers(options.exposure);
        if (!options.clusters.empty()) clusters = &table.column(options.clusters);
    }
    bool complete(std::int64_t row) const {
        const auto there = [row](const Column* column) { return present(*column, row); };
        for (const Column* column : {weights, offset, exposure, clusters})
            if (column && !there(column)) return false;
        return there(target) && std::all_of(numeric.begin(), numeric.end(), there) &&
               std::all_of(categorical.begin(), categorical.end(), there);
    }
};

class PartsFit {
  public:
    PartsFit(const Context& context, const TableSource& source, const PipelineOptions& options)
        : context_(context),
          options_(options),
          tables_(context, source),
          several_(has_classes(options.kind)) {}

    Fitted run() {
        open(tables_.first());
        if (label_is_open() || classes_are_open() || !options_.categorical.empty()) {
            learn_words();
            tables_.rewind();
        } else if (has_positive_label(options_.kind)) {
            fitted_.positive_label = given_label();
        }
        if (!classes_are_open()) fitted_.classes = options_.levels;
        name_features();
        if (several_)
            fit_several();
        else
            fitted_.model = fit_model();
        fitted_.options = options_;
        fitted_.numeric = options_.numeric.size();
        fitted_.target = options_.target;
        fitted_.rows = fitted_.model.summary.rows;
        if (left_out_ > 0)
            fitted_.changes.push_back({.step = "leave out incomplete records",
                                       .column = {},
                                       .rows = left_out_,
                                       .cells = 0,
                                       .reason = "a cell that the model uses is missing in them"});
        return std::move(fitted_);
    }

  private:
    void open(const Table& table) {
        table.index_of(options_.target);
        const UsedColumns columns(table, options_);
        for (std::size_t j = 0; j < options_.numeric.size(); ++j)
            fitted_.inputs.push_back({.name = options_.numeric[j],
                                      .type = columns.numeric[j]->type(),
                                      .categorical = false,
                                      .categories = {}});
        for (std::size_t j = 0; j < options_.categorical.size(); ++j)
            fitted_.inputs.push_back({.name = options_.categorical[j],
                                      .type = columns.categorical[j]->type(),
                                      .categorical = true,
                                      .categories = {}});
        target_type_ = columns.target->type();
        const bool numbers = target_type_ == Type::float64 || target_type_ == Type::int64 ||
                             target_type_ == Type::boolean;
        if (has_positive_label(options_.kind) || several_ ? target_type_ == Type::timestamp
                                                          : !numbers)
            throw Error(Status::type,
                        "target \"" + options_.target + "\" is " + type_name(target_type_) +
                            "; a model of classes needs numbers, bool or text, the others numbers",
                        {.argument = options_.target});
    }

    // A text of two values, whose counts decide which is positive.
    bool label_is_open() const {
        return has_positive_label(options_.kind) && options_.positive_label.empty() &&
               target_type_ == Type::text;
    }
    bool classes_are_open() const { return several_ && options_.levels.empty(); }
    std::string given_label() const {
        if (!options_.positive_label.empty()) return options_.positive_label;
        return target_type_ == Type::boolean ? "true" : "1";
    }

    // The categories of every categorical input, and what the target holds.
    void learn_words() {
        std::vector<std::set<std::string>> found(options_.categorical.size());
        std::map<std::string, std::int64_t> values;
        ClassList classes(options_.target);
        tables_.for_each([&](const Table& table, std::int64_t) {
            const UsedColumns columns(table, options_);
            for (std::int64_t row = 0; row < table.rows(); ++row) {
                if (!columns.complete(row)) continue;
                for (std::size_t j = 0; j < found.size(); ++j)
                    found[j].insert(columns.categorical[j]->cell_text(row));
                if (label_is_open() && values.size() <= most_target_values)
                    ++values[columns.target->cell_text(row)];
                if (classes_are_open()) classes.add(*columns.target, row);
            }
        });
        for (std::size_t j = 0; j < found.size(); ++j)
            fitted_.inputs[options_.numeric.size() + j].categories.assign(found[j].begin(),
                                                                          found[j].end());
        if (has_positive_label(options_.kind))
            fitted_.positive_label = label_is_open() ? rarer(values) : given_label();
        if (classes_are_open()) fitted_.classes = classes.finish(options_.kind);
    }

    std::string rarer(const std::map<std::string, std::int64_t>& values) const {
        if (values.size() == 2) {  // of equally frequent ones the later
            const auto &first = *values.begin(), &second = *std::next(values.begin());
            return first.second < second.second ? first.first : second.first;
        }
        std::string list;
        for (const auto& [value, count] : values)
            list += (list.empty() ? "\"" : ", \"") + value + "\"";
        throw Error(Status::data,
                    "target \"" + options_.target + "\" has " +
                        (values.size() < 2 ? "one value only (" : "more than two values (") + list +
                        "); set positive_label to the one that is to be predicted",
                    {.argument = options_.target});
    }

    void name_features() {
        for (std::size_t j = options_.numeric.size(); j < fitted_.inputs.size(); ++j)
            index_.emplace_back(fitted_.inputs[j].categories);
        names_ = feature_names(fitted_.inputs);
        std::unordered_set<std::string> seen;
        for (const std::string& name : names_)
            if (!seen.insert(name).second)
                refuse(name.c_str(), "two features would be called \"" + name +
                                         "\": an input has the name of another input's category; "
                                         "rename it");
        if (names_.empty())
            throw Error(Status::data,
                        "no feature is left: every categorical input has one category only",
                        {.argument = options_.categorical.front()});
    }

    RowSource row_source() {
        return {[this](RowBlock& block) { return next_block(block); },
                [this] {
                    tables_.rewind();
                    row_ = left_out_ = 0;
                    return true;
                }};
    }

    void fit_several() {
        const RowSource rows = row_source();
        fitted_.class_model = options_.kind == ModelKind::ordinal
                                  ? fit_ordinal(context_, rows, names_, options_.classes)
                                  : fit_multinomial(context_, rows, names_, options_.classes);
        // The fit knows of no class above the greatest that occurs.
        std::vector<double> places;
        for (std::int64_t k = 0; k < fitted_.class_model.classes; ++k)
            places.push_back(static_cast<double>(k));
        insist_on_all(options_.target, fitted_.classes, places);
        fitted_.model = flattened(fitted_.class_model, fitted_.classes);
    }

    LinearModel fit_model() {
        const RowSource rows = row_source();
        if (is_glm(options_.kind)) {
            GlmOptions glm = options_.glm;
            glm.family = options_.kind;
            return fit_glm(context_, rows, names_, glm);
        }
        if (options_.kind == ModelKind::logistic)
            return fit_logistic(context_, rows, names_, options_.logistic);
        LinearOptions linear = options_.linear;
        if (options_.kind == ModelKind::probability && linear.errors == ErrorKind::classical)
            linear.errors = ErrorKind::hc3;
        LinearModel model = fit_linear(context_, rows, names_, linear);
        model.summary.kind = options_.kind;
        return model;
    }

    bool next_block(RowBlock& block) {
        const std::optional<Table> table = tables_.take();
        if (!table) return false;
        const UsedColumns columns(*table, options_);
        const auto rows = static_cast<std::size_t>(table->rows());
        features_.clear();
        target_.clear();
        weights_.clear();
        offset_.clear();
        clusters_.clear();
        const Charge charge(context_, static_cast<std::int64_t>(8 * rows * (names_.size() + 1)));
        features_.reserve(rows * names_.size());
        const Label label(*columns.target, fitted_.positive_label);
        const ClassPlaces places(*columns.target, fitted_.classes);
        for (std::int64_t row = 0; row < table->rows(); ++row) {
            if (row % rows_between_checks == 0) context_.check_cancelled();
            if (!columns.complete(row)) {
                ++left_out_;
                continue;
            }
            for (std::size_t j = 0; j < columns.numeric.size(); ++j)
                features_.push_back(number(*columns.numeric[j], options_.numeric[j], row));
            for (std::size_t j = 0; j < columns.categorical.size(); ++j)
                push_category(*columns.categorical[j], j, row);
            target_.push_back(several_ ? class_value(*columns.target, places, row)
                                       : target_value(*columns.target, label, row));
            if (columns.weights)
                weights_.push_back(number(*columns.weights, options_.weights, row));
            if (columns.offset || columns.exposure) offset_.push_back(offset(columns, row));
            if (columns.clusters) clusters_.push_back(cluster(*columns.clusters, row));
        }
        row_ += table->rows();
        const auto count = static_cast<std::int64_t>(target_.size());
        block = {MatrixView::row_major(features_.data(), count,
                                       static_cast<std::int64_t>(names_.size())),
                 target_, weights_, offset_, clusters_};
        return true;
    }

    // With the logarithm of the exposure.
    double offset(const UsedColumns& columns, std::int64_t row) const {
        const double given = columns.offset ? number(*columns.offset, options_.offset, row) : 0;
        if (!columns.exposure) return given;
        const double exposure = number(*columns.exposure, options_.exposure, row);
        if (exposure > 0) return given + std::log(exposure);
        const std::int64_t place = row_ + row;
        throw Error(Status::data,
                    "column \"" + options_.exposure + "\", row " + std::to_string(place) +
                        ": an exposure is above 0",
                    {.argument = options_.exposure, .row = place});
    }

    // Equal numbers for equal cells of all tables.
    std::int64_t cluster(const Column& column, std::int64_t row) {
        const auto next = static_cast<std::int64_t>(known_clusters_.size());
        return known_clusters_.emplace(column.cell_text(row), next).first->second;
    }

    double number(const Column& column, const std::string& name, std::int64_t row) const {
        const double x = column.number(row);
        if (std::isfinite(x)) return x;
        const std::int64_t place = row_ + row;
        throw Error(Status::data,
                    "column \"" + name + "\", row " + std::to_string(place) +
                        ": infinite; mend or drop the row",
                    {.argument = name, .row = place});
    }

    void push_category(const Column& column, std::size_t j, std::int64_t row) {
        const auto& categories = fitted_.inputs[options_.numeric.size() + j].categories;
        const std::int64_t code = index_[j].find(categories, column.cell_text(row));
        if (code < 0)
            throw Error(Status::data,
                        "column \"" + options_.categorical[j] + "\", row " +
                            std::to_string(row_ + row) +
                            ": a category that an earlier pass did not meet; the tables must be "
                            "the same in every pass",
                        {.argument = options_.categorical[j], .row = row_ + row});
        for (std::size_t k = 1; k < categories.size(); ++k)
            features_.push_back(static_cast<std::int64_t>(k) == code ? 1 : 0);
    }

    double class_value(const Column& column, const ClassPlaces& places, std::int64_t row) const {
        const std::int64_t place = places.find(row);
        if (place < 0)
            refuse_stranger(options_.target, row_ + row, column.cell_text(row), fitted_.classes);
        return static_cast<double>(place);
    }

    double target_value(const Column& column, const Label& label, std::int64_t row) const {
        if (!has_positive_label(options_.kind)) return number(column, options_.target, row);
        const bool bare = options_.positive_label.empty() && column.type() != Type::text;
        if (bare && column.number(row) != 0 && column.number(row) != 1)
            throw Error(Status::data,
                        "target \"" + options_.target + "\", row " + std::to_string(row_ + row) +
                            ": " + column.cell_text(row) +
                            " is neither 0 nor 1; set positive_label to the value that is "
                            "positive, or fit a linear model, or a multinomial or ordinal "
                            "one if these are classes",
                        {.argument = options_.target, .row = row_ + row});
        return label.matches(row) ? 1 : 0;
    }

    const Context& context_;
    const PipelineOptions& options_;
    Tables tables_;
    bool several_;
    Fitted fitted_;
    Type target_type_ = Type::float64;
    std::vector<CategoryIndex> index_;  // of the categorical inputs
    std::vector<std::string> names_;    // of the features
    std::vector<double> features_, target_, weights_, offset_;
    std::vector<std::int64_t> clusters_;
    std::map<std::string, std::int64_t> known_clusters_;
    std::int64_t row_ = 0;       // rows of the source before the table in hand
    std::int64_t left_out_ = 0;  // of this pass
};

}  // namespace

Fitted fit_pipeline_by_parts(const Context& context, const TableSource& source,
                             const PipelineOptions& options) {
    check_stream_options(options);
    if (!options.features.empty())
        throw Error(Status::argument,
                    "features are not made over tables in parts, as a step may look at other "
                    "records; apply them to the tables before",
                    {.argument = "features"});
    return PartsFit(context, source, options).run();
}

}  // namespace tenon
