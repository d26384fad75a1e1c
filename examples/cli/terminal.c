/* A progress line on a terminal, for anything that takes over a second, and warnings. */
#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200112L /* isatty */
#endif
#include <math.h>
#include <stdio.h>
#include <time.h>

#if defined(_WIN32)
#include <io.h>
#define IS_TERMINAL(file) _isatty(_fileno(file))
#else
#include <unistd.h>
#define IS_TERMINAL(file) isatty(2)
#endif

#include "cli.h"

static time_t started = 0, last_shown = 0;
static int line_open = 0;

static int32_t show(const tenon_progress *progress, void *user)
{
    (void)user;
    const time_t now = time(NULL);
    if (now <= started + 1 || now == last_shown) return 0;
    last_shown = now;
    line_open = 1;
    fprintf(stderr, "\r%-18s %5.0f s", progress->phase ? progress->phase : "",
            difftime(now, started));
    if (progress->share >= 0) fprintf(stderr, "  %5.1f %%", 100 * progress->share);
    if (progress->rows >= 0) fprintf(stderr, "  %lld %s", COUNTED(progress->rows, "row"));
    if (progress->nodes >= 0) fprintf(stderr, "  %lld %s", COUNTED(progress->nodes, "node"));
    if (!isnan(progress->incumbent)) fprintf(stderr, "  best %.8g", progress->incumbent);
    if (!isnan(progress->bound)) fprintf(stderr, "  bound %.8g", progress->bound);
    if (isfinite(progress->gap)) fprintf(stderr, "  gap %.3f %%", 100 * progress->gap);
    fprintf(stderr, "   ");
    return 0;
}

void clear_progress(void)
{
    if (line_open) fprintf(stderr, "\r%100s\r", "");
    line_open = 0;
}

enum { WARNING = 2, INFORMATION = 3 };

static int32_t most_told = WARNING;

void tell_more(void) { most_told = INFORMATION; }

static void note(int32_t level, const char *line, int64_t length, void *user)
{
    (void)user;
    if (level > most_told) return;
    clear_progress();
    fprintf(stderr, "%s%.*s\n", level > WARNING ? "" : "tenon: ", (int)length, line);
}

tenon_context *terminal_context(int threads) { return budget_context(threads, 0); }

tenon_context *budget_context(int threads, int64_t bytes)
{
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    tenon_context *context = NULL;
    options.threads = threads;
    options.byte_budget = bytes;
    started = time(NULL);
    if (IS_TERMINAL(stderr)) options.progress = show;
    options.log = note;
    tenon_context_create(&options, &context, NULL);
    return context;
}
