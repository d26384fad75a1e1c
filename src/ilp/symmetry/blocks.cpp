#include "ilp/symmetry/blocks.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "ilp/symmetry/orbits.hpp"

namespace tenon::ilp {

namespace {

// Generators a matrix is begun from, in each component: the largest matrix is taken.
constexpr int most_starts = 30;

bool is_exchange(const Permutation& p) {
    return std::all_of(p.moves.begin(), p.moves.end(),
                       [&](const auto& move) { return p.image(move.second) == move.first; });
}

// Grows one matrix from an exchange.
class Grower {
  public:
    Grower(std::span<const Permutation* const> exchanges, std::int32_t columns)
        : exchanges_(exchanges), block_(columns, -1), row_(columns, -1) {}

    BlockMatrix grow(const Permutation& first, std::set<const Permutation*>& used) {
        BlockMatrix out;
        out.rows = static_cast<std::int32_t>(first.moves.size() / 2);
        const std::vector<std::int32_t> side = one_side(first);
        add(out, side);
        add(out, images(first, side));
        for (bool grown = true; grown;) {
            grown = false;
            for (const Permutation* p : exchanges_) {
                const std::optional<std::int32_t> shared = shared_block(out, *p);
                if (!shared) continue;
                const auto begin = out.column.begin() + *shared * out.rows;
                const std::vector<std::int32_t> block(begin, begin + out.rows);
                add(out, images(*p, block));
                used.insert(p);
                grown = true;
            }
        }
        for (const std::int32_t j : out.column) block_[j] = row_[j] = -1;
        return out;
    }

  private:
    static std::vector<std::int32_t> images(const Permutation& p,
                                            const std::vector<std::int32_t>& block) {
        std::vector<std::int32_t> out;
        for (const std::int32_t j : block) out.push_back(p.image(j));
        return out;
    }

    // One column of each pair that `first` exchanges: those that another exchange moves too.
    std::vector<std::int32_t> one_side(const Permutation& first) const {
        std::vector<std::int32_t> out;
        for (const Permutation* p : exchanges_) {
            if (p == &first || p->moves.size() != first.moves.size()) continue;
            out.clear();
            for (const auto& [from, to] : first.moves)
                if (p->image(from) != from && p->image(to) == to) out.push_back(from);
            if (2 * out.size() == first.moves.size()) return out;
        }
        out.clear();
        for (const auto& [from, to] : first.moves)
            if (from < to) out.push_back(from);
        return out;
    }

    void add(BlockMatrix& matrix, const std::vector<std::int32_t>& block) {
        for (std::int32_t t = 0; t < matrix.rows; ++t) {
            block_[block[t]] = matrix.blocks;
            row_[block[t]] = t;
        }
        matrix.column.insert(matrix.column.end(), block.begin(), block.end());
        ++matrix.blocks;
    }

    // The known block that p exchanges with an unknown one.
    std::optional<std::int32_t> shared_block(const BlockMatrix& matrix,
                                             const Permutation& p) const {
        if (static_cast<std::int32_t>(p.moves.size()) != 2 * matrix.rows) return std::nullopt;
        std::int32_t shared = -1, known = 0;
        for (const auto& [from, to] : p.moves) {
            if (block_[from] < 0) continue;
            if (block_[to] >= 0 || (shared >= 0 && block_[from] != shared)) return std::nullopt;
            shared = block_[from];
            ++known;
        }
        if (known != matrix.rows) return std::nullopt;
        return shared;
    }

    std::span<const Permutation* const> exchanges_;
    std::vector<std::int32_t> block_, row_;
};

class Splitter {
  public:
    Splitter(std::span<const Permutation> generators, std::int32_t columns)
        : generators_(generators), columns_(columns), taken_(columns, 0) {}

    SymmetryParts run() {
        Orbits linked(columns_);
        for (const Permutation& p : generators_)
            for (const auto& [from, to] : p.moves) linked.join(p.moves.front().first, from);
        std::vector<std::vector<const Permutation*>> components(columns_);
        for (const Permutation& p : generators_)
            components[linked.of(p.moves.front().first)].push_back(&p);
        for (const auto& component : components)
            if (!component.empty()) take(component);
        return std::move(out_);
    }

  private:
    // Matrices while a good one is left; then what touches none of them, as a group.
    void take(std::vector<const Permutation*> component) {
        while (true) {
            const BlockMatrix matrix = largest_matrix(component);
            const bool pays = matrix.blocks > 2 || (matrix.blocks == 2 && component.size() == 1);
            if (!pays) break;
            for (const std::int32_t j : matrix.column) taken_[j] = 1;
            out_.matrices.push_back(matrix);
            std::erase_if(component, [&](const Permutation* p) {
                return std::any_of(p->moves.begin(), p->moves.end(),
                                   [&](const auto& move) { return taken_[move.first] != 0; });
            });
        }
        if (component.empty()) return;
        out_.groups.emplace_back();
        for (const Permutation* p : component) out_.groups.back().push_back(*p);
    }

    BlockMatrix largest_matrix(const std::vector<const Permutation*>& component) const {
        std::vector<const Permutation*> exchanges;
        for (const Permutation* p : component)
            if (is_exchange(*p)) exchanges.push_back(p);
        Grower grower(exchanges, columns_);
        BlockMatrix best;
        int starts = 0;
        std::set<const Permutation*> used;
        for (const Permutation* p : exchanges) {
            if (used.contains(p)) continue;  // it is part of a matrix that was seen
            if (++starts > most_starts) break;
            BlockMatrix matrix = grower.grow(*p, used);
            if (matrix.blocks > 1 && better(matrix, best)) best = std::move(matrix);
        }
        return best;
    }

    static bool better(const BlockMatrix& a, const BlockMatrix& b) {
        if ((a.blocks > 2) != (b.blocks > 2)) return a.blocks > 2;
        if (a.column.size() != b.column.size()) return a.column.size() > b.column.size();
        return a.blocks > b.blocks;
    }

    std::span<const Permutation> generators_;
    std::int32_t columns_;
    std::vector<std::uint8_t> taken_;
    SymmetryParts out_;
};

}  // namespace

SymmetryParts split_symmetries(std::span<const Permutation> generators, std::int32_t columns) {
    return Splitter(generators, columns).run();
}

}  // namespace tenon::ilp
