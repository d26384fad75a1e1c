#include "production_log.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct reading {
    double temperature, pressure, vibration, speed, torque;
    int machine, shift, failed; /* shift: 0 night, 1 day, 2 late */
    long minute;
} reading;

static const char *const shift_name[] = {"night", "day", "late"};

static double sigma(double t) { return 1 / (1 + exp(-t)); }

/* Machines differ a little: a hotter one runs faster too. */
static reading draw(tenon_random *random, long minute, double *heat)
{
    static const double warmth[MACHINES] = {-1.2, -0.5, 0.0, 0.3, 0.9, 1.6};
    const double day = 6.283185307179586 * (double)(minute % 1440) / 1440;
    reading r;
    r.minute = minute;
    r.machine = (int)tenon_random_below(random, MACHINES);
    r.shift = (int)(minute / 480 % 3);
    *heat = 0.9 * *heat + 0.3 * tenon_random_normal(random);
    r.temperature = 298 + warmth[r.machine] + 1.5 * sin(day) + *heat;
    r.speed = 1500 + 40 * warmth[r.machine] + 40 * tenon_random_normal(random);
    r.torque = 40 + 0.02 * (1500 - r.speed) + 4 * tenon_random_normal(random);
    r.pressure = 5 + 0.01 * (r.temperature - 298) + 0.05 * tenon_random_normal(random);
    r.vibration = fabs(1 + 0.0006 * (r.speed - 1500) + 0.25 * tenon_random_normal(random));
    const double logit = TRUTH_BASE + TRUTH_TEMPERATURE * (r.temperature - 299) +
                         TRUTH_VIBRATION * (r.vibration - 1) + TRUTH_TORQUE * (r.torque - 40) +
                         TRUTH_NIGHT * (r.shift == 0);
    r.failed = tenon_random_uniform(random) < sigma(logit);
    return r;
}

/* A number, or nothing: each sensor misses a share of its readings. */
static void put(FILE *file, tenon_random *random, double share, int decimals, double value,
                planted *truth)
{
    if (tenon_random_uniform(random) < share)
        ++truth->missing;
    else
        fprintf(file, "%.*f", decimals, value);
    fputc(',', file);
}

static void put_line(FILE *file, tenon_random *random, const reading *r, planted *truth)
{
    fprintf(file, "2026-%02ld-%02ld %02ld:%02ld,M-%02d,%s,", 3 + r->minute / 1440 / 28,
            1 + r->minute / 1440 % 28, r->minute % 1440 / 60, r->minute % 60, r->machine + 1,
            shift_name[r->shift]);
    put(file, random, 0.02, 2, r->temperature, truth);
    put(file, random, 0.03, 3, r->pressure, truth);
    put(file, random, 0.01, 3, r->vibration, truth);
    put(file, random, 0.005, 0, r->speed, truth);
    put(file, random, 0.015, 2, r->torque, truth);
    fprintf(file, "%s\n", r->failed ? "FAIL" : "OK");
}

/* A sensor that jumps for one reading; the machine itself is as it was. */
static void spike(reading *r, tenon_random *random, planted *truth)
{
    const double chance = tenon_random_uniform(random);
    if (chance < 0.002)
        r->temperature += 60 + 100 * tenon_random_uniform(random);
    else if (chance < 0.004)
        r->vibration *= 10 + 15 * tenon_random_uniform(random);
    else
        return;
    ++truth->spikes;
}

int write_production_log(const char *path, int records, uint64_t seed, planted *truth)
{
    tenon_random *random = NULL, *faults = NULL;
    FILE *file = fopen(path, "wb");
    double heat = 0;
    planted none = {0, 0, 0, 0, 0};
    *truth = none;
    if (!file) return 0;
    if (tenon_random_create(seed, 0, &random, NULL) || tenon_random_create(seed, 1, &faults, NULL)) {
        fclose(file);
        tenon_random_free(random);
        return 0;
    }
    fputs("time,machine,shift,temperature,pressure,vibration,speed,torque,status\n", file);
    for (int i = 0; i < records; ++i) {
        reading r = draw(random, i, &heat);
        truth->failures += r.failed;
        spike(&r, faults, truth);
        const int twice = tenon_random_uniform(faults) < 0.005;
        const planted before = *truth;
        tenon_random *same = NULL; /* a repeated line repeats its gaps */
        const uint64_t gaps = tenon_random_below(faults, (uint64_t)1 << 62);
        for (int copy = 0; copy <= twice; ++copy) {
            if (tenon_random_create(gaps, 2, &same, NULL)) break;
            if (copy) truth->missing = before.missing; /* count gaps of distinct records */
            put_line(file, same, &r, truth);
            tenon_random_free(same);
            same = NULL;
        }
        truth->duplicates += twice;
    }
    truth->records = records;
    tenon_random_free(random);
    tenon_random_free(faults);
    const int failed = ferror(file);
    return fclose(file) == 0 && !failed;
}
