// An integer program as a coloured graph: a vertex for each column and each row, an edge for each
// entry. Columns have the same colour if cost, bounds and type agree, rows if their sides do, edges
// if their coefficients do. The symmetries of the program that permute columns and rows are the
// automorphisms of this graph.
//
// D. Salvagnin: A dominance procedure for integer programming, thesis, Bologna, 2005.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp {

struct ColourGraph {
    std::int32_t columns = 0, vertices = 0;  // columns first, then rows
    std::vector<std::int64_t> start;         // neighbours of v: start[v] .. start[v + 1]
    std::vector<std::int32_t> neighbour;     // ascending for each vertex
    std::vector<std::uint64_t> edge;         // colour of the edge, scrambled
    std::vector<std::int32_t> colour;        // of the vertex, 0, 1, ...; columns before rows
};

ColourGraph colour_graph(const MixedProgram& program);

// Scrambles 64 bits (the finaliser of SplitMix64; G. Steele, D. Lea, C. Flood, OOPSLA 2014).
inline std::uint64_t scramble(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

}  // namespace tenon::ilp
