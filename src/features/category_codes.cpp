// Codes of equal cells, by a hash of the value: one pass.
#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tenon/encode.hpp"

namespace tenon {

namespace {

constexpr std::int64_t missing_code = -1;
constexpr std::int64_t rows_between_checks = 1 << 16;  // some milliseconds

// What makes two numbers equal: one zero, one NaN.
std::int64_t key_of(double value) {
    if (std::isnan(value)) return std::bit_cast<std::int64_t>(std::nan(""));
    return std::bit_cast<std::int64_t>(value == 0 ? 0.0 : value);
}

template <class Key, class Read>
std::vector<std::int64_t> codes_by(const Context& context, const Column& column, Read read) {
    std::unordered_map<Key, std::int64_t> known;
    std::vector<std::int64_t> codes(static_cast<std::size_t>(column.size()), missing_code);
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (!column.valid(row)) continue;
        const auto next = static_cast<std::int64_t>(known.size());
        codes[static_cast<std::size_t>(row)] = known.try_emplace(read(row), next).first->second;
    }
    return codes;
}

}  // namespace

std::vector<std::int64_t> category_codes(const Context& context, const Column& column) {
    const Charge charge(context, column.size() * static_cast<std::int64_t>(sizeof(std::int64_t)));
    switch (column.type()) {
        case Type::text:
            return codes_by<std::string_view>(context, column,
                                              [&](std::int64_t row) { return column.text(row); });
        case Type::boolean:
            return codes_by<bool>(context, column,
                                  [&](std::int64_t row) { return column.boolean(row); });
        case Type::float64:
            return codes_by<std::int64_t>(context, column, [&](std::int64_t row) {
                return key_of(column.float64s()[static_cast<std::size_t>(row)]);
            });
        default:
            return codes_by<std::int64_t>(context, column, [&](std::int64_t row) {
                return column.int64s()[static_cast<std::size_t>(row)];
            });
    }
}

}  // namespace tenon
