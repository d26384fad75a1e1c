#include "features/numbers.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

namespace tenon::features {

std::vector<double> all_numbers(const Context& context, const Column& column) {
    auto numbers = long_vector(static_cast<std::size_t>(column.size()), 0.0);
    for (std::int64_t first = 0; first < column.size(); first += rows_between_checks) {
        context.check_cancelled();
        const std::int64_t count = std::min(rows_between_checks, column.size() - first);
        column.slice(first, count)
            .copy_numbers(std::span(numbers).subspan(static_cast<std::size_t>(first),
                                                     static_cast<std::size_t>(count)));
    }
    return numbers;
}

Column with_numbers(const Column& column, std::vector<double> values) {
    struct Storage {
        std::vector<double> values;
        std::shared_ptr<const void> validity_owner;
    };
    const auto storage =
        std::make_shared<const Storage>(Storage{std::move(values), column.buffers().owner});
    ColumnBuffers buffers = column.buffers();
    buffers.type = Type::float64;
    buffers.values = storage->values.data();
    buffers.offsets = nullptr;
    buffers.owner = storage;
    return Column(std::move(buffers));
}

}  // namespace tenon::features
