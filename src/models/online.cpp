#include "tenon/online.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/saved_formats.hpp"
#include "base/number_text.hpp"
#include "models/design.hpp"
#include "models/slice_checks.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double largest_rate = 100;
constexpr std::int64_t rows_between_checks = 4096;

// Running mean and deviation with forgetting; `share` is the weight of the row over that of all.
struct Measure {
    double mean = 0, variance = 0;

    void update(double x, double share, bool centred) {
        const double before = x - mean;
        if (centred) mean += share * before;
        variance += share * (before * (x - mean) - variance);
    }
    double deviation() const { return std::sqrt(std::max(0.0, variance)); }
    // (x - m) / s; 0 while nothing moved.
    double standardise(double x) const {
        const double s = deviation();
        return s > 0 ? (x - mean) / s : 0;
    }
};

// One parameter: its iterate, its squared gradients and its average.
struct Parameter {
    double value = 0, squares = 0, average = 0;

    void step(double gradient, double rate, double memory, double share_of_average) {
        squares = memory * squares + gradient * gradient;
        if (squares > 0) value -= rate * gradient / std::sqrt(squares);
        average += share_of_average * (value - average);
    }
};

double negative_log_likelihood(double target, double eta) {
    const double margin = (2 * target - 1) * eta;
    return std::log1p(std::exp(-std::fabs(margin))) - std::min(margin, 0.0);
}

[[noreturn]] void refuse(const char* argument, const std::string& message) {
    throw Error(Status::argument, message, {.argument = argument});
}

void check_options(const OnlineOptions& o) {
    if (o.kind != ModelKind::linear && o.kind != ModelKind::logistic)
        refuse("kind", "an online model is linear or logistic");
    if (!(o.rate > 0 && o.rate <= largest_rate))
        refuse("rate", "rate is " + format_double(o.rate) + "; it must be above 0 and at most 100");
    check_fit_options(o.l2, 0.5);
    if (o.half_life != 0 && !(o.half_life >= 2 && std::isfinite(o.half_life)))
        refuse("half_life", "half_life is " + format_double(o.half_life) +
                                "; it is 0 (nothing is forgotten) or at least 2 rows");
}

}  // namespace

struct OnlineModel::State {
    std::vector<std::string> names;
    OnlineOptions options;
    std::int64_t rows = 0;
    double weight = 0;          // of all rows, forgotten
    double average_weight = 0;  // of all iterates, forgotten
    double loss = 0, loss_weight = 0;
    Measure target;
    Parameter intercept;
    std::vector<Measure> measures;      // of the features
    std::vector<Parameter> parameters;  // of the features

    // What is left of a sum after one row.
    double memory() const { return options.half_life > 0 ? std::exp2(-1 / options.half_life) : 1; }
    bool linear() const { return options.kind == ModelKind::linear; }

    template <class Value>
    double score(const Value& x, double Parameter::*part) const {
        double eta = options.intercept ? intercept.*part : 0;
        for (std::size_t j = 0; j < names.size(); ++j)
            eta += parameters[j].*part * measures[j].standardise(x(j));
        return eta;
    }
    template <class Value>
    void learn(const Value& x, double y, double row_weight);
};

template <class Value>
void OnlineModel::State::learn(const Value& x, double y, double row_weight) {
    const double kept = memory();
    if (rows > 0) {
        const double eta = score(x, &Parameter::average);
        const double error = target.mean + target.deviation() * eta - y;
        const double l = linear() ? error * error / 2 : negative_log_likelihood(y, eta);
        loss_weight = kept * loss_weight + row_weight;
        loss += row_weight / loss_weight * (l - loss);
    }
    ++rows;
    weight = kept * weight + row_weight;
    const double share = row_weight / weight;
    for (std::size_t j = 0; j < names.size(); ++j)
        measures[j].update(x(j), share, options.intercept);
    if (linear()) target.update(y, share, options.intercept);

    const double eta = score(x, &Parameter::value);
    const double slope =
        linear() ? eta - target.standardise(y) : 1 / (1 + std::exp(-eta)) - y;  // d loss / d eta
    const auto age = static_cast<double>(rows);
    const double importance =
        row_weight * (options.half_life > 0 ? std::min(age, options.half_life) : age);
    average_weight = kept * average_weight + importance;
    const double share_of_average = importance / average_weight;
    if (options.intercept) intercept.step(row_weight * slope, options.rate, kept, share_of_average);
    for (std::size_t j = 0; j < names.size(); ++j) {
        Parameter& b = parameters[j];
        const double gradient = slope * measures[j].standardise(x(j)) + options.l2 * b.value;
        b.step(row_weight * gradient, options.rate, kept, share_of_average);
    }
}

