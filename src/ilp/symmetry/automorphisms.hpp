// Symmetries of an integer program: permutations of its columns, with one of its rows, that leave
// the program as it is. They come as generators of a group.
//
// Columns are individualised one by one, with refinement after each, until every column is a cell
// of its own: the first path, with its base b_1, b_2, ... From its end upwards, for each other
// column v of the cell that b_k was taken from, an automorphism is looked for that fixes
// b_1 .. b_(k-1) and maps b_k to v: two partitions are refined side by side, one with b_k and one
// with v in front, until all cells of the two are equal as sets or both single. Equal cells are
// mapped by identity, so that the generators move as little as they can: two equal machines give
// their exchange and nothing else. Where cells differ, more vertices are individualised, again
// those first that can stay where they are; there is no way back from such a choice, so that some
// symmetries may be missed, and each costs no more than it touches. Columns that the generators
// found so far map to each other are tried once (the orbits of a Schreier-Sims chain).
//
// Every generator is checked on the numbers of the program before it counts.
//
// Sources: as in partition.hpp, and M. Pfetsch, T. Rehn: A computational comparison of symmetry
// handling methods for mixed integer programs, Mathematical Programming Computation 11, 2019.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp {

struct Permutation {
    // Columns that move, ascending, and where they go.
    std::vector<std::pair<std::int32_t, std::int32_t>> moves;

    std::int32_t image(std::int32_t column) const;
};

struct Automorphisms {
    std::vector<Permutation> generators;
    std::int64_t work = 0;
    bool complete = false;  // the work sufficed; still some may be missing
};

// No more than about `work` entries are looked at.
Automorphisms find_automorphisms(const MixedProgram& program, std::int64_t work);

}  // namespace tenon::ilp
