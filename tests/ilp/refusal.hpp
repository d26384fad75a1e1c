// What a reader of text says when it refuses one.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "tenon/error.hpp"

namespace tenon::test {

// The message with which read(text) refuses; fails the test where it accepts or where the error
// does not say the place.
template <class Read>
std::string refusal(const Read& read, const std::string& text, Status status = Status::parse) {
    try {
        read(text);
    } catch (const Error& error) {
        CHECK(error.status() == status);
        CHECK(error.where().line >= 1);
        CHECK(error.where().byte >= 0);
        CHECK(error.where().byte <= static_cast<std::int64_t>(text.size()));
        return error.message();
    }
    FAIL("accepted: ", text);
    return {};
}

inline bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

}  // namespace tenon::test
