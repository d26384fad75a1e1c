// A cut is valid for every plan of the program, so its image under a symmetry is, too. LP optima of
// symmetric programs have many equivalents: cutting one of them off moves the bound only once the
// others are cut off as well, and that takes as many rounds as there are blocks, or the cuts of all
// blocks at once.
#include <algorithm>
#include <set>

#include "ilp/symmetry/symmetry.hpp"

namespace tenon::ilp {

namespace {

// Entries of all images of one round: a share of the program's own, and a start. Long rows in many
// blocks would cost more in each LP than they bring.
constexpr std::size_t entries_start = 500, entries_share = 4;

// With fewer blocks the rounds soon find all images by themselves.
constexpr std::int32_t fewest_blocks = 4;

using Key = std::tuple<std::vector<std::int32_t>, std::vector<double>, double>;

Key key_of(const Cut& cut) {
    return {cut.index, cut.value, cut.right};
}

}  // namespace

void Symmetry::add_images(std::vector<Cut>& cuts, std::span<const CutRef> known,
                          std::size_t most) const {
    std::set<Key> seen;
    for (const CutRef& cut : known) seen.insert(key_of(*cut));
    for (const Cut& cut : cuts) seen.insert(key_of(cut));
    const std::size_t count = cuts.size();
    std::size_t left = entries_start + program_.lp.matrix.index.size() / entries_share;
    for (std::size_t c = 0; c < count; ++c) {
        std::int32_t m = -1, block = -1;
        bool single = true;
        for (const std::int32_t j : cuts[c].index) {
            if (matrix_of_[j] < 0) continue;
            single &= m < 0 || (matrix_of_[j] == m && block_of_[j] == block);
            m = matrix_of_[j];
            block = block_of_[j];
        }
        if (m < 0 || !single) continue;
        const BlockMatrix& matrix = parts_.matrices[m];
        if (matrix.blocks < fewest_blocks) continue;
        for (std::int32_t b = 0; b < matrix.blocks && cuts.size() < most; ++b) {
            if (b == block) continue;
            if (cuts[c].index.size() > left) return;
            left -= cuts[c].index.size();
            std::vector<std::pair<std::int32_t, double>> entries;
            for (std::size_t k = 0; k < cuts[c].index.size(); ++k) {
                const std::int32_t j = cuts[c].index[k];
                entries.emplace_back(matrix_of_[j] < 0 ? j : matrix.at(row_of_[j], b),
                                     cuts[c].value[k]);
            }
            std::sort(entries.begin(), entries.end());
            Cut image = cuts[c];
            image.recipe = nullptr;
            for (std::size_t k = 0; k < entries.size(); ++k) {
                image.index[k] = entries[k].first;
                image.value[k] = entries[k].second;
            }
            if (seen.insert(key_of(image)).second) cuts.push_back(std::move(image));
        }
    }
}

}  // namespace tenon::ilp
