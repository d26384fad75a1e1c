#include "ilp/node/clique_extraction.hpp"

#include <algorithm>
#include <vector>

#include "ilp/presolve/row_cliques.hpp"

namespace tenon::ilp {

namespace {

// All rows together may give this many entries, against the entries of the matrix.
constexpr std::int64_t entries_start = 100'000, entries_share = 4;

}  // namespace

CliqueTable cliques_of_rows(const MixedProgram& program, const Domain& domain) {
    const auto nonzeros = static_cast<std::int64_t>(program.lp.matrix.index.size());
    CliqueTable table(program.lp.columns, entries_start + entries_share * nonzeros);
    RowCliques cliques(domain.lower(), domain.upper(), program.integer, table);
    const SparseRows& rows = domain.rows();
    // Long rows first: what they contain of shorter ones need not be kept again.
    std::vector<std::int32_t> order(static_cast<std::size_t>(program.lp.rows));
    for (std::int32_t i = 0; i < program.lp.rows; ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int32_t a, std::int32_t b) { return rows.size(a) > rows.size(b); });
    for (const std::int32_t i : order) {
        if (table.full()) break;
        const auto first = static_cast<std::size_t>(rows.start[i]);
        const auto size = static_cast<std::size_t>(rows.size(i));
        RowOfBox row{std::span(rows.index).subspan(first, size),
                     std::span(rows.value).subspan(first, size), 1, program.lp.row_upper[i]};
        cliques.read(row);
        row.sign = -1;
        row.side = program.lp.row_lower[i];
        cliques.read(row);
    }
    return table;
}

}  // namespace tenon::ilp
