#include <limits>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr std::int64_t no_place = -1;

std::vector<double> penalties_of(const double* values, std::int64_t count) {
    if (count < 0) refuse("penalty_count", "must not be negative");
    if (count == 0) return {};
    const double* first = &required(values, "penalties");
    return {first, first + count};
}

template <class T>
std::span<const T> per_row(const T* values, std::int64_t rows) {
    return values ? std::span<const T>(values, static_cast<std::size_t>(rows))
                  : std::span<const T>();
}

struct Columns {
    std::vector<std::string> names;
    std::vector<Column> columns;

    template <class Fits, class Get>
    void numbers(const char* name, const Fits& fits, Get get) {
        std::vector<double> values;
        for (const auto& fit : fits) values.push_back(get(fit));
        add(name, Column::from_float64(std::move(values)));
    }
    template <class Fits, class Get>
    void counts(const char* name, const Fits& fits, Get get) {
        std::vector<std::int64_t> values;
        for (const auto& fit : fits) values.push_back(get(fit));
        add(name, Column::from_int64(std::move(values)));
    }
    void add(const char* name, Column column) {
        names.emplace_back(name);
        columns.push_back(std::move(column));
    }
    template <class Choice>
    void errors(const Choice& choice) {
        add("error", Column::from_float64(choice.error));
        add("standard_error", Column::from_float64(choice.standard_error));
    }
};

template <class Fits>
void take_coefficients(tenon_penalty_path& path, const Fits& fits) {
    for (const auto& fit : fits) {
        path.intercepts.push_back(fit.intercept);
        path.coefficients.push_back(fit.coefficients);
        path.penalties.push_back(fit.penalty);
    }
}

tenon_penalty_path told(const ElasticNetChoice& choice, ModelKind kind) {
    const auto& fits = choice.path.fits;
    Columns c;
    c.numbers("penalty", fits, [](const ElasticNetFit& f) { return f.penalty; });
    c.numbers("intercept", fits, [](const ElasticNetFit& f) { return f.intercept; });
    c.counts("nonzero", fits, [](const ElasticNetFit& f) { return f.nonzero(); });
    c.numbers("loss", fits, [](const ElasticNetFit& f) { return f.loss; });
    c.numbers("objective", fits, [](const ElasticNetFit& f) { return f.objective; });
    c.numbers("gap", fits, [](const ElasticNetFit& f) { return f.gap; });
    c.numbers("explained", fits, [](const ElasticNetFit& f) { return f.explained; });
    c.counts("sweeps", fits, [](const ElasticNetFit& f) { return f.sweeps; });
    c.counts("models", fits, [](const ElasticNetFit& f) { return f.models; });
    c.counts("converged", fits, [](const ElasticNetFit& f) { return std::int64_t{f.converged}; });
    const bool judged = !choice.error.empty();
    if (judged) c.errors(choice);
    tenon_penalty_path path{};
    path.kind = kind;
    path.table = Table(std::move(c.names), std::move(c.columns));
    take_coefficients(path, fits);
    for (const ElasticNetFit& fit : fits) {
        path.converged.push_back(fit.converged);
        path.separating.push_back(fit.separating);
    }
    path.best = judged ? choice.best : no_place;
    path.simplest = judged ? choice.simplest : no_place;
    return path;
}

tenon_penalty_path told(const RidgeChoice& choice) {
    const auto& fits = choice.path.fits;
    Columns c;
    c.numbers("penalty", fits, [](const RidgeFit& f) { return f.penalty; });
    c.numbers("intercept", fits, [](const RidgeFit& f) { return f.intercept; });
    c.numbers("mean_square", fits, [](const RidgeFit& f) { return f.mean_square; });
    c.numbers("effective", fits, [](const RidgeFit& f) { return f.effective; });
    c.numbers("gradient", fits, [](const RidgeFit& f) { return f.gradient; });
    const bool judged = !choice.error.empty();
    if (judged) c.errors(choice);
    tenon_penalty_path path{};
    path.kind = ModelKind::linear;
    path.table = Table(std::move(c.names), std::move(c.columns));
    take_coefficients(path, fits);
    path.converged.assign(fits.size(), true);
    path.separating.resize(fits.size());
    path.best = judged ? choice.best : no_place;
    path.simplest = judged ? choice.simplest : no_place;
    return path;
}

