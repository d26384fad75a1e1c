// Codes of equal cells, by a hash of the value: one pass.
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "features/numbers.hpp"
#include "tenon/encode.hpp"

namespace tenon {

namespace {

constexpr std::int64_t missing_code = -1;
using features::rows_between_checks;

// What makes two numbers equal: one zero, one NaN.
std::int64_t key_of(double value) {
    if (std::isnan(value)) return std::bit_cast<std::int64_t>(std::nan(""));
    return std::bit_cast<std::int64_t>(value == 0 ? 0.0 : value);
}

template <class Key, class Read>
std::vector<std::int64_t> codes_by(const Context& context, const Column& column, Read read) {
    std::unordered_map<Key, std::int64_t> known;
    auto codes = features::long_vector(static_cast<std::size_t>(column.size()), missing_code);
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (!column.valid(row)) continue;
        const auto next = static_cast<std::int64_t>(known.size());
        codes[static_cast<std::size_t>(row)] = known.try_emplace(read(row), next).first->second;
    }
    return codes;
}

// Codes of texts of at most eight bytes, found without a look at the map most of the time: a slot
// holds the last text that fell on it.
class ShortTextCodes {
  public:
    // Calls slow() for the code of a text that is not in its slot, or too long.
    template <class Slow>
    std::int64_t of(std::string_view text, Slow slow) {
        if (text.size() > sizeof(std::uint64_t)) return slow();
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), text.size());
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
        Slot& slot = slots_[static_cast<std::size_t>((word ^ text.size()) * odd >> 52)];
        if (slot.word != word || slot.size != text.size()) slot = {word, text.size(), slow()};
        return slot.code;
    }

  private:
    struct Slot {
        std::uint64_t word = 0;
        std::size_t size = ~std::size_t{0};  // of no text
        std::int64_t code = 0;
    };
    std::vector<Slot> slots_ = std::vector<Slot>(std::size_t{1} << 12);
};

std::vector<std::int64_t> codes_of_texts(const Context& context, const Column& column) {
    std::unordered_map<std::string_view, std::int64_t> known;
    ShortTextCodes short_ones;
    auto codes = features::long_vector(static_cast<std::size_t>(column.size()), missing_code);
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (!column.valid(row)) continue;
        const std::string_view text = column.text(row);
        codes[static_cast<std::size_t>(row)] = short_ones.of(text, [&] {
            return known.try_emplace(text, static_cast<std::int64_t>(known.size())).first->second;
        });
    }
    return codes;
}

}  // namespace

std::vector<std::int64_t> category_codes(const Context& context, const Column& column) {
    const Charge charge(context, column.size() * static_cast<std::int64_t>(sizeof(std::int64_t)));
    switch (column.type()) {
        case Type::text:
            return codes_of_texts(context, column);
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
