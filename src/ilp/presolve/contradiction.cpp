#include "ilp/presolve/contradiction.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/sum.hpp"
#include "ilp/lp/certificate.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Looks at entries, as a multiple of their number: a pass in the order of rows, and a few more for
// what it opened.
constexpr std::int64_t most_looks = 3;
// A finite bound must come closer by this share of the range, or of itself where there is no range.
constexpr double least_step = 0.01;
// Sums of terms above this have lost the digits that decide, and so have bounds.
constexpr double largest_sum = 1e9;

struct Derived {  // a bound that was tightened
    std::int32_t column, row;
    bool upper;
    double before;
};

class Propagation {
  public:
    Propagation(const Problem& problem, const LinearProgram& program, StopCheck& stop)
        : problem_(problem),
          columns_(program.matrix),
          stop_(stop),
          lower_(problem.lower().begin(), problem.lower().end()),
          upper_(problem.upper().begin(), problem.upper().end()),
          waiting_(static_cast<std::size_t>(problem.rows()), 1) {
        for (std::int32_t i = 0; i < problem.rows(); ++i) queue_.push_back(i);
    }

    // The row that contradicts the bounds, or -1.
    std::int32_t run() {
        const std::int64_t most = most_looks * problem_.nonzeros() + problem_.rows();
        for (std::size_t at = 0; at < queue_.size() && looks_ < most; ++at) {
            const std::int32_t i = queue_[at];
            waiting_[static_cast<std::size_t>(i)] = 0;
            look(problem_.row_start()[i + 1] - problem_.row_start()[i]);
            for (const bool upper_side : {true, false})
                if (contradicts(i, upper_side)) return i;
        }
        return -1;
    }

    std::vector<double> multipliers(std::int32_t row) const;

  private:
    // The least value of a'x (times -1 and the greatest, for the lower side) without the terms that
    // have none.
    struct Least {
        double sum = 0, size = 0;
        std::int32_t open = 0;  // how many terms have no least value
    };

    void look(std::int64_t entries) {
        looks_ += 1 + entries;
        stop_.charge(1 + entries);
    }
    Least least(std::int32_t row, double sign) const;
    bool contradicts(std::int32_t row, bool upper_side);
    void tighten(std::int32_t row, double sign, double side, const Least& least);
    void take(std::int32_t column, std::int32_t row, bool upper, double bound);

    const Problem& problem_;
    const SparseColumns& columns_;
    StopCheck& stop_;
    std::vector<double> lower_, upper_;
    std::vector<std::int32_t> queue_;
    std::vector<std::uint8_t> waiting_;
    std::vector<Derived> trail_;
    std::int64_t looks_ = 0;
    bool upper_side_broken_ = false;
};

Propagation::Least Propagation::least(std::int32_t row, double sign) const {
    Least out;
    for (std::int64_t k = problem_.row_start()[row]; k < problem_.row_start()[row + 1]; ++k) {
        const double a = sign * problem_.value()[k];
        const auto j = static_cast<std::size_t>(problem_.index()[k]);
        const double bound = a > 0 ? lower_[j] : upper_[j];
        if (std::isinf(bound)) {
            ++out.open;
        } else {
            out.sum += a * bound;
            out.size += std::fabs(a * bound);
        }
    }
    return out;
}

// Looks at one side, a'x <= side (times -1 for the lower one), and takes the bounds it implies.
bool Propagation::contradicts(std::int32_t row, bool upper_side) {
    const double sign = upper_side ? 1 : -1;
    const double side = sign * (upper_side ? problem_.row_upper()[row] : problem_.row_lower()[row]);
    if (std::isinf(side)) return false;
    const Least now = least(row, sign);
    if (now.size > largest_sum) return false;
    if (now.open == 0 && now.sum > side + scaled(feasibility_tolerance, now.size)) {
        upper_side_broken_ = upper_side;
        return true;
    }
    if (now.open <= 1) tighten(row, sign, side, now);
    return false;
}

