#include "tenon/class_model.hpp"

#include <algorithm>
#include <cmath>

namespace tenon {

std::int64_t ClassModel::features() const noexcept {
    if (coefficients.empty()) return 0;
    const auto count = static_cast<std::int64_t>(coefficients.front().size());
    return summary.kind == ModelKind::multinomial ? count - 1 : count;
}

void ClassModel::probabilities(const double* record, double* out) const noexcept {
    const std::int64_t count = features();
    const bool ordinal = summary.kind == ModelKind::ordinal;
    const std::int64_t intercepts = ordinal ? 0 : 1;
    for (std::size_t k = 0; k < coefficients.size(); ++k) {
        const auto& list = coefficients[k];
        double eta = ordinal ? 0 : list[0].estimate;
        for (std::int64_t j = 0; j < count; ++j)
            eta += list[static_cast<std::size_t>(j + intercepts)].estimate * record[j];
        out[ordinal ? 0 : k + 1] = eta;
    }
    to_probabilities(out);
}

void ClassModel::to_probabilities(double* sums) const noexcept {
    double* const out = sums;
    if (summary.kind == ModelKind::ordinal) {
        const double eta = sums[0];
        // F(u) - F(v) = F(u) F(-v) (1 - exp(v - u)): nothing cancels in narrow classes.
        double below = 0;  // F(-v), v the cut under the class; 1 under the lowest
        double v = 0;
        for (std::int64_t k = 0; k < classes; ++k) {
            const bool last = k + 1 == classes;
            const double u = last ? 0 : cuts[static_cast<std::size_t>(k)].estimate - eta;
            const double share = last ? 1 : logistic_function(u);
            const double width = k == 0 || last ? 1 : -std::expm1(v - u);
            out[k] = share * (k == 0 ? 1 : below) * width;
            v = u;
            below = logistic_function(-u);
        }
        return;
    }
    sums[0] = 0;
    double most = 0;
    for (std::int64_t k = 1; k < classes; ++k) most = std::max(most, sums[k]);
    double sum = 0;
    for (std::int64_t k = 0; k < classes; ++k) sum += out[k] = std::exp(sums[k] - most);
    for (std::int64_t k = 0; k < classes; ++k) out[k] /= sum;
}

}  // namespace tenon
