// fit_logistic where the rows are elsewhere: each sum that Newton's method (models/newton.hpp) and
// the search for separation (models/separation.hpp) ask for is a pass.
#include <utility>

#include "models/logistic_fit.hpp"
#include "models/partial_design.hpp"
#include "models/row_passes.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic_partial.hpp"

namespace tenon {

using namespace models;

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
