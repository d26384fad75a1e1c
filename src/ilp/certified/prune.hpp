// A proof without what nothing in it rests on.
//
// From the leaves up: a leaf or tightening rests on the bounds at which its columns are least. A
// tightening that nothing after it rests on goes. A branching whose one side does not rest on the
// branching is no choice at all: that side proves the whole, and the other one goes.
#pragma once

#include "ilp/certified/proof.hpp"
#include "ilp/certified/rows.hpp"

namespace tenon::ilp::certified {

void prune(Proof& proof, const ProofRows& rows);

}  // namespace tenon::ilp::certified
