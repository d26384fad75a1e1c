#include "ilp/cuts/base_cuts.hpp"

namespace tenon::ilp {

bool BaseCuts::separate(const DenseRow& row, double sign, double right, const char* family,
                        std::vector<Cut>& out) {
    if (!base_.read(row, sign, right)) return false;
    const std::size_t before = out.size();
    // The rounding turns terms about, so it comes last.
    cover_.separate("lifted cover", out);
    rounding_.separate(family, out);
    if (at_.round) note_recipe(row, sign, false, std::span(out).subspan(before));
    return out.size() > before;
}

bool BaseCuts::halve(const DenseRow& row, const char* family, std::vector<Cut>& out) {
    if (!base_.read(row, 1, 0)) return false;
    const std::size_t before = out.size();
    rounding_.separate_with(2, family, out);
    if (at_.round) note_recipe(row, 1, true, std::span(out).subspan(before));
    return out.size() > before;
}

void BaseCuts::note_recipe(const DenseRow& row, double sign, bool halved,
                           std::span<Cut> made) const {
    if (made.empty()) return;
    const auto recipe = std::make_shared<CutRecipe>();
    recipe->round = *at_.round;
    recipe->halved = halved;
    for (const std::int32_t place : row.places()) {
        if (place < at_.columns() || row[place] == 0) continue;
        const std::int32_t i = place - at_.columns();
        const double weight = -sign * row[place];
        if (i < at_.relaxation.model_rows())
            recipe->rows.emplace_back(i, weight);
        else if (at_.relaxation.cut_of_row(i).recipe)
            recipe->cuts.emplace_back(at_.relaxation.cut_of_row(i).recipe, weight);
    }
    for (Cut& cut : made) cut.recipe = recipe;
}

}  // namespace tenon::ilp
