// The presolves of a solve, one after the other: the first of the problem as it came, each later
// one of what a search's root had learned by the time it began anew (Search::restart_program()).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp {

class PresolveChain {
  public:
    bool empty() const noexcept { return stages_.empty(); }
    // One that has run, on the program of the stage before.
    void add(Presolve stage) { stages_.push_back(std::move(stage)); }
    void keep_first() { stages_.erase(stages_.begin() + 1, stages_.end()); }
    const Presolve& first() const noexcept { return stages_.front(); }
    const MixedProgram& reduced() const noexcept { return stages_.back().reduced(); }

    std::vector<double> restore(std::span<const double> reduced_point) const {
        std::vector<double> point(reduced_point.begin(), reduced_point.end());
        for (auto stage = stages_.rbegin(); stage != stages_.rend(); ++stage)
            point = stage->restore(point);
        return point;
    }
    std::vector<double> project(std::span<const double> original_point) const {
        std::vector<double> point(original_point.begin(), original_point.end());
        for (const Presolve& stage : stages_) point = stage.project(point);
        return point;
    }

  private:
    std::vector<Presolve> stages_;  // their programs stay where they are when it grows
};

}  // namespace tenon::ilp
