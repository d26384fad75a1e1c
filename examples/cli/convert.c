#include "cli.h"

int command_convert(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    const char *in = take_operand(args), *out = take_operand(args);
    if (!in || !out)
        usage_error(args, "tenon convert needs a model file and the file to write; see tenon convert "
                          "--help");
    finish_arguments(args);

    tenon_context *context = terminal_context(0);
    tenon_problem *problem = NULL;
    int code = EXIT_DONE;
    if (tenon_problem_read(context, in, TENON_FORMAT_BY_NAME, &problem, &err) ||
        tenon_problem_write(problem, out, TENON_FORMAT_BY_NAME, &err)) {
        code = refuse(args, &err);
    } else {
        clear_progress();
        const int columns = (int)tenon_problem_columns(problem), rows = (int)tenon_problem_rows(problem);
        const long long nonzeros = (long long)tenon_problem_nonzeros(problem);
        if (args->json)
            printf("{\"columns\":%d,\"rows\":%d,\"nonzeros\":%lld}\n", columns, rows, nonzeros);
        else
            printf("%s: %lld %s, %lld %s, %lld %s\n", out, COUNTED(columns, "column"),
                   COUNTED(rows, "row"), COUNTED(nonzeros, "nonzero"));
    }
    tenon_problem_free(problem);
    tenon_context_free(context);
    return code;
}
