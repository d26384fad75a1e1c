// A design after the rank decision.
#pragma once

#include <cstdint>
#include <vector>

#include "base/eigen.hpp"
#include "models/factoring.hpp"
#include "models/ordered_qr.hpp"

namespace tenon::models {

struct Ranked {
    std::vector<std::int64_t> kept;
    std::vector<Dropped> dropped;
    Eigen::MatrixXd r;
    std::vector<double> spreads;  // of the kept columns
    double condition = 1;
};

// `spreads` of all design columns.
template <class T>
Ranked make_ranked(const OrderedQr<T>& f, const std::vector<double>& spreads, bool intercept) {
    Ranked ranked{f.kept, f.dropped, as_doubles(f.r), {}, 1};
    for (const std::int64_t c : f.kept)
        ranked.spreads.push_back(spreads[static_cast<std::size_t>(c)]);
    ranked.condition = f.condition > 0 ? f.condition : condition_number(ranked.r, intercept);
    return ranked;
}

}  // namespace tenon::models
