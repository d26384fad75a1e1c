#include "table/column_store.hpp"

#include <utility>

#include "tenon/error.hpp"

namespace tenon {

void ColumnStore::reserve(std::int64_t rows, const std::shared_ptr<SpareMemory>& spare) {
    const auto n = static_cast<std::size_t>(rows < 0 ? 0 : rows);
    switch (type_) {
        case Type::float64:
            reals_.reserve(n, spare);
            break;
        case Type::int64:
        case Type::timestamp:
            ints_.reserve(n, spare);
            break;
        case Type::boolean:
            bits_.reserve(rows);
            break;
        case Type::text:
            offsets_.reserve(n + 1, spare);
            // Later cells are about as long as those that are there.
            if (rows_ > 0)
                bytes_.reserve(static_cast<std::size_t>(static_cast<double>(bytes_.size()) *
                                                        static_cast<double>(rows) /
                                                        static_cast<double>(rows_)),
                               spare);
            break;
    }
}

void ColumnStore::add_missing(std::int64_t count) {
    if (count <= 0) return;
    if (validity_.size() == 0) validity_.push(true, rows_);
    validity_.push(false, count);
    const auto n = static_cast<std::size_t>(count);
    switch (type_) {
        case Type::float64:
            reals_.append(n, 0.0);
            break;
        case Type::int64:
        case Type::timestamp:
            ints_.append(n, 0);
            break;
        case Type::boolean:
            bits_.push(false, count);
            break;
        case Type::text:
            if (offsets_.empty()) offsets_.push_back(0);
            offsets_.append(n, static_cast<std::int64_t>(bytes_.size()));
            break;
    }
    rows_ += count;
    missing_ += count;
}

void ColumnStore::widen_to_float64(std::span<const std::int64_t> negative_zeros) {
    reals_.reserve(ints_.capacity());
    double* to = reals_.room(ints_.size());
    for (std::size_t i = 0; i < ints_.size(); ++i) to[i] = static_cast<double>(ints_[i]);
    for (const std::int64_t row : negative_zeros) to[row] = -0.0;
    reals_.advance(ints_.size());
    ints_ = Buffer<std::int64_t>();
    type_ = Type::float64;
}

std::int64_t ColumnStore::held_bytes() const noexcept {
    return static_cast<std::int64_t>(8 * (reals_.capacity() + ints_.capacity()) +
                                     bytes_.capacity() + 8 * offsets_.capacity()) +
           bits_.capacity_bytes() + validity_.capacity_bytes();
}

std::int64_t ColumnStore::used_bytes() const noexcept {
    return static_cast<std::int64_t>(8 * (reals_.size() + ints_.size() + offsets_.size()) +
                                     bytes_.size()) +
           (bits_.size() + validity_.size()) / 8;
}

void ColumnStore::clear() noexcept {
    reals_.clear();
    ints_.clear();
    bits_ = BitVector();
    bytes_.clear();
    offsets_.clear();
    validity_ = BitVector();
    rows_ = missing_ = 0;
}

ColumnStore::TextRoom ColumnStore::text_room(std::size_t count, std::size_t bytes) {
    if (offsets_.empty()) offsets_.push_back(0);
    return {bytes_.room(bytes), offsets_.room(count), static_cast<std::int64_t>(bytes_.size())};
}

Column ColumnStore::finish() {
    if (type_ == Type::text && offsets_.empty()) offsets_.push_back(0);
    reals_.shrink();
    ints_.shrink();
    bytes_.shrink();
    offsets_.shrink();
    const auto kept = std::make_shared<const ColumnStore>(std::move(*this));
    *this = ColumnStore(kept->type_);
    ColumnBuffers buffers;
    buffers.type = kept->type_;
    buffers.rows = kept->rows_;
    buffers.missing = kept->missing_;
    if (kept->missing_ > 0) buffers.validity = kept->validity_.data();
    switch (kept->type_) {
        case Type::float64:
            buffers.values = kept->reals_.data();
            break;
        case Type::int64:
        case Type::timestamp:
            buffers.values = kept->ints_.data();
            break;
        case Type::boolean:
            buffers.values = kept->bits_.data();
            break;
        case Type::text:
            buffers.values = kept->bytes_.data();
            buffers.offsets = kept->offsets_.data();
            break;
    }
    buffers.owner = kept;
    return Column(std::move(buffers));
}

Column missing_column(std::int64_t rows, const std::shared_ptr<const std::vector<double>>& zeros) {
    ColumnBuffers buffers;
    buffers.type = Type::float64;
    buffers.rows = rows;
    buffers.missing = rows;
    buffers.values = zeros->data();
    if (rows > 0) buffers.validity = reinterpret_cast<const std::uint8_t*>(zeros->data());
    buffers.owner = zeros;
    return Column(std::move(buffers));
}

}  // namespace tenon
