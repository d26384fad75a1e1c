// The parts of the solver by name: what can be switched off to see what it is worth
// (SolveOptions::without), and what each part of a search did (SolveCounters::parts).
#pragma once

#include <cstdint>
#include <vector>

namespace tenon {

struct SolvePart {
    const char* name;  // "clique cuts"; a static string, as the next
    const char* text;  // what it does, in a few words
};

// Those that can be switched off: the parts of the integer search, then the reductions of presolve.
std::vector<SolvePart> solve_parts();

// Time and work of a part are without those of the parts that it called, so that all rows together
// make up the solve. Times are measured and decide nothing.
struct SolvePartEffort {
    const char* name;  // as above, or of a part without a switch: "root LPs", "node LPs"
    std::int64_t calls = 0;
    std::int64_t found = 0;  // cuts, points offered as plans, bounds, generators of symmetries
    std::int64_t kept = 0;   // cuts taken into the relaxation, plans that were the best so far
    std::int64_t work = 0;   // as SolveOptions::work_limit counts
    double seconds = 0;
};

}  // namespace tenon
