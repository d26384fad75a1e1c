#include "table/expression_bind.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "base/near_names.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"

namespace tenon {

namespace {

bool is_word(std::string_view text, std::string_view word) {
    return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
    });
}

FormulaPointer bind_column(const ExpressionNode& node, const Table& table) {
    if (node.truth && !table.find(node.name)) {
        if (is_word(node.name, "inf")) return real_literal(std::numeric_limits<double>::infinity());
        if (is_word(node.name, "nan"))
            return real_literal(std::numeric_limits<double>::quiet_NaN());
    }
    try {
        return column_formula(table.column(node.name));
    } catch (const Error& fault) {
        refuse_expression(fault.status(), node.byte, fault.message());
    }
}

// A text literal beside times is one.
FormulaPointer bind_beside(const ExpressionNode& node, const Table& table, Type neighbour) {
    if (node.kind == NodeKind::missing) return missing_literal(neighbour);
    if (node.kind == NodeKind::text && neighbour == Type::timestamp)
        return integer_literal(time_of_text(node), Type::timestamp);
    return bind_expression(node, table);
}

[[noreturn]] TENON_APART void refuse_lone_missing(std::size_t byte) {
    refuse_expression(Status::type, byte,
                      "\"missing\" stands in branches of if and arguments of coalesce; ask with "
                      "\"is missing\"");
}

// Literals that take their type from what stands beside them.
bool waits(const ExpressionNode& node) {
    return node.kind == NodeKind::missing || node.kind == NodeKind::text;
}

[[noreturn]] TENON_APART void refuse_missing(std::size_t byte) {
    refuse_expression(Status::type, byte,
                      "\"missing\" stands in branches of if and arguments of coalesce, beside "
                      "a value; ask with \"is missing\"");
}

// All of these nodes, literals that take their type from another one last; the first as it is given
// where it is bound already.
std::vector<FormulaPointer> bind_alike(std::span<const NodePointer> nodes, const Table& table,
                                       bool missing_allowed, std::size_t byte,
                                       FormulaPointer first = nullptr) {
    std::vector<FormulaPointer> out(nodes.size());
    std::optional<Type> neighbour;
    if (first) out[0] = std::move(first);
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        if (waits(*nodes[k])) continue;
        if (!out[k]) out[k] = bind_expression(*nodes[k], table);
        if (!neighbour) neighbour = out[k]->type();
    }
    for (std::size_t k = 0; k < nodes.size() && !neighbour; ++k)
        if (nodes[k]->kind == NodeKind::text) neighbour = Type::text;
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        if (!waits(*nodes[k])) continue;
        if (nodes[k]->kind == NodeKind::missing && (!missing_allowed || !neighbour))
            refuse_missing(missing_allowed ? byte : nodes[k]->byte);
        out[k] = bind_beside(*nodes[k], table, neighbour.value_or(Type::text));
    }
    return out;
}

// Numbers of both kinds become float64s; any other mixture is refused.
void make_alike(BoundCall& call, std::size_t first) {
    bool reals = false;
    for (std::size_t k = first; k < call.arguments.size(); ++k)
        reals = reals || call.arguments[k]->type() == Type::float64;
    for (std::size_t k = first; k < call.arguments.size(); ++k) {
        if (reals && call.arguments[k]->type() == Type::int64) call.arguments[k] = call.real(k);
        if (call.arguments[k]->type() != call.arguments[first]->type()) call.refuse_types();
    }
}

FormulaPointer bind_choice(const ExpressionNode& node, const Table& table) {
    const bool branch = node.name == "if";
    BoundCall call{node, {}};
    if (branch ? node.arguments.size() != 3 : node.arguments.empty())
        refuse_expression(Status::parse, node.byte,
                          branch ? "if takes a condition and two values" : "coalesce takes values");
    const std::span all(node.arguments);
    call.arguments = bind_alike(branch ? all.subspan(1) : all, table, true, node.byte);
    make_alike(call, 0);
    if (branch) {
        FormulaPointer condition = bind_expression(*node.arguments[0], table);
        if (condition->type() != Type::boolean)
            refuse_expression(
                Status::type, node.arguments[0]->byte,
                std::string("a condition is bool, not ") + type_name(condition->type()));
        return if_formula(std::move(condition), std::move(call.arguments[0]),
                          std::move(call.arguments[1]));
    }
    FormulaPointer out = std::move(call.arguments.back());
    for (std::size_t k = call.arguments.size() - 1; k-- > 0;)
        out = coalesce_formula(std::move(call.arguments[k]), std::move(out));
    return out;
}

