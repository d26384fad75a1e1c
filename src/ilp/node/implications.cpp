#include "ilp/node/implications.hpp"

#include <utility>

namespace tenon::ilp {

namespace {

std::size_t key_of(const BoundLiteral& bound) {
    return 2 * static_cast<std::size_t>(bound.column) + (bound.upper ? 1 : 0);
}

}  // namespace

Implications::Implications(std::int32_t columns, std::vector<Implication> all)
    : all_(std::move(all)),
      start_(2 * static_cast<std::size_t>(columns) + 1, 0),
      numbers_(all_.size()) {
    for (const Implication& one : all_) ++start_[key_of(one.premise) + 1];
    for (std::size_t k = 1; k < start_.size(); ++k) start_[k] += start_[k - 1];
    std::vector<std::int32_t> next(start_.begin(), start_.end() - 1);
    for (std::size_t k = 0; k < all_.size(); ++k)
        numbers_[next[key_of(all_[k].premise)]++] = static_cast<std::int32_t>(k);
}

}  // namespace tenon::ilp
