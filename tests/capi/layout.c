/* The layout of every struct and the value of every constant that callers compile into their programs.
 * A line here never changes; new members and constants add lines. (64-bit platforms.) */
#include <stddef.h>

#include "tenon.h"

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define HOLDS(condition) typedef char JOIN(check_, __LINE__)[(condition) ? 1 : -1]
#define SIZE(type, bytes) HOLDS(sizeof(type) == (bytes))
#define OFFSET(type, member, bytes) HOLDS(offsetof(type, member) == (bytes))
#define VALUE(name, value) HOLDS((name) == (value))

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wunused-local-typedefs"
#endif


SIZE(tenon_error, 1040);
OFFSET(tenon_error, struct_size, 0);
OFFSET(tenon_error, code, 4);
OFFSET(tenon_error, row, 8);
OFFSET(tenon_error, column, 16);
OFFSET(tenon_error, line, 24);
OFFSET(tenon_error, byte, 32);
OFFSET(tenon_error, argument, 40);
OFFSET(tenon_error, message, 104);

SIZE(tenon_progress, 80);
OFFSET(tenon_progress, struct_size, 0);
OFFSET(tenon_progress, reserved, 4);
OFFSET(tenon_progress, phase, 8);
OFFSET(tenon_progress, share, 16);
OFFSET(tenon_progress, seconds, 24);
OFFSET(tenon_progress, incumbent, 32);
OFFSET(tenon_progress, bound, 40);
OFFSET(tenon_progress, gap, 48);
OFFSET(tenon_progress, work, 56);
OFFSET(tenon_progress, rows, 64);
OFFSET(tenon_progress, nodes, 72);

SIZE(tenon_context_options, 88);
OFFSET(tenon_context_options, struct_size, 0);
OFFSET(tenon_context_options, threads, 4);
OFFSET(tenon_context_options, byte_budget, 8);
OFFSET(tenon_context_options, progress, 16);
OFFSET(tenon_context_options, progress_user, 24);
OFFSET(tenon_context_options, log, 32);
OFFSET(tenon_context_options, log_user, 40);
OFFSET(tenon_context_options, cancel, 48);
OFFSET(tenon_context_options, spare_bytes, 56);
OFFSET(tenon_context_options, executor, 64);
OFFSET(tenon_context_options, log_line, 72);
OFFSET(tenon_context_options, log_line_user, 80);

SIZE(tenon_executor, 24);
OFFSET(tenon_executor, struct_size, 0);
OFFSET(tenon_executor, width, 4);
OFFSET(tenon_executor, parallel_for, 8);
OFFSET(tenon_executor, user, 16);

SIZE(tenon_log_line, 32);
OFFSET(tenon_log_line, struct_size, 0);
OFFSET(tenon_log_line, level, 4);
OFFSET(tenon_log_line, id, 8);
OFFSET(tenon_log_line, reserved, 12);
OFFSET(tenon_log_line, text, 16);
OFFSET(tenon_log_line, length, 24);

SIZE(tenon_csv_options, 112);
OFFSET(tenon_csv_options, struct_size, 0);
OFFSET(tenon_csv_options, delimiter, 4);
OFFSET(tenon_csv_options, quote, 8);
OFFSET(tenon_csv_options, decimal, 12);
OFFSET(tenon_csv_options, comment, 16);
OFFSET(tenon_csv_options, no_header, 20);
OFFSET(tenon_csv_options, ragged, 24);
OFFSET(tenon_csv_options, encoding, 28);
OFFSET(tenon_csv_options, all_text, 32);
OFFSET(tenon_csv_options, missing_mark_count, 36);
OFFSET(tenon_csv_options, missing_marks, 40);
OFFSET(tenon_csv_options, text_columns, 48);
OFFSET(tenon_csv_options, text_column_count, 56);
OFFSET(tenon_csv_options, reserved, 60);
OFFSET(tenon_csv_options, max_bytes, 64);
OFFSET(tenon_csv_options, thousands, 72);
OFFSET(tenon_csv_options, quoted_text, 76);
OFFSET(tenon_csv_options, skip_lines, 80);
OFFSET(tenon_csv_options, columns, 88);
OFFSET(tenon_csv_options, column_count, 96);
OFFSET(tenon_csv_options, date_order, 100);
OFFSET(tenon_csv_options, lenient, 104);
OFFSET(tenon_csv_options, reserved2, 108);

SIZE(tenon_csv_column, 32);
OFFSET(tenon_csv_column, struct_size, 0);
OFFSET(tenon_csv_column, type, 4);
OFFSET(tenon_csv_column, name, 8);
OFFSET(tenon_csv_column, missing_marks, 16);
OFFSET(tenon_csv_column, missing_mark_count, 24);
OFFSET(tenon_csv_column, reserved, 28);
VALUE(TENON_ENCODING_GUESS, 6);
VALUE(TENON_LOG_OTHER, 0);
VALUE(TENON_LOG_READ_REMARK, 1);
VALUE(TENON_LOG_SEARCH, 2);
VALUE(TENON_DATE_ORDER_DETECT, 0);
VALUE(TENON_DATE_ORDER_DAY_FIRST, 1);
VALUE(TENON_DATE_ORDER_MONTH_FIRST, 2);

SIZE(tenon_csv_source, 40);
OFFSET(tenon_csv_source, struct_size, 0);
OFFSET(tenon_csv_source, reserved, 4);
OFFSET(tenon_csv_source, read, 8);
OFFSET(tenon_csv_source, rewind, 16);
OFFSET(tenon_csv_source, user, 24);
OFFSET(tenon_csv_source, size, 32);

