#include "clean/groups.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <limits>

#include "base/parallel.hpp"
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
    static constexpr std::size_t slots = std::size_t{1} << 12;
    static constexpr std::size_t most_groups = slots / 2;
    // Not the number of a text, whose lowest byte is its length and one more: no free slot either.
    static constexpr std::uint64_t missing = 0xFF;

    // The group of the text, -1 where it would be one too many.
    std::int32_t of(std::uint64_t text) {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
        std::size_t slot = static_cast<std::size_t>(text * odd >> 52);
        while (at_[slot].text != text) {
            if (at_[slot].text == 0) {
                if (texts.size() == most_groups) return -1;
                at_[slot] = {text, static_cast<std::int32_t>(texts.size())};
                texts.push_back(text);
                break;
            }
            slot = (slot + 1) % slots;
        }
        return at_[slot].group;
    }

    std::vector<std::uint64_t> texts;  // of each group

  private:
    struct Slot {
        std::uint64_t text = 0;
        std::int32_t group = 0;
    };
    std::vector<Slot> at_ = std::vector<Slot>(slots);
};

// The cells of a column of short texts as numbers.
class ShortTexts {
  public:
    explicit ShortTexts(const Column& column)
        : column_(column),
          ends_(column.buffers().offsets),
          bytes_(static_cast<const char*>(column.buffers().values)),
          whole_words_(column.size() > 0 ? ends_[column.size()] - 8 : 0) {}

    // False where the text is longer.
    bool number(std::int64_t row, std::uint64_t& out) const {
        constexpr std::size_t most_bytes = 7;
        out = ShortTextGroups::missing;
        if (!column_.valid(row)) return true;
        const auto length = static_cast<std::size_t>(ends_[row + 1] - ends_[row]);
        if (length > most_bytes) return false;
        std::uint64_t word = 0;
        if (std::endian::native == std::endian::little && ends_[row] <= whole_words_) {
            std::memcpy(&word, bytes_ + ends_[row], 8);
            word &= (std::uint64_t{1} << (8 * length)) - 1;
        } else {
            for (std::size_t i = 0; i < length; ++i)
                word |= static_cast<std::uint64_t>(static_cast<unsigned char>(
                            bytes_[ends_[row] + static_cast<std::int64_t>(i)]))
                        << (8 * i);
        }
        out = word << 8 | (length + 1);
        return true;
    }

  private:
    const Column& column_;
    const std::int64_t* ends_;
    const char* bytes_;
    std::int64_t whole_words_;  // a word fits from there
};

// The groups of one block of rows: those of the rows in front of all blocks keep their numbers, and
// new ones are numbered behind them in the order of their first rows here.
struct GroupsOfBlock {
    std::vector<std::uint64_t> texts;  // new ones
    std::vector<std::int64_t> first_row;
    bool fits = false;
};

GroupsOfBlock groups_of_block(const Context& context, const ShortTexts& texts,
                              ShortTextGroups& groups, std::int64_t first, std::int64_t last,
                              std::int32_t* of_row) {
    GroupsOfBlock out;
    const std::size_t known = groups.texts.size();
    auto next = static_cast<std::int32_t>(known);
    for (std::int64_t row = first; row < last; ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        std::uint64_t text = 0;
        if (!texts.number(row, text)) return out;
        const std::int32_t group = groups.of(text);
        if (group < 0) return out;
        if (group == next) {
            out.first_row.push_back(row);
            ++next;
        }
        of_row[row] = group;
    }
    out.texts.assign(groups.texts.begin() + static_cast<std::ptrdiff_t>(known), groups.texts.end());
    out.fits = true;
    return out;
}

// False where the column has longer texts, or more groups than the table is made for.
bool find_short_text_groups(const Context& context, const Column& column, Groups& out) {
    if (column.type() != Type::text) return false;
    // Rows in front of the blocks show most groups, whose numbers then hold in all of them.
    constexpr std::int64_t rows_in_front = 1 << 12;
    const std::int64_t rows = column.size();
    const std::int64_t front = context.threads > 1 ? std::min(rows, rows_in_front) : rows;
    const ShortTexts texts(column);
    ShortTextGroups all;
    GroupsOfBlock in_front = groups_of_block(context, texts, all, 0, front, out.of_row.data());
    if (!in_front.fits) return false;
    out.first_row = std::move(in_front.first_row);
    const std::size_t known = out.first_row.size();
    std::vector<GroupsOfBlock> blocks(
        static_cast<std::size_t>(block_count(rows - front, rows_between_checks)));
    std::atomic<bool> fits{true};
    parallel_blocks(context, rows - front, rows_between_checks,
                    [&](std::int64_t number, std::int64_t first, std::int64_t last) {
                        if (!fits) return;
                        ShortTextGroups groups = all;
                        auto& of_block = blocks[static_cast<std::size_t>(number)];
                        of_block = groups_of_block(context, texts, groups, front + first,
                                                   front + last, out.of_row.data());
                        if (!of_block.fits) fits = false;
                    });
    if (!fits) return false;
    // The same groups in the order of their first rows.
    std::vector<std::vector<std::int32_t>> numbers(blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i)
        for (std::size_t g = 0; g < blocks[i].texts.size(); ++g) {
            const std::int32_t group = all.of(blocks[i].texts[g]);
            if (group < 0) return false;
            if (static_cast<std::size_t>(group) == out.first_row.size())
                out.first_row.push_back(blocks[i].first_row[g]);
            numbers[i].push_back(group);
        }
    if (out.first_row.size() == known) return true;
    parallel_blocks(context, rows - front, rows_between_checks,
                    [&](std::int64_t number, std::int64_t first, std::int64_t last) {
                        const auto& of_block = numbers[static_cast<std::size_t>(number)];
                        if (of_block.empty()) return;
                        for (std::int64_t row = front + first; row < front + last; ++row) {
                            std::int32_t& group = out.of_row[static_cast<std::size_t>(row)];
                            if (static_cast<std::size_t>(group) >= known)
                                group = of_block[static_cast<std::size_t>(group) - known];
                        }
                    });
    return true;
}

}  // namespace

Groups groups_of(const Context& context, std::int64_t rows, std::vector<const Column*> keys) {
    Groups out;
    out.of_row = LargeArray<std::int32_t>(static_cast<std::size_t>(rows), context.spare);
    if (keys.empty()) {
        std::fill(out.of_row.begin(), out.of_row.end(), 0);
        if (rows > 0) out.first_row.push_back(0);
        return out;
    }
    if (keys.size() == 1 && find_short_text_groups(context, *keys[0], out)) return out;
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

std::vector<const Column*> key_columns(const Table& table, std::span<const std::string> names) {
    std::vector<const Column*> columns;
    for (const std::string& name : names) columns.push_back(&table.column(name));
    return columns;
}

Groups groups_of(const Context& context, const Table& table, std::span<const std::string> keys) {
    return groups_of(context, table.rows(), key_columns(table, keys));
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
