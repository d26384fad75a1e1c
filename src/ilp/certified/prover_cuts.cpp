// Rows derived at the root of a proof: mixed-integer rounding of tableau rows (Gomory's cuts) and
// of the rows themselves, in rounds while the bound moves.
#include <algorithm>
#include <cmath>

#include "ilp/certified/aggregation.hpp"
#include "ilp/certified/prover.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp::certified {

namespace {

constexpr int most_rounds = 60, most_idle_rounds = 5;
// A round must close this share of what the rounds so far have gained, or it was idle.
constexpr double least_progress = 0.005;
// Distance from the point that a row must cut off, and how parallel two rows of a round may be.
constexpr double least_efficacy = 1e-4, most_parallel = 0.9;
constexpr std::size_t most_sources = 100, most_cuts = 100;
constexpr std::size_t most_divisors = 8;
// Sums of rows take this many times the entries of the matrix a round, and a start.
constexpr std::int64_t work_share = 50, work_start = 2'000;
constexpr double weight_noise = 1e-11, largest_spread = 1e8, least_fraction = 0.01;
// Denser rows than this share of the columns, and a few, slow every solve down.
constexpr double densest = 0.3;
constexpr std::int64_t always_sparse = 60;

}  // namespace

void Prover::try_base(MixedRounding& rounding, const Multipliers& y, bool own_divisors,
                      std::vector<Base>& found) {
    if (!rounding.take_base(y, x_, activity_)) return;
    std::vector<double> divisors{1.0};
    if (own_divisors) rounding.list_divisors(x_, divisors);
    if (divisors.size() > most_divisors)
        divisors.erase(divisors.begin(), divisors.end() - most_divisors);
    Base best{{}, 0, least_efficacy};
    std::int64_t most = always_sparse + static_cast<std::int64_t>(densest * rows_.columns());
    for (const std::int32_t row : y.row)
        most = std::max(most, static_cast<std::int64_t>(rows_.index(row).size()));
    for (const double divisor : divisors) {
        const double efficacy = rounding.efficacy(divisor, x_);
        if (!(efficacy > best.efficacy) || rounding.entries() > most) continue;
        best.efficacy = efficacy;
        best.divisor = divisor;
    }
    if (best.divisor == 0) return;
    best.y = y;
    found.push_back(std::move(best));
}

void Prover::find_bases(MixedRounding& rounding, std::vector<Base>& found) {
    activity_.resize(static_cast<std::size_t>(rows_.rows()));
    for (std::int32_t k = 0; k < lp_.rows(); ++k) activity_[lp_rows_[k]] = lp_.row_activity()[k];
    const auto both_ways = [&](Multipliers y, bool own_divisors) {
        try_base(rounding, y, own_divisors, found);
        for (double& value : y.value) value = -value;
        try_base(rounding, y, own_divisors, found);
    };
    Aggregation aggregation(rows_, first_lower_, first_upper_);
    const std::int64_t most_work =
        work_share * (static_cast<std::int64_t>(lp_.problem().matrix.value.size()) + work_start);
    for (std::int32_t i = 0; i < rows_.model_rows() && !control_.stopped(); ++i) {
        both_ways({0, {i}, {1.0}}, true);
        if (rounding.work() + aggregation.work() > most_work) continue;
        aggregation.follow(i, x_, activity_, [&](const Multipliers& y) { both_ways(y, true); });
    }
    struct Source {
        std::int32_t position;
        double away;
    };
    std::vector<Source> sources;
    for (std::int32_t p = 0; p < lp_.rows(); ++p) {
        const std::int32_t j = lp_.basic_variable(p);
        if (j >= rows_.columns() || !rows_.integer(j)) continue;
        const double away = distance_to_integer(x_[j]);
        if (away > least_fraction) sources.push_back({p, away});
    }
    std::stable_sort(sources.begin(), sources.end(),
                     [](const Source& a, const Source& b) { return a.away > b.away; });
    if (sources.size() > most_sources) sources.resize(most_sources);
    std::vector<double> weights;
    for (const Source& source : sources) {
        if (control_.stopped()) break;
        lp_.basis_inverse_row(source.position, weights);
        Multipliers y;
        double largest = 0, least = infinity;
        for (std::size_t k = 0; k < weights.size(); ++k) {
            const double size = std::fabs(weights[k]);
            if (size <= weight_noise) continue;
            largest = std::max(largest, size);
            least = std::min(least, size);
            y.row.push_back(lp_rows_[k]);
            y.value.push_back(weights[k]);
        }
        if (y.row.empty() || largest > largest_spread * least) continue;
        both_ways(std::move(y), false);
    }
    control_.add_work(aggregation.work());
}

