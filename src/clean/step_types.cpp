#include "clean/step_types.hpp"

#include "clean/column_edit.hpp"
#include "clean/fill_cells.hpp"

namespace tenon::clean {

Table StepTypes::settle(const Context& context, std::size_t step, const Table& part) {
    if (known_.size() <= step) known_.resize(step + 1);
    Table out = part;
    for (std::int32_t c = 0; c < part.columns(); ++c) {
        const Column& column = part.column(c);
        Type& known = known_[step].try_emplace(part.name(c), column.type()).first->second;
        if (known == column.type()) continue;
        if (column.type() == Type::float64) {
            known = Type::float64;
            if (late_.empty()) late_ = part.name(c);
        } else if (known == Type::float64) {
            refuse_inexact(context, column, part.name(c));
            out = out.with_column(part.name(c),
                                  make_float64(all_numbers(context, column), Validity(column)));
        }
    }
    return out;
}

}  // namespace tenon::clean
