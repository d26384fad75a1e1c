// Cuts from short sums of rows. A row is rounded; where that gives no cut, the continuous column
// that lies farthest inside its bounds is eliminated with another row that holds it, and the sum is
// rounded again, a few times over. With variable bounds substituted this finds flow cover, flow
// path and lot sizing inequalities (Marchand, Wolsey 2001).
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/cuts/base_cuts.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Rows in one sum, and starting rows in one round.
constexpr int most_rows = 6;
constexpr std::int32_t most_starts = 1000;
// A factor beyond this blows the errors of one row up over the other.
constexpr double largest_factor = 1e4;

class Aggregator {
  public:
    Aggregator(const Separation& at, std::vector<Cut>& out) : at_(at), out_(out), cuts_(at) {
        base_.resize(static_cast<std::size_t>(at.columns()) + static_cast<std::size_t>(at.rows()));
        used_.resize(static_cast<std::size_t>(at.rows()), 0);
    }

    void start(std::int32_t row) {
        base_.clear();
        for (const std::int32_t i : taken_) used_[i] = 0;
        taken_.clear();
        add(row, 1);
        for (int count = 1;; ++count) {
            cuts_.set_row_entries(count == 1 ? at_.row_index(row).size() : 0);
            bool found = cuts_.separate(base_, 1, 0, "mixed rounding", out_);
            found |= cuts_.separate(base_, -1, 0, "mixed rounding", out_);
            if (found || count == most_rows || !extend()) return;
        }
    }

  private:
    void add(std::int32_t row, double factor) {
        const std::span<const std::int32_t> index = at_.row_index(row);
        const std::span<const double> value = at_.row_value(row);
        for (std::size_t k = 0; k < index.size(); ++k) base_.add(index[k], factor * value[k]);
        base_.add(at_.columns() + row, -factor);
        used_[row] = 1;
        taken_.push_back(row);
        at_.control.add_work(static_cast<std::int64_t>(index.size()));
    }

    // Eliminates the continuous column farthest from its bounds; false if no row can.
    bool extend() {
        std::int32_t column = -1;
        double farthest = integrality_tolerance;
        for (const std::int32_t k : base_.places()) {
            if (k >= at_.columns() || at_.integer(k) || base_[k] == 0) continue;
            const double distance = cuts_.bound_distance(k);
            if (distance <= farthest || best_row(k) < 0) continue;
            farthest = distance;
            column = k;
        }
        if (column < 0) return false;
        const std::int32_t row = best_row(column);
        const double a = entry(row, column);
        add(row, -base_[column] / a);
        base_.set_zero(column);
        return true;
    }

    double entry(std::int32_t row, std::int32_t column) const {
        const std::span<const std::int32_t> index = at_.row_index(row);
        const auto place = std::lower_bound(index.begin(), index.end(), column);
        return at_.row_value(row)[static_cast<std::size_t>(place - index.begin())];
    }

    // The tight unused row of the program that holds the column, equations first, short ones first.
    std::int32_t best_row(std::int32_t column) const {
        const SparseColumns& matrix = at_.program.lp.matrix;
        std::int32_t best = -1;
        double best_score = infinity;
        for (std::int64_t k = matrix.start[column]; k < matrix.start[column + 1]; ++k) {
            const std::int32_t i = matrix.index[k];
            const double factor = base_[column] / matrix.value[k];
            if (used_[i] || std::fabs(factor) > largest_factor ||
                std::fabs(factor) < 1 / largest_factor)
                continue;
            const double slack = std::min(at_.activity[i] - at_.lp.row_lower[i],
                                          at_.lp.row_upper[i] - at_.activity[i]);
            if (slack > scaled(feasibility_tolerance, at_.activity[i])) continue;
            const bool equation = at_.lp.row_lower[i] == at_.lp.row_upper[i];
            const double score =
                static_cast<double>(at_.row_index(i).size()) * (equation ? 1.0 : 2.0);
            if (score >= best_score) continue;
            best_score = score;
            best = i;
        }
        return best;
    }

    const Separation& at_;
    std::vector<Cut>& out_;
    BaseCuts cuts_;
    DenseRow base_;
    std::vector<std::uint8_t> used_;
    std::vector<std::int32_t> taken_;
};

}  // namespace

void separate_aggregations(const Separation& at, std::vector<Cut>& out) {
    Aggregator aggregator(at, out);
    std::int32_t starts = 0;
    for (std::int32_t i = 0; i < at.relaxation.model_rows() && starts < most_starts; ++i) {
        if (at.control.stopped()) return;
        const double slack =
            std::min(at.activity[i] - at.lp.row_lower[i], at.lp.row_upper[i] - at.activity[i]);
        // Rows far from tight cannot cut the point off.
        if (slack > 0.1 * std::max(1.0, std::fabs(at.activity[i]))) continue;
        ++starts;
        aggregator.start(i);
    }
}

}  // namespace tenon::ilp
