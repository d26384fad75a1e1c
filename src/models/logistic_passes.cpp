// fit_logistic where the rows are elsewhere: each sum that Newton's method (models/newton.hpp) and
// the search for separation (models/separation.hpp) ask for is a pass.
#include <algorithm>
#include <utility>
#include <vector>

#include "models/linear_fit.hpp"
#include "models/linear_rows.hpp"
#include "models/logistic_fit.hpp"
#include "models/partial_design.hpp"
#include "models/row_passes.hpp"
#include "models/score_errors.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic_partial.hpp"

namespace tenon {

using namespace models;

namespace {

LinearModel fit_by_passes(const Context& context, const LinearPartial& first,
                          const LogisticPass& pass, const LogisticOptions& options,
                          const ScoreSource* source) {
    check_logistic_options(options);
    refuse_without_source(options.errors, source);
    const LinearSums& sums = first.sums();
    check_first_pass(sums, options.intercept);
    const double ones = weight_of_ones(sums);
    const PartialDesign partial(sums, options.intercept);
    return fit_logistic_by_passes(
        context, partial.design(), rank_partial(context, partial, options.l2), ones,
        PartialPasses(sums, partial.total_weight(), pass), options, source);
}

}  // namespace

LinearModel fit_logistic(const Context& context, const LinearPartial& first,
                         const LogisticPass& pass, const LogisticOptions& options) {
    return fit_by_passes(context, first, pass, options, nullptr);
}

LinearModel fit_linear(const Context& context, const RowSource& source,
                       std::span<const std::string> names, const LinearOptions& options) {
    check_fit_options(options.l2, options.confidence);
    const LinearPartial first = first_pass(context, source, names);
    if (options.errors == ErrorKind::classical) return first.finish(context, options);
    check_first_pass(first.sums(), options.intercept);
    LinearOptions plain = options;
    plain.errors = ErrorKind::classical;
    check_linear_options(plain, {}, static_cast<std::int64_t>(names.size()), first.rows());
    if (options.polynomial != 1) return first.finish(context, plain);  // refuses them
    context.report({.phase = "fit linear", .rows = first.rows()});
    return fit_linear_by_products(context, first.sums(), options, &source);
}

namespace {

// As those of rows in memory: balanced classes have the same sum of weights, and all of them that
// of the rows as they are.
ClassFactors factors_of(const LogisticOptions& options, const LinearSums& sums) {
    if (options.class_weights == ClassWeights::given)
        return {options.negative_weight, options.positive_weight};
    const double ones = weight_of_ones(sums);
    const double all = PartialDesign(sums, options.intercept).total_weight();
    if (!(ones > 0 && ones < all)) return {};  // refused by the fit, in its own words
    return {all / (2 * (all - ones)), all / (2 * ones)};
}

// The rows with the weights of their classes.
class WeighedSource {
  public:
    WeighedSource(const RowSource& source, const ClassFactors& factors)
        : source_(source), factors_(factors) {}

    RowSource rows() {
        return {[this](RowBlock& block) { return next(block); }, source_.rewind};
    }

  private:
    bool next(RowBlock& block) {
        if (!source_.next(block)) return false;
        weights_.assign(block.target.size(), 1.0);
        if (block.weights.size() == weights_.size())
            std::copy(block.weights.begin(), block.weights.end(), weights_.begin());
        for (std::size_t i = 0; i < weights_.size(); ++i)
            weights_[i] *= block.target[i] == 1 ? factors_.positive : factors_.negative;
        block.weights = weights_;
        return true;
    }

    const RowSource& source_;
    ClassFactors factors_;
    std::vector<double> weights_;
};

}  // namespace

LinearModel fit_logistic(const Context& context, const RowSource& source,
                         std::span<const std::string> names, const LogisticOptions& options) {
    check_logistic_options(options);
    const LinearPartial first = first_pass(context, source, names);
    if (options.class_weights == ClassWeights::none) {
        const ScoreSource scores{source};
        return fit_by_passes(context, first, later_pass(context, source), options, &scores);
    }
    check_first_pass(first.sums(), options.intercept);
    const ScoreSource scores{source, factors_of(options, first.sums())};
    WeighedSource weighed(source, scores.factors);
    const RowSource rows = weighed.rows();
    LogisticOptions plain = options;
    plain.class_weights = ClassWeights::none;
    rewind(source);
    const LinearPartial again = first_pass(context, rows, names);
    LinearModel model = fit_by_passes(context, again, later_pass(context, rows), plain, &scores);
    model.warnings.emplace_back(class_weights_warning(options.errors));
    return model;
}

}  // namespace tenon
