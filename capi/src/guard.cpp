#include "guard.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string_view>

#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon::capi {

void copy_terminated(char* out, std::size_t capacity, std::string_view text) noexcept {
    std::size_t length = std::min(text.size(), capacity - 1);
    if (length < text.size())
        while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
    std::memcpy(out, text.data(), length);
    out[length] = '\0';
}

namespace {

// What is no UTF-8 in a path, name or document that a message quotes is "?" there, and so is what
// would steer a terminal instead of being seen.
void make_text(char* bytes, std::size_t length) noexcept {
    for (std::size_t at = 0; at < length; ++at) {
        const std::size_t unseen = unseen_at_front({bytes + at, length - at});
        std::fill_n(bytes + at, std::min(unseen, length - at), '?');
    }
    for (std::size_t at = 0; at < length;) {
        const std::size_t bad = invalid_utf8_at({bytes + at, length - at});
        if (bad == std::string_view::npos) return;
        at += bad;
        bytes[at] = '?';
    }
}

// An older caller's struct may end before the last members, even inside one: only what it has is
// written. A struct of size 0 was not initialised, and nothing is.
void fill(tenon_error* err, tenon_status code, std::string_view message,
          const Location* where) noexcept {
    if (!err) return;
    const std::size_t size = err->struct_size;
    const auto number = [&](std::size_t offset, std::int64_t value) {
        if (size >= offset + sizeof value)
            std::memcpy(reinterpret_cast<char*>(err) + offset, &value, sizeof value);
    };
    const auto text = [&](std::size_t offset, std::size_t room, std::string_view value) {
        if (size <= offset) return;
        char* out = reinterpret_cast<char*>(err) + offset;
        const std::size_t capacity = std::min(room, size - offset);
        copy_terminated(out, capacity, value);
        make_text(out, std::min(value.size(), capacity - 1));
    };
    if (size >= offsetof(tenon_error, code) + sizeof code) err->code = code;
    number(offsetof(tenon_error, row), where ? where->row : -1);
    number(offsetof(tenon_error, column), where ? where->column : -1);
    number(offsetof(tenon_error, line), where ? where->line : -1);
    number(offsetof(tenon_error, byte), where ? where->byte : -1);
    text(offsetof(tenon_error, argument), sizeof err->argument,
         where ? std::string_view(where->argument) : std::string_view());
    text(offsetof(tenon_error, message), sizeof err->message, message);
}

}  // namespace

void clear_error(tenon_error* err) noexcept {
    fill(err, TENON_OK, {}, nullptr);
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
