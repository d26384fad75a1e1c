// Rows of a table as text, block by block: formatted on as many threads as the context has, handed
// to the sink in order while others format the next. The text does not depend on blocks or threads.
#pragma once

#include <functional>

#include "table/text_block.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

// Appends the text of rows [first, last) to the block. Called from several threads at once.
using FormatRows = std::function<void(std::int64_t first, std::int64_t last, TextBlock& block)>;

// Where the text goes, one block at a time. One that is not of the library is called on the caller's
// thread.
struct RowSink {
    std::function<void(std::string_view)> take;
    bool any_thread = false;
};

// Holds about one MiB of text with one thread and two MiB for each of several, or the text of the
// 64 longest rows if that is more. `row_bytes` is a guess of the text of one row.
void write_row_blocks(const Context& context, const char* phase, std::int64_t rows,
                      std::int64_t row_bytes, const FormatRows& format, const RowSink& sink);

// A guess by types and the text there is, for write_row_blocks.
std::int64_t guessed_row_bytes(const Table& table);

}  // namespace tenon
