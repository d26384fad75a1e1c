/* The files around a solve: a start, a basis to begin from, the plan and its basis. */
#include <stdlib.h>

#include "cli.h"

solve_files take_solve_files(arguments *args)
{
    solve_files files = {0};
    files.start = take_option(args, "--start");
    files.basis_in = take_option(args, "--basis-in");
    files.basis_out = take_option(args, "--basis-out");
    files.solution = take_option(args, "--solution");
    files.certificate = take_option(args, "--certificate");
    keep_apart(args, "--solution", files.solution, "--certificate", files.certificate);
    keep_apart(args, "--solution", files.solution, "--basis-out", files.basis_out);
    keep_apart(args, "--certificate", files.certificate, "--basis-out", files.basis_out);
    return files;
}

tenon_status read_solve_files(solve_files *files, const tenon_context *context,
                              const tenon_problem *problem, tenon_solve_options *options,
                              tenon_error *err)
{
    const int32_t columns = tenon_problem_columns(problem), rows = tenon_problem_rows(problem);
    options->certify = files->certificate != NULL;
    if (files->start) {
        files->values = allocate((size_t)columns * sizeof *files->values);
        if (tenon_problem_read_start(context, problem, files->start, files->values, columns, err))
            return err->code;
        options->start = files->values;
        options->start_count = columns;
    }
    if (files->basis_in) {
        files->column_basis = allocate((size_t)columns * sizeof *files->column_basis);
        files->row_basis = allocate((size_t)rows * sizeof *files->row_basis);
        if (tenon_problem_read_basis(context, problem, files->basis_in, files->column_basis, columns,
                                     files->row_basis, rows, err))
            return err->code;
        options->start_column_basis = files->column_basis;
        options->start_row_basis = files->row_basis;
        options->start_column_basis_count = columns;
        options->start_row_basis_count = rows;
    }
    return TENON_OK;
}

static tenon_status write_basis(const char *path, const tenon_problem *problem,
                                const tenon_solution *solution, tenon_error *err)
{
    const int32_t columns = tenon_solution_column_basis(solution, NULL, 0);
    const int32_t rows = tenon_solution_row_basis(solution, NULL, 0);
    if (columns == 0 && rows == 0) {
        fprintf(stderr, "tenon: %s is not written: only an optimum of a linear program has a basis\n",
                path);
        return TENON_OK;
    }
    tenon_basis_status *column_basis = allocate((size_t)columns * sizeof *column_basis);
    tenon_basis_status *row_basis = allocate((size_t)rows * sizeof *row_basis);
    tenon_solution_column_basis(solution, column_basis, columns);
    tenon_solution_row_basis(solution, row_basis, rows);
    tenon_status status = tenon_problem_write_basis(problem, path, column_basis, columns, row_basis,
                                                    rows, err);
    free(column_basis);
    free(row_basis);
    return status;
}

tenon_status write_solve_files(const solve_files *files, const tenon_problem *problem,
                               const tenon_solution *solution, tenon_error *err)
{
    if (tenon_solution_start_verdict(solution)[0])
        fprintf(stderr, "tenon: the start: %s\n", tenon_solution_start_verdict(solution));
    if (tenon_solution_doubt(solution)[0])
        fprintf(stderr, "tenon: in doubt: %s\n", tenon_solution_doubt(solution));
    if (files->solution && tenon_solution_write(solution, problem, files->solution, err))
        return err->code;
    if (files->certificate &&
        tenon_solution_write_certificate(solution, files->certificate, err))
        return err->code;
    if (files->basis_out) return write_basis(files->basis_out, problem, solution, err);
    return TENON_OK;
}

void free_solve_files(solve_files *files)
{
    free(files->values);
    free(files->column_basis);
    free(files->row_basis);
}
