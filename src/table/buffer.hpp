// Memory for the values of a column while it grows: not initialised, and moved by the system's page
// tables rather than copied where it is large (std::realloc). Where the context keeps spare memory
// a buffer whose size is known ahead takes it from there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "base/large_array.hpp"
#include "base/memory.hpp"

namespace tenon {

template <class T>
class Buffer {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    Buffer() = default;
    Buffer(Buffer&& other) noexcept { swap(other); }
    Buffer& operator=(Buffer&& other) noexcept {
        Buffer(std::move(other)).swap(*this);
        return *this;
    }
    ~Buffer() { release(); }

    T* data() noexcept { return data_; }
    const T* data() const noexcept { return data_; }
    T* begin() noexcept { return data_; }
    T* end() noexcept { return data_ + size_; }
    std::size_t size() const noexcept { return size_; }
    std::size_t capacity() const noexcept { return capacity_; }
    bool empty() const noexcept { return size_ == 0; }
    T& operator[](std::size_t i) noexcept { return data_[i]; }
    const T& operator[](std::size_t i) const noexcept { return data_[i]; }

    void reserve(std::size_t capacity, const std::shared_ptr<SpareMemory>& spare = {}) {
        if (capacity <= capacity_) return;
        if (spare && capacity <= std::numeric_limits<std::size_t>::max() / sizeof(T))
            move_to(LargeBlock(capacity * sizeof(T), spare), capacity);
        else
            set_capacity(capacity);
    }
    // Where `count` more values may be written; advance() then counts them.
    T* room(std::size_t count) {
        if (count > capacity_ - size_) grow(count);
        return data_ + size_;
    }
    void advance(std::size_t count) noexcept { size_ += count; }
    void push_back(T value) {
        if (size_ == capacity_) grow(1);
        data_[size_++] = value;
    }
    void append(std::size_t count, T value) {
        T* to = room(count);
        for (std::size_t i = 0; i < count; ++i) to[i] = value;
        size_ += count;
    }
    void clear() noexcept { size_ = 0; }
    // Gives back what is not used. Keeps the memory where the system has none to move it to.
    void shrink() noexcept {
        if (size_ == capacity_ || size_ == 0 || block_.data()) return;
        if (void* moved = std::realloc(data_, size_ * sizeof(T))) {
            data_ = static_cast<T*>(moved);
            capacity_ = size_;
        }
    }

  private:
    void swap(Buffer& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        block_.swap(other.block_);
    }
    void release() noexcept {
        if (!block_.data()) std::free(data_);
    }
    void move_to(LargeBlock block, std::size_t capacity) {
        if (size_ > 0) std::memcpy(block.data(), data_, size_ * sizeof(T));
        release();
        data_ = static_cast<T*>(block.data());
        capacity_ = capacity;
        block_.swap(block);
    }
    void grow(std::size_t count) {
        constexpr std::size_t least = 64 / sizeof(T) + 1;
        const std::size_t most = std::numeric_limits<std::size_t>::max() / sizeof(T) / 4;
        if (count > most || size_ > most) throw std::bad_alloc();
        std::size_t capacity = capacity_ + capacity_ / 2 + least;
        if (capacity < size_ + count) capacity = size_ + count;
        set_capacity(capacity);
    }
    void set_capacity(std::size_t capacity) {
        if (capacity > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_alloc();
        if (block_.data())
            return move_to(LargeBlock(capacity * sizeof(T), block_.spare()), capacity);
        void* moved = std::realloc(data_, capacity * sizeof(T));
        if (!moved) throw std::bad_alloc();
        data_ = static_cast<T*>(moved);
        capacity_ = capacity;
        constexpr std::size_t large_bytes = std::size_t{1} << 22;
        if (capacity * sizeof(T) >= large_bytes) prefer_large_pages(data_, capacity * sizeof(T));
    }

    T* data_ = nullptr;
    std::size_t size_ = 0, capacity_ = 0;
    LargeBlock block_;  // empty where the memory is that of std::realloc
};

}  // namespace tenon
