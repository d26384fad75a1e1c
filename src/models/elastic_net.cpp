#include "tenon/elastic_net.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

#include "base/number_text.hpp"
#include "models/cross_product.hpp"
#include "models/fold_choice.hpp"
#include "models/partial_products.hpp"
#include "models/path_model.hpp"
#include "models/path_rows.hpp"
#include "tenon/error.hpp"

namespace tenon {

using namespace models;

namespace {

constexpr std::int32_t most_steps = 100'000;
// For an l1_ratio below this the path starts where this one would: 0 leaves no coefficient at zero.
constexpr double least_ratio = 1e-3;
constexpr double tall_share = 1e-4, wide_share = 1e-2;

[[noreturn]] void refuse(Status status, const char* argument, const std::string& message,
                         std::int64_t row = -1) {
    throw Error(status, message, {.argument = argument, .row = row});
}

void check_options(const ElasticNetOptions& o) {
    if (!(o.l1_ratio >= 0 && o.l1_ratio <= 1))
        refuse(Status::argument, "l1_ratio",
               "l1_ratio is " + format_double(o.l1_ratio) + "; it must lie between 0 and 1");
    for (const double penalty : o.penalties)
        if (!(penalty >= 0) || !std::isfinite(penalty))
            refuse(Status::argument, "penalties",
                   "a penalty is " + format_double(penalty) +
                       "; penalties must be finite and not negative");
    if (o.steps < 1 || o.steps > most_steps)
        refuse(Status::argument, "steps",
               "steps is " + std::to_string(o.steps) + "; it must lie between 1 and " +
                   std::to_string(most_steps));
    if (!(o.smallest_share >= 0 && o.smallest_share < 1))
        refuse(Status::argument, "smallest_share",
               "smallest_share is " + format_double(o.smallest_share) +
                   "; it must lie between 0 and 1");
    if (!(o.tolerance > 0 && o.tolerance < 1))
        refuse(Status::argument, "tolerance",
               "tolerance is " + format_double(o.tolerance) + "; it must lie between 0 and 1");
    if (o.max_sweeps < 1) refuse(Status::argument, "max_sweeps", "max_sweeps must be at least 1");
}

// The checked data of a path, whatever the model kind.
struct Data {
    Data(const Context& context, const MatrixView& features, std::span<const double> target_values,
         ModelKind model_kind, const ElasticNetOptions& options, std::span<const double> w,
         bool in_folds = false)
        : kind(model_kind), weights(w) {
        check_options(options);
        for (std::int64_t j = 1; j <= std::max<std::int64_t>(0, features.columns); ++j)
            names.push_back("x" + std::to_string(j));
        constexpr double any_confidence = 0.95;
        check_fit_arguments(features, target_values, names, options.intercept, 0, any_confidence);
        if (features.rows < 2)
            refuse(Status::data, "features", "there is one record only: nothing can be fitted");
        check_weights(weights, features.rows);
        const bool plain = kind == ModelKind::linear && weights.empty() && !in_folds;
        MeasuredDesign measured =
            measure_design(context, features, &target_values, names, options.intercept, plain);
        design = std::move(measured.design);
        target = {target_values, measured.target};
        cross = std::move(measured.cross);
        if (kind != ModelKind::logistic) return;
        for (std::size_t i = 0; i < target_values.size(); ++i)
            if (target_values[i] != 0 && target_values[i] != 1)
                refuse(Status::data, "target",
                       "target, row " + std::to_string(i) + ": " + format_double(target_values[i]) +
                           " is not 0 or 1",
                       static_cast<std::int64_t>(i));
    }

    ModelKind kind;
    std::span<const double> weights;
    std::vector<std::string> names;
    Design design;
    Target target;
    Eigen::MatrixXd cross;  // where it came with the design, or empty
};

double largest_of(const PathModel& model, double l1_ratio) {
    return model.steepest() / std::max(l1_ratio, least_ratio);
}

// `tall`: there are more records than features.
std::vector<double> penalties_of(const PathModel& model, bool tall,
                                 const ElasticNetOptions& options) {
    if (!options.penalties.empty()) return options.penalties;
    const double largest = largest_of(model, options.l1_ratio);
    const double share = options.smallest_share > 0 ? options.smallest_share
                         : tall                     ? tall_share
                                                    : wide_share;
    std::vector<double> penalties{largest};
    for (std::int32_t k = 1; k < options.steps; ++k)
        penalties.push_back(largest *
                            std::pow(share, static_cast<double>(k) / (options.steps - 1)));
    return penalties;
}

// Fits in the order of falling penalties; `after` sees each with its place.
template <class After>
void follow_path(const Context& context, PathModel& model, std::span<const double> penalties,
                 double l1_ratio, const After& after) {
    std::vector<std::size_t> order(penalties.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return penalties[a] > penalties[b]; });
    double last = largest_of(model, l1_ratio);
    for (const std::size_t place : order) {
        const double penalty = penalties[place];
        // The sequential strong rule; a guess, which every fit checks.
        const double screen = l1_ratio * (2 * penalty - std::max(last, penalty));
        after(place, model.fit(context, penalty, screen));
        last = penalty;
    }
}

ElasticNetPath path_of(const Context& context, PathModel& model, std::span<const double> penalties,
                       double l1_ratio) {
    ElasticNetPath path;
    path.l1_ratio = l1_ratio;
    path.null_loss = model.null_loss();
    path.scales = model.scales();
    path.fits.resize(penalties.size());
    std::size_t done = 0;
    follow_path(context, model, penalties, l1_ratio, [&](std::size_t place, ElasticNetFit fit) {
        path.fits[place] = std::move(fit);
        context.report(
            {.phase = "fit elastic net",
             .share = static_cast<double>(++done) / static_cast<double>(penalties.size()),
             .work = static_cast<std::int64_t>(done)});
    });
    return path;
}

// What both kinds make models from: on all records, and without one fold.
class Models {
  public:
    Models(const Context& context, const Data& data, const ElasticNetOptions& options,
           std::span<const std::int32_t> fold_of, std::int32_t folds)
        : context_(context), data_(data), options_(options), fold_of_(fold_of) {
        if (data.kind == ModelKind::linear) {
            parts_ = fold_products(context, data.design, data.target, data.weights, fold_of, folds,
                                   data.cross);
            trained_ = sum_of(parts_);
        } else {
            kept_.emplace(context, data.design);
        }
    }

