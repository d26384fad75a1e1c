/* tenon export and tenon import: models for scoring elsewhere, and coefficients from there. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static tenon_status export_to(const tenon_model *model, const char *onnx, const char *pmml, int ml,
                              tenon_error *err)
{
    tenon_status status = TENON_OK;
    if (onnx) status = tenon_model_save_onnx(model, ml ? TENON_ONNX_ML : TENON_ONNX_DOUBLES, onnx, err);
    if (!status && pmml) status = tenon_model_save_pmml(model, pmml, err);
    return status;
}

/* The exported forms have no input for an offset or an exposure. */
static void tell_rows(const tenon_model *model, int json)
{
    const char *const names[] = {"exposure", "offset"};
    const char *const columns[] = {tenon_model_exposure(model), tenon_model_offset(model)};
    for (int i = 0; i < 2; ++i) {
        const int there = columns[i][0] != '\0';
        if (json) {
            printf(",\"%s\":", names[i]);
            if (there)
                json_text(stdout, columns[i], -1);
            else
                printf("null");
        } else if (there) {
            printf("it foretells for an %s of %d, as tenon score --per-unit does: \"%s\" is no input of it\n",
                   names[i], i == 0, columns[i]);
        }
    }
}

int command_export(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    const char *onnx = take_option(args, "--onnx");
    const char *pmml = take_option(args, "--pmml");
    int ml = take_flag(args, "--ml-operators");
    const char *path = take_operand(args);
    if (!path || (!onnx && !pmml))
        usage_error(args, "tenon export needs a model, and --onnx FILE or --pmml FILE; see tenon export "
                          "--help");
    if (ml && !onnx) usage_error(args, "--ml-operators is for --onnx");
    finish_arguments(args);

    tenon_model *model = NULL;
    int code = EXIT_DONE;
    tenon_status status = tenon_model_load(NULL, path, &model, &err);
    if (!status) status = export_to(model, onnx, pmml, ml, &err);
    if (status) {
        code = refuse(args, &err);
    } else if (args->json) {
        printf("{\"onnx\":");
        if (onnx)
            json_text(stdout, onnx, -1);
        else
            printf("null");
        printf(",\"pmml\":");
        if (pmml)
            json_text(stdout, pmml, -1);
        else
            printf("null");
        tell_rows(model, 1);
        printf("}\n");
    } else {
        if (onnx) printf("ONNX: %s\n", onnx);
        if (pmml) printf("PMML: %s\n", pmml);
        tell_rows(model, 0);
    }
    tenon_model_free(model);
    return code;
}

int command_import(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    const char *save = take_option(args, "--save");
    const char *path = take_operand(args);
    int64_t length = 0;
    if (!path || !save)
        usage_error(args, "tenon import needs a file of coefficients and --save FILE; see tenon import "
                          "--help");
    finish_arguments(args);

    tenon_model *model = NULL;
    int code = EXIT_DONE;
    char *text = read_file(path, &length, &err);
    tenon_status status = err.code;
    if (!status) status = tenon_model_from_coefficients(text, length, &model, &err);
    if (!status) status = tenon_model_save(model, save, &err);
    if (status) {
        code = refuse(args, &err);
    } else if (args->json) {
        printf("{\"inputs\":%ld,\"model\":", (long)tenon_model_inputs(model));
        json_text(stdout, save, -1);
        printf("}\n");
    } else {
        printf("%lld %s: %s\n", COUNTED(tenon_model_inputs(model), "input"), save);
    }
    free(text);
    tenon_model_free(model);
    return code;
}
