#include "checker.hpp"

#include <cmath>
#include <map>

#include "replay.hpp"

namespace certificate_checker {

bool is_whole(const Model& model, const Row& row) {
    for (const double side : {row.lower, row.upper})
        if (std::isfinite(side) && side != std::floor(side)) return false;
    for (const auto& [j, a] : row.terms)
        if (!model.integer[j] || a != std::floor(a)) return false;
    return true;
}

// Integer bounds are rounded inwards.
void Replay::prepare() {
    for (std::size_t i = 0; i < model_.rows.size(); ++i) {
        rows_.push_back({model_.rows[i], model_.row_lower[i], model_.row_upper[i], false});
        rows_.back().whole = is_whole(model_, rows_.back());
    }
    Box box{model_.lower, model_.upper};
    for (std::size_t j = 0; j < columns(); ++j) {
        if (!model_.integer[j]) continue;
        box.lower[j] = std::ceil(box.lower[j]);
        box.upper[j] = std::floor(box.upper[j]);
    }
    waiting_.push_back(std::move(box));
}

// Is every point of the box that keeps the rows without interest? Multipliers y say g x >= r with
// g = sum y_i A_i and r = sum y_i side_i; with a weight k of the cost, plans of c x <= limit keep
// (k c - g) x <= k limit - r. Neither can be where the least of the left side is larger.
bool Replay::closes(const Multipliers& y, const Box& box) const {
    demand(y.given, "no multipliers yet");
    demand(y.cost == 0 || found_.claim == Claim::bound, "costs without a bound");
    if (box.empty()) return true;
    std::map<std::size_t, Exact> d;
    Exact gap;
    if (y.cost > 0) {
        gap -= Exact(y.cost) * limit_;
        for (std::size_t j = 0; j < columns(); ++j)
            if (cost(j) != 0) d[j] = Exact(y.cost) * Exact(cost(j));
    }
    for (const auto& [i, yi] : y.terms) {
        const double side = yi > 0 ? rows_[i].lower : rows_[i].upper;
        demand(std::isfinite(side), "a multiplier leans on a side that is not there");
        gap += Exact(yi) * Exact(side);
        for (const auto& [j, a] : rows_[i].terms) d[j] -= Exact(yi) * Exact(a);
    }
    for (const auto& [j, dj] : d) {
        if (dj.sign() == 0) continue;
        const double bound = dj.sign() > 0 ? box.lower[j] : box.upper[j];
        if (std::isinf(bound)) return false;
        gap += dj * Exact(bound);
    }
    return gap.sign() > 0 || (gap.sign() == 0 && y.cost > 0 && step_ == 0);
}

void Replay::read_terms(Multipliers& y) {
    y.given = true;
    y.terms.clear();
    std::size_t next = 0;
    for (std::size_t count = lines_.index(rows_.size() + 1); count-- > 0;) {
        const std::size_t row = lines_.index(rows_.size());
        demand(row >= next, "rows out of order");
        next = row + 1;
        y.terms.emplace_back(row, lines_.real());
    }
}

// Beyond the new bound nothing is left; for an integer column that is one further.
void Replay::tighten(bool upper) {
    const std::size_t j = lines_.index(columns());
    const double value = lines_.real();
    lines_.done();
    Box& box = waiting_.back();
    Box beyond = box;
    double edge = value;
    if (model_.integer[j]) {
        demand(value == std::floor(value) && std::fabs(value) < largest_step,
               "an integer bound is not one");
        edge = upper ? value + 1 : value - 1;
    }
    (upper ? beyond.lower : beyond.upper)[j] =
        upper ? std::max(edge, box.lower[j]) : std::min(edge, box.upper[j]);
    demand(closes(y_, beyond), "a bound is not implied");
    double& bound = (upper ? box.upper : box.lower)[j];
    bound = upper ? std::min(bound, value) : std::max(bound, value);
}

void Replay::branch() {
    tree_begun_ = true;
    const std::size_t j = lines_.index(columns());
    const double value = lines_.real();
    lines_.done();
    demand(model_.integer[j] && value == std::floor(value) && std::fabs(value) < largest_step,
           "a branching is no choice of integers");
    Box up = std::move(waiting_.back()), low = up;
    up.lower[j] = std::max(up.lower[j], value + 1);
    low.upper[j] = std::min(low.upper[j], value);
    waiting_.back() = std::move(up);
    waiting_.push_back(std::move(low));
}

void Replay::leaf() {
    tree_begun_ = true;
    lines_.done();
    demand(closes(y_, waiting_.back()), "a leaf is not closed");
    waiting_.pop_back();
    ++found_.leaves;
}

// Equations of integer columns whose sum has multiples of the divisor in every column and none on
// the right: no integers keep them, in whatever box.
void Replay::modulo() {
    tree_begun_ = true;
    const double divisor = lines_.real();
    demand(divisor >= 2 && divisor == std::floor(divisor), "a divisor is not a whole number");
    Multipliers y;
    read_terms(y);
    lines_.done();
    std::map<std::size_t, Exact> sum;
    Exact right;
    for (const auto& [i, yi] : y.terms) {
        demand(rows_[i].lower == rows_[i].upper, "a row modulo a divisor is no equation");
        right += Exact(yi) * Exact(rows_[i].lower);
        for (const auto& [j, a] : rows_[i].terms) sum[j] += Exact(yi) * Exact(a);
    }
    for (const auto& [j, s] : sum)
        demand(s.sign() == 0 || (model_.integer[j] && s.is_multiple_of(divisor)),
               "a column of a sum is no multiple of the divisor");
    demand(!right.is_multiple_of(divisor), "the right side of a sum is a multiple of the divisor");
    waiting_.pop_back();
    ++found_.leaves;
}

void Replay::read_proof_line(std::string_view word) {
    demand(!waiting_.empty(), "the tree is complete already");
    if (word == "cost" || word == "rows") {
        y_.cost = word == "cost" ? lines_.real() : 0;
        demand(word == "rows" || y_.cost > 0, "a weight of the cost must be positive");
        read_terms(y_);
        lines_.done();
    } else if (word == "at_most" || word == "at_least") {
        tighten(word == "at_most");
    } else if (word == "cut") {
        derive();
    } else if (word == "branch") {
        branch();
    } else if (word == "leaf") {
        leaf();
    } else if (word == "modulo") {
        modulo();
    } else {
        refuse("unknown word");
    }
}

void Replay::read_all() {
    prepare();
    std::size_t nonzeros = 0;
    for (const auto& row : model_.rows) nonzeros += row.size();
    demand(lines_.next() && lines_.word() == "tenon" && lines_.word() == "certificate" &&
               lines_.word() == "1",
           "not a certificate of this version");
    lines_.done();
    demand(lines_.next() && lines_.word() == "problem", "the size of the problem is missing");
    for (const std::size_t size : {columns(), model_.rows.size(), nonzeros})
        demand(lines_.real() == static_cast<double>(size), "the problem is another one");
    lines_.done();
    demand(lines_.next(), "the text ends too early");
    word_ = lines_.word();
    if (word_ == "plan") read_plan();
    if (word_ == "unbounded") {
        read_direction();
    } else if (word_ == "bound") {
        read_bound();
    } else if (word_ == "infeasible") {
        found_.claim = Claim::infeasible;
        lines_.done();
        demand(lines_.next(), "the text ends too early");
        word_ = lines_.word();
    }
    if (found_.claim == Claim::bound || found_.claim == Claim::infeasible) {
        while (word_ != "end") {
            read_proof_line(word_);
            demand(lines_.next(), "the text ends too early");
            word_ = lines_.word();
        }
        demand(waiting_.empty(), "parts of the tree are missing");
    }
    demand(word_ == "end", "unknown word");
    lines_.done();
    demand(lines_.at_end(), "text after the end");
}

Finding Replay::run() {
    try {
        read_all();
        found_.accepted = true;
    } catch (const std::exception& refusal) {
        found_.reason = "line " + std::to_string(lines_.number) + ": " + refusal.what();
    }
    return found_;
}

Finding check(const Model& model, std::string_view certificate) {
    return Replay(model, certificate).run();
}

}  // namespace certificate_checker
