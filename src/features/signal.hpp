// The features of signals of one length.
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "features/fourier.hpp"
#include "tenon/context.hpp"
#include "tenon/spectrum.hpp"

namespace tenon::features {

inline constexpr std::size_t least_samples = 4;

// Throws Error(argument) for a rate or bands that cannot be.
void check_bands(const SpectrumOptions& options);

// Working memory is kept from signal to signal. `context`, looked at between transforms, and
// `options` outlive it.
class SignalAnalysis {
  public:
    SignalAnalysis(const Context& context, std::size_t length, const SpectrumOptions& options);
    SignalFeatures of(std::span<const double> signal);

  private:
    double frequency(std::size_t k) const;
    std::vector<double> power(std::span<const double> x, double mean);
    std::vector<double> band_powers(const std::vector<double>& power,
                                    const std::vector<Band>& bands) const;
    double dominant(const std::vector<double>& power) const;
    std::vector<double> envelope(std::span<const double> x, double mean);

    const Context& context_;
    const SpectrumOptions& options_;
    Fourier fourier_;
    std::vector<double> window_;
    double window_squares_ = 0;
    Fourier::Signal in_, out_;
};

}  // namespace tenon::features
