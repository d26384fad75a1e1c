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

static void print_anova(const tenon_anova *a, const char *value, const char *group, int json)
{
    if (!json) {
        printf("\n%s by %s, one-way analysis of variance: %lld groups, %lld rows\n", value, group,
               (long long)a->groups, (long long)a->rows);
        printf("%-10s %8s %14s %14s %12s %10s\n", "", "degrees", "squares", "mean square", "F", "p");
        printf("%-10s %8.0f %14.8g %14.8g %12.8g %10.3g\n", "between", a->between_degrees,
               a->between_squares, a->between_mean, a->f_statistic, a->p_value);
        printf("%-10s %8.0f %14.8g %14.8g\n", "within", a->within_degrees, a->within_squares, a->within_mean);
        printf("R2 %.6g, residual sd %.8g\n", a->r2, a->residual_sd);
        return;
    }
    const struct {
        const char *name;
        double value;
    } members[] = {{"between_degrees", a->between_degrees}, {"within_degrees", a->within_degrees},
                   {"between_squares", a->between_squares}, {"within_squares", a->within_squares},
                   {"between_mean", a->between_mean},       {"within_mean", a->within_mean},
                   {"f_statistic", a->f_statistic},         {"p_value", a->p_value},
                   {"r2", a->r2},                           {"residual_sd", a->residual_sd}};
    printf(",\"anova\":{\"value\":");
    json_text(stdout, value, -1);
    printf(",\"group\":");
    json_text(stdout, group, -1);
    printf(",\"rows\":%lld,\"groups\":%lld", (long long)a->rows, (long long)a->groups);
    for (size_t i = 0; i < sizeof members / sizeof *members; ++i) {
        printf(",\"%s\":", members[i].name);
        json_number(stdout, members[i].value);
    }
    printf("}");
}

int command_profile(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    csv_arguments csv = take_csv(args);
    const char *report = take_option(args, "--report");
    const char *language = take_option(args, "--lang");
    const int full = take_flag(args, "--full");
    const char *compared = take_option(args, "--anova");
    name_list pair = {0, NULL, NULL};
    tenon_anova anova = TENON_ANOVA_INIT;
    if (compared) pair = split_names(compared);
    if (compared && pair.count != 2)
        usage_error(args, "--anova takes two columns, the number and the group: --anova Y,G");
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
        (compared && tenon_table_anova(context, table, pair.name[0], pair.name[1], &anova, &err)) ||
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
        if (compared) print_anova(&anova, pair.name[0], pair.name[1], 1);
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
        if (compared) print_anova(&anova, pair.name[0], pair.name[1], 0);
        if (report) printf("\nreport: %s\n", report);
    }
    tenon_profile_free(detail);
    tenon_table_free(findings);
    tenon_table_free(profile);
    tenon_table_free(table);
    tenon_context_free(context);
    free_csv(&csv);
    free_names(&pair);
    return code;
}
