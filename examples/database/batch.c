#include "batch.h"

#include <stdlib.h>
#include <string.h>

typedef struct column {
    char *name;
    cell_type type;
    int64_t rows, missing;
    size_t byte_count, byte_capacity, row_capacity;
    unsigned char *validity; /* least significant bit first */
    unsigned char *values;   /* 8 bytes a cell, bits, or the bytes of text */
    int64_t *offsets;        /* text only */
} column;

struct batch {
    int columns;
    int64_t rows;
    column *column;
};

static char *copy_of(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

batch *batch_create(int columns, const char *const *names, const cell_type *types)
{
    batch *b = calloc(1, sizeof *b);
    if (!b || !(b->column = calloc(columns > 0 ? (size_t)columns : 1, sizeof *b->column))) {
        free(b);
        return NULL;
    }
    b->columns = columns;
    for (int i = 0; i < columns; ++i) {
        b->column[i].type = types[i];
        if (!(b->column[i].name = copy_of(names[i]))) {
            batch_free(b);
            return NULL;
        }
    }
    return b;
}

static void empty(column *c)
{
    free(c->validity);
    free(c->values);
    free(c->offsets);
    c->validity = c->values = NULL;
    c->offsets = NULL;
    c->rows = c->missing = 0;
    c->byte_count = c->byte_capacity = c->row_capacity = 0;
}

void batch_free(batch *b)
{
    if (!b) return;
    for (int i = 0; i < b->columns; ++i) {
        empty(&b->column[i]);
        free(b->column[i].name);
    }
    free(b->column);
    free(b);
}

/* Room for one more row. What grew stays grown when something else does not. */
static int reserve_row(column *c)
{
    if ((size_t)c->rows < c->row_capacity) return 0;
    const size_t capacity = c->row_capacity ? 2 * c->row_capacity : 1024;
    unsigned char *validity = realloc(c->validity, capacity / 8);
    if (!validity) return -1;
    c->validity = validity;
    if (c->type == CELL_TEXT) {
        int64_t *offsets = realloc(c->offsets, (capacity + 1) * sizeof *offsets);
        if (!offsets) return -1;
        c->offsets = offsets;
        if (c->rows == 0) c->offsets[0] = 0;
    } else {
        unsigned char *values = realloc(c->values, c->type == CELL_BOOL ? capacity / 8 : capacity * 8);
        if (!values) return -1;
        c->values = values;
    }
    c->row_capacity = capacity;
    return 0;
}

static int reserve_bytes(column *c, size_t more)
{
    if (c->byte_count + more <= c->byte_capacity) return 0;
    size_t capacity = c->byte_capacity ? c->byte_capacity : 4096;
    while (capacity < c->byte_count + more) capacity *= 2;
    unsigned char *values = realloc(c->values, capacity);
    if (!values) return -1;
    c->values = values;
    c->byte_capacity = capacity;
    return 0;
}

static void set_bit(unsigned char *bits, int64_t at, int on)
{
    if (at % 8 == 0) bits[at / 8] = 0;
    if (on) bits[at / 8] |= (unsigned char)(1 << at % 8);
}

static void end_cell(column *c, int present)
{
    set_bit(c->validity, c->rows, present);
    if (c->type == CELL_TEXT) c->offsets[c->rows + 1] = (int64_t)c->byte_count;
    if (!present) ++c->missing;
    ++c->rows;
}

int batch_missing(batch *b, int place)
{
    column *c = &b->column[place];
    if (reserve_row(c)) return -1;
    if (c->type == CELL_BOOL)
        set_bit(c->values, c->rows, 0);
    else if (c->type != CELL_TEXT)
        memset(c->values + 8 * c->rows, 0, 8);
    end_cell(c, 0);
    return 0;
}

int batch_int64(batch *b, int place, int64_t value)
{
    column *c = &b->column[place];
    if (reserve_row(c)) return -1;
    if (c->type == CELL_BOOL)
        set_bit(c->values, c->rows, value != 0);
    else
        memcpy(c->values + 8 * c->rows, &value, 8);
    end_cell(c, 1);
    return 0;
}

int batch_float64(batch *b, int place, double value)
{
    column *c = &b->column[place];
    if (reserve_row(c)) return -1;
    memcpy(c->values + 8 * c->rows, &value, 8);
    end_cell(c, 1);
    return 0;
}

int batch_text(batch *b, int place, const char *text, size_t length)
{
    column *c = &b->column[place];
    if (reserve_row(c) || reserve_bytes(c, length)) return -1;
    if (length > 0) memcpy(c->values + c->byte_count, text, length);
    c->byte_count += length;
    end_cell(c, 1);
    return 0;
}

void batch_end_row(batch *b) { ++b->rows; }
int64_t batch_rows(const batch *b) { return b->rows; }

/* ---- Arrow ------------------------------------------------------------------------------------ */

static const char *format_of(cell_type type)
{
    switch (type) {
    case CELL_INT64: return "l";
    case CELL_FLOAT64: return "g";
    case CELL_BOOL: return "b";
    case CELL_TEXT: return "U";
    case CELL_TIMESTAMP: return "tsu:";
    case CELL_INSTANT: return "tsu:UTC";
    }
    return "n";
}

static void release_schema(struct ArrowSchema *s)
{
    for (int64_t i = 0; i < s->n_children; ++i) {
        if (s->children[i]->release) s->children[i]->release(s->children[i]);
        free(s->children[i]);
    }
    free(s->children);
    free(s->private_data); /* the name */
    s->release = NULL;
}

static void release_array(struct ArrowArray *a)
{
    for (int64_t i = 0; i < a->n_children; ++i) {
        if (a->children[i]->release) a->children[i]->release(a->children[i]);
        free(a->children[i]);
    }
    free(a->children);
    for (int64_t i = 0; i < a->n_buffers; ++i) free((void *)a->buffers[i]);
    free((void *)a->buffers);
    a->release = NULL;
}

int batch_schema(const batch *b, struct ArrowSchema *out)
{
    memset(out, 0, sizeof *out);
    out->format = "+s";
    out->name = "";
    out->release = release_schema;
    out->children = calloc(b->columns > 0 ? (size_t)b->columns : 1, sizeof *out->children);
    if (!out->children) goto short_of_memory;
    for (int i = 0; i < b->columns; ++i) {
        struct ArrowSchema *child = calloc(1, sizeof *child);
        if (!child) goto short_of_memory;
        out->children[out->n_children++] = child;
        child->format = format_of(b->column[i].type);
        child->name = child->private_data = copy_of(b->column[i].name);
        child->flags = ARROW_FLAG_NULLABLE;
        child->release = release_schema;
        if (!child->name) goto short_of_memory;
    }
    return 0;
short_of_memory:
    release_schema(out);
    return -1;
}

/* The buffers of a column become the child's. */
static int hand_over(column *c, struct ArrowArray *child)
{
    const int buffers = c->type == CELL_TEXT ? 3 : 2;
    const void **list = calloc((size_t)buffers, sizeof *list);
    if (!list) return -1;
    child->length = c->rows;
    child->null_count = c->missing;
    child->n_buffers = buffers;
    child->buffers = list;
    list[0] = c->validity;
    list[1] = buffers == 3 ? (void *)c->offsets : (void *)c->values;
    if (buffers == 3) list[2] = c->values;
    c->validity = c->values = NULL;
    c->offsets = NULL;
    empty(c);
    return 0;
}

int batch_array(batch *b, struct ArrowArray *out)
{
    memset(out, 0, sizeof *out);
    out->length = b->rows;
    out->release = release_array;
    out->buffers = calloc(1, sizeof *out->buffers); /* of the rows: none is missing */
    out->children = calloc(b->columns > 0 ? (size_t)b->columns : 1, sizeof *out->children);
    if (!out->buffers || !out->children) goto short_of_memory;
    out->n_buffers = 1;
    for (int i = 0; i < b->columns; ++i) {
        struct ArrowArray *child = calloc(1, sizeof *child);
        if (!child) goto short_of_memory;
        out->children[out->n_children++] = child;
        child->release = release_array;
        if (hand_over(&b->column[i], child)) goto short_of_memory;
    }
    b->rows = 0;
    return 0;
short_of_memory:
    release_array(out);
    return -1;
}
