// The inside of a SolveMemory: problems with what was proven of them, the newest first.
#pragma once

#include <memory>
#include <vector>

#include "ilp/search/former_search.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"
#include "tenon/solve_memory.hpp"

namespace tenon {

struct SolveMemory::Impl {
    struct Entry {
        Problem problem;
        double bound = -infinity;  // of the minimisation; no plan costs less; infinity: none exists
        std::vector<double> plan;  // the best one known, may be empty
        std::shared_ptr<const ilp::FormerSearch> search;  // may be none
    };
    std::vector<Entry> entries;
};

namespace ilp {

struct MemoryAccess {
    static SolveMemory::Impl& inside(SolveMemory& memory) {
        if (!memory.impl_) memory.impl_ = std::make_unique<SolveMemory::Impl>();
        return *memory.impl_;
    }
};

// What a memory knows of a problem.
struct Recollection {
    double bound = -infinity;                    // of the minimisation, valid; infinity: no plan
    std::vector<std::vector<double>> plans;      // in its columns, not judged; the newest first
    std::shared_ptr<const FormerSearch> search;  // the newest one; may be none
};
Recollection recall(const SolveMemory::Impl& memory, const Problem& problem);

// Keeps what a solve has proven; the same problem is kept once.
void remember(SolveMemory::Impl& memory, const Problem& problem, const Solution& answer,
              std::shared_ptr<const FormerSearch> search);

}  // namespace ilp

}  // namespace tenon
