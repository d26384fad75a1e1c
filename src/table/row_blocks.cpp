#include "table/row_blocks.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/call_threads.hpp"
#include "base/parallel.hpp"

namespace tenon {

namespace {

constexpr std::int64_t block_bytes = std::int64_t{1}
                                     << 20;  // in the cache, and milliseconds of work
constexpr std::int64_t strip_rows = 64;      // rows a validity word speaks for

// Blocks of text that wait for the sink, from the `next` of them on.
struct Waiting {
    explicit Waiting(std::int64_t most) : texts(static_cast<std::size_t>(most)) {}
    std::vector<TextBlock> texts;
    std::size_t count = 0, next = 0;
};

}  // namespace

std::int64_t guessed_row_bytes(const Table& table) {
    constexpr std::int64_t number_bytes = 12;
    std::int64_t bytes = 1;
    for (std::int32_t i = 0; i < table.columns(); ++i) {
        const Column& column = table.column(i);
        bytes += number_bytes;
        if (column.type() == Type::text && column.size() > 0) {
            const auto* offsets = column.buffers().offsets;
            bytes += (offsets[column.size()] - offsets[0]) / column.size();
        }
    }
    return bytes;
}

void write_row_blocks(const Context& context, const char* phase, std::int64_t rows,
                      std::int64_t row_bytes, const FormatRows& format,
                      const std::function<void(std::string_view)>& sink) {
    constexpr std::int64_t reported_bytes = std::int64_t{1} << 23;
    const std::int64_t block =
        std::max(strip_rows, block_bytes / row_bytes / strip_rows * strip_rows);
    const std::int64_t all = std::max<std::int64_t>(1, block_count(rows, block));
    const int threads = static_cast<int>(std::min<std::int64_t>(std::max(1, context.threads), all));
    // Two blocks a thread at a time, so that threads rarely wait, and those that wait for the sink.
    const std::int64_t at_once = threads == 1 ? 1 : std::min(all, std::int64_t{2} * threads);
    const Charge held(context, (threads == 1 ? 1 : 2) * at_once * block * row_bytes);
    const CallThreads team(context);
    Waiting formed(at_once), waiting(at_once);
    std::int64_t since_report = 0;
    const auto hand_on = [&] {
        for (; waiting.next < waiting.count; ++waiting.next) {
            const std::string_view text = waiting.texts[waiting.next].text();
            sink(text);
            since_report += static_cast<std::int64_t>(text.size());
        }
    };
    for (std::int64_t first = 0; first < rows; first += at_once * block) {
        const std::int64_t last = std::min(rows, first + at_once * block);
        parallel_blocks(
            team.context(), last - first, block,
            [&](std::int64_t number, std::int64_t from, std::int64_t to) {
                TextBlock& text = formed.texts[static_cast<std::size_t>(number)];
                text.clear();
                format(first + from, first + to, text);
            },
            hand_on);
        hand_on();
        formed.count = static_cast<std::size_t>(block_count(last - first, block));
        formed.next = 0;
        std::swap(formed, waiting);
        if (threads == 1) {  // while it is in the cache
            hand_on();
            std::swap(formed, waiting);
        }
        if (since_report < reported_bytes) continue;
        since_report = 0;
        Progress progress;
        progress.phase = phase;
        progress.share = static_cast<double>(first) / static_cast<double>(rows);
        progress.rows = first;
        context.report(progress);
    }
    hand_on();
    context.check_cancelled();
}

}  // namespace tenon
