#include "tenon/spectrum.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <string>
#include <vector>

#include "features/fourier.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

constexpr double pi = std::numbers::pi;

// Two tones, a drift and a blow every seventh sample, at 1000 Hz.
std::vector<double> vibration(int samples) {
    std::vector<double> x;
    for (int t = 0; t < samples; ++t)
        x.push_back(std::sin(2 * pi * 100 * t / 1000) +
                    0.5 * std::cos(2 * pi * 300 * t / 1000 + 0.3) + 0.01 * t +
                    (t % 7 == 0 ? 0.2 : 0));
    return x;
}

SpectrumOptions bands() {
    SpectrumOptions options;
    options.sample_rate_hz = 1000;
    options.bands = {{50, 150}, {250, 500}};
    options.has_envelope = true;
    options.carrier = {200, 400};
    options.envelope_bands = {{10, 120}};
    return options;
}

}  // namespace

TEST_CASE("the transform is its definition, for lengths of small and of large primes") {
    Random random(3);
    const Context context;
    for (const std::size_t n : {1u, 2u, 3u, 4u, 7u, 13u, 17u, 30u, 34u, 61u, 64u, 97u, 100u}) {
        features::Fourier::Signal in(n), out, back;
        for (auto& x : in) x = {random.normal(), random.normal()};
        features::Fourier fourier(context, n);
        fourier.forward(in, out);
        for (std::size_t k = 0; k < n; ++k) {
            std::complex<double> sum = 0;
            for (std::size_t t = 0; t < n; ++t)
                sum += in[t] * std::polar(1.0, -2 * pi * static_cast<double>(k * t % n) /
                                                   static_cast<double>(n));
            CHECK(std::abs(out[k] - sum) < 1e-12 * static_cast<double>(n));
        }
        fourier.inverse(out, back);
        for (std::size_t t = 0; t < n; ++t) CHECK(std::abs(back[t] - in[t]) < 1e-13);
    }
}

TEST_CASE("a long transform goes in pieces, between which it can be cancelled") {
    Random random(8);
    // A power of two, one with small primes, a prime, an odd number of small primes.
    for (const std::size_t n : {1u << 20, 1u << 18 | 1u << 19, 300'007u, 531'441u}) {
        CAPTURE(n);
        features::Fourier::Signal in(n), out, back;
        for (auto& x : in) x = {random.normal(), random.normal()};
        const Context context;
        features::Fourier fourier(context, n);
        fourier.forward(in, out);
        for (const std::size_t k : {std::size_t{0}, std::size_t{1}, n / 3, n - 2}) {
            std::complex<double> sum = 0;
            for (std::size_t t = 0; t < n; ++t)
                sum += in[t] * std::polar(1.0, -2 * pi * static_cast<double>(k * t % n) /
                                                   static_cast<double>(n));
            CHECK(std::abs(out[k] - sum) < 1e-9);
        }
        fourier.inverse(out, back);
        double worst = 0;
        for (std::size_t t = 0; t < n; ++t) worst = std::max(worst, std::abs(back[t] - in[t]));
        CHECK(worst < 1e-12);
    }
    Cancel cancel;
    Context context;
    context.cancel = &cancel;
    features::Fourier fourier(context, 1u << 20);
    features::Fourier::Signal in(1u << 20), out;
    cancel.request();
    CHECK_THROWS_AS(fourier.forward(in, out), Error);
}

// Reference values: numpy and scipy.stats for the levels; scipy.signal.periodogram(window="hann",
// detrend="constant") times the width of a bin for bands; |hilbert(x)| of x without the bins
// outside 200 to 400 Hz for the envelope, and the same periodogram of it.
TEST_CASE("levels, band powers and envelope agree with their formulas") {
    const SignalFeatures f = signal_features(vibration(60), bands());
    CHECK(f.mean == doctest::Approx(0.325).epsilon(1e-13));
    CHECK(f.rms == doctest::Approx(0.8490235720028686).epsilon(1e-13));
    CHECK(f.sd == doctest::Approx(0.78435707800498).epsilon(1e-13));
    CHECK(f.skewness == doctest::Approx(-0.008342755653794724).epsilon(1e-10));
    CHECK(f.kurtosis == doctest::Approx(2.387285984357856).epsilon(1e-12));
    CHECK(f.peak_to_peak == doctest::Approx(3.2986989068693764).epsilon(1e-13));
    CHECK(f.dominant_hz == doctest::Approx(100));
    CHECK(f.centroid_hz == doctest::Approx(134.56346340525758).epsilon(1e-12));
    CHECK(f.band_powers[0] == doctest::Approx(0.4987992068185281).epsilon(1e-12));
    CHECK(f.band_powers[1] == doctest::Approx(0.107243275327579).epsilon(1e-12));
    CHECK(f.envelope_rms == doctest::Approx(0.03386078505056699).epsilon(1e-11));
    CHECK(f.envelope_dominant_hz == doctest::Approx(1000.0 / 60));
    CHECK(f.envelope_band_powers[0] == doctest::Approx(0.000987509152613164).epsilon(1e-11));
}

