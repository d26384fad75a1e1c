// An expression over the columns of one table, with types checked.
#pragma once

#include "table/expression_tree.hpp"
#include "table/formula.hpp"

namespace tenon {

// Throws Error: not_found, type, argument; each with the byte of the expression.
FormulaPointer bind_expression(const ExpressionNode& node, const Table& table);

// What a call's arguments have become.
struct BoundCall {
    const ExpressionNode& node;
    std::vector<FormulaPointer> arguments;

    [[noreturn]] void refuse_types() const;
    void want_arguments(std::size_t least, std::size_t most) const;
    // An argument as a number, an int64 made a float64.
    FormulaPointer real(std::size_t k);
    FormulaPointer of_type(std::size_t k, Type type);
    bool are(Type type) const;
    bool numbers() const;  // int64s and float64s
};

// A result beyond int64, refused with the place in the expression and the row.
[[noreturn]] void refuse_overflow(std::size_t byte, std::int64_t row);

// What a text literal is beside times: microseconds.
std::int64_t time_of_text(const ExpressionNode& node);

FormulaPointer bind_operator(BoundCall& call);
// "in", of which the first argument has become `of`.
FormulaPointer bind_in(const ExpressionNode& node, FormulaPointer of, const Table& table);
// nullptr if there is no such function.
FormulaPointer bind_function(BoundCall& call);
FormulaPointer bind_time_function(BoundCall& call);

}  // namespace tenon
