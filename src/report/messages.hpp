// Every word of the report that does not come from the caller, in both languages. messages.cpp
// holds the one table; a new word is a line here and a line there.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "tenon/report.hpp"

namespace tenon::report {

// clang-format off
enum class Word : std::int32_t {
    default_title, contents, made_by, language_tag, english_note, one_row, rows, one_column,
    columns, one_cell, cells, one_order, orders, one_machine, machines, one_day, days, more_rows,
    more_columns, no_rows, no_columns, yes, no, list_separator, part_of, profile_heading,
    profile_finding, profile_finding_full, profile_caption, column, type, missing, distinct,
    minimum, median, maximum, mean, deviation, distribution, nan_cells, infinite_cells, type_number, type_integer,
    type_boolean, type_text, type_time, changes_heading, changes_none, changes_intro, step, where,
    effect, reason, whole_rows, no_effect, step_drop_missing, step_drop_duplicates, step_fill,
    step_flag, step_clip, step_blank, step_drop_outliers, step_scale, step_encode, step_leave_out,
    step_nan, step_no_target, step_one_hot, step_ordinal, missing_heading, missing_none,
    missing_title, missing_caption, missing_only_worst, missing_axis, missing_legend_none,
    missing_description, model_heading, model_linear, model_logistic,
    model_poisson, model_negative_binomial, model_gamma, model_tweedie, model_probability,
    model_multinomial, model_ordinal,
    model_fitted, model_fitted_plain, model_plain, model_weighted, model_per_exposure,
    method_squares,
    method_nonnegative, method_huber, method_quantile, method_likelihood, method_firth,
    method_ridge, method_lasso, method_elastic_net, quantile_of, unit_deviation, unit_range,
    unit_quartiles, warning, flag_rank,
    flag_separation, flag_quasi_separation, flag_not_converged, flag_condition, flag_few_rows,
    coefficient_title_one, coefficient_title_two, coefficient_title_both, coefficient_title_none,
    raises, raise, lowers, lower, coefficient_axis, coefficient_title_terms, coefficient_caption_linear,
    coefficient_caption_logistic, coefficient_effect_change, coefficient_effect_odds,
    coefficient_effect_mean, coefficient_effect_scaled, coefficient_effect_terms,
    coefficient_left_out, coefficient_only, coefficient_none,
    coefficient_description, coefficient_label_factor_odds,
    coefficient_label_factor_mean, coefficient_label_slope, per_unit, per_amount, legend_raises,
    legend_lowers, legend_uncertain, coefficients,
    coefficients_scaled, coefficients_note, one_unit, own_unit, feature, estimate, standard_error, interval,
    statistic_z, statistic_t, p_value, odds_ratio, dropped, intercept, fit, fit_rows,
    fit_parameters, fit_log_likelihood, fit_null, fit_pseudo_r2, fit_r2, fit_r2_zero, fit_r1,
    fit_r2_deviance, fit_adjusted_r2,
    fit_residual_sd, fit_f, fit_deviance, fit_null_deviance, fit_dispersion, fit_alpha, fit_power,
    fit_aic, fit_bic, fit_iterations, fit_converged, fit_condition,
    more_of_unit, more_of_scaled, more_of_category, coefficient_reading, coefficient_reading_mean,
    coefficient_reading_linear, value, classification_heading,
    classification_none, left_out_rows, weight_zero_rows, weighted_classes, weighted_numbers,
    recall_words, precision_words, no_positive,
    never_predicted, roc_title, roc_title_interval, roc_caption, roc_caption_operating,
    roc_one_class, roc_false, roc_true, roc_chance, roc_description, roc_operating,
    quality_excellent, quality_good, quality_fair, quality_weak, quality_none, confusion_title,
    confusion_title_none, confusion_caption, actual, predicted, not_label, caught, missed,
    false_alarm, quiet, confusion_description, calibration_title_good, calibration_title_part,
    calibration_caption, calibration_predicted, calibration_actual, calibration_perfect,
    calibration_rows, calibration_description, calibration_none, metric, meaning, interval_from_to,
    metrics_title, accuracy, precision, recall, f1, auc, log_loss, brier, mean_accuracy,
    mean_precision, mean_recall, mean_f1, mean_auc, mean_log_loss, mean_brier, class_reference,
    class_order, class_against, class_cut, class_cuts, class_more, class_least, class_weighted,
    class_confusion_title, class_confusion_caption, class_confusion_description, class_name,
    class_records, class_said, class_each, class_mean, regression_heading,
    regression_none, predicted_title, predicted_title_quantile,
    predicted_caption, predicted_axis, actual_axis,
    predicted_description, residual_title, residual_caption, residual_outside, residual_axis,
    residual_count, residual_description, r2, rmse, mae, mean_r2, mean_rmse, mean_mae,
    scatter_heading, scatter_title_predicted, scatter_title_plain, scatter_caption,
    scatter_caption_medians, scatter_thinned, scatter_thinned_rare, scatter_outside,
    scatter_left_out, scatter_none, scatter_legend_yes, scatter_legend_no, scatter_description,
    plan_heading, plan_none, plan_cost, plan_bound, plan_gap, plan_late, plan_skipped,
    plan_skipped_list, plan_title_on_time, plan_title_late, plan_caption, gantt_late, gantt_other,
    gantt_closed, gantt_day, gantt_tooltip, gantt_tooltip_late, gantt_only_machines,
    gantt_only_days, gantt_late_mark, gantt_prefix, gantt_description, gantt_empty, load_title,
    load_caption, load_used, load_setup, load_free, load_closed, load_description, load_none,
    order, family, machine, day, start, end, due_day, days_late, cost, schedule, plan_span,
    solution_heading, outcome_optimal, outcome_infeasible, outcome_unbounded,
    outcome_infeasible_or_unbounded, outcome_time_limit, outcome_node_limit, outcome_work_limit,
    outcome_cancelled, outcome_memory_limit, outcome_numerical, outcome_cutoff, outcome, objective, bound, gap,
    nodes, seconds, no_gap, problem_size, minimized, maximized, solution_none, solution_checked,
    solution_violation, solution_values, solution_zero, variable, contribution, shadow_prices,
    constraint, activity, shadow_price, unknown_bound, detail_heading, detail_top, detail_low,
    detail_high, detail_caption, detail_approximate, detail_time, detail_gap, detail_stuck,
    correlation_title, correlation_caption,
    last_  // the number of words
};
// clang-format on

class Words {
  public:
    explicit Words(Language language) noexcept;
    Language language() const noexcept { return language_; }

    std::string_view operator()(Word word) const noexcept;
    // {0}, {1}, ... replaced by the arguments.
    std::string operator()(Word word, std::initializer_list<std::string_view> arguments) const;
    // "1 row", "12,345 rows": the singular and its plural follow each other in Word.
    std::string count(Word singular, std::int64_t n) const;

  private:
    Language language_;
};

}  // namespace tenon::report
