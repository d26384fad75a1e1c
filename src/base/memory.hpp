// How much memory the machine has, and how large blocks are laid out in it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tenon {

// Physical memory in bytes, 0 where the system does not say.
std::int64_t physical_memory_bytes() noexcept;

// Asks the system to back a block of many megabytes that was not touched yet by large pages, where
// it has them: fewer faults. Nothing changes but speed.
void prefer_large_pages(void* memory, std::size_t bytes) noexcept;

}  // namespace tenon
