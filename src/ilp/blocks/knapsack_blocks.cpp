#include "ilp/blocks/knapsack_blocks.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "ilp/presolve/sparse_rows.hpp"

namespace tenon::ilp {

namespace {

constexpr std::size_t fewest_alike = 3;  // blocks a group, on average
// Entries of a knapsack's table: a byte each, and about a nanosecond a pattern.
constexpr std::int64_t largest_table = 20'000'000;
constexpr double largest_bound = 1e6;  // of a column
// Weights are multiples of 1, 1/10, ... up to this relative difference, which the capacity bears.
constexpr double rounding = 1e-9;
constexpr double most_drift = 1e-3;  // of a step, by all differences together

// Rows as knapsacks: coefficients, sign turned so that the row is `<= side`.
struct RowForm {
    double side = 0;
    std::vector<double> values;  // ascending
    bool operator<(const RowForm& other) const {
        return std::tie(side, values) < std::tie(other.side, other.values);
    }
};

bool one_sided(const LinearProgram& lp, std::int32_t row) {
    return std::isfinite(lp.row_lower[row]) != std::isfinite(lp.row_upper[row]);
}

// +1 for a row `<=`, -1 for a row `>=`.
double sense(const LinearProgram& lp, std::int32_t row) {
    return std::isfinite(lp.row_upper[row]) ? 1 : -1;
}

// Coefficients of one size pack or cover: their relaxation is whole already.
bool all_of_one_size(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(),
                       [&](double value) { return std::fabs(value) == std::fabs(values.front()); });
}

class Finder {
  public:
    explicit Finder(const MixedProgram& program)
        : lp_(program.lp),
          rows_(rows_of(lp_.matrix, lp_.rows)),
          block_(static_cast<std::size_t>(lp_.columns), -1),
          block_row_(static_cast<std::size_t>(lp_.rows), 0) {}

    std::optional<KnapsackBlocks> find() {
        choose_rows();
        if (chosen_.size() < fewest_alike ||
            std::find(block_.begin(), block_.end(), -1) != block_.end())
            return std::nullopt;
        if (!number_links()) return std::nullopt;
        for (const std::int32_t row : chosen_)
            if (!add_block(row)) return std::nullopt;
        if (out_.groups.size() * fewest_alike > chosen_.size()) return std::nullopt;
        return std::move(out_);
    }

  private:
    // Classes of equal form, the one with most entries first; a class is taken as a whole.
    void choose_rows() {
        std::map<RowForm, std::vector<std::int32_t>> classes;
        for (std::int32_t i = 0; i < lp_.rows; ++i) {
            if (!one_sided(lp_, i) || rows_.size(i) < 2) continue;
            const double sign = sense(lp_, i);
            RowForm form;
            form.side = sign > 0 ? lp_.row_upper[i] : -lp_.row_lower[i];
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k)
                form.values.push_back(sign * rows_.value[k]);
            if (all_of_one_size(form.values)) continue;
            std::sort(form.values.begin(), form.values.end());
            classes[std::move(form)].push_back(i);
        }
        std::vector<std::pair<std::size_t, const std::vector<std::int32_t>*>> order;
        for (const auto& [form, members] : classes)
            order.emplace_back(form.values.size() * members.size(), &members);
        std::stable_sort(order.begin(), order.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        for (const auto& [entries, members] : order) {
            if (members->size() >= fewest_alike) take(*members);
        }
    }

    void take(const std::vector<std::int32_t>& members) {
        std::vector<std::int32_t> taken;
        for (const std::int32_t i : members)
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k) {
                std::int32_t& block = block_[rows_.index[k]];
                if (block >= 0) {
                    for (const std::int32_t j : taken) block_[j] = -1;
                    return;
                }
                block = i;
                taken.push_back(rows_.index[k]);
            }
        for (const std::int32_t i : members) block_row_[i] = 1;
        chosen_.insert(chosen_.end(), members.begin(), members.end());
    }

    // False: a row with two sides, which one price does not serve.
    bool number_links() {
        link_.assign(static_cast<std::size_t>(lp_.rows), -1);
        for (std::int32_t i = 0; i < lp_.rows; ++i) {
            if (block_row_[i]) continue;
            if (!one_sided(lp_, i) && lp_.row_lower[i] != lp_.row_upper[i]) return false;
            link_[i] = static_cast<std::int32_t>(out_.rows.size());
            out_.rows.push_back(i);
        }
        return true;
    }

    BlockItem item_of(std::int32_t j) const {
        BlockItem item;
        item.cost = lp_.cost[j];
        item.lower = static_cast<std::int32_t>(std::ceil(lp_.lower[j] - 1e-6));
        item.upper = static_cast<std::int32_t>(std::floor(lp_.upper[j] + 1e-6));
        for (std::int64_t k = lp_.matrix.start[j]; k < lp_.matrix.start[j + 1]; ++k)
            if (const std::int32_t i = lp_.matrix.index[k]; !block_row_[i])
                item.links.push_back({link_[i], lp_.matrix.value[k]});
        return item;
    }

