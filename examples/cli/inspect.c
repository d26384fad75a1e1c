/* tenon inspect: what a saved document says of itself. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

tenon_status file_error(const char *what, const char *path, int reason, tenon_error *err)
{
    err->code = TENON_E_IO;
    snprintf(err->argument, sizeof err->argument, "path");
    snprintf(err->message, sizeof err->message, "cannot %s \"%s\": %s", what, path,
             reason ? strerror(reason) : "no reason was told");
    return err->code;
}

char *read_file(const char *path, int64_t *length, tenon_error *err)
{
    FILE *file = open_file(path, "rb");
    size_t used = 0, room = 4096;
    if (!file) {
        file_error("open", path, errno, err);
        return NULL;
    }
    char *text = allocate(room);
    for (;;) {
        used += fread(text + used, 1, room - used, file);
        if (used < room) break;
        char *larger = allocate(room * 2);
        memcpy(larger, text, used);
        free(text);
        text = larger;
        room *= 2;
    }
    if (ferror(file)) {
        file_error("read", path, errno, err);
        free(text);
        text = NULL;
    }
    fclose(file);
    *length = (int64_t)used;
    return text;
}

int command_inspect(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    int64_t entries = take_whole(args, "--entries", 20), length = 0, needed = 0;
    const char *path = take_operand(args);
    if (!path) usage_error(args, "tenon inspect needs a file; see tenon inspect --help");
    if (entries < 1) usage_error(args, "--entries must be at least 1");
    finish_arguments(args);

    tenon_document_info info = TENON_DOCUMENT_INFO_INIT;
    char *shown = NULL, *bytes = read_file(path, &length, &err);
    tenon_status status = bytes ? tenon_document_inspect(bytes, length, &info, &err) : err.code;
    for (int pass = 0; pass < 2 && !status; ++pass) {
        if (pass == 1) shown = allocate((size_t)needed + 1);
        const int64_t capacity = pass == 1 ? needed : 0;
        status = args->json ? tenon_document_json(bytes, length, shown, capacity, &needed, &err)
                            : tenon_document_text(bytes, length, entries, shown, capacity, &needed, &err);
    }
    int code = EXIT_DONE;
    if (status) {
        code = refuse(args, &err);
    } else {
        fwrite(shown, 1, (size_t)needed, stdout);
        if (args->json) putchar('\n');
        if (info.damaged || info.too_new) code = EXIT_REFUSED;
    }
    free(shown);
    free(bytes);
    return code;
}
