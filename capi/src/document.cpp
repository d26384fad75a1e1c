// What saved documents say of themselves.
#include "tenon/document.hpp"

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

tenon_status tenon_document_inspect(const char* bytes, int64_t length, tenon_document_info* info,
                                    tenon_error* err) {
    return guard(err, [&] {
        check_result(info, "info");
        const DocumentInfo found = inspect_document(buffer(bytes, length, "bytes"));
        tenon_document_info filled = TENON_DOCUMENT_INFO_INIT;
        filled.damaged = found.damaged();
        filled.too_new = found.too_new();
        filled.has_checksum = !found.checksum.empty();
        filled.format = found.format;
        filled.kind = found.kind;
        filled.format_version = found.format_version;
        filled.newest_version = found.newest_version;
        give(info, filled, "info");
    });
}

tenon_status tenon_document_text(const char* bytes, int64_t length, int64_t entries, char* buffer,
                                 int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        const std::string_view given = capi::buffer(bytes, length, "bytes");
        give_text(document_text(given, entries == 0 ? 20 : entries), buffer, capacity, needed,
                  "buffer");
    });
}

tenon_status tenon_document_json(const char* bytes, int64_t length, char* buffer, int64_t capacity,
                                 int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(document_json(capi::buffer(bytes, length, "bytes")), buffer, capacity, needed,
                  "buffer");
    });
}
