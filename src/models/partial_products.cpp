#include "models/partial_products.hpp"

#include <string>

#include "tenon/error.hpp"

namespace tenon::models {

namespace {

LinearSums merged(std::span<const LinearPartial> parts, bool intercept) {
    if (parts.empty())
        throw Error(Status::argument, "there are no partials to fit a model to",
                    {.argument = "folds"});
    LinearSums whole = parts.front().sums();
    for (const LinearPartial& part : parts.subspan(1)) {
        if (part.names() != whole.names)
            throw Error(Status::argument,
                        "partials of other features cannot be fitted together: names and their "
                        "order must be the same",
                        {.argument = "folds"});
        whole.merge(part.sums());
    }
    if (!intercept && whole.names.empty())
        throw Error(Status::argument, "no features and no intercept: there is nothing to fit",
                    {.argument = "features"});
    if (whole.rows < 2)
        throw Error(Status::data,
                    "the partials have " + std::to_string(whole.rows) +
                        " rows of positive weight; a fit needs two",
                    {.argument = "features"});
    return whole;
}

}  // namespace

PartialProducts::PartialProducts(const Context& context, std::span<const LinearPartial> parts,
                                 bool intercept)
    : whole_(merged(parts, intercept)),
      partial_(whole_, intercept),
      target_{{}, partial_.target()} {
    for (const LinearPartial& part : parts) parts_.push_back(products_of(context, part.sums()));
    LinearSums none;
    none.names = whole_.names;
    none.clear();
    parts_.push_back(products_of(context, none));
}

Products PartialProducts::products_of(const Context& context, const LinearSums& sums) const {
    const Design& design = partial_.design();
    const std::int64_t width = design.width(), first = design.intercept ? 1 : 0, one = sums.one();
    const ExactNumber& weight = sums.products.at(one, one);
    Products out{Eigen::MatrixXd::Zero(width + 1, width + 1), weight.value(), sums.rows};
    if (sums.rows == 0) return out;
    struct Column {
        std::int64_t raw;
        ExactNumber inverse, centre, sum;  // sum: of w x inverse
    };
    std::vector<Column> columns;
    for (std::int64_t j = first; j <= width; ++j) {
        const std::int64_t raw = j == width ? sums.target() : design.feature(j);
        const Variable& v = j == width ? target_.variable : design.variable(j);
        Column c{raw, ExactNumber(v.inverse), ExactNumber(v.centre), {}};
        c.sum = c.inverse * sums.products.at(one, raw);
        columns.push_back(std::move(c));
    }
    if (design.intercept) out.matrix(0, 0) = out.weight;
    for (std::size_t k = 0; k < columns.size(); ++k) {
        context.check_cancelled();
        const Column& b = columns[k];
        const auto at = static_cast<Eigen::Index>(k) + first;
        const ExactNumber weighed = b.centre * weight;
        if (design.intercept) out.matrix(at, 0) = (b.sum - weighed).value();
        for (std::size_t i = k; i < columns.size(); ++i) {
            const Column& a = columns[i];
            ExactNumber entry = a.inverse * b.inverse * sums.products.at(a.raw, b.raw);
            if (design.intercept) {
                entry -= a.centre * (b.sum - weighed);
                entry -= b.centre * a.sum;
            }
            out.matrix(static_cast<Eigen::Index>(i) + first, at) = entry.value();
        }
    }
    return out;
}

void check_fold_count(std::span<const LinearPartial> folds) {
    if (folds.size() < 2)
        throw Error(Status::argument,
                    "there are fewer than two folds; give the partial of each, none empty",
                    {.argument = "folds"});
}

}  // namespace tenon::models
