#include <limits>

#include "handles.hpp"
#include "tenon/executor.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

tenon_progress progress_struct(const Progress& progress) {
    return {sizeof(tenon_progress), 0,
            progress.phase,         progress.share,
            progress.seconds,       progress.incumbent,
            progress.bound,         progress.gap,
            progress.work,          progress.rows,
            progress.nodes};
}

constexpr int most_threads = 1024;  // more is a mistake, not a machine

std::shared_ptr<Executor> executor_of(const tenon_executor* given) {
    if (!given) return nullptr;
    const auto table = options_of(given, "executor");
    if (table.width < 1 || table.width > most_threads)
        refuse("executor", "must have a width between 1 and 1024");
    if (!table.parallel_for) refuse("executor", "must have a parallel_for");
    return std::make_shared<Executor>(
        table.width, [call = table.parallel_for, user = table.user](std::int64_t count,
                                                                    const Executor::Task& task) {
            const auto run = [](std::int64_t index, void* data) {
                (*static_cast<const Executor::Task*>(data))(index);
            };
            call(count, run, const_cast<Executor::Task*>(&task), user);
        });
}

std::function<void(const LogLine&)> log_line_of(tenon_log_line_function call, void* user) {
    if (!call) return {};
    return [call, user](const LogLine& line) {
        const tenon_log_line lent = {sizeof(tenon_log_line),
                                     static_cast<std::int32_t>(line.level),
                                     static_cast<tenon_log_id>(line.id),
                                     0,
                                     line.text.data(),
                                     static_cast<std::int64_t>(line.text.size())};
        call(&lent, user);
    };
}

}  // namespace

tenon_status tenon_context_create(const tenon_context_options* options, tenon_context** out,
                                  tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const auto given = options_of(options, "options");
        if (given.threads < 0 || given.threads > most_threads)
            refuse("threads", "must lie between 0 and 1024");
        if (given.byte_budget < 0) refuse("byte_budget", "must not be negative");
        if (given.spare_bytes < 0) refuse("spare_bytes", "must not be negative");
        auto context = std::make_unique<tenon_context>();
        context->value.keep_spare(given.spare_bytes);
        context->value.threads = std::max(1, given.threads);
        if ((context->value.executor = executor_of(given.executor))) {
            const int width = context->value.executor->width();
            context->value.threads = given.threads > 0 ? std::min(given.threads, width) : width;
        }
        context->value.log_line = log_line_of(given.log_line, given.log_line_user);
        // Without a limit blocks are counted all the same: a host measures first, then sets one.
        context->budget = std::make_unique<Budget>(
            given.byte_budget > 0 ? given.byte_budget : std::numeric_limits<std::int64_t>::max());
        context->value.budget = context->budget.get();
        if (given.progress)
            context->value.progress = HeardProgress(
                [call = given.progress, user = given.progress_user](const Progress& progress) {
                    const tenon_progress snapshot = progress_struct(progress);
                    return call(&snapshot, user) == 0;
                });
        if (given.log)
            context->value.log = [call = given.log, user = given.log_user](LogLevel level,
                                                                           std::string_view line) {
                call(static_cast<std::int32_t>(level), line.data(),
                     static_cast<std::int64_t>(line.size()), user);
            };
        if (given.cancel) {
            context->cancel = given.cancel->value;
            context->value.cancel = context->cancel.get();
        }
        *out = context.release();
    });
}

void tenon_context_free(tenon_context* context) {
    guard_void([&] { delete context; });
}

int64_t tenon_context_peak_bytes(const tenon_context* context) {
    return guard_value(std::int64_t{0}, [&] {
        return context && context->budget ? context->budget->peak() : std::int64_t{0};
    });
}

tenon_status tenon_cancel_create(tenon_cancel** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        *out = new tenon_cancel{std::make_shared<Cancel>()};
    });
}

void tenon_cancel_set(tenon_cancel* cancel) {
    guard_void([&] {
        if (cancel) cancel->value->request();
    });
}

void tenon_cancel_clear(tenon_cancel* cancel) {
    guard_void([&] {
        if (cancel) cancel->value->clear();
    });
}

void tenon_cancel_free(tenon_cancel* cancel) {
    guard_void([&] { delete cancel; });
}
