// One growing column in Arrow layout: what ColumnBuilder and the readers write into. A validity
// bitmap exists only from the first missing cell on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "table/bits.hpp"
#include "tenon/table.hpp"

namespace tenon {

class ColumnStore {
  public:
    explicit ColumnStore(Type type) : type_(type) {}

    Type type() const noexcept { return type_; }
    std::int64_t rows() const noexcept { return rows_; }
    void reserve(std::int64_t rows);

    void add_float64(double value) {
        reals_.push_back(value);
        present();
    }
    void add_int64(std::int64_t value) {  // timestamps too
        ints_.push_back(value);
        present();
    }
    void add_boolean(bool value) {
        bits_.push(value);
        present();
    }
    void add_text(std::string_view value) {
        if (offsets_.empty()) offsets_.push_back(0);
        bytes_.insert(bytes_.end(), value.begin(), value.end());
        offsets_.push_back(static_cast<std::int64_t>(bytes_.size()));
        present();
    }
    void add_missing(std::int64_t count = 1);

    // Integers become the nearest doubles, in place.
    void widen_to_float64();
    std::int64_t held_bytes() const noexcept;
    Column finish();  // leaves the store empty, of the same type

  private:
    void present() {
        if (validity_.size() > 0) validity_.push(true);
        ++rows_;
    }

    Type type_;
    std::int64_t rows_ = 0, missing_ = 0;
    std::vector<double> reals_;
    std::vector<std::int64_t> ints_;
    BitVector bits_;
    std::vector<char> bytes_;
    std::vector<std::int64_t> offsets_;
    BitVector validity_;  // empty while nothing is missing
};

// A float64 column of missing cells only. `zeros` is a block of at least `rows` zeros shared by
// all such columns of a table, so that many empty columns cost no more than one.
Column missing_column(std::int64_t rows, const std::shared_ptr<const std::vector<double>>& zeros);

}  // namespace tenon
