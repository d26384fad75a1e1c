/* A cleaning plan made from the words of the command line. */
#ifndef TENON_CLI_CLEAN_PLAN_H
#define TENON_CLI_CLEAN_PLAN_H

#include "cli.h"

typedef struct text {
    char *at; /* terminated; NULL while empty */
    size_t size, room;
} text;

void add_text(text *out, const char *piece);
void free_text(text *out);
/* The whole file as it is; 0, and the error is filled, if it cannot be read. */
int read_text(const char *path, text *out, tenon_error *err);

/* Takes the steps out of the arguments, in their order, with the options that belong to them, and writes
 * them as the document of a plan; returns how many there are. */
int take_plan(arguments *args, text *document);

#endif
