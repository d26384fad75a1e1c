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

// A transform of so many is done in one piece, without a look at the context.
constexpr std::size_t largest_piece = std::size_t{1} << 18;

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
    Impl(const Context& looked_at, std::size_t n) : context(looked_at), length(n) { prepare(); }

    const Context& context;
    std::size_t length;
    Eigen::FFT<double> fft;
    // For Bluestein: e^(-i pi t^2 / n), and the transform of its conjugate laid round.
    Signal chirp, kernel, work, image;
    // For lengths in several pieces: e^(-2 pi i k / n) up to the half, and two arrays to halve in.
    Signal roots, first, second;

    void prepare() {
        std::size_t odd = length;
        while (odd > 0 && odd % 2 == 0) odd /= 2;
        const bool chirped = has_large_prime(length) || odd > largest_piece;
        const std::size_t wide = chirped ? power_of_two_from(2 * length - 1) : length;
        if (wide > largest_piece) {
            roots.resize(wide / 2);
            for (std::size_t k = 0; k < roots.size(); ++k)
                roots[k] = std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k) /
                                               static_cast<double>(wide));
            first.resize(wide);
            second.resize(wide);
        }
        if (!chirped) return;
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
        work.resize(wide);
        image.resize(wide);
        transform(round, kernel);
    }

    void transform(const Signal& in, Signal& out) {
        if (in.size() <= largest_piece) {
            context.check_cancelled();
            fft.fwd(out, in);
            return;
        }
        first = in;
        out.resize(in.size());
        by_halves(first.data(), second.data(), out.data(), in.size(), 1);
    }

    // Of the numbers at even places and at odd ones apart, down to pieces that are soon done
    // (J. W. Cooley and J. W. Tukey, 1965). `in` and `room` are written over.
    void by_halves(Complex* in, Complex* room, Complex* out, std::size_t n, std::size_t stride) {
        context.check_cancelled();
        if (n <= largest_piece) {
            fft.fwd(out, in, static_cast<int>(n));
            return;
        }
        const std::size_t half = n / 2;
        for (std::size_t t = 0; t < half; ++t) {
            room[t] = in[2 * t];
            room[half + t] = in[2 * t + 1];
        }
        by_halves(room, in, out, half, 2 * stride);
        by_halves(room + half, in + half, out + half, half, 2 * stride);
        for (std::size_t k = 0; k < half; ++k) {
            const Complex even = out[k], odd = roots[k * stride] * out[half + k];
            out[k] = even + odd;
            out[half + k] = even - odd;
        }
    }

    void bluestein(const Signal& in, Signal& out) {
        std::fill(work.begin(), work.end(), 0.0);
        for (std::size_t t = 0; t < length; ++t) work[t] = in[t] * chirp[t];
        transform(work, image);
        for (std::size_t k = 0; k < image.size(); ++k) image[k] = std::conj(image[k] * kernel[k]);
        transform(image, work);
        const auto wide = static_cast<double>(work.size());
        for (std::size_t k = 0; k < length; ++k) out[k] = std::conj(work[k]) / wide * chirp[k];
    }
};

Fourier::Fourier(const Context& context, std::size_t length)
    : impl_(std::make_unique<Impl>(context, length)) {}

Fourier::~Fourier() = default;

void Fourier::forward(const Signal& in, Signal& out) {
    out.resize(impl_->length);
    if (impl_->length <= 1)
        out = in;
    else if (impl_->chirp.empty())
        impl_->transform(in, out);
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
