// The floating-point environment that the library computes in, whatever the host's is: rounding to
// nearest, no traps, subnormal numbers as they are.
#pragma once

#if defined(__SSE2__) && defined(__x86_64__) && defined(__GNUC__)
#define TENON_FLOAT_ENVIRONMENT_SSE 1
#include <xmmintrin.h>
#else
#include <cfenv>
#endif

namespace tenon {

// The library's environment for as long as this is there; then the thread's own again. Where it is
// the library's already, that costs one read of a register (2 ns), and the flags that arithmetic
// raises (inexact, overflow, ...) stay raised; elsewhere they are those of before.
class FloatEnvironment {
  public:
    FloatEnvironment(const FloatEnvironment&) = delete;
    FloatEnvironment& operator=(const FloatEnvironment&) = delete;

#if defined(TENON_FLOAT_ENVIRONMENT_SSE)
    // Of the x87 unit nothing is used: double is computed by SSE, in libm as well.
    FloatEnvironment() noexcept : before_(_mm_getcsr()) {
        if (differs()) _mm_setcsr(standard | (before_ & flags));
        keep_order();
    }
    ~FloatEnvironment() {
        keep_order();
        if (differs()) _mm_setcsr(before_);
    }

  private:
    static constexpr unsigned flags = 0x3F;
    static constexpr unsigned standard = 0x1F80;  // all masked, to nearest, no FTZ, no DAZ

    bool differs() const noexcept {
        return (before_ & ~flags) != standard;
    }
    // Arithmetic does not cross this: it reads what was stored before, or is stored before it.
    static void keep_order() noexcept {
        asm volatile("" ::: "memory");
    }

    unsigned before_;
};
#undef TENON_FLOAT_ENVIRONMENT_SSE
#else
    FloatEnvironment() noexcept {
        std::fegetenv(&before_);
        std::fesetenv(FE_DFL_ENV);
    }
    ~FloatEnvironment() {
        std::fesetenv(&before_);
    }

  private:
    std::fenv_t before_;
};
#endif

}  // namespace tenon