OnlineModel::OnlineModel(std::vector<std::string> names, const OnlineOptions& options)
    : state_(std::make_unique<State>()) {
    check_options(options);
    if (names.empty()) refuse("names", "an online model needs at least one feature");
    state_->measures.resize(names.size());
    state_->parameters.resize(names.size());
    state_->names = std::move(names);
    state_->options = options;
}
OnlineModel::OnlineModel(const OnlineModel& other)
    : state_(std::make_unique<State>(*other.state_)) {}
OnlineModel::OnlineModel(OnlineModel&&) noexcept = default;
OnlineModel& OnlineModel::operator=(OnlineModel other) noexcept {
    state_ = std::move(other.state_);
    return *this;
}
OnlineModel::~OnlineModel() = default;

std::int64_t OnlineModel::rows() const noexcept {
    return state_->rows;
}
const std::vector<std::string>& OnlineModel::names() const noexcept {
    return state_->names;
}
const OnlineOptions& OnlineModel::options() const noexcept {
    return state_->options;
}

void OnlineModel::partial_fit(const Context& context, const MatrixView& features,
                              std::span<const double> target, std::span<const double> weights) {
    if (features.rows == 0 && target.empty()) return;
    check_fit_arguments(features, target, state_->names, true, 0, 0.5);
    check_slice_weights(weights, features.rows);
    check_values(features, target, state_->names);
    if (!state_->linear()) check_classes(target);
    auto next = std::make_unique<State>(*state_);  // a cancelled call has learned nothing
    for (std::int64_t row = 0; row < features.rows; ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const auto at = static_cast<std::size_t>(row);
        const double w = weights.empty() ? 1 : weights[at];
        if (w == 0) continue;
        next->learn([&](std::size_t j) { return features(row, static_cast<std::int64_t>(j)); },
                    target[at], w);
    }
    state_ = std::move(next);
}

double OnlineModel::predict(std::span<const double> record) const {
    const State& s = *state_;
    if (record.size() != s.names.size())
        refuse("record", "the record has " + std::to_string(record.size()) + " values for " +
                             std::to_string(s.names.size()) + " features");
    const double eta = s.score([&](std::size_t j) { return record[j]; }, &Parameter::average);
    for (const double x : record)
        if (std::isnan(x)) return nan;
    return s.linear() ? s.target.mean + s.target.deviation() * eta : logistic_function(eta);
}

LinearModel OnlineModel::model() const {
    const State& s = *state_;
    if (s.rows == 0)
        throw Error(Status::data, "the model has not seen a row yet", {.argument = "model"});
    const double unit = s.linear() ? s.target.deviation() : 1;
    LinearModel model;
    FitSummary& f = model.summary;
    f.kind = s.options.kind;
    f.rows = s.rows;
    f.log_likelihood = f.null_log_likelihood = f.aic = f.bic = f.r2 = f.adjusted_r2 = nan;
    f.residual_sd = f.f_statistic = f.f_p_value = f.condition = f.gradient_norm = nan;
    f.converged = false;
    f.flags = fit_not_converged;
    model.has_intercept = s.options.intercept;
    double intercept = s.intercept.average;
    std::vector<Coefficient> slopes;
    for (std::size_t j = 0; j < s.names.size(); ++j) {
        const double deviation = s.measures[j].deviation();
        const double b = deviation > 0 ? s.parameters[j].average / deviation : 0;
        intercept -= b * s.measures[j].mean;
        slopes.push_back({s.names[j], unit * b, nan, nan, nan, nan, nan, false});
    }
    if (model.has_intercept)
        model.coefficients.push_back(
            {"(intercept)", s.target.mean + unit * intercept, nan, nan, nan, nan, nan, false});
    f.parameters = static_cast<std::int64_t>(slopes.size() + model.coefficients.size());
    f.effective_parameters = static_cast<double>(f.parameters);
    model.coefficients.insert(model.coefficients.end(), slopes.begin(), slopes.end());
    model.warnings.push_back(
        "learned row by row: an approximation without standard errors, whose convergence is not "
        "checked; its running loss says how good it is");
    return model;
}

