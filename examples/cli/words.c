/* Words of the command line and what they mean in tenon.h. */
#include "cli.h"

typedef struct word {
    const char *text;
    int32_t value;
} word;

static int32_t look_up(const arguments *args, const char *what, const char *given,
                       const word *words, int count)
{
    for (int i = 0; i < count; ++i)
        if (same(words[i].text, given)) return words[i].value;
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

static int32_t one_character(arguments *args, const char *name)
{
    const char *text = take_option(args, name);
    if (!text) return 0;
    if (same(text, "tab") || same(text, "\\t")) return '\t';
    if (same(text, "space")) return ' ';
    if (!text[0] || text[1]) usage_error(args, "%s takes one character, or tab, or space", name);
    return (unsigned char)text[0];
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
    csv_arguments csv = {TENON_CSV_OPTIONS_INIT, {0, NULL, NULL}};
    csv.options.delimiter = one_character(args, "--delimiter");
    csv.options.decimal = one_character(args, "--decimal");
    csv.options.thousands = one_character(args, "--thousands");
    csv.options.comment = one_character(args, "--comment");
    csv.options.skip_lines = take_whole(args, "--skip-lines", 0);
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
    return csv;
}

void free_csv(csv_arguments *csv) { free_names(&csv->missing); }
