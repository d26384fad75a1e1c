#include "models/class_rows.hpp"

#include <cmath>
#include <string>

#include "base/number_text.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

std::unique_ptr<ClassRows> make_class_rows(ModelKind kind, std::int64_t columns,
                                           std::int64_t classes) {
    return kind == ModelKind::ordinal ? proportional_odds_rows(columns, classes)
                                      : softmax_rows(columns, classes);
}

void check_class_codes(std::span<const double> target, std::int64_t classes) {
    for (std::size_t i = 0; i < target.size(); ++i) {
        const double y = target[i];
        if (y >= 0 && y < static_cast<double>(classes) && y == std::floor(y)) continue;
        throw Error(Status::data,
                    "target, row " + std::to_string(i) + ": " + format_double(y) +
                        " is not a class; classes are 0, 1, ..., at most " +
                        std::to_string(classes) + " of them",
                    {.argument = "target", .row = static_cast<std::int64_t>(i)});
    }
}

}  // namespace tenon::models
