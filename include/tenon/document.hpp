// What a saved document says of itself, without building what it holds: for a file of unknown
// origin, or one that is refused because it was changed or comes from a newer tenon.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tenon {

struct DocumentInfo {
    const char* format = "";          // "tenon.pipeline", "TENON-LP", ...
    const char* kind = "";            // "pipeline", "linear partial", ...
    std::int64_t format_version = 0;  // of the document; 0: it has none
    std::int64_t newest_version = 0;  // that this library reads
    std::string library_version;      // of the writer; empty: not told
    std::string checksum;          // as it is written; empty: it has none
    std::string content_checksum;  // of the content, as it is
    bool needs_checksum = true;    // false: problems and cleaning plans, which people write, too
    bool damaged() const {
        return checksum.empty() ? needs_checksum : checksum != content_checksum;
    }
    bool too_new() const { return format_version > newest_version; }
};

// Of the documents of pipelines, class models, features, cleaning plans and problems, and of the
// bytes of partials and online models. Nothing of the content is believed. Throws Error: parse (no
// document that tenon saves; JSON that cannot be read, with line and byte), no_memory. Cost: the
// document is parsed once.
DocumentInfo inspect_document(std::string_view bytes);

// The same and an outline of the content as text for people: members in the order of the document,
// the first `entries` (at least 1) of each array. Partials and online models have no outline.
std::string document_text(std::string_view bytes, std::int64_t entries = 20);

// {"format", "kind", "format_version", "newest_version", "library_version", "checksum",
// "content_checksum", "damaged", "too_new"}, null for what the document does not tell.
std::string document_json(std::string_view bytes);

}  // namespace tenon
