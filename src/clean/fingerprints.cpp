#include "clean/fingerprints.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <string_view>

#include "base/parallel.hpp"
#include "clean/column_edit.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// The finaliser of splitmix64 (G. Steele, D. Lea, C. Flood: Fast Splittable Pseudorandom Number
// Generators, 2014), in which every bit of the input moves every bit of the output; one of its
// constants differs between the two halves, so that they do not collide together.
constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
constexpr std::uint64_t spread_1 = 0xbf58476d1ce4e5b9;
constexpr std::uint64_t spread_2 = 0x94d049bb133111eb;
constexpr std::uint64_t spread_3 = 0xd6e8feb86659fd93;

constexpr std::uint64_t missing_cell = 0x6d697373696e6721;
constexpr std::uint64_t nan_cell = 0x7ff8000000000001;

constexpr std::size_t first_slots = std::size_t{1} << 12;

std::uint64_t mixed(std::uint64_t x, std::uint64_t spread) noexcept {
    x = (x ^ (x >> 30)) * spread;
    x = (x ^ (x >> 27)) * spread_2;
    return x ^ (x >> 31);
}

void mix(Fingerprint& into, std::uint64_t cell) noexcept {
    into.low = mixed((into.low ^ cell) + golden, spread_1);
    into.high = mixed((into.high + golden) ^ cell, spread_3);
}

void mix_text(Fingerprint& into, std::string_view text) noexcept {
    mix(into, text.size());
    while (!text.empty()) {
        std::uint64_t word = 0;
        const std::size_t size = text.size() < 8 ? text.size() : 8;
        std::memcpy(&word, text.data(), size);
        mix(into, word);
        text.remove_prefix(size);
    }
}

void mix_cell(Fingerprint& into, const Column& column, std::int64_t row) noexcept {
    if (!column.valid(row)) {
        // Told apart from the number that has these bits.
        mix(into, missing_cell);
        mix(into, missing_cell);
        return;
    }
    const auto at = static_cast<std::size_t>(row);
    switch (column.type()) {
        case Type::float64: {
            const double value = column.float64s()[at] + 0.0;  // -0.0 becomes 0.0
            return mix(into, std::isnan(value) ? nan_cell : std::bit_cast<std::uint64_t>(value));
        }
        case Type::int64:
        case Type::timestamp:
            return mix(into, static_cast<std::uint64_t>(column.int64s()[at]));
        case Type::boolean:
            return mix(into, column.boolean(row) ? 1 : 0);
        case Type::text:
            return mix_text(into, column.text(row));
    }
}

}  // namespace

std::vector<Fingerprint> fingerprints_of(const Context& context,
                                         std::span<const Column* const> columns) {
    const std::int64_t rows = columns.empty() ? 0 : columns[0]->size();
    std::vector<Fingerprint> out(static_cast<std::size_t>(rows));
    parallel_blocks(context, rows, rows_between_checks,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        for (const Column* column : columns)
                            for (std::int64_t row = first; row < last; ++row)
                                mix_cell(out[static_cast<std::size_t>(row)], *column, row);
                    });
    return out;
}

bool FingerprintSet::add(const Context& context, Fingerprint fingerprint) {
    if (fingerprint == Fingerprint{}) return !std::exchange(has_zero_, true);
    if (4 * (static_cast<std::size_t>(used_) + 1) > 3 * slots_.size()) grow(context);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = fingerprint.low & mask;; at = (at + 1) & mask) {
        if (slots_[at] == fingerprint) return false;
        if (slots_[at] != Fingerprint{}) continue;
        slots_[at] = fingerprint;
        ++used_;
        return true;
    }
}

void FingerprintSet::grow(const Context& context) {
    const std::size_t size = slots_.empty() ? first_slots : 2 * slots_.size();
    std::optional<Charge> charge;
    charge.emplace(context, static_cast<std::int64_t>(size * sizeof(Fingerprint)));
    LargeArray<Fingerprint> old(size, Fingerprint{});
    old.swap(slots_);
    for (const Fingerprint& fingerprint : old) {
        if (fingerprint == Fingerprint{}) continue;
        std::size_t at = fingerprint.low & (size - 1);
        while (slots_[at] != Fingerprint{}) at = (at + 1) & (size - 1);
        slots_[at] = fingerprint;
    }
    charge_.reset();
    charge_.emplace(std::move(*charge));
}

}  // namespace tenon::clean