void Propagation::tighten(std::int32_t row, double sign, double side, const Least& now) {
    for (std::int64_t k = problem_.row_start()[row]; k < problem_.row_start()[row + 1]; ++k) {
        const double a = sign * problem_.value()[k];
        const std::int32_t j = problem_.index()[k];
        const double own =
            a > 0 ? lower_[static_cast<std::size_t>(j)] : upper_[static_cast<std::size_t>(j)];
        if (now.open == 1 && !std::isinf(own)) continue;
        const double rest = std::isinf(own) ? now.sum : now.sum - a * own;
        take(j, row, a > 0, (side - rest) / a);
    }
}

void Propagation::take(std::int32_t column, std::int32_t row, bool upper, double bound) {
    const auto j = static_cast<std::size_t>(column);
    double& own = upper ? upper_[j] : lower_[j];
    const double other = upper ? lower_[j] : upper_[j];
    if (!(std::fabs(bound) <= largest_sum)) return;
    const double step = upper ? own - bound : bound - own;
    const double range =
        std::isinf(other) || std::isinf(own) ? std::fabs(bound) : upper_[j] - lower_[j];
    if (!(step > least_step * std::max(range, feasibility_tolerance))) return;
    trail_.push_back({column, row, upper, own});
    own = bound;
    const std::int64_t begin = columns_.start[j], end = columns_.start[j + 1];
    look(end - begin);
    for (std::int64_t k = begin; k < end; ++k) {
        const std::int32_t i = columns_.index[static_cast<std::size_t>(k)];
        if (i == row || waiting_[static_cast<std::size_t>(i)] != 0) continue;
        waiting_[static_cast<std::size_t>(i)] = 1;
        queue_.push_back(i);
    }
}

std::vector<double> Propagation::multipliers(std::int32_t row) const {
    std::vector<double> y(static_cast<std::size_t>(problem_.rows()), 0.0);
    std::vector<double> d(static_cast<std::size_t>(problem_.columns()), 0.0);
    const auto add = [&](std::int32_t i, double amount) {
        y[static_cast<std::size_t>(i)] += amount;
        for (std::int64_t k = problem_.row_start()[i]; k < problem_.row_start()[i + 1]; ++k)
            d[static_cast<std::size_t>(problem_.index()[k])] -= amount * problem_.value()[k];
        stop_.charge(problem_.row_start()[i + 1] - problem_.row_start()[i]);
    };
    add(row, upper_side_broken_ ? -1 : 1);
    for (auto at = trail_.rbegin(); at != trail_.rend(); ++at) {
        double& own = d[static_cast<std::size_t>(at->column)];
        if (at->upper ? own >= 0 : own <= 0) continue;
        double a = 0;
        for (std::int64_t k = problem_.row_start()[at->row]; k < problem_.row_start()[at->row + 1];
             ++k)
            if (problem_.index()[k] == at->column) a = problem_.value()[k];
        add(at->row, own / a);
        own = 0;
    }
    return y;
}

// Does a combined row miss zero by more than all rows and bounds may be missed by?
bool is_beyond_tolerance(const Problem& problem, const std::vector<double>& y) {
    Sum value;
    double tolerated = 0;
    std::vector<double> d(static_cast<std::size_t>(problem.columns()), 0.0);
    const auto count = [&](double weight, double lower, double upper) {
        if (weight == 0) return;
        const double bound = weight > 0 ? lower : upper;
        value.add_product(weight, bound);
        tolerated += std::fabs(weight) * scaled(feasibility_tolerance, bound);
    };
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        const double weight = y[static_cast<std::size_t>(i)];
        if (weight == 0) continue;
        count(weight, problem.row_lower()[i], problem.row_upper()[i]);
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k)
            d[static_cast<std::size_t>(problem.index()[k])] -= weight * problem.value()[k];
    }
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        count(d[static_cast<std::size_t>(j)], problem.lower()[j], problem.upper()[j]);
    return value.value() > tolerated;
}

}  // namespace

std::vector<double> find_contradiction(const Problem& problem, const LinearProgram& program,
                                       StopCheck& stop) {
    Propagation propagation(problem, program, stop);
    const std::int32_t row = propagation.run();
    if (row < 0) return {};
    std::vector<double> y = propagation.multipliers(row);
    if (prove_infeasible(program, y) == Proof::rigorous && is_beyond_tolerance(problem, y))
        return y;
    return {};
}

}  // namespace tenon::ilp
