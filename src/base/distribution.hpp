// Tail probabilities and quantiles of the normal, Student t and F distributions.
//
// Every tail is computed as itself, never as one minus the other, so that p-values of 1e-30 and
// 1e-300 have right digits: relative error below 1e-13, for tails down to 1e-300 and degrees of
// freedom from 0.5 to 1e9 or infinity. NaN in gives NaN out.
#pragma once

namespace tenon {

double normal_upper_tail(double z) noexcept;         // P(Z > z)
double normal_upper_quantile(double tail) noexcept;  // z with P(Z > z) = tail, 0 < tail < 1

double student_two_sided(double t, double degrees) noexcept;          // P(|T| > |t|)
double student_upper_tail(double t, double degrees) noexcept;         // P(T > t)
double student_upper_quantile(double tail, double degrees) noexcept;  // t with P(T > t) = tail

double f_upper_tail(double f, double degrees1, double degrees2) noexcept;  // P(F > f)

}  // namespace tenon
