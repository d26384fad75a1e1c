// Whole tables from a file, memory, or a caller's function.
#include <string>
#include <utility>

#include "base/memory.hpp"
#include "table/csv_dialect.hpp"
#include "table/csv_reader.hpp"
#include "table/csv_source.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

Table read_bytes(const Context& context, CsvBytes& bytes, const CsvOptions& options) {
    if (options.max_bytes > 0 && bytes.size() > options.max_bytes)
        throw Error(Status::data,
                    "the text has " + std::to_string(bytes.size()) + " bytes, more than the " +
                        std::to_string(options.max_bytes) +
                        " that max_bytes allows; raise it or split the file",
                    {.argument = "max_bytes"});
    Table table = CsvReader(context, options, bytes).read();
    Progress progress;
    progress.phase = "read csv";
    progress.share = 1;
    progress.work = bytes.size();
    progress.rows = table.rows();
    context.report(progress);
    return table;
}

// Without a limit of its own a file may be as large as the memory: tables are seldom smaller.
void check_size(const CsvBytes& bytes, const std::string& path, std::int64_t max_bytes) {
    const std::int64_t limit = physical_memory_bytes();
    if (max_bytes == 0 && limit > 0 && bytes.size() > limit)
        throw Error(Status::no_memory,
                    "\"" + path + "\" has " + std::to_string(bytes.size()) +
                        " bytes, more than this machine's memory; split the file, or set max_bytes "
                        "to read it all the same",
                    {.argument = "path"});
}

}  // namespace

Table read_csv(const Context& context, const std::string& path, const CsvOptions& options) {
    check_csv_options(options);
    const auto bytes = csv_bytes_of_file(context, path, true);
    check_size(*bytes, path, options.max_bytes);
    return read_bytes(context, *bytes, options);
}

Table read_csv_buffer(const Context& context, std::string_view bytes, const CsvOptions& options) {
    check_csv_options(options);
    return read_bytes(context, *csv_bytes_of_memory(bytes), options);
}

Table read_csv_source(const Context& context, const CsvSource& source, const CsvOptions& options) {
    check_csv_options(options);
    auto bytes = csv_bytes_of_source(source);
    // Inference may ask for the text twice.
    if (!options.all_text && !bytes->rewind()) bytes = csv_bytes_kept(context, *bytes);
    return read_bytes(context, *bytes, options);
}

}  // namespace tenon
