#include "models/bernoulli.hpp"

#include <algorithm>

#include "base/eight_math.hpp"

namespace tenon::models {

using Eigen::ArrayXd;

namespace {

struct TermsTask {
    const double* y = nullptr;
    const double* eta = nullptr;
    std::int64_t rows = 0;
    double* log_likelihood = nullptr;
    double* residual = nullptr;
    double* curvature = nullptr;

    template <class E>
    TENON_INLINE void run() const {
        std::int64_t at = 0;
        for (; at + 8 <= rows; at += 8)
            eight_rows<E>(y + at, eta + at, log_likelihood + at, residual + at, curvature + at);
        const std::int64_t left = rows - at;
        if (left == 0) return;
        double last_y[8] = {}, last_eta[8] = {}, out[3][8];
        std::copy_n(y + at, left, last_y);
        std::copy_n(eta + at, left, last_eta);
        eight_rows<E>(last_y, last_eta, out[0], out[1], out[2]);
        std::copy_n(out[0], left, log_likelihood + at);
        std::copy_n(out[1], left, residual + at);
        std::copy_n(out[2], left, curvature + at);
    }

    template <class E>
    TENON_INLINE static void eight_rows(const double* y8, const double* eta8, double* l, double* r,
                                        double* c) {
        const E zero = splat8<E>(0), one = splat8<E>(1);
        const E predictor = load8<E>(eta8), side = splat8<E>(2) * load8<E>(y8) - one;
        const E e = exp8(lesser8(predictor, zero - predictor));  // never overflows
        const E rest = one / (one + e);
        const E least = e * rest;  // the smaller of p and 1 - p, with all its digits
        const E margin = side * predictor;
        store8(l, lesser8(margin, zero) - log1p8(e));
        // y - p: in a row on the right side of the boundary it is the small probability.
        store8(r, side * select8(less8(margin, zero), rest, least));
        store8(c, least * rest);
    }
};

}  // namespace

void Bernoulli::evaluate(const Values& target, const Values& eta, Information,
                         RowTerms& out) const {
    run_at_level(TermsTask{target.data(), eta.data(), target.size(), out.log_likelihood.data(),
                           out.residual.data(), out.curvature.data()});
}

ArrayXd Bernoulli::open_side(const Values& target) const {
    return 2 * target - 1;
}

}  // namespace tenon::models
