/* Opens the shared library, works with it, closes it, many times over: each time it is really gone, and the
 * process holds no more memory and no more files than before. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tenon.h"

static void check(int holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "does not hold: %s (%s)\n", what, dlerror());
    exit(1);
}
#define CHECK(expression) check((expression) != 0, #expression)

/* ISO C has no conversion from an object pointer to a function. */
#define LOOK_UP(name)                                   \
    do {                                                \
        void *found = dlsym(library, "tenon_" #name);   \
        CHECK(found != NULL);                           \
        memcpy(&name, &found, sizeof found);            \
    } while (0)

static void work(void *library)
{
    tenon_status (*context_create)(const tenon_context_options *, tenon_context **, tenon_error *);
    void (*context_free)(tenon_context *);
    tenon_status (*table_read_csv_buffer)(const tenon_context *, const char *, int64_t, const tenon_csv_options *,
                                          tenon_table **, tenon_error *);
    void (*table_free)(tenon_table *);
    tenon_status (*problem_read_buffer)(const tenon_context *, const char *, int64_t, tenon_problem_format,
                                        tenon_problem **, tenon_error *);
    tenon_status (*problem_solve)(const tenon_context *, const tenon_problem *, const tenon_solve_options *,
                                  tenon_solution **, tenon_error *);
    double (*solution_objective)(const tenon_solution *);
    void (*solution_free)(tenon_solution *);
    void (*problem_free)(tenon_problem *);
    LOOK_UP(context_create);
    LOOK_UP(context_free);
    LOOK_UP(table_read_csv_buffer);
    LOOK_UP(table_free);
    LOOK_UP(problem_read_buffer);
    LOOK_UP(problem_solve);
    LOOK_UP(solution_objective);
    LOOK_UP(solution_free);
    LOOK_UP(problem_free);

    static const char csv[] = "a,b\n1,x\n2,y\n,\n";
    static const char lp[] = "max\n obj: 3 x + 2 y + z\nst\n c: x + y + z <= 4.5\nbinary\n z\ngeneral\n x y\nend\n";
    tenon_error err = TENON_ERROR_INIT;
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.threads = 3;
    tenon_context *context = NULL;
    tenon_table *table = NULL;
    tenon_problem *problem = NULL;
    tenon_solution *solution = NULL;
    CHECK(context_create(&options, &context, &err) == TENON_OK);
    CHECK(table_read_csv_buffer(context, csv, (int64_t)strlen(csv), NULL, &table, &err) == TENON_OK);
    CHECK(table_read_csv_buffer(context, "a\n1,2\n", 6, NULL, &table, &err) == TENON_E_PARSE); /* a throw inside */
    CHECK(problem_read_buffer(context, lp, (int64_t)strlen(lp), TENON_FORMAT_LP, &problem, &err) == TENON_OK);
    CHECK(problem_solve(context, problem, NULL, &solution, &err) == TENON_OK);
    CHECK(solution_objective(solution) == 12);
    solution_free(solution);
    problem_free(problem);
    table_free(table);
    context_free(context);
}

/* Kilobytes in memory; 0 where the system does not tell. */
static long resident(void)
{
    long pages = 0, all = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file) return 0;
    if (fscanf(file, "%ld %ld", &all, &pages) != 2) pages = 0;
    fclose(file);
    return pages * 4;
}

int main(int count, char **arguments)
{
    enum { rounds = 500, settled = 50 };
    long before = 0;
    check(count == 2, "reopen <library>");
    for (int round = 0; round < rounds; ++round) {
        void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
        CHECK(library != NULL);
        work(library);
        CHECK(dlclose(library) == 0);
        CHECK(dlopen(arguments[1], RTLD_NOW | RTLD_NOLOAD) == NULL); /* nothing of it keeps it in memory */
        if (round == settled) before = resident();
    }
    const long grown = resident() - before;
    printf("%d times opened and closed, %ld kB more after the last than after the %dth\n", rounds, grown, settled);
    return grown < 500 ? 0 : 1;
}
