// Where a model text is wrong: the error every reader of model files throws.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "tenon/error.hpp"

namespace tenon::ilp {

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

// A number as model files write them: also with Fortran's exponent letter D. False if it is none.
// Overflow gives infinity; "nan" is not accepted.
bool model_number(std::string_view token, double& value) noexcept;

bool same_letters(std::string_view a, std::string_view b) noexcept;  // ASCII case ignored

}  // namespace tenon::ilp
