// The cliques that the rows of a program say within the bounds of a domain (row_cliques.hpp).
#pragma once

#include "ilp/node/domain.hpp"
#include "ilp/presolve/clique_table.hpp"

namespace tenon::ilp {

CliqueTable cliques_of_rows(const MixedProgram& program, const Domain& domain);

}  // namespace tenon::ilp
