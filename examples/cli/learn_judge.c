/* tenon learn: what is judged beside the metrics of tenon.h, and why judging failed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "learn.h"

static tenon_status pinball_of(learner *run, const tenon_table *table, double *loss)
{
    const int64_t rows = tenon_table_rows(table);
    int64_t copied = 0;
    double *numbers = malloc(2 * (size_t)(rows > 0 ? rows : 1) * sizeof *numbers);
    if (!numbers) return TENON_OK; /* a measure less */
    tenon_status status = tenon_table_copy_float64(table, tenon_table_find(table, run->target), 0, numbers, NULL,
                                                   rows, &copied, &run->err);
    if (!status)
        status = tenon_model_predict(run->context, run->model, table, numbers + rows, rows, &copied, &run->err);
    if (!status)
        status = tenon_measure_pinball(numbers, numbers + rows, NULL, rows, run->quantile, loss, &run->err);
    free(numbers);
    return status;
}

tenon_status judge_quantile(learner *run)
{
    run->pinball = run->test_pinball = NAN;
    if (run->estimator != TENON_ESTIMATOR_QUANTILE) return TENON_OK;
    tenon_status status = pinball_of(run, run->train, &run->pinball);
    if (!status && run->test) status = pinball_of(run, run->test, &run->test_pinball);
    return status;
}

/* Record of the file, from 0, in which a column first has this text; -1: none. */
static int64_t first_with(const tenon_table *table, const char *column, const char *text)
{
    char cell[256];
    int64_t needed = 0;
    const int32_t place = tenon_table_find(table, column);
    for (int64_t row = 0; place >= 0 && row < tenon_table_rows(table); ++row)
        if (!tenon_table_cell_text(table, place, row, cell, sizeof cell, &needed, NULL) && same(cell, text))
            return row;
    return -1;
}

void explain_held_back(learner *run)
{
    char text[256];
    int64_t needed = 0;
    const char *column = run->err.argument;
    int categorical = 0;
    for (int32_t i = 0; i < run->categorical.count; ++i) categorical |= same(run->categorical.name[i], column);
    if (run->err.code != TENON_E_DATA || !categorical || run->err.row < 0 || !run->test) return;
    if (tenon_table_cell_text(run->test, tenon_table_find(run->test, column), run->err.row, text, sizeof text,
                              &needed, NULL))
        return;
    if (first_with(run->train, column, text) >= 0) return;
    const int64_t record = first_with(run->source, column, text);
    if (record < 0) return;
    run->err.row = record;
    run->err.line = record + (run->header ? 2 : 1);
    snprintf(run->err.message, sizeof run->err.message,
             "\"%s\" of column \"%.100s\" is met only among the records held back, first in line %lld of the file "
             "if every record is a line: nothing was learned of it. Learn from all records with --test-share 0, "
             "or take such categories for another with --unknown reference",
             text, column, (long long)run->err.line);
}
