#include "ilp/explain/member_system.hpp"

#include <algorithm>
#include <cmath>

#include "base/sum.hpp"

namespace tenon::ilp {

namespace {

// A coefficient of the combined row below this share of its terms is a zero that rounding spoiled.
constexpr double cancellation = 1e-9;

double side_of(const Problem& problem, const ConflictMember& member) {
    const auto at = static_cast<std::size_t>(member.index);
    switch (member.part) {
        case Part::row_lower:
            return problem.row_lower()[at];
        case Part::row_upper:
            return problem.row_upper()[at];
        case Part::column_lower:
            return problem.lower()[at];
        default:
            return problem.upper()[at];
    }
}

double& side_in(LinearProgram& lp, Part part, std::int32_t own) {
    if (is_of_row(part)) return (is_lower(part) ? lp.row_lower : lp.row_upper)[own];
    return (is_lower(part) ? lp.lower : lp.upper)[own];
}

}  // namespace

std::int32_t MemberSystem::Shape::own_number(const ConflictMember& member) const {
    return is_of_row(member.part) ? own_row[member.index] : own_column[member.index];
}

MemberSystem::Shape::Shape(const Problem& problem, std::span<const ConflictMember> members)
    : own_row(static_cast<std::size_t>(problem.rows()), -1),
      own_column(static_cast<std::size_t>(problem.columns()), -1) {
    const auto see_column = [&](std::int32_t j) {
        if (own_column[j] < 0) own_column[j] = columns++;
    };
    for (const ConflictMember& member : members) {
        const std::int32_t i = member.index;
        if (!is_of_row(member.part)) {
            see_column(i);
        } else if (own_row[i] < 0) {
            own_row[i] = static_cast<std::int32_t>(row.size());
            row.push_back(i);
            for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k)
                see_column(problem.index()[k]);
        }
    }
}

LinearProgram MemberSystem::Shape::program(const Problem& problem,
                                           std::span<const ConflictMember> members) const {
    LinearProgram lp;
    lp.rows = static_cast<std::int32_t>(row.size());
    lp.columns = columns;
    lp.cost.assign(static_cast<std::size_t>(columns), 0.0);
    lp.lower.assign(lp.cost.size(), -infinity);
    lp.upper.assign(lp.cost.size(), infinity);
    lp.row_lower.assign(row.size(), -infinity);
    lp.row_upper.assign(row.size(), infinity);
    std::vector<std::int64_t> next(lp.cost.size() + 1, 0);
    for (const std::int32_t i : row)
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k)
            ++next[own_column[problem.index()[k]] + 1];
    for (std::size_t j = 1; j < next.size(); ++j) next[j] += next[j - 1];
    lp.matrix.start = next;
    lp.matrix.index.resize(static_cast<std::size_t>(next.back()));
    lp.matrix.value.resize(lp.matrix.index.size());
    for (std::int32_t own = 0; own < lp.rows; ++own)
        for (std::int64_t k = problem.row_start()[row[own]]; k < problem.row_start()[row[own] + 1];
             ++k) {
            const std::int64_t place = next[own_column[problem.index()[k]]]++;
            lp.matrix.index[place] = own;
            lp.matrix.value[place] = problem.value()[k];
        }
    for (const ConflictMember& member : members) {
        if (member.part == Part::integrality) continue;
        side_in(lp, member.part, own_number(member)) = side_of(problem, member);
    }
    return lp;
}

MemberSystem::MemberSystem(const Problem& problem, std::span<const ConflictMember> members,
                           LpTolerances tolerances)
    : problem_(problem),
      shape_(problem, members),
      simplex_(shape_.program(problem, members), tolerances) {}

void MemberSystem::set_side(const ConflictMember& member, bool in) {
    const bool of_row = is_of_row(member.part);
    const std::int32_t own = shape_.own_number(member);
    const LinearProgram& lp = simplex_.problem();
    double lower = of_row ? lp.row_lower[own] : lp.lower[own];
    double upper = of_row ? lp.row_upper[own] : lp.upper[own];
    if (is_lower(member.part))
        lower = in ? side_of(problem_, member) : -infinity;
    else
        upper = in ? side_of(problem_, member) : infinity;
    of_row ? simplex_.set_row_bounds(own, lower, upper) : simplex_.set_bounds(own, lower, upper);
}

std::vector<double> MemberSystem::multipliers() const {
    const std::vector<double> own = simplex_.farkas();
    if (own.empty()) return {};
    std::vector<double> y(static_cast<std::size_t>(problem_.rows()), 0.0);
    for (std::size_t k = 0; k < own.size(); ++k) y[shape_.row[k]] = own[k];
    return y;
}

std::vector<ConflictMember> support_of(const Problem& problem, std::span<const double> y) {
    std::vector<ConflictMember> members;
    std::vector<Sum> sum(static_cast<std::size_t>(problem.columns()));
    std::vector<double> terms(sum.size(), 0.0);
    const auto see = [&](double coefficient, double lower, double upper, Part low, Part high,
                         std::int32_t index) {
        if (coefficient > 0 && lower > -infinity) members.push_back({low, index, false});
        if (coefficient < 0 && upper < infinity) members.push_back({high, index, false});
    };
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        if (y[i] == 0) continue;
        see(y[i], problem.row_lower()[i], problem.row_upper()[i], Part::row_lower, Part::row_upper,
            i);
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k) {
            sum[problem.index()[k]].add_product(-problem.value()[k], y[i]);
            terms[problem.index()[k]] += std::fabs(problem.value()[k] * y[i]);
        }
    }
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        const double d = sum[j].value();
        if (std::fabs(d) <= cancellation * terms[j]) continue;
        see(d, problem.lower()[j], problem.upper()[j], Part::column_lower, Part::column_upper, j);
    }
    return members;
}

}  // namespace tenon::ilp
