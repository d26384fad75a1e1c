// P/Invoke declarations of tenon, made by generate.py from tenon.h and tenon.symbols: do not edit.
// The header is the documentation: purpose, units, errors and ownership of each function.
// Compile with unsafe code allowed. Text is UTF-8; a callback is a C function pointer (void*):
// Marshal.GetFunctionPointerForDelegate of a delegate that is kept alive for the call.
using System;
using System.Runtime.InteropServices;

namespace TenonNative
{
    public struct tenon_context { }
    public struct tenon_cancel { }
    public struct tenon_table { }
    public struct tenon_csv_reader { }
    public struct tenon_jsonl_reader { }
    public struct tenon_table_builder { }
    public struct tenon_profile { }
    public struct tenon_imputer { }
    public struct tenon_outlier_filter { }
    public struct tenon_clean_plan { }
    public struct tenon_scaler { }
    public struct tenon_encoder { }
    public struct tenon_feature { }
    public struct tenon_model { }
    public struct tenon_linear_partial { }
    public struct tenon_logistic_partial { }
    public struct tenon_penalty_path { }
    public struct tenon_online_model { }
    public struct tenon_class_model { }
    public struct tenon_calibration { }
    public struct tenon_problem { }
    public struct tenon_solution { }
    public struct tenon_new_rows { }
    public struct tenon_new_plans { }
    public struct tenon_branching { }
    public struct tenon_solve_memory { }
    public struct tenon_warm_linear { }
    public struct tenon_sensitivity { }
    public struct tenon_conflict { }
    public struct tenon_relaxation { }
    public struct tenon_plan { }
    public struct tenon_report { }
    public struct tenon_random { }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_error
    {
        public uint struct_size;
        public int code;
        public long row;
        public long column;
        public long line;
        public long @byte;
        public fixed byte argument[64];
        public fixed byte message[936];
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_progress
    {
        public uint struct_size;
        public int reserved;
        public byte* phase;
        public double share;
        public double seconds;
        public double incumbent;
        public double bound;
        public double gap;
        public long work;
        public long rows;
        public long nodes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_log_line
    {
        public uint struct_size;
        public int level;
        public int id;
        public int reserved;
        public byte* text;
        public long length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_executor
    {
        public uint struct_size;
        public int width;
        public void* parallel_for;
        public void* user;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_context_options
    {
        public uint struct_size;
        public int threads;
        public long byte_budget;
        public void* progress;
        public void* progress_user;
        public void* log;
        public void* log_user;
        public tenon_cancel* cancel;
        public long spare_bytes;
        public tenon_executor* executor;
        public void* log_line;
        public void* log_line_user;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_csv_column
    {
        public uint struct_size;
        public int type;
        public byte* name;
        public byte** missing_marks;
        public int missing_mark_count;
        public int reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_csv_options
    {
        public uint struct_size;
        public int delimiter;
        public int quote;
        public int @decimal;
        public int comment;
        public int no_header;
        public int ragged;
        public int encoding;
        public int all_text;
        public int missing_mark_count;
        public byte** missing_marks;
        public byte** text_columns;
        public int text_column_count;
        public int reserved;
        public long max_bytes;
        public int thousands;
        public int quoted_text;
        public long skip_lines;
        public tenon_csv_column* columns;
        public int column_count;
        public int date_order;
        public int lenient;
        public int reserved2;
        public long skip_below_header;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_csv_source
    {
        public uint struct_size;
        public int reserved;
        public void* read;
        public void* rewind;
        public void* user;
        public long size;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_csv_batch_options
    {
        public uint struct_size;
        public int reserved;
        public long rows;
        public long bytes;
        public long first_block_bytes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_csv_write_options
    {
        public uint struct_size;
        public int delimiter;
        public int no_header;
        public int reserved;
        public byte* missing;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_jsonl_options
    {
        public uint struct_size;
        public int lenient;
        public int all_text;
        public int text_column_count;
        public byte** text_columns;
        public byte** columns;
        public int column_count;
        public int reserved;
        public long max_bytes;
        public byte** missing_marks;
        public tenon_csv_column* rules;
        public int missing_mark_count;
        public int rule_count;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_jsonl_write_options
    {
        public uint struct_size;
        public int skip_missing;
        public int not_finite;
        public int reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_join_options
    {
        public uint struct_size;
        public int key_count;
        public byte** keys;
        public byte** right_keys;
        public int keep_unmatched;
        public int reserved;
        public byte* suffix;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_asof_options
    {
        public uint struct_size;
        public int direction;
        public byte* time;
        public byte* right_time;
        public byte** keys;
        public byte** right_keys;
        public int key_count;
        public int keep_time;
        public int has_tolerance;
        public int reserved;
        public double tolerance;
        public byte* suffix;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_impute_options
    {
        public uint struct_size;
        public int fill;
        public double constant;
        public byte* constant_text;
        public byte* time_column;
        public long limit;
        public int add_indicator;
        public int reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_outlier_options
    {
        public uint struct_size;
        public int rule;
        public int action;
        public int reserved;
        public double factor;
        public long window;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_cleaned_file
    {
        public uint struct_size;
        public int reserved;
        public long rows_before;
        public long rows_after;
        public long batches;
        public long step_across_rows;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_encode_options
    {
        public uint struct_size;
        public int kind;
        public int unknown;
        public int drop_first;
        public long max_categories;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_power_options
    {
        public uint struct_size;
        public int family;
        public int raw;
        public int reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_quantile_options
    {
        public uint struct_size;
        public int normal;
        public long quantiles;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_frequency_options
    {
        public uint struct_size;
        public int counts;
        public long max_categories;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_target_options
    {
        public uint struct_size;
        public int reserved;
        public byte* target;
        public byte* positive_label;
        public double smoothing;
        public long folds;
        public ulong seed;
        public long max_categories;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_bin_options
    {
        public uint struct_size;
        public int rule;
        public long bins;
        public double* edges;
        public int edge_count;
        public int outside;
        public int labels;
        public int reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_polynomial_options
    {
        public uint struct_size;
        public int interactions_only;
        public long degree;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_calendar_options
    {
        public uint struct_size;
        public uint parts;
        public long shifts;
        public double first_shift_hour;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_window_options
    {
        public uint struct_size;
        public int group_count;
        public byte** groups;
        public byte* time;
        public long* lags;
        public int lag_count;
        public uint statistics;
        public long rows;
        public double seconds;
        public int include_self;
        public int reserved;
        public long min_count;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_spectrum_options
    {
        public uint struct_size;
        public int has_envelope;
        public double sample_rate_hz;
        public double* bands;
        public double* envelope_bands;
        public int band_count;
        public int envelope_band_count;
        public double carrier_low_hz;
        public double carrier_high_hz;
        public byte** groups;
        public byte* time;
        public int group_count;
        public int reserved;
        public long samples;
        public long step;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_signal_features
    {
        public uint struct_size;
        public int reserved;
        public double mean;
        public double rms;
        public double sd;
        public double peak;
        public double peak_to_peak;
        public double crest;
        public double skewness;
        public double kurtosis;
        public double dominant_hz;
        public double centroid_hz;
        public double envelope_rms;
        public double envelope_dominant_hz;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_pca_options
    {
        public uint struct_size;
        public int centre_only;
        public long components;
        public double share;
        public int keep_inputs;
        public int reserved;
        public byte* prefix;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_select_options
    {
        public uint struct_size;
        public int rule;
        public double threshold;
        public long keep;
        public byte* target;
        public byte* positive_label;
        public int classes;
        public int logistic;
        public long bins;
        public double penalty_share;
        public double l2;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_split_options
    {
        public uint struct_size;
        public int reserved;
        public double test_share;
        public ulong seed;
        public byte* stratify;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_matrix
    {
        public uint struct_size;
        public int reserved;
        public double* data;
        public long rows;
        public long columns;
        public long row_stride;
        public long column_stride;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_linear_options
    {
        public uint struct_size;
        public int no_intercept;
        public double l2;
        public double confidence;
        public int polynomial;
        public int errors;
        public byte* weights;
        public byte* clusters;
        public int estimator;
        public int residual_pass;
        public double quantile;
        public double threshold;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_logistic_options
    {
        public uint struct_size;
        public int no_intercept;
        public byte* positive_label;
        public double l2;
        public double confidence;
        public double tolerance;
        public long max_iterations;
        public int firth;
        public int profile_intervals;
        public int class_weights;
        public int no_inference;
        public double negative_weight;
        public double positive_weight;
        public int errors;
        public int reserved;
        public byte* clusters;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_huber_options
    {
        public uint struct_size;
        public int no_intercept;
        public int scale;
        public int reserved;
        public double threshold;
        public double fixed_scale;
        public double confidence;
        public double tolerance;
        public long max_iterations;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_quantile_regression_options
    {
        public uint struct_size;
        public int no_intercept;
        public double quantile;
        public double confidence;
        public long max_pivots;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_glm_options
    {
        public uint struct_size;
        public int no_intercept;
        public int link;
        public int quasi;
        public double l2;
        public double confidence;
        public double tolerance;
        public long max_iterations;
        public double shape;
        public int errors;
        public int reserved;
        public byte* clusters;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_row_extras
    {
        public uint struct_size;
        public int reserved;
        public double* weights;
        public double* offset;
        public double* exposure;
        public long* clusters;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_class_options
    {
        public uint struct_size;
        public int reserved;
        public double l2;
        public double confidence;
        public double tolerance;
        public long max_iterations;
        public int errors;
        public int reserved_errors;
        public byte* clusters;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_pipeline_options
    {
        public uint struct_size;
        public int kind;
        public byte* target;
        public byte** numeric;
        public byte** categorical;
        public int numeric_count;
        public int categorical_count;
        public tenon_outlier_options* outliers;
        public tenon_impute_options* impute;
        public int scaling;
        public int unknown;
        public tenon_linear_options* linear;
        public tenon_logistic_options* logistic;
        public double penalty;
        public double ridge_share;
        public tenon_feature** features;
        public int feature_count;
        public int reserved;
        public tenon_glm_options* glm;
        public byte* weights;
        public byte* offset;
        public byte* exposure;
        public byte** levels;
        public int level_count;
        public int reserved_levels;
        public tenon_class_options* classes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_logistic_inference_options
    {
        public uint struct_size;
        public int coefficient_tests;
        public int difference_for_dummies;
        public int groups;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_logistic_measures
    {
        public uint struct_size;
        public int reserved;
        public double likelihood_ratio;
        public double likelihood_ratio_p;
        public double wald;
        public double wald_p;
        public double degrees;
        public double mcfadden;
        public double cox_snell;
        public double nagelkerke;
        public double tjur;
        public double hosmer_lemeshow;
        public double hosmer_lemeshow_p;
        public double hosmer_lemeshow_degrees;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_fit_summary
    {
        public uint struct_size;
        public int kind;
        public long rows;
        public long parameters;
        public double log_likelihood;
        public double null_log_likelihood;
        public double aic;
        public double bic;
        public double r2;
        public double adjusted_r2;
        public double residual_sd;
        public double f_statistic;
        public double f_p_value;
        public double condition;
        public double gradient_norm;
        public double confidence;
        public long iterations;
        public int converged;
        public uint flags;
        public int path;
        public int errors;
        public long clusters;
        public double digits;
        public double error_digits;
        public double error_degrees;
        public double durbin_watson;
        public double objective;
        public double bound;
        public double deviance;
        public double null_deviance;
        public double pearson;
        public double dispersion;
        public double dispersion_ml;
        public double shape;
        public double shape_error;
        public int link;
        public int reserved;
        public double effective_parameters;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_coefficient
    {
        public uint struct_size;
        public int dropped;
        public byte* name;
        public double estimate;
        public double standard_error;
        public double statistic;
        public double p_value;
        public double low;
        public double high;
        public double standardized;
        public double vif;
        public double centre;
        public double unit;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_metrics
    {
        public uint struct_size;
        public int reserved;
        public long rows;
        public double threshold;
        public long true_positive;
        public long false_positive;
        public long true_negative;
        public long false_negative;
        public double accuracy;
        public double precision;
        public double recall;
        public double f1;
        public double auc;
        public double log_loss;
        public double brier;
        public double r2;
        public double rmse;
        public double mae;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_bootstrap_options
    {
        public uint struct_size;
        public int resamples;
        public double confidence;
        public double threshold;
        public ulong seed;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_document_info
    {
        public uint struct_size;
        public int damaged;
        public int too_new;
        public int has_checksum;
        public byte* format;
        public byte* kind;
        public long format_version;
        public long newest_version;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_table_source
    {
        public uint struct_size;
        public int reserved;
        public void* next;
        public void* rewind;
        public void* user;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_elastic_net_options
    {
        public uint struct_size;
        public int kind;
        public int no_intercept;
        public int no_standardise;
        public double ridge_share;
        public double* penalties;
        public long penalty_count;
        public int steps;
        public int reserved;
        public double smallest_share;
        public double tolerance;
        public long max_sweeps;
        public double* weights;
        public int* fold_of;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_ridge_path_options
    {
        public uint struct_size;
        public int no_intercept;
        public int no_standardise;
        public int steps;
        public double* penalties;
        public long penalty_count;
        public double* weights;
        public int* fold_of;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_fold_options
    {
        public uint struct_size;
        public int kind;
        public byte* column;
        public int folds;
        public int repeats;
        public ulong seed;
        public int no_shuffle;
        public int reserved;
        public double gap;
        public double longest_training;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_tune_range
    {
        public uint struct_size;
        public int parameter;
        public double* values;
        public long value_count;
        public double low;
        public double high;
        public int logarithmic;
        public int reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_tune_options
    {
        public uint struct_size;
        public int method;
        public tenon_tune_range* ranges;
        public int range_count;
        public int trials;
        public int score;
        public int survive;
        public double threshold;
        public ulong seed;
        public long least_records;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_paired_test
    {
        public uint struct_size;
        public int reserved;
        public double difference;
        public double standard_error;
        public double statistic;
        public double degrees;
        public double p_value;
        public double low;
        public double high;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_class_measures
    {
        public uint struct_size;
        public int reserved;
        public double true_positive;
        public double false_positive;
        public double true_negative;
        public double false_negative;
        public double accuracy;
        public double balanced_accuracy;
        public double precision;
        public double recall;
        public double specificity;
        public double f1;
        public double mcc;
        public double log_loss;
        public double brier;
        public double auc;
        public double average_precision;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_number_measures
    {
        public uint struct_size;
        public int reserved;
        public double r2;
        public double rmse;
        public double mae;
        public double median_error;
        public double largest_error;
        public double bias;
        public double mape;
        public long mape_left_out;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_multi_class_measures
    {
        public uint struct_size;
        public int classes;
        public double accuracy;
        public double log_loss;
        public double macro_precision;
        public double macro_recall;
        public double macro_f1;
        public double weighted_precision;
        public double weighted_recall;
        public double weighted_f1;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_anova
    {
        public uint struct_size;
        public int reserved;
        public long rows;
        public long groups;
        public double between_degrees;
        public double within_degrees;
        public double between_squares;
        public double within_squares;
        public double between_mean;
        public double within_mean;
        public double f_statistic;
        public double p_value;
        public double r2;
        public double residual_sd;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_online_options
    {
        public uint struct_size;
        public int kind;
        public int no_intercept;
        public int reserved;
        public double rate;
        public double l2;
        public double half_life;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_cost_threshold
    {
        public uint struct_size;
        public int reserved;
        public double threshold;
        public double cost;
        public double mean_cost;
        public double false_alarms;
        public double misses;
        public double ideal;
        public double ideal_cost;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_solve_point
    {
        public uint struct_size;
        public int count;
        public double* values;
        public double objective;
        public double bound;
        public double incumbent;
        public long nodes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_plan_verdict
    {
        public uint struct_size;
        public int number;
        public int taken;
        public int reserved;
        public double objective;
        public byte* reason;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_solve_callbacks
    {
        public uint struct_size;
        public int reserved;
        public void* incumbent;
        public void* lazy_rows;
        public void* user_cuts;
        public void* user;
        public void* user_plans;
        public void* plan_verdict;
        public void* user_branching;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_solve_options
    {
        public uint struct_size;
        public int start_count;
        public double time_limit_seconds;
        public long node_limit;
        public long work_limit;
        public double relative_gap;
        public double absolute_gap;
        public ulong seed;
        public int no_presolve;
        public int no_cuts;
        public int no_heuristics;
        public int reserved;
        public double* start;
        public int* start_column_basis;
        public int* start_row_basis;
        public int start_column_basis_count;
        public int start_row_basis_count;
        public int linear_method;
        public int reserved2;
        public tenon_solve_callbacks* callbacks;
        public int* branch_priority;
        public double* hint;
        public double* hint_weight;
        public int branch_priority_count;
        public int hint_count;
        public int hint_weight_count;
        public int pool_size;
        public byte** without;
        public int without_count;
        public int reserved3;
        public int certify;
        public int reserved4;
        public tenon_solve_memory* memory;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_objective
    {
        public uint struct_size;
        public int sense;
        public byte* name;
        public double* cost;
        public int count;
        public int priority;
        public double offset;
        public double weight;
        public double absolute_tolerance;
        public double relative_tolerance;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_solve_counters
    {
        public uint struct_size;
        public int reserved;
        public long nodes;
        public long simplex_iterations;
        public long refactorisations;
        public long cuts;
        public long work;
        public double presolve_seconds;
        public double root_seconds;
        public double seconds;
        public long presolved_rows;
        public long presolved_columns;
        public long presolved_nonzeros;
        public long phase_one_iterations;
        public long dual_iterations;
        public long primal_iterations;
        public long bound_flips;
        public long basis_nonzeros;
        public long factor_nonzeros;
        public double phase_one_seconds;
        public double dual_seconds;
        public double primal_seconds;
        public double factor_seconds;
        public long lazy_rows;
        public long user_cuts;
        public long proof_nodes;
        public double proof_seconds;
        public long user_plans;
        public long user_branchings;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_part_effort
    {
        public uint struct_size;
        public int reserved;
        public byte* name;
        public long calls;
        public long found;
        public long kept;
        public long work;
        public double seconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_verdict
    {
        public uint struct_size;
        public int feasible;
        public double objective;
        public double max_violation;
        public double max_integrality;
        public fixed byte worst[128];
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_linear_residuals
    {
        public uint struct_size;
        public int reserved;
        public double primal;
        public double primal_scaled;
        public double dual;
        public double dual_scaled;
        public double complementarity;
        public double objective;
        public double dual_objective;
        public double gap;
        public fixed byte worst_primal[128];
        public fixed byte worst_dual[128];
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_infeasibility_verdict
    {
        public uint struct_size;
        public int proves;
        public double value;
        public double doubt;
        public double unexplained;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_ray_verdict
    {
        public uint struct_size;
        public int proves;
        public double slope;
        public double breach;
        public fixed byte worst[128];
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_warm_limits
    {
        public uint struct_size;
        public int has_cutoff;
        public double time_limit_seconds;
        public long iteration_limit;
        public double cutoff;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_range
    {
        public uint struct_size;
        public int reserved;
        public double value;
        public double lower;
        public double upper;
        public double objective_at_lower;
        public double objective_at_upper;
        public int lower_entering;
        public int lower_leaving;
        public int upper_entering;
        public int upper_leaving;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_conflict_options
    {
        public uint struct_size;
        public int reserved;
        public double time_limit_seconds;
        public long trial_work_limit;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_conflict_member
    {
        public uint struct_size;
        public int part;
        public int index;
        public int needed;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_relax_options
    {
        public uint struct_size;
        public int measure;
        public int row_weight_count;
        public int column_weight_count;
        public double* row_weights;
        public double* column_weights;
        public int bounds;
        public int reserved;
        public double largest_amount;
        public tenon_solve_options* solve;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_loosening
    {
        public uint struct_size;
        public int part;
        public int index;
        public int reserved;
        public double from;
        public double to;
        public double amount;
        public double cost;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_order_plan_options
    {
        public uint struct_size;
        public int days;
        public double setup_hours;
        public double setup_cost;
        public tenon_solve_options* solve;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct tenon_report_options
    {
        public uint struct_size;
        public int language;
        public byte* title;
        public byte* subtitle;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct ArrowSchema
    {
        public byte* format;
        public byte* name;
        public byte* metadata;
        public long flags;
        public long n_children;
        public ArrowSchema** children;
        public ArrowSchema* dictionary;
        public void* release;
        public void* private_data;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct ArrowArray
    {
        public long length;
        public long null_count;
        public long offset;
        public long n_buffers;
        public long n_children;
        public void** buffers;
        public ArrowArray** children;
        public ArrowArray* dictionary;
        public void* release;
        public void* private_data;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct ArrowArrayStream
    {
        public void* get_schema;
        public void* get_next;
        public void* get_last_error;
        public void* release;
        public void* private_data;
    }

    public static unsafe class Tenon
    {
        private const string Library = "tenon";

        public const int TENON_VERSION_MAJOR = 0;
        public const int TENON_VERSION_MINOR = 1;
        public const int TENON_VERSION_PATCH = 0;
        public const int TENON_ABI_VERSION = 1;
        public const double TENON_INFINITY = double.PositiveInfinity;
        public const int TENON_OK = 0;
        public const int TENON_E_ARGUMENT = -1;
        public const int TENON_E_DATA = -2;
        public const int TENON_E_PARSE = -3;
        public const int TENON_E_NOT_FOUND = -4;
        public const int TENON_E_TYPE = -5;
        public const int TENON_E_IO = -6;
        public const int TENON_E_NO_MEMORY = -7;
        public const int TENON_E_BUDGET = -8;
        public const int TENON_E_CANCELLED = -9;
        public const int TENON_E_VERSION = -10;
        public const int TENON_E_CORRUPT = -11;
        public const int TENON_E_UNSUPPORTED = -12;
        public const int TENON_E_INTERNAL = -13;
        public const int TENON_LOG_OTHER = 0;
        public const int TENON_LOG_READ_REMARK = 1;
        public const int TENON_LOG_SEARCH = 2;
        public const int TENON_FLOAT64 = 1;
        public const int TENON_INT64 = 2;
        public const int TENON_BOOL = 3;
        public const int TENON_TEXT = 4;
        public const int TENON_TIMESTAMP = 5;
        public const int TENON_RAGGED_ERROR = 0;
        public const int TENON_RAGGED_PAD = 1;
        public const int TENON_ENCODING_DETECT = 0;
        public const int TENON_ENCODING_UTF8 = 1;
        public const int TENON_ENCODING_LATIN1 = 2;
        public const int TENON_ENCODING_UTF16LE = 3;
        public const int TENON_ENCODING_UTF16BE = 4;
        public const int TENON_ENCODING_GB18030 = 5;
        public const int TENON_ENCODING_GUESS = 6;
        public const int TENON_DATE_ORDER_DETECT = 0;
        public const int TENON_DATE_ORDER_DAY_FIRST = 1;
        public const int TENON_DATE_ORDER_MONTH_FIRST = 2;
        public const int TENON_NOT_FINITE_REFUSE = 0;
        public const int TENON_NOT_FINITE_NULL = 1;
        public const int TENON_NOT_FINITE_TEXT = 2;
        public const int TENON_ASOF_PREVIOUS = 0;
        public const int TENON_ASOF_NEXT = 1;
        public const int TENON_ASOF_NEAREST = 2;
        public const int TENON_AGGREGATE_COUNT = 0;
        public const int TENON_AGGREGATE_SUM = 1;
        public const int TENON_AGGREGATE_MEAN = 2;
        public const int TENON_AGGREGATE_MIN = 3;
        public const int TENON_AGGREGATE_MAX = 4;
        public const int TENON_AGGREGATE_SD = 5;
        public const int TENON_AGGREGATE_MEDIAN = 6;
        public const int TENON_AGGREGATE_FIRST = 7;
        public const int TENON_AGGREGATE_LAST = 8;
        public const int TENON_AGGREGATE_DISTINCT = 9;
        public const int ARROW_FLAG_DICTIONARY_ORDERED = 1;
        public const int ARROW_FLAG_NULLABLE = 2;
        public const int ARROW_FLAG_MAP_KEYS_SORTED = 4;
        public const int TENON_KEEP_FIRST = 0;
        public const int TENON_KEEP_LAST = 1;
        public const int TENON_KEEP_MOST_COMPLETE = 2;
        public const int TENON_FILL_MEDIAN = 0;
        public const int TENON_FILL_MEAN = 1;
        public const int TENON_FILL_MODE = 2;
        public const int TENON_FILL_CONSTANT = 3;
        public const int TENON_FILL_PREVIOUS = 4;
        public const int TENON_FILL_NEXT = 5;
        public const int TENON_FILL_LINEAR_TIME = 6;
        public const int TENON_OUTLIER_MAD = 0;
        public const int TENON_OUTLIER_IQR = 1;
        public const int TENON_OUTLIER_HAMPEL = 2;
        public const int TENON_OUTLIER_Z = 3;
        public const int TENON_OUTLIER_ROLLING = 4;
        public const int TENON_OUTLIER_FLAG = 0;
        public const int TENON_OUTLIER_CLIP = 1;
        public const int TENON_OUTLIER_MISSING = 2;
        public const int TENON_OUTLIER_DROP = 3;
        public const int TENON_SCALING_NONE = 0;
        public const int TENON_SCALING_STANDARD = 1;
        public const int TENON_SCALING_MIN_MAX = 2;
        public const int TENON_SCALING_ROBUST = 3;
        public const int TENON_ENCODER_ONE_HOT = 0;
        public const int TENON_ENCODER_ORDINAL = 1;
        public const int TENON_UNKNOWN_ERROR = 0;
        public const int TENON_UNKNOWN_MISSING = 1;
        public const int TENON_UNKNOWN_ZERO = 2;
        public const int TENON_POWER_YEO_JOHNSON = 0;
        public const int TENON_POWER_BOX_COX = 1;
        public const int TENON_BINS_EQUAL_WIDTH = 0;
        public const int TENON_BINS_EQUAL_COUNT = 1;
        public const int TENON_BINS_EDGES = 2;
        public const int TENON_OUTSIDE_NEAREST = 0;
        public const int TENON_OUTSIDE_MISSING = 1;
        public const int TENON_OUTSIDE_ERROR = 2;
        public const int TENON_CALENDAR_YEAR = 1;
        public const int TENON_CALENDAR_QUARTER = 2;
        public const int TENON_CALENDAR_MONTH = 4;
        public const int TENON_CALENDAR_ISO_WEEK = 8;
        public const int TENON_CALENDAR_DAY = 16;
        public const int TENON_CALENDAR_DAY_OF_YEAR = 32;
        public const int TENON_CALENDAR_WEEKDAY = 64;
        public const int TENON_CALENDAR_WEEKEND = 128;
        public const int TENON_CALENDAR_HOUR = 256;
        public const int TENON_CALENDAR_MINUTE = 512;
        public const int TENON_CALENDAR_SECOND = 1024;
        public const int TENON_CALENDAR_SHIFT = 2048;
        public const int TENON_CALENDAR_DAY_CIRCLE = 4096;
        public const int TENON_CALENDAR_WEEK_CIRCLE = 8192;
        public const int TENON_CALENDAR_YEAR_CIRCLE = 16384;
        public const int TENON_WINDOW_MEAN = 1;
        public const int TENON_WINDOW_SD = 2;
        public const int TENON_WINDOW_MIN = 4;
        public const int TENON_WINDOW_MAX = 8;
        public const int TENON_WINDOW_SUM = 16;
        public const int TENON_WINDOW_COUNT = 32;
        public const int TENON_SELECT_VARIANCE = 0;
        public const int TENON_SELECT_CORRELATION = 1;
        public const int TENON_SELECT_F_SCORE = 2;
        public const int TENON_SELECT_MUTUAL_INFORMATION = 3;
        public const int TENON_SELECT_L1 = 4;
        public const int TENON_SELECT_RECURSIVE = 5;
        public const int TENON_ERRORS_CLASSICAL = 0;
        public const int TENON_ERRORS_HC0 = 1;
        public const int TENON_ERRORS_HC1 = 2;
        public const int TENON_ERRORS_HC2 = 3;
        public const int TENON_ERRORS_HC3 = 4;
        public const int TENON_ERRORS_CLUSTER = 5;
        public const int TENON_ESTIMATOR_LEAST_SQUARES = 0;
        public const int TENON_ESTIMATOR_NONNEGATIVE = 1;
        public const int TENON_ESTIMATOR_HUBER = 2;
        public const int TENON_ESTIMATOR_QUANTILE = 3;
        public const int TENON_CLASS_WEIGHTS_NONE = 0;
        public const int TENON_CLASS_WEIGHTS_BALANCED = 1;
        public const int TENON_CLASS_WEIGHTS_GIVEN = 2;
        public const int TENON_HUBER_JOINT = 0;
        public const int TENON_HUBER_MAD = 1;
        public const int TENON_HUBER_FIXED = 2;
        public const int TENON_MODEL_LOGISTIC = 0;
        public const int TENON_MODEL_LINEAR = 1;
        public const int TENON_MODEL_POISSON = 2;
        public const int TENON_MODEL_NEGATIVE_BINOMIAL = 3;
        public const int TENON_MODEL_GAMMA = 4;
        public const int TENON_MODEL_TWEEDIE = 5;
        public const int TENON_MODEL_MULTINOMIAL = 6;
        public const int TENON_MODEL_ORDINAL = 7;
        public const int TENON_MODEL_PROBABILITY = 8;
        public const int TENON_LINK_DEFAULT = 0;
        public const int TENON_LINK_IDENTITY = 1;
        public const int TENON_LINK_LOGIT = 2;
        public const int TENON_LINK_LOG = 3;
        public const int TENON_LINK_INVERSE = 4;
        public const int TENON_FIT_RANK_DEFICIENT = 1;
        public const int TENON_FIT_SEPARATION = 2;
        public const int TENON_FIT_QUASI_SEPARATION = 4;
        public const int TENON_FIT_NOT_CONVERGED = 8;
        public const int TENON_FIT_ILL_CONDITIONED = 16;
        public const int TENON_FIT_FEW_ROWS = 32;
        public const int TENON_FIT_DISPERSED = 64;
        public const int TENON_PATH_NONE = 0;
        public const int TENON_PATH_CROSS_PRODUCT = 1;
        public const int TENON_PATH_BLOCKED_QR = 2;
        public const int TENON_PATH_DENSE_QR = 3;
        public const int TENON_PATH_EXACT = 4;
        public const int TENON_ONNX_DOUBLES = 0;
        public const int TENON_ONNX_ML = 1;
        public const int TENON_FOLD_PLAIN = 0;
        public const int TENON_FOLD_STRATIFIED = 1;
        public const int TENON_FOLD_GROUPED = 2;
        public const int TENON_FOLD_TIME = 3;
        public const int TENON_SCORE_AUTOMATIC = 0;
        public const int TENON_SCORE_LOG_LOSS = 1;
        public const int TENON_SCORE_BRIER = 2;
        public const int TENON_SCORE_RMSE = 3;
        public const int TENON_SCORE_MAE = 4;
        public const int TENON_SCORE_AUC = 5;
        public const int TENON_SCORE_ACCURACY = 6;
        public const int TENON_SCORE_F1 = 7;
        public const int TENON_SCORE_RECALL = 8;
        public const int TENON_SCORE_PRECISION = 9;
        public const int TENON_SCORE_R2 = 10;
        public const int TENON_TUNED_L2 = 0;
        public const int TENON_TUNED_PENALTY = 1;
        public const int TENON_TUNED_L1_RATIO = 2;
        public const int TENON_TUNED_SCALING = 3;
        public const int TENON_TUNED_IMPUTE = 4;
        public const int TENON_TUNED_OUTLIER_FACTOR = 5;
        public const int TENON_TUNE_GRID = 0;
        public const int TENON_TUNE_RANDOM = 1;
        public const int TENON_TUNE_HALVING = 2;
        public const int TENON_CALIBRATION_PLATT = 0;
        public const int TENON_CALIBRATION_ISOTONIC = 1;
        public const int TENON_MINIMIZE = 1;
        public const int TENON_MAXIMIZE = -1;
        public const int TENON_CONTINUOUS = 0;
        public const int TENON_INTEGER = 1;
        public const int TENON_BINARY = 2;
        public const int TENON_FORMAT_BY_NAME = 0;
        public const int TENON_FORMAT_MPS = 1;
        public const int TENON_FORMAT_LP = 2;
        public const int TENON_FORMAT_JSON = 3;
        public const int TENON_BASIS_BASIC = 0;
        public const int TENON_BASIS_AT_LOWER = 1;
        public const int TENON_BASIS_AT_UPPER = 2;
        public const int TENON_BASIS_FREE = 3;
        public const int TENON_OPTIMAL = 1;
        public const int TENON_INFEASIBLE = 2;
        public const int TENON_UNBOUNDED = 3;
        public const int TENON_INFEASIBLE_OR_UNBOUNDED = 4;
        public const int TENON_TIME_LIMIT = 5;
        public const int TENON_NODE_LIMIT = 6;
        public const int TENON_WORK_LIMIT = 7;
        public const int TENON_CANCELLED = 8;
        public const int TENON_MEMORY_LIMIT = 9;
        public const int TENON_NUMERICAL = 10;
        public const int TENON_CUTOFF = 11;
        public const int TENON_METHOD_AUTOMATIC = 0;
        public const int TENON_METHOD_DUAL = 1;
        public const int TENON_METHOD_PRIMAL = 2;
        public const int TENON_BRANCH_AUTOMATIC = 0;
        public const int TENON_BRANCH_DOWN = 1;
        public const int TENON_BRANCH_UP = 2;
        public const int TENON_PART_COST = 0;
        public const int TENON_PART_ROW_LOWER = 1;
        public const int TENON_PART_ROW_UPPER = 2;
        public const int TENON_PART_COLUMN_LOWER = 3;
        public const int TENON_PART_COLUMN_UPPER = 4;
        public const int TENON_PART_INTEGRALITY = 5;
        public const int TENON_RELAX_AMOUNT = 0;
        public const int TENON_RELAX_COUNT = 1;
        public const int TENON_ENGLISH = 0;
        public const int TENON_CHINESE = 1;

        public static tenon_error TENON_ERROR_INIT() => new tenon_error { struct_size = (uint)sizeof(tenon_error), code = TENON_OK, row = -1, column = -1, line = -1, @byte = -1 };
        public static tenon_executor TENON_EXECUTOR_INIT() => new tenon_executor { struct_size = (uint)sizeof(tenon_executor) };
        public static tenon_context_options TENON_CONTEXT_OPTIONS_INIT() => new tenon_context_options { struct_size = (uint)sizeof(tenon_context_options) };
        public static tenon_csv_column TENON_CSV_COLUMN_INIT() => new tenon_csv_column { struct_size = (uint)sizeof(tenon_csv_column) };
        public static tenon_csv_options TENON_CSV_OPTIONS_INIT() => new tenon_csv_options { struct_size = (uint)sizeof(tenon_csv_options) };
        public static tenon_csv_source TENON_CSV_SOURCE_INIT() => new tenon_csv_source { struct_size = (uint)sizeof(tenon_csv_source) };
        public static tenon_csv_batch_options TENON_CSV_BATCH_OPTIONS_INIT() => new tenon_csv_batch_options { struct_size = (uint)sizeof(tenon_csv_batch_options) };
        public static tenon_csv_write_options TENON_CSV_WRITE_OPTIONS_INIT() => new tenon_csv_write_options { struct_size = (uint)sizeof(tenon_csv_write_options) };
        public static tenon_jsonl_options TENON_JSONL_OPTIONS_INIT() => new tenon_jsonl_options { struct_size = (uint)sizeof(tenon_jsonl_options) };
        public static tenon_jsonl_write_options TENON_JSONL_WRITE_OPTIONS_INIT() => new tenon_jsonl_write_options { struct_size = (uint)sizeof(tenon_jsonl_write_options) };
        public static tenon_join_options TENON_JOIN_OPTIONS_INIT() => new tenon_join_options { struct_size = (uint)sizeof(tenon_join_options) };
        public static tenon_asof_options TENON_ASOF_OPTIONS_INIT() => new tenon_asof_options { struct_size = (uint)sizeof(tenon_asof_options), tolerance = 0.0 };
        public static tenon_impute_options TENON_IMPUTE_OPTIONS_INIT() => new tenon_impute_options { struct_size = (uint)sizeof(tenon_impute_options) };
        public static tenon_outlier_options TENON_OUTLIER_OPTIONS_INIT() => new tenon_outlier_options { struct_size = (uint)sizeof(tenon_outlier_options) };
        public static tenon_cleaned_file TENON_CLEANED_FILE_INIT() => new tenon_cleaned_file { struct_size = (uint)sizeof(tenon_cleaned_file) };
        public static tenon_encode_options TENON_ENCODE_OPTIONS_INIT() => new tenon_encode_options { struct_size = (uint)sizeof(tenon_encode_options) };
        public static tenon_power_options TENON_POWER_OPTIONS_INIT() => new tenon_power_options { struct_size = (uint)sizeof(tenon_power_options) };
        public static tenon_quantile_options TENON_QUANTILE_OPTIONS_INIT() => new tenon_quantile_options { struct_size = (uint)sizeof(tenon_quantile_options) };
        public static tenon_frequency_options TENON_FREQUENCY_OPTIONS_INIT() => new tenon_frequency_options { struct_size = (uint)sizeof(tenon_frequency_options) };
        public static tenon_target_options TENON_TARGET_OPTIONS_INIT() => new tenon_target_options { struct_size = (uint)sizeof(tenon_target_options) };
        public static tenon_bin_options TENON_BIN_OPTIONS_INIT() => new tenon_bin_options { struct_size = (uint)sizeof(tenon_bin_options) };
        public static tenon_polynomial_options TENON_POLYNOMIAL_OPTIONS_INIT() => new tenon_polynomial_options { struct_size = (uint)sizeof(tenon_polynomial_options) };
        public static tenon_calendar_options TENON_CALENDAR_OPTIONS_INIT() => new tenon_calendar_options { struct_size = (uint)sizeof(tenon_calendar_options) };
        public static tenon_window_options TENON_WINDOW_OPTIONS_INIT() => new tenon_window_options { struct_size = (uint)sizeof(tenon_window_options) };
        public static tenon_spectrum_options TENON_SPECTRUM_OPTIONS_INIT() => new tenon_spectrum_options { struct_size = (uint)sizeof(tenon_spectrum_options) };
        public static tenon_signal_features TENON_SIGNAL_FEATURES_INIT() => new tenon_signal_features { struct_size = (uint)sizeof(tenon_signal_features) };
        public static tenon_pca_options TENON_PCA_OPTIONS_INIT() => new tenon_pca_options { struct_size = (uint)sizeof(tenon_pca_options) };
        public static tenon_select_options TENON_SELECT_OPTIONS_INIT() => new tenon_select_options { struct_size = (uint)sizeof(tenon_select_options) };
        public static tenon_split_options TENON_SPLIT_OPTIONS_INIT() => new tenon_split_options { struct_size = (uint)sizeof(tenon_split_options) };
        public static tenon_matrix TENON_MATRIX_INIT() => new tenon_matrix { struct_size = (uint)sizeof(tenon_matrix) };
        public static tenon_linear_options TENON_LINEAR_OPTIONS_INIT() => new tenon_linear_options { struct_size = (uint)sizeof(tenon_linear_options) };
        public static tenon_logistic_options TENON_LOGISTIC_OPTIONS_INIT() => new tenon_logistic_options { struct_size = (uint)sizeof(tenon_logistic_options) };
        public static tenon_huber_options TENON_HUBER_OPTIONS_INIT() => new tenon_huber_options { struct_size = (uint)sizeof(tenon_huber_options) };
        public static tenon_quantile_regression_options TENON_QUANTILE_REGRESSION_OPTIONS_INIT() => new tenon_quantile_regression_options { struct_size = (uint)sizeof(tenon_quantile_regression_options) };
        public static tenon_glm_options TENON_GLM_OPTIONS_INIT() => new tenon_glm_options { struct_size = (uint)sizeof(tenon_glm_options) };
        public static tenon_row_extras TENON_ROW_EXTRAS_INIT() => new tenon_row_extras { struct_size = (uint)sizeof(tenon_row_extras) };
        public static tenon_class_options TENON_CLASS_OPTIONS_INIT() => new tenon_class_options { struct_size = (uint)sizeof(tenon_class_options) };
        public static tenon_pipeline_options TENON_PIPELINE_OPTIONS_INIT() => new tenon_pipeline_options { struct_size = (uint)sizeof(tenon_pipeline_options) };
        public static tenon_logistic_inference_options TENON_LOGISTIC_INFERENCE_OPTIONS_INIT() => new tenon_logistic_inference_options { struct_size = (uint)sizeof(tenon_logistic_inference_options) };
        public static tenon_logistic_measures TENON_LOGISTIC_MEASURES_INIT() => new tenon_logistic_measures { struct_size = (uint)sizeof(tenon_logistic_measures) };
        public static tenon_fit_summary TENON_FIT_SUMMARY_INIT() => new tenon_fit_summary { struct_size = (uint)sizeof(tenon_fit_summary) };
        public static tenon_coefficient TENON_COEFFICIENT_INIT() => new tenon_coefficient { struct_size = (uint)sizeof(tenon_coefficient), unit = 1 };
        public static tenon_metrics TENON_METRICS_INIT() => new tenon_metrics { struct_size = (uint)sizeof(tenon_metrics) };
        public static tenon_bootstrap_options TENON_BOOTSTRAP_OPTIONS_INIT() => new tenon_bootstrap_options { struct_size = (uint)sizeof(tenon_bootstrap_options) };
        public static tenon_document_info TENON_DOCUMENT_INFO_INIT() => new tenon_document_info { struct_size = (uint)sizeof(tenon_document_info) };
        public static tenon_table_source TENON_TABLE_SOURCE_INIT() => new tenon_table_source { struct_size = (uint)sizeof(tenon_table_source) };
        public static tenon_elastic_net_options TENON_ELASTIC_NET_OPTIONS_INIT() => new tenon_elastic_net_options { struct_size = (uint)sizeof(tenon_elastic_net_options) };
        public static tenon_ridge_path_options TENON_RIDGE_PATH_OPTIONS_INIT() => new tenon_ridge_path_options { struct_size = (uint)sizeof(tenon_ridge_path_options) };
        public static tenon_fold_options TENON_FOLD_OPTIONS_INIT() => new tenon_fold_options { struct_size = (uint)sizeof(tenon_fold_options) };
        public static tenon_tune_range TENON_TUNE_RANGE_INIT() => new tenon_tune_range { struct_size = (uint)sizeof(tenon_tune_range) };
        public static tenon_tune_options TENON_TUNE_OPTIONS_INIT() => new tenon_tune_options { struct_size = (uint)sizeof(tenon_tune_options) };
        public static tenon_paired_test TENON_PAIRED_TEST_INIT() => new tenon_paired_test { struct_size = (uint)sizeof(tenon_paired_test) };
        public static tenon_class_measures TENON_CLASS_MEASURES_INIT() => new tenon_class_measures { struct_size = (uint)sizeof(tenon_class_measures) };
        public static tenon_number_measures TENON_NUMBER_MEASURES_INIT() => new tenon_number_measures { struct_size = (uint)sizeof(tenon_number_measures) };
        public static tenon_multi_class_measures TENON_MULTI_CLASS_MEASURES_INIT() => new tenon_multi_class_measures { struct_size = (uint)sizeof(tenon_multi_class_measures) };
        public static tenon_anova TENON_ANOVA_INIT() => new tenon_anova { struct_size = (uint)sizeof(tenon_anova) };
        public static tenon_online_options TENON_ONLINE_OPTIONS_INIT() => new tenon_online_options { struct_size = (uint)sizeof(tenon_online_options) };
        public static tenon_cost_threshold TENON_COST_THRESHOLD_INIT() => new tenon_cost_threshold { struct_size = (uint)sizeof(tenon_cost_threshold) };
        public static tenon_solve_callbacks TENON_SOLVE_CALLBACKS_INIT() => new tenon_solve_callbacks { struct_size = (uint)sizeof(tenon_solve_callbacks) };
        public static tenon_solve_options TENON_SOLVE_OPTIONS_INIT() => new tenon_solve_options { struct_size = (uint)sizeof(tenon_solve_options) };
        public static tenon_objective TENON_OBJECTIVE_INIT() => new tenon_objective { struct_size = (uint)sizeof(tenon_objective) };
        public static tenon_solve_counters TENON_SOLVE_COUNTERS_INIT() => new tenon_solve_counters { struct_size = (uint)sizeof(tenon_solve_counters) };
        public static tenon_part_effort TENON_PART_EFFORT_INIT() => new tenon_part_effort { struct_size = (uint)sizeof(tenon_part_effort) };
        public static tenon_verdict TENON_VERDICT_INIT() => new tenon_verdict { struct_size = (uint)sizeof(tenon_verdict) };
        public static tenon_linear_residuals TENON_LINEAR_RESIDUALS_INIT() => new tenon_linear_residuals { struct_size = (uint)sizeof(tenon_linear_residuals) };
        public static tenon_infeasibility_verdict TENON_INFEASIBILITY_VERDICT_INIT() => new tenon_infeasibility_verdict { struct_size = (uint)sizeof(tenon_infeasibility_verdict) };
        public static tenon_ray_verdict TENON_RAY_VERDICT_INIT() => new tenon_ray_verdict { struct_size = (uint)sizeof(tenon_ray_verdict) };
        public static tenon_warm_limits TENON_WARM_LIMITS_INIT() => new tenon_warm_limits { struct_size = (uint)sizeof(tenon_warm_limits) };
        public static tenon_range TENON_RANGE_INIT() => new tenon_range { struct_size = (uint)sizeof(tenon_range), lower_entering = -1, lower_leaving = -1, upper_entering = -1, upper_leaving = -1 };
        public static tenon_conflict_options TENON_CONFLICT_OPTIONS_INIT() => new tenon_conflict_options { struct_size = (uint)sizeof(tenon_conflict_options) };
        public static tenon_conflict_member TENON_CONFLICT_MEMBER_INIT() => new tenon_conflict_member { struct_size = (uint)sizeof(tenon_conflict_member), index = -1 };
        public static tenon_relax_options TENON_RELAX_OPTIONS_INIT() => new tenon_relax_options { struct_size = (uint)sizeof(tenon_relax_options) };
        public static tenon_loosening TENON_LOOSENING_INIT() => new tenon_loosening { struct_size = (uint)sizeof(tenon_loosening), index = -1 };
        public static tenon_order_plan_options TENON_ORDER_PLAN_OPTIONS_INIT() => new tenon_order_plan_options { struct_size = (uint)sizeof(tenon_order_plan_options) };
        public static tenon_report_options TENON_REPORT_OPTIONS_INIT() => new tenon_report_options { struct_size = (uint)sizeof(tenon_report_options) };

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_status_text(int status);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_abi_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_build_info();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_check_version(int header_abi_version, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_context_create(tenon_context_options* options, tenon_context** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_context_free(tenon_context* context);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_context_peak_bytes(tenon_context* context);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_cancel_create(tenon_cancel** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_cancel_set(tenon_cancel* cancel);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_cancel_clear(tenon_cancel* cancel);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_cancel_free(tenon_cancel* cancel);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_read_csv(tenon_context* context, byte* path, tenon_csv_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_read_csv_buffer(tenon_context* context, byte* bytes, long length, tenon_csv_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_read_csv_blocks(tenon_context* context, tenon_csv_source* source, tenon_csv_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_csv_reader_create_file(tenon_context* context, byte* path, tenon_csv_options* options, tenon_csv_batch_options* batch, tenon_csv_reader** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_csv_reader_create_buffer(tenon_context* context, byte* bytes, long length, tenon_csv_options* options, tenon_csv_batch_options* batch, tenon_csv_reader** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_csv_reader_create_blocks(tenon_context* context, tenon_csv_source* source, tenon_csv_options* options, tenon_csv_batch_options* batch, tenon_csv_reader** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_csv_reader_next(tenon_context* context, tenon_csv_reader* reader, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_csv_reader_findings(tenon_csv_reader* reader, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_csv_reader_free(tenon_csv_reader* reader);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_write_csv(tenon_context* context, tenon_table* table, byte* path, tenon_csv_write_options* options, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_write_csv_blocks(tenon_context* context, tenon_table* table, tenon_csv_write_options* options, void* sink, void* user, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_to_csv(tenon_table* table, tenon_csv_write_options* options, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_read_jsonl(tenon_context* context, byte* path, tenon_jsonl_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_read_jsonl_buffer(tenon_context* context, byte* bytes, long length, tenon_jsonl_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_read_jsonl_blocks(tenon_context* context, tenon_csv_source* source, tenon_jsonl_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_jsonl_reader_create_file(tenon_context* context, byte* path, tenon_jsonl_options* options, tenon_csv_batch_options* batch, tenon_jsonl_reader** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_jsonl_reader_create_buffer(tenon_context* context, byte* bytes, long length, tenon_jsonl_options* options, tenon_csv_batch_options* batch, tenon_jsonl_reader** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_jsonl_reader_create_blocks(tenon_context* context, tenon_csv_source* source, tenon_jsonl_options* options, tenon_csv_batch_options* batch, tenon_jsonl_reader** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_jsonl_reader_next(tenon_context* context, tenon_jsonl_reader* reader, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_jsonl_reader_findings(tenon_jsonl_reader* reader, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_jsonl_reader_free(tenon_jsonl_reader* reader);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_is_jsonl_file(byte* path);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_write_jsonl(tenon_context* context, tenon_table* table, byte* path, tenon_jsonl_write_options* options, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_write_jsonl_blocks(tenon_context* context, tenon_table* table, tenon_jsonl_write_options* options, void* sink, void* user, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_table_free(tenon_table* table);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_table_rows(tenon_table* table);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_columns(tenon_table* table);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_table_column_name(tenon_table* table, int column);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_column_type(tenon_table* table, int column);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_table_column_missing(tenon_table* table, int column);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_find(tenon_table* table, byte* name);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_type_text(int type);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_copy_float64(tenon_table* table, int column, long first, double* values, byte* valid, long capacity, long* copied, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_copy_int64(tenon_table* table, int column, long first, long* values, byte* valid, long capacity, long* copied, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_text(tenon_table* table, int column, long row, byte** text, long* length, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_cell_text(tenon_table* table, int column, long row, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_builder_create(tenon_table_builder** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_builder_add_float64(tenon_table_builder* builder, byte* name, double* values, byte* valid, long rows, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_builder_add_int64(tenon_table_builder* builder, byte* name, long* values, byte* valid, long rows, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_builder_add_bool(tenon_table_builder* builder, byte* name, byte* values, byte* valid, long rows, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_builder_add_text(tenon_table_builder* builder, byte* name, byte** values, long rows, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_builder_add_timestamp(tenon_table_builder* builder, byte* name, long* micros, byte* valid, long rows, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_builder_finish(tenon_table_builder* builder, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_table_builder_free(tenon_table_builder* builder);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_select(tenon_table* table, byte** columns, int column_count, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_slice(tenon_table* table, long first, long count, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_take(tenon_table* table, long* rows, long row_count, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_join_columns(tenon_table* left, tenon_table* right, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_sort(tenon_context* context, tenon_table* table, byte** columns, int* descending, int column_count, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_filter(tenon_context* context, tenon_table* table, byte* expression, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_compute(tenon_context* context, tenon_table* table, byte* name, byte* expression, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_concatenate(tenon_context* context, tenon_table** tables, int table_count, int fill, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_rename(tenon_table* table, byte** old_names, byte** new_names, int count, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_cast(tenon_context* context, tenon_table* table, byte* column, int type, int strict, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_join(tenon_context* context, tenon_table* left, tenon_table* right, tenon_join_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_join_asof(tenon_context* context, tenon_table* left, tenon_table* right, tenon_asof_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_aggregate(tenon_context* context, tenon_table* table, byte** keys, int key_count, int* aggregates, byte** columns, byte** names, int aggregate_count, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_changes(tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_findings(tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_profile(tenon_context* context, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_profile_create(tenon_profile** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_profile_add(tenon_profile* profile, tenon_context* context, tenon_table* slice, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_profile_merge(tenon_profile* profile, tenon_profile* later, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_profile_json(tenon_profile* profile, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_profile_text(tenon_profile* profile, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_profile_free(tenon_profile* profile);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_import_arrow(tenon_context* context, ArrowArray* array, ArrowSchema* schema, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_import_arrow_stream(tenon_context* context, ArrowArrayStream* stream, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_import_arrow_stream_supported(tenon_context* context, ArrowArrayStream* stream, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_export_arrow(tenon_table* table, ArrowArray* array, ArrowSchema* schema, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_export_arrow_stream(tenon_table* table, long batch_rows, ArrowArrayStream* stream, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_drop_duplicates(tenon_context* context, tenon_table* table, byte** keys, int key_count, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_drop_duplicates_keep(tenon_context* context, tenon_table* table, byte** keys, int key_count, int keep, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_drop_missing(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_imputer_fit(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_impute_options* options, tenon_imputer** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_imputer_apply(tenon_context* context, tenon_imputer* imputer, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_imputer_free(tenon_imputer* imputer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_outlier_filter_fit(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_outlier_options* options, tenon_outlier_filter** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_outlier_filter_fit_by(tenon_context* context, tenon_table* table, byte** columns, int column_count, byte** group, int group_count, tenon_outlier_options* options, tenon_outlier_filter** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_outlier_filter_apply(tenon_context* context, tenon_outlier_filter* filter, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_outlier_filter_free(tenon_outlier_filter* filter);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_parse(byte* text, long length, tenon_clean_plan** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_fit(tenon_context* context, tenon_clean_plan* plan, tenon_table* table, tenon_table** cleaned, tenon_clean_plan** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_apply(tenon_context* context, tenon_clean_plan* plan, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_clean_plan_step_across_rows(tenon_clean_plan* plan);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_apply_file(tenon_context* context, tenon_clean_plan* plan, byte* input, tenon_csv_options* options, tenon_csv_batch_options* batch, byte* output, tenon_csv_write_options* writing, tenon_cleaned_file* done, tenon_table** changes, tenon_table** findings, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_apply_jsonl_file(tenon_context* context, tenon_clean_plan* plan, byte* input, tenon_jsonl_options* options, tenon_csv_batch_options* batch, byte* output, tenon_jsonl_write_options* writing, tenon_cleaned_file* done, tenon_table** changes, tenon_table** findings, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_read_csv(tenon_context* context, tenon_clean_plan* plan, byte* path, tenon_csv_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_read_jsonl(tenon_context* context, tenon_clean_plan* plan, byte* path, tenon_jsonl_options* options, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_why(tenon_context* context, tenon_clean_plan* plan, tenon_table* table, long row, byte* column, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_to_json(tenon_clean_plan* plan, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_save(tenon_clean_plan* plan, byte* path, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_load(tenon_context* context, byte* path, tenon_clean_plan** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_is_fitted(tenon_clean_plan* plan);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_clean_plan_free(tenon_clean_plan* plan);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_clean_plan_help(byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_scaler_fit(tenon_context* context, tenon_table* table, byte** columns, int column_count, int scaling, tenon_scaler** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_scaler_apply(tenon_context* context, tenon_scaler* scaler, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_scaler_free(tenon_scaler* scaler);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_encoder_fit(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_encode_options* options, tenon_encoder** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_encoder_apply(tenon_context* context, tenon_encoder* encoder, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_encoder_free(tenon_encoder* encoder);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_scale(tenon_context* context, tenon_table* table, byte** columns, int column_count, int scaling, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_encode(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_encode_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_power(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_power_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_quantile(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_quantile_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_frequency(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_frequency_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_target(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_target_options* options, tenon_table** training, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_bins(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_bin_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_polynomial(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_polynomial_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_calendar(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_calendar_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_windows(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_window_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_spectrum(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_spectrum_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_signal_measure(double* samples, long count, tenon_spectrum_options* options, tenon_signal_features* @out, double* band_powers, double* envelope_band_powers, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_pca(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_pca_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_fit_select(tenon_context* context, tenon_table* table, byte** columns, int column_count, tenon_select_options* options, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_apply(tenon_context* context, tenon_feature* feature, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_feature_kind(tenon_feature* feature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_inputs(tenon_feature* feature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_feature_input(tenon_feature* feature, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_outputs(tenon_feature* feature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_feature_output(tenon_feature* feature, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_to_json(tenon_feature* feature, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_feature_from_json(byte* text, long length, tenon_feature** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_feature_free(tenon_feature* feature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_split(tenon_context* context, tenon_table* table, tenon_split_options* options, tenon_table** train, tenon_table** test, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_fit(tenon_context* context, tenon_table* table, byte** features, int feature_count, byte* target, tenon_linear_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_fit(tenon_context* context, tenon_table* table, byte** features, int feature_count, byte* target, tenon_logistic_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, byte** names, tenon_linear_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, byte** names, tenon_logistic_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_fit_rows(tenon_context* context, tenon_matrix* features, double* target, double* weights, long* clusters, byte** names, tenon_linear_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_fit_targets(tenon_context* context, tenon_matrix* features, tenon_matrix* targets, double* weights, long* clusters, byte** names, tenon_linear_options* options, tenon_model** @out, long capacity, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_nonnegative_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, byte** names, int no_intercept, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_huber_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, byte** names, tenon_huber_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_huber_fit_rows(tenon_context* context, tenon_matrix* features, double* target, double* weights, byte** names, tenon_huber_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_quantile_regression_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, byte** names, tenon_quantile_regression_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_quantile_regression_fit_rows(tenon_context* context, tenon_matrix* features, double* target, double* weights, byte** names, tenon_quantile_regression_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_pipeline_fit(tenon_context* context, tenon_table* table, tenon_pipeline_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_model_free(tenon_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_fit_rows(tenon_context* context, tenon_matrix* features, double* target, tenon_row_extras* extras, byte** names, tenon_logistic_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_glm_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, tenon_row_extras* extras, byte** names, int family, tenon_glm_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_infer(tenon_context* context, tenon_matrix* features, double* target, tenon_row_extras* extras, byte** names, tenon_logistic_options* options, tenon_logistic_inference_options* inference, tenon_model** model, tenon_logistic_measures* measures, tenon_table** effects, tenon_table** groups, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_fit_path_text(int path);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_errors_text(int errors);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_summary(tenon_model* model, tenon_fit_summary* summary, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_coefficients(tenon_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_coefficient(tenon_model* model, int index, tenon_coefficient* coefficient, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_warnings(tenon_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_model_warning(tenon_model* model, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_changes(tenon_model* model, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_inputs(tenon_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_model_input(tenon_model* model, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_input_is_categorical(tenon_model* model, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_model_target(tenon_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_model_positive_label(tenon_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_model_exposure(tenon_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_model_offset(tenon_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_classes(tenon_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_model_class(tenon_model* model, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_class_coefficients(tenon_model* model, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_score(tenon_model* model, double* record, int value_count, double* scores, int score_count, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_category(tenon_model* model, int input, byte* category, long length, double* code, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_predict(tenon_context* context, tenon_model* model, tenon_table* table, double* scores, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_classify(tenon_context* context, tenon_model* model, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_expect(tenon_context* context, tenon_model* model, tenon_table* table, double* scores, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_predict_intervals(tenon_context* context, tenon_model* model, tenon_table* table, double confidence, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_diagnostics(tenon_context* context, tenon_model* model, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_contributions(tenon_context* context, tenon_model* model, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_evaluate(tenon_context* context, tenon_model* model, tenon_table* table, tenon_metrics* metrics, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_evaluate_intervals(tenon_context* context, tenon_model* model, tenon_table* table, tenon_bootstrap_options* options, tenon_metrics* metrics, tenon_metrics* low, tenon_metrics* high, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_roc(tenon_context* context, tenon_model* model, tenon_table* table, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_calibration(tenon_context* context, tenon_model* model, tenon_table* table, int bins, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_save(tenon_model* model, byte* path, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_load(tenon_context* context, byte* path, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_to_json(tenon_model* model, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_from_json(byte* text, long length, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_document_inspect(byte* bytes, long length, tenon_document_info* info, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_document_text(byte* bytes, long length, long entries, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_document_json(byte* bytes, long length, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_to_onnx(tenon_model* model, int operators, void* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_save_onnx(tenon_model* model, int operators, byte* path, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_to_pmml(tenon_model* model, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_save_pmml(tenon_model* model, byte* path, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_from_coefficients(byte* text, long length, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_partial_create(byte** names, int count, tenon_linear_partial** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_partial_add(tenon_linear_partial* partial, tenon_context* context, tenon_matrix* features, double* target, double* weights, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_partial_add_table(tenon_linear_partial* partial, tenon_context* context, tenon_table* table, byte* target, byte* weights, long* left_out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_partial_merge(tenon_linear_partial* partial, tenon_linear_partial* other, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_linear_partial_rows(tenon_linear_partial* partial);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_partial_to_bytes(tenon_linear_partial* partial, void* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_partial_from_bytes(void* bytes, long length, tenon_linear_partial** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_linear_partial_fit(tenon_linear_partial* partial, tenon_context* context, tenon_linear_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_nonnegative_fit_partial(tenon_context* context, tenon_linear_partial* partial, int no_intercept, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_linear_partial_free(tenon_linear_partial* partial);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_partial_add(tenon_logistic_partial* partial, tenon_context* context, tenon_matrix* features, double* target, double* weights, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_partial_add_rows(tenon_logistic_partial* partial, tenon_context* context, tenon_matrix* features, double* target, tenon_row_extras* extras, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_partial_add_table(tenon_logistic_partial* partial, tenon_context* context, tenon_table* table, byte* target, byte* weights, long* left_out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_partial_merge(tenon_logistic_partial* partial, tenon_logistic_partial* other, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_logistic_partial_rows(tenon_logistic_partial* partial);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_partial_to_bytes(tenon_logistic_partial* partial, void* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_partial_from_bytes(void* bytes, long length, tenon_logistic_partial** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_logistic_partial_free(tenon_logistic_partial* partial);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_logistic_fit_passes(tenon_context* context, tenon_linear_partial* first, void* pass, void* user, tenon_logistic_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_glm_fit_passes(tenon_context* context, tenon_linear_partial* first, void* pass, void* user, int family, tenon_glm_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_huber_fit_passes(tenon_context* context, tenon_linear_partial* first, void* pass, void* user, tenon_huber_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_quantile_regression_fit_passes(tenon_context* context, tenon_linear_partial* first, void* pass, void* user, tenon_quantile_regression_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_pipeline_fit_source(tenon_context* context, tenon_table_source* source, tenon_pipeline_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_pipeline_fit_csv(tenon_context* context, byte* path, tenon_csv_options* csv, tenon_csv_batch_options* batch, tenon_pipeline_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_pipeline_fit_arrow(tenon_context* context, void* open, void* user, tenon_pipeline_options* options, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_elastic_net_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, tenon_elastic_net_options* options, tenon_penalty_path** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_ridge_path_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, tenon_ridge_path_options* options, tenon_penalty_path** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_elastic_net_fit_partials(tenon_context* context, tenon_linear_partial** folds, int count, tenon_elastic_net_options* options, tenon_penalty_path** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_ridge_path_fit_partials(tenon_context* context, tenon_linear_partial** folds, int count, tenon_ridge_path_options* options, tenon_penalty_path** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_elastic_net_fit_passes(tenon_context* context, tenon_linear_partial** first, int count, void* pass, void* user, tenon_elastic_net_options* options, tenon_penalty_path** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_penalty_path_free(tenon_penalty_path* path);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_penalty_path_table(tenon_penalty_path* path, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_penalty_path_coefficients(tenon_penalty_path* path, long index, double* coefficients, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_penalty_path_count(tenon_penalty_path* path);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_penalty_path_best(tenon_penalty_path* path);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_penalty_path_simplest(tenon_penalty_path* path);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_penalty_path_model(tenon_penalty_path* path, long index, byte** names, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_folds(tenon_context* context, tenon_table* table, tenon_fold_options* options, int* fold_of, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_pipeline_cross_validate(tenon_context* context, tenon_table* table, tenon_pipeline_options* options, tenon_fold_options* folds, double threshold, tenon_metrics* pooled, tenon_table** splits, tenon_table** predictions, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_predictions_intervals(tenon_context* context, double* truth, double* predicted, long count, int kind, tenon_bootstrap_options* options, tenon_metrics* metrics, tenon_metrics* low, tenon_metrics* high, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_pipeline_tune(tenon_context* context, tenon_table* table, tenon_pipeline_options* options, tenon_fold_options* folds, tenon_tune_options* tuning, tenon_table** trials, tenon_model** best, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_pipeline_nested_validate(tenon_context* context, tenon_table* table, tenon_pipeline_options* options, tenon_fold_options* outer, tenon_fold_options* inner, tenon_tune_options* tuning, tenon_metrics* pooled, tenon_table** splits, tenon_table** predictions, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_pipeline_learning_curve(tenon_context* context, tenon_table* table, tenon_pipeline_options* options, tenon_fold_options* folds, double* shares, long count, int score, ulong seed, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_importance(tenon_context* context, tenon_model* model, tenon_table* table, int repeats, int by, double threshold, ulong seed, double* score, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_dependence(tenon_context* context, tenon_model* model, tenon_table* table, byte* input, int points, long records, ulong seed, tenon_table** mean, tenon_table** curves, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_class_dependence(tenon_context* context, tenon_model* model, tenon_table* table, byte* class_name, byte* input, int points, long records, ulong seed, tenon_table** mean, tenon_table** curves, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_test_resampled(double* first, double* second, long count, double test_over_training, tenon_paired_test* test, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_test_mcnemar(double* truth, double* first, double* second, long count, tenon_paired_test* test, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_test_delong(double* truth, double* first, double* second, long count, tenon_paired_test* test, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_measure_classes(double* truth, double* probability, double* weights, long count, double threshold, tenon_class_measures* measures, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_measure_numbers(double* truth, double* prediction, double* weights, long count, tenon_number_measures* measures, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_measure_pinball(double* truth, double* prediction, double* weights, long count, double quantile, double* loss, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_measure_tweedie(double* truth, double* prediction, double* weights, long count, double power, double* deviance, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_measure_multi_class(int* truth, double* probability, double* weights, long count, int classes, tenon_multi_class_measures* measures, double* confusion, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_model_evaluate_classes(tenon_context* context, tenon_model* model, tenon_table* table, tenon_multi_class_measures* measures, tenon_table** by_class, tenon_table** confusion, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_table_anova(tenon_context* context, tenon_table* table, byte* value, byte* group, tenon_anova* anova, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_online_model_create(byte** names, int count, tenon_online_options* options, tenon_online_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_online_model_partial_fit(tenon_online_model* model, tenon_context* context, tenon_matrix* features, double* target, double* weights, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_online_model_predict(tenon_online_model* model, double* record, int value_count, double* score, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_online_model_rows(tenon_online_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_online_model_loss(tenon_online_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_online_model_model(tenon_online_model* model, tenon_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_online_model_to_bytes(tenon_online_model* model, void* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_online_model_from_bytes(void* bytes, long length, tenon_online_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_online_model_free(tenon_online_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_multinomial_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, tenon_row_extras* extras, byte** names, tenon_class_options* options, tenon_class_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_ordinal_fit_matrix(tenon_context* context, tenon_matrix* features, double* target, tenon_row_extras* extras, byte** names, tenon_class_options* options, tenon_class_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_multinomial_fit_passes(tenon_context* context, tenon_linear_partial* first, void* pass, void* user, tenon_class_options* options, tenon_class_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_ordinal_fit_passes(tenon_context* context, tenon_linear_partial* first, void* pass, void* user, tenon_class_options* options, tenon_class_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_to_json(tenon_class_model* model, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_from_json(byte* text, long length, tenon_class_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_save(tenon_class_model* model, byte* path, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_load(tenon_context* context, byte* path, tenon_class_model** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_class_model_free(tenon_class_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_summary(tenon_class_model* model, tenon_fit_summary* summary, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_classes(tenon_class_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_features(tenon_class_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_coefficients(tenon_class_model* model, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_warnings(tenon_class_model* model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_class_model_warning(tenon_class_model* model, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_class_model_probabilities(tenon_class_model* model, double* record, int value_count, double* probabilities, int class_count, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_calibration_fit(double* truth, double* probability, double* weights, long rows, int method, tenon_calibration** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_calibration_free(tenon_calibration* calibration);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_calibration_apply(tenon_calibration* calibration, double* probability, long rows, double* calibrated, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_calibration_slope(tenon_calibration* calibration);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_calibration_intercept(tenon_calibration* calibration);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_cost_threshold_choose(double* truth, double* probability, double* weights, long rows, double false_alarm_cost, double miss_cost, tenon_cost_threshold* threshold, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_create(int sense, tenon_problem** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_problem_free(tenon_problem* problem);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_column(tenon_problem* problem, byte* name, int type, double lower, double upper, double cost, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_row(tenon_problem* problem, byte* name, double lower, double upper, int count, int* columns, double* coefficients, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_set_offset(tenon_problem* problem, double offset, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_set_cost(tenon_problem* problem, int column, double cost, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_set_bounds(tenon_problem* problem, int column, double lower, double upper, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_set_row_bounds(tenon_problem* problem, int row, double lower, double upper, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_set_sense(tenon_problem* problem, int sense, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_set_type(tenon_problem* problem, int column, int type, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_set_name(tenon_problem* problem, byte* name, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_columns(tenon_problem* problem);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_rows(tenon_problem* problem);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_problem_nonzeros(tenon_problem* problem);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_problem_column_name(tenon_problem* problem, int column);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_problem_row_name(tenon_problem* problem, int row);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_find_column(tenon_problem* problem, byte* name);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_find_row(tenon_problem* problem, byte* name);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_problem_name(tenon_problem* problem);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_sense(tenon_problem* problem);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_problem_offset(tenon_problem* problem);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_has_integers(tenon_problem* problem);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_get_columns(tenon_problem* problem, int first, int count, double* cost, double* lower, double* upper, int* type, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_get_rows(tenon_problem* problem, int first, int count, double* lower, double* upper, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_get_entries(tenon_problem* problem, int first, int count, long* row_start, int* columns, double* coefficients, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_indicator(tenon_problem* problem, byte* name, int binary, int active, double lower, double upper, int count, int* columns, double* coefficients, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_sos1(tenon_problem* problem, byte* name, int count, int* columns, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_sos2(tenon_problem* problem, byte* name, int count, int* columns, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_make_semi(tenon_problem* problem, byte* name, int column, double lower, double upper, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_piecewise(tenon_problem* problem, byte* name, int column, int count, double* x, double* y, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_piecewise_cost(tenon_problem* problem, byte* name, int column, int count, double* x, double* y, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_and(tenon_problem* problem, byte* name, int count, int* columns, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_or(tenon_problem* problem, byte* name, int count, int* columns, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_not(tenon_problem* problem, byte* name, int column, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_absolute(tenon_problem* problem, byte* name, int column, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_maximum(tenon_problem* problem, byte* name, int count, int* columns, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_add_minimum(tenon_problem* problem, byte* name, int count, int* columns, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_read(tenon_context* context, byte* path, int format, tenon_problem** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_read_buffer(tenon_context* context, byte* bytes, long length, int format, tenon_problem** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_write_mps(tenon_problem* problem, byte* path, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_write(tenon_problem* problem, byte* path, int format, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_write_buffer(tenon_problem* problem, int format, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_read_basis(tenon_context* context, tenon_problem* problem, byte* path, int* column_status, int column_capacity, int* row_status, int row_capacity, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_write_basis(tenon_problem* problem, byte* path, int* column_status, int column_count, int* row_status, int row_count, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_read_basis_buffer(tenon_context* context, tenon_problem* problem, byte* bytes, long length, int* column_status, int column_capacity, int* row_status, int row_capacity, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_write_basis_buffer(tenon_problem* problem, int* column_status, int column_count, int* row_status, int row_count, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_read_start(tenon_context* context, tenon_problem* problem, byte* path, double* values, int capacity, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_read_start_buffer(tenon_context* context, tenon_problem* problem, byte* bytes, long length, double* values, int capacity, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_outcome_text(int outcome);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_new_rows_add(tenon_new_rows* rows, byte* name, double lower, double upper, int count, int* columns, double* coefficients, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_new_plans_add(tenon_new_plans* plans, double* values, int count, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_branching_choose(tenon_branching* branching, int column, double value, int first, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solve_memory_create(tenon_solve_memory** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_solve_memory_free(tenon_solve_memory* memory);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_solve_memory_clear(tenon_solve_memory* memory);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solve_memory_problems(tenon_solve_memory* memory);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solve_parts();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_solve_part_name(int part);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_solve_part_text(int part);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_solve(tenon_context* context, tenon_problem* problem, tenon_solve_options* options, tenon_solution** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_solve_objectives(tenon_context* context, tenon_problem* problem, tenon_objective* objectives, int count, tenon_solve_options* options, double* reached, tenon_solution** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_solution_free(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_outcome(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_has_values(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_solution_objective(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_solution_bound(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_solution_gap(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_values(tenon_solution* solution, double* values, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_row_activity(tenon_solution* solution, double* values, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_duals(tenon_solution* solution, double* values, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_reduced_costs(tenon_solution* solution, double* values, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_column_basis(tenon_solution* solution, int* status, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_row_basis(tenon_solution* solution, int* status, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_write(tenon_solution* solution, tenon_problem* problem, byte* path, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_write_buffer(tenon_solution* solution, tenon_problem* problem, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_farkas(tenon_solution* solution, double* multipliers, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_ray(tenon_solution* solution, double* direction, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_solution_farkas_residual(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_solution_max_violation(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_solution_worst_row(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_pool_count(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_solution_pool_objective(tenon_solution* solution, int plan);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_pool_values(tenon_solution* solution, int plan, double* values, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_solution_certificate(tenon_solution* solution, long* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_write_certificate(tenon_solution* solution, byte* path, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_solution_certified_bound(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_certified(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_solution_doubt(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_solution_start_verdict(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_counters(tenon_solution* solution, tenon_solve_counters* counters, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_reductions(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_solution_reduction_name(tenon_solution* solution, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern long tenon_solution_reduction_fired(tenon_solution* solution, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_parts(tenon_solution* solution);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_solution_part(tenon_solution* solution, int part, tenon_part_effort* effort, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_check(tenon_problem* problem, double* values, int value_count, double feasibility, tenon_verdict* verdict, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_check_linear(tenon_problem* problem, double* values, int value_count, double* duals, int dual_count, tenon_linear_residuals* residuals, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_check_infeasible(tenon_problem* problem, double* multipliers, int count, tenon_infeasibility_verdict* verdict, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_check_ray(tenon_problem* problem, double* direction, int count, double tolerance, tenon_ray_verdict* verdict, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_create(tenon_problem* problem, tenon_warm_linear** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_warm_linear_free(tenon_warm_linear* warm);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_columns(tenon_warm_linear* warm);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_rows(tenon_warm_linear* warm);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_set_offset(tenon_warm_linear* warm, double offset, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_set_cost(tenon_warm_linear* warm, int column, double cost, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_set_bounds(tenon_warm_linear* warm, int column, double lower, double upper, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_set_row_bounds(tenon_warm_linear* warm, int row, double lower, double upper, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_set_coefficient(tenon_warm_linear* warm, int row, int column, double value, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_add_column(tenon_warm_linear* warm, double lower, double upper, double cost, int count, int* rows, double* coefficients, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_add_row(tenon_warm_linear* warm, double lower, double upper, int count, int* columns, double* coefficients, int* index, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_delete_columns(tenon_warm_linear* warm, int count, int* columns, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_delete_rows(tenon_warm_linear* warm, int count, int* rows, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_set_basis(tenon_warm_linear* warm, int* column_status, int* row_status, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_basis(tenon_warm_linear* warm, int* column_status, int* row_status, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_solve(tenon_context* context, tenon_warm_linear* warm, tenon_warm_limits* limits, int* outcome, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_has_values(tenon_warm_linear* warm);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_warm_linear_objective(tenon_warm_linear* warm);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_warm_linear_bound(tenon_warm_linear* warm);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_values(tenon_warm_linear* warm, double* values, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_row_activity(tenon_warm_linear* warm, double* values, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_duals(tenon_warm_linear* warm, double* values, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_reduced_costs(tenon_warm_linear* warm, double* values, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_solution(tenon_warm_linear* warm, tenon_solution** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_warm_linear_problem(tenon_warm_linear* warm, tenon_problem** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_sensitivity_analyse(tenon_context* context, tenon_problem* problem, tenon_solution* solution, tenon_sensitivity** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_sensitivity_free(tenon_sensitivity* sensitivity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_sensitivity_range(tenon_sensitivity* sensitivity, int part, int index, tenon_range* @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_sensitivity_ranges(tenon_sensitivity* sensitivity, int part, double* lower, double* upper, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_find_conflict(tenon_context* context, tenon_problem* problem, tenon_conflict_options* options, tenon_conflict** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_conflict_free(tenon_conflict* conflict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_conflict_outcome(tenon_conflict* conflict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_conflict_is_minimal(tenon_conflict* conflict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_conflict_is_proved(tenon_conflict* conflict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_conflict_farkas(tenon_conflict* conflict, double* multipliers, int capacity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_conflict_members(tenon_conflict* conflict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_conflict_get_member(tenon_conflict* conflict, int index, tenon_conflict_member* member, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_conflict_member_text(tenon_conflict* conflict, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_conflict_text(tenon_conflict* conflict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_problem_relax(tenon_context* context, tenon_problem* problem, tenon_relax_options* options, tenon_relaxation** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_relaxation_free(tenon_relaxation* relaxation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_relaxation_outcome(tenon_relaxation* relaxation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_relaxation_cost(tenon_relaxation* relaxation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_relaxation_bound(tenon_relaxation* relaxation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_relaxation_changes(tenon_relaxation* relaxation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_relaxation_get_change(tenon_relaxation* relaxation, int index, tenon_loosening* change, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_relaxation_text(tenon_relaxation* relaxation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern tenon_problem* tenon_relaxation_problem(tenon_relaxation* relaxation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern tenon_solution* tenon_relaxation_solution(tenon_relaxation* relaxation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_plan_orders(tenon_context* context, tenon_table* orders, tenon_table* machines, tenon_order_plan_options* options, tenon_plan** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_plan_free(tenon_plan* plan);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_plan_schedule(tenon_plan* plan, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_plan_load(tenon_plan* plan, tenon_table** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_plan_explanation(tenon_plan* plan);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_plan_skipped(tenon_plan* plan);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* tenon_plan_skipped_order(tenon_plan* plan, int index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern tenon_problem* tenon_plan_problem(tenon_plan* plan);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern tenon_solution* tenon_plan_solution(tenon_plan* plan);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_create(tenon_report_options* options, tenon_report** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_report_free(tenon_report* report);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_text(tenon_report* report, byte* heading, byte* paragraph, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_figures(tenon_report* report, byte* heading, byte** labels, byte** values, int count, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_table(tenon_report* report, byte* heading, tenon_table* table, long max_rows, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_profile(tenon_report* report, tenon_context* context, tenon_table* table, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_data_profile(tenon_report* report, tenon_profile* profile, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_changes(tenon_report* report, tenon_table* table, tenon_model* model, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_missing_map(tenon_report* report, tenon_table* table, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_model(tenon_report* report, tenon_model* model, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_evaluation(tenon_report* report, tenon_context* context, tenon_model* model, tenon_table* table, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_scatter(tenon_report* report, tenon_context* context, tenon_model* model, tenon_table* table, byte* x, byte* y, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_plan(tenon_report* report, tenon_plan* plan, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_add_solution(tenon_report* report, tenon_problem* problem, tenon_solution* solution, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_write(tenon_report* report, byte* path, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_report_to_html(tenon_report* report, byte* buffer, long capacity, long* needed, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int tenon_random_create(ulong seed, ulong stream, tenon_random** @out, tenon_error* err);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void tenon_random_free(tenon_random* random);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_random_uniform(tenon_random* random);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern double tenon_random_normal(tenon_random* random);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern ulong tenon_random_below(tenon_random* random, ulong limit);
    }
}