[[noreturn]] TENON_APART void refuse_name(const ExpressionNode& node) {
    static const std::vector<std::string> names = {
        "if",    "coalesce", "min",  "max",    "abs",      "sign",    "floor", "ceil",
        "round", "sqrt",     "exp",  "ln",     "log10",    "sin",     "cos",   "tan",
        "lower", "upper",    "trim", "length", "contains", "starts",  "ends",  "year",
        "month", "day",      "hour", "minute", "second",   "weekday", "date"};
    const std::string near = near_names(node.name, names);
    refuse_expression(Status::not_found, node.byte,
                      "there is no function \"" + excerpt(node.name) + "\"" +
                          (near.empty() ? "" : "; did you mean " + near + "?"));
}

// An operator or function of `node`; `first`: its first argument, where it is bound already.
FormulaPointer bind_call(const ExpressionNode& node, const Table& table, FormulaPointer first) {
    BoundCall call{node, bind_alike(node.arguments, table, false, node.byte, std::move(first))};
    if (FormulaPointer bound = bind_operator(call)) return bound;
    if (FormulaPointer bound = bind_function(call)) return bound;
    if (FormulaPointer bound = bind_time_function(call)) return bound;
    refuse_name(node);
}

// Whether the node is bound after its first argument, as a chain of operators is, which may be
// long.
bool is_link(const ExpressionNode& node) {
    return node.kind == NodeKind::call && !node.arguments.empty() && node.name != "if" &&
           node.name != "coalesce";
}

FormulaPointer bind_end(const ExpressionNode& node, const Table& table) {
    switch (node.kind) {
        case NodeKind::integer:
            return integer_literal(node.integer);
        case NodeKind::real:
            return real_literal(node.real);
        case NodeKind::text:
            return text_literal(node.name);
        case NodeKind::truth:
            return truth_literal(node.truth);
        case NodeKind::column:
            return bind_column(node, table);
        case NodeKind::is_missing:
            return is_missing_formula(bind_expression(*node.arguments[0], table), node.truth);
        case NodeKind::in:
            return bind_in(node, bind_expression(*node.arguments[0], table), table);
        case NodeKind::call:
            if (node.name == "if" || node.name == "coalesce") return bind_choice(node, table);
            return bind_call(node, table, nullptr);
        case NodeKind::missing:
            break;
    }
    refuse_lone_missing(node.byte);
}

}  // namespace

std::int64_t time_of_text(const ExpressionNode& node) {
    const auto micros = parse_timestamp(node.name);
    if (!micros)
        refuse_expression(
            Status::type, node.byte,
            "'" + excerpt(node.name) + "' is no time; write one such as '2024-02-29 23:59:59'");
    return *micros;
}

void BoundCall::refuse_types() const {
    std::string words =
        "\"" + excerpt(node.kind == NodeKind::in ? "in" : node.name) + "\" does not take ";
    for (std::size_t k = 0; k < arguments.size(); ++k)
        words +=
            (k ? " and " : "") + std::string(arguments[k] ? type_name(arguments[k]->type()) : "it");
    refuse_expression(Status::type, node.byte, words);
}

void BoundCall::want_arguments(std::size_t least, std::size_t most) const {
    if (arguments.size() >= least && arguments.size() <= most) return;
    refuse_expression(Status::parse, node.byte,
                      node.name + " takes " + std::to_string(least) +
                          (most > least ? " or more" : "") + " arguments, not " +
                          std::to_string(arguments.size()));
}

FormulaPointer BoundCall::real(std::size_t k) {
    FormulaPointer& argument = arguments[k];
    if (argument->type() == Type::float64) return std::move(argument);
    if (argument->type() != Type::int64) refuse_types();
    return map<double, std::int64_t>(
        Type::float64,
        [](std::int64_t a, double& out, std::int64_t) {
            out = static_cast<double>(a);
            return true;
        },
        std::move(argument));
}

FormulaPointer BoundCall::of_type(std::size_t k, Type type) {
    if (arguments[k]->type() != type) refuse_types();
    return std::move(arguments[k]);
}

bool BoundCall::are(Type type) const {
    return std::all_of(arguments.begin(), arguments.end(),
                       [type](const FormulaPointer& a) { return a->type() == type; });
}

bool BoundCall::numbers() const {
    return std::all_of(arguments.begin(), arguments.end(), [](const FormulaPointer& a) {
        return a->type() == Type::int64 || a->type() == Type::float64;
    });
}

// Down a chain and up again in two loops: the stack is that of one link, however long the chain.
FormulaPointer bind_expression(const ExpressionNode& node, const Table& table) {
    if (!is_link(node)) return bind_end(node, table);
    std::vector<const ExpressionNode*> links{&node};
    const ExpressionNode* end = node.arguments[0].get();
    for (; is_link(*end); end = end->arguments[0].get()) links.push_back(end);
    FormulaPointer bound = waits(*end) ? nullptr : bind_end(*end, table);
    for (; !links.empty(); links.pop_back())
        bound = bind_call(*links.back(), table, std::move(bound));
    return bound;
}

}  // namespace tenon
