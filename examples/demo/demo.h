/* What the demonstration carries from step to step. */
#ifndef DEMO_H
#define DEMO_H

#include "production_log.h"
#include "tenon.h"

typedef struct demo {
    const char *folder, *input, *target;
    int generated, chinese;
    planted truth; /* generated only */
    int64_t rows_read;
    tenon_table *raw, *clean, *train, *test;
    const char **numeric, **categorical;
    int32_t numeric_count, categorical_count;
    tenon_model_kind kind;
    tenon_model *model;
    tenon_metrics metrics, low, high;
    int same_after_loading;
    tenon_plan *plan;
    tenon_report *report;
    char model_path[1024], report_path[1024];
    tenon_error err;
} demo;

#define DEMO_INIT                                                                                  \
    {NULL, NULL, NULL, 0, 0, {0, 0, 0, 0, 0}, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0,      \
     NULL, TENON_METRICS_INIT, TENON_METRICS_INIT, TENON_METRICS_INIT, 0, NULL, NULL, {0}, {0},    \
     TENON_ERROR_INIT}

/* choices.c */
int has_few_values(const tenon_table *table, int32_t column);
tenon_model_kind kind_of_target(const tenon_table *table, const char *target);

/* story.c */
tenon_status add_key_figures(demo *d);
void tell_story(const demo *d);
void free_demo(demo *d);

#endif
