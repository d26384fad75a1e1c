/* Words of the command line and what they mean in tenon.h. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct word {
    const char *text;
    int32_t value;
} word;

/* The words are small letters: UTF-8 is utf-8. */
static int same_word(const char *known, const char *given)
{
    for (; *known && *given; ++known, ++given) {
        const char small = *given >= 'A' && *given <= 'Z' ? (char)(*given - 'A' + 'a') : *given;
        if (small != *known) return 0;
    }
    return *known == *given;
}

static int32_t look_up(const arguments *args, const char *what, const char *given,
                       const word *words, int count)
{
    for (int i = 0; i < count; ++i)
        if (same_word(words[i].text, given)) return words[i].value;
    char known[240] = "";
    size_t used = 0;
    for (int i = 0; i < count && used < sizeof known; ++i)
        used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "",
                                 words[i].text);
    usage_error(args, "%s \"%s\" is not known; use one of %s", what, given, known);
    return 0;
}

#define LOOK_UP(args, what, given, words) \
    look_up(args, what, given, words, (int)(sizeof words / sizeof words[0]))

tenon_fill fill_of(const arguments *args, const char *given)
{
    static const word words[] = {{"mean", TENON_FILL_MEAN},         {"median", TENON_FILL_MEDIAN},
                                 {"mode", TENON_FILL_MODE},         {"previous", TENON_FILL_PREVIOUS},
                                 {"next", TENON_FILL_NEXT},         {"linear", TENON_FILL_LINEAR_TIME},
                                 {"constant", TENON_FILL_CONSTANT}};
    return LOOK_UP(args, "fill", given, words);
}

tenon_outlier_rule outlier_rule_of(const arguments *args, const char *given)
{
    static const word words[] = {
        {"mad", TENON_OUTLIER_MAD}, {"iqr", TENON_OUTLIER_IQR}, {"hampel", TENON_OUTLIER_HAMPEL}};
    return LOOK_UP(args, "outlier rule", given, words);
}

tenon_outlier_action outlier_action_of(const arguments *args, const char *given)
{
    static const word words[] = {{"flag", TENON_OUTLIER_FLAG},
                                 {"clip", TENON_OUTLIER_CLIP},
                                 {"missing", TENON_OUTLIER_MISSING},
                                 {"drop", TENON_OUTLIER_DROP}};
    return LOOK_UP(args, "outlier action", given, words);
}

/* The code point of a text that is one character in UTF-8; 0: it is not. */
static int32_t code_point(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    const int more = at[0] < 0x80 ? 0 : at[0] < 0xE0 ? 1 : at[0] < 0xF0 ? 2 : 3;
    int32_t code = more == 0 ? at[0] : at[0] & (0x3F >> more);
    if (at[0] >= 0x80 && at[0] < 0xC2) return 0;
    for (int i = 1; i <= more; ++i) {
        if ((at[i] & 0xC0) != 0x80) return 0;
        code = code << 6 | (at[i] & 0x3F);
    }
    return at[more + 1] ? 0 : code;
}

static int32_t one_character(arguments *args, const char *name)
{
    const char *text = take_option(args, name);
    if (!text) return 0;
    if (same(text, "tab") || same(text, "\\t")) return '\t';
    if (same(text, "space")) return ' ';
    const int32_t code = text[0] ? code_point(text) : 0;
    if (code == 0) usage_error(args, "%s takes one character, or tab, or space", name);
    return code;
}

/* --column NAME=TYPE[:mark,mark], as often as there are columns to tell of. */
static void take_columns(arguments *args, csv_arguments *csv)
{
    static const word types[] = {{"none", 0}, /* inferred */
                                 {"float64", TENON_FLOAT64},
                                 {"int64", TENON_INT64},
                                 {"bool", TENON_BOOL},
                                 {"text", TENON_TEXT},
                                 {"timestamp", TENON_TIMESTAMP}};
    const tenon_csv_column none = TENON_CSV_COLUMN_INIT;
    const char *said;
    int32_t *count = &csv->options.column_count;
    csv->columns = allocate((size_t)args->count * sizeof *csv->columns);
    csv->marks = allocate((size_t)args->count * sizeof *csv->marks);
    while ((said = take_first_option(args, "--column"))) {
        const char *equals = strchr(said, '=');
        if (!equals || equals == said)
            usage_error(args, "--column needs NAME=TYPE, such as count=int64 or speed=float64:9999,-");
        const size_t length = (size_t)(equals - said);
        char *name = allocate(length + 1 + strlen(equals));
        memcpy(name, said, length);
        name[length] = '\0';
        char *type = name + length + 1; /* the rest, cut at its ':' */
        memcpy(type, equals + 1, strlen(equals));
        char *marks = strchr(type, ':');
        if (marks) *marks++ = '\0';
        tenon_csv_column *column = &csv->columns[*count];
        *column = none;
        column->name = name;
        column->type = type[0] ? LOOK_UP(args, "type", type, types) : 0;
        csv->marks[*count] = split_names(marks ? marks : "");
        column->missing_marks = csv->marks[*count].name;
        column->missing_mark_count = csv->marks[*count].count;
        ++*count;
    }
    csv->options.columns = csv->columns;
}

