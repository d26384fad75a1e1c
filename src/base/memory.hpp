// How much memory the machine has.
#pragma once

#include <cstdint>

namespace tenon {

// Physical memory in bytes, 0 where the system does not say.
std::int64_t physical_memory_bytes() noexcept;

}  // namespace tenon
