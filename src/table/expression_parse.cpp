// Recursive descent: one function a rule of the grammar in expression.hpp.
#include <cmath>
#include <limits>
#include <utility>

#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "table/expression_scan.hpp"
#include "table/expression_tree.hpp"

namespace tenon {

void refuse_expression(Status status, std::size_t byte, const std::string& what) {
    throw Error(status, "expression, byte " + std::to_string(byte) + ": " + what,
                {.argument = "expression", .byte = static_cast<std::int64_t>(byte)});
}

namespace {

// Levels of the grammar, as the stack is not endless: a parenthesis or call has four, a sign, "not"
// or power one.
constexpr int most_depth = 200;

[[noreturn]] TENON_APART void refuse_depth(std::size_t byte) {
    refuse_expression(Status::parse, byte,
                      "too deeply nested; there may be at most 50 parentheses or calls within one "
                      "another, or 200 signs");
}

// Each holds cells of its own, some 20 KB, and a call of many is as deep as it has arguments.
constexpr int most_arguments = 500;

[[noreturn]] TENON_APART void refuse_arguments(std::size_t byte) {
    refuse_expression(Status::parse, byte,
                      "more than " + std::to_string(most_arguments) + " arguments of functions");
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

class Parser {
  public:
    explicit Parser(std::string_view text) : scanner_(text) { advance(); }

    NodePointer parse() {
        NodePointer node = expression();
        if (token_.kind != TokenKind::end) fail("an operator or the end");
        return node;
    }

  private:
    struct Level {
        explicit Level(Parser& parser) : parser_(parser) {
            if (++parser_.depth_ > most_depth) refuse_depth(parser_.token_.byte);
        }
        ~Level() { --parser_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        Parser& parser_;
    };

    void advance() { token_ = scanner_.next(); }

    [[noreturn]] TENON_APART void fail(const std::string& wanted) const {
        refuse_expression(
            Status::parse, token_.byte,
            "expected " + wanted +
                (token_.kind == TokenKind::end ? ", but the expression ends"
                                               : ", found \"" + excerpt(token_.text) + "\""));
    }

    bool at_word(std::string_view word) const {
        if (token_.kind != TokenKind::name || token_.text.size() != word.size()) return false;
        for (std::size_t i = 0; i < word.size(); ++i)
            if (lower(token_.text[i]) != word[i]) return false;
        return true;
    }
    bool take_word(std::string_view word) {
        if (!at_word(word)) return false;
        advance();
        return true;
    }
    bool at_symbol(std::string_view symbol) const {
        return token_.kind == TokenKind::symbol && token_.text == symbol;
    }
    bool take_symbol(std::string_view symbol) {
        if (!at_symbol(symbol)) return false;
        advance();
        return true;
    }
    void want_symbol(std::string_view symbol) {
        if (!take_symbol(symbol)) fail_without(symbol);
    }
    [[noreturn]] TENON_APART void fail_without(std::string_view symbol) const {
        fail("\"" + std::string(symbol) + "\"");
    }

    TENON_APART static NodePointer call(std::string name, std::size_t byte,
                                        std::vector<NodePointer> arguments) {
        auto node = std::make_shared<ExpressionNode>();
        node->kind = NodeKind::call;
        node->name = std::move(name);
        node->byte = byte;
        node->arguments = std::move(arguments);
        return node;
    }

    NodePointer expression() {
        const Level level(*this);
        NodePointer left = conjunction();
        while (at_word("or")) {
            const std::size_t byte = token_.byte;
            advance();
            left = chain("or", byte, std::move(left), conjunction());
        }
        return left;
    }

    // A chain of operators grows the tree downwards on its left: it counts as depth, too.
    TENON_APART NodePointer chain(const char* name, std::size_t byte, NodePointer left,
                                  NodePointer right) {
        constexpr int most_operators = 500;
        if (++operators_ > most_operators)
            refuse_expression(Status::parse, byte,
                              "more than " + std::to_string(most_operators) + " operators");
        return call(name, byte, {std::move(left), std::move(right)});
    }

    NodePointer conjunction() {
        NodePointer left = negation();
        while (at_word("and")) {
            const std::size_t byte = token_.byte;
            advance();
            left = chain("and", byte, std::move(left), negation());
        }
        return left;
    }

    NodePointer negation() {
        const Level level(*this);
        const std::size_t byte = token_.byte;
        if (take_word("not")) return call("not", byte, {negation()});
        return comparison();
    }

    TENON_APART NodePointer comparison() {
        NodePointer left = sum();
        const std::size_t byte = token_.byte;
        if (take_word("is")) return is_missing(std::move(left), byte);
        const bool negated = take_word("not");
        if (take_word("in")) return in_list(std::move(left), byte, negated);
        if (negated) fail("\"in\" after \"not\"");
        static constexpr std::pair<std::string_view, const char*> operators[] = {
            {"=", "="}, {"==", "="},  {"!=", "!="}, {"<>", "!="},
            {"<", "<"}, {"<=", "<="}, {">", ">"},   {">=", ">="}};
        for (const auto& [symbol, name] : operators)
            if (take_symbol(symbol)) return chain(name, byte, std::move(left), sum());
        return left;
    }

    TENON_APART NodePointer is_missing(NodePointer of, std::size_t byte) {
        auto node = std::make_shared<ExpressionNode>();
        node->kind = NodeKind::is_missing;
        node->byte = byte;
        node->truth = take_word("not");
        if (!take_word("missing")) fail("\"missing\" after \"is\"");
        node->arguments = {std::move(of)};
        return node;
    }

    TENON_APART NodePointer in_list(NodePointer of, std::size_t byte, bool negated) {
        auto node = std::make_shared<ExpressionNode>();
        node->kind = NodeKind::in;
        node->byte = byte;
        node->truth = negated;
        node->arguments.push_back(std::move(of));
        want_symbol("(");
        do {
            node->arguments.push_back(literal());
        } while (take_symbol(","));
        want_symbol(")");
        return node;
    }

    NodePointer literal() {
        const std::size_t byte = token_.byte;
        const bool negative = take_symbol("-");
        if (token_.kind == TokenKind::number) return number(byte, negative);
        if (take_word("inf")) {
            auto node = std::make_shared<ExpressionNode>();
            node->byte = byte;
            node->kind = NodeKind::real;
            node->real = (negative ? -1 : 1) * std::numeric_limits<double>::infinity();
            return node;
        }
        if (!negative && token_.kind == TokenKind::text) return atom();
        if (!negative && (at_word("true") || at_word("false"))) return atom();
        fail("a number, inf, a text in single quotes, true or false");
    }

    NodePointer sum() {
        NodePointer left = product();
        while (at_symbol("+") || at_symbol("-")) {
            const std::size_t byte = token_.byte;
            const char* const name = at_symbol("+") ? "+" : "-";
            advance();
            left = chain(name, byte, std::move(left), product());
        }
        return left;
    }

    NodePointer product() {
        NodePointer left = unary();
        while (at_symbol("*") || at_symbol("/") || at_symbol("%")) {
            const std::size_t byte = token_.byte;
            const char* const name = at_symbol("*") ? "*" : at_symbol("/") ? "/" : "%";
            advance();
            left = chain(name, byte, std::move(left), unary());
        }
        return left;
    }

    NodePointer unary() {
        const Level level(*this);
        const std::size_t byte = token_.byte;
        if (!take_symbol("-")) return power();
        if (token_.kind == TokenKind::number) {
            // The least int64 has no positive counterpart; and -2^2 is -(2^2).
            NodePointer value = number(byte, true);
            if (!at_symbol("^")) return value;
            auto positive = std::make_shared<ExpressionNode>(*value);
            positive->integer = -positive->integer;
            positive->real = -positive->real;
            return call("unary -", byte, {raised(std::move(positive))});
        }
        return call("unary -", byte, {unary()});
    }

    NodePointer power() { return raised(atom()); }

    NodePointer raised(NodePointer base) {
        const std::size_t byte = token_.byte;
        if (!take_symbol("^")) return base;
        return chain("^", byte, std::move(base), unary());
    }

    TENON_APART NodePointer number(std::size_t byte, bool negative) {
        auto node = std::make_shared<ExpressionNode>();
        node->byte = byte;
        const std::string text = (negative ? "-" : "") + token_.text;
        if (text.find_first_of(".eE") == std::string::npos) {
            const auto integer = parse_int64(text);
            if (!integer)
                refuse_expression(
                    Status::parse, byte,
                    excerpt(text) + " does not fit an int64; write a point behind it");
            node->kind = NodeKind::integer;
            node->integer = *integer;
        } else {
            node->kind = NodeKind::real;
            node->real = parse_double(text).value_or(0);
            if (std::isinf(node->real))
                refuse_expression(Status::parse, byte,
                                  excerpt(text) +
                                      " is beyond the range of a float64, 1.8e308; write inf if "
                                      "infinity is meant");
        }
        advance();
        return node;
    }

    NodePointer atom() {
        const Level level(*this);
        const std::size_t byte = token_.byte;
        if (token_.kind == TokenKind::number) return number(byte, false);
        if (take_symbol("(")) {
            NodePointer inner = expression();
            want_symbol(")");
            return inner;
        }
        return word(byte);
    }

    // A text, a name, or what a name begins.
    TENON_APART NodePointer word(std::size_t byte) {
        if (token_.kind != TokenKind::text && token_.kind != TokenKind::name &&
            token_.kind != TokenKind::quoted_name)
            fail("a value");
        auto node = std::make_shared<ExpressionNode>();
        node->byte = byte;
        node->name = token_.text;
        if (token_.kind == TokenKind::text) {
            node->kind = NodeKind::text;
        } else if (at_word("true") || at_word("false")) {
            node->kind = NodeKind::truth;
            node->truth = at_word("true");
        } else if (at_word("missing")) {
            node->kind = NodeKind::missing;
        } else if (at_word("and") || at_word("or") || at_word("in") || at_word("is") ||
                   at_word("not")) {
            fail("a value");
        } else {
            const bool bare = token_.kind == TokenKind::name;
            advance();
            if (bare && at_symbol("(")) return function(std::move(node));
            node->kind = NodeKind::column;
            node->truth = bare;
            return node;
        }
        advance();
        return node;
    }

    NodePointer function(std::shared_ptr<ExpressionNode> node) {
        node->kind = NodeKind::call;
        for (char& c : node->name) c = lower(c);
        advance();
        if (!take_symbol(")")) {
            do {
                if (++arguments_ > most_arguments) refuse_arguments(token_.byte);
                node->arguments.push_back(expression());
            } while (take_symbol(","));
            want_symbol(")");
        }
        return node;
    }

    Scanner scanner_;
    Token token_;
    int depth_ = 0, operators_ = 0, arguments_ = 0;
};

}  // namespace

Expression Expression::parse(std::string_view text) {
    if (const std::size_t bad = invalid_utf8_at(text); bad != std::string_view::npos)
        refuse_expression(Status::parse, bad, "a byte that is not UTF-8");
    Expression out;
    out.text_ = text;
    out.root_ = Parser(text).parse();
    return out;
}

}  // namespace tenon
