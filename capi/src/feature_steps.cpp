// tenon_feature: one fit function a kind, and what all kinds have in common.
#include <utility>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

// A count or size of the caller: 0 means the default, and what is out of range the C++ side says.
template <class T>
void take(T& option, T given) {
    if (given != 0) option = given;
}

std::vector<Band> bands_of(const double* edges, std::int32_t count, std::string_view argument) {
    if (count < 0) refuse(std::string(argument) + "_count", "must not be negative");
    std::vector<Band> bands;
    for (std::int32_t i = 0; i < count; ++i) {
        const double* pair = &required(edges, argument) + 2 * static_cast<std::ptrdiff_t>(i);
        bands.push_back({pair[0], pair[1]});
    }
    return bands;
}

SpectrumOptions spectrum_options(const tenon_spectrum_options& given) {
    SpectrumOptions options;
    options.sample_rate_hz = given.sample_rate_hz;
    options.bands = bands_of(given.bands, given.band_count, "bands");
    options.has_envelope = given.has_envelope != 0;
    options.carrier = {given.carrier_low_hz, given.carrier_high_hz};
    options.envelope_bands =
        bands_of(given.envelope_bands, given.envelope_band_count, "envelope_bands");
    return options;
}

WindowOptions window_options(const tenon_window_options& given) {
    WindowOptions options;
    options.groups = texts(given.groups, given.group_count, "groups");
    options.time = optional_text(given.time);
    options.lags = list_of(given.lags, given.lag_count, "lags");
    options.rows = given.rows;
    options.seconds = given.seconds;
    take(options.statistics, given.statistics);
    options.include_self = given.include_self != 0;
    take(options.min_count, given.min_count);
    return options;
}

// The thresholds that a caller who names none means.
constexpr double default_likeness = 0.95;
constexpr double default_p_value = 0.05;

SelectOptions select_options(const tenon_select_options& given) {
    SelectOptions options;
    options.rule = static_cast<SelectRule>(given.rule);
    if (options.rule == SelectRule::correlation) options.threshold = default_likeness;
    if (options.rule == SelectRule::f_score) options.threshold = default_p_value;
    take(options.threshold, given.threshold);
    options.keep = given.keep;
    options.target = optional_text(given.target);
    options.classes = given.classes != 0;
    take(options.bins, given.bins);
    return options;
}

ModelSelectOptions model_select_options(const tenon_select_options& given) {
    ModelSelectOptions options;
    options.rule = given.rule == TENON_SELECT_L1 ? ModelSelectRule::l1 : ModelSelectRule::recursive;
    options.kind = given.logistic ? ModelKind::logistic : ModelKind::linear;
    options.target = optional_text(given.target);
    options.positive_label = optional_text(given.positive_label);
    options.keep = given.keep;
    take(options.penalty_share, given.penalty_share);
    options.l2 = given.l2;
    return options;
}

// The whole of a fit: arguments taken, `fit` called with table and columns, the handle given.
template <class Fit>
void fit_step(const tenon_table* table, const char* const* columns, std::int32_t column_count,
              tenon_feature** out, Fit fit) {
    required(out, "out");
    const Table& given = required(table, "table").value;
    give_handle(out, fit(given, texts(columns, column_count, "columns")));
}

}  // namespace

tenon_status tenon_feature_fit_scale(const tenon_context* context, const tenon_table* table,
                                     const char* const* columns, int32_t column_count,
                                     tenon_scaling kind, tenon_feature** out, tenon_error* err) {
    return guard(err, [&] {
        fit_step(table, columns, column_count, out, [&](const Table& given, const auto& names) {
            return Feature(Scaler::fit(context_of(context), given, names, scaling(kind)));
        });
    });
}

tenon_status tenon_feature_fit_encode(const tenon_context* context, const tenon_table* table,
                                      const char* const* columns, int32_t column_count,
                                      const tenon_encode_options* options, tenon_feature** out,
                                      tenon_error* err) {
    return guard(err, [&] {
        fit_step(table, columns, column_count, out, [&](const Table& given, const auto& names) {
            return Feature(
                Encoder::fit(context_of(context), given, names, encode_options(options)));
        });
    });
}

tenon_status tenon_feature_fit_power(const tenon_context* context, const tenon_table* table,
                                     const char* const* columns, int32_t column_count,
                                     const tenon_power_options* options, tenon_feature** out,
                                     tenon_error* err) {
    return guard(err, [&] {
        const auto given = options_of(options, "options");
        PowerOptions power;
        power.family = static_cast<PowerFamily>(given.family);
        power.standardise = given.raw == 0;
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return fit_power(context_of(context), rows, names, power);
        });
    });
}

