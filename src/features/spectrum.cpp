// Windows of samples, one row each.
#include "tenon/spectrum.hpp"

#include <cmath>
#include <utility>

#include "base/reason_text.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "features/numbers.hpp"
#include "features/row_order.hpp"
#include "features/signal.hpp"

namespace tenon {

using namespace features;

namespace {

constexpr std::int64_t most_samples = std::int64_t{1} << 31;

struct Level {
    const char* name;
    double SignalFeatures::*value;
};
constexpr Level levels[] = {
    {"mean", &SignalFeatures::mean},
    {"rms", &SignalFeatures::rms},
    {"sd", &SignalFeatures::sd},
    {"peak", &SignalFeatures::peak},
    {"peak_to_peak", &SignalFeatures::peak_to_peak},
    {"crest", &SignalFeatures::crest},
    {"skewness", &SignalFeatures::skewness},
    {"kurtosis", &SignalFeatures::kurtosis},
    {"dominant_hz", &SignalFeatures::dominant_hz},
    {"centroid_hz", &SignalFeatures::centroid_hz},
};

// A run of samples in the order of rows.
struct SampleWindow {
    std::int64_t first = 0, past = 0;
    std::int64_t number = 0;  // in its group
};

class SpectrumStep final : public FeatureStep {
  public:
    SpectrumStep(std::vector<std::string> columns, SpectrumOptions options, SpectrumWindows windows)
        : columns_(std::move(columns)), options_(std::move(options)), windows_(std::move(windows)) {
        check_distinct(columns_);
        check_bands(options_);
        const bool whole = windows_.samples == 0;
        if (!whole && (windows_.samples < static_cast<std::int64_t>(least_samples) ||
                       windows_.samples > most_samples))
            refuse_option("samples", "must be 0 or from 4 on");
        if (windows_.step < 0 || windows_.step > most_samples || (whole && windows_.step > 0))
            refuse_option("step", "must be 0, or from 1 on for windows of samples");
    }

    const char* kind() const noexcept override { return "spectrum"; }
    std::vector<std::string> inputs() const override {
        std::vector<std::string> names = columns_;
        names.insert(names.end(), windows_.groups.begin(), windows_.groups.end());
        if (!windows_.time.empty()) names.push_back(windows_.time);
        return names;
    }
    std::vector<std::string> outputs() const override {
        std::vector<std::string> names = windows_.groups;
        names.insert(names.end(), {"window", "first_row"});
        for (const std::string& column : columns_) append_names(column, names);
        return names;
    }

    Table apply(const Context& context, const Table& table) const override;

    void write(Json& document) const override;

  private:
    void append_names(const std::string& column, std::vector<std::string>& names) const {
        for (const Level& level : levels) names.push_back(column + '_' + level.name);
        for (std::size_t i = 1; i <= options_.bands.size(); ++i)
            names.push_back(column + "_band" + std::to_string(i));
        if (!options_.has_envelope) return;
        names.push_back(column + "_envelope_rms");
        names.push_back(column + "_envelope_dominant_hz");
        for (std::size_t i = 1; i <= options_.envelope_bands.size(); ++i)
            names.push_back(column + "_envelope_band" + std::to_string(i));
    }

    std::vector<double> values_of(const SignalFeatures& features) const {
        std::vector<double> values;
        for (const Level& level : levels) values.push_back(features.*level.value);
        values.insert(values.end(), features.band_powers.begin(), features.band_powers.end());
        if (!options_.has_envelope) return values;
        values.push_back(features.envelope_rms);
        values.push_back(features.envelope_dominant_hz);
        values.insert(values.end(), features.envelope_band_powers.begin(),
                      features.envelope_band_powers.end());
        return values;
    }

    std::vector<SampleWindow> cut(const RowOrder& order) const {
        std::vector<SampleWindow> out;
        for (std::size_t group = 0; group + 1 < order.starts.size(); ++group) {
            const std::int64_t first = order.starts[group], past = order.starts[group + 1];
            const std::int64_t samples = windows_.samples > 0 ? windows_.samples : past - first;
            if (samples < static_cast<std::int64_t>(least_samples)) continue;
            const std::int64_t step = windows_.step > 0 ? windows_.step : samples;
            std::int64_t number = 0;
            for (std::int64_t at = first; past - at >= samples; at += step)
                out.push_back({at, at + samples, number++});
        }
        return out;
    }

    // Of one column in every window; an empty list where a sample is missing.
    std::vector<std::vector<double>> analyse(const Context& context, const Table& table,
                                             const std::string& name, const RowOrder& order,
                                             const std::vector<SampleWindow>& windows) const;

