// The presolves of a solve, one after the other: the first of the problem as it came, each later
// one of what a search's root had learned by the time it began anew (Search::restart_program()).
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp {

class PresolveChain {
  public:
    bool empty() const noexcept { return stages_.empty(); }
    // One that has run, on the program of the stage before.
    void add(Presolve stage) { stages_.push_back(std::move(stage)); }
    void keep_first() { stages_.erase(stages_.begin() + 1, stages_.end()); }
    void clear() { stages_.clear(); }
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
    std::vector<double> carry(std::span<const double> of_columns) const {
        std::vector<double> values(of_columns.begin(), of_columns.end());
        for (const Presolve& stage : stages_) values = stage.carry(values);
        return values;
    }

    // The original columns in the reduced ones; all stages were to expect rows.
    std::vector<AffineColumn> affine_columns() const {
        std::vector<AffineColumn> columns = stages_.front().affine_columns();
        for (std::size_t s = 1; s < stages_.size(); ++s) {
            const std::vector<AffineColumn> next = stages_[s].affine_columns();
            for (AffineColumn& image : columns) {
                if (image.column < 0) continue;
                const AffineColumn& on = next[image.column];
                image = {on.column, image.coefficient * on.coefficient,
                         image.constant + image.coefficient * on.constant};
            }
        }
        return columns;
    }

    // The original column, or row, that each reduced one is.
    std::vector<std::int32_t> kept_columns() const { return kept(&Presolve::kept_columns); }
    std::vector<std::int32_t> kept_rows() const { return kept(&Presolve::kept_rows); }

  private:
    std::vector<std::int32_t> kept(std::span<const std::int32_t> (Presolve::*of_stage)()
                                       const noexcept) const {
        const std::span<const std::int32_t> first = (stages_.front().*of_stage)();
        std::vector<std::int32_t> out(first.begin(), first.end());
        for (std::size_t s = 1; s < stages_.size(); ++s) {
            std::vector<std::int32_t> next;
            for (const std::int32_t k : (stages_[s].*of_stage)()) next.push_back(out[k]);
            out = std::move(next);
        }
        return out;
    }

    std::vector<Presolve> stages_;  // their programs stay where they are when it grows
};

}  // namespace tenon::ilp
