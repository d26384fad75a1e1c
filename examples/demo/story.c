/* What was found, in words. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"

typedef struct mechanism {
    const char *coefficient;
    double truth;
    const char *words;
} mechanism;

static const mechanism mechanisms[] = {{"temperature", TRUTH_TEMPERATURE, "heat, a kelvin"},
                                       {"vibration", TRUTH_VIBRATION, "vibration, a mm/s"},
                                       {"torque", TRUTH_TORQUE, "torque, a Nm"},
                                       {"shift=night", TRUTH_NIGHT, "night shift"},
                                       {"pressure", 0, "pressure (no effect)"},
                                       {"speed", 0, "speed (no effect)"}};

static int find_coefficient(const tenon_model *model, const char *name, tenon_coefficient *one)
{
    for (int32_t i = 0; i < tenon_model_coefficients(model); ++i) {
        one->struct_size = sizeof *one;
        if (!tenon_model_coefficient(model, i, one, NULL) && strcmp(one->name, name) == 0) return 1;
    }
    return 0;
}

static void tell_mechanisms(const demo *d)
{
    printf("\nWhat drives failures: the log was made with known causes, so the answer can be checked.\n");
    printf("  %-24s %8s %10s   %s\n", "cause", "truth", "found", "95 % interval");
    for (size_t k = 0; k < sizeof mechanisms / sizeof mechanisms[0]; ++k) {
        tenon_coefficient one = TENON_COEFFICIENT_INIT;
        const double truth = mechanisms[k].truth; /* shifts are relative to the first, "day" */
        if (!find_coefficient(d->model, mechanisms[k].coefficient, &one)) continue;
        printf("  %-24s %8.3f %10.3f   [%7.3f, %7.3f] %s\n", mechanisms[k].words, truth,
               one.estimate, one.low, one.high,
               truth >= one.low && truth <= one.high ? "" : "outside");
    }
}

static void tell_causes(const demo *d)
{
    printf("\nWhat moves %s (coefficient, 95 %% interval, p):\n", d->target);
    for (int32_t i = 0; i < tenon_model_coefficients(d->model); ++i) {
        tenon_coefficient one = TENON_COEFFICIENT_INIT;
        if (tenon_model_coefficient(d->model, i, &one, NULL) || one.dropped) continue;
        printf("  %-28s %11.5g   [%11.5g, %11.5g]  p %.2g\n", one.name, one.estimate, one.low,
               one.high, one.p_value);
    }
}

/* From the ROC curve: the largest true-positive rate while at most a tenth of all records are
 * flagged. */
static double found_in_top_tenth(const demo *d)
{
    tenon_table *roc = NULL;
    double best = 0;
    if (tenon_model_roc(NULL, d->model, d->test, &roc, NULL)) return NAN;
    const double rows = (double)d->metrics.rows;
    const double positives = (double)(d->metrics.true_positive + d->metrics.false_negative);
    for (int64_t i = 0; i < tenon_table_rows(roc); ++i) {
        double false_rate = 0, true_rate = 0;
        tenon_table_copy_float64(roc, 1, i, &false_rate, NULL, 1, NULL, NULL);
        tenon_table_copy_float64(roc, 2, i, &true_rate, NULL, 1, NULL, NULL);
        if (false_rate * (rows - positives) + true_rate * positives <= rows / 10 && true_rate > best)
            best = true_rate;
    }
    tenon_table_free(roc);
    return best;
}

static void tell_quality(const demo *d)
{
    if (d->kind == TENON_MODEL_LINEAR) {
        printf("\nOn %lld records held back: R2 %.3f, typical error %.4g\n",
               (long long)d->metrics.rows, d->metrics.r2, d->metrics.rmse);
        return;
    }
    const int64_t positives = d->metrics.true_positive + d->metrics.false_negative;
    printf("\nOn %lld records held back, the chance that a failing one scores above a good one (AUC) is\n"
           "%.3f [%.3f, %.3f]. An alarm at probability 0.5 finds %lld of %lld positives with %lld false\n"
           "alarms; checking the tenth of the records that scores highest finds %.0f %% of them.\n",
           (long long)d->metrics.rows, d->metrics.auc, d->low.auc, d->high.auc,
           (long long)d->metrics.true_positive, (long long)positives,
           (long long)d->metrics.false_positive, 100 * found_in_top_tenth(d));
}