SIZE(tenon_csv_batch_options, 32);
OFFSET(tenon_csv_batch_options, struct_size, 0);
OFFSET(tenon_csv_batch_options, reserved, 4);
OFFSET(tenon_csv_batch_options, rows, 8);
OFFSET(tenon_csv_batch_options, bytes, 16);
OFFSET(tenon_csv_batch_options, first_block_bytes, 24);

SIZE(tenon_cleaned_file, 40);
OFFSET(tenon_cleaned_file, struct_size, 0);
OFFSET(tenon_cleaned_file, reserved, 4);
OFFSET(tenon_cleaned_file, rows_before, 8);
OFFSET(tenon_cleaned_file, rows_after, 16);
OFFSET(tenon_cleaned_file, batches, 24);
OFFSET(tenon_cleaned_file, step_across_rows, 32);

SIZE(tenon_csv_write_options, 24);
OFFSET(tenon_csv_write_options, struct_size, 0);
OFFSET(tenon_csv_write_options, delimiter, 4);
OFFSET(tenon_csv_write_options, no_header, 8);
OFFSET(tenon_csv_write_options, reserved, 12);
OFFSET(tenon_csv_write_options, missing, 16);

SIZE(tenon_jsonl_options, 48);
OFFSET(tenon_jsonl_options, struct_size, 0);
OFFSET(tenon_jsonl_options, lenient, 4);
OFFSET(tenon_jsonl_options, all_text, 8);
OFFSET(tenon_jsonl_options, text_column_count, 12);
OFFSET(tenon_jsonl_options, text_columns, 16);
OFFSET(tenon_jsonl_options, columns, 24);
OFFSET(tenon_jsonl_options, column_count, 32);
OFFSET(tenon_jsonl_options, reserved, 36);
OFFSET(tenon_jsonl_options, max_bytes, 40);

SIZE(tenon_join_options, 40);
OFFSET(tenon_join_options, struct_size, 0);
OFFSET(tenon_join_options, key_count, 4);
OFFSET(tenon_join_options, keys, 8);
OFFSET(tenon_join_options, right_keys, 16);
OFFSET(tenon_join_options, keep_unmatched, 24);
OFFSET(tenon_join_options, reserved, 28);
OFFSET(tenon_join_options, suffix, 32);

SIZE(tenon_asof_options, 72);
OFFSET(tenon_asof_options, struct_size, 0);
OFFSET(tenon_asof_options, direction, 4);
OFFSET(tenon_asof_options, time, 8);
OFFSET(tenon_asof_options, right_time, 16);
OFFSET(tenon_asof_options, keys, 24);
OFFSET(tenon_asof_options, right_keys, 32);
OFFSET(tenon_asof_options, key_count, 40);
OFFSET(tenon_asof_options, keep_time, 44);
OFFSET(tenon_asof_options, has_tolerance, 48);
OFFSET(tenon_asof_options, reserved, 52);
OFFSET(tenon_asof_options, tolerance, 56);
OFFSET(tenon_asof_options, suffix, 64);
VALUE(TENON_ASOF_PREVIOUS, 0);
VALUE(TENON_ASOF_NEXT, 1);
VALUE(TENON_ASOF_NEAREST, 2);
VALUE(TENON_AGGREGATE_COUNT, 0);
VALUE(TENON_AGGREGATE_SUM, 1);
VALUE(TENON_AGGREGATE_MEAN, 2);
VALUE(TENON_AGGREGATE_MIN, 3);
VALUE(TENON_AGGREGATE_MAX, 4);
VALUE(TENON_AGGREGATE_SD, 5);
VALUE(TENON_AGGREGATE_MEDIAN, 6);
VALUE(TENON_AGGREGATE_FIRST, 7);
VALUE(TENON_AGGREGATE_LAST, 8);
VALUE(TENON_AGGREGATE_DISTINCT, 9);

SIZE(tenon_jsonl_write_options, 16);
OFFSET(tenon_jsonl_write_options, struct_size, 0);
OFFSET(tenon_jsonl_write_options, skip_missing, 4);
OFFSET(tenon_jsonl_write_options, not_finite, 8);
OFFSET(tenon_jsonl_write_options, reserved, 12);
VALUE(TENON_NOT_FINITE_REFUSE, 0);
VALUE(TENON_NOT_FINITE_NULL, 1);
VALUE(TENON_NOT_FINITE_TEXT, 2);

SIZE(tenon_impute_options, 48);
OFFSET(tenon_impute_options, struct_size, 0);
OFFSET(tenon_impute_options, fill, 4);
OFFSET(tenon_impute_options, constant, 8);
OFFSET(tenon_impute_options, constant_text, 16);
OFFSET(tenon_impute_options, time_column, 24);
OFFSET(tenon_impute_options, limit, 32);
OFFSET(tenon_impute_options, add_indicator, 40);
OFFSET(tenon_impute_options, reserved, 44);

SIZE(tenon_outlier_options, 32);
OFFSET(tenon_outlier_options, struct_size, 0);
OFFSET(tenon_outlier_options, rule, 4);
OFFSET(tenon_outlier_options, action, 8);
OFFSET(tenon_outlier_options, reserved, 12);
OFFSET(tenon_outlier_options, factor, 16);
OFFSET(tenon_outlier_options, window, 24);

SIZE(tenon_encode_options, 24);
OFFSET(tenon_encode_options, struct_size, 0);
OFFSET(tenon_encode_options, kind, 4);
OFFSET(tenon_encode_options, unknown, 8);
OFFSET(tenon_encode_options, drop_first, 12);
OFFSET(tenon_encode_options, max_categories, 16);

