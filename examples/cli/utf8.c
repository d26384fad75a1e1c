/* Arguments, names of files and the console in UTF-8, which Windows has to be asked for. */
#include "cli.h"

#if defined(_WIN32)
#include <errno.h>
#include <windows.h>
/* after windows.h */
#include <shellapi.h>

/* The arguments that main gets are in the code page of the machine, which lacks most names of files. */
void use_utf8(int *argc, char ***argv)
{
    int count = 0;
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &count);
    SetConsoleOutputCP(CP_UTF8);
    if (!wide) return;
    char **item = allocate(((size_t)count + 1) * sizeof *item);
    for (int i = 0; i < count; ++i) {
        int bytes = WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, NULL, 0, NULL, NULL);
        item[i] = allocate((size_t)bytes);
        WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, item[i], bytes, NULL, NULL);
    }
    LocalFree(wide);
    *argc = count;
    *argv = item;
}

FILE *open_file(const char *path, const char *mode)
{
    wchar_t wide[32768], wide_mode[8]; /* the longest path that Windows knows */
    if (!MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, 32768) ||
        !MultiByteToWideChar(CP_UTF8, 0, mode, -1, wide_mode, 8)) {
        errno = EINVAL;
        return NULL;
    }
    return _wfopen(wide, wide_mode);
}
#else
void use_utf8(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
}

FILE *open_file(const char *path, const char *mode) { return fopen(path, mode); }
#endif