csv_arguments take_csv(arguments *args)
{
    static const word encodings[] = {
        {"auto", TENON_ENCODING_DETECT},      {"detect", TENON_ENCODING_DETECT},
        {"guess", TENON_ENCODING_GUESS},
        {"utf-8", TENON_ENCODING_UTF8},       {"utf8", TENON_ENCODING_UTF8},
        {"latin1", TENON_ENCODING_LATIN1},    {"latin-1", TENON_ENCODING_LATIN1},
        {"iso-8859-1", TENON_ENCODING_LATIN1}, {"windows-1252", TENON_ENCODING_LATIN1},
        {"cp1252", TENON_ENCODING_LATIN1},    {"utf-16le", TENON_ENCODING_UTF16LE},
        {"utf16le", TENON_ENCODING_UTF16LE},  {"utf-16be", TENON_ENCODING_UTF16BE},
        {"utf16be", TENON_ENCODING_UTF16BE},  {"gb18030", TENON_ENCODING_GB18030},
        {"gbk", TENON_ENCODING_GB18030},      {"gb2312", TENON_ENCODING_GB18030}};
    static const word orders[] = {{"dmy", TENON_DATE_ORDER_DAY_FIRST},
                                  {"mdy", TENON_DATE_ORDER_MONTH_FIRST}};
    static const word ragged[] = {{"error", TENON_RAGGED_ERROR}, {"pad", TENON_RAGGED_PAD}};
    csv_arguments csv = {TENON_CSV_OPTIONS_INIT, {0, NULL, NULL}, NULL, NULL};
    csv.options.delimiter = one_character(args, "--delimiter");
    csv.options.decimal = one_character(args, "--decimal");
    csv.options.thousands = one_character(args, "--thousands");
    csv.options.comment = one_character(args, "--comment");
    csv.options.skip_lines = take_whole(args, "--skip-lines", 0);
    csv.options.skip_below_header = take_whole(args, "--skip-below-header", 0);
    csv.options.lenient = take_flag(args, "--lenient");
    const char *order = take_option(args, "--dates");
    if (order) csv.options.date_order = LOOK_UP(args, "order of dates", order, orders);
    const char *quote = take_option(args, "--quote");
    if (quote && same(quote, "none"))
        csv.options.quote = -1;
    else if (quote && quote[0] && !quote[1])
        csv.options.quote = (unsigned char)quote[0];
    else if (quote)
        usage_error(args, "--quote takes one character, or none");
    csv.options.no_header = take_flag(args, "--no-header");
    const char *text = take_option(args, "--encoding");
    if (text) csv.options.encoding = LOOK_UP(args, "encoding", text, encodings);
    text = take_option(args, "--ragged");
    if (text) csv.options.ragged = LOOK_UP(args, "ragged", text, ragged);
    text = take_option(args, "--missing");
    if (text) {
        static const char *const empty_cells_only[] = {""};
        csv.missing = split_names(text);
        csv.options.missing_marks = csv.missing.count ? csv.missing.name : empty_cells_only;
        csv.options.missing_mark_count = csv.missing.count ? csv.missing.count : 1;
    }
    take_columns(args, &csv);
    return csv;
}

void free_csv(csv_arguments *csv)
{
    for (int32_t i = 0; i < csv->options.column_count; ++i) {
        free((void *)csv->columns[i].name);
        free_names(&csv->marks[i]);
    }
    free(csv->columns);
    free(csv->marks);
    free_names(&csv->missing);
}
