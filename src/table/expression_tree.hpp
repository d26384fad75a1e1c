// An expression as its text says it, before any table is known.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/expression.hpp"

namespace tenon {

enum class NodeKind : std::uint8_t {
    integer,
    real,
    text,
    truth,
    missing,
    column,
    call,  // name: the function, or the operator: + - * / % ^ = != < <= > >= neg not and or
    is_missing,
    in,  // the first argument in the others
};

struct ExpressionNode {
    NodeKind kind = NodeKind::missing;
    std::size_t byte = 0;
    std::string name;  // of a column or function, or the text
    std::int64_t integer = 0;
    double real = 0;
    bool truth =
        false;  // or whether "is" or "in" is negated, or the name of a column is not quoted
    std::vector<std::shared_ptr<const ExpressionNode>> arguments;
};

using NodePointer = std::shared_ptr<const ExpressionNode>;

// Of functions that refuse, or stand at the end of few ways: apart, so that what they make is not
// on the stack of every level of an expression.
#if defined(__GNUC__)
#define TENON_APART [[gnu::noinline]]
#else
#define TENON_APART
#endif

[[noreturn]] void refuse_expression(Status status, std::size_t byte, const std::string& what);

}  // namespace tenon
