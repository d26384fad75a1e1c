/* EXAMPLE {"row_id": "source row", */
/* The plan is accepted, and does to a table what it says. */
#include "check.h"

static const char text[] = @EXAMPLE_TEXT@;

int main(void)
{
    static const char log[] = "speed,load\n10,1\n10,1\n11,2\n9,\n10,3\n900,4\n10,5\n11,6\n";
    tenon_error err = TENON_ERROR_INIT;
    tenon_table *table = NULL, *clean = NULL;
    tenon_clean_plan *plan = NULL, *fitted = NULL;
    CHECK_DONE(tenon_clean_plan_parse(text, (int64_t)strlen(text), &plan, &err));
    CHECK_DONE(tenon_table_read_csv_buffer(NULL, log, (int64_t)strlen(log), NULL, &table, &err));
    CHECK_DONE(tenon_clean_plan_fit(NULL, plan, table, &clean, &fitted, &err));
    CHECK(tenon_table_rows(clean) == 7);                          /* one was a repeat */
    CHECK(tenon_table_find(clean, "source row") >= 0);            /* row_id */
    CHECK(tenon_table_column_missing(clean, tenon_table_find(clean, "load")) == 0);
    double speed[7] = {0};
    CHECK_DONE(tenon_table_copy_float64(clean, tenon_table_find(clean, "speed"), 0, speed, NULL, 7, NULL, &err));
    CHECK(speed[4] < 20); /* 900 was taken for an outlier and filled */
    tenon_clean_plan_free(plan);
    tenon_clean_plan_free(fitted);
    tenon_table_free(clean);
    tenon_table_free(table);
    return 0;
}
