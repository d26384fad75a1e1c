/* The week's orders and machines of the demonstration. */
#ifndef WEEK_H
#define WEEK_H

#include "tenon.h"

/* Tables as tenon_plan_orders wants them. hours_lost[m] is the share of machine m's hours that its
 * failures are expected to cost. Returns a status and fills err like any call. */
tenon_status week_orders(tenon_table **out, tenon_error *err);
tenon_status week_machines(const double *hours_lost, int machines, tenon_table **out,
                           tenon_error *err);

#endif
