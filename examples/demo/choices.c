/* What to do with columns of a log nobody has seen before. */
#include <string.h>

#include "demo.h"

enum { FEW = 30, LOOK_AT = 20000 };

/* A text column with at most FEW values among its first records is a category. */
int has_few_values(const tenon_table *table, int32_t column)
{
    const char *seen[FEW];
    int64_t length[FEW];
    int count = 0;
    const int64_t rows = tenon_table_rows(table) < LOOK_AT ? tenon_table_rows(table) : LOOK_AT;
    for (int64_t i = 0; i < rows; ++i) {
        const char *text = NULL;
        int64_t size = 0;
        if (tenon_table_text(table, column, i, &text, &size, NULL)) return 0;
        if (!text) continue;
        int k = 0;
        while (k < count && !(length[k] == size && memcmp(seen[k], text, (size_t)size) == 0)) ++k;
        if (k < count) continue;
        if (count == FEW) return 0;
        seen[count] = text;
        length[count++] = size;
    }
    return count >= 2;
}

/* Text, bool and 0/1 numbers are classes; other numbers are measured. */
tenon_model_kind kind_of_target(const tenon_table *table, const char *target)
{
    const int32_t column = tenon_table_find(table, target);
    const tenon_type type = tenon_table_column_type(table, column);
    if (type != TENON_FLOAT64 && type != TENON_INT64) return TENON_MODEL_LOGISTIC;
    double value;
    uint8_t valid;
    const int64_t rows = tenon_table_rows(table);
    for (int64_t i = 0; i < rows; ++i)
        if (!tenon_table_copy_float64(table, column, i, &value, &valid, 1, NULL, NULL) && valid &&
            value != 0 && value != 1)
            return TENON_MODEL_LINEAR;
    return TENON_MODEL_LOGISTIC;
}