SIZE(tenon_power_options, 16);
OFFSET(tenon_power_options, struct_size, 0);
OFFSET(tenon_power_options, family, 4);
OFFSET(tenon_power_options, raw, 8);
OFFSET(tenon_power_options, reserved, 12);

SIZE(tenon_quantile_options, 16);
OFFSET(tenon_quantile_options, struct_size, 0);
OFFSET(tenon_quantile_options, normal, 4);
OFFSET(tenon_quantile_options, quantiles, 8);

SIZE(tenon_frequency_options, 16);
OFFSET(tenon_frequency_options, struct_size, 0);
OFFSET(tenon_frequency_options, counts, 4);
OFFSET(tenon_frequency_options, max_categories, 8);

SIZE(tenon_target_options, 56);
OFFSET(tenon_target_options, struct_size, 0);
OFFSET(tenon_target_options, reserved, 4);
OFFSET(tenon_target_options, target, 8);
OFFSET(tenon_target_options, positive_label, 16);
OFFSET(tenon_target_options, smoothing, 24);
OFFSET(tenon_target_options, folds, 32);
OFFSET(tenon_target_options, seed, 40);
OFFSET(tenon_target_options, max_categories, 48);

SIZE(tenon_bin_options, 40);
OFFSET(tenon_bin_options, struct_size, 0);
OFFSET(tenon_bin_options, rule, 4);
OFFSET(tenon_bin_options, bins, 8);
OFFSET(tenon_bin_options, edges, 16);
OFFSET(tenon_bin_options, edge_count, 24);
OFFSET(tenon_bin_options, outside, 28);
OFFSET(tenon_bin_options, labels, 32);
OFFSET(tenon_bin_options, reserved, 36);

SIZE(tenon_polynomial_options, 16);
OFFSET(tenon_polynomial_options, struct_size, 0);
OFFSET(tenon_polynomial_options, interactions_only, 4);
OFFSET(tenon_polynomial_options, degree, 8);

SIZE(tenon_calendar_options, 24);
OFFSET(tenon_calendar_options, struct_size, 0);
OFFSET(tenon_calendar_options, parts, 4);
OFFSET(tenon_calendar_options, shifts, 8);
OFFSET(tenon_calendar_options, first_shift_hour, 16);

SIZE(tenon_window_options, 72);
OFFSET(tenon_window_options, struct_size, 0);
OFFSET(tenon_window_options, group_count, 4);
OFFSET(tenon_window_options, groups, 8);
OFFSET(tenon_window_options, time, 16);
OFFSET(tenon_window_options, lags, 24);
OFFSET(tenon_window_options, lag_count, 32);
OFFSET(tenon_window_options, statistics, 36);
OFFSET(tenon_window_options, rows, 40);
OFFSET(tenon_window_options, seconds, 48);
OFFSET(tenon_window_options, include_self, 56);
OFFSET(tenon_window_options, reserved, 60);
OFFSET(tenon_window_options, min_count, 64);

SIZE(tenon_spectrum_options, 96);
OFFSET(tenon_spectrum_options, struct_size, 0);
OFFSET(tenon_spectrum_options, has_envelope, 4);
OFFSET(tenon_spectrum_options, sample_rate_hz, 8);
OFFSET(tenon_spectrum_options, bands, 16);
OFFSET(tenon_spectrum_options, envelope_bands, 24);
OFFSET(tenon_spectrum_options, band_count, 32);
OFFSET(tenon_spectrum_options, envelope_band_count, 36);
OFFSET(tenon_spectrum_options, carrier_low_hz, 40);
OFFSET(tenon_spectrum_options, carrier_high_hz, 48);
OFFSET(tenon_spectrum_options, groups, 56);
OFFSET(tenon_spectrum_options, time, 64);
OFFSET(tenon_spectrum_options, group_count, 72);
OFFSET(tenon_spectrum_options, reserved, 76);
OFFSET(tenon_spectrum_options, samples, 80);
OFFSET(tenon_spectrum_options, step, 88);

SIZE(tenon_signal_features, 104);
OFFSET(tenon_signal_features, struct_size, 0);
OFFSET(tenon_signal_features, reserved, 4);
OFFSET(tenon_signal_features, mean, 8);
OFFSET(tenon_signal_features, rms, 16);
OFFSET(tenon_signal_features, sd, 24);
OFFSET(tenon_signal_features, peak, 32);
OFFSET(tenon_signal_features, peak_to_peak, 40);
OFFSET(tenon_signal_features, crest, 48);
OFFSET(tenon_signal_features, skewness, 56);
OFFSET(tenon_signal_features, kurtosis, 64);
OFFSET(tenon_signal_features, dominant_hz, 72);
OFFSET(tenon_signal_features, centroid_hz, 80);
OFFSET(tenon_signal_features, envelope_rms, 88);
OFFSET(tenon_signal_features, envelope_dominant_hz, 96);

SIZE(tenon_pca_options, 40);
OFFSET(tenon_pca_options, struct_size, 0);
OFFSET(tenon_pca_options, centre_only, 4);
OFFSET(tenon_pca_options, components, 8);
OFFSET(tenon_pca_options, share, 16);
OFFSET(tenon_pca_options, keep_inputs, 24);
OFFSET(tenon_pca_options, reserved, 28);
OFFSET(tenon_pca_options, prefix, 32);