ElasticNetOptions elastic_net_options(const tenon_elastic_net_options& given) {
    ElasticNetOptions options;
    if (given.kind != TENON_MODEL_LOGISTIC && given.kind != TENON_MODEL_LINEAR)
        refuse("kind", "must be TENON_MODEL_LOGISTIC or TENON_MODEL_LINEAR");
    if (!(given.ridge_share >= 0 && given.ridge_share <= 1))
        refuse("ridge_share", "must lie between 0 and 1");
    options.l1_ratio = 1 - given.ridge_share;
    options.penalties = penalties_of(given.penalties, given.penalty_count);
    if (given.steps != 0) options.steps = given.steps;
    options.smallest_share = given.smallest_share;
    options.intercept = given.no_intercept == 0;
    options.standardise = given.no_standardise == 0;
    if (given.tolerance != 0) options.tolerance = given.tolerance;
    if (given.max_sweeps != 0) options.max_sweeps = given.max_sweeps;
    return options;
}

RidgeOptions ridge_options(const tenon_ridge_path_options& given) {
    RidgeOptions options;
    options.penalties = penalties_of(given.penalties, given.penalty_count);
    if (given.steps != 0) options.steps = given.steps;
    options.intercept = given.no_intercept == 0;
    options.standardise = given.no_standardise == 0;
    return options;
}

std::vector<LinearPartial> partials_of(const tenon_linear_partial* const* folds,
                                       std::int32_t count) {
    if (count < 1) refuse("count", "must be at least 1");
    required(folds, "folds");
    std::vector<LinearPartial> list;
    for (std::int32_t k = 0; k < count; ++k) list.push_back(required(folds[k], "folds").value);
    return list;
}

void refuse_rows(const double* weights, const std::int32_t* fold_of) {
    if (weights) refuse("weights", "must be NULL: those of partials are in them");
    if (fold_of) refuse("fold_of", "must be NULL: every partial is a fold");
}

void hand_over(tenon_penalty_path&& told, const std::vector<LinearPartial>& folds, bool intercept,
               tenon_penalty_path** out) {
    auto path = std::make_unique<tenon_penalty_path>(std::move(told));
    for (const LinearPartial& fold : folds) path->rows += fold.rows();
    path->has_intercept = intercept;
    *out = path.release();
}

std::size_t place_of(const tenon_penalty_path& path, std::int64_t index) {
    if (index < 0 || index >= static_cast<std::int64_t>(path.coefficients.size()))
        refuse("index",
               "must lie between 0 and " + std::to_string(path.coefficients.size()) + " - 1");
    return static_cast<std::size_t>(index);
}

}  // namespace

tenon_status tenon_elastic_net_fit_matrix(const tenon_context* context,
                                          const tenon_matrix* features, const double* target,
                                          const tenon_elastic_net_options* options,
                                          tenon_penalty_path** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(features, "features");
        const MatrixView view = view_of(options_of(features, "features"));
        if (view.rows > 0) required(target, "target");
        const auto given = options_of(options, "options");
        const ElasticNetOptions wanted = elastic_net_options(given);
        const ModelKind kind =
            given.kind == TENON_MODEL_LINEAR ? ModelKind::linear : ModelKind::logistic;
        const std::span<const double> y(target, static_cast<std::size_t>(view.rows));
        const auto weights = per_row(given.weights, view.rows);
        ElasticNetChoice choice;
        if (given.fold_of)
            choice = choose_elastic_net(context_of(context), view, y, kind,
                                        per_row(given.fold_of, view.rows), wanted, weights);
        else
            choice.path = fit_elastic_net(context_of(context), view, y, kind, wanted, weights);
        auto path = std::make_unique<tenon_penalty_path>(told(choice, kind));
        path->rows = view.rows;
        path->has_intercept = wanted.intercept;
        *out = path.release();
    });
}

tenon_status tenon_ridge_path_fit_matrix(const tenon_context* context, const tenon_matrix* features,
                                         const double* target,
                                         const tenon_ridge_path_options* options,
                                         tenon_penalty_path** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(features, "features");
        const MatrixView view = view_of(options_of(features, "features"));
        if (view.rows > 0) required(target, "target");
        const auto given = options_of(options, "options");
        const RidgeOptions wanted = ridge_options(given);
        const std::span<const double> y(target, static_cast<std::size_t>(view.rows));
        const auto weights = per_row(given.weights, view.rows);
        RidgeChoice choice;
        if (given.fold_of)
            choice = choose_ridge(context_of(context), view, y, per_row(given.fold_of, view.rows),
                                  wanted, weights);
        else
            choice.path = fit_ridge_path(context_of(context), view, y, wanted, weights);
        auto path = std::make_unique<tenon_penalty_path>(told(choice));
        path->rows = view.rows;
        path->has_intercept = wanted.intercept;
        *out = path.release();
    });
}