tenon_status tenon_feature_fit_quantile(const tenon_context* context, const tenon_table* table,
                                        const char* const* columns, int32_t column_count,
                                        const tenon_quantile_options* options, tenon_feature** out,
                                        tenon_error* err) {
    return guard(err, [&] {
        const auto given = options_of(options, "options");
        QuantileOptions quantile;
        if (given.normal) quantile.shape = QuantileShape::normal;
        take(quantile.quantiles, given.quantiles);
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return fit_quantile(context_of(context), rows, names, quantile);
        });
    });
}

tenon_status tenon_feature_fit_frequency(const tenon_context* context, const tenon_table* table,
                                         const char* const* columns, int32_t column_count,
                                         const tenon_frequency_options* options,
                                         tenon_feature** out, tenon_error* err) {
    return guard(err, [&] {
        const auto given = options_of(options, "options");
        FrequencyOptions frequency;
        frequency.counts = given.counts != 0;
        take(frequency.max_categories, given.max_categories);
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return fit_frequency(context_of(context), rows, names, frequency);
        });
    });
}

tenon_status tenon_feature_fit_target(const tenon_context* context, const tenon_table* table,
                                      const char* const* columns, int32_t column_count,
                                      const tenon_target_options* options, tenon_table** training,
                                      tenon_feature** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Table& rows = required(table, "table").value;
        const auto given = options_of(options, "options");
        TargetEncodeOptions encode;
        encode.positive_label = optional_text(given.positive_label);
        take(encode.smoothing, given.smoothing);
        if (given.smoothing < 0) encode.smoothing = 0;
        take(encode.folds, given.folds);
        encode.seed = given.seed;
        take(encode.max_categories, given.max_categories);
        TargetEncoded fitted =
            fit_target_encode(context_of(context), rows, texts(columns, column_count, "columns"),
                              std::string(required_text(given.target, "target")), encode);
        std::unique_ptr<tenon_table> encoded;
        if (training) encoded.reset(new tenon_table{std::move(fitted.training)});
        give_handle(out, std::move(fitted.feature));
        if (training) *training = encoded.release();
    });
}

tenon_status tenon_feature_fit_bins(const tenon_context* context, const tenon_table* table,
                                    const char* const* columns, int32_t column_count,
                                    const tenon_bin_options* options, tenon_feature** out,
                                    tenon_error* err) {
    return guard(err, [&] {
        const auto given = options_of(options, "options");
        BinOptions bins;
        bins.rule = static_cast<BinRule>(given.rule);
        take(bins.bins, given.bins);
        bins.edges = list_of(given.edges, given.edge_count, "edges");
        bins.outside = static_cast<BinOutside>(given.outside);
        bins.labels = given.labels != 0;
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return fit_bins(context_of(context), rows, names, bins);
        });
    });
}

tenon_status tenon_feature_fit_polynomial(const tenon_context* context, const tenon_table* table,
                                          const char* const* columns, int32_t column_count,
                                          const tenon_polynomial_options* options,
                                          tenon_feature** out, tenon_error* err) {
    return guard(err, [&] {
        const auto given = options_of(options, "options");
        PolynomialOptions polynomial;
        take(polynomial.degree, given.degree);
        polynomial.interactions_only = given.interactions_only != 0;
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return fit_polynomial(context_of(context), rows, names, polynomial);
        });
    });
}

tenon_status tenon_feature_fit_calendar(const tenon_context* context, const tenon_table* table,
                                        const char* const* columns, int32_t column_count,
                                        const tenon_calendar_options* options, tenon_feature** out,
                                        tenon_error* err) {
    return guard(err, [&] {
        constexpr double midnight = 24;
        const auto given = options_of(options, "options");
        CalendarOptions calendar;
        take(calendar.parts, given.parts);
        take(calendar.shifts, given.shifts);
        take(calendar.first_shift_hour, given.first_shift_hour);
        if (given.first_shift_hour == midnight) calendar.first_shift_hour = 0;
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return fit_calendar(context_of(context), rows, names, calendar);
        });
    });
}

tenon_status tenon_feature_fit_windows(const tenon_context* context, const tenon_table* table,
                                       const char* const* columns, int32_t column_count,
                                       const tenon_window_options* options, tenon_feature** out,
                                       tenon_error* err) {
    return guard(err, [&] {
        const WindowOptions windows = window_options(options_of(options, "options"));
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return fit_windows(context_of(context), rows, names, windows);
        });
    });
}

tenon_status tenon_feature_fit_spectrum(const tenon_context* context, const tenon_table* table,
                                        const char* const* columns, int32_t column_count,
                                        const tenon_spectrum_options* options, tenon_feature** out,
                                        tenon_error* err) {
    return guard(err, [&] {
        const auto given = options_of(options, "options");
        const SpectrumOptions spectrum = spectrum_options(given);
        SpectrumWindows windows;
        windows.groups = texts(given.groups, given.group_count, "groups");
        windows.time = optional_text(given.time);
        windows.samples = given.samples;
        windows.step = given.step;
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return fit_spectrum(context_of(context), rows, names, spectrum, windows);
        });
    });
}