SIZE(tenon_select_options, 72);
OFFSET(tenon_select_options, struct_size, 0);
OFFSET(tenon_select_options, rule, 4);
OFFSET(tenon_select_options, threshold, 8);
OFFSET(tenon_select_options, keep, 16);
OFFSET(tenon_select_options, target, 24);
OFFSET(tenon_select_options, positive_label, 32);
OFFSET(tenon_select_options, classes, 40);
OFFSET(tenon_select_options, logistic, 44);
OFFSET(tenon_select_options, bins, 48);
OFFSET(tenon_select_options, penalty_share, 56);
OFFSET(tenon_select_options, l2, 64);

SIZE(tenon_split_options, 32);
OFFSET(tenon_split_options, struct_size, 0);
OFFSET(tenon_split_options, reserved, 4);
OFFSET(tenon_split_options, test_share, 8);
OFFSET(tenon_split_options, seed, 16);
OFFSET(tenon_split_options, stratify, 24);

SIZE(tenon_matrix, 48);
OFFSET(tenon_matrix, struct_size, 0);
OFFSET(tenon_matrix, reserved, 4);
OFFSET(tenon_matrix, data, 8);
OFFSET(tenon_matrix, rows, 16);
OFFSET(tenon_matrix, columns, 24);
OFFSET(tenon_matrix, row_stride, 32);
OFFSET(tenon_matrix, column_stride, 40);

SIZE(tenon_linear_options, 24);
OFFSET(tenon_linear_options, struct_size, 0);
OFFSET(tenon_linear_options, no_intercept, 4);
OFFSET(tenon_linear_options, l2, 8);
OFFSET(tenon_linear_options, confidence, 16);

SIZE(tenon_logistic_options, 48);
OFFSET(tenon_logistic_options, struct_size, 0);
OFFSET(tenon_logistic_options, no_intercept, 4);
OFFSET(tenon_logistic_options, positive_label, 8);
OFFSET(tenon_logistic_options, l2, 16);
OFFSET(tenon_logistic_options, confidence, 24);
OFFSET(tenon_logistic_options, tolerance, 32);
OFFSET(tenon_logistic_options, max_iterations, 40);

SIZE(tenon_elastic_net_options, 88);
OFFSET(tenon_elastic_net_options, struct_size, 0);
OFFSET(tenon_elastic_net_options, kind, 4);
OFFSET(tenon_elastic_net_options, no_intercept, 8);
OFFSET(tenon_elastic_net_options, no_standardise, 12);
OFFSET(tenon_elastic_net_options, ridge_share, 16);
OFFSET(tenon_elastic_net_options, penalties, 24);
OFFSET(tenon_elastic_net_options, penalty_count, 32);
OFFSET(tenon_elastic_net_options, steps, 40);
OFFSET(tenon_elastic_net_options, reserved, 44);
OFFSET(tenon_elastic_net_options, smallest_share, 48);
OFFSET(tenon_elastic_net_options, tolerance, 56);
OFFSET(tenon_elastic_net_options, max_sweeps, 64);
OFFSET(tenon_elastic_net_options, weights, 72);
OFFSET(tenon_elastic_net_options, fold_of, 80);

SIZE(tenon_ridge_path_options, 48);
OFFSET(tenon_ridge_path_options, struct_size, 0);
OFFSET(tenon_ridge_path_options, no_intercept, 4);
OFFSET(tenon_ridge_path_options, no_standardise, 8);
OFFSET(tenon_ridge_path_options, steps, 12);
OFFSET(tenon_ridge_path_options, penalties, 16);
OFFSET(tenon_ridge_path_options, penalty_count, 24);
OFFSET(tenon_ridge_path_options, weights, 32);
OFFSET(tenon_ridge_path_options, fold_of, 40);

SIZE(tenon_pipeline_options, 80);
OFFSET(tenon_pipeline_options, struct_size, 0);
OFFSET(tenon_pipeline_options, kind, 4);
OFFSET(tenon_pipeline_options, target, 8);
OFFSET(tenon_pipeline_options, numeric, 16);
OFFSET(tenon_pipeline_options, categorical, 24);
OFFSET(tenon_pipeline_options, numeric_count, 32);
OFFSET(tenon_pipeline_options, categorical_count, 36);
OFFSET(tenon_pipeline_options, outliers, 40);
OFFSET(tenon_pipeline_options, impute, 48);
OFFSET(tenon_pipeline_options, scaling, 56);
OFFSET(tenon_pipeline_options, unknown, 60);
OFFSET(tenon_pipeline_options, linear, 64);
OFFSET(tenon_pipeline_options, logistic, 72);

SIZE(tenon_fit_summary, 136);
OFFSET(tenon_fit_summary, struct_size, 0);
OFFSET(tenon_fit_summary, kind, 4);
OFFSET(tenon_fit_summary, rows, 8);
OFFSET(tenon_fit_summary, parameters, 16);
OFFSET(tenon_fit_summary, log_likelihood, 24);
OFFSET(tenon_fit_summary, null_log_likelihood, 32);
OFFSET(tenon_fit_summary, aic, 40);
OFFSET(tenon_fit_summary, bic, 48);
OFFSET(tenon_fit_summary, r2, 56);
OFFSET(tenon_fit_summary, adjusted_r2, 64);
OFFSET(tenon_fit_summary, residual_sd, 72);
OFFSET(tenon_fit_summary, f_statistic, 80);
OFFSET(tenon_fit_summary, f_p_value, 88);
OFFSET(tenon_fit_summary, condition, 96);
OFFSET(tenon_fit_summary, gradient_norm, 104);
OFFSET(tenon_fit_summary, confidence, 112);
OFFSET(tenon_fit_summary, iterations, 120);
OFFSET(tenon_fit_summary, converged, 128);
OFFSET(tenon_fit_summary, flags, 132);