tenon_status tenon_elastic_net_fit_partials(const tenon_context* context,
                                            const tenon_linear_partial* const* folds, int32_t count,
                                            const tenon_elastic_net_options* options,
                                            tenon_penalty_path** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const auto given = options_of(options, "options");
        const ElasticNetOptions wanted = elastic_net_options(given);
        if (given.kind != TENON_MODEL_LINEAR)
            refuse("kind", "must be TENON_MODEL_LINEAR: partials of least squares know no classes");
        refuse_rows(given.weights, given.fold_of);
        const auto parts = partials_of(folds, count);
        ElasticNetChoice choice;
        if (count > 1)
            choice = choose_elastic_net(context_of(context), parts, wanted);
        else
            choice.path = fit_elastic_net(context_of(context), parts.front(), wanted);
        hand_over(told(choice, ModelKind::linear), parts, wanted.intercept, out);
    });
}

tenon_status tenon_elastic_net_fit_passes(const tenon_context* context,
                                          const tenon_linear_partial* const* first,
                                          std::int32_t count, tenon_fold_pass_function pass,
                                          void* user, const tenon_elastic_net_options* options,
                                          tenon_penalty_path** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const auto given = options_of(options, "options");
        const ElasticNetOptions wanted = elastic_net_options(given);
        if (given.kind != TENON_MODEL_LOGISTIC)
            refuse("kind",
                   "must be TENON_MODEL_LOGISTIC: a linear path needs no passes, see "
                   "tenon_elastic_net_fit_partials");
        refuse_rows(given.weights, given.fold_of);
        const auto parts = partials_of(first, count);
        const FoldPass visit = lent_pass(pass, user);
        ElasticNetChoice choice;
        if (count > 1)
            choice = choose_elastic_net(context_of(context), parts, visit, wanted);
        else
            choice.path = fit_elastic_net(
                context_of(context), parts.front(),
                [&visit](LogisticPartial& whole) {
                    visit({&whole, 1});
                },
                wanted);
        hand_over(told(choice, ModelKind::logistic), parts, wanted.intercept, out);
    });
}

tenon_status tenon_ridge_path_fit_partials(const tenon_context* context,
                                           const tenon_linear_partial* const* folds, int32_t count,
                                           const tenon_ridge_path_options* options,
                                           tenon_penalty_path** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const auto given = options_of(options, "options");
        const RidgeOptions wanted = ridge_options(given);
        refuse_rows(given.weights, given.fold_of);
        const auto parts = partials_of(folds, count);
        RidgeChoice choice;
        if (count > 1)
            choice = choose_ridge(context_of(context), parts, wanted);
        else
            choice.path = fit_ridge_path(context_of(context), parts.front(), wanted);
        hand_over(told(choice), parts, wanted.intercept, out);
    });
}

void tenon_penalty_path_free(tenon_penalty_path* path) {
    guard_void([&] { delete path; });
}

tenon_status tenon_penalty_path_table(const tenon_penalty_path* path, tenon_table** out,
                                      tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(path, "path").table);
    });
}

tenon_status tenon_penalty_path_coefficients(const tenon_penalty_path* path, int64_t index,
                                             double* coefficients, int64_t capacity,
                                             int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        const auto place = place_of(required(path, "path"), index);
        if (capacity < 0) refuse("capacity", "must not be negative");
        if (capacity > 0) required(coefficients, "coefficients");
        const auto there =
            give_values(std::span<const double>(path->coefficients[place]), coefficients, capacity);
        if (needed) *needed = there;
    });
}

int64_t tenon_penalty_path_count(const tenon_penalty_path* path) {
    return guard_value(no_place, [&] {
        return static_cast<std::int64_t>(required(path, "path").coefficients.size());
    });
}

int64_t tenon_penalty_path_best(const tenon_penalty_path* path) {
    return guard_value(no_place, [&] { return required(path, "path").best; });
}

int64_t tenon_penalty_path_simplest(const tenon_penalty_path* path) {
    return guard_value(no_place, [&] { return required(path, "path").simplest; });
}

tenon_status tenon_penalty_path_model(const tenon_penalty_path* path, int64_t index,
                                      const char* const* names, tenon_model** out,
                                      tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const auto place = place_of(required(path, "path"), index);
        const auto& coefficients = path->coefficients[place];
        give_handle(out, Pipeline::from_model(penalised_model(
                             path->kind,
                             feature_names(names, static_cast<std::int64_t>(coefficients.size())),
                             path->has_intercept, path->intercepts[place], coefficients,
                             {path->rows, path->penalties[place], path->converged[place],
                              path->separating[place]})));
    });
}
