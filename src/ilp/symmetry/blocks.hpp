// Equal blocks of columns: identical machines, bins, bars, teams. Generators that exchange two
// blocks and nothing else, each with a block in common with another, show that all their blocks may
// be permuted at will: the columns form a matrix with a block in each matrix column.
//
// C. Hojny, M. Pfetsch: Polytopes associated with symmetry handling, Mathematical Programming 175,
// 2019 (recognition of orbitopes).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/symmetry/automorphisms.hpp"

namespace tenon::ilp {

struct BlockMatrix {
    std::int32_t blocks = 0, rows = 0;
    std::vector<std::int32_t> column;  // of the program; block by block

    std::int32_t at(std::int32_t row, std::int32_t block) const {
        return column[static_cast<std::size_t>(block) * rows + row];
    }
};

// What the symmetries are used as: each generator is part of one component at most, components move
// different columns.
struct SymmetryParts {
    std::vector<BlockMatrix> matrices;
    std::vector<std::vector<Permutation>> groups;  // everything else, component by component
};

SymmetryParts split_symmetries(std::span<const Permutation> generators, std::int32_t columns);

}  // namespace tenon::ilp
