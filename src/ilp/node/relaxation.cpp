#include "ilp/node/relaxation.hpp"

#include <algorithm>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

PackedBasis::PackedBasis(const Basis& basis)
    : columns_(static_cast<std::int32_t>(basis.column.size())),
      rows_(static_cast<std::int32_t>(basis.row.size())),
      bits_((basis.column.size() + basis.row.size() + 3) / 4, 0) {
    std::size_t place = 0;
    for (const auto* part : {&basis.column, &basis.row})
        for (const BasisStatus status : *part) {
            bits_[place / 4] = static_cast<std::uint8_t>(
                bits_[place / 4] | (static_cast<unsigned>(status) << (2 * (place % 4))));
            ++place;
        }
}

Basis PackedBasis::unpack(std::int32_t rows) const {
    Basis out;
    out.column.resize(columns_);
    out.row.assign(rows, BasisStatus::basic);
    const auto at = [this](std::size_t place) {
        return static_cast<BasisStatus>((bits_[place / 4] >> (2 * (place % 4))) & 3u);
    };
    for (std::int32_t j = 0; j < columns_; ++j) out.column[j] = at(j);
    for (std::int32_t i = 0; i < std::min(rows, rows_); ++i)
        out.row[i] = at(static_cast<std::size_t>(columns_) + i);
    return out;
}

Relaxation::Relaxation(const MixedProgram& program)
    : lp_(program.lp), model_rows_(program.lp.rows) {}

Relaxation::Relaxation(const MixedProgram& program, const Relaxation& other, const Domain& domain)
    : Relaxation(program) {
    add_cuts(other.cuts_);
    for (std::int32_t j = 0; j < domain.columns(); ++j)
        lp_.set_bounds(j, domain.lower(j), domain.upper(j));
}

void Relaxation::sync(Domain& domain) {
    domain.take_touched(touched_);
    for (const std::int32_t j : touched_) lp_.set_bounds(j, domain.lower(j), domain.upper(j));
}

LpStatus Relaxation::solve(Control& control, double cutoff, std::int64_t iterations) {
    const auto run = [&] {
        LpLimits limits = control.lp_limits();
        limits.objective_cutoff = cutoff;
        limits.iterations = iterations;
        const std::int64_t before = lp_.counters().work;
        const LpStatus status = lp_.solve(limits);
        control.add_work(lp_.counters().work - before);
        return status;
    };
    const LpStatus status = run();
    if ((status == LpStatus::numerical || status == LpStatus::unsolved) && iterations < 0) {
        Basis slack;
        slack.column.assign(lp_.columns(), BasisStatus::at_lower);
        slack.row.assign(lp_.rows(), BasisStatus::basic);
        lp_.set_basis(slack);
        return run();
    }
    return status;
}

void Relaxation::add_cuts(std::span<const Cut> cuts) {
    std::vector<double> lower(cuts.size(), -infinity), upper, value;
    std::vector<std::int64_t> start{0};
    std::vector<std::int32_t> index;
    for (const Cut& cut : cuts) {
        upper.push_back(cut.right);
        index.insert(index.end(), cut.index.begin(), cut.index.end());
        value.insert(value.end(), cut.value.begin(), cut.value.end());
        start.push_back(static_cast<std::int64_t>(index.size()));
        cuts_.push_back(cut);
        ages_.push_back(0);
    }
    lp_.add_rows(lower, upper, start, index, value);
}

bool Relaxation::remove_slack_cuts(std::int32_t least_age) {
    if (cuts_.empty()) return false;
    const Basis basis = lp_.basis();
    const std::span<const double> activity = lp_.row_activity();
    std::vector<std::uint8_t> remove(lp_.rows(), 0);
    bool any = false;
    for (std::size_t k = 0; k < cuts_.size(); ++k) {
        const std::size_t row = static_cast<std::size_t>(model_rows_) + k;
        const bool slack =
            !cuts_[k].lasting && basis.row[row] == BasisStatus::basic &&
            activity[row] < cuts_[k].right - scaled(feasibility_tolerance, cuts_[k].right);
        ages_[k] = slack ? ages_[k] + 1 : 0;
        if (!slack || ages_[k] < least_age) continue;
        remove[row] = 1;
        any = true;
    }
    if (!any) return false;
    lp_.delete_rows(remove);
    std::size_t kept = 0;
    for (std::size_t k = 0; k < cuts_.size(); ++k) {
        if (remove[static_cast<std::size_t>(model_rows_) + k]) continue;
        if (kept != k) cuts_[kept] = std::move(cuts_[k]);
        ages_[kept] = ages_[k];
        ++kept;
    }
    cuts_.resize(kept);
    ages_.resize(kept);
    return true;
}

void Relaxation::remove_last_cuts(std::size_t count) {
    std::vector<std::uint8_t> remove(lp_.rows(), 0);
    std::size_t kept = cuts_.size() - count;
    for (std::size_t k = kept; k < cuts_.size(); ++k) {
        if (!cuts_[k].lasting) {
            remove[static_cast<std::size_t>(model_rows_) + k] = 1;
            continue;
        }
        if (kept != k) cuts_[kept] = std::move(cuts_[k]);
        ages_[kept] = ages_[k];
        ++kept;
    }
    lp_.delete_rows(remove);
    cuts_.resize(kept);
    ages_.resize(kept);
}

std::shared_ptr<const PackedBasis> Relaxation::packed_basis() const {
    return std::make_shared<const PackedBasis>(lp_.basis());
}

void Relaxation::load_basis(const PackedBasis& basis) {
    lp_.set_basis(basis.unpack(lp_.rows()));
}

}  // namespace tenon::ilp
