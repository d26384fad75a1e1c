// Tables that come one after the other and can be had again: data that do not fit in memory.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tenon/context.hpp"
#include "tenon/csv.hpp"
#include "tenon/table.hpp"

struct ArrowArrayStream;

namespace tenon {

// All tables have the same columns. Called on the thread of the call it is given to; what a
// function throws leaves that call.
struct TableSource {
    std::function<std::optional<Table>()> next;  // none: the end
    // Goes back to the first table, the same tables again; false, or no function: that cannot be.
    std::function<bool()> rewind = {};
};

// The batches of a file (csv.hpp), opened again for every pass. Types are found in a pass of their
// own, the first time only where no column needs a date order or a name of the reader's making.
// The context must outlive the source. Throws as CsvBatches::of_file, also from next and rewind.
TableSource csv_table_source(const Context& context, const std::string& path,
                             const CsvBatchOptions& options = {});

// The batches of an Arrow stream. `open` fills a stream, which is then tenon's to release, and
// returns false if there is none (again): it is called first here and then for every rewind.
// Throws as import_arrow; Error(io) with the producer's words; Error(argument) if open fails here.
TableSource arrow_table_source(const Context& context,
                               const std::function<bool(ArrowArrayStream*)>& open);

}  // namespace tenon
