/* A production log whose truth is known: the demonstration can say what it should have found. */
#ifndef PRODUCTION_LOG_H
#define PRODUCTION_LOG_H

#include "tenon.h"

/* P(status = FAIL) = sigma(truth_intercept + sum of these), the mechanisms of failure:
 *   heat       +0.55 a kelvin above 299
 *   vibration  +1.40 a mm/s above 1
 *   torque     +0.10 a Nm above 40
 *   night      +0.50 on the night shift (tired hands)
 * Pressure and speed have no effect. */
#define TRUTH_BASE (-4.2)
#define TRUTH_TEMPERATURE 0.55
#define TRUTH_VIBRATION 1.40
#define TRUTH_TORQUE 0.10
#define TRUTH_NIGHT 0.50

enum { MACHINES = 6 };

typedef struct planted {
    int records, duplicates, missing, spikes, failures;
} planted;

/* Writes `records` readings, a minute apart, with planted faults. Returns 0 if it cannot write. */
int write_production_log(const char *path, int records, uint64_t seed, planted *truth);

#endif
