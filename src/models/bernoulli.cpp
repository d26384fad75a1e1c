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
};

TENON_INLINE void terms_of_eight(const TermsTask& t, std::int64_t at) {
    const Eight zero = splat8(0), one = splat8(1);
    const Eight eta = load8(t.eta + at), side = splat8(2) * load8(t.y + at) - one;
    const Eight e = exp8(lesser8(eta, zero - eta));  // never overflows
    const Eight rest = one / (one + e);
    const Eight least = e * rest;  // the smaller of p and 1 - p, with all its digits
    const Eight margin = side * eta;
    store8(t.log_likelihood + at, lesser8(margin, zero) - log1p8(e));
    // y - p: in a row on the right side of the boundary it is the small probability.
    store8(t.residual + at, side * select8(less8(margin, zero), rest, least));
    store8(t.curvature + at, least * rest);
}

TENON_INLINE void terms_body(const TermsTask& t) {
    std::int64_t at = 0;
    for (; at + 8 <= t.rows; at += 8) terms_of_eight(t, at);
    const std::int64_t left = t.rows - at;
    if (left == 0) return;
    double y[8] = {}, eta[8] = {}, out[3][8];
    std::copy_n(t.y + at, left, y);
    std::copy_n(t.eta + at, left, eta);
    terms_of_eight({y, eta, left, out[0], out[1], out[2]}, 0);
    std::copy_n(out[0], left, t.log_likelihood + at);
    std::copy_n(out[1], left, t.residual + at);
    std::copy_n(out[2], left, t.curvature + at);
}

#if TENON_VECTOR_LEVELS
TENON_TARGET_AVX2 void terms_avx2(const TermsTask& t) {
    terms_body(t);
}
TENON_TARGET_AVX512 void terms_avx512(const TermsTask& t) {
    terms_body(t);
}
#endif

void find_terms(const TermsTask& t) {
#if TENON_VECTOR_LEVELS
    const VectorLevel level = vector_level();
    if (level == VectorLevel::avx512) return terms_avx512(t);
    if (level == VectorLevel::avx2) return terms_avx2(t);
#endif
    terms_body(t);
}

}  // namespace

void Bernoulli::evaluate(const Values& target, const Values& eta, Information,
                         RowTerms& out) const {
    find_terms({target.data(), eta.data(), target.size(), out.log_likelihood.data(),
                out.residual.data(), out.curvature.data()});
}

ArrayXd Bernoulli::open_side(const Values& target) const {
    return 2 * target - 1;
}

}  // namespace tenon::models
