// What a vibration signal says: its level and shape in time, its power by frequency, and the
// spectrum of its envelope, in which the blows of a worn bearing or tooth show.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct Band {
    double low_hz = 0,
           high_hz = 0;  // low <= f < high; the last bin too where high is the half rate
};

struct SpectrumOptions {
    double sample_rate_hz = 0;  // must be given
    std::vector<Band> bands{};  // band powers
    bool has_envelope = false;
    Band carrier{};                      // the band whose envelope is taken; 0, 0: all frequencies
    std::vector<Band> envelope_bands{};  // powers of the envelope's spectrum
};

struct SignalFeatures {
    double mean = 0;
    double rms = 0;   // root mean square about zero
    double sd = 0;    // over n
    double peak = 0;  // largest |x - mean|
    double peak_to_peak = 0;
    double crest = 0;        // peak / sd; missing (NaN) for a constant signal, as the next two
    double skewness = 0;     // m3 / m2^1.5
    double kurtosis = 0;     // m4 / m2^2: 3 for a normal distribution
    double dominant_hz = 0;  // of the largest bin of the spectrum above zero
    double centroid_hz = 0;  // of the power
    std::vector<double> band_powers;  // squared units of the signal
    double envelope_rms = 0;          // of the envelope about its mean
    double envelope_dominant_hz = 0;
    std::vector<double> envelope_band_powers;
};

// The power spectrum is the one-sided periodogram of x - mean under a Hann window (periodic):
//   P_k = 2 |X_k|^2 / (n sum w^2), once for k = 0 and k = n/2, at f_k = k rate / n,
// so that its sum is the mean square of the windowed signal, and a band's power the sum over its
// bins. The envelope is |x + i H(x)| (H: Hilbert transform) of x - mean without the bins outside
// `carrier`, no window; its spectrum is taken as the signal's. Any length from 4 on. O(n log n) for
// every n. Throws Error: argument (options), data (fewer than 4 samples; NaN or infinity, with the
// row).
SignalFeatures signal_features(std::span<const double> signal, const SpectrumOptions& options);

struct SpectrumWindows {
    std::vector<std::string> groups{};  // windows never cross from one group to another; any type
    std::string time{};                 // orders the samples; empty: as the table does
    std::int64_t samples = 0;           // a window; 0: a whole group
    std::int64_t step = 0;              // from window to window; 0: samples (no overlap)
};

// A step that turns samples into windows: apply gives a table of one row a window, with the group
// columns, "window" (from 0 within its group), "first_row" (of the input) and, for each column c,
// "c_mean", "c_rms", ... "c_band1", ..., "c_envelope_rms", ... A rest shorter than a window is left
// out, and so is, with a line in the change log, a window in which a sample is missing or NaN.
// Errors: as above, not_found, type.
Feature fit_spectrum(const Context& context, const Table& table,
                     std::span<const std::string> columns, const SpectrumOptions& options,
                     const SpectrumWindows& windows = {});

}  // namespace tenon
