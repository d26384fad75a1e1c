// Eigen's kissfft splits the length into its prime factors, and a factor p costs p^2. Lengths with
// a large prime go by Bluestein's identity kt = (k^2 + t^2 - (k - t)^2) / 2 instead, which makes of
// the transform a convolution at a power of two (L. I. Bluestein: A linear filtering approach to
// the computation of discrete Fourier transform, 1970).
#include "features/fourier.hpp"

#include <cmath>
#include <numbers>

#include <unsupported/Eigen/FFT>

#include "base/eigen.hpp"

namespace tenon::features {

namespace {

using Complex = std::complex<double>;

// Up to here a factor is cheaper than three transforms of twice the length.
constexpr std::size_t largest_small_prime = 13;

bool has_large_prime(std::size_t length) {
    for (std::size_t p = 2; p <= largest_small_prime; ++p)
        while (length > 0 && length % p == 0) length /= p;
    return length > 1;
}

std::size_t power_of_two_from(std::size_t least) {
    std::size_t n = 1;
    while (n < least) n *= 2;
    return n;
}

}  // namespace

struct Fourier::Impl {
    std::size_t length;
    Eigen::FFT<double> fft;
    // For Bluestein: e^(-i pi t^2 / n), and the transform of its conjugate laid round.
    Signal chirp, kernel, work, image;

    void prepare() {
        if (!has_large_prime(length)) return;
        const std::size_t wide = power_of_two_from(2 * length - 1);
        chirp.resize(length);
        Signal round(wide, 0.0);
        for (std::size_t t = 0; t < length; ++t) {
            // t^2 modulo 2n keeps the angle small and exact.
            const auto square = static_cast<double>((t * t) % (2 * length));
            chirp[t] = std::polar(1.0, -std::numbers::pi * square / static_cast<double>(length));
            round[t] = std::conj(chirp[t]);
            if (t > 0) round[wide - t] = round[t];
        }
        kernel.resize(wide);
        fft.fwd(kernel, round);
        work.resize(wide);
        image.resize(wide);
    }

    void bluestein(const Signal& in, Signal& out) {
        std::fill(work.begin(), work.end(), 0.0);
        for (std::size_t t = 0; t < length; ++t) work[t] = in[t] * chirp[t];
        fft.fwd(image, work);
        for (std::size_t k = 0; k < image.size(); ++k) image[k] *= kernel[k];
        fft.inv(work, image);
        for (std::size_t k = 0; k < length; ++k) out[k] = work[k] * chirp[k];
    }
};

Fourier::Fourier(std::size_t length) : impl_(std::make_unique<Impl>()) {
    impl_->length = length;
    impl_->prepare();
}

Fourier::~Fourier() = default;

void Fourier::forward(const Signal& in, Signal& out) {
    out.resize(impl_->length);
    if (impl_->length <= 1)
        out = in;
    else if (impl_->chirp.empty())
        impl_->fft.fwd(out, in);
    else
        impl_->bluestein(in, out);
}

// The inverse of x is the conjugate of the transform of its conjugate, over n.
void Fourier::inverse(const Signal& in, Signal& out) {
    Signal turned(in.size());
    for (std::size_t k = 0; k < in.size(); ++k) turned[k] = std::conj(in[k]);
    forward(turned, out);
    const auto n = static_cast<double>(impl_->length);
    for (Complex& x : out) x = std::conj(x) / n;
}

}  // namespace tenon::features
