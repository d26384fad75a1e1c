// One growing column in Arrow layout: what ColumnBuilder and the readers write into. A validity
// bitmap exists only from the first missing cell on.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "table/bits.hpp"
#include "table/buffer.hpp"
#include "tenon/table.hpp"

namespace tenon {

class ColumnStore {
  public:
    explicit ColumnStore(Type type) : type_(type) {}

    Type type() const noexcept { return type_; }
    std::int64_t rows() const noexcept { return rows_; }
    void reserve(std::int64_t rows, const std::shared_ptr<SpareMemory>& spare = {});

    void add_float64(double value) {
        reals_.push_back(value);
        present(1);
    }
    void add_int64(std::int64_t value) {  // timestamps too
        ints_.push_back(value);
        present(1);
    }
    void add_boolean(bool value) {
        bits_.push(value);
        present(1);
    }
    void add_text(std::string_view value) {
        if (offsets_.empty()) offsets_.push_back(0);
        char* to = bytes_.room(value.size());
        if (!value.empty()) std::memcpy(to, value.data(), value.size());
        bytes_.advance(value.size());
        offsets_.push_back(static_cast<std::int64_t>(bytes_.size()));
        present(1);
    }
    void add_missing(std::int64_t count = 1);

    // Many cells at once: room for `count` more; written ones are then taken, all of them present.
    // add_missing() may come between, and moves nothing within the room.
    double* float64_room(std::size_t count) { return reals_.room(count); }
    std::int64_t* int64_room(std::size_t count) { return ints_.room(count); }
    void take_float64s(std::size_t count) {
        reals_.advance(count);
        present(static_cast<std::int64_t>(count));
    }
    void take_int64s(std::size_t count) {
        ints_.advance(count);
        present(static_cast<std::int64_t>(count));
    }
    // The same for texts: `bytes` bytes and `count` ends of cells, counted from the first byte of
    // the column.
    struct TextRoom {
        char* bytes;
        std::int64_t* ends;
        std::int64_t at;  // bytes of the column so far
    };
    TextRoom text_room(std::size_t count, std::size_t bytes);
    void take_texts(std::size_t count, std::size_t bytes) {
        offsets_.advance(count);
        bytes_.advance(bytes);
        present(static_cast<std::int64_t>(count));
    }

    // Integers become the nearest doubles, in place, and those of the rows named -0.
    void widen_to_float64(std::span<const std::int64_t> negative_zeros = {});
    std::int64_t held_bytes() const noexcept;
    std::int64_t used_bytes() const noexcept;  // without the room for more
    void clear() noexcept;                     // drops the cells, keeps the room
    Column finish();                           // leaves the store empty, of the same type

  private:
    void present(std::int64_t count) {
        if (validity_.size() > 0) {
            if (count == 1)
                validity_.push(true);
            else
                validity_.push(true, count);
        }
        rows_ += count;
    }

    Type type_;
    std::int64_t rows_ = 0, missing_ = 0;
    Buffer<double> reals_;
    Buffer<std::int64_t> ints_;
    BitVector bits_;
    Buffer<char> bytes_;
    Buffer<std::int64_t> offsets_;
    BitVector validity_;  // empty while nothing is missing
};

// A float64 column of missing cells only. `zeros` is a block of at least `rows` zeros shared by
// all such columns of a table, so that many empty columns cost no more than one.
Column missing_column(std::int64_t rows, const std::shared_ptr<const std::vector<double>>& zeros);

}  // namespace tenon
