#include <errno.h>
#include <string.h>

#include "cli.h"
#include "help.h"

typedef struct command {
    const char *name;
    int (*run)(arguments *);
    const char *const *help;
} command;

static const command commands[] = {{"read", command_read, &read_help},
                                   {"profile", command_profile, &profile_help},
                                   {"clean", command_clean, &clean_help},
                                   {"learn", command_learn, &learn_help},
                                   {"score", command_score, &score_help},
                                   {"solve", command_solve, &solve_help},
                                   {"explain", command_explain, &explain_help},
                                   {"convert", command_convert, &convert_help},
                                   {"export", command_export, &export_help},
                                   {"import", command_import, &import_help},
                                   {"inspect", command_inspect, &inspect_help}};

static void list_parts(void)
{
    for (int32_t k = 0; k < tenon_solve_parts(); ++k) {
        char name[32];
        size_t length = 0;
        for (const char *from = tenon_solve_part_name(k); *from && length + 1 < sizeof name; ++from)
            name[length++] = *from == ' ' ? '-' : *from;
        name[length] = '\0';
        printf("  %-22s  %s\n", name, tenon_solve_part_text(k));
    }
}

static int run(int argc, char **argv)
{
    arguments args = {argc > 2 ? argc - 2 : 0, argv + (argc > 2 ? 2 : argc), 0};
    tenon_error err = TENON_ERROR_INIT;
    if (tenon_check_version(TENON_ABI_VERSION, &err) != TENON_OK) return refuse(&args, &err);
    if (argc < 2) {
        fputs(help_text, stderr);
        return EXIT_USAGE;
    }
    if (same(argv[1], "--help") || same(argv[1], "-h") || same(argv[1], "help")) {
        fputs(help_text, stdout);
        return EXIT_DONE;
    }
    if (same(argv[1], "--version")) {
        printf("%s\n", tenon_build_info());
        return EXIT_DONE;
    }
    args.json = take_flag(&args, "--json");
    for (size_t k = 0; k < sizeof commands / sizeof commands[0]; ++k) {
        if (!same(argv[1], commands[k].name)) continue;
        if (take_flag(&args, "--help") || take_flag(&args, "-h")) {
            fputs(*commands[k].help, stdout);
            if (commands[k].run == command_learn) {
                fputs(fold_help, stdout);
                fputs(family_help, stdout);
                fputs(csv_help, stdout);
            }
            if (commands[k].run == command_solve) list_parts();
            return EXIT_DONE;
        }
        return commands[k].run(&args);
    }
    usage_error(&args, "there is no command \"%s\"; see tenon --help", argv[1]);
    return EXIT_USAGE;
}

/* What stands in the buffer of standard output is written now: a full disk is found here at the latest. */
static int after_output(int code)
{
    errno = 0;
    const int written = fflush(stdout) == 0, reason = errno;
    if (written && !ferror(stdout)) return code;
    fprintf(stderr, "tenon: cannot write standard output%s%s; what is there is not whole\n",
            reason ? ": " : "", reason ? strerror(reason) : "");
    return code == EXIT_DONE ? EXIT_REFUSED : code;
}

int main(int argc, char **argv)
{
    use_utf8(&argc, &argv);
    return after_output(run(argc, argv));
}
