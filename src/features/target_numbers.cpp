#include "features/target_numbers.hpp"

#include <cmath>
#include <limits>

#include "features/category_text.hpp"
#include "features/columns.hpp"
#include "features/dictionary.hpp"
#include "features/numbers.hpp"

namespace tenon::features {

namespace {

std::vector<double> labelled(const Context& context, const Column& column, const std::string& name,
                             const std::string& label) {
    check_categories(name, column);
    std::vector<double> values(static_cast<std::size_t>(column.size()),
                               std::numeric_limits<double>::quiet_NaN());
    CategoryText category(column);
    bool found = false;
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (!column.valid(row)) continue;
        const bool positive = category.at(row) == label;
        found = found || positive;
        values[static_cast<std::size_t>(row)] = positive ? 1 : 0;
    }
    if (!found) refuse_column(name, "no cell is \"" + label + "\", which positive_label names");
    return values;
}

}  // namespace

TargetNumbers target_numbers(const Context& context, const Table& table, const std::string& target,
                             const std::string& positive_label) {
    const Column& column = table.column(target);
    TargetNumbers out;
    if (!positive_label.empty()) {
        out.values = labelled(context, column, target, positive_label);
    } else {
        if (!column.is_numeric())
            refuse_column(target,
                          std::string("is ") + type_name(column.type()) +
                              "; name the value that counts as 1 in positive_label",
                          Status::type);
        out.values = all_numbers(context, column);
    }
    for (std::size_t row = 0; row < out.values.size(); ++row) {
        if (std::isinf(out.values[row]))
            refuse_column(target, "an infinite target", Status::data,
                          static_cast<std::int64_t>(row));
        out.present += !std::isnan(out.values[row]);
    }
    if (out.present == 0) refuse_column(target, "has no present cell");
    return out;
}

}  // namespace tenon::features
