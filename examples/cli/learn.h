/* tenon learn: what its source files share. */
#ifndef TENON_CLI_LEARN_H
#define TENON_CLI_LEARN_H

#include "cli.h"
#include "family.h"

/* Judging by folds, and choosing the penalty; see learn_folds.c. */
typedef struct fold_run {
    int64_t folds;             /* 0: none were asked for */
    tenon_fold_options options;
    int choose;                /* --penalty choose */
    int lasso;                 /* --lasso or --ridge-share: the penalty is that of an elastic net */
    double ridge_share;
    double chosen;             /* the penalty, once chosen */
    tenon_metrics pooled;      /* of all records, each left out once */
    tenon_table *splits, *trials;
} fold_run;

typedef struct learner {
    arguments *args;
    const char *path, *target, *positive, *save, *report, *language, *fill, *outliers, *scale, *unknown;
    name_list features, categorical;
    tenon_model_kind kind;
    int kind_given;
    const char *weights, *clusters;
    tenon_errors errors;
    tenon_estimator estimator;
    double quantile;
    int no_intercept, share_given;
    int64_t polynomial;
    name_list inputs;         /* features with their powers, where the pipeline appends those */
    char **power_names;
    tenon_feature **powers;
    int32_t power_count;
    family family;
    fold_run folds;
    double l2, test_share, tolerance; /* 0: the default */
    int64_t max_iterations;           /* 0: the default */
    uint64_t seed;
    int stream;
    int64_t memory;
    tenon_context *context;
    tenon_table *table, *train, *test;
    tenon_model *model;
    tenon_table *by_class, *confusion; /* of several classes */
    const tenon_table *source;    /* all records of the file */
    int header;                   /* the file has a line of names */
    double pinball, test_pinball; /* of quantile regression */
    int64_t left_out; /* records with a missing cell in a used column */
    tenon_error err;
} learner;

/* The options of the pipeline; what they point to is the caller's. */
typedef struct fit_options {
    tenon_pipeline_options pipeline;
    tenon_linear_options linear;
    tenon_logistic_options logistic;
    tenon_glm_options glm;
    tenon_class_options classes;
    tenon_impute_options impute;
    tenon_outlier_options outliers;
} fit_options;

/* learn.c */
void set_options(const learner *run, fit_options *options);

/* learn_records.c: which columns and records are learned from. */
void choose_features(learner *run);
void move_text_features(learner *run);
tenon_model_kind kind_of_target(const learner *run);
tenon_status drop_incomplete(learner *run);
tenon_status split_records(learner *run);
/* The names must exist before anything is left out or guessed. */
tenon_status check_names(learner *run);

/* learn_powers.c: powers of features for models that are not linear. */
int has_power_columns(const learner *run);
void refuse_powers(const learner *run);
tenon_status add_powers(learner *run);
void free_powers(learner *run);

/* learn_judge.c */
tenon_status judge_quantile(learner *run);
/* Of an error in judging the records held back: a category that is not among the others is told by its
 * place in the file. */
void explain_held_back(learner *run);

/* learn_classes.c: several classes. */
void refuse_class_options(const learner *run);
/* P(class) against the first: a line a coefficient, with its ratio of odds. */
void print_class_coefficients(const learner *run);
/* Which classes are taken for which, of the records held back or else of the training ones. */
tenon_status judge_classes(learner *run);
void print_judged_classes(const learner *run);
/* "classes", "coefficients", "by_class" and "confusion" as members of an open JSON object. */
void json_classes(const learner *run);

/* learn_folds.c */
void take_folds(arguments *args, fold_run *folds);
void check_folds(const arguments *args, const learner *run);
tenon_status judge_by_folds(learner *run, const fit_options *options);
tenon_status fit_chosen(learner *run, const fit_options *options);
void print_folds(const learner *run, int json);
void free_folds(fold_run *folds);

/* learn_print.c; metrics of records held back may be NULL, of a stream both. */
void print_learned_json(const learner *run, const tenon_fit_summary *summary, const tenon_metrics *metrics,
                        const tenon_metrics *test_metrics);
void print_learned(const learner *run, const tenon_fit_summary *summary, const tenon_metrics *metrics,
                   const tenon_metrics *test_metrics);
void json_metrics(const tenon_metrics *metrics, tenon_model_kind kind);
void print_metrics(const char *title, const tenon_metrics *metrics, tenon_model_kind kind);

#endif
