// The middle of a sandwich covariance (F. Eicker 1967; P. J. Huber 1967; H. White, Econometrica 48,
// 1980; J. G. MacKinnon and H. White, J. Econometrics 29, 1985; clusters: K.-Y. Liang and S. L.
// Zeger, Biometrika 73, 1986), in coordinates in which the design has orthonormal columns.
//
// With R'R = A'W A + P and u_i = R^-T z_i root(w_i), h_i = |u_i|^2, e_i = root(w_i) r_i:
//
//     M = sum_i m_i u_i u_i',   m_i = e_i^2,  e_i^2 n/(n-k),  e_i^2/(1-h_i),  e_i^2/(1-h_i)^2
//     M = c sum_g s_g s_g',     s_g = sum_(i in g) e_i u_i,   c = G/(G-1) (n-1)/(n-k)
//
// and the covariance of b is R^-1 M R^-T.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/ordered_qr.hpp"
#include "models/reduction.hpp"

namespace tenon::models {

template <class T>
struct Sandwich {
    Grid<T> middle;
    std::int64_t clusters = 0;
    std::int64_t decisive_row = -1;  // the first of leverage 1 under hc2 or hc3: there is no M
};

// `kept`: the design without dropped columns. `freedom`: n - k.
template <class T>
Sandwich<T> sandwich(const Context& context, const Design& kept, const Target& target,
                     const OrderedQr<T>& f, const std::vector<DoubleDouble>& beta, ErrorKind kind,
                     std::span<const std::int64_t> clusters, double freedom);

// The same over rows that come in slices: the sums grow row by row, so that they do not depend on
// where the slices end.
template <class T>
class SandwichSums {
  public:
    // Borrows f and beta. `rows`: of all slices, with a weight above 0.
    SandwichSums(const OrderedQr<T>& f, const std::vector<DoubleDouble>& beta, ErrorKind kind,
                 double rows, double freedom);
    ~SandwichSums();
    // `clusters`: one a row of the slice, of errors by cluster.
    void add(const Context& context, const Design& kept, const Target& target,
             std::span<const std::int64_t> clusters);
    // Error(data): fewer than two clusters.
    Sandwich<T> finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tenon::models
