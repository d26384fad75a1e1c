#include "tenon/logistic_partial.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/number_text.hpp"
#include "base/parallel.hpp"
#include "models/class_rows.hpp"
#include "models/design.hpp"
#include "models/fit_rows.hpp"
#include "models/logistic_sums.hpp"
#include "models/pass_block.hpp"
#include "models/slice_checks.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;

constexpr std::int64_t most_shares = 16;
// An exact number with its digits, about.
constexpr std::int64_t bytes_a_sum = 150;

// Of a fit that knows neither weights, but those that leave a row out, nor offsets.
void check_unweighted(std::span<const double> weights, std::span<const double> offset) {
    for (std::size_t i = 0; i < weights.size(); ++i)
        if (weights[i] != 0 && weights[i] != 1)
            throw Error(Status::argument,
                        "weights, row " + std::to_string(i) + ": " + format_double(weights[i]) +
                            "; this fit takes no weights but 1, and 0 for a row that is left out",
                        {.argument = "weights", .row = static_cast<std::int64_t>(i)});
    if (!offset.empty())
        throw Error(Status::argument, "this fit takes no offset", {.argument = "offset"});
}

void check_slice(const PassPlan& plan, const MatrixView& features, std::span<const double> target,
                 std::span<const double> weights, std::span<const double> offset) {
    check_fit_arguments(features, target, plan.names, true, 0, 0.5);
    check_slice_weights(weights, features.rows);
    check_slice_offset(offset, features.rows);
    if (!offset.empty() && plan.family.kind == ModelKind::logistic)
        throw Error(Status::argument,
                    "an offset of a logistic model needs all rows at once, for its null model",
                    {.argument = "offset"});
    if (!offset.empty() && plan.family.of_classes())
        throw Error(Status::argument, "an offset has no meaning for a model of several classes",
                    {.argument = "offset"});
    check_values(features, target, plan.names);
    if (plan.family.kind == ModelKind::linear) {
        check_unweighted(weights, offset);
        return;
    }
    if (plan.family.kind == ModelKind::logistic)
        check_classes(target);
    else if (plan.family.of_classes())
        check_class_codes(target, static_cast<std::int64_t>(plan.family.shape));
    else
        check_amounts(target, plan.family.kind);
}

}  // namespace

LogisticPartial::LogisticPartial(std::unique_ptr<LogisticSums> sums) : sums_(std::move(sums)) {}
LogisticPartial::LogisticPartial(const LogisticPartial& other)
    : sums_(std::make_unique<LogisticSums>(*other.sums_)) {}
LogisticPartial::LogisticPartial(LogisticPartial&&) noexcept = default;
LogisticPartial& LogisticPartial::operator=(LogisticPartial other) noexcept {
    sums_ = std::move(other.sums_);
    return *this;
}
LogisticPartial::~LogisticPartial() = default;

std::int64_t LogisticPartial::rows() const noexcept {
    return sums_->rows;
}

const std::vector<std::string>& LogisticPartial::names() const noexcept {
    return sums_->plan.names;
}

void LogisticPartial::add(const Context& context, const MatrixView& features,
                          std::span<const double> target, std::span<const double> weights,
                          std::span<const double> offset) {
    const std::int64_t rows = features.rows;
    if (rows == 0 && target.empty()) return;
    const PassPlan& plan = sums_->plan;
    check_slice(plan, features, target, weights, offset);
    const PassBlock block(plan, features, target, weights, offset);
    // Blocks begin at multiples of their length whatever the threads, and their sums are exact.
    const std::int64_t blocks = block_count(rows, pass_block_rows);
    const std::int64_t shares =
        std::clamp<std::int64_t>(context.threads, 1, std::min(most_shares, blocks));
    const std::int64_t step = block_count(blocks, shares) * pass_block_rows;
    const std::int64_t k = std::max(plan.width(), plan.parameters());
    const Charge charge(context, (shares + 1) * k * (k + 3) / 2 * bytes_a_sum +
                                     shares * 3 * pass_block_rows * k * 8);
    std::vector<LogisticSums> parts(static_cast<std::size_t>(shares), LogisticSums(plan));
    parallel_blocks(context, rows, step,
                    [&](std::int64_t number, std::int64_t first, std::int64_t last) {
                        for (std::int64_t at = first; at < last; at += pass_block_rows) {
                            context.check_cancelled();
                            block.add(at, std::min(last, at + pass_block_rows),
                                      parts[static_cast<std::size_t>(number)]);
                        }
                    });
    LogisticSums sum = *sums_;
    for (const LogisticSums& part : parts) sum.merge(part);
    *sums_ = std::move(sum);
}

void LogisticPartial::add_rows(const Context& context, const MatrixView& features,
                               std::span<const double> target, const RowExtras& extras) {
    const PassFamily& family = sums_->plan.family;
    check_row_extras(extras, features.rows, is_glm(family.kind) && family.link == Link::log);
    add(context, features, target, extras.weights, offsets_of(extras));
}

void LogisticPartial::merge(const LogisticPartial& other) {
    if (!(other.sums_->plan == sums_->plan))
        throw Error(Status::argument,
                    "partials of different passes cannot be merged: every worker must begin with "
                    "the empty partial of this pass",
                    {.argument = "other"});
    LogisticSums sum = *sums_;
    sum.merge(*other.sums_);
    *sums_ = std::move(sum);
}

}  // namespace tenon
