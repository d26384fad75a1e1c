// The deletion filter on a linear program: each member is taken out once. If the others can hold,
// it is needed and comes back; if not, it stays out, and with it all that the new proof of
// infeasibility does not lean on (the sensitivity filter of Chinneck and Dravnieks).
#include <algorithm>
#include <optional>
#include <tuple>

#include "ilp/explain/conflict_search.hpp"
#include "tenon/check.hpp"

namespace tenon::ilp {

namespace {

// What the last solve may take beyond the limit.
constexpr double proof_seconds = 0.03;
// Of rows and bounds, where the usual 1e-7 leads to no answer.
constexpr double wide_tolerance = 1e-5;

}  // namespace

void ConflictSearch::filter(Members members) {
    out_.members = std::move(members);
    std::optional<MemberSystem> system(std::in_place, problem_, out_.members);
    LpStatus status = solve(*system);
    if (status == LpStatus::optimal || status == LpStatus::numerical) {
        // The combination was spoiled by rounding: begin with everything.
        out_.members = all_sides();
        system.emplace(problem_, out_.members);
        status = solve(*system);
    }
    if (status == LpStatus::optimal || status == LpStatus::numerical) {
        out_.members.clear();
        out_.outcome = Outcome::numerical;
        return;
    }
    out_.outcome = Outcome::infeasible;
    std::vector<std::uint8_t> in(out_.members.size(), 1);
    if (status == LpStatus::infeasible) filter_members(*system, in);
    std::size_t kept = 0;
    for (std::size_t k = 0; k < in.size(); ++k)
        if (in[k]) out_.members[kept++] = out_.members[k];
    out_.members.resize(kept);
    prove(*system);
}

// Some sets can hold only far out, where the engine's tolerance is beyond double precision. With a
// wider one the whole must still be infeasible, and the rest may be found feasible.
LpStatus ConflictSearch::solve_loosely(const std::vector<std::uint8_t>& in, std::size_t left_out) {
    Members all;
    for (std::size_t k = 0; k < in.size(); ++k)
        if (in[k]) all.push_back(out_.members[k]);
    MemberSystem system(problem_, all, {wide_tolerance, LpTolerances{}.dual});
    if (solve(system) != LpStatus::infeasible) return LpStatus::numerical;
    system.take_out(out_.members[left_out]);
    return solve(system);
}

void ConflictSearch::filter_members(MemberSystem& system, std::vector<std::uint8_t>& in) {
    for (std::size_t k = 0; k < in.size(); ++k) {
        if (!in[k]) continue;
        if (stopped()) return;
        ConflictMember& member = out_.members[k];
        system.take_out(member);
        LpStatus status = solve(system);
        if (status == LpStatus::numerical) status = solve_loosely(in, k);
        if (status == LpStatus::infeasible) {
            in[k] = 0;
            drop_outside_support(system, in);
            continue;
        }
        member.needed = status == LpStatus::optimal;
        system.put_back(member);
        if (status == LpStatus::stopped) return;
    }
}

void ConflictSearch::drop_outside_support(MemberSystem& system, std::vector<std::uint8_t>& in) {
    const std::vector<double> y = system.multipliers();
    if (y.empty()) return;
    const auto place = [](const ConflictMember& m) { return std::tuple(m.part, m.index); };
    const auto before = [&](const ConflictMember& a, const ConflictMember& b) {
        return place(a) < place(b);
    };
    Members support = support_of(problem_, y);
    std::sort(support.begin(), support.end(), before);
    std::vector<std::size_t> dropped;
    for (std::size_t k = 0; k < in.size(); ++k) {
        if (!in[k]) continue;
        const ConflictMember& member = out_.members[k];
        if (std::binary_search(support.begin(), support.end(), member, before)) continue;
        if (member.needed) return;  // rounding: every infeasible part of the set holds it
        dropped.push_back(k);
    }
    if (dropped.empty()) return;
    for (const std::size_t k : dropped) system.take_out(out_.members[k]);
    const bool holds = solve(system) == LpStatus::infeasible;
    for (const std::size_t k : dropped) {
        if (holds)
            in[k] = 0;
        else
            system.put_back(out_.members[k]);
    }
}

// The members that are left contradict each other by these multipliers, in the judge's eyes too.
// Where rounding leaves a little of a column without a bound among the members, its own bounds may
// take that little up.
void ConflictSearch::prove(MemberSystem& system) {
    LpLimits one_more;  // a few pivots; what was found is worth a proof even when time is over
    one_more.deadline_seconds = std::max(deadline_, steady_seconds() + proof_seconds);
    ++out_.trials;
    if (system.solve(one_more) == LpStatus::infeasible) take_proof(system.multipliers());
    if (out_.proved) return;
    Members rows_and_bounds;
    std::vector<std::uint8_t> seen(static_cast<std::size_t>(problem_.columns()), 0);
    for (const ConflictMember& member : out_.members) {
        if (!is_of_row(member.part)) continue;
        rows_and_bounds.push_back(member);
        const std::int32_t i = member.index;
        for (std::int64_t k = problem_.row_start()[i]; k < problem_.row_start()[i + 1]; ++k) {
            const std::int32_t j = problem_.index()[k];
            if (seen[j]) continue;
            seen[j] = 1;
            if (problem_.lower()[j] > -infinity)
                rows_and_bounds.push_back({Part::column_lower, j, false});
            if (problem_.upper()[j] < infinity)
                rows_and_bounds.push_back({Part::column_upper, j, false});
        }
    }
    LpTolerances refined;
    refined.refine = true;
    MemberSystem bounded(problem_, rows_and_bounds, refined);
    ++out_.trials;
    if (bounded.solve(one_more) == LpStatus::infeasible) take_proof(bounded.multipliers());
}

// If it leans on the members, but for rounding.
void ConflictSearch::take_proof(std::vector<double> y) {
    if (y.empty()) return;
    for (const ConflictMember& used : support_of(problem_, y))
        if (std::none_of(out_.members.begin(), out_.members.end(), [&](const ConflictMember& m) {
                return m.part == used.part && m.index == used.index;
            }))
            return;
    out_.proved = check_infeasible(problem_, y).proves;
    out_.farkas = std::move(y);
}

}  // namespace tenon::ilp
