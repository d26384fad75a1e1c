#include <memory>
#include <utility>

#include "handles.hpp"
#include "row_extras.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

LogisticInferenceOptions inference_options(const tenon_logistic_inference_options* options) {
    const auto given = options_of(options, "inference options");
    LogisticInferenceOptions result;
    result.coefficient_tests = given.coefficient_tests != 0;
    result.difference_for_dummies = given.difference_for_dummies != 0;
    if (given.groups != 0) result.groups = given.groups;
    return result;
}

tenon_logistic_measures measures_struct(const LogisticInference& inference) {
    tenon_logistic_measures result = TENON_LOGISTIC_MEASURES_INIT;
    result.likelihood_ratio = inference.likelihood_ratio.statistic;
    result.likelihood_ratio_p = inference.likelihood_ratio.p_value;
    result.wald = inference.wald.statistic;
    result.wald_p = inference.wald.p_value;
    result.degrees = inference.likelihood_ratio.degrees;
    result.mcfadden = inference.mcfadden;
    result.cox_snell = inference.cox_snell;
    result.nagelkerke = inference.nagelkerke;
    result.tjur = inference.tjur;
    result.hosmer_lemeshow = inference.hosmer_lemeshow.statistic;
    result.hosmer_lemeshow_p = inference.hosmer_lemeshow.p_value;
    result.hosmer_lemeshow_degrees = inference.hosmer_lemeshow.degrees;
    return result;
}

template <class Entry, class Get>
Column column_of(const std::vector<Entry>& list, const Get& get) {
    std::vector<double> values;
    values.reserve(list.size());
    for (const Entry& entry : list) values.push_back(get(entry));
    return Column::from_float64(std::move(values));
}

Table effects_table(const LogisticInference& inference) {
    ColumnBuilder names(Type::text);
    for (const Coefficient& c : inference.model.coefficients) names.add_text(c.name);
    const auto& list = inference.effects;
    using E = LogisticEffect;
    return Table(
        {"name", "odds_ratio", "odds_low", "odds_high", "likelihood_ratio", "likelihood_ratio_p",
         "marginal", "marginal_error", "marginal_z", "marginal_p", "marginal_low", "marginal_high"},
        {names.finish(), column_of(list, [](const E& e) { return e.odds_ratio; }),
         column_of(list, [](const E& e) { return e.odds_low; }),
         column_of(list, [](const E& e) { return e.odds_high; }),
         column_of(list, [](const E& e) { return e.likelihood_ratio.statistic; }),
         column_of(list, [](const E& e) { return e.likelihood_ratio.p_value; }),
         column_of(list, [](const E& e) { return e.marginal; }),
         column_of(list, [](const E& e) { return e.marginal_error; }),
         column_of(list, [](const E& e) { return e.marginal_z; }),
         column_of(list, [](const E& e) { return e.marginal_p; }),
         column_of(list, [](const E& e) { return e.marginal_low; }),
         column_of(list, [](const E& e) { return e.marginal_high; })});
}

Table groups_table(const LogisticInference& inference) {
    const auto& list = inference.groups;
    using G = HosmerLemeshowGroup;
    return Table({"low", "high", "rows", "observed", "expected"},
                 {column_of(list, [](const G& g) { return g.low; }),
                  column_of(list, [](const G& g) { return g.high; }),
                  column_of(list, [](const G& g) { return g.rows; }),
                  column_of(list, [](const G& g) { return g.observed; }),
                  column_of(list, [](const G& g) { return g.expected; })});
}

}  // namespace

tenon_status tenon_logistic_fit_rows(const tenon_context* context, const tenon_matrix* features,
                                     const double* target, const tenon_row_extras* extras,
                                     const char* const* names,
                                     const tenon_logistic_options* options, tenon_model** out,
                                     tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const RowArrays arrays = row_arrays(features, target, extras, names);
        give_handle(out,
                    Pipeline::from_model(fit_logistic(
                        context_of(context), arrays.features, arrays.target, arrays.names,
                        array_options(options_of(options, "logistic options")), arrays.extras)));
    });
}

tenon_status tenon_logistic_infer(const tenon_context* context, const tenon_matrix* features,
                                  const double* target, const tenon_row_extras* extras,
                                  const char* const* names, const tenon_logistic_options* options,
                                  const tenon_logistic_inference_options* inference,
                                  tenon_model** model, tenon_logistic_measures* measures,
                                  tenon_table** effects, tenon_table** groups, tenon_error* err) {
    return guard(err, [&] {
        if (measures) check_result(measures, "measures");
        const RowArrays arrays = row_arrays(features, target, extras, names);
        const LogisticInference result =
            infer_logistic(context_of(context), arrays.features, arrays.target, arrays.names,
                           array_options(options_of(options, "logistic options")), arrays.extras,
                           inference_options(inference));
        // All are made before any is handed over, so that none is lost if memory ends.
        auto made_model =
            model ? std::make_unique<tenon_model>(tenon_model{Pipeline::from_model(result.model)})
                  : nullptr;
        auto made_effects =
            effects ? std::make_unique<tenon_table>(tenon_table{effects_table(result)}) : nullptr;
        auto made_groups =
            groups ? std::make_unique<tenon_table>(tenon_table{groups_table(result)}) : nullptr;
        if (measures) give(measures, measures_struct(result), "measures");
        if (model) *model = made_model.release();
        if (effects) *effects = made_effects.release();
        if (groups) *groups = made_groups.release();
    });
}