double OnlineModel::loss() const noexcept {
    return state_->loss_weight > 0 ? state_->loss : nan;
}

// names, options, counts and weights, target, intercept, then every feature.
std::string OnlineModel::to_bytes() const {
    const State& s = *state_;
    ByteWriter out(online_model_format);
    out.i64(static_cast<std::int64_t>(s.names.size()));
    for (const std::string& name : s.names) out.text(name);
    out.u32(static_cast<std::uint32_t>(s.options.kind));
    out.u32(s.options.intercept ? 1 : 0);
    for (const double x : {s.options.rate, s.options.l2, s.options.half_life}) out.real(x);
    out.i64(s.rows);
    for (const double x : {s.weight, s.average_weight, s.loss, s.loss_weight}) out.real(x);
    const auto measure = [&out](const Measure& m) {
        out.real(m.mean);
        out.real(m.variance);
    };
    const auto parameter = [&out](const Parameter& p) {
        for (const double x : {p.value, p.squares, p.average}) out.real(x);
    };
    measure(s.target);
    parameter(s.intercept);
    for (std::size_t j = 0; j < s.names.size(); ++j) {
        measure(s.measures[j]);
        parameter(s.parameters[j]);
    }
    return out.seal();
}

OnlineModel OnlineModel::from_bytes(std::string_view bytes) {
    ByteReader in(bytes, online_model_format);
    constexpr std::int64_t least_feature_bytes = 48;
    std::vector<std::string> names(static_cast<std::size_t>(in.count(least_feature_bytes)));
    for (std::string& name : names) name = in.text();
    OnlineOptions options;
    const std::uint32_t kind = in.u32(), intercept = in.u32();
    if (kind < 1 || kind > 2 || intercept > 1 || names.empty()) in.refuse("an unknown model");
    options.kind = static_cast<ModelKind>(kind);
    options.intercept = intercept == 1;
    options.rate = in.finite();
    options.l2 = in.finite();
    options.half_life = in.finite();
    std::unique_ptr<OnlineModel> model;
    try {
        model = std::make_unique<OnlineModel>(std::move(names), options);
    } catch (const Error& error) {
        if (error.status() != Status::argument) throw;
        in.refuse(error.message());
    }
    State& s = *model->state_;
    const auto positive = [&in] {
        const double x = in.finite();
        if (!(x >= 0)) in.refuse("a sum of squares is negative");
        return x;
    };
    const auto measure = [&](Measure& m) {
        m.mean = in.finite();
        m.variance = positive();
    };
    const auto parameter = [&](Parameter& p) {
        p.value = in.finite();
        p.squares = positive();
        p.average = in.finite();
    };
    s.rows = in.i64();
    s.weight = positive();
    s.average_weight = positive();
    s.loss = positive();
    s.loss_weight = positive();
    if (s.rows < 0 || (s.rows == 0) != (s.weight == 0)) in.refuse("rows and weights contradict");
    measure(s.target);
    parameter(s.intercept);
    for (std::size_t j = 0; j < s.names.size(); ++j) {
        measure(s.measures[j]);
        parameter(s.parameters[j]);
    }
    in.end();
    return std::move(*model);
}

}  // namespace tenon
