#include <utility>

#include "handles.hpp"
#include "row_extras.hpp"

using namespace tenon;
using namespace tenon::capi;

ClassModelOptions capi::class_options(const tenon_class_options* options) {
    const auto given = options_of(options, "class options");
    ClassModelOptions result;
    result.l2 = given.l2;
    if (given.confidence != 0) result.confidence = given.confidence;
    if (given.tolerance != 0) result.tolerance = given.tolerance;
    if (given.max_iterations < 0) refuse("max_iterations", "must not be negative");
    if (given.max_iterations > 0) result.max_iterations = given.max_iterations;
    result.errors = error_kind(given.errors);
    return result;
}

namespace {

ClassModelOptions array_options(const tenon_class_options* options) {
    if (options_of(options, "class options").clusters)
        refuse("clusters", "name a column, which arrays do not have; see tenon_row_extras");
    return class_options(options);
}

constexpr std::int32_t no_count = -1;

const ClassModel& class_model(const tenon_class_model* model) {
    return required(model, "model").value;
}

class CoefficientTable {
  public:
    void add(std::int64_t of, const Coefficient& c) {
        classes_.push_back(of);
        names_.add_text(c.name);
        const double row[] = {c.estimate, c.standard_error, c.statistic, c.p_value, c.low, c.high};
        for (std::size_t k = 0; k < 6; ++k) numbers_[k].push_back(row[k]);
        dropped_.add_boolean(c.dropped);
    }
    Table finish() {
        std::vector<Column> columns{Column::from_int64(std::move(classes_)), names_.finish()};
        for (auto& numbers : numbers_) columns.push_back(Column::from_float64(std::move(numbers)));
        columns.push_back(dropped_.finish());
        return Table({"class", "name", "estimate", "standard_error", "z", "p_value", "low", "high",
                      "dropped"},
                     std::move(columns));
    }

  private:
    std::vector<std::int64_t> classes_;
    ColumnBuilder names_{Type::text}, dropped_{Type::boolean};
    std::vector<double> numbers_[6];
};

}  // namespace

tenon_status tenon_multinomial_fit_matrix(const tenon_context* context,
                                          const tenon_matrix* features, const double* target,
                                          const tenon_row_extras* extras, const char* const* names,
                                          const tenon_class_options* options,
                                          tenon_class_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const RowArrays arrays = row_arrays(features, target, extras, names);
        give_handle(out, fit_multinomial(context_of(context), arrays.features, arrays.target,
                                         arrays.names, array_options(options), arrays.extras));
    });
}

tenon_status tenon_ordinal_fit_matrix(const tenon_context* context, const tenon_matrix* features,
                                      const double* target, const tenon_row_extras* extras,
                                      const char* const* names, const tenon_class_options* options,
                                      tenon_class_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const RowArrays arrays = row_arrays(features, target, extras, names);
        give_handle(out, fit_ordinal(context_of(context), arrays.features, arrays.target,
                                     arrays.names, array_options(options), arrays.extras));
    });
}

tenon_status tenon_multinomial_fit_passes(const tenon_context* context,
                                          const tenon_linear_partial* first,
                                          tenon_logistic_pass_function pass, void* user,
                                          const tenon_class_options* options,
                                          tenon_class_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, fit_multinomial(context_of(context), required(first, "first").value,
                                         lent_pass(pass, user), array_options(options)));
    });
}

tenon_status tenon_ordinal_fit_passes(const tenon_context* context,
                                      const tenon_linear_partial* first,
                                      tenon_logistic_pass_function pass, void* user,
                                      const tenon_class_options* options, tenon_class_model** out,
                                      tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, fit_ordinal(context_of(context), required(first, "first").value,
                                     lent_pass(pass, user), array_options(options)));
    });
}

tenon_status tenon_class_model_to_json(const tenon_class_model* model, char* out, int64_t capacity,
                                       int64_t* needed, tenon_error* err) {
    return guard(err,
                 [&] { give_text(class_model(model).to_json(), out, capacity, needed, "buffer"); });
}

tenon_status tenon_class_model_from_json(const char* text, int64_t length, tenon_class_model** out,
                                         tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, ClassModel::from_json(buffer(text, length, "text")));
    });
}

tenon_status tenon_class_model_save(const tenon_class_model* model, const char* path,
                                    tenon_error* err) {
    return guard(err, [&] { class_model(model).save(std::string(required_text(path, "path"))); });
}

tenon_status tenon_class_model_load(const tenon_context* context, const char* path,
                                    tenon_class_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(
            out, ClassModel::load(context_of(context), std::string(required_text(path, "path"))));
    });
}

void tenon_class_model_free(tenon_class_model* model) {
    guard_void([&] { delete model; });
}

tenon_status tenon_class_model_summary(const tenon_class_model* model, tenon_fit_summary* summary,
                                       tenon_error* err) {
    return guard(err,
                 [&] { give(summary, summary_struct(class_model(model).summary), "summary"); });
}

int32_t tenon_class_model_classes(const tenon_class_model* model) {
    return guard_value(no_count,
                       [&] { return static_cast<std::int32_t>(class_model(model).classes); });
}

int32_t tenon_class_model_features(const tenon_class_model* model) {
    return guard_value(no_count,
                       [&] { return static_cast<std::int32_t>(class_model(model).features()); });
}

tenon_status tenon_class_model_coefficients(const tenon_class_model* model, tenon_table** out,
                                            tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const ClassModel& fitted = class_model(model);
        CoefficientTable table;
        const bool ordinal = fitted.summary.kind == ModelKind::ordinal;
        for (std::size_t k = 0; k < fitted.coefficients.size(); ++k)
            for (const Coefficient& c : fitted.coefficients[k])
                table.add(ordinal ? -1 : static_cast<std::int64_t>(k + 1), c);
        for (std::size_t k = 0; k < fitted.cuts.size(); ++k)
            table.add(static_cast<std::int64_t>(k), fitted.cuts[k]);
        give_handle(out, table.finish());
    });
}

int32_t tenon_class_model_warnings(const tenon_class_model* model) {
    return guard_value(
        no_count, [&] { return static_cast<std::int32_t>(class_model(model).warnings.size()); });
}

const char* tenon_class_model_warning(const tenon_class_model* model, int32_t index) {
    return guard_value(static_cast<const char*>(nullptr), [&] {
        return class_model(model).warnings.at(static_cast<std::size_t>(index)).c_str();
    });
}

tenon_status tenon_class_model_probabilities(const tenon_class_model* model, const double* record,
                                             int32_t value_count, double* probabilities,
                                             int32_t class_count, tenon_error* err) {
    return guard(err, [&] {
        const ClassModel& fitted = class_model(model);
        if (value_count != fitted.features())
            refuse("record", "has " + std::to_string(value_count) +
                                 " values, but the model takes " +
                                 std::to_string(fitted.features()));
        if (class_count != fitted.classes)
            refuse("class_count", "is " + std::to_string(class_count) + ", but there are " +
                                      std::to_string(fitted.classes) + " classes");
        if (value_count > 0) required(record, "record");
        fitted.probabilities(record, &required(probabilities, "probabilities"));
    });
}
