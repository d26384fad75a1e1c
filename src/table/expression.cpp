#include "tenon/expression.hpp"

#include <algorithm>

#include "base/held_bytes.hpp"
#include "base/passes.hpp"
#include "table/column_store.hpp"
#include "table/expression_bind.hpp"
#include "tenon/rows.hpp"

namespace tenon {

namespace {

void collect_columns(const ExpressionNode& node, std::vector<std::string>& out) {
    if (node.kind == NodeKind::column && std::find(out.begin(), out.end(), node.name) == out.end())
        out.push_back(node.name);
    for (const NodePointer& argument : node.arguments) collect_columns(*argument, out);
}

void append(ColumnStore& store, const Block& block, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        if (!block.valid[i]) {
            store.add_missing();
            continue;
        }
        switch (store.type()) {
            case Type::float64:
                store.add_float64(block.reals[i]);
                break;
            case Type::int64:
            case Type::timestamp:
                store.add_int64(block.integers[i]);
                break;
            case Type::boolean:
                store.add_boolean(block.truths[i] != 0);
                break;
            case Type::text:
                store.add_text(block.texts[i]);
                break;
        }
    }
}

}  // namespace

std::vector<std::string> Expression::columns() const {
    std::vector<std::string> out;
    if (root_) collect_columns(*root_, out);
    return out;
}

Type Expression::type(const Table& table) const {
    return bind_expression(*root_, table)->type();
}

Column Expression::evaluate(const Context& context, const Table& table) const {
    const FormulaPointer formula = bind_expression(*root_, table);
    ColumnStore store(formula->type());
    HeldBytes held(context);
    std::int64_t counted = 0;
    store.reserve(table.rows());
    Block block(formula->type());
    Passes passes(context, "compute");
    passes.next(1, table.rows());
    for (std::int64_t first = 0; first < table.rows(); first += formula_rows) {
        const std::int64_t count = std::min(formula_rows, table.rows() - first);
        formula->evaluate(first, count, block);
        append(store, block, static_cast<std::size_t>(count));
        passes(count);
        if (const std::int64_t more = store.held_bytes() - counted; more > 0) {
            held.add(more);
            counted += more;
        }
    }
    return store.finish();
}

Table filter(const Context& context, const Table& table, std::string_view predicate) {
    const Expression expression = Expression::parse(predicate);
    if (const Type type = expression.type(table); type != Type::boolean)
        refuse_expression(Status::type, 0,
                          std::string("a filter is bool, this expression is ") + type_name(type));
    return filter(context, table, expression.evaluate(context, table));
}

Table with_computed(const Context& context, const Table& table, std::string name,
                    std::string_view expression) {
    return table.with_column(std::move(name),
                             Expression::parse(expression).evaluate(context, table));
}

}  // namespace tenon
