#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tenon.h"

#define CHECK(expression)                                           \
    do {                                                            \
        if (!(expression)) {                                        \
            fprintf(stderr, "does not hold: %s\n", #expression);    \
            exit(1);                                                \
        }                                                           \
    } while (0)
#define CHECK_DONE(call)                                            \
    do {                                                            \
        if ((call) != TENON_OK) {                                   \
            fprintf(stderr, "%s: %s\n", #call, err.message);        \
            exit(1);                                                \
        }                                                           \
    } while (0)