/* Two records scored alone, as a line controller would, without a table. */
static void tell_records(const demo *d)
{
    static const char *const name[] = {"temperature", "pressure", "vibration", "speed", "torque"};
    static const double good[] = {297.5, 4.99, 0.95, 1490, 39}, hot[] = {302.4, 5.05, 1.72, 1530, 45};
    double record[64], calm = NAN, risky = NAN;
    const int32_t inputs = tenon_model_inputs(d->model);
    if (inputs > 64) return;
    for (int which = 0; which < 2; ++which) {
        for (int32_t i = 0; i < inputs; ++i) {
            const char *input = tenon_model_input(d->model, i);
            record[i] = NAN;
            for (int k = 0; k < 5; ++k)
                if (strcmp(input, name[k]) == 0) record[i] = which ? hot[k] : good[k];
            if (tenon_model_input_is_categorical(d->model, i) == 1) {
                const char *shift = which ? "night" : "day";
                if (tenon_model_category(d->model, i, shift, (int64_t)strlen(shift), &record[i], NULL))
                    return;
            }
        }
        if (tenon_model_score(d->model, record, inputs, which ? &risky : &calm, 1, NULL)) return;
    }
    printf("Two new records: a calm day reading fails with probability %.3f, a hot, rough night one "
           "with %.3f.\n", calm, risky);
}

static void tell_plan(const demo *d)
{
    const tenon_solution *solution = tenon_plan_solution(d->plan);
    printf("\nThe week's plan (%s, cost %.6g, no plan can cost less than %.6g):\n%s\n",
           tenon_outcome_text(tenon_solution_outcome(solution)), tenon_solution_objective(solution),
           tenon_solution_bound(solution), tenon_plan_explanation(d->plan));
}

void tell_story(const demo *d)
{
    printf("\n%s: %lld records", d->input, (long long)d->rows_read);
    if (d->generated)
        printf(" (planted: %d duplicates, %d missing cells, %d spikes, %d failures)",
               d->truth.duplicates, d->truth.missing, d->truth.spikes, d->truth.failures);
    printf("\n");
    tenon_table *changes = NULL;
    if (!tenon_model_changes(d->model, &changes, NULL)) {
        const int32_t step = tenon_table_find(changes, "step"), cells = tenon_table_find(changes, "cells"),
                      column = tenon_table_find(changes, "column");
        printf("Removed %lld repeated or unlabelled records. In training the model's own steps did this:\n",
               (long long)(d->rows_read - tenon_table_rows(d->clean)));
        for (int64_t i = 0; i < tenon_table_rows(changes); ++i) {
            char what[100], where[100], many[40];
            tenon_table_cell_text(changes, step, i, what, sizeof what, NULL, NULL);
            tenon_table_cell_text(changes, column, i, where, sizeof where, NULL, NULL);
            tenon_table_cell_text(changes, cells, i, many, sizeof many, NULL, NULL);
            if (strcmp(many, "0") != 0 && strncmp(what, "encode", 6) != 0) printf("  %-26s %-14s %6s cells\n", what, where, many);
        }
        tenon_table_free(changes);
    }
    if (d->generated)
        tell_mechanisms(d);
    else
        tell_causes(d);
    tell_quality(d);
    if (d->generated) tell_records(d);
    for (int32_t i = 0; i < tenon_model_warnings(d->model); ++i)
        printf("warning: %s\n", tenon_model_warning(d->model, i));
    printf("Saved and loaded again, the model gives %s scores.\n",
           d->same_after_loading ? "bit-equal" : "DIFFERENT");
    if (d->plan) tell_plan(d);
    printf("\nmodel:  %s\nreport: %s\n", d->model_path, d->report_path);
}

tenon_status add_key_figures(demo *d)
{
    char rows[32], quality[48], cost[32], used[32];
    const char *label[4], *value[4];
    const tenon_solution *solution = tenon_plan_solution(d->plan);
    snprintf(rows, sizeof rows, "%lld", (long long)d->rows_read);
    snprintf(used, sizeof used, "%lld", (long long)tenon_table_rows(d->clean));
    if (d->kind == TENON_MODEL_LINEAR)
        snprintf(quality, sizeof quality, "%.3f", d->metrics.r2);
    else
        snprintf(quality, sizeof quality, "%.3f", d->metrics.auc);
    if (!d->plan)
        cost[0] = '\0';
    else if (tenon_solution_has_values(solution))
        snprintf(cost, sizeof cost, "%.0f", tenon_solution_objective(solution));
    else
        snprintf(cost, sizeof cost, "%s", tenon_outcome_text(tenon_solution_outcome(solution)));
    label[0] = d->chinese ? "读入记录" : "records read";
    label[1] = d->chinese ? "清洗后记录" : "records after cleaning";
    label[2] = d->kind == TENON_MODEL_LINEAR ? "R2" : (d->chinese ? "AUC（留出记录）" : "AUC on held-back records");
    label[3] = d->chinese ? "周计划成本" : "cost of the week's plan";
    value[0] = rows;
    value[1] = used;
    value[2] = quality;
    value[3] = cost;
    return tenon_report_add_figures(d->report, d->chinese ? "要点" : "In short", label, value,
                                    d->plan ? 4 : 3, &d->err);
}

void free_demo(demo *d)
{
    tenon_report_free(d->report);
    tenon_plan_free(d->plan);
    tenon_model_free(d->model);
    tenon_table_free(d->test);
    tenon_table_free(d->train);
    tenon_table_free(d->clean);
    tenon_table_free(d->raw);
    free((void *)d->numeric);
    free((void *)d->categorical);
}
