#include "week.h"

#include <stddef.h>
#include <stdint.h>

enum { ORDERS = 22, MOST_MACHINES = 6 };

tenon_status week_orders(tenon_table **out, tenon_error *err)
{
    static const char *const order[ORDERS] = {
        "P-101", "P-102", "P-103", "P-104", "P-105", "P-106", "P-107", "P-108",
        "P-109", "P-110", "P-111", "P-112", "P-113", "P-114", "P-115", "P-116",
        "P-117", "P-118", "P-119", "P-120", "P-121", "P-122"};
    static const char *const family[ORDERS] = {
        "gear",  "gear",  "shaft", "shaft", "gear",  "cover", "cover", "shaft",
        "gear",  "cover", "shaft", "gear",  "cover", "shaft", "gear",  "cover",
        "shaft", "gear",  "cover", "shaft", "gear",  "cover"};
    static const double hours[ORDERS] = {5, 4, 6,   3.5, 7, 2.5, 4, 5, 3,   6, 4,
                                         2, 5, 4.5, 6,   3, 5.5, 4, 3, 6.5, 5, 4};
    static const int64_t due[ORDERS] = {1, 1, 2, 2, 2, 1, 3, 3, 2, 3, 4,
                                        3, 4, 4, 5, 4, 5, 5, 5, 5, 5, 5};
    static const double late[ORDERS] = {90, 60, 80, 40, 100, 50, 60, 70, 40, 90, 50,
                                        30, 60, 70, 80,  40, 90, 60, 40, 80, 70, 50};
    tenon_table_builder *builder = NULL;
    tenon_status status = tenon_table_builder_create(&builder, err);
    if (!status) status = tenon_table_builder_add_text(builder, "order", order, ORDERS, err);
    if (!status) status = tenon_table_builder_add_text(builder, "family", family, ORDERS, err);
    if (!status) status = tenon_table_builder_add_float64(builder, "hours", hours, NULL, ORDERS, err);
    if (!status) status = tenon_table_builder_add_int64(builder, "due_day", due, NULL, ORDERS, err);
    if (!status)
        status = tenon_table_builder_add_float64(builder, "late_cost_per_day", late, NULL, ORDERS, err);
    if (!status) status = tenon_table_builder_finish(builder, out, err);
    tenon_table_builder_free(builder);
    return status;
}

tenon_status week_machines(const double *hours_lost, int machines, tenon_table **out,
                           tenon_error *err)
{
    static const char *const machine[MOST_MACHINES] = {"M-01", "M-02", "M-03",
                                                       "M-04", "M-05", "M-06"};
    static const char *const families[MOST_MACHINES] = {"gear;shaft", "shaft;cover", NULL,
                                                        "gear;shaft", "cover",       NULL};
    static const double cost[MOST_MACHINES] = {22, 20, 26, 24, 18, 28};
    double hours[MOST_MACHINES];
    const double shift_hours = 8;
    if (machines > MOST_MACHINES) machines = MOST_MACHINES;
    for (int m = 0; m < machines; ++m) hours[m] = shift_hours * (1 - hours_lost[m]);
    tenon_table_builder *builder = NULL;
    tenon_status status = tenon_table_builder_create(&builder, err);
    if (!status) status = tenon_table_builder_add_text(builder, "machine", machine, machines, err);
    if (!status)
        status = tenon_table_builder_add_float64(builder, "hours_per_day", hours, NULL, machines, err);
    if (!status)
        status = tenon_table_builder_add_float64(builder, "cost_per_hour", cost, NULL, machines, err);
    if (!status) status = tenon_table_builder_add_text(builder, "families", families, machines, err);
    if (!status) status = tenon_table_builder_finish(builder, out, err);
    tenon_table_builder_free(builder);
    return status;
}
