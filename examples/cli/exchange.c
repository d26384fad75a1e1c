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

/* A column that came with the rows of the fit, as the saved model names it: between quotes, its length in
 * *length. NULL: none. */
static const char *row_column(const char *document, const char *member, int *length)
{
    char key[40];
    snprintf(key, sizeof key, "\"%s\":\"", member);
    const char *name = document ? strstr(document, key) : NULL;
    if (!name) return NULL;
    name += strlen(key);
    const char *end = name;
    while (*end && *end != '"') end += *end == '\\' && end[1] ? 2 : 1;
    *length = (int)(end - name);
    return *length > 0 ? name : NULL;
}

/* The exported forms have no input for an offset or an exposure. */
static void tell_rows(const tenon_model *model, int json)
{
    int64_t needed = 0;
    tenon_model_to_json(model, NULL, 0, &needed, NULL);
    char *document = allocate((size_t)needed + 1);
    if (tenon_model_to_json(model, document, needed + 1, &needed, NULL)) document[0] = '\0';
    static const char *const members[] = {"exposure", "offset"};
    for (int i = 0; i < 2; ++i) {
        int length = 0;
        const char *name = row_column(document, members[i], &length);
        if (json && name)
            printf(",\"%s\":\"%.*s\"", members[i], length, name);
        else if (json)
            printf(",\"%s\":null", members[i]);
        else if (name)
            printf("it foretells for an %s of %d, as tenon score --per-unit does: \"%.*s\" is no input of it\n",
                   members[i], i == 0, length, name);
    }
    free(document);
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
