// A design after the rank decision.
#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/eigen.hpp"
#include "models/factoring.hpp"
#include "models/ordered_qr.hpp"

namespace tenon::models {

struct Ranked {
    std::vector<std::int64_t> kept;
    std::vector<Dropped> dropped;
    Grid<double> r;               // upper triangle
    std::vector<double> spreads;  // of the kept columns
    double condition = 1;
};

// `spreads` of all design columns.
template <class T>
Ranked make_ranked(const Context& context, OrderedQr<T>&& f, const std::vector<double>& spreads,
                   bool intercept) {
    Ranked ranked{std::move(f.kept), std::move(f.dropped), {}, {}, 1};
    if constexpr (std::is_same_v<T, double>) {
        ranked.r = std::move(f.r);
    } else {
        ranked.r = Grid<double>(f.r.rows, f.r.columns);
        std::transform(f.r.values.begin(), f.r.values.end(), ranked.r.values.begin(),
                       [](const T& x) { return static_cast<double>(x); });
    }
    for (const std::int64_t c : ranked.kept)
        ranked.spreads.push_back(spreads[static_cast<std::size_t>(c)]);
    ranked.condition =
        f.condition > 0 ? f.condition : condition_number(context, matrix_of(ranked.r), intercept);
    return ranked;
}

}  // namespace tenon::models
