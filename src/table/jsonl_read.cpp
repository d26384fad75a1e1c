#include <algorithm>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "table/csv_bytes.hpp"
#include "table/jsonl_reader.hpp"
#include "tenon/error.hpp"
#include "tenon/jsonl.hpp"

namespace tenon {

namespace {

Table read_lines(const Context& context, CsvBytes& bytes, const JsonLinesOptions& options) {
    JsonLinesText text(context, bytes, options.max_bytes);
    const Charge held(context, std::max<std::int64_t>(0, bytes.size()));  // about what is built
    return JsonLinesReader(context, text, options).read();
}

}  // namespace

Table read_jsonl_buffer(const Context& context, std::string_view bytes,
                        const JsonLinesOptions& options) {
    return read_lines(context, *csv_bytes_of_memory(bytes), options);
}

Table read_jsonl(const Context& context, const std::string& path, const JsonLinesOptions& options) {
    return read_lines(context, *csv_bytes_of_file(context, path, false), options);
}

Table read_jsonl_source(const Context& context, const CsvSource& source,
                        const JsonLinesOptions& options) {
    return read_lines(context, *csv_bytes_of_source(source), options);
}

bool is_jsonl_file(const std::string& path) noexcept {
    try {
        std::string ending = path.substr(path.find_last_of('.') + 1);
        for (char& c : ending)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (ending == "jsonl" || ending == "ndjson") return true;
        if (file_size_bytes(path) < 0) return false;  // what is looked at of a pipe is gone
        constexpr std::size_t looked_at = 4096;
        std::string head = read_file_head(path, looked_at);
        if (head.starts_with("\xEF\xBB\xBF")) head.erase(0, 3);
        const std::size_t first = head.find_first_not_of(" \t\r\n");
        return first != std::string::npos && head[first] == '{';
    } catch (...) {  // what the reader itself will tell
        return false;
    }
}

}  // namespace tenon
