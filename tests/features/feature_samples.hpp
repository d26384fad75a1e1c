// A log, and a feature step of every kind fitted to it.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tenon/bins.hpp"
#include "tenon/calendar.hpp"
#include "tenon/feature.hpp"
#include "tenon/frequency.hpp"
#include "tenon/pca.hpp"
#include "tenon/polynomial.hpp"
#include "tenon/power.hpp"
#include "tenon/quantile.hpp"
#include "tenon/random.hpp"
#include "tenon/select.hpp"
#include "tenon/spectrum.hpp"
#include "tenon/target_encode.hpp"
#include "tenon/windows.hpp"

namespace tenon::samples {

inline const std::vector<std::string> numbers{"heat", "speed"};
inline const std::vector<std::string> words{"line"};
inline const std::vector<std::string> times{"at"};

inline Table log_of(std::int64_t rows, std::uint64_t seed) {
    Random random(seed);
    std::vector<double> heat, speed;
    std::vector<bool> present;
    std::vector<std::string> line;
    std::vector<std::int64_t> at;
    for (std::int64_t i = 0; i < rows; ++i) {
        heat.push_back(20 + std::exp(random.normal()));
        speed.push_back(heat.back() + random.normal());
        present.push_back(random.below(10) != 0);
        line.push_back(std::string("Linie ").append(std::to_string(random.below(4))));
        at.push_back(i * 700'000'000);
    }
    return Table({"heat", "speed", "line", "at"},
                 {Column::from_float64(heat, present), Column::from_float64(speed),
                  Column::from_text(line), Column::from_timestamp(at)});
}

inline std::vector<Feature> one_of_each_kind(const Table& table, const Context& context = {}) {
    SpectrumOptions spectrum;
    spectrum.sample_rate_hz = 100;
    spectrum.bands = {{0, 10}, {10, 50}};
    spectrum.has_envelope = true;
    spectrum.envelope_bands = {{1, 5}};
    const std::vector<std::string> speed{"speed"};
    return {
        Feature(Scaler::fit(context, table, numbers, Scaling::robust)),
        Feature(Encoder::fit(context, table, words)),
        fit_power(context, table, numbers),
        fit_quantile(context, table, numbers, {.shape = QuantileShape::normal, .quantiles = 50}),
        fit_frequency(context, table, words),
        fit_target_encode(context, table, words, "speed").feature,
        fit_bins(context, table, numbers,
                 {.rule = BinRule::equal_count, .bins = 7, .labels = true}),
        fit_polynomial(context, table, numbers, {.degree = 3}),
        fit_calendar(context, table, times, {.parts = calendar_hour | calendar_week_circle}),
        fit_windows(context, table, numbers,
                    {.groups = {"line"}, .time = "at", .lags = {1, 2}, .seconds = 3000.5}),
        fit_spectrum(context, table, speed, spectrum, {.groups = {"line"}, .samples = 8}),
        fit_pca(context, table, numbers),
        select_columns(context, table, numbers,
                       {.rule = SelectRule::f_score, .keep = 1, .target = "line"})
            .feature};
}

}  // namespace tenon::samples