tenon_status tenon_signal_measure(const double* samples, int64_t count,
                                  const tenon_spectrum_options* options, tenon_signal_features* out,
                                  double* band_powers, double* envelope_band_powers,
                                  tenon_error* err) {
    return guard(err, [&] {
        check_result(out, "out");
        if (count < 0) refuse("count", "must not be negative");
        const double* first = &required(samples, "samples");
        const SpectrumOptions spectrum = spectrum_options(options_of(options, "options"));
        const SignalFeatures f =
            signal_features({first, static_cast<std::size_t>(count)}, spectrum);
        give(out,
             tenon_signal_features{0, 0, f.mean, f.rms, f.sd, f.peak, f.peak_to_peak, f.crest,
                                   f.skewness, f.kurtosis, f.dominant_hz, f.centroid_hz,
                                   f.envelope_rms, f.envelope_dominant_hz},
             "out");
        if (band_powers) std::copy(f.band_powers.begin(), f.band_powers.end(), band_powers);
        if (envelope_band_powers)
            std::copy(f.envelope_band_powers.begin(), f.envelope_band_powers.end(),
                      envelope_band_powers);
    });
}

tenon_status tenon_feature_fit_pca(const tenon_context* context, const tenon_table* table,
                                   const char* const* columns, int32_t column_count,
                                   const tenon_pca_options* options, tenon_feature** out,
                                   tenon_error* err) {
    return guard(err, [&] {
        const auto given = options_of(options, "options");
        PcaOptions pca;
        pca.components = given.components;
        take(pca.share, given.share);
        pca.standardise = given.centre_only == 0;
        pca.keep_inputs = given.keep_inputs != 0;
        if (given.prefix) pca.prefix = given.prefix;
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return fit_pca(context_of(context), rows, names, pca);
        });
    });
}

tenon_status tenon_feature_fit_select(const tenon_context* context, const tenon_table* table,
                                      const char* const* columns, int32_t column_count,
                                      const tenon_select_options* options, tenon_feature** out,
                                      tenon_error* err) {
    return guard(err, [&] {
        const auto given = options_of(options, "options");
        if (given.rule < TENON_SELECT_VARIANCE || given.rule > TENON_SELECT_RECURSIVE)
            refuse("rule", "must be one of TENON_SELECT_...");
        fit_step(table, columns, column_count, out, [&](const Table& rows, const auto& names) {
            return given.rule >= TENON_SELECT_L1
                       ? select_by_model(context_of(context), rows, names,
                                         model_select_options(given))
                             .feature
                       : select_columns(context_of(context), rows, names, select_options(given))
                             .feature;
        });
    });
}

tenon_status tenon_feature_apply(const tenon_context* context, const tenon_feature* feature,
                                 const tenon_table* table, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(feature, "feature")
                             .value.apply(context_of(context), required(table, "table").value));
    });
}

const char* tenon_feature_kind(const tenon_feature* feature) {
    return guard_value(static_cast<const char*>(nullptr),
                       [&] { return feature ? feature->kind.c_str() : nullptr; });
}

int32_t tenon_feature_inputs(const tenon_feature* feature) {
    return guard_value(int32_t{0},
                       [&] { return feature ? static_cast<int32_t>(feature->inputs.size()) : 0; });
}

const char* tenon_feature_input(const tenon_feature* feature, int32_t index) {
    return guard_value(static_cast<const char*>(nullptr), [&]() -> const char* {
        return feature && index >= 0 ? feature->inputs.at(static_cast<std::size_t>(index)).c_str()
                                     : nullptr;
    });
}

int32_t tenon_feature_outputs(const tenon_feature* feature) {
    return guard_value(int32_t{0},
                       [&] { return feature ? static_cast<int32_t>(feature->outputs.size()) : 0; });
}

const char* tenon_feature_output(const tenon_feature* feature, int32_t index) {
    return guard_value(static_cast<const char*>(nullptr), [&]() -> const char* {
        return feature && index >= 0 ? feature->outputs.at(static_cast<std::size_t>(index)).c_str()
                                     : nullptr;
    });
}

tenon_status tenon_feature_to_json(const tenon_feature* feature, char* out, int64_t capacity,
                                   int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(required(feature, "feature").value.to_json(), out, capacity, needed, "buffer");
    });
}

tenon_status tenon_feature_from_json(const char* text, int64_t length, tenon_feature** out,
                                     tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, Feature::from_json(buffer(text, length, "text")));
    });
}

void tenon_feature_free(tenon_feature* feature) {
    guard_void([&] { delete feature; });
}
