// Sources: ISO 20816-1 (levels); R. B. Randall, J. Antoni: Rolling element bearing diagnostics - a
// tutorial (Mechanical Systems and Signal Processing 25, 2011), for the envelope.
#include "features/signal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/moments.hpp"
#include "base/sum.hpp"
#include "features/columns.hpp"

namespace tenon::features {

namespace {

using Complex = std::complex<double>;
using Values = std::vector<double>;

template <class Term>
DoubleDouble exact_mean_of(std::span<const double> x, Term term) {
    Sum sum;
    for (const double value : x) sum.add(term(value));
    return sum.mean(static_cast<double>(x.size()));
}
template <class Term>
double mean_of(std::span<const double> x, Term term) {
    return exact_mean_of(x, term).hi;
}

void levels(std::span<const double> x, SignalFeatures& out) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const DoubleDouble mean = exact_mean_of(x, [](double v) { return v; });
    out.mean = mean.hi;
    out.rms = std::sqrt(mean_of(x, [](double v) { return v * v; }));
    const auto [least, greatest] = std::minmax_element(x.begin(), x.end());
    out.peak_to_peak = *greatest - *least;
    out.peak = std::max(deviation(*greatest, mean), -deviation(*least, mean));
    const bool constant = *greatest == *least;
    const double m2 =
        constant ? 0
                 : mean_of(x, [&](double v) { return deviation(v, mean) * deviation(v, mean); });
    const double m3 = mean_of(x, [&](double v) {
        const double d = deviation(v, mean);
        return d * d * d;
    });
    const double m4 = mean_of(x, [&](double v) {
        const double square = deviation(v, mean) * deviation(v, mean);
        return square * square;
    });
    out.sd = std::sqrt(m2);
    out.crest = m2 > 0 ? out.peak / out.sd : nan;
    out.skewness = m2 > 0 ? m3 / (m2 * out.sd) : nan;
    out.kurtosis = m2 > 0 ? m4 / (m2 * m2) : nan;
}

bool inside(const Band& band, double f, double half_rate) {
    return f >= band.low_hz && (f < band.high_hz || (f == half_rate && band.high_hz >= half_rate));
}

}  // namespace

SignalAnalysis::SignalAnalysis(const Context& context, std::size_t length,
                               const SpectrumOptions& options)
    : context_(context),
      options_(options),
      fourier_(context, length),
      window_(length),
      in_(length),
      out_(length) {
    Sum squares;
    for (std::size_t t = 0; t < length; ++t) {
        window_[t] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(t) /
                                          static_cast<double>(length));
        squares.add(window_[t] * window_[t]);
    }
    window_squares_ = squares.value();
}

double SignalAnalysis::frequency(std::size_t k) const {
    return static_cast<double>(k) * options_.sample_rate_hz / static_cast<double>(window_.size());
}

// One-sided, of x - mean under the window.
Values SignalAnalysis::power(std::span<const double> x, double mean) {
    const std::size_t n = window_.size();
    for (std::size_t t = 0; t < n; ++t) in_[t] = (x[t] - mean) * window_[t];
    context_.check_cancelled();
    fourier_.forward(in_, out_);
    context_.check_cancelled();
    Values power(n / 2 + 1);
    for (std::size_t k = 0; k < power.size(); ++k) {
        const bool alone = k == 0 || 2 * k == n;
        power[k] =
            (alone ? 1 : 2) * std::norm(out_[k]) / (static_cast<double>(n) * window_squares_);
    }
    return power;
}

Values SignalAnalysis::band_powers(const Values& power, const std::vector<Band>& bands) const {
    Values out;
    for (const Band& band : bands) {
        Sum sum;
        for (std::size_t k = 0; k < power.size(); ++k)
            if (inside(band, frequency(k), options_.sample_rate_hz / 2)) sum.add(power[k]);
        out.push_back(sum.value());
    }
    return out;
}

