#include "tenon/document.hpp"

#include <optional>
#include <utility>

#include "base/document_outline.hpp"
#include "base/saved_formats.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// The words of a document from outside.
std::string seen(const std::string& text) {
    std::string out;
    append_seen(text, out);
    return out;
}

struct Opened {
    DocumentInfo info;
    std::optional<Json> content;  // JSON documents
};

// Problems are the largest: 4 million values are 64 MB, and twice that while an array of them
// grows.
constexpr JsonLimits limits{.values = 4'000'000};

[[noreturn]] void refuse(const std::string& what) {
    throw Error(Status::parse, what, {.argument = "bytes", .byte = 0});
}

std::optional<DocumentInfo> inspect_bytes(std::string_view bytes) {
    for (const ByteFormat& format : byte_formats) {
        if (!bytes.starts_with(format.mark)) continue;
        const auto seal = byte_seal(bytes);
        if (!seal)
            refuse("the bytes begin like those of a " + std::string(format.noun) +
                   " and end before its checksum");
        DocumentInfo info;
        info.format = format.mark;
        info.kind = format.noun;
        info.format_version = seal->version;
        info.newest_version = format.newest_version;
        info.checksum = fnv1a_text(seal->written);
        info.content_checksum = fnv1a_text(seal->computed);
        return info;
    }
    return std::nullopt;
}

Opened open(std::string_view bytes) {
    if (auto info = inspect_bytes(bytes)) return {std::move(*info), std::nullopt};
    Json document = parse_json_object(bytes, limits);
    DocumentInfo info;
    const std::string said = text_member(document, "format");
    for (const JsonFormat& format : json_formats)
        if (said == format.format) {
            info.format = format.format;
            info.kind = format.noun;
            info.newest_version = format.newest_version;
            info.needs_checksum = format.needs_checksum;
        }
    if (info.newest_version == 0)
        refuse(said.empty() ? "this JSON has no member \"format\", as documents of tenon have"
                            : "this JSON has the format \"" + seen(said) +
                                  "\", which is none that this tenon knows");
    if (const Json* version = document.find("format_version"))
        if (const std::int64_t* whole = version->if_integer()) info.format_version = *whole;
    info.library_version = seen(text_member(document, "library_version"));
    info.checksum = text_member(document, "checksum");
    document.remove("checksum");
    info.content_checksum = json_checksum_text(document);
    for (const char* told : {"format", "format_version", "library_version"}) document.remove(told);
    return {std::move(info), std::move(document)};
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

}  // namespace

DocumentInfo inspect_document(std::string_view bytes) {
    return open(bytes).info;
}

std::string document_json(std::string_view bytes) {
    const DocumentInfo info = open(bytes).info;
    Json out = Json::object();
    out.set("format", info.format);
    out.set("kind", info.kind);
    out.set("format_version", info.format_version > 0 ? Json(info.format_version) : Json());
    out.set("newest_version", info.newest_version);
    out.set("library_version", text_or_null(info.library_version));
    out.set("checksum", text_or_null(info.checksum));
    out.set("content_checksum", text_or_null(info.content_checksum));
    out.set("damaged", info.damaged());
    out.set("too_new", info.too_new());
    return json_text(out);
}

std::string document_text(std::string_view bytes, std::int64_t entries) {
    if (entries < 1)
        throw Error(Status::argument, "entries must be at least 1", {.argument = "entries"});
    const Opened opened = open(bytes);
    const DocumentInfo& info = opened.info;
    std::string out = std::string(info.kind) + " (" + info.format + ')';
    if (info.format_version > 0) out += ", format version " + std::to_string(info.format_version);
    if (!info.library_version.empty()) out += ", written by tenon " + info.library_version;
    out += '\n';
    if (info.too_new())
        out += "too new: this tenon reads up to format version " +
               std::to_string(info.newest_version) + "; use a newer tenon\n";
    if (info.checksum.empty() && info.needs_checksum)
        out += "DAMAGED: it has no checksum, and is refused where it is loaded\n";
    else if (info.checksum.empty())
        out += "no checksum: what was changed by hand is not told\n";
    else if (info.damaged())
        out +=
            "DAMAGED: it was changed after it was saved, and is refused where it is loaded; its "
            "checksum is " +
            seen(info.checksum) + ", its content gives " + info.content_checksum + '\n';
    else
        out += "intact: its checksum " + info.checksum + " is that of its content\n";
    if (opened.content) append_outline(*opened.content, entries, out);
    return out;
}

}  // namespace tenon