    std::unique_ptr<PathModel> on_all() { return make(trained_, nullptr, -1); }
    std::unique_ptr<PathModel> without(std::int32_t fold) {
        if (data_.kind == ModelKind::linear) {
            left_ = sum_of(parts_, fold);
            check_fold(left_, parts_[static_cast<std::size_t>(fold)], fold);
        }
        return make(
            left_,
            data_.kind == ModelKind::linear ? &parts_[static_cast<std::size_t>(fold)] : nullptr,
            fold);
    }
    bool tall() const { return data_.design.rows() > data_.design.features.columns; }
    double weight_of(std::int32_t fold) const {
        double weight = 0;
        for (std::size_t i = 0; i < fold_of_.size(); ++i)
            if (fold_of_[i] == fold) weight += data_.weights.empty() ? 1 : data_.weights[i];
        return weight;
    }

  private:
    std::unique_ptr<PathModel> make(const Products& trained, const Products* tested,
                                    std::int32_t fold) {
        if (data_.kind == ModelKind::linear)
            return linear_path_model(data_.design, data_.target, trained, tested, options_);
        return logistic_path_model(
            context_,
            kept_path_rows(context_, *kept_, data_.target.values, data_.weights, fold_of_, fold,
                           options_.standardise),
            options_);
    }

    const Context& context_;
    const Data& data_;
    const ElasticNetOptions& options_;
    std::span<const std::int32_t> fold_of_;
    std::vector<Products> parts_;
    Products trained_, left_;
    std::optional<KeptDesign> kept_;
};

// The same from partials, one a fold: of linear models from these alone, of logistic ones by
// passes.
class PartialModels {
  public:
    PartialModels(const Context& context, std::span<const LinearPartial> parts,
                  const ElasticNetOptions& options, const FoldPass* pass = nullptr)
        : context_(context),
          first_(parts),
          options_(options),
          pass_(pass),
          given_(context, parts, options.intercept) {
        trained_ = sum_of(given_.parts());
    }

    std::unique_ptr<PathModel> on_all() { return make(trained_, nullptr, -1); }
    std::unique_ptr<PathModel> without(std::int32_t fold) {
        left_ = sum_of(given_.parts(), fold);
        const Products& tested = given_.parts()[static_cast<std::size_t>(fold)];
        check_fold(left_, tested, fold);
        return make(left_, &tested, fold);
    }
    bool tall() const { return given_.rows() > given_.design().features.columns; }
    double weight_of(std::int32_t fold) const {
        return given_.parts()[static_cast<std::size_t>(fold)].weight;
    }

  private:
    std::unique_ptr<PathModel> make(const Products& trained, const Products* tested,
                                    std::int32_t fold) const {
        if (!pass_)
            return linear_path_model(given_.design(), given_.target(), trained, tested, options_);
        const PartedRows rows{given_.design(), given_.parts(), first_, *pass_};
        return logistic_path_model(
            context_, passed_path_rows(context_, rows, fold, options_.standardise), options_);
    }

