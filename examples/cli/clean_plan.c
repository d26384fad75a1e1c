/* The steps of tenon clean as the JSON document of a cleaning plan. */
#include "clean_plan.h"

#include <stdlib.h>
#include <string.h>

static void add_bytes(text *out, const char *piece, size_t length)
{
    if (out->size + length + 1 > out->room) {
        size_t room = 2 * (out->size + length + 64);
        char *grown = allocate(room);
        if (out->at) memcpy(grown, out->at, out->size);
        free(out->at);
        out->at = grown;
        out->room = room;
    }
    memcpy(out->at + out->size, piece, length);
    out->size += length;
    out->at[out->size] = '\0';
}

void add_text(text *out, const char *piece)
{
    add_bytes(out, piece, strlen(piece));
}

void free_text(text *out)
{
    free(out->at);
    out->at = NULL;
    out->size = out->room = 0;
}

int read_text(const char *path, text *out, tenon_error *err)
{
    int64_t length = 0;
    out->at = read_file(path, &length, err);
    out->size = out->room = (size_t)length;
    return out->at != NULL;
}

static void add_quoted(text *out, const char *value)
{
    add_text(out, "\"");
    for (; *value; ++value) {
        unsigned char c = (unsigned char)*value;
        char escaped[8];
        if (c == '"' || c == '\\')
            snprintf(escaped, sizeof escaped, "\\%c", c);
        else if (c < 0x20)
            snprintf(escaped, sizeof escaped, "\\u%04x", c);
        else
            snprintf(escaped, sizeof escaped, "%c", c);
        add_text(out, escaped);
    }
    add_text(out, "\"");
}

static void add_name(text *out, const char *name)
{
    add_text(out, ",");
    add_quoted(out, name);
    add_text(out, ":");
}

/* Whether the word is a number as JSON writes it: -12, 0.5, 1e-3. */
static int is_number(const char *word)
{
    const char *at = word + (*word == '-');
    if (*at < '0' || *at > '9' || (*at == '0' && at[1] >= '0' && at[1] <= '9')) return 0;
    while (*at >= '0' && *at <= '9') ++at;
    if (*at == '.') {
        if (*++at < '0' || *at > '9') return 0;
        while (*at >= '0' && *at <= '9') ++at;
    }
    if (*at == 'e' || *at == 'E') {
        at += at[1] == '-' || at[1] == '+' ? 2 : 1;
        if (*at < '0' || *at > '9') return 0;
        while (*at >= '0' && *at <= '9') ++at;
    }
    return *at == '\0';
}

static void add_list(text *out, const char *name, const char *words)
{
    name_list list = split_names(words);
    add_name(out, name);
    add_text(out, "[");
    for (int32_t i = 0; i < list.count; ++i) {
        if (i) add_text(out, ",");
        add_quoted(out, list.name[i]);
    }
    add_text(out, "]");
    free_names(&list);
}

/* Members that are lists are said as a,b or, where a name holds a ',', as JSON: ["a,b"]. */
static void add_value(text *out, const char *name, const char *value)
{
    static const char *const lists[] = {"columns", "keys",     "group",
                                        "units",   "features", "predictors"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; ++i)
        if (same(name, lists[i]) && *value != '[') {
            add_list(out, name, value);
            return;
        }
    add_name(out, name);
    if (*value == '[' || *value == '{' || is_number(value) || same(value, "true") ||
        same(value, "false"))
        add_text(out, value);
    else
        add_quoted(out, value);
}

/* Cuts "a:b:c" at the first ':'; returns what follows, or NULL. */
static char *cut(char *word, char mark)
{
    char *rest = strchr(word, mark);
    if (rest) *rest++ = '\0';
    return rest;
}

typedef struct numbers {
    const char *time_column, *factor, *window, *limit;
    int keep_last;
} numbers;

static void add_duplicates(text *out, char *value, const numbers *given)
{
    add_text(out, "\"step\":\"drop_duplicates\"");
    if (*value) add_list(out, "keys", value);
    if (given->keep_last) add_value(out, "keep", "last");
}

