// x in (a, b, ...): x is computed once, and looked up among the values, which are sorted.
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "table/expression_bind.hpp"

namespace tenon {

namespace {

// `Cell`: what a block holds; `Value`: what the list holds of it.
template <class Cell, class Value = Cell>
class In : public Formula {
  public:
    In(FormulaPointer of, std::vector<Value> values, bool negated)
        : Formula(Type::boolean),
          block_(of->type()),
          of_(std::move(of)),
          values_(std::move(values)),
          negated_(negated) {
        std::sort(values_.begin(), values_.end());
    }

    void evaluate(std::int64_t first, std::int64_t count, Block& out) override {
        of_->evaluate(first, count, block_);
        const Cell* const cells = block_.cells<Cell>();
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
            out.valid[i] = block_.valid[i];
            out.truths[i] = (block_.valid[i] && holds(cells[i])) != negated_;
        }
    }

  private:
    bool holds(const Cell& cell) const {
        if constexpr (std::is_floating_point_v<Cell>)
            if (std::isnan(cell)) return false;
        return std::binary_search(values_.begin(), values_.end(), cell);
    }

    Block block_;
    FormulaPointer of_;
    std::vector<Value> values_;
    bool negated_;
};

// The whole number that a double is, or the double that a whole number is; false where it is none,
// and so equal to no cell of the other type.
bool same(double from, std::int64_t& to) {
    if (!(from >= -0x1p63 && from < 0x1p63) || from != std::floor(from)) return false;
    to = static_cast<std::int64_t>(from);
    return true;
}
bool same(std::int64_t from, double& to) {
    to = static_cast<double>(from);
    return to < 0x1p63 && static_cast<std::int64_t>(to) == from;
}

template <class Cell>
FormulaPointer in_numbers(const ExpressionNode& node, FormulaPointer of) {
    std::vector<Cell> values;
    for (std::size_t k = 1; k < node.arguments.size(); ++k) {
        const ExpressionNode& one = *node.arguments[k];
        Cell value{};
        bool known = true;
        if constexpr (std::is_same_v<Cell, double>) {
            value = one.real;
            if (one.kind == NodeKind::integer) known = same(one.integer, value);
        } else {
            value = one.integer;
            if (one.kind == NodeKind::real) known = same(one.real, value);
        }
        if (known) values.push_back(value);
    }
    return std::make_unique<In<Cell>>(std::move(of), std::move(values), node.truth);
}

FormulaPointer in_times(const ExpressionNode& node, FormulaPointer of) {
    std::vector<std::int64_t> values;
    for (std::size_t k = 1; k < node.arguments.size(); ++k)
        values.push_back(time_of_text(*node.arguments[k]));
    return std::make_unique<In<std::int64_t>>(std::move(of), std::move(values), node.truth);
}

FormulaPointer in_texts(const ExpressionNode& node, FormulaPointer of) {
    std::vector<std::string> values;
    for (std::size_t k = 1; k < node.arguments.size(); ++k)
        values.push_back(node.arguments[k]->name);
    return std::make_unique<In<std::string_view, std::string>>(std::move(of), std::move(values),
                                                               node.truth);
}

FormulaPointer in_truths(const ExpressionNode& node, FormulaPointer of) {
    std::vector<std::uint8_t> values;
    for (std::size_t k = 1; k < node.arguments.size(); ++k)
        values.push_back(node.arguments[k]->truth);
    return std::make_unique<In<std::uint8_t>>(std::move(of), std::move(values), node.truth);
}

bool fits(NodeKind literal, Type type) {
    switch (type) {
        case Type::int64:
        case Type::float64:
            return literal == NodeKind::integer || literal == NodeKind::real;
        case Type::boolean:
            return literal == NodeKind::truth;
        case Type::text:
        case Type::timestamp:
            break;
    }
    return literal == NodeKind::text;
}

}  // namespace

FormulaPointer bind_in(const ExpressionNode& node, FormulaPointer of, const Table& table) {
    const Type type = of->type();
    for (std::size_t k = 1; k < node.arguments.size(); ++k) {
        if (fits(node.arguments[k]->kind, type)) continue;
        BoundCall call{node, {}};
        call.arguments.push_back(std::move(of));
        call.arguments.push_back(bind_expression(*node.arguments[k], table));
        call.refuse_types();
    }
    switch (type) {
        case Type::int64:
            return in_numbers<std::int64_t>(node, std::move(of));
        case Type::float64:
            return in_numbers<double>(node, std::move(of));
        case Type::timestamp:
            return in_times(node, std::move(of));
        case Type::boolean:
            return in_truths(node, std::move(of));
        case Type::text:
            break;
    }
    return in_texts(node, std::move(of));
}

}  // namespace tenon
