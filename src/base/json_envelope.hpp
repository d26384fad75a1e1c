// The members every saved document begins and ends with: format, format_version, library_version
// and, last, the checksum of base/json.hpp over the document without it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace tenon {

struct JsonFormat {
    const char* format;           // "tenon.pipeline"
    const char* noun;             // "pipeline", for messages
    std::int64_t newest_version;  // that this library reads, and the one it writes
    bool needs_checksum = true;   // false: people write such documents, too
};

// The text of a member; empty where there is none.
std::string text_member(const Json& document, const char* name);

// An object that holds the opening members.
Json new_document(const JsonFormat& format);
// The text of the document with its checksum. Throws Error(data) for a text that is not UTF-8.
std::string seal_document(Json document);

// Whether the document is of the format, of a version that this library reads, with texts where
// they are due: Error parse or version. Of a format that people write, these members may be left
// out.
void check_envelope(const Json& document, const JsonFormat& format);

// Parses and removes the checksum. Throws Error: parse (no JSON, another format), version (newer
// than this library reads), corrupt (the checksum is not that of the content).
Json open_document(std::string_view text, const JsonFormat& format, const JsonLimits& limits = {});

}  // namespace tenon