SIZE(tenon_coefficient, 64);
OFFSET(tenon_coefficient, struct_size, 0);
OFFSET(tenon_coefficient, dropped, 4);
OFFSET(tenon_coefficient, name, 8);
OFFSET(tenon_coefficient, estimate, 16);
OFFSET(tenon_coefficient, standard_error, 24);
OFFSET(tenon_coefficient, statistic, 32);
OFFSET(tenon_coefficient, p_value, 40);
OFFSET(tenon_coefficient, low, 48);
OFFSET(tenon_coefficient, high, 56);

SIZE(tenon_metrics, 136);
OFFSET(tenon_metrics, struct_size, 0);
OFFSET(tenon_metrics, reserved, 4);
OFFSET(tenon_metrics, rows, 8);
OFFSET(tenon_metrics, threshold, 16);
OFFSET(tenon_metrics, true_positive, 24);
OFFSET(tenon_metrics, false_positive, 32);
OFFSET(tenon_metrics, true_negative, 40);
OFFSET(tenon_metrics, false_negative, 48);
OFFSET(tenon_metrics, accuracy, 56);
OFFSET(tenon_metrics, precision, 64);
OFFSET(tenon_metrics, recall, 72);
OFFSET(tenon_metrics, f1, 80);
OFFSET(tenon_metrics, auc, 88);
OFFSET(tenon_metrics, log_loss, 96);
OFFSET(tenon_metrics, brier, 104);
OFFSET(tenon_metrics, r2, 112);
OFFSET(tenon_metrics, rmse, 120);
OFFSET(tenon_metrics, mae, 128);

SIZE(tenon_bootstrap_options, 32);
OFFSET(tenon_bootstrap_options, struct_size, 0);
OFFSET(tenon_bootstrap_options, resamples, 4);
OFFSET(tenon_bootstrap_options, confidence, 8);
OFFSET(tenon_bootstrap_options, threshold, 16);
OFFSET(tenon_bootstrap_options, seed, 24);

SIZE(tenon_solve_options, 192);
OFFSET(tenon_solve_options, struct_size, 0);
OFFSET(tenon_solve_options, start_count, 4);
OFFSET(tenon_solve_options, time_limit_seconds, 8);
OFFSET(tenon_solve_options, node_limit, 16);
OFFSET(tenon_solve_options, work_limit, 24);
OFFSET(tenon_solve_options, relative_gap, 32);
OFFSET(tenon_solve_options, absolute_gap, 40);
OFFSET(tenon_solve_options, seed, 48);
OFFSET(tenon_solve_options, no_presolve, 56);
OFFSET(tenon_solve_options, no_cuts, 60);
OFFSET(tenon_solve_options, no_heuristics, 64);
OFFSET(tenon_solve_options, reserved, 68);
OFFSET(tenon_solve_options, start, 72);
OFFSET(tenon_solve_options, start_column_basis, 80);
OFFSET(tenon_solve_options, start_row_basis, 88);
OFFSET(tenon_solve_options, start_column_basis_count, 96);
OFFSET(tenon_solve_options, start_row_basis_count, 100);
OFFSET(tenon_solve_options, linear_method, 104);
OFFSET(tenon_solve_options, reserved2, 108);
OFFSET(tenon_solve_options, callbacks, 112);
OFFSET(tenon_solve_options, branch_priority, 120);
OFFSET(tenon_solve_options, hint, 128);
OFFSET(tenon_solve_options, hint_weight, 136);
OFFSET(tenon_solve_options, branch_priority_count, 144);
OFFSET(tenon_solve_options, hint_count, 148);
OFFSET(tenon_solve_options, hint_weight_count, 152);
OFFSET(tenon_solve_options, pool_size, 156);
OFFSET(tenon_solve_options, without, 160);
OFFSET(tenon_solve_options, without_count, 168);
OFFSET(tenon_solve_options, reserved3, 172);
OFFSET(tenon_solve_options, certify, 176);
OFFSET(tenon_solve_options, reserved4, 180);
OFFSET(tenon_solve_options, memory, 184);

SIZE(tenon_solve_point, 48);
OFFSET(tenon_solve_point, struct_size, 0);
OFFSET(tenon_solve_point, count, 4);
OFFSET(tenon_solve_point, values, 8);
OFFSET(tenon_solve_point, objective, 16);
OFFSET(tenon_solve_point, bound, 24);
OFFSET(tenon_solve_point, incumbent, 32);
OFFSET(tenon_solve_point, nodes, 40);

SIZE(tenon_solve_callbacks, 40);
OFFSET(tenon_solve_callbacks, struct_size, 0);
OFFSET(tenon_solve_callbacks, reserved, 4);
OFFSET(tenon_solve_callbacks, incumbent, 8);
OFFSET(tenon_solve_callbacks, lazy_rows, 16);
OFFSET(tenon_solve_callbacks, user_cuts, 24);
OFFSET(tenon_solve_callbacks, user, 32);
VALUE(TENON_METHOD_AUTOMATIC, 0);
VALUE(TENON_METHOD_DUAL, 1);
VALUE(TENON_METHOD_PRIMAL, 2);

