/* A production log whose truth is known: the demonstration can say what it should have found. */
#ifndef PRODUCTION_LOG_H
#define PRODUCTION_LOG_H

#include "tenon.h"

/* P(status = FAIL) = sigma(truth_intercept + sum of these), the mechanisms of failure:
 *   heat       +1.00 a kelvin above 299
 *   vibration  +3.00 a mm/s above 1
 *   torque     +0.20 a Nm above 40
 *   night      +0.80 on the night shift (tired hands)
 * Pressure and speed have no effect. */
#define TRUTH_BASE (-3.0)
#define TRUTH_TEMPERATURE 1.00
#define TRUTH_VIBRATION 3.00
#define TRUTH_TORQUE 0.20
#define TRUTH_NIGHT 0.80

enum { MACHINES = 6 };

typedef struct planted {
    int records, duplicates, missing, spikes, failures;
} planted;

/* Writes `records` readings, a minute apart, with planted faults. Returns 0 if it cannot write. */
int write_production_log(const char *path, int records, uint64_t seed, planted *truth);

#endif
