// Rows derived at the root of a proof: mixed-integer rounding of tableau rows (Gomory's cuts) and
// of the rows themselves, in rounds while the bound moves.
#include <algorithm>
#include <cmath>

#include "ilp/certified/prover.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp::certified {

namespace {

constexpr int most_rounds = 30, most_idle_rounds = 4;
// A round must close this share of what the rounds so far have gained, or it was idle.
constexpr double least_progress = 0.02;
// Distance from the point that a row must cut off, and how parallel two rows of a round may be.
constexpr double least_efficacy = 1e-4, most_parallel = 0.9;
constexpr std::size_t most_sources = 100, most_cuts = 60;
constexpr std::size_t most_divisors = 8;
constexpr double weight_noise = 1e-11, largest_spread = 1e8, least_fraction = 0.01;
// Denser rows than this share of the columns, and a few, slow every solve down.
constexpr double densest = 0.3;
constexpr std::size_t always_sparse = 60;

double parallelism(const Cut& a, const Cut& b) {
    double product = 0;
    for (std::size_t i = 0, k = 0; i < a.index.size() && k < b.index.size();) {
        if (a.index[i] < b.index[k])
            ++i;
        else if (a.index[i] > b.index[k])
            ++k;
        else
            product += a.value[i++] * b.value[k++];
    }
    return product / (a.norm() * b.norm());
}

}  // namespace

void Prover::try_base(MixedRounding& rounding, const Multipliers& y, bool own_divisors,
                      std::vector<DerivedRow>& found) {
    if (!rounding.take_base(y, x_, activity_)) return;
    std::vector<double> divisors{1.0};
    if (own_divisors) rounding.list_divisors(x_, divisors);
    if (divisors.size() > most_divisors)
        divisors.erase(divisors.begin(), divisors.end() - most_divisors);
    double best = least_efficacy, divisor = 0;
    for (const double d : divisors) {
        const double efficacy = rounding.efficacy(d, x_);
        if (!(efficacy > best)) continue;
        best = efficacy;
        divisor = d;
    }
    if (divisor == 0) return;
    std::optional<DerivedRow> row = rounding.derive(divisor);
    if (!row) return;
    const std::size_t most =
        always_sparse + static_cast<std::size_t>(densest * static_cast<double>(rows_.columns()));
    row->row.efficacy = (row->row.activity(x_) - row->row.right) / row->row.norm();
    if (row->row.efficacy > least_efficacy && row->row.index.size() <= most)
        found.push_back(std::move(*row));
}

void Prover::find_cuts(std::vector<DerivedRow>& found) {
    activity_.resize(static_cast<std::size_t>(rows_.rows()));
    for (std::int32_t k = 0; k < lp_.rows(); ++k) activity_[lp_rows_[k]] = lp_.row_activity()[k];
    MixedRounding rounding(rows_, first_lower_, first_upper_);
    for (std::int32_t i = 0; i < rows_.model_rows() && !control_.stopped(); ++i)
        for (const double y : {1.0, -1.0}) try_base(rounding, {false, {i}, {y}}, true, found);
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
        try_base(rounding, y, false, found);
        for (double& value : y.value) value = -value;
        try_base(rounding, y, false, found);
    }
    control_.add_work(rounding.work());
}

std::size_t Prover::add_cuts(std::vector<DerivedRow> found) {
    std::stable_sort(found.begin(), found.end(), [](const DerivedRow& a, const DerivedRow& b) {
        return a.row.efficacy > b.row.efficacy;
    });
    const std::size_t before = proof_.rows.size();
    std::vector<double> lower, upper, value;
    std::vector<std::int64_t> start{0};
    std::vector<std::int32_t> index;
    for (DerivedRow& row : found) {
        if (proof_.rows.size() - before >= most_cuts) break;
        const bool repeats = std::any_of(proof_.rows.begin() + static_cast<std::ptrdiff_t>(before),
                                         proof_.rows.end(), [&](const DerivedRow& other) {
                                             return parallelism(row.row, other.row) > most_parallel;
                                         });
        if (repeats) continue;
        lower.push_back(-infinity);
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
        std::vector<DerivedRow> found;
        find_cuts(found);
        if (add_cuts(std::move(found)) == 0) break;
    }
}

}  // namespace tenon::ilp::certified
