// Formulas over the columns of a table: computed columns and filters.
//
//   expression = and { "or" and }                 comparison = sum [ op sum ]
//   and        = not { "and" not }                           | sum "is" [ "not" ] "missing"
//   not        = "not" not | comparison                      | sum [ "not" ] "in" "(" value { ","
//   value } ")" op         = "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">=" sum        =
//   product { ( "+" | "-" ) product } product    = unary { ( "*" | "/" | "%" ) unary } unary      =
//   "-" unary | power power      = atom [ "^" unary ] atom       = number | 'text' | "true" |
//   "false" | "missing" | column
//              | function "(" [ expression { "," expression } ] ")" | "(" expression ")"
//
// A column is a bare name (letters, digits, _, . and any other than ASCII characters, not beginning
// with a digit) or any name in double quotes; in a quoted name or text the quote is doubled. Words
// of the language are taken in any case. Bare inf and nan are those numbers where the table has no
// column of that name; a number past 1.8e308 is refused. A value of "in" is a literal, with a sign
// if it is a number.
//
// Types: numbers without a point are int64, and + - * % of int64 is int64 (past 2^63 refused, with
// the row); with float64 the result is float64, and so it is of / and ^. a % b has the sign of b;
// of int64 it is missing for b = 0. A timestamp minus a timestamp is seconds, a timestamp + or - a
// number of seconds a timestamp. A text literal beside a timestamp is read as one. Comparisons want
// the same type on both sides, or numbers; NaN is unequal to everything. A bool is no number:
// if(flag, 1, 0).
//
// A missing operand makes the result missing, except: "x is missing" never is; false and missing is
// false, true or missing is true; coalesce takes the first that is present; if(condition, a, b)
// looks at its condition and the branch taken (a missing condition: missing); but both are computed
// for every row: an int64 that overflows is refused in the branch that is not taken, too. "missing"
// itself stands in branches of if and arguments of coalesce only.
//
// Functions: if(c, a, b), coalesce(a, b, ...), min(a, b, ...), max(a, b, ...); abs, sign, floor,
// ceil, round(x [, digits]), sqrt, exp, ln, log10, sin, cos, tan; lower, upper (of ASCII letters),
// trim, length (in characters), contains(text, part), starts(text, part), ends(text, part); year,
// month, day, hour, minute, second, weekday (Monday 1 to Sunday 7), date (midnight before).
//
// An expression has at most 500 operators, 500 arguments of functions, and 50 parentheses or calls
// or 200 signs within one another; lists of "in" are as long as you like.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct ExpressionNode;

class Expression {
  public:
    // Throws Error(parse) with the byte where the text stops making sense.
    static Expression parse(std::string_view text);

    const std::string& text() const noexcept { return text_; }
    // Names of the columns it uses, each once, in their order in the text; bare inf and nan, too.
    std::vector<std::string> columns() const;
    // Of the result over this table. Throws Error: not_found (no such column), type; both with the
    // byte.
    Type type(const Table& table) const;
    // A cell a row. Evaluated by blocks of rows: working memory does not depend on the table.
    Column evaluate(const Context& context, const Table& table) const;

  private:
    std::string text_;
    std::shared_ptr<const ExpressionNode> root_;
};

// The rows where the expression, a bool, is true; where it is missing they are left out.
Table filter(const Context& context, const Table& table, std::string_view predicate);
// Appends the column, or replaces the one of that name.
Table with_computed(const Context& context, const Table& table, std::string name,
                    std::string_view expression);

}  // namespace tenon
