#include "ilp/cuts/recipe.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <unordered_set>

namespace tenon::ilp {

namespace {

// Those that a recipe rests on come before it: they are of earlier rounds.
std::vector<const CutRecipe*> all_recipes(std::span<const CutRef> cuts) {
    std::vector<const CutRecipe*> out, open;
    std::unordered_set<const CutRecipe*> seen;
    const auto meet = [&](const CutRecipe* recipe) {
        if (recipe && seen.insert(recipe).second) open.push_back(recipe);
    };
    for (const CutRef& cut : cuts) meet(cut->recipe.get());
    while (!open.empty()) {
        const CutRecipe* recipe = open.back();
        open.pop_back();
        out.push_back(recipe);
        for (const auto& part : recipe->cuts) meet(part.first.get());
    }
    // The order of discovery is that of the cuts, not of addresses.
    std::stable_sort(out.begin(), out.end(), [](const CutRecipe* a, const CutRecipe* b) {
        return a->round.number < b->round.number;
    });
    return out;
}

}  // namespace

CutPlan plan_of(std::span<const CutRef> cuts) {
    CutPlan out;
    std::unordered_map<const CutRecipe*, std::int32_t> place;
    std::int32_t last_round = -1;
    for (const CutRecipe* recipe : all_recipes(cuts)) {
        if (recipe->round.number != last_round) {
            last_round = recipe->round.number;
            out.points.push_back(*recipe->round.point);
        }
        place.emplace(recipe, static_cast<std::int32_t>(out.steps.size()));
        CutPlan::Step step;
        step.point = static_cast<std::int32_t>(out.points.size()) - 1;
        step.separator = recipe->separator;
        step.halved = recipe->halved;
        step.rows = recipe->rows;
        for (const auto& [part, weight] : recipe->cuts)
            step.steps.emplace_back(place.at(part.get()), weight);
        out.steps.push_back(std::move(step));
    }
    return out;
}

std::int64_t CutPlan::bytes() const {
    std::size_t sum = 0;
    for (const std::vector<double>& point : points) sum += point.size() * sizeof(double);
    for (const Step& step : steps)
        sum += sizeof(Step) +
               (step.rows.size() + step.steps.size()) * sizeof(std::pair<std::int32_t, double>);
    return static_cast<std::int64_t>(sum);
}

CutPlan CutPlan::renumbered(std::span<const std::int32_t> columns, std::int32_t new_columns,
                            std::span<const std::int32_t> rows) const {
    CutPlan out;
    for (const std::vector<double>& point : points) {
        std::vector<double>& moved = out.points.emplace_back(
            static_cast<std::size_t>(new_columns), std::numeric_limits<double>::quiet_NaN());
        for (std::size_t j = 0; j < point.size(); ++j)
            if (columns[j] >= 0) moved[columns[j]] = point[j];
    }
    for (const Step& step : steps) {
        Step& moved = out.steps.emplace_back(step);
        moved.rows.clear();
        for (const auto& [row, weight] : step.rows)
            if (rows[row] >= 0) moved.rows.emplace_back(rows[row], weight);
    }
    return out;
}

}  // namespace tenon::ilp