    std::vector<std::string> columns_;
    SpectrumOptions options_;
    SpectrumWindows windows_;
};

std::vector<std::vector<double>> SpectrumStep::analyse(
    const Context& context, const Table& table, const std::string& name, const RowOrder& order,
    const std::vector<SampleWindow>& windows) const {
    const Column& column = table.column(name);
    check_numeric(name, column, "a signal");
    const auto numbers = all_numbers(context, column);
    std::vector<std::vector<double>> out(windows.size());
    std::unique_ptr<SignalAnalysis> analysis;
    std::vector<double> signal;
    for (std::size_t w = 0; w < windows.size(); ++w) {
        context.check_cancelled();
        const auto length = static_cast<std::size_t>(windows[w].past - windows[w].first);
        if (!analysis || signal.size() != length)
            analysis = std::make_unique<SignalAnalysis>(context, length, options_);
        signal.resize(length);
        bool whole = true;
        for (std::size_t t = 0; t < length; ++t) {
            const std::int64_t row = order.rows[static_cast<std::size_t>(windows[w].first) + t];
            signal[t] = numbers[static_cast<std::size_t>(row)];
            if (std::isinf(signal[t])) refuse_column(name, "an infinite sample", Status::data, row);
            whole = whole && !std::isnan(signal[t]);
        }
        if (whole) out[w] = values_of(analysis->of(signal));
    }
    return out;
}

Table SpectrumStep::apply(const Context& context, const Table& table) const {
    const Charge charge(context, table.rows() * 24);
    const RowOrder order = order_rows(context, table, windows_.groups, windows_.time);
    const auto windows = cut(order);
    std::vector<std::vector<std::vector<double>>> values;
    for (const std::string& name : columns_)
        values.push_back(analyse(context, table, name, order, windows));

    std::vector<std::int64_t> first_rows, numbers;
    std::vector<std::size_t> kept;
    for (std::size_t w = 0; w < windows.size(); ++w) {
        bool whole = true;
        for (const auto& of_column : values) whole = whole && !of_column[w].empty();
        if (!whole) continue;
        kept.push_back(w);
        first_rows.push_back(order.rows[static_cast<std::size_t>(windows[w].first)]);
        numbers.push_back(windows[w].number);
    }

    std::vector<Column> columns;
    for (const std::string& name : windows_.groups)
        columns.push_back(table.column(name).take(first_rows));
    columns.push_back(Column::from_int64(numbers));
    columns.push_back(Column::from_int64(first_rows));
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        std::vector<std::string> names;
        append_names(columns_[c], names);
        for (std::size_t i = 0; i < names.size(); ++i) {
            std::vector<double> cells;
            std::vector<bool> valid;
            for (const std::size_t w : kept) {
                cells.push_back(values[c][w][i]);
                valid.push_back(!std::isnan(cells.back()));
            }
            columns.push_back(Column::from_float64(std::move(cells), std::move(valid)));
        }
    }
    std::string reason = count_text(static_cast<std::int64_t>(kept.size()), "window", "windows") +
                         " of " + count_text(table.rows(), "sample", "samples");
    if (kept.size() < windows.size())
        reason += "; " +
                  count_text(static_cast<std::int64_t>(windows.size() - kept.size()), "window",
                             "windows") +
                  " with missing samples left out";
    return with_history_of(table, Table(outputs(), std::move(columns)))
        .with_change({"spectrum", "", table.rows() - static_cast<std::int64_t>(kept.size()), 0,
                      std::move(reason)});
}

Json write_bands(const std::vector<Band>& bands) {
    Json out = Json::array();
    for (const Band& band : bands) {
        Json entry;
        entry.set("low_hz", band.low_hz);
        entry.set("high_hz", band.high_hz);
        out.push(std::move(entry));
    }
    return out;
}

std::vector<Band> read_bands(const JsonMember& list) {
    std::vector<Band> bands;
    for (const JsonMember& entry : list.items())
        bands.push_back({entry["low_hz"].finite(), entry["high_hz"].finite()});
    return bands;
}

void SpectrumStep::write(Json& document) const {
    document.set("columns", columns_);
    document.set("sample_rate_hz", options_.sample_rate_hz);
    document.set("bands", write_bands(options_.bands));
    document.set("has_envelope", options_.has_envelope);
    document.set("carrier", write_bands({options_.carrier}));
    document.set("envelope_bands", write_bands(options_.envelope_bands));
    document.set("groups", windows_.groups);
    document.set("time", windows_.time);
    document.set("samples", windows_.samples);
    document.set("step", windows_.step);
}

}  // namespace

Feature fit_spectrum(const Context& context, const Table& table,
                     std::span<const std::string> columns, const SpectrumOptions& options,
                     const SpectrumWindows& windows) {
    context.check_cancelled();
    for (const std::string& name : columns) check_numeric(name, table.column(name), "a signal");
    for (const std::string& name : windows.groups) table.index_of(name);
    if (!windows.time.empty()) table.index_of(windows.time);
    return Feature(std::make_shared<SpectrumStep>(
        std::vector<std::string>(columns.begin(), columns.end()), options, windows));
}

namespace features {

StepPointer read_spectrum(const JsonMember& document) {
    SpectrumOptions options;
    options.sample_rate_hz = document["sample_rate_hz"].finite();
    options.bands = read_bands(document["bands"]);
    options.has_envelope = document["has_envelope"].boolean();
    const auto carrier = read_bands(document["carrier"]);
    if (carrier.size() != 1) document["carrier"].refuse("one band is expected");
    options.carrier = carrier[0];
    options.envelope_bands = read_bands(document["envelope_bands"]);
    SpectrumWindows windows;
    windows.groups = document["groups"].texts();
    windows.time = document["time"].text();
    windows.samples = document["samples"].count();
    windows.step = document["step"].count();
    return std::make_shared<SpectrumStep>(document["columns"].texts(), std::move(options),
                                          std::move(windows));
}

}  // namespace features
}  // namespace tenon
