// Sums of rows that mixed-integer rounding may cut with (H. Marchand, L. Wolsey: Aggregation and
// mixed integer rounding to solve MIPs, Operations Research 49, 2001).
//
// A path starts at a row. Continuous columns that a row x <= M y or x >= M y holds at the point are
// taken out with that row, which puts M y in their place. Then the continuous column that is
// furthest from its bounds is taken out with another row, and so on for a few steps.
#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "ilp/certified/proof.hpp"
#include "ilp/certified/rows.hpp"

namespace tenon::ilp::certified {

class Aggregation {
  public:
    Aggregation(const ProofRows& rows, std::span<const double> lower,
                std::span<const double> upper);

    // Every sum on the path from a row of the model, at a point with its activities.
    void follow(std::int32_t row, std::span<const double> x, std::span<const double> activity,
                const std::function<void(const Multipliers&)>& use);
    std::int64_t work() const noexcept { return work_; }

  private:
    struct VariableBound {
        std::int32_t row;
        double coefficient;  // of the continuous column
    };
    double slack(std::int32_t row, std::span<const double> activity) const;
    void add(std::int32_t row, double multiplier);
    void substitute(std::span<const double> activity);
    bool extend(std::span<const double> x, std::span<const double> activity);
    Multipliers sum() const;
    void clear();

    const ProofRows& rows_;
    std::span<const double> lower_, upper_;
    std::vector<std::vector<VariableBound>> bounds_;  // of continuous columns
    std::vector<std::uint8_t> is_bound_;              // of rows: a variable bound
    std::vector<double> g_;                           // the sum's coefficients
    std::vector<std::uint8_t> listed_;
    std::vector<std::int32_t> columns_;
    std::vector<std::pair<std::int32_t, double>> terms_;
    std::int64_t work_ = 0;
};

}  // namespace tenon::ilp::certified
