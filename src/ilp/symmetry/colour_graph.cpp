#include "ilp/symmetry/colour_graph.hpp"

#include <algorithm>
#include <bit>
#include <tuple>

#include "ilp/presolve/sparse_rows.hpp"

namespace tenon::ilp {

namespace {

// Numbers the vertices first .. first + count - 1 by their keys, from `next` on.
template <class Key>
std::int32_t number(std::int32_t first, std::int32_t count, std::int32_t next, const Key& key,
                    std::vector<std::int32_t>& colour) {
    std::vector<std::int32_t> order(count);
    for (std::int32_t k = 0; k < count; ++k) order[k] = k;
    std::sort(order.begin(), order.end(),
              [&](std::int32_t a, std::int32_t b) { return key(a) < key(b); });
    for (std::int32_t k = 0; k < count; ++k) {
        if (k > 0 && key(order[k - 1]) < key(order[k])) ++next;
        colour[first + order[k]] = next;
    }
    return count > 0 ? next + 1 : next;
}

}  // namespace

ColourGraph colour_graph(const MixedProgram& program) {
    const LinearProgram& lp = program.lp;
    ColourGraph graph;
    graph.columns = lp.columns;
    graph.vertices = lp.columns + lp.rows;
    const SparseRows rows = rows_of(lp.matrix, lp.rows);
    graph.start = lp.matrix.start;
    for (const std::int32_t i : lp.matrix.index) graph.neighbour.push_back(lp.columns + i);
    const std::int64_t entries = graph.start.back();
    for (std::int32_t i = 0; i < lp.rows; ++i) graph.start.push_back(entries + rows.start[i + 1]);
    graph.neighbour.insert(graph.neighbour.end(), rows.index.begin(), rows.index.end());
    const auto colour_of = [](double a) { return scramble(std::bit_cast<std::uint64_t>(a)); };
    for (const double a : lp.matrix.value) graph.edge.push_back(colour_of(a));
    for (const double a : rows.value) graph.edge.push_back(colour_of(a));
    graph.colour.resize(graph.vertices);
    const std::int32_t next = number(
        0, lp.columns, 0,
        [&](std::int32_t j) {
            return std::make_tuple(lp.cost[j], lp.lower[j], lp.upper[j], program.integer[j]);
        },
        graph.colour);
    number(
        lp.columns, lp.rows, next,
        [&](std::int32_t i) { return std::make_tuple(lp.row_lower[i], lp.row_upper[i]); },
        graph.colour);
    return graph;
}

}  // namespace tenon::ilp
