#include <string>
#include <string_view>

#include "base/file.hpp"
#include "table/jsonl_reader.hpp"
#include "tenon/error.hpp"
#include "tenon/jsonl.hpp"

namespace tenon {

Table read_jsonl_buffer(const Context& context, std::string_view bytes,
                        const JsonLinesOptions& options) {
    if (options.max_bytes < 0)
        throw Error(Status::argument, "max_bytes must not be negative", {.argument = "max_bytes"});
    if (options.max_bytes > 0 && bytes.size() > static_cast<std::size_t>(options.max_bytes))
        throw Error(Status::data, "the text is larger than max_bytes", {.argument = "max_bytes"});
    const Charge held(context, static_cast<std::int64_t>(bytes.size()));  // about what is built
    JsonLinesText text(context, bytes);
    return JsonLinesReader(context, text, options).read();
}

Table read_jsonl(const Context& context, const std::string& path, const JsonLinesOptions& options) {
    const Charge held(context, std::max<std::int64_t>(0, file_size_bytes(path)));
    if (options.max_bytes < 0)
        throw Error(Status::argument, "max_bytes must not be negative", {.argument = "max_bytes"});
    JsonLinesText text = JsonLinesText::of_file(context, path, options.max_bytes);
    return JsonLinesReader(context, text, options).read();
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
