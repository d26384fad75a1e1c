#include "ilp/linear/sound_numbers.hpp"

#include <algorithm>
#include <numeric>

namespace tenon::ilp {

Entries sound_entries(const char* kind, std::int32_t which, const char* other,
                      std::int32_t other_count, std::span<const std::int32_t> index,
                      std::span<const double> value) {
    if (index.size() != value.size())
        refuse_at(kind, which,
                  std::to_string(index.size()) + " places but " + std::to_string(value.size()) +
                      " coefficients");
    std::vector<std::size_t> order(index.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return index[a] < index[b]; });
    Entries entries;
    entries.index.reserve(order.size());
    entries.value.reserve(order.size());
    for (const std::size_t k : order) {
        check_place(other, index[k], other_count);
        if (!entries.index.empty() && entries.index.back() == index[k]) {
            entries.value.back() += value[k];
        } else {
            entries.index.push_back(index[k]);
            entries.value.push_back(value[k]);
        }
        check_finite(kind, which, "a coefficient", entries.value.back());
    }
    return entries;
}

}  // namespace tenon::ilp