// The deepest, exactly, and none that is nearly parallel to a deeper one.
std::vector<DerivedRow> Prover::derive_cuts(MixedRounding& rounding, std::vector<Base>& bases) {
    std::stable_sort(bases.begin(), bases.end(),
                     [](const Base& a, const Base& b) { return a.efficacy > b.efficacy; });
    std::vector<DerivedRow> rows;
    for (const Base& base : bases) {
        if (rows.size() >= most_cuts || control_.stopped()) break;
        if (!rounding.take_base(base.y, x_, activity_)) continue;
        std::optional<DerivedRow> row = rounding.derive(base.divisor);
        if (!row) continue;
        const double efficacy = (row->row.activity(x_) - row->row.right) / row->row.norm();
        const auto repeats = [&](const DerivedRow& other) {
            return row->row.dot(other.row) > most_parallel * row->row.norm() * other.row.norm();
        };
        if (efficacy > least_efficacy && std::none_of(rows.begin(), rows.end(), repeats))
            rows.push_back(std::move(*row));
    }
    return rows;
}

std::size_t Prover::add_cuts(std::vector<DerivedRow> found) {
    std::vector<double> lower(found.size(), -infinity), upper, value;
    std::vector<std::int64_t> start{0};
    std::vector<std::int32_t> index;
    for (DerivedRow& row : found) {
        upper.push_back(row.row.right);
        index.insert(index.end(), row.row.index.begin(), row.row.index.end());
        value.insert(value.end(), row.row.value.begin(), row.row.value.end());
        start.push_back(static_cast<std::int64_t>(index.size()));
        lp_rows_.push_back(rows_.rows());
        rows_.add(row.row);
        proof_.rows.push_back(std::move(row));
    }
    if (!upper.empty()) lp_.add_rows(lower, upper, start, index, value);
    return upper.size();
}

void Prover::drop_slack_cuts() {
    const Basis basis = lp_.basis();
    std::vector<std::uint8_t> remove(static_cast<std::size_t>(lp_.rows()), 0);
    std::vector<std::int32_t> kept;
    for (std::int32_t k = 0; k < lp_.rows(); ++k) {
        remove[k] = lp_rows_[k] >= rows_.model_rows() && basis.row[k] == BasisStatus::basic &&
                    lp_.row_activity()[k] < rows_.upper(lp_rows_[k]) - reduction_tolerance;
        if (!remove[k]) kept.push_back(lp_rows_[k]);
    }
    if (kept.size() == lp_rows_.size()) return;
    lp_.delete_rows(remove);
    lp_rows_ = std::move(kept);
}

// Leaves the LP optimal over the root, as far as it can be solved; the root may be closed.
void Prover::cut_rounds() {
    double first = 0, last = 0;
    int idle = 0;
    for (int round = 0; round <= most_rounds && !control_.stopped(); ++round) {
        const LpStatus status = solve_lp();
        if (judge_lp(0, status, lp_) || status != LpStatus::optimal) return;
        x_.assign(lp_.primal().begin(), lp_.primal().end());
        const double value = lp_.objective();
        if (round == 0) first = last = value;
        if (value - last > least_progress * (value - first))
            idle = 0;
        else if (++idle > most_idle_rounds)
            break;
        last = value;
        if (round > 0) drop_slack_cuts();
        if (round == most_rounds) break;
        // Positions of the basis are those of the rows that are left.
        if (solve_lp() != LpStatus::optimal) return;
        MixedRounding rounding(rows_, first_lower_, first_upper_);
        std::vector<Base> bases;
        find_bases(rounding, bases);
        const std::size_t added = add_cuts(derive_cuts(rounding, bases));
        control_.add_work(rounding.work());
        if (added == 0) break;
    }
}

}  // namespace tenon::ilp::certified
