#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

int same(const char *a, const char *b) { return strcmp(a, b) == 0; }

void *allocate(size_t bytes)
{
    void *memory = calloc(bytes ? bytes : 1, 1);
    if (!memory) {
        fprintf(stderr, "tenon: out of memory\n");
        exit(EXIT_REFUSED);
    }
    return memory;
}

/* Is item "--name" or "--name=..."? */
static int is_option(const char *item, const char *name)
{
    size_t length = strlen(name);
    return item && strncmp(item, name, length) == 0 &&
           (item[length] == '\0' || item[length] == '=');
}

int has_option(const arguments *args, const char *name)
{
    for (int i = 0; i < args->count; ++i)
        if (is_option(args->item[i], name)) return 1;
    return 0;
}

const char *take_first_option(arguments *args, const char *name)
{
    for (int i = 0; i < args->count; ++i) {
        if (!is_option(args->item[i], name)) continue;
        char *equals = strchr(args->item[i], '=');
        const char *value = equals ? equals + 1 : NULL;
        if (!value) {
            if (i + 1 >= args->count || !args->item[i + 1])
                usage_error(args, "%s needs a value", name);
            value = args->item[i + 1];
            args->item[i + 1] = NULL;
        }
        args->item[i] = NULL;
        return value;
    }
    return NULL;
}

const char *take_option(arguments *args, const char *name)
{
    const char *value = NULL, *next;
    while ((next = take_first_option(args, name))) value = next;
    return value;
}

int take_flag(arguments *args, const char *name)
{
    int found = 0;
    for (int i = 0; i < args->count; ++i)
        if (args->item[i] && same(args->item[i], name)) {
            args->item[i] = NULL;
            found = 1;
        }
    return found;
}

const char *take_operand(arguments *args)
{
    for (int i = 0; i < args->count; ++i) {
        const char *item = args->item[i];
        if (item && strncmp(item, "--", 2) != 0) {
            args->item[i] = NULL;
            return item;
        }
    }
    return NULL;
}

double number_of(const arguments *args, const char *name, const char *text)
{
    char *end = NULL;
    double value = strtod(text, &end);
    if (end == text || *end || value != value)
        usage_error(args, "%s: \"%s\" is not a number", name, text);
    return value;
}

double take_number(arguments *args, const char *name, double fallback)
{
    const char *text = take_option(args, name);
    return text ? number_of(args, name, text) : fallback;
}

int64_t take_whole(arguments *args, const char *name, int64_t fallback)
{
    const char *text = take_option(args, name);
    if (!text) return fallback;
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end || errno == ERANGE || value < 0)
        usage_error(args, "%s: \"%s\" is not a whole number from 0 to 9223372036854775807", name, text);
    return value;
}

void keep_apart(const arguments *args, const char *name, const char *path, const char *other,
                const char *other_path)
{
    if (path && other_path && same(path, other_path))
        usage_error(args, "%s and %s both write \"%s\"; give them files of their own", name, other, path);
}

void finish_arguments(const arguments *args)
{
    for (int i = 0; i < args->count; ++i)
        if (args->item[i])
            usage_error(args, "\"%s\" is not understood here; see tenon --help", args->item[i]);
}

/* Takes the quotes off the part at `at`, in place, and sets `rest` to the comma behind it, or to NULL at
 * the end. 0: it is not quoted as in a CSV file, and stays as it is. */
static int unquote(char *at, char **rest)
{
    char *from = at + 1, *to = at;
    if (*at != '"') return 0;
    while (*from && !(from[0] == '"' && from[1] != '"')) from += *from == '"' ? 2 : 1;
    if (!*from || (from[1] && from[1] != ',')) return 0;
    *rest = from[1] ? from + 1 : NULL;
    for (const char *c = at + 1; c < from; c += *c == '"' ? 2 : 1) *to++ = *c;
    *to = '\0';
    return 1;
}

name_list split_names(const char *text)
{
    name_list list = {0, NULL, NULL};
    size_t length = strlen(text), parts = 1;
    for (size_t i = 0; i < length; ++i) parts += text[i] == ',';
    list.text = allocate(length + 1);
    memcpy(list.text, text, length + 1);
    list.name = allocate(parts * sizeof *list.name);
    for (char *at = list.text; length > 0 && at;) {
        char *comma = NULL;
        if (!unquote(at, &comma)) comma = strchr(at, ',');
        if (comma) *comma++ = '\0';
        if (*at) list.name[list.count++] = at;
        at = comma;
    }
    return list;
}

void free_names(name_list *list)
{
    free((void *)list->name);
    free(list->text);
}
