/* tenon learn --polynomial K of models that are not linear: powers are columns that the pipeline appends. A
 * linear model forms its own, which are never rounded. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "learn.h"

enum { MOST_POWERS = 6 }; /* of tenon_polynomial_options */

int has_power_columns(const learner *run)
{
    return run->polynomial > 1 && run->kind != TENON_MODEL_LINEAR;
}

void refuse_powers(const learner *run)
{
    const char *name = family_word(run->kind);
    if (!has_power_columns(run)) return;
    if (run->polynomial > MOST_POWERS)
        usage_error(run->args, "--polynomial goes up to %d for %s, whose powers are columns in double precision",
                    MOST_POWERS, name);
    if (run->fill || run->outliers)
        usage_error(run->args,
                    "--fill and --outliers with --polynomial are for linear models: for %s they would mend the "
                    "powers of a reading apart from it; run tenon clean before",
                    name);
}

/* "name^2" and so on behind the features. */
static void name_powers(learner *run, const char *name)
{
    for (int64_t k = 2; k <= run->polynomial; ++k) {
        const size_t size = strlen(name) + 4;
        char *text = allocate(size);
        snprintf(text, size, "%s^%lld", name, (long long)k);
        run->power_names[run->inputs.count - run->features.count] = text;
        run->inputs.name[run->inputs.count++] = text;
    }
}

tenon_status add_powers(learner *run)
{
    tenon_polynomial_options options = TENON_POLYNOMIAL_OPTIONS_INIT;
    tenon_status status = TENON_OK;
    const size_t count = (size_t)run->features.count;
    if (!has_power_columns(run)) return TENON_OK;
    options.degree = run->polynomial;
    run->inputs.name = allocate((count * (size_t)run->polynomial + 1) * sizeof *run->inputs.name);
    run->power_names = allocate((count * (size_t)run->polynomial + 1) * sizeof *run->power_names);
    run->powers = allocate((count + 1) * sizeof *run->powers);
    memcpy((void *)run->inputs.name, (const void *)run->features.name, count * sizeof *run->inputs.name);
    run->inputs.count = run->features.count;
    for (int32_t i = 0; !status && i < run->features.count; ++i) {
        const char *name = run->features.name[i];
        const int32_t column = tenon_table_find(run->train, name);
        /* false and true are their own powers */
        if (column >= 0 && tenon_table_column_type(run->train, column) == TENON_BOOL) continue;
        status = tenon_feature_fit_polynomial(run->context, run->train, &name, 1, &options,
                                              &run->powers[run->power_count], &run->err);
        if (status) break;
        ++run->power_count;
        name_powers(run, name);
    }
    return status;
}

void free_powers(learner *run)
{
    for (int32_t i = 0; i < run->power_count; ++i) tenon_feature_free(run->powers[i]);
    for (int32_t i = run->features.count; i < run->inputs.count; ++i)
        free(run->power_names[i - run->features.count]);
    free((void *)run->powers);
    free((void *)run->power_names);
    free((void *)run->inputs.name);
}
