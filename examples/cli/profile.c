#include <stdlib.h>

#include "cli.h"

static int write_report(const tenon_context *context, const tenon_table *table,
                        const tenon_profile *detail, const char *title, const char *path,
                        int chinese, tenon_error *err)
{
    tenon_report_options options = TENON_REPORT_OPTIONS_INIT;
    tenon_report *report = NULL;
    options.subtitle = title;
    options.language = chinese ? TENON_CHINESE : TENON_ENGLISH;
    int failed = tenon_report_create(&options, &report, err) ||
                 tenon_report_add_profile(report, context, table, err) ||
                 tenon_report_add_data_profile(report, detail, err) ||
                 tenon_report_add_missing_map(report, table, err) ||
                 tenon_report_write(report, path, err);
    tenon_report_free(report);
    return failed;
}

/* One face of the profile on standard output. */
static void print_face(tenon_status (*face)(const tenon_profile *, char *, int64_t, int64_t *,
                                            tenon_error *),
                       const tenon_profile *detail)
{
    int64_t length = 0;
    char *text;
    if (face(detail, NULL, 0, &length, NULL)) return;
    text = allocate((size_t)length + 1);
    if (!face(detail, text, length, NULL, NULL)) fwrite(text, 1, (size_t)length, stdout);
    free(text);
}

int command_profile(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    csv_arguments csv = take_csv(args);
    const char *report = take_option(args, "--report");
    const char *language = take_option(args, "--lang");
    const int full = take_flag(args, "--full");
    const char *path = take_operand(args);
    if (!path) usage_error(args, "tenon profile needs a file; see tenon profile --help");
    finish_arguments(args);

    tenon_context *context = terminal_context(0);
    tenon_table *table = NULL, *profile = NULL, *findings = NULL;
    tenon_profile *detail = NULL;
    int code = EXIT_DONE;
    if (read_log(context, path, &csv, &table, &err) ||
        tenon_table_profile(context, table, &profile, &err) ||
        tenon_table_findings(table, &findings, &err) ||
        tenon_profile_create(&detail, &err) || tenon_profile_add(detail, context, table, &err) ||
        (report && write_report(context, table, detail, path, report, language && same(language, "zh"),
                                &err))) {
        code = refuse(args, &err);
    } else if (args->json) {
        printf("{\"rows\":%lld,\"columns\":", (long long)tenon_table_rows(table));
        json_table(stdout, profile);
        printf(",\"findings\":");
        json_table(stdout, findings);
        printf(",\"detail\":");
        print_face(tenon_profile_json, detail);
        printf("}\n");
    } else {
        clear_progress();
        printf("%lld %s, %lld %s\n\n", COUNTED(tenon_table_rows(table), "row"),
               COUNTED(tenon_table_columns(table), "column"));
        print_table(stdout, profile);
        if (full) {
            printf("\n");
            print_face(tenon_profile_text, detail);
        }
        if (tenon_table_rows(findings) > 0) {
            printf("\n");
            print_table(stdout, findings);
        }
        if (report) printf("\nreport: %s\n", report);
    }
    tenon_profile_free(detail);
    tenon_table_free(findings);
    tenon_table_free(profile);
    tenon_table_free(table);
    tenon_context_free(context);
    free_csv(&csv);
    return code;
}
