/* tenon learn: models of several classes. */
#include <math.h>
#include <string.h>

#include "learn.h"

void refuse_class_options(const learner *run)
{
    const char *name = family_word(run->kind);
    if (run->positive) usage_error(run->args, "--positive is for two classes; use --levels for %s", name);
    if (run->errors == TENON_ERRORS_HC2 || run->errors == TENON_ERRORS_HC3)
        usage_error(run->args, "--errors hc2 and hc3 are not for %s, where a record has no single leverage; use "
                               "hc0, hc1 or cluster:COLUMN", name);
    if (run->no_intercept) usage_error(run->args, "--no-intercept is not for %s", name);
}

/* The text of a cell, cut to what fits; "" where it is missing. */
static void cell(const tenon_table *table, const char *column, int64_t row, char *out, size_t size)
{
    const char *text = NULL;
    int64_t length = 0;
    tenon_table_text(table, tenon_table_find(table, column), row, &text, &length, NULL);
    snprintf(out, size, "%.*s", (int)(text ? length : 0), text ? text : "");
}

static double number(const tenon_table *table, const char *column, int64_t row)
{
    double value = NAN;
    uint8_t valid = 0;
    int64_t copied = 0;
    tenon_table_copy_float64(table, tenon_table_find(table, column), row, &value, &valid, 1, &copied, NULL);
    return valid ? value : NAN;
}

static void print_line(const tenon_table *table, int64_t row, int width)
{
    static const char *const widest[] = {"low", "high"};
    char name[256];
    cell(table, "name", row, name, sizeof name);
    printf("%-*s  ", width, name);
    if (isnan(number(table, "standard_error", row)) && number(table, "estimate", row) == 0) {
        printf("%12s  (left out: it follows from other features)\n", "-");
        return;
    }
    print_number(stdout, number(table, "estimate", row), 12);
    putchar(' ');
    print_number(stdout, number(table, "standard_error", row), 12);
    if (isnan(number(table, "z", row)))
        printf(" %9s %10s", "-", "-");
    else
        printf(" %9.3f %10.3g", number(table, "z", row), number(table, "p_value", row));
    for (int k = 0; k < 2; ++k) {
        putchar(' ');
        print_number(stdout, number(table, widest[k], row), 12);
    }
    if (!isnan(number(table, "odds_ratio", row))) {
        putchar(' ');
        print_number(stdout, number(table, "odds_ratio", row), 12);
    }
    putchar('\n');
}

void print_class_coefficients(const learner *run)
{
    tenon_table *table = NULL;
    char name[256], of[256], before[256] = "";
    int width = 12;
    if (tenon_model_class_coefficients(run->model, &table, NULL)) return;
    for (int64_t row = 0; row < tenon_table_rows(table); ++row) {
        cell(table, "name", row, name, sizeof name);
        if ((int)strlen(name) > width) width = (int)strlen(name);
    }
    printf("%-*s  %12s %12s %9s %10s %12s %12s %12s\n", width, "", "estimate", "std. error",
           statistic_word(&run->family, run->kind, run->errors), "p", "low", "high", "odds ratio");
    for (int64_t row = 0; row < tenon_table_rows(table); ++row) {
        cell(table, "class", row, of, sizeof of);
        if (*of && !same(of, before)) printf("%s against %s:\n", of, tenon_model_class(run->model, 0));
        memcpy(before, of, sizeof before);
        print_line(table, row, width);
    }
    tenon_table_free(table);
}

tenon_status judge_classes(learner *run)
{
    return tenon_model_evaluate_classes(run->context, run->model, run->test ? run->test : run->train, NULL,
                                        &run->by_class, &run->confusion, &run->err);
}

void print_judged_classes(const learner *run)
{
    printf("\nClasses of the %s records, and what they were taken for (truth by prediction):\n",
           run->test ? "held-out" : "training");
    print_table(stdout, run->by_class);
    print_table(stdout, run->confusion);
}

void json_classes(const learner *run)
{
    tenon_table *table = NULL;
    printf(",\"classes\":[");
    for (int32_t k = 0; k < tenon_model_classes(run->model); ++k) {
        if (k) putchar(',');
        json_text(stdout, tenon_model_class(run->model, k), -1);
    }
    printf("],\"coefficients\":");
    if (tenon_model_class_coefficients(run->model, &table, NULL) == TENON_OK) json_table(stdout, table);
    tenon_table_free(table);
    if (!run->confusion) return; /* of a stream */
    printf(",\"by_class\":");
    json_table(stdout, run->by_class);
    printf(",\"confusion\":");
    json_table(stdout, run->confusion);
}
