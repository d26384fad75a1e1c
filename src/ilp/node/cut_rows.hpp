// Cuts as rows of a program.
#pragma once

#include <span>

#include "ilp/lp/simplex.hpp"
#include "ilp/node/cut.hpp"

namespace tenon::ilp {

// Behind the rows that are there; one pass over the matrix.
void append_rows(LinearProgram& lp, std::span<const Cut> cuts);

}  // namespace tenon::ilp
