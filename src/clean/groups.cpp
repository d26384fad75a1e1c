#include "clean/groups.hpp"

#include <bit>
#include <cstring>
#include <limits>

#include "clean/column_edit.hpp"
#include "clean/row_index.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// What a grouping is first made for; with more the index grows.
constexpr std::int64_t usual_groups = 1 << 10;

// A text of at most seven bytes is one number, its length included, and a table of such numbers
// needs no look at the cells. Open addressing with linear probing, at most half full.
class ShortTextGroups {
  public:
    // False where the column has longer texts, or more groups than this is made for.
    static bool find(const Context& context, const Column& column, Groups& out);

  private:
    static constexpr std::size_t slots = std::size_t{1} << 12;
    static constexpr std::size_t most_groups = slots / 2;
    static constexpr std::size_t most_bytes = 7;
    // Not the number of a text, whose lowest byte is its length and one more: no free slot either.
    static constexpr std::uint64_t missing = 0xFF;

    std::size_t slot_of(std::uint64_t text) const noexcept {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
        std::size_t slot = static_cast<std::size_t>(text * odd >> 52);
        while (texts_[slot] != text && texts_[slot] != 0) slot = (slot + 1) % slots;
        return slot;
    }

    std::vector<std::uint64_t> texts_ = std::vector<std::uint64_t>(slots, 0);
    std::vector<std::int32_t> groups_ = std::vector<std::int32_t>(slots, 0);
};

bool ShortTextGroups::find(const Context& context, const Column& column, Groups& out) {
    if (column.type() != Type::text) return false;
    const ColumnBuffers& buffers = column.buffers();
    const std::int64_t* ends = buffers.offsets;
    const char* bytes = static_cast<const char*>(buffers.values);
    const std::int64_t rows = column.size();
    const std::int64_t whole_words = rows > 0 ? ends[rows] - 8 : 0;  // a word fits from there
    ShortTextGroups table;
    for (std::int64_t row = 0; row < rows; ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        std::uint64_t text = missing;
        if (column.valid(row)) {
            const auto length = static_cast<std::size_t>(ends[row + 1] - ends[row]);
            if (length > most_bytes) return false;
            std::uint64_t word = 0;
            if (ends[row] <= whole_words) {
                std::memcpy(&word, bytes + ends[row], 8);
                if constexpr (std::endian::native == std::endian::big) word = 0;
                word &= (std::uint64_t{1} << (8 * length)) - 1;
            }
            if (ends[row] > whole_words || std::endian::native == std::endian::big)
                for (std::size_t i = 0; i < length; ++i)
                    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(
                                bytes[ends[row] + static_cast<std::int64_t>(i)]))
                            << (8 * i);
            text = word << 8 | (length + 1);
        }
        const std::size_t slot = table.slot_of(text);
        if (table.texts_[slot] == 0) {
            if (out.first_row.size() == most_groups) return false;
            table.texts_[slot] = text;
            table.groups_[slot] = static_cast<std::int32_t>(out.first_row.size());
            out.first_row.push_back(row);
        }
        out.of_row[static_cast<std::size_t>(row)] = table.groups_[slot];
    }
    return true;
}

}  // namespace

Groups groups_of(const Context& context, std::int64_t rows, std::vector<const Column*> keys) {
    Groups out;
    out.of_row.assign(static_cast<std::size_t>(rows), 0);
    if (keys.empty()) {
        if (rows > 0) out.first_row.push_back(0);
        return out;
    }
    if (keys.size() == 1 && ShortTextGroups::find(context, *keys[0], out)) return out;
    out.first_row.clear();
    const Charge charge(context, rows * 12);
    RowIndex index(context, std::move(keys), usual_groups);
    for (std::int64_t row = 0; row < rows; ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const std::int64_t first = index.find_or_add(row);
        if (first == row) {
            if (out.first_row.size() >= std::numeric_limits<std::int32_t>::max())
                throw Error(Status::data, "there are too many groups; group by fewer columns");
            out.of_row[static_cast<std::size_t>(row)] =
                static_cast<std::int32_t>(out.first_row.size());
            out.first_row.push_back(row);
        } else {
            out.of_row[static_cast<std::size_t>(row)] = out.of_row[static_cast<std::size_t>(first)];
        }
    }
    return out;
}

Groups groups_of(const Context& context, const Table& table, std::span<const std::string> keys) {
    std::vector<const Column*> columns;
    for (const std::string& key : keys) columns.push_back(&table.column(key));
    return groups_of(context, table.rows(), std::move(columns));
}

GroupRows rows_of(const Groups& groups) {
    GroupRows out;
    out.begin.assign(groups.count() + 1, 0);
    for (const std::int32_t group : groups.of_row) ++out.begin[static_cast<std::size_t>(group) + 1];
    for (std::size_t g = 0; g < groups.count(); ++g) out.begin[g + 1] += out.begin[g];
    out.rows.resize(groups.of_row.size());
    std::vector<std::int64_t> at(out.begin.begin(), out.begin.end() - 1);
    for (std::size_t row = 0; row < groups.of_row.size(); ++row)
        out.rows[static_cast<std::size_t>(at[static_cast<std::size_t>(groups.of_row[row])]++)] =
            static_cast<std::int64_t>(row);
    return out;
}

GroupKey key_of(std::span<const Column* const> keys, std::int64_t row) {
    GroupKey out;
    for (const Column* key : keys)
        out.push_back(key->valid(row) ? std::optional(key->cell_text(row)) : std::nullopt);
    return out;
}

}  // namespace tenon::clean
