# Which sources are compiled for size: those that run once a call over steps, options, words or a few
# coefficients, not over rows, cells, matrix entries or nodes. A new source is compiled for speed until
# it is named here.
tenon_small(base ONLY json json_checksum json_envelope json_member json_read json_write near_names
            reason_text xml_text)
tenon_small(table ONLY arrow_import arrow_schema arrow_stream_import csv_dialect csv_findings csv_read
            data_profile_faces expression expression_bind expression_parse expression_scan formula
            join table_source)
tenon_small(clean ONLY cell_action clean_file clean_plan drop_missing fill_json
            fill_value impute outlier plan_reader plan_step
            plan_stream step_clock step_drop step_fill step_group_fill step_outage
            step_outliers step_sensor step_stream step_text
            step_types step_units)
tenon_small(features ONLY bins calendar columns dictionary encode_step feature frequency polynomial
            scale_step select select_step)
tenon_small(models ONLY class_model design fold_choice goodness huber inference lasso linear_rows logistic
            logistic_inference logistic_partial_bytes marginal_effects nonnegative path_linear path_model
            penalised_model predictor_fit predictor_notes profile_interval quantile_regression sandwich)
tenon_small(evaluate EXCEPT bootstrap metrics ranking)
tenon_small(pipeline EXCEPT category_index pipeline predict program row_values table_rows)
tenon_small(ilp_model EXCEPT check_linear check_point exact_sum lp_tokens mps_fields mps_reader text_place)
tenon_small(ilp_search ONLY certificate_text certify objectives plans search_log solution_file
            start_reason solve solver_caller stated_plan)
tenon_small(ilp_explain EXCEPT deletion_filter)
tenon_small(plan)
tenon_small(report)
