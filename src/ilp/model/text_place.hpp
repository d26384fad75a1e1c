// Where a model text is wrong: the error every reader of model files throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "tenon/error.hpp"

namespace tenon::ilp {

// Of a byte, counted from 1.
std::int64_t line_of(std::string_view text, std::size_t byte) noexcept;

// Throws Error(status) whose message begins with "line <n>: " and whose location holds the line and
// the byte. `byte` may be text.size() for a text that ends too early.
[[noreturn]] void refuse_text(std::string_view text, std::size_t byte, const std::string& message,
                              Status status = Status::parse);

// Runs action; an Error(argument) of Problem becomes an error of the text at that byte.
template <class Action>
void at_place(std::string_view text, std::size_t byte, Action&& action) {
    try {
        std::forward<Action>(action)();
    } catch (const Error& error) {
        if (error.status() != Status::argument) throw;
        refuse_text(text, byte, error.message());
    }
}

// Runs action, which reads the file; its errors about the content say which file it is.
template <class Action>
auto with_path(const std::string& path, Action&& action) {
    try {
        return std::forward<Action>(action)();
    } catch (const Error& error) {
        const Status status = error.status();
        if (status != Status::parse && status != Status::data && status != Status::unsupported &&
            status != Status::version)
            throw;
        throw Error(status, "\"" + path + "\": " + error.message(), error.where());
    }
}

// A number as model files write them: also with Fortran's exponent letter D. False if it is none.
// Overflow gives infinity; "nan" is not accepted.
bool model_number(std::string_view token, double& value) noexcept;

bool same_letters(std::string_view a, std::string_view b) noexcept;  // ASCII case ignored

}  // namespace tenon::ilp