SIZE(tenon_objective, 64);
OFFSET(tenon_objective, struct_size, 0);
OFFSET(tenon_objective, sense, 4);
OFFSET(tenon_objective, name, 8);
OFFSET(tenon_objective, cost, 16);
OFFSET(tenon_objective, count, 24);
OFFSET(tenon_objective, priority, 28);
OFFSET(tenon_objective, offset, 32);
OFFSET(tenon_objective, weight, 40);
OFFSET(tenon_objective, absolute_tolerance, 48);
OFFSET(tenon_objective, relative_tolerance, 56);

SIZE(tenon_solve_counters, 208);
OFFSET(tenon_solve_counters, struct_size, 0);
OFFSET(tenon_solve_counters, reserved, 4);
OFFSET(tenon_solve_counters, nodes, 8);
OFFSET(tenon_solve_counters, simplex_iterations, 16);
OFFSET(tenon_solve_counters, refactorisations, 24);
OFFSET(tenon_solve_counters, cuts, 32);
OFFSET(tenon_solve_counters, work, 40);
OFFSET(tenon_solve_counters, presolve_seconds, 48);
OFFSET(tenon_solve_counters, root_seconds, 56);
OFFSET(tenon_solve_counters, seconds, 64);
OFFSET(tenon_solve_counters, presolved_rows, 72);
OFFSET(tenon_solve_counters, presolved_columns, 80);
OFFSET(tenon_solve_counters, presolved_nonzeros, 88);
OFFSET(tenon_solve_counters, phase_one_iterations, 96);
OFFSET(tenon_solve_counters, dual_iterations, 104);
OFFSET(tenon_solve_counters, primal_iterations, 112);
OFFSET(tenon_solve_counters, bound_flips, 120);
OFFSET(tenon_solve_counters, basis_nonzeros, 128);
OFFSET(tenon_solve_counters, factor_nonzeros, 136);
OFFSET(tenon_solve_counters, phase_one_seconds, 144);
OFFSET(tenon_solve_counters, dual_seconds, 152);
OFFSET(tenon_solve_counters, primal_seconds, 160);
OFFSET(tenon_solve_counters, factor_seconds, 168);
OFFSET(tenon_solve_counters, lazy_rows, 176);
OFFSET(tenon_solve_counters, user_cuts, 184);
OFFSET(tenon_solve_counters, proof_nodes, 192);
OFFSET(tenon_solve_counters, proof_seconds, 200);

SIZE(tenon_part_effort, 56);
OFFSET(tenon_part_effort, struct_size, 0);
OFFSET(tenon_part_effort, reserved, 4);
OFFSET(tenon_part_effort, name, 8);
OFFSET(tenon_part_effort, calls, 16);
OFFSET(tenon_part_effort, found, 24);
OFFSET(tenon_part_effort, kept, 32);
OFFSET(tenon_part_effort, work, 40);
OFFSET(tenon_part_effort, seconds, 48);

SIZE(tenon_verdict, 160);
OFFSET(tenon_verdict, struct_size, 0);
OFFSET(tenon_verdict, feasible, 4);
OFFSET(tenon_verdict, objective, 8);
OFFSET(tenon_verdict, max_violation, 16);
OFFSET(tenon_verdict, max_integrality, 24);
OFFSET(tenon_verdict, worst, 32);

SIZE(tenon_linear_residuals, 328);
OFFSET(tenon_linear_residuals, struct_size, 0);
OFFSET(tenon_linear_residuals, reserved, 4);
OFFSET(tenon_linear_residuals, primal, 8);
OFFSET(tenon_linear_residuals, primal_scaled, 16);
OFFSET(tenon_linear_residuals, dual, 24);
OFFSET(tenon_linear_residuals, dual_scaled, 32);
OFFSET(tenon_linear_residuals, complementarity, 40);
OFFSET(tenon_linear_residuals, objective, 48);
OFFSET(tenon_linear_residuals, dual_objective, 56);
OFFSET(tenon_linear_residuals, gap, 64);
OFFSET(tenon_linear_residuals, worst_primal, 72);
OFFSET(tenon_linear_residuals, worst_dual, 200);

SIZE(tenon_infeasibility_verdict, 32);
OFFSET(tenon_infeasibility_verdict, struct_size, 0);
OFFSET(tenon_infeasibility_verdict, proves, 4);
OFFSET(tenon_infeasibility_verdict, value, 8);
OFFSET(tenon_infeasibility_verdict, doubt, 16);
OFFSET(tenon_infeasibility_verdict, unexplained, 24);

SIZE(tenon_ray_verdict, 152);
OFFSET(tenon_ray_verdict, struct_size, 0);
OFFSET(tenon_ray_verdict, proves, 4);
OFFSET(tenon_ray_verdict, slope, 8);
OFFSET(tenon_ray_verdict, breach, 16);
OFFSET(tenon_ray_verdict, worst, 24);

SIZE(tenon_warm_limits, 32);
OFFSET(tenon_warm_limits, struct_size, 0);
OFFSET(tenon_warm_limits, has_cutoff, 4);
OFFSET(tenon_warm_limits, time_limit_seconds, 8);
OFFSET(tenon_warm_limits, iteration_limit, 16);
OFFSET(tenon_warm_limits, cutoff, 24);

SIZE(tenon_range, 64);
OFFSET(tenon_range, struct_size, 0);
OFFSET(tenon_range, reserved, 4);
OFFSET(tenon_range, value, 8);
OFFSET(tenon_range, lower, 16);
OFFSET(tenon_range, upper, 24);
OFFSET(tenon_range, objective_at_lower, 32);
OFFSET(tenon_range, objective_at_upper, 40);
OFFSET(tenon_range, lower_entering, 48);
OFFSET(tenon_range, lower_leaving, 52);
OFFSET(tenon_range, upper_entering, 56);
OFFSET(tenon_range, upper_leaving, 60);