static void add_missing(text *out, char *value, const numbers *given)
{
    (void)given;
    add_text(out, "\"step\":\"drop_missing\"");
    if (*value) add_list(out, "columns", value);
}

/* METHOD[:columns] or constant=VALUE[:columns] */
static void add_fill(text *out, char *value, const numbers *given)
{
    char *columns = cut(value, ':'), *constant = cut(value, '=');
    add_text(out, "\"step\":\"fill\"");
    add_value(out, "method", value);
    if (constant && *constant) add_value(out, "value", constant);
    if (columns && *columns) add_list(out, "columns", columns);
    if (same(value, "linear") && given->time_column) {
        add_name(out, "time");
        add_quoted(out, given->time_column);
    }
    if (given->limit) add_value(out, "limit", given->limit);
}

/* RULE[:action[:columns]] */
static void add_outliers(text *out, char *value, const numbers *given)
{
    char *action = cut(value, ':'), *columns = action ? cut(action, ':') : NULL;
    add_text(out, "\"step\":\"outliers\"");
    add_value(out, "rule", value);
    if (action && *action) add_value(out, "action", action);
    if (columns && *columns) add_list(out, "columns", columns);
    if (given->factor) add_value(out, "factor", given->factor);
    if (given->window && (same(value, "hampel") || same(value, "rolling"))) add_value(out, "window", given->window);
}

/* KIND[:member=value]... */
static void add_step(text *out, char *value, const numbers *given)
{
    char *rest = cut(value, ':');
    (void)given;
    add_text(out, "\"step\":");
    add_quoted(out, value);
    while (rest && *rest) {
        char *next = cut(rest, ':');
        char *said = cut(rest, '=');
        add_value(out, rest, said ? said : "true");
        rest = next;
    }
}

typedef struct step {
    const char *name;
    void (*add)(text *, char *, const numbers *);
    int needs_value;
} step;

static const step steps[] = {{"--drop-duplicates", add_duplicates, 0},
                             {"--drop-missing", add_missing, 0},
                             {"--fill", add_fill, 1},
                             {"--outliers", add_outliers, 1},
                             {"--step", add_step, 1}};

/* The step that the argument at `i` names, and its value; NULL if it names none. Takes both. */
static const step *take_step(arguments *args, int i, const char **value)
{
    char *item = args->item[i];
    for (size_t k = 0; item && k < sizeof steps / sizeof steps[0]; ++k) {
        size_t length = strlen(steps[k].name);
        if (strncmp(item, steps[k].name, length) != 0 || (item[length] && item[length] != '='))
            continue;
        *value = item[length] ? item + length + 1 : "";
        if (!item[length] && steps[k].needs_value) {
            if (i + 1 >= args->count || !args->item[i + 1])
                usage_error(args, "%s needs a value", steps[k].name);
            *value = args->item[i + 1];
            args->item[i + 1] = NULL;
        }
        args->item[i] = NULL;
        return &steps[k];
    }
    return NULL;
}

int take_plan(arguments *args, text *document)
{
    const step **what = allocate((size_t)(args->count + 1) * sizeof *what);
    const char **value = allocate((size_t)(args->count + 1) * sizeof *value);
    int count = 0;
    for (int i = 0; i < args->count; ++i) {
        what[count] = take_step(args, i, &value[count]);
        if (what[count]) ++count;
    }
    const char *row_id = take_option(args, "--row-id");
    numbers given = {take_option(args, "--time-column"), NULL, NULL, NULL, 0};
    given.keep_last = take_flag(args, "--keep-last");
    given.factor = take_option(args, "--factor");
    given.window = take_option(args, "--window");
    given.limit = take_option(args, "--limit");
    add_text(document, "{\"steps\":[");
    for (int i = 0; i < count; ++i) {
        text copy = {NULL, 0, 0};
        add_text(&copy, value[i]);
        add_text(document, i ? ",{" : "{");
        what[i]->add(document, copy.at, &given);
        add_text(document, "}");
        free_text(&copy);
    }
    add_text(document, "]");
    if (row_id) {
        add_name(document, "row_id");
        add_quoted(document, row_id);
    }
    add_text(document, "}");
    free((void *)what);
    free((void *)value);
    return count;
}
