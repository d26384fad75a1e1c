// The discrete Fourier transform, X_k = sum_t x_t e^(-2 pi i k t / n), for any length.
#pragma once

#include <complex>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tenon/context.hpp"

namespace tenon::features {

// Keeps what is worked out for one length. Not for two threads at once. `context` outlives it, and
// is looked at between transforms of 2^18 numbers, some 20 ms each.
class Fourier {
  public:
    Fourier(const Context& context, std::size_t length);
    ~Fourier();

    using Signal = std::vector<std::complex<double>>;
    // Of the length given; out may not be in.
    void forward(const Signal& in, Signal& out);
    void inverse(const Signal& in, Signal& out);  // with the factor 1/n

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tenon::features
