/* tenon learn --family: which model, and what comes with its rows. */
#ifndef TENON_CLI_FAMILY_H
#define TENON_CLI_FAMILY_H

#include "cli.h"

typedef struct family {
    name_list levels;                                /* --levels, of multinomial and ordinal */
    const char *weights, *offset, *exposure;         /* columns, or NULL */
    const char *balance;                             /* --class-weights */
    double negative_weight, positive_weight, shape;
    tenon_link link;
    tenon_class_weights class_weights;
    int firth, profile, quasi, no_inference;
} family;

/* Takes --family and its companions; returns whether a kind was named, then in *kind. */
int take_family(arguments *args, family *chosen, tenon_model_kind *kind);
/* Ends the program if an option has no meaning for the kind. */
void check_family(const arguments *args, const family *chosen, tenon_model_kind kind);
/* Is this one of the columns that come with the rows? */
int comes_with_rows(const family *chosen, const char *name);
/* Fills what the family decides; `glm` must live as long as the options. */
void set_family(const family *chosen, tenon_pipeline_options *options, tenon_logistic_options *logistic,
                tenon_glm_options *glm);
const char *family_word(tenon_model_kind kind);
/* "t" or "z". */
const char *statistic_word(const family *chosen, tenon_model_kind kind, tenon_errors errors);
/* The line that says what was fitted, up to the number of rows. */
void print_family(const family *chosen, const char *target, tenon_model_kind kind, const tenon_model *model);
/* Deviance and its companions of a generalised linear model, a line each or as JSON members. */
void print_glm(const family *chosen, const tenon_fit_summary *summary, int json);

/* multinomial or ordinal? */
int has_classes(tenon_model_kind kind);

#endif
