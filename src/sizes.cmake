# How sources are compiled where it is not -O2.
#
# For size: those that run once a call over steps, options, words or a few coefficients, not over rows,
# cells, matrix entries or nodes; and parts of the solver in which samples of whole solves of seven
# models find less than half a percent of the time; and target_encode, which takes as long either way
# (a million rows of 300 texts). A new source is compiled for speed until it is named here.
tenon_small(base ONLY document document_outline file json json_checksum json_envelope json_member json_read json_write near_names
            reason_text write_target xml_text)
tenon_small(table ONLY cast concatenate data_profile arrow_export arrow_import arrow_schema arrow_stream_import csv_batches
            csv_blocks csv_bytes csv_decimal csv_dialect csv_findings csv_groups csv_guess csv_places csv_read csv_reader csv_source data_profile_faces expression expression_bind expression_parse expression_scan formula
            csv_unread join jsonl_batches jsonl_read jsonl_rule table table_source csv_header csv_unread_times)
tenon_small(clean ONLY cell_action clean_file clean_plan drop_missing field_json fill_json group_numbers
            fill_value impute near_duplicates outlier outlier_groups plan_reader plan_step
            plan_stream step_clock step_drop step_fill step_group_fill step_outage
            step_outliers step_regression_fill step_sensor step_sort step_stream step_text
            step_types step_units)
tenon_small(features ONLY bins calendar columns dictionary encode_step feature frequency polynomial
            scale_step select select_step target_encode)
tenon_small(models ONLY anova further_maxima class_document class_fit class_model class_rows elastic_net factoring fit_rows fold_choice glm glm_checks glm_passes goodness boundary_path
            huber huber_passes inference lasso linear linear_rows logistic logistic_inference
            logistic_partial_bytes logistic_passes logistic_problem marginal_effects multinomial newton ordinal
            orthonormal partial_products pinned_starts nonnegative jeffreys pass_ranks path_linear path_logistic path_model path_passes
            penalised_model
            predictor_fit predictor_notes profile_interval repeated_rows row_passes separation quantile_fit quantile_passes
            quantile_regression quantile_vertex raw_map reduction ridge_path sandwich score_errors score_scatter class_errors predictor_digits)
tenon_small(evaluate EXCEPT bootstrap metrics ranking)
tenon_small(pipeline EXCEPT category_index linear_sum pipeline predict table_rows)
tenon_small(ilp_model EXCEPT check_linear check_point exact_sum lp_tokens mps_fields mps_reader text_place)
tenon_small(ilp_lp ONLY last_resort proof snapshot)
tenon_small(ilp_linear ONLY sound_numbers warm_linear)
tenon_small(ilp_search ONLY
            # node, symmetry, blocks
            attainable_costs clique_extraction search_log search_parts workbench
            automorphisms cut_images symmetry
            knapsack_blocks pattern_plans
            # cuts, heuristics
            base_cuts commodities implied_bound_cuts network recipe separation
            variable_bounds
            hints near_plans neighbourhoods octane schedule
            # certified
            answer_proof certificate_text certify confirm costs open_columns prover prover_cuts rounding stated_plan
            whole_multipliers
            # search
            block_patterns components cut_rounds first_leaves former_cuts former_search handed_in host_choices host_rows
            learned_bounds linear local_cuts new_rows objectives plans problem_match restart root rounds
            search separators set_branching small_tree solution_file solve solve_memory solver
            solver_caller solver_given solver_stages start_plan start_reason sub_problem symmetric_tree tree_cuts)
tenon_small(ilp_explain EXCEPT deletion_filter)
tenon_small(plan)
tenon_small(report)

# For speed, whatever the size: the inner loops over rows, matrix entries and pivots.
tenon_aligned(table ONLY column_store csv_cell csv_columns csv_index csv_number_runs csv_time csv_tokenizer
              csv_write structural_scan)
tenon_hot(base ONLY eigen_kernels)
tenon_hot(models ONLY basis_block bernoulli cross_product design dispersion exact_products fold_products
          likelihood linear_core linear_partial logistic_partial mean_family
          online panel_likelihood panel_residual panel_rows panel_sums partial_design
          pass_block path_rows penalised_quadratic proportional_odds quasi_newton refinement residual
          sampled_start softmax standardised vouching)
tenon_hot(ilp_factor)
tenon_hot(ilp_lp ONLY answer certificate dual_ratio_test dual_simplex perturbation polish primal_pricing
          primal_ratio_test primal_simplex refinement scaled_matrix scaling simplex simplex_driver
          simplex_state)
