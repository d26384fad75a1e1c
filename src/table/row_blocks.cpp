#include "table/row_blocks.hpp"

#include <algorithm>
#include <vector>

#include "base/parallel.hpp"

namespace tenon {

namespace {

constexpr std::int64_t block_bytes = std::int64_t{1}
                                     << 20;  // in the cache, and milliseconds of work
constexpr std::int64_t strip_rows = 64;      // rows a validity word speaks for

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
    const int threads = std::max(1, context.threads);
    // Several blocks a thread before they are handed on, so that threads rarely wait.
    const std::int64_t at_once = threads == 1 ? 1 : std::int64_t{4} * threads;
    const std::int64_t blocks =
        std::min(at_once, std::max<std::int64_t>(1, block_count(rows, block)));
    const Charge held(context, blocks * block * row_bytes);
    std::vector<TextBlock> texts(static_cast<std::size_t>(blocks));
    std::int64_t since_report = 0;
    for (std::int64_t first = 0; first < rows; first += blocks * block) {
        const std::int64_t last = std::min(rows, first + blocks * block);
        parallel_blocks(context, last - first, block,
                        [&](std::int64_t number, std::int64_t from, std::int64_t to) {
                            TextBlock& text = texts[static_cast<std::size_t>(number)];
                            text.clear();
                            format(first + from, first + to, text);
                        });
        for (std::int64_t i = 0; i < block_count(last - first, block); ++i) {
            const std::string_view text = texts[static_cast<std::size_t>(i)].text();
            sink(text);
            since_report += static_cast<std::int64_t>(text.size());
        }
        if (since_report < reported_bytes) continue;
        since_report = 0;
        Progress progress;
        progress.phase = phase;
        progress.share = static_cast<double>(last) / static_cast<double>(rows);
        progress.rows = last;
        context.report(progress);
    }
    context.check_cancelled();
}

}  // namespace tenon