TEST_CASE("a prime number of samples is as good as any") {
    std::vector<double> x = vibration(60);
    x.push_back(0.7);
    const SignalFeatures f = signal_features(x, bands());
    CHECK(f.band_powers[0] == doctest::Approx(0.4999930192056919).epsilon(1e-12));
    CHECK(f.envelope_rms == doctest::Approx(0.05547046132570282).epsilon(1e-11));
    CHECK(f.envelope_band_powers[0] == doctest::Approx(0.0013515429767781456).epsilon(1e-11));
}

TEST_CASE("bands that cover all frequencies hold the mean square of the windowed signal") {
    Random random(8);
    for (const int n : {4, 5, 31, 128, 1000}) {
        std::vector<double> x;
        for (int t = 0; t < n; ++t) x.push_back(random.normal());
        SpectrumOptions options;
        options.sample_rate_hz = 50;
        options.bands = {{0, 7}, {7, 20}, {20, 25}};
        const SignalFeatures f = signal_features(x, options);
        double squares = 0, weights = 0;
        for (int t = 0; t < n; ++t) {
            const double w = 0.5 - 0.5 * std::cos(2 * pi * t / n);
            squares += std::pow((x[static_cast<std::size_t>(t)] - f.mean) * w, 2);
            weights += w * w;
        }
        CHECK(f.band_powers[0] + f.band_powers[1] + f.band_powers[2] ==
              doctest::Approx(squares / weights).epsilon(1e-12));
    }
}

TEST_CASE("the envelope of a modulated carrier has the frequency of the blows") {
    std::vector<double> x;
    for (int t = 0; t < 4096; ++t)
        x.push_back((1 + 0.8 * std::cos(2 * pi * 50 * t / 4096.0)) *
                    std::sin(2 * pi * 1000 * t / 4096.0));
    SpectrumOptions options;
    options.sample_rate_hz = 4096;
    options.has_envelope = true;
    options.carrier = {800, 1200};
    const SignalFeatures f = signal_features(x, options);
    CHECK(f.dominant_hz == doctest::Approx(1000));
    CHECK(f.envelope_dominant_hz == doctest::Approx(50));
    CHECK(f.envelope_rms == doctest::Approx(0.8 / std::sqrt(2)).epsilon(1e-9));
}

TEST_CASE("a constant signal has levels but no shape") {
    const SignalFeatures f = signal_features(std::vector<double>(16, 0.1), bands());
    CHECK(f.rms == doctest::Approx(0.1));
    CHECK(f.sd == 0);
    CHECK(std::isnan(f.crest));
    CHECK(std::isnan(f.kurtosis));
    CHECK(std::isnan(f.dominant_hz));
}

TEST_CASE("a table of samples becomes a table of windows, group by group") {
    std::vector<std::string> machine;
    std::vector<double> x;
    for (int t = 0; t < 20; ++t) {
        machine.push_back(t % 2 ? "B" : "A");
        x.push_back(t % 2 ? 1 : (t % 4 ? 2 : -2));
    }
    const Table table({"machine", "x"}, {Column::from_text(machine), Column::from_float64(x)});
    SpectrumOptions options;
    options.sample_rate_hz = 8;
    const std::vector<std::string> columns{"x"};
    const Feature feature =
        fit_spectrum({}, table, columns, options, {.groups = {"machine"}, .samples = 4, .step = 3});
    const Table out = feature.apply({}, table);
    CHECK(out.names() == feature.outputs());
    CHECK(out.rows() == 6);  // ten samples a machine: windows from 0, 3 and 6
    CHECK(out.column("machine").text(0) == "A");
    CHECK(out.column("machine").text(3) == "B");
    CHECK(out.column("window").number(2) == 2);
    CHECK(out.column("first_row").number(1) == 6);
    CHECK(out.column("first_row").number(3) == 1);
    CHECK(out.column("x_rms").number(0) == 2);
    CHECK(out.column("x_rms").number(5) == 1);
    CHECK(out.column("x_dominant_hz").number(0) == 4);
    CHECK_FALSE(out.column("x_crest").valid(3));
}

TEST_CASE("a window with a hole is left out and told of") {
    const Table table({"x"}, {Column::from_float64({1, 2, 3, 4, 5, 0, 7, 8, 9, 1, 2, 3},
                                                   {true, true, true, true, true, false, true, true,
                                                    true, true, true, true})});
    SpectrumOptions options;
    options.sample_rate_hz = 8;
    const std::vector<std::string> columns{"x"};
    const Table out = fit_spectrum({}, table, columns, options, {.samples = 4}).apply({}, table);
    CHECK(out.rows() == 2);
    CHECK(out.column("window").number(1) == 2);
    CHECK(out.changes().back().reason ==
          "2 windows of 12 samples; 1 window with missing samples left out");
}

TEST_CASE("rates, bands and signals that cannot be are refused") {
    const std::vector<double> x = vibration(8);
    SpectrumOptions options = bands();
    options.sample_rate_hz = 0;
    CHECK_THROWS_AS(signal_features(x, options), Error);
    options = bands();
    options.bands = {{100, 501}};
    CHECK_THROWS_AS(signal_features(x, options), Error);
    options.bands = {{100, 100}};
    CHECK_THROWS_AS(signal_features(x, options), Error);
    CHECK_THROWS_AS(signal_features(std::vector<double>{1, 2, 3}, bands()), Error);
    CHECK_THROWS_AS(signal_features(std::vector<double>{1, 2, std::nan(""), 3}, bands()), Error);
}
