// Which vector instructions the machine has. Hot loops are written once over eight numbers side by
// side and compiled for each level; the level is chosen at run time and never changes a result: the
// operations are the same, element by element, and nothing is contracted.
#pragma once

#include <cstdint>

#if (defined(__x86_64__) || defined(__i386__)) && (defined(__GNUC__) || defined(__clang__))
#define TENON_VECTOR_LEVELS 1
#define TENON_TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define TENON_TARGET_AVX512 \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,bmi,bmi2,popcnt")))
#else
#define TENON_VECTOR_LEVELS 0
#endif

#if defined(__GNUC__) || defined(__clang__)
#define TENON_INLINE inline __attribute__((always_inline))
#else
#define TENON_INLINE inline
#endif

namespace tenon {

enum class VectorLevel : std::int32_t { portable = 0, avx2 = 1, avx512 = 2 };

// The best level of this machine.
inline VectorLevel vector_level() noexcept {
#if TENON_VECTOR_LEVELS
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return VectorLevel::avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) return VectorLevel::avx2;
#endif
    return VectorLevel::portable;
}

}  // namespace tenon
