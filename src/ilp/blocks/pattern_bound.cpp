#include "ilp/blocks/pattern_bound.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/sum.hpp"

namespace tenon::ilp {

namespace {

// Prices stay within so many times the largest cost or first price: without bounds the first
// masters would have none.
constexpr double price_reach = 4;
// Of the terms of a bound: what rounding may have added to it.
constexpr double rounding = 1e-11;
// A pattern is news to the master if it costs less than it is worth there by this much.
constexpr double least_news = 1e-9;
// Below this difference of bound and master there is nothing to gain.
constexpr double least_gain = 1e-7;
// How far towards the best prices patterns are asked for.
constexpr double smoothing = 0.5;

}  // namespace

Pattern make_pattern(const KnapsackBlocks& blocks, std::int32_t group,
                     std::vector<std::int32_t> amount) {
    Pattern out{group, std::move(amount), 0, {}};
    const BlockGroup& of = blocks.groups[group];
    for (std::size_t r = 0; r < of.items.size(); ++r) {
        if (out.amount[r] == 0) continue;
        out.cost += of.items[r].cost * out.amount[r];
        for (const BlockLink& link : of.items[r].links)
            out.links.push_back({link.row, link.value * out.amount[r]});
    }
    std::sort(out.links.begin(), out.links.end(),
              [](const BlockLink& a, const BlockLink& b) { return a.row < b.row; });
    std::size_t kept = 0;
    for (std::size_t k = 0; k < out.links.size(); ++k)
        if (kept > 0 && out.links[kept - 1].row == out.links[k].row)
            out.links[kept - 1].value += out.links[k].value;
        else
            out.links[kept++] = out.links[k];
    out.links.resize(kept);
    return out;
}

std::vector<Pattern> patterns_of(const KnapsackBlocks& blocks, std::span<const double> point) {
    std::vector<Pattern> out;
    for (std::size_t g = 0; g < blocks.groups.size(); ++g)
        for (const std::vector<std::int32_t>& columns : blocks.groups[g].columns) {
            std::vector<std::int32_t> amount;
            for (const std::int32_t j : columns)
                amount.push_back(static_cast<std::int32_t>(std::lround(point[j])));
            out.push_back(make_pattern(blocks, static_cast<std::int32_t>(g), std::move(amount)));
        }
    return out;
}

PatternBound::PatternBound(const MixedProgram& program, const KnapsackBlocks& blocks,
                           std::vector<double> prices, Control& control)
    : program_(program), blocks_(blocks), control_(control), best_(std::move(prices)) {
    const LinearProgram& lp = program.lp;
    double largest = 1;
    for (const double price : best_) largest = std::max(largest, std::fabs(price));
    for (const BlockGroup& group : blocks.groups) {
        knapsacks_.emplace_back(group, table_);
        for (const BlockItem& item : group.items) largest = std::max(largest, std::fabs(item.cost));
    }
    clip(best_);
    // The dual of the master: prices of linking rows and worths of groups, a row a pattern.
    const double reach = price_reach * largest;
    LinearProgram dual;
    for (const std::int32_t row : blocks.rows) {
        const bool below = std::isfinite(lp.row_lower[row]);
        const bool above = std::isfinite(lp.row_upper[row]);
        dual.cost.push_back(-(below ? lp.row_lower[row] : above ? lp.row_upper[row] : 0));
        dual.lower.push_back(above ? -reach : 0);
        dual.upper.push_back(below ? reach : 0);
    }
    for (const BlockGroup& group : blocks.groups) {
        dual.cost.push_back(-group.blocks());
        dual.lower.push_back(-infinity);
        dual.upper.push_back(infinity);
    }
    dual.columns = static_cast<std::int32_t>(dual.cost.size());
    dual.matrix.start.assign(dual.cost.size() + 1, 0);
    lp_ = std::make_unique<Simplex>(std::move(dual));
    last_ = best_;
    worth_.assign(blocks.groups.size(), infinity);
    bool cuts = false;
    price(best_, cuts);
}

PatternBound::~PatternBound() = default;

void PatternBound::clip(std::vector<double>& prices) const {
    for (std::size_t i = 0; i < prices.size(); ++i) {
        const std::int32_t row = blocks_.rows[i];
        if (!std::isfinite(prices[i])) prices[i] = 0;
        if (!std::isfinite(program_.lp.row_lower[row])) prices[i] = std::min(prices[i], 0.0);
        if (!std::isfinite(program_.lp.row_upper[row])) prices[i] = std::max(prices[i], 0.0);
    }
}

double PatternBound::side_term(std::int32_t row, double price) const {
    if (price == 0) return 0;
    return price * (price > 0 ? program_.lp.row_lower[row] : program_.lp.row_upper[row]);
}

// L at these prices; each group's pattern goes to the master. `cuts`: some of them was news to it.
double PatternBound::price(std::span<const double> at, bool& cuts) {
    Sum sum;
    double terms = 0;
    const auto add_term = [&](double term) {
        sum.add(term);
        terms += std::fabs(term);
    };
    add_term(program_.lp.offset);
    for (std::size_t i = 0; i < at.size(); ++i) add_term(side_term(blocks_.rows[i], at[i]));
    std::vector<double> cost;
    std::vector<std::int32_t> amount;
    cuts = false;
    for (std::size_t g = 0; g < blocks_.groups.size(); ++g) {
        const BlockGroup& group = blocks_.groups[g];
        cost.clear();
        double reach = 0;
        for (const BlockItem& item : group.items) {
            double reduced = item.cost;
            for (const BlockLink& link : item.links) reduced -= link.value * at[link.row];
            cost.push_back(reduced);
            reach += std::fabs(reduced) * std::max(std::abs(item.lower), std::abs(item.upper));
        }
        const std::int64_t before = knapsacks_[g].work();
        const double least = knapsacks_[g].cheapest(cost, {}, amount);
        control_.add_work(knapsacks_[g].work() - before);
        if (!std::isfinite(least)) return -infinity;
        sum.add(group.blocks() * least);
        terms += group.blocks() * reach;
        Pattern pattern = make_pattern(blocks_, static_cast<std::int32_t>(g), amount);
        double there = pattern.cost - worth_[g];
        for (const BlockLink& link : pattern.links) there -= link.value * last_[link.row];
        if (there < -least_news * std::max(1.0, std::fabs(pattern.cost))) {
            cuts = true;
            add(pattern);
        }
    }
    const double value = sum.value() - rounding * terms;
    if (value > bound_) {
        bound_ = value;
        best_.assign(at.begin(), at.end());
    }
    return value;
}

void PatternBound::add(const Pattern& pattern) {
    for (const Pattern& known : patterns_)
        if (known.group == pattern.group && known.amount == pattern.amount) return;
    std::vector<std::int32_t> index;
    std::vector<double> value;
    for (const BlockLink& link : pattern.links) {
        if (link.value == 0) continue;
        index.push_back(link.row);
        value.push_back(link.value);
    }
    index.push_back(static_cast<std::int32_t>(blocks_.rows.size()) + pattern.group);
    value.push_back(1);
    const double lower = -infinity;
    const std::int64_t start[] = {0, static_cast<std::int64_t>(index.size())};
    lp_->add_rows({&lower, 1}, {&pattern.cost, 1}, start, index, value);
    patterns_.push_back(pattern);
}

bool PatternBound::improve() {
    if (control_.stopped()) return false;
    const std::int64_t before = lp_->counters().work;
    const LpStatus status = lp_->solve(control_.lp_limits());
    control_.add_work(lp_->counters().work - before);
    if (status != LpStatus::optimal) return false;
    master_ = program_.lp.offset - lp_->objective();
    if (master_ - bound_ <= least_gain * std::max(1.0, std::fabs(master_))) return false;
    const std::span<const double> at = lp_->primal();
    const std::size_t rows = blocks_.rows.size();
    last_.assign(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(rows));
    worth_.assign(at.begin() + static_cast<std::ptrdiff_t>(rows), at.end());
    std::vector<double> between(rows);
    for (double share = smoothing;; share = 0) {
        for (std::size_t i = 0; i < rows; ++i)
            between[i] = share * best_[i] + (1 - share) * last_[i];
        bool cuts = false;
        price(between, cuts);
        if (cuts) return true;
        // Nothing that the master did not know: ask at its own prices.
        if (share == 0) return false;
    }
}

}  // namespace tenon::ilp