SIZE(tenon_conflict_options, 24);
OFFSET(tenon_conflict_options, struct_size, 0);
OFFSET(tenon_conflict_options, reserved, 4);
OFFSET(tenon_conflict_options, time_limit_seconds, 8);
OFFSET(tenon_conflict_options, trial_work_limit, 16);

SIZE(tenon_conflict_member, 16);
OFFSET(tenon_conflict_member, struct_size, 0);
OFFSET(tenon_conflict_member, part, 4);
OFFSET(tenon_conflict_member, index, 8);
OFFSET(tenon_conflict_member, needed, 12);

SIZE(tenon_relax_options, 56);
OFFSET(tenon_relax_options, struct_size, 0);
OFFSET(tenon_relax_options, measure, 4);
OFFSET(tenon_relax_options, row_weight_count, 8);
OFFSET(tenon_relax_options, column_weight_count, 12);
OFFSET(tenon_relax_options, row_weights, 16);
OFFSET(tenon_relax_options, column_weights, 24);
OFFSET(tenon_relax_options, bounds, 32);
OFFSET(tenon_relax_options, reserved, 36);
OFFSET(tenon_relax_options, largest_amount, 40);
OFFSET(tenon_relax_options, solve, 48);

SIZE(tenon_loosening, 48);
OFFSET(tenon_loosening, struct_size, 0);
OFFSET(tenon_loosening, part, 4);
OFFSET(tenon_loosening, index, 8);
OFFSET(tenon_loosening, reserved, 12);
OFFSET(tenon_loosening, from, 16);
OFFSET(tenon_loosening, to, 24);
OFFSET(tenon_loosening, amount, 32);
OFFSET(tenon_loosening, cost, 40);

SIZE(tenon_order_plan_options, 32);
OFFSET(tenon_order_plan_options, struct_size, 0);
OFFSET(tenon_order_plan_options, days, 4);
OFFSET(tenon_order_plan_options, setup_hours, 8);
OFFSET(tenon_order_plan_options, setup_cost, 16);
OFFSET(tenon_order_plan_options, solve, 24);

SIZE(tenon_report_options, 24);
OFFSET(tenon_report_options, struct_size, 0);
OFFSET(tenon_report_options, language, 4);
OFFSET(tenon_report_options, title, 8);
OFFSET(tenon_report_options, subtitle, 16);

