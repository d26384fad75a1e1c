#ifndef TENON_CLI_HELP_H
#define TENON_CLI_HELP_H

extern const char *const help_text;
extern const char *const read_help;
extern const char *const profile_help;
extern const char *const clean_help;
extern const char *const learn_help;
extern const char *const fold_help;   /* follows learn_help */
extern const char *const family_help; /* follows fold_help */
extern const char *const csv_help;    /* follows family_help */
extern const char *const score_help;
extern const char *const solve_help;
extern const char *const convert_help;
extern const char *const explain_help;
extern const char *const export_help;
extern const char *const import_help;
extern const char *const inspect_help;

#endif
