#include "guard.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string_view>

#include "tenon/error.hpp"

namespace tenon::capi {

namespace {

// Copies text into a fixed buffer, terminated, cut at a character and not inside one.
void copy_text(char* out, std::size_t capacity, std::string_view text) noexcept {
    std::size_t length = std::min(text.size(), capacity - 1);
    if (length < text.size())
        while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
    std::memcpy(out, text.data(), length);
    out[length] = '\0';
}

// An older caller's struct may end before the last members: only what it has is written.
bool holds(const tenon_error* err, std::size_t end) noexcept {
    return err->struct_size >= end;
}

void fill(tenon_error* err, tenon_status code, std::string_view message,
          const Location* where) noexcept {
    if (!err || !holds(err, offsetof(tenon_error, message))) return;
    err->code = code;
    err->row = where ? where->row : -1;
    err->column = where ? where->column : -1;
    err->line = where ? where->line : -1;
    err->byte = where ? where->byte : -1;
    copy_text(err->argument, sizeof err->argument,
              where ? std::string_view(where->argument) : std::string_view());
    if (holds(err, sizeof(tenon_error))) copy_text(err->message, sizeof err->message, message);
}

}  // namespace

void clear_error(tenon_error* err) noexcept {
    if (!err || !holds(err, sizeof(tenon_error))) return;
    err->code = TENON_OK;
    err->row = err->column = err->line = err->byte = -1;
    err->argument[0] = err->message[0] = '\0';
}

tenon_status report_current_exception(tenon_error* err) noexcept {
    try {
        throw;
    } catch (const Error& error) {
        const auto code = static_cast<tenon_status>(error.status());
        fill(err, code, error.message(), &error.where());
        return code;
    } catch (const std::bad_alloc&) {
        fill(err, TENON_E_NO_MEMORY, "out of memory; work on fewer rows or free other objects",
             nullptr);
        return TENON_E_NO_MEMORY;
    } catch (const std::length_error&) {
        fill(err, TENON_E_NO_MEMORY, "the result would not fit into the address space", nullptr);
        return TENON_E_NO_MEMORY;
    } catch (const std::exception& error) {
        fill(err, TENON_E_INTERNAL, error.what(), nullptr);
        return TENON_E_INTERNAL;
    } catch (...) {
        fill(err, TENON_E_INTERNAL, "unknown fault", nullptr);
        return TENON_E_INTERNAL;
    }
}

}  // namespace tenon::capi
