// What a solve remembers for the next one of nearly the same problem.
//
// A host that plans every minute changes little between two solves: a machine stops or runs again,
// an order grows, comes or goes, a cost moves. Give each solve the same memory:
//
//     SolveMemory memory;
//     options.memory = &memory;
//     Solution first = solve(context, problem, options);
//     problem.set_bounds(machine_3, 0, 0);
//     Solution second = solve(context, problem, options);
//
// Nothing remembered is believed that does not hold for the problem at hand. Columns and rows are
// matched by their names. A bound is used again only where every plan of the new problem is one of
// the remembered problem too (bounds, sides and rows the same or tighter, costs moved as told); old
// plans are judged anew in the new problem. Where the best of them and a remembered bound meet, the
// answer is there at once: also where what a plan did in a place that is closed now is as good in
// another one (of alike bins, machines, units). Else the search begins with that plan, or with what
// mending makes of it where it does not fit any more; with the basis of the last search's first
// relaxation; with its cuts, made anew from the rows as they are now; and with the leaves of its
// tree, whose bounds are found again. Restarts rest in solves with a memory, as the
// next problem could not be told of what they cut away.
//
// An answer is as good with a memory as without one, but of several equally good plans it may be
// another, and it depends on what was solved before. Linear programs and solves with lazy rows or
// user cuts neither read nor write it (see WarmLinear for the former). A solve that was stopped
// writes what it knows.
//
// Mutable, one solve at a time. It keeps copies of the last few problems, one plan of each, and
// of their searches how the cuts were made (32 MB at most) and the tree (100,000 nodes at most).
#pragma once

#include <cstdint>
#include <memory>

namespace tenon {

namespace ilp {
struct MemoryAccess;
}

class SolveMemory {
  public:
    SolveMemory();
    ~SolveMemory();
    SolveMemory(SolveMemory&& other) noexcept;
    SolveMemory& operator=(SolveMemory&& other) noexcept;

    // Forgets everything.
    void clear() noexcept;
    // Problems whose answers are kept; the oldest one goes when there are more than `most`.
    std::int32_t problems() const noexcept;
    static constexpr std::int32_t most = 8;

    struct Impl;  // ilp/search/solve_memory.hpp

  private:
    friend struct ilp::MemoryAccess;
    std::unique_ptr<Impl> impl_;  // none: empty
};

}  // namespace tenon