    const Context& context_;
    std::span<const LinearPartial> first_;
    const ElasticNetOptions& options_;
    const FoldPass* pass_;
    PartialProducts given_;
    Products trained_, left_;
};

// All rows as one fold.
FoldPass in_one_fold(const LogisticPass& pass) {
    return [&pass](std::span<LogisticPartial> folds) { pass(folds.front()); };
}

void insist_on_slope(const PathModel& model, const ElasticNetOptions& options) {
    if (options.penalties.empty() && !(model.steepest() > 0))
        refuse(Status::data, "target",
               "no feature goes with the target at all, so there is no largest penalty to start "
               "from; give penalties, or look at the data");
}

template <class Made>
ElasticNetPath fit_by(const Context& context, Made& models, const ElasticNetOptions& options) {
    const auto model = models.on_all();
    insist_on_slope(*model, options);
    return path_of(context, *model, penalties_of(*model, models.tall(), options), options.l1_ratio);
}

template <class Made>
ElasticNetChoice choose_by(const Context& context, Made& models, std::int32_t folds,
                           const ElasticNetOptions& options) {
    ElasticNetChoice choice;
    std::vector<double> penalties;
    {
        const auto model = models.on_all();
        insist_on_slope(*model, options);
        penalties = penalties_of(*model, models.tall(), options);
        choice.path = path_of(context, *model, penalties, options.l1_ratio);
    }
    choice.converged = std::all_of(choice.path.fits.begin(), choice.path.fits.end(),
                                   [](const ElasticNetFit& fit) { return fit.converged; });
    std::vector<double> fold_weights;
    for (std::int32_t fold = 0; fold < folds; ++fold) {
        context.report({.phase = "cross-validate elastic net",
                        .share = static_cast<double>(fold) / folds,
                        .work = fold});
        const auto model = models.without(fold);
        auto& errors = choice.fold_errors.emplace_back(penalties.size());
        follow_path(context, *model, penalties, options.l1_ratio,
                    [&](std::size_t place, const ElasticNetFit& fit) {
                        errors[place] = model->held_out_error();
                        choice.converged = choice.converged && fit.converged;
                    });
        fold_weights.push_back(models.weight_of(fold));
    }
    FoldChoice chosen = choose_penalty(penalties, choice.fold_errors, fold_weights);
    choice.error = std::move(chosen.error);
    choice.standard_error = std::move(chosen.standard_error);
    choice.best = chosen.best;
    choice.simplest = chosen.simplest;
    return choice;
}

}  // namespace

std::int64_t ElasticNetFit::nonzero() const noexcept {
    return std::count_if(scaled.begin(), scaled.end(), [](double b) { return b != 0; });
}

ElasticNetPath fit_elastic_net(const Context& context, const MatrixView& features,
                               std::span<const double> target, ModelKind kind,
                               const ElasticNetOptions& options, std::span<const double> weights) {
    const Data data(context, features, target, kind, options, weights);
    Models models(context, data, options, {}, 0);
    return fit_by(context, models, options);
}

ElasticNetPath fit_elastic_net(const Context& context, const LinearPartial& rows,
                               const ElasticNetOptions& options) {
    check_options(options);
    PartialModels models(context, {&rows, 1}, options);
    return fit_by(context, models, options);
}

ElasticNetPath fit_elastic_net(const Context& context, const LinearPartial& first,
                               const LogisticPass& pass, const ElasticNetOptions& options) {
    check_options(options);
    const FoldPass whole = in_one_fold(pass);
    PartialModels models(context, {&first, 1}, options, &whole);
    return fit_by(context, models, options);
}

double largest_penalty(const Context& context, const MatrixView& features,
                       std::span<const double> target, ModelKind kind,
                       const ElasticNetOptions& options, std::span<const double> weights) {
    const Data data(context, features, target, kind, options, weights);
    return largest_of(*Models(context, data, options, {}, 0).on_all(), options.l1_ratio);
}

double largest_penalty(const Context& context, const LinearPartial& rows,
                       const ElasticNetOptions& options) {
    check_options(options);
    return largest_of(*PartialModels(context, {&rows, 1}, options).on_all(), options.l1_ratio);
}

double largest_penalty(const Context& context, const LinearPartial& first, const LogisticPass& pass,
                       const ElasticNetOptions& options) {
    check_options(options);
    const FoldPass whole = in_one_fold(pass);
    return largest_of(*PartialModels(context, {&first, 1}, options, &whole).on_all(),
                      options.l1_ratio);
}

ElasticNetChoice choose_elastic_net(const Context& context, const MatrixView& features,
                                    std::span<const double> target, ModelKind kind,
                                    std::span<const std::int32_t> fold_of,
                                    const ElasticNetOptions& options,
                                    std::span<const double> weights) {
    const Data data(context, features, target, kind, options, weights, true);
    const std::int32_t folds = count_folds(fold_of, features.rows);
    Models models(context, data, options, fold_of, folds);
    return choose_by(context, models, folds, options);
}

ElasticNetChoice choose_elastic_net(const Context& context, std::span<const LinearPartial> folds,
                                    const ElasticNetOptions& options) {
    check_options(options);
    check_fold_count(folds);
    PartialModels models(context, folds, options);
    return choose_by(context, models, static_cast<std::int32_t>(folds.size()), options);
}

ElasticNetChoice choose_elastic_net(const Context& context, std::span<const LinearPartial> folds,
                                    const FoldPass& pass, const ElasticNetOptions& options) {
    check_options(options);
    check_fold_count(folds);
    PartialModels models(context, folds, options, &pass);
    return choose_by(context, models, static_cast<std::int32_t>(folds.size()), options);
}

}  // namespace tenon
