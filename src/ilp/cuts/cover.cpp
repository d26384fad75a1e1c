// Lifted cover cuts. In a knapsack  sum a_j x_j <= b  over binaries with a_j > 0 (complemented
// where needed, other columns moved to their least contribution), columns C with sum a_j > b cannot
// all be one:
//
//   sum_C x_j <= |C| - 1.
//
// The remaining columns are lifted in one by one, each with the largest coefficient that stays
// valid. With w(v) the least weight of value v among the columns so far,
//
//   alpha_k = |C| - 1 - max{ v : w(v) <= b - a_k }.
//
// E. Balas, Mathematical Programming 8, 1975; E. Zemel, Mathematics of Operations Research 14,
// 1989.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/cuts/separation.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

constexpr double least_efficacy = 1e-4;
// Larger covers make the table of weights long and the cut weak.
constexpr std::size_t largest_cover = 200;

struct Item {
    std::int32_t column;
    double weight;  // > 0
    double value;   // of the (complemented) binary at the LP point
    bool complemented;
};

// One side of a row, sign * row <= sign * side, as a knapsack; false if it is none.
bool read_knapsack(const Separation& at, std::int32_t row, double sign, double side,
                   std::vector<Item>& items, double& capacity) {
    items.clear();
    capacity = sign * side;
    const std::span<const std::int32_t> index = at.row_index(row);
    const std::span<const double> value = at.row_value(row);
    for (std::size_t k = 0; k < index.size(); ++k) {
        const std::int32_t j = index[k];
        const double a = sign * value[k];
        const double low = at.lower(j), high = at.upper(j);
        if (at.program.integer[j] && low == 0 && high == 1) {
            const bool complemented = a < 0;
            if (complemented) capacity -= a;
            items.push_back(
                {j, std::fabs(a), complemented ? 1 - at.point[j] : at.point[j], complemented});
            continue;
        }
        const double least = a > 0 ? low : high;
        if (std::isinf(least)) return false;
        capacity -= a * least;
    }
    return items.size() >= 2 && capacity >= 0;
}

// Greedy by (1 - x) / a: the cover whose sum of x comes nearest to its size; then made minimal.
bool find_cover(std::vector<Item>& items, double capacity, std::size_t& size) {
    std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return (1 - a.value) * b.weight < (1 - b.value) * a.weight;
    });
    const double room = scaled(feasibility_tolerance, capacity);
    double weight = 0;
    size = 0;
    while (size < items.size() && weight <= capacity + room) weight += items[size++].weight;
    if (weight <= capacity + room || size > largest_cover) return false;
    // Drops what the cover does not need, smallest value first.
    for (std::size_t k = size; k-- > 0;) {
        if (weight - items[k].weight <= capacity + room) continue;
        weight -= items[k].weight;
        std::rotate(items.begin() + static_cast<std::ptrdiff_t>(k),
                    items.begin() + static_cast<std::ptrdiff_t>(k) + 1,
                    items.begin() + static_cast<std::ptrdiff_t>(size));
        --size;
    }
    return size >= 1;
}

void lift(const std::vector<Item>& items, double capacity, std::size_t size,
          std::vector<double>& coefficient) {
    coefficient.assign(items.size(), 0);
    const std::size_t most = size - 1;
    const double room = scaled(feasibility_tolerance, capacity);
    std::vector<double> sorted;
    for (std::size_t k = 0; k < size; ++k) {
        coefficient[k] = 1;
        sorted.push_back(items[k].weight);
    }
    std::sort(sorted.begin(), sorted.end());
    // least[v]: smallest weight with value v.
    std::vector<double> least(most + 1, 0);
    for (std::size_t v = 1; v <= most; ++v) least[v] = least[v - 1] + sorted[v - 1];
    std::vector<std::size_t> order;
    for (std::size_t k = size; k < items.size(); ++k) order.push_back(k);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return items[a].value * items[a].weight > items[b].value * items[b].weight;
    });
    for (const std::size_t k : order) {
        const double left = capacity - items[k].weight;
        if (left < -room) {
            coefficient[k] = static_cast<double>(most) + 1;  // never one; a valid coefficient
            continue;
        }
        const auto over = std::upper_bound(least.begin(), least.end(), left + room);
        const auto value = static_cast<std::size_t>(over - least.begin()) - 1;
        const std::size_t alpha = most - value;
        if (alpha == 0) continue;
        coefficient[k] = static_cast<double>(alpha);
        for (std::size_t v = most; v >= alpha; --v) {
            least[v] = std::min(least[v], least[v - alpha] + items[k].weight);
            if (v == alpha) break;
        }
        for (std::size_t v = most; v-- > 0;) least[v] = std::min(least[v], least[v + 1]);
    }
}

void separate_row(const Separation& at, std::int32_t row, double sign, double side,
                  std::vector<Item>& items, std::vector<double>& coefficient,
                  std::vector<Cut>& out) {
    double capacity = 0;
    std::size_t size = 0;
    if (!read_knapsack(at, row, sign, side, items, capacity)) return;
    if (!find_cover(items, capacity, size)) return;
    lift(items, capacity, size, coefficient);
    Cut cut;
    cut.family = "cover";
    cut.right = static_cast<double>(size) - 1;
    std::vector<std::pair<std::int32_t, double>> entries;
    for (std::size_t k = 0; k < items.size(); ++k) {
        if (coefficient[k] == 0) continue;
        const double c = items[k].complemented ? -coefficient[k] : coefficient[k];
        if (items[k].complemented) cut.right -= coefficient[k];
        entries.emplace_back(items[k].column, c);
    }
    std::sort(entries.begin(), entries.end());
    for (const auto& [column, c] : entries) {
        cut.index.push_back(column);
        cut.value.push_back(c);
    }
    cut.efficacy = (cut.activity(at.point) - cut.right) / cut.norm();
    if (cut.efficacy >= least_efficacy) out.push_back(std::move(cut));
}

}  // namespace

void separate_covers(const Separation& at, std::vector<Cut>& out) {
    std::vector<Item> items;
    std::vector<double> coefficient;
    for (std::int32_t i = 0; i < at.relaxation.model_rows(); ++i) {
        if (at.control.stopped()) return;
        at.control.add_work(static_cast<std::int64_t>(at.row_index(i).size()));
        if (!std::isinf(at.lp.row_upper[i]))
            separate_row(at, i, 1, at.lp.row_upper[i], items, coefficient, out);
        if (!std::isinf(at.lp.row_lower[i]))
            separate_row(at, i, -1, at.lp.row_lower[i], items, coefficient, out);
    }
}

}  // namespace tenon::ilp
