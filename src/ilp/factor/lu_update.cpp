// BasisFactor::update, after Forrest and Tomlin.
//
// With z'U = e_p' and u_pp the old pivot, z_i u_pp times row i of U, summed over i != p, equals
// minus the off-diagonal part of row p. So the row eta  x_p += sum_i (z_i u_pp) x_i  eliminates row
// p, whose pivot becomes the same combination of the spike; in exact arithmetic it is u_pp times
// the pivot of the simplex step, and their difference measures the rounding in the factors.
#include <cmath>

#include "ilp/factor/basis_factor.hpp"

namespace tenon::ilp {

namespace {

// Relative disagreement of the two pivots beyond which the factors are not trusted.
constexpr double pivot_disagreement = 1e-6;

void remove_entry(SparseLists& lists, std::int32_t key, std::int32_t index) {
    std::int32_t k = lists.begin[key];
    while (lists.index[k] != index) ++k;
    const std::int32_t last = --lists.end[key];
    lists.index[k] = lists.index[last];
    lists.value[k] = lists.value[last];
}

void append_entry(LuFactors& f, std::int32_t row, std::int32_t column, double value) {
    SparseLists& lists = f.upper_transposed;
    if (lists.end[row] == f.upper_transposed_limit[row]) {
        const std::int32_t begin = lists.begin[row], count = lists.end[row] - begin;
        const std::int32_t room = 2 * count + 4;
        const auto moved = static_cast<std::int32_t>(lists.index.size());
        lists.index.resize(lists.index.size() + static_cast<std::size_t>(room));
        lists.value.resize(lists.value.size() + static_cast<std::size_t>(room));
        for (std::int32_t k = 0; k < count; ++k) {
            lists.index[moved + k] = lists.index[begin + k];
            lists.value[moved + k] = lists.value[begin + k];
        }
        lists.begin[row] = moved;
        lists.end[row] = moved + count;
        f.upper_transposed_limit[row] = moved + room;
    }
    const std::int32_t at = lists.end[row]++;
    lists.index[at] = column;
    lists.value[at] = value;
}

}  // namespace

bool BasisFactor::update(std::int32_t p, double pivot) {
    if (!factors_ || unit_position_ != p || !spike_kept_) return false;
    if (factors_.use_count() > 1) factors_ = std::make_shared<LuFactors>(*factors_);
    LuFactors& f = *factors_;
    unit_position_ = -1;
    spike_kept_ = false;
    const double old_pivot = f.pivot[p];

    SparseLists& eta = f.row_eta;
    const auto eta_begin = static_cast<std::int32_t>(eta.index.size());
    for (std::size_t k = 0; k < unit_index_.size(); ++k) {
        const double multiplier = -unit_value_[k] * old_pivot;
        if (unit_index_[k] == p || std::fabs(multiplier) < drop_tolerance) continue;
        eta.index.push_back(unit_index_[k]);
        eta.value.push_back(multiplier);
    }
    const auto eta_end = static_cast<std::int32_t>(eta.index.size());

    for (std::int32_t k = f.upper.begin[p]; k < f.upper.end[p]; ++k)
        remove_entry(f.upper_transposed, f.upper.index[k], p);
    for (std::int32_t k = f.upper_transposed.begin[p]; k < f.upper_transposed.end[p]; ++k)
        remove_entry(f.upper, f.upper_transposed.index[k], p);
    f.live_upper -= f.upper.end[p] - f.upper.begin[p];
    f.live_upper -= f.upper_transposed.end[p] - f.upper_transposed.begin[p];
    f.upper_transposed.end[p] = f.upper_transposed.begin[p];

    // The spike becomes column p; row p of it joins the new pivot.
    const auto moved = static_cast<std::int32_t>(f.upper.index.size());
    double new_pivot = 0;
    f.upper.begin[p] = moved;
    for (std::size_t k = 0; k < spike_index_.size(); ++k) {
        const std::int32_t i = spike_index_[k];
        if (i == p) {
            new_pivot = spike_value_[k];
            continue;
        }
        f.upper.index.push_back(i);
        f.upper.value.push_back(spike_value_[k]);
        append_entry(f, i, p, spike_value_[k]);
    }
    f.upper.end[p] = static_cast<std::int32_t>(f.upper.index.size());
    f.live_upper += f.upper.end[p] - f.upper.begin[p];

    for (std::size_t k = 0; k < spike_index_.size(); ++k)
        scatter_[spike_index_[k]] = spike_value_[k];
    for (std::int32_t k = eta_begin; k < eta_end; ++k)
        new_pivot -= eta.value[k] * scatter_[eta.index[k]];
    for (std::int32_t i : spike_index_) scatter_[i] = 0;
    const double expected = old_pivot * pivot;

    eta.begin.push_back(eta_begin);
    eta.end.push_back(eta_end);
    f.row_eta_pivot.push_back(p);
    f.pivot[p] = new_pivot;
    f.order[f.place[p]] = -1;
    f.place[p] = static_cast<std::int32_t>(f.order.size());
    f.order.push_back(p);
    work_ += eta_end - eta_begin + f.upper.end[p] - f.upper.begin[p];
    return std::isfinite(new_pivot) && new_pivot != 0 &&
           std::fabs(new_pivot - expected) <= pivot_disagreement * std::fabs(new_pivot);
}

}  // namespace tenon::ilp
