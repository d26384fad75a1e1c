#include "models/logistic_sums.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "models/residual_tasks.hpp"

namespace tenon::models {

namespace {

bool before(const double* a, const double* b, std::int64_t width) {
    return std::lexicographical_compare(a, a + width, b, b + width);
}

}  // namespace

void NearRows::take(std::vector<double> rows) {
    if (rows.empty()) return;
    for (double& x : rows) x += 0.0;  // one zero
    const std::size_t w = static_cast<std::size_t>(width), count = rows.size() / w;
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return before(rows.data() + a * w, rows.data() + b * w, width);
    });
    NearRows sorted{width, {}, {}};
    for (const std::size_t at : order) {
        const double* row = rows.data() + at * w;
        if (!sorted.times.empty() && std::equal(row, row + w, &*(sorted.values.end() - width))) {
            ++sorted.times.back();
            continue;
        }
        sorted.values.insert(sorted.values.end(), row, row + w);
        sorted.times.push_back(1);
    }
    merge(sorted);
}

void NearRows::merge(const NearRows& other) {
    if (other.times.empty()) return;
    NearRows both{width, {}, {}};
    both.values.reserve(values.size() + other.values.size());
    both.times.reserve(times.size() + other.times.size());
    std::int64_t i = 0, k = 0;
    while (i < count() || k < other.count()) {
        const double* a = values.data() + i * width;
        const double* b = other.values.data() + k * width;
        const bool mine = k == other.count() || (i < count() && !before(b, a, width));
        const bool theirs = i == count() || (k < other.count() && !before(a, b, width));
        const double* row = mine ? a : b;
        both.values.insert(both.values.end(), row, row + width);
        both.times.push_back((mine ? times[static_cast<std::size_t>(i)] : 0) +
                             (theirs ? other.times[static_cast<std::size_t>(k)] : 0));
        i += mine;
        k += theirs;
    }
    *this = std::move(both);
}

std::int64_t PassPlan::parameters() const {
    const auto classes = static_cast<std::int64_t>(family.shape);
    if (family.kind == ModelKind::multinomial) return width() * (classes - 1);
    if (family.kind == ModelKind::ordinal) return width() + classes - 2;
    return width();
}

std::int64_t PassPlan::measures() const {
    if (task == PassTask::classes) return static_cast<std::int64_t>(family.shape);
    if (of_residuals()) return residual_measures(*this);
    if (task == PassTask::penalised) return 1;
    const std::int64_t k = width();
    if (task == PassTask::jeffreys) return k;
    if (task == PassTask::bent_jeffreys) return k + k * (k + 1) / 2 * (k + 1);
    return task == PassTask::measures ? static_cast<std::int64_t>(PassMeasure::count) : 0;
}

LogisticSums::LogisticSums(PassPlan the_plan) : plan(std::move(the_plan)) {
    measures.resize(static_cast<std::size_t>(plan.measures()));
    if (plan.task == PassTask::ranks) cells.resize(plan.marks.size() + 1);
    if (plan.task == PassTask::near) near.width = plan.width() + 1;
    if (!plan.has_hessian()) return;
    const auto k = static_cast<std::size_t>(plan.parameters());
    gradient.resize(k);
    hessian.resize(k * (k + 1) / 2);
}

void LogisticSums::merge(const LogisticSums& other) {
    rows += other.rows;
    within += other.within;
    overflowed |= other.overflowed;
    least = std::min(least, other.least);
    most = std::max(most, other.most);
    log_likelihood.add(other.log_likelihood);
    for (std::size_t k = 0; k < gradient.size(); ++k) gradient[k].add(other.gradient[k]);
    for (std::size_t k = 0; k < hessian.size(); ++k) hessian[k].add(other.hessian[k]);
    for (std::size_t k = 0; k < measures.size(); ++k) measures[k].add(other.measures[k]);
    for (std::size_t k = 0; k < cells.size(); ++k) cells[k] += other.cells[k];
    near.merge(other.near);
}

void LogisticSums::add(double value, const Eigen::VectorXd& block_gradient,
                       const Eigen::MatrixXd& block_hessian) {
    if (!std::isfinite(value) || !block_gradient.allFinite() || !block_hessian.allFinite()) {
        overflowed = true;
        return;
    }
    log_likelihood.add(value);
    std::size_t place = 0;
    for (Eigen::Index b = 0; b < block_gradient.size(); ++b) {
        gradient[static_cast<std::size_t>(b)].add(block_gradient(b));
        for (Eigen::Index a = b; a < block_gradient.size(); ++a)
            hessian[place++].add(block_hessian(a, b));
    }
}

}  // namespace tenon::models
