// The one way out of every exported function: nothing crosses the border but a return, and the
// floating-point environment of the host is set aside meanwhile.
#pragma once

#include <cstddef>
#include <exception>
#include <string_view>
#include <utility>

#include "base/float_environment.hpp"
#include "tenon.h"

namespace tenon::capi {

// Fills err (may be null) from the exception being handled and returns its status.
tenon_status report_current_exception(tenon_error* err) noexcept;
void clear_error(tenon_error* err) noexcept;

// Copies text into a buffer of `capacity` >= 1 bytes, terminated, cut at a character and not inside
// one.
void copy_terminated(char* out, std::size_t capacity, std::string_view text) noexcept;

// For functions that return a status. The body throws on any fault.
template <class Body>
tenon_status guard(tenon_error* err, Body&& body) noexcept {
    const FloatEnvironment environment;
    try {
        std::forward<Body>(body)();
    } catch (...) {
        return report_current_exception(err);
    }
    clear_error(err);
    return TENON_OK;
}

// For getters and frees: `fallback` is what a fault returns.
template <class Value, class Body>
Value guard_value(Value fallback, Body&& body) noexcept {
    const FloatEnvironment environment;
    try {
        return std::forward<Body>(body)();
    } catch (...) {
        return fallback;
    }
}

template <class Body>
void guard_void(Body&& body) noexcept {
    const FloatEnvironment environment;
    try {
        std::forward<Body>(body)();
    } catch (...) {
        // A free has nothing to report; destructors of tenon do not throw.
        return;
    }
}

}  // namespace tenon::capi
