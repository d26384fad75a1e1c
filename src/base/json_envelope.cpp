#include "base/json_envelope.hpp"

#include <utility>

#include "tenon/error.hpp"
#include "tenon/version.hpp"

namespace tenon {

std::string text_member(const Json& document, const char* name) {
    const Json* member = document.find(name);
    const std::string* text = member ? member->if_text() : nullptr;
    return text ? *text : std::string();
}

Json new_document(const JsonFormat& format) {
    Json document = Json::object();
    document.set("format", format.format);
    document.set("format_version", format.newest_version);
    document.set("library_version", version());
    return document;
}

std::string seal_document(Json document) {
    document.set("checksum", json_checksum_text(document));
    return json_text(document);
}

// In the order in which the members decide what to say.
void check_envelope(const Json& document, const JsonFormat& format) {
    const std::string noun = format.noun;
    const auto refuse = [](const std::string& what) {
        throw Error(Status::parse, what, {.argument = "document", .byte = 0});
    };
    const auto left_out = [&](const char* name) {
        return !format.needs_checksum && !document.find(name);
    };
    if (!left_out("format") && text_member(document, "format") != format.format)
        refuse("this JSON is not a " + noun + " that tenon saved: its member \"format\" is not \"" +
               format.format + '"');
    const Json* const writer = document.find("library_version");
    if (writer && !writer->if_text())
        refuse("the " + noun + " document has a library_version that is no text");
    if (left_out("format_version")) return;
    const Json* const member = document.find("format_version");
    const std::int64_t* const given = member ? member->if_integer() : nullptr;
    if (!given || *given < 1)
        refuse("the " + noun + " document has no whole format_version from 1 on");
    if (*given > format.newest_version)
        throw Error(Status::version,
                    "the " + noun + " document has format_version " + std::to_string(*given) +
                        (writer ? " (written by tenon " + *writer->if_text() + ")" : "") +
                        ", and this tenon " + version() + " reads up to format_version " +
                        std::to_string(format.newest_version) + "; use a newer tenon",
                    {.argument = "format_version"});
}

Json open_document(std::string_view text, const JsonFormat& format, const JsonLimits& limits) {
    Json document = parse_json_object(text, limits);
    check_envelope(document, format);
    const std::string noun = format.noun;
    const std::string said = text_member(document, "checksum");
    document.remove("checksum");
    const std::string is = json_checksum_text(document);
    if (said.empty())
        throw Error(Status::corrupt,
                    "the " + noun +
                        " document has no checksum, without which it is not trusted; take the copy "
                        "that was saved, or fit again",
                    {.argument = "document"});
    if (said != is)
        throw Error(Status::corrupt,
                    "the " + noun +
                        " document was changed after it was saved: its checksum says \"" + said +
                        "\" and its content gives \"" + is +
                        "\"; take the copy that was saved, or fit again");
    return document;
}

}  // namespace tenon
