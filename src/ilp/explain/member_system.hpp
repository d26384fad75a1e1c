// The linear program of the members of a conflict alone: their rows and columns, every side open
// that is no member. Sides are taken out and put back while the simplex stays warm.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "tenon/conflict.hpp"

namespace tenon::ilp {

class MemberSystem {
  public:
    // Integrality members are left out.
    MemberSystem(const Problem& problem, std::span<const ConflictMember> members,
                 LpTolerances tolerances = {});

    void take_out(const ConflictMember& member) { set_side(member, false); }
    void put_back(const ConflictMember& member) { set_side(member, true); }
    LpStatus solve(const LpLimits& limits) { return simplex_.solve(limits); }

    // After infeasible: one multiplier a row of the problem; empty where there is no proof.
    std::vector<double> multipliers() const;

  private:
    // The rows of the members, all columns in them, and the columns of bounds among the members.
    struct Shape {
        std::vector<std::int32_t> row;                  // of the problem, by own number
        std::vector<std::int32_t> own_row, own_column;  // the other way; -1: not here
        std::int32_t columns = 0;

        Shape(const Problem& problem, std::span<const ConflictMember> members);
        std::int32_t own_number(const ConflictMember& member) const;
        LinearProgram program(const Problem& problem,
                              std::span<const ConflictMember> members) const;
    };
    void set_side(const ConflictMember& member, bool in);

    const Problem& problem_;
    Shape shape_;
    Simplex simplex_;
};

// The sides that a combination of rows leans on: the row sides of y, the bounds of d = -A'y. Parts
// of d that are rounding beside their terms, and those that meet no side, are left out.
std::vector<ConflictMember> support_of(const Problem& problem, std::span<const double> multipliers);

}  // namespace tenon::ilp
