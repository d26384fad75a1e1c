#include "base/large_array.hpp"

#include <cstdint>

#include "base/spare_memory.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace tenon {

namespace {

constexpr std::align_val_t vector_alignment{64};
constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;
// Smaller blocks come from the allocator's own store anyway.
constexpr std::size_t least_spare_bytes = std::size_t{1} << 20;

}  // namespace

void* allocate_large(std::size_t bytes) {
    if (bytes < huge_block_bytes) return ::operator new(bytes, vector_alignment);
    // A last page that is half full or more is asked for whole: 2 MB of single pages cost more.
    const std::size_t rest = bytes % huge_page_bytes;
    if (rest >= huge_page_bytes / 2 && bytes <= ~std::size_t{0} - huge_page_bytes)
        bytes += huge_page_bytes - rest;
    void* memory = ::operator new (bytes, std::align_val_t{huge_page_bytes});
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    // Whole pages only: what lies after the block is not ours. A refusal changes nothing.
    static_cast<void>(::madvise(memory, bytes / huge_page_bytes * huge_page_bytes, MADV_HUGEPAGE));
#endif
    return memory;
}

void wish_huge_pages(void* memory, std::size_t bytes) noexcept {
    if (!memory || bytes < huge_block_bytes) return;
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    const auto from = reinterpret_cast<std::uintptr_t>(memory), to = from + bytes;
    const std::uintptr_t first = (from + huge_page_bytes - 1) / huge_page_bytes * huge_page_bytes;
    const std::uintptr_t last = to / huge_page_bytes * huge_page_bytes;
    static_cast<void>(
        ::madvise(static_cast<char*>(memory) + (first - from), last - first, MADV_HUGEPAGE));
#endif
}

void free_large(void* memory, std::size_t bytes) noexcept {
    if (bytes < huge_block_bytes)
        ::operator delete(memory, vector_alignment);
    else
        ::operator delete (memory, std::align_val_t{huge_page_bytes});
}

LargeBlock::LargeBlock(std::size_t bytes, const std::shared_ptr<SpareMemory>& spare) {
    if (bytes == 0) return;
    if (spare && bytes >= least_spare_bytes) {
        bytes_ = bytes;
        spare_ = spare;
        data_ = spare->take(bytes_);
        if (data_) return;
    }
    data_ = allocate_large(bytes);
    bytes_ = bytes;
}

LargeBlock::~LargeBlock() {
    if (!data_) return;
    const std::shared_ptr<SpareMemory> spare = spare_.lock();
    if (!spare || !spare->give(data_, bytes_)) free_large(data_, bytes_);
}

}  // namespace tenon
