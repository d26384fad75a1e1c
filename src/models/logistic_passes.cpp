// fit_logistic where the rows are elsewhere: each sum that Newton's method (models/newton.hpp) and
// the search for separation (models/separation.hpp) ask for is a pass.
#include <utility>

#include "models/logistic_fit.hpp"
#include "models/partial_design.hpp"
#include "models/row_passes.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic_partial.hpp"

namespace tenon {

namespace {

using namespace models;

// The weight of the ones. A target in [0, 1] whose square has the same sum is 0 or 1 in every row.
double weight_of_ones(const LinearSums& sums) {
    const std::int64_t y = sums.target();
    const ExactNumber& ones = sums.products.at(sums.one(), y);
    ExactNumber difference = sums.products.at(y, y);
    difference.subtract(ones);
    const ColumnRange& range = sums.ranges.back();
    if (!(range.least >= 0 && range.most <= 1) || !difference.is_zero())
        throw Error(Status::data, "the target has values other than 0 and 1",
                    {.argument = "target"});
    return ones.value();
}

}  // namespace

LinearModel fit_logistic(const Context& context, const LinearPartial& first,
                         const LogisticPass& pass, const LogisticOptions& options) {
    check_logistic_options(options);
    const LinearSums& sums = first.sums();
    check_first_pass(sums, options.intercept);
    const double ones = weight_of_ones(sums);
    const PartialDesign partial(sums, options.intercept);
    return fit_logistic_by_passes(context, partial.design(),
                                  rank_partial(context, partial, options.l2), ones,
                                  PartialPasses(sums, partial.total_weight(), pass), options);
}

LinearModel fit_linear(const Context& context, const RowSource& source,
                       std::span<const std::string> names, const LinearOptions& options) {
    check_fit_options(options.l2, options.confidence);
    return first_pass(context, source, names).finish(context, options);
}

LinearModel fit_logistic(const Context& context, const RowSource& source,
                         std::span<const std::string> names, const LogisticOptions& options) {
    check_logistic_options(options);
    const LinearPartial first = first_pass(context, source, names);
    return fit_logistic(context, first, later_pass(context, source), options);
}

}  // namespace tenon