double SignalAnalysis::dominant(const Values& power) const {
    return frequency(
        static_cast<std::size_t>(std::max_element(power.begin() + 1, power.end()) - power.begin()));
}

// The analytic signal: twice the positive frequencies of the carrier, none of the negative.
Values SignalAnalysis::envelope(std::span<const double> x, double mean) {
    const std::size_t n = window_.size();
    for (std::size_t t = 0; t < n; ++t) in_[t] = x[t] - mean;
    context_.check_cancelled();
    fourier_.forward(in_, out_);
    context_.check_cancelled();
    const bool all = options_.carrier.high_hz == 0;
    for (std::size_t k = 0; k < n; ++k) {
        const bool alone = k == 0 || 2 * k == n;
        const bool kept = 2 * k <= n && (all || inside(options_.carrier, frequency(k),
                                                       options_.sample_rate_hz / 2));
        out_[k] *= kept ? (alone ? 1.0 : 2.0) : 0.0;
    }
    context_.check_cancelled();
    fourier_.inverse(out_, in_);
    context_.check_cancelled();
    Values envelope(n);
    for (std::size_t t = 0; t < n; ++t) envelope[t] = std::abs(in_[t]);
    return envelope;
}

SignalFeatures SignalAnalysis::of(std::span<const double> x) {
    SignalFeatures out;
    levels(x, out);
    const Values spectrum = power(x, out.mean);
    Sum total, moment;
    for (std::size_t k = 0; k < spectrum.size(); ++k) {
        total.add(spectrum[k]);
        moment.add(spectrum[k] * frequency(k));
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const bool silent = !(out.sd > 0) || !(total.value() > 0);
    out.dominant_hz = silent ? nan : dominant(spectrum);
    out.centroid_hz = silent ? nan : moment.value() / total.value();
    out.band_powers = band_powers(spectrum, options_.bands);
    if (!options_.has_envelope) return out;

    const Values hull = envelope(x, out.mean);
    const double mean = mean_of(hull, [](double v) { return v; });
    out.envelope_rms = std::sqrt(mean_of(hull, [&](double v) { return (v - mean) * (v - mean); }));
    const Values hull_power = power(hull, mean);
    out.envelope_dominant_hz = silent ? nan : dominant(hull_power);
    out.envelope_band_powers = band_powers(hull_power, options_.envelope_bands);
    return out;
}

void check_bands(const SpectrumOptions& options) {
    if (!(options.sample_rate_hz > 0) || !std::isfinite(options.sample_rate_hz))
        refuse_option("sample_rate_hz", "must be a finite number above 0");
    const auto check = [&](const char* option, const Band& band) {
        if (!(band.low_hz >= 0 && band.low_hz < band.high_hz &&
              band.high_hz <= options.sample_rate_hz / 2))
            refuse_option(option, "must lie between 0 and half the sample rate, low below high");
    };
    for (const Band& band : options.bands) check("bands", band);
    for (const Band& band : options.envelope_bands) check("envelope_bands", band);
    if (options.has_envelope && (options.carrier.low_hz != 0 || options.carrier.high_hz != 0))
        check("carrier", options.carrier);
    if (!options.has_envelope && !options.envelope_bands.empty())
        refuse_option("envelope_bands", "need has_envelope");
}

}  // namespace tenon::features

namespace tenon {

SignalFeatures signal_features(std::span<const double> signal, const SpectrumOptions& options) {
    features::check_bands(options);
    if (signal.size() < features::least_samples)
        throw Error(Status::data, "a signal needs 4 samples or more", {.argument = "signal"});
    for (std::size_t t = 0; t < signal.size(); ++t)
        if (!std::isfinite(signal[t]))
            throw Error(Status::data, "sample " + std::to_string(t) + " is not a finite number",
                        {.argument = "signal", .row = static_cast<std::int64_t>(t)});
    const Context silent;
    return features::SignalAnalysis(silent, signal.size(), options).of(signal);
}

}  // namespace tenon