VALUE(TENON_VERSION_MAJOR, 0);
VALUE(TENON_VERSION_MINOR, 1);
VALUE(TENON_VERSION_PATCH, 0);
VALUE(TENON_ABI_VERSION, 1);
VALUE(TENON_OK, 0);
VALUE(TENON_E_ARGUMENT, -1);
VALUE(TENON_E_DATA, -2);
VALUE(TENON_E_PARSE, -3);
VALUE(TENON_E_NOT_FOUND, -4);
VALUE(TENON_E_TYPE, -5);
VALUE(TENON_E_IO, -6);
VALUE(TENON_E_NO_MEMORY, -7);
VALUE(TENON_E_BUDGET, -8);
VALUE(TENON_E_CANCELLED, -9);
VALUE(TENON_E_VERSION, -10);
VALUE(TENON_E_CORRUPT, -11);
VALUE(TENON_E_UNSUPPORTED, -12);
VALUE(TENON_E_INTERNAL, -13);
VALUE(TENON_FLOAT64, 1);
VALUE(TENON_INT64, 2);
VALUE(TENON_BOOL, 3);
VALUE(TENON_TEXT, 4);
VALUE(TENON_TIMESTAMP, 5);
VALUE(TENON_RAGGED_ERROR, 0);
VALUE(TENON_RAGGED_PAD, 1);
VALUE(TENON_ENCODING_DETECT, 0);
VALUE(TENON_ENCODING_UTF8, 1);
VALUE(TENON_ENCODING_LATIN1, 2);
VALUE(TENON_ENCODING_UTF16LE, 3);
VALUE(TENON_ENCODING_UTF16BE, 4);
VALUE(TENON_ENCODING_GB18030, 5);
VALUE(TENON_KEEP_FIRST, 0);
VALUE(TENON_KEEP_LAST, 1);
VALUE(TENON_KEEP_MOST_COMPLETE, 2);
VALUE(TENON_FILL_MEDIAN, 0);
VALUE(TENON_FILL_MEAN, 1);
VALUE(TENON_FILL_MODE, 2);
VALUE(TENON_FILL_CONSTANT, 3);
VALUE(TENON_FILL_PREVIOUS, 4);
VALUE(TENON_FILL_NEXT, 5);
VALUE(TENON_FILL_LINEAR_TIME, 6);
VALUE(TENON_OUTLIER_MAD, 0);
VALUE(TENON_OUTLIER_IQR, 1);
VALUE(TENON_OUTLIER_HAMPEL, 2);
VALUE(TENON_OUTLIER_Z, 3);
VALUE(TENON_OUTLIER_ROLLING, 4);
VALUE(TENON_OUTLIER_FLAG, 0);
VALUE(TENON_OUTLIER_CLIP, 1);
VALUE(TENON_OUTLIER_MISSING, 2);
VALUE(TENON_OUTLIER_DROP, 3);
VALUE(TENON_SCALING_NONE, 0);
VALUE(TENON_SCALING_STANDARD, 1);
VALUE(TENON_SCALING_MIN_MAX, 2);
VALUE(TENON_SCALING_ROBUST, 3);
VALUE(TENON_ENCODER_ONE_HOT, 0);
VALUE(TENON_ENCODER_ORDINAL, 1);
VALUE(TENON_UNKNOWN_ERROR, 0);
VALUE(TENON_UNKNOWN_MISSING, 1);
VALUE(TENON_UNKNOWN_ZERO, 2);
VALUE(TENON_MODEL_LOGISTIC, 0);
VALUE(TENON_MODEL_LINEAR, 1);
VALUE(TENON_FIT_RANK_DEFICIENT, 1);
VALUE(TENON_FIT_SEPARATION, 2);
VALUE(TENON_FIT_QUASI_SEPARATION, 4);
VALUE(TENON_FIT_NOT_CONVERGED, 8);
VALUE(TENON_FIT_ILL_CONDITIONED, 16);
VALUE(TENON_FIT_FEW_ROWS, 32);
VALUE(TENON_MINIMIZE, 1);
VALUE(TENON_MAXIMIZE, -1);
VALUE(TENON_CONTINUOUS, 0);
VALUE(TENON_INTEGER, 1);
VALUE(TENON_BINARY, 2);
VALUE(TENON_FORMAT_BY_NAME, 0);
VALUE(TENON_FORMAT_MPS, 1);
VALUE(TENON_FORMAT_LP, 2);
VALUE(TENON_FORMAT_JSON, 3);
VALUE(TENON_BASIS_BASIC, 0);
VALUE(TENON_BASIS_AT_LOWER, 1);
VALUE(TENON_BASIS_AT_UPPER, 2);
VALUE(TENON_BASIS_FREE, 3);
VALUE(TENON_OPTIMAL, 1);
VALUE(TENON_INFEASIBLE, 2);
VALUE(TENON_UNBOUNDED, 3);
VALUE(TENON_INFEASIBLE_OR_UNBOUNDED, 4);
VALUE(TENON_TIME_LIMIT, 5);
VALUE(TENON_NODE_LIMIT, 6);
VALUE(TENON_WORK_LIMIT, 7);
VALUE(TENON_CANCELLED, 8);
VALUE(TENON_MEMORY_LIMIT, 9);
VALUE(TENON_NUMERICAL, 10);
VALUE(TENON_CUTOFF, 11);
VALUE(TENON_PART_COST, 0);
VALUE(TENON_PART_ROW_LOWER, 1);
VALUE(TENON_PART_ROW_UPPER, 2);
VALUE(TENON_PART_COLUMN_LOWER, 3);
VALUE(TENON_PART_COLUMN_UPPER, 4);
VALUE(TENON_PART_INTEGRALITY, 5);
VALUE(TENON_RELAX_AMOUNT, 0);
VALUE(TENON_RELAX_COUNT, 1);
VALUE(TENON_ENGLISH, 0);
VALUE(TENON_CHINESE, 1);
VALUE(TENON_POWER_YEO_JOHNSON, 0);
VALUE(TENON_POWER_BOX_COX, 1);
VALUE(TENON_BINS_EQUAL_WIDTH, 0);
VALUE(TENON_BINS_EQUAL_COUNT, 1);
VALUE(TENON_BINS_EDGES, 2);
VALUE(TENON_OUTSIDE_NEAREST, 0);
VALUE(TENON_OUTSIDE_MISSING, 1);
VALUE(TENON_OUTSIDE_ERROR, 2);
VALUE(TENON_CALENDAR_YEAR, 1);
VALUE(TENON_CALENDAR_QUARTER, 2);
VALUE(TENON_CALENDAR_MONTH, 4);
VALUE(TENON_CALENDAR_ISO_WEEK, 8);
VALUE(TENON_CALENDAR_DAY, 16);
VALUE(TENON_CALENDAR_DAY_OF_YEAR, 32);
VALUE(TENON_CALENDAR_WEEKDAY, 64);
VALUE(TENON_CALENDAR_WEEKEND, 128);
VALUE(TENON_CALENDAR_HOUR, 256);
VALUE(TENON_CALENDAR_MINUTE, 512);
VALUE(TENON_CALENDAR_SECOND, 1024);
VALUE(TENON_CALENDAR_SHIFT, 2048);
VALUE(TENON_CALENDAR_DAY_CIRCLE, 4096);
VALUE(TENON_CALENDAR_WEEK_CIRCLE, 8192);
VALUE(TENON_CALENDAR_YEAR_CIRCLE, 16384);
VALUE(TENON_WINDOW_MEAN, 1);
VALUE(TENON_WINDOW_SD, 2);
VALUE(TENON_WINDOW_MIN, 4);
VALUE(TENON_WINDOW_MAX, 8);
VALUE(TENON_WINDOW_SUM, 16);
VALUE(TENON_WINDOW_COUNT, 32);
VALUE(TENON_SELECT_VARIANCE, 0);
VALUE(TENON_SELECT_CORRELATION, 1);
VALUE(TENON_SELECT_F_SCORE, 2);
VALUE(TENON_SELECT_MUTUAL_INFORMATION, 3);
VALUE(TENON_SELECT_L1, 4);
VALUE(TENON_SELECT_RECURSIVE, 5);

/* The first version of each struct is what INIT macros of that time wrote. */
int tenon_layout_checked(void);
int tenon_layout_checked(void) { return 1; }

SIZE(tenon_table_source, 32);
OFFSET(tenon_table_source, struct_size, 0);
OFFSET(tenon_table_source, reserved, 4);
OFFSET(tenon_table_source, next, 8);
OFFSET(tenon_table_source, rewind, 16);
OFFSET(tenon_table_source, user, 24);
