#include "ilp/node/relaxation.hpp"

#include <algorithm>
#include <utility>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

PackedBasis::PackedBasis(const Basis& basis, std::vector<CutRef> binding)
    : columns_(static_cast<std::int32_t>(basis.column.size())),
      rows_(static_cast<std::int32_t>(basis.row.size())),
      bits_((basis.column.size() + basis.row.size() + 3) / 4, 0),
      binding_(std::move(binding)) {
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
    standing_ = other.standing_;
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
    std::vector<CutRef> shared;
    for (const Cut& cut : cuts) shared.push_back(std::make_shared<const Cut>(cut));
    add_cuts(shared);
}

void Relaxation::add_cuts(std::span<const CutRef> cuts) {
    std::vector<double> lower(cuts.size(), -infinity), upper, value;
    std::vector<std::int64_t> start{0};
    std::vector<std::int32_t> index;
    for (const CutRef& cut : cuts) {
        upper.push_back(cut->right);
        index.insert(index.end(), cut->index.begin(), cut->index.end());
        value.insert(value.end(), cut->value.begin(), cut->value.end());
        start.push_back(static_cast<std::int64_t>(index.size()));
        cuts_.push_back(cut);
        ages_.push_back(0);
    }
    lp_.add_rows(lower, upper, start, index, value);
}

bool Relaxation::is_slack(std::size_t k, const Basis& basis) const {
    const Cut& cut = *cuts_[k];
    const std::size_t row = static_cast<std::size_t>(model_rows_) + k;
    return !cut.lasting && basis.row[row] == BasisStatus::basic &&
           lp_.row_activity()[row] < cut.right - scaled(feasibility_tolerance, cut.right);
}

void Relaxation::remove_cuts(std::span<const std::uint8_t> marked) {
    std::vector<std::uint8_t> remove(lp_.rows(), 0);
    std::copy(marked.begin(), marked.end(), remove.begin() + model_rows_);
    lp_.delete_rows(remove);
    std::size_t kept = 0;
    for (std::size_t k = 0; k < cuts_.size(); ++k) {
        if (marked[k]) continue;
        if (kept != k) cuts_[kept] = std::move(cuts_[k]);
        ages_[kept] = ages_[k];
        ++kept;
    }
    cuts_.resize(kept);
    ages_.resize(kept);
}

bool Relaxation::remove_slack_cuts(std::int32_t least_age) {
    if (cuts_.empty()) return false;
    const Basis basis = lp_.basis();
    std::vector<std::uint8_t> marked(cuts_.size(), 0);
    bool any = false;
    for (std::size_t k = 0; k < cuts_.size(); ++k) {
        const bool slack = is_slack(k, basis);
        ages_[k] = slack ? ages_[k] + 1 : 0;
        marked[k] = slack && ages_[k] >= least_age;
        any |= marked[k] != 0;
    }
    if (any) remove_cuts(marked);
    return any;
}

void Relaxation::remove_last_cuts(std::size_t count) {
    std::vector<std::uint8_t> marked(cuts_.size(), 0);
    for (std::size_t k = cuts_.size() - count; k < cuts_.size(); ++k)
        marked[k] = !cuts_[k]->lasting;
    remove_cuts(marked);
}

void Relaxation::age_cuts() {
    if (passing_cuts() == 0) return;
    const Basis basis = lp_.basis();
    for (std::size_t k = standing_; k < cuts_.size(); ++k)
        ages_[k] = is_slack(k, basis) ? ages_[k] + 1 : 0;
}

void Relaxation::retire_cuts(std::int32_t least_age, std::size_t most, std::vector<CutRef>& out) {
    std::vector<std::int32_t> ages;
    for (std::size_t k = standing_; k < cuts_.size(); ++k)
        if (!cuts_[k]->lasting) ages.push_back(ages_[k]);
    std::int32_t limit = least_age;
    if (ages.size() > most) {
        std::nth_element(ages.begin(), ages.end() - static_cast<std::ptrdiff_t>(most) - 1,
                         ages.end());
        // Cuts that bind stay.
        limit = std::clamp(ages[ages.size() - most - 1], 1, least_age);
    }
    std::vector<std::uint8_t> marked(cuts_.size(), 0);
    bool any = false;
    for (std::size_t k = standing_; k < cuts_.size(); ++k) {
        if (cuts_[k]->lasting || ages_[k] < limit) continue;
        marked[k] = 1;
        out.push_back(cuts_[k]);
        any = true;
    }
    if (any) remove_cuts(marked);
}

std::shared_ptr<const PackedBasis> Relaxation::packed_basis() const {
    Basis basis = lp_.basis();
    const std::size_t rows = static_cast<std::size_t>(model_rows_) + standing_;
    std::vector<CutRef> binding;
    for (std::size_t k = standing_; k < cuts_.size(); ++k)
        if (basis.row[static_cast<std::size_t>(model_rows_) + k] != BasisStatus::basic)
            binding.push_back(cuts_[k]);
    basis.row.resize(rows);
    return std::make_shared<const PackedBasis>(basis, std::move(binding));
}

std::size_t Relaxation::load_basis(const PackedBasis& basis) {
    const auto place_of = [&](const CutRef& cut) {
        return std::find(cuts_.begin() + static_cast<std::ptrdiff_t>(standing_), cuts_.end(), cut);
    };
    std::vector<CutRef> gone;
    for (const CutRef& cut : basis.binding())
        if (place_of(cut) == cuts_.end()) gone.push_back(cut);
    if (!gone.empty()) add_cuts(gone);
    Basis wide = basis.unpack(lp_.rows());
    for (const CutRef& cut : basis.binding())
        wide.row[static_cast<std::size_t>(model_rows_ + (place_of(cut) - cuts_.begin()))] =
            BasisStatus::at_upper;
    lp_.set_basis(wide);
    return gone.size();
}

}  // namespace tenon::ilp
