// Memory for long columns of numbers, not filled in before it is written.
//
// Where the system offers huge pages on request, blocks of several megabytes ask for them: a first
// touch then costs one fault for 2 MB instead of 512. It is a wish; without it only the speed
// differs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace tenon {

class SpareMemory;

// From this size on a block asks for huge pages.
inline constexpr std::size_t huge_block_bytes = std::size_t{4} << 20;

// Bytes aligned for vectors, at least; throws std::bad_alloc. `free_large` takes what it gave.
void* allocate_large(std::size_t bytes);
void free_large(void* memory, std::size_t bytes) noexcept;

// Asks for huge pages for memory of one's own that is not written yet, wherever it came from.
void wish_huge_pages(void* memory, std::size_t bytes) noexcept;

// Such memory and its owner; empty for no bytes. A block that came with spare memory goes back to
// it while it is there.
class LargeBlock {
  public:
    LargeBlock() = default;
    LargeBlock(std::size_t bytes, const std::shared_ptr<SpareMemory>& spare);
    LargeBlock(LargeBlock&& other) noexcept { swap(other); }
    LargeBlock(const LargeBlock&) = delete;
    LargeBlock& operator=(const LargeBlock&) = delete;
    ~LargeBlock();
    void* data() const noexcept { return data_; }
    std::shared_ptr<SpareMemory> spare() const noexcept { return spare_.lock(); }
    void swap(LargeBlock& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(bytes_, other.bytes_);
        spare_.swap(other.spare_);
    }

  private:
    void* data_ = nullptr;
    std::size_t bytes_ = 0;
    std::weak_ptr<SpareMemory> spare_;
};

template <class T>
class LargeArray {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    LargeArray() = default;
    explicit LargeArray(std::size_t size, const std::shared_ptr<SpareMemory>& spare = {})
        : memory_(size * sizeof(T), spare), data_(static_cast<T*>(memory_.data())), size_(size) {}
    LargeArray(std::size_t size, T value, const std::shared_ptr<SpareMemory>& spare = {})
        : LargeArray(size, spare) {
        std::fill_n(data_, size, value);
    }
    explicit LargeArray(std::span<const T> values, const std::shared_ptr<SpareMemory>& spare = {})
        : LargeArray(values.size(), spare) {
        if (!values.empty()) std::memcpy(data_, values.data(), values.size_bytes());
    }
    LargeArray(LargeArray&& other) noexcept { swap(other); }
    LargeArray& operator=(LargeArray&& other) noexcept {
        LargeArray taken(std::move(other));
        swap(taken);
        return *this;
    }

    T* data() noexcept { return data_; }
    const T* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    T& operator[](std::size_t i) noexcept { return data_[i]; }
    const T& operator[](std::size_t i) const noexcept { return data_[i]; }
    T* begin() noexcept { return data_; }
    T* end() noexcept { return data_ + size_; }
    const T* begin() const noexcept { return data_; }
    const T* end() const noexcept { return data_ + size_; }
    // Gives up the end; the memory stays.
    void shrink(std::size_t size) noexcept { size_ = std::min(size, size_); }
    void swap(LargeArray& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        memory_.swap(other.memory_);
    }

  private:
    LargeBlock memory_;
    T* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace tenon
