// The fit of models/logistic.cpp for rows that are elsewhere.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "models/factoring.hpp"
#include "models/likelihood.hpp"
#include "models/ordered_qr.hpp"
#include "tenon/logistic.hpp"

namespace tenon::models {

// A design after the rank decision.
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

// Error(argument).
void check_logistic_options(const LogisticOptions& options);

// The design has no data; targets are known to be 0 and 1, `ones` is the weight of the ones.
// Error(data) if there is one class only.
LinearModel fit_logistic_by_passes(const Context& context, const Design& design, Ranked ranked,
                                   double ones, const RowPasses& passes,
                                   const LogisticOptions& options);

}  // namespace tenon::models