    bool add_block(std::int32_t row) {
        struct Place {
            BlockItem item;
            std::int32_t column;
            auto key() const { return std::tie(item.weight, item.lower, item.upper, item.cost); }
            bool operator<(const Place& other) const {
                if (key() != other.key()) return key() < other.key();
                return std::lexicographical_compare(
                    item.links.begin(), item.links.end(), other.item.links.begin(),
                    other.item.links.end(), [](const BlockLink& a, const BlockLink& b) {
                        return std::tie(a.row, a.value) < std::tie(b.row, b.value);
                    });
            }
        };
        std::vector<Place> places;
        std::vector<double> weights;
        const double sign = sense(lp_, row);
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            places.push_back({item_of(rows_.index[k]), rows_.index[k]});
            weights.push_back(sign * rows_.value[k]);
        }
        const double side = sign > 0 ? lp_.row_upper[row] : -lp_.row_lower[row];
        const std::optional<double> scale = whole_scale(weights, places);
        if (!scale) return false;
        std::int64_t divisor = 0;
        for (std::size_t k = 0; k < places.size(); ++k) {
            places[k].item.weight = std::llround(weights[k] * *scale);
            divisor = std::gcd(divisor, places[k].item.weight);
        }
        if (divisor == 0 || !(std::fabs(side * *scale) < 1e15)) return false;
        for (Place& place : places) place.item.weight /= divisor;
        // The judge lets a row be broken by a little, so the capacity is no smaller than that.
        const double slack = most_drift + 1e-6 * *scale * std::max(1.0, std::fabs(side));
        if (slack > 0.5) return false;
        BlockGroup group;
        group.capacity = static_cast<std::int64_t>(
            std::floor((side * *scale + slack) / static_cast<double>(divisor)));
        std::int64_t room = group.capacity;  // with every place where it weighs least
        double reach = 0;
        for (const Place& place : places)
            reach +=
                std::fabs(static_cast<double>(place.item.weight)) *
                std::max(std::fabs(double(place.item.lower)), std::fabs(double(place.item.upper)));
        if (!(reach < 1e15)) return false;
        std::int64_t pieces = 1;
        for (const Place& place : places) {
            const BlockItem& item = place.item;
            room -= item.weight * (item.weight > 0 ? item.lower : item.upper);
            pieces += std::bit_width(static_cast<std::uint32_t>(item.upper - item.lower));
        }
        if (room < 0 || room >= largest_table / pieces) return false;
        std::sort(places.begin(), places.end());
        std::vector<std::int32_t> columns;
        for (Place& place : places) {
            group.items.push_back(std::move(place.item));
            columns.push_back(place.column);
        }
        for (BlockGroup& known : out_.groups)
            if (known.capacity == group.capacity && known.items == group.items) {
                known.columns.push_back(std::move(columns));
                return true;
            }
        if (out_.groups.size() * fewest_alike >= chosen_.size()) return false;
        group.columns.push_back(std::move(columns));
        out_.groups.push_back(std::move(group));
        return true;
    }

    // A power of ten that makes all weights whole.
    template <typename Places>
    std::optional<double> whole_scale(std::span<const double> weights, const Places& places) const {
        for (const double scale : {1.0, 10.0, 100.0, 1000.0}) {
            double drift = 0;
            bool whole = true;
            for (std::size_t k = 0; k < weights.size() && whole; ++k) {
                const double scaled = weights[k] * scale;
                const double off = std::fabs(scaled - std::round(scaled));
                whole =
                    off <= rounding * std::max(1.0, std::fabs(scaled)) && std::fabs(scaled) < 1e12;
                const BlockItem& item = places[k].item;
                drift += off * std::max(std::abs(item.lower), std::abs(item.upper));
            }
            if (whole && drift < most_drift) return scale;
        }
        return std::nullopt;
    }

    const LinearProgram& lp_;
    SparseRows rows_;
    std::vector<std::int32_t> block_;      // of a column: the knapsack row
    std::vector<std::uint8_t> block_row_;  // of a row
    std::vector<std::int32_t> chosen_, link_;
    KnapsackBlocks out_;
};

}  // namespace

std::int32_t KnapsackBlocks::blocks() const {
    std::int32_t count = 0;
    for (const BlockGroup& group : groups) count += group.blocks();
    return count;
}

std::optional<KnapsackBlocks> find_knapsack_blocks(const MixedProgram& program) {
    const LinearProgram& lp = program.lp;
    for (std::int32_t j = 0; j < lp.columns; ++j)
        if (!program.integer[j] || !(std::fabs(lp.lower[j]) <= largest_bound) ||
            !(std::fabs(lp.upper[j]) <= largest_bound))
            return std::nullopt;
    return Finder(program).find();
}

}  // namespace tenon::ilp
