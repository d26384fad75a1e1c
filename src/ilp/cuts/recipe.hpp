// How a cut was made: from which sum of rows, or by which separator, at which point. In a program
// that has changed a little the same steps make the same cut, or one like it, or none; what is made
// is valid there, as all that the generators make of its rows.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "ilp/node/cut.hpp"

namespace tenon::ilp {

// The round of cuts in work, for the recipes of what it makes.
struct CutRound {
    std::int32_t number = 0;
    std::shared_ptr<const std::vector<double>> point;  // in the program's columns
};

struct CutRecipe {
    CutRound round;
    std::int32_t separator = -1;  // which is asked again; -1: the sum of rows is rounded
    bool halved = false;          // rounded with the divisor two alone
    // Weights of the program's rows, and of cuts that stood in the relaxation.
    std::vector<std::pair<std::int32_t, double>> rows;
    std::vector<std::pair<std::shared_ptr<const CutRecipe>, double>> cuts;
};

// Recipes in the order of their rounds, for programs whose columns and rows have other numbers.
struct CutPlan {
    struct Step {
        std::int32_t point = 0;
        std::int32_t separator = -1;
        bool halved = false;
        std::vector<std::pair<std::int32_t, double>> rows;
        std::vector<std::pair<std::int32_t, double>> steps;  // weights of what those steps made
    };
    std::vector<std::vector<double>> points;  // NaN: not known
    std::vector<Step> steps;

    std::int64_t bytes() const;
    // Column j becomes columns[j] of new_columns, row i rows[i]; -1: it has no place there.
    CutPlan renumbered(std::span<const std::int32_t> columns, std::int32_t new_columns,
                       std::span<const std::int32_t> rows) const;
};

// All that it takes to make the cuts that have a recipe.
CutPlan plan_of(std::span<const CutRef> cuts);

}  // namespace tenon::ilp
