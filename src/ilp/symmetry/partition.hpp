// An ordered partition of the vertices of a coloured graph into cells, and its refinement until it
// is equitable: any two vertices of a cell then have, for every cell C, the same edges into C, by
// number and colour. What refinement separates no automorphism can map to each other.
//
// A cell C that may separate others is taken from a queue; each neighbour w of C gets the sum of
// scrambled colours of its edges into C, and cells whose members differ in this sum are split, in
// ascending order of the sum. Of the parts of a cell all but a largest one go into the queue
// (J. Hopcroft, 1971). Everything happens in an order that does not depend on the names of
// vertices, so two vertices that correspond lead to partitions that do: equal traces are necessary
// for that. Splits can be undone in reverse order.
//
// B. McKay, A. Piperno: Practical graph isomorphism II, Journal of Symbolic Computation 60, 2014;
// P. Darga, K. Sakallah, I. Markov: Faster symmetry discovery using sparsity of symmetries, DAC
// 2008.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "ilp/symmetry/colour_graph.hpp"

namespace tenon::ilp {

class Partition {
  public:
    explicit Partition(const ColourGraph& graph);  // the cells are the colours, not refined

    std::int32_t cell(std::int32_t v) const noexcept { return cell_[v]; }  // where it begins
    std::int32_t size(std::int32_t cell) const noexcept { return size_[cell]; }
    std::span<const std::int32_t> members(std::int32_t cell) const {
        return std::span<const std::int32_t>(order_).subspan(cell, size_[cell]);
    }

    // Makes v a cell of its own, at the end of its old one.
    void individualise(std::int32_t v);
    void refine();
    std::uint64_t trace() const noexcept { return trace_; }  // of all refinements so far
    void set_trace(std::uint64_t trace) noexcept { trace_ = trace; }

    std::size_t mark() const noexcept { return splits_.size(); }
    void undo_to(std::size_t mark);
    // The two cells of a split: the part that was new, and the part that kept the beginning.
    std::pair<std::int32_t, std::int32_t> split(std::size_t k) const { return splits_[k]; }

    std::int64_t work() const noexcept { return work_; }  // entries looked at

  private:
    void count_edges(std::int32_t splitter);
    void split_touched();
    void split_cell(std::int32_t cell, std::span<std::int32_t> touched);
    void enqueue(std::int32_t cell);
    void swap_into(std::int32_t v, std::int32_t place);

    const ColourGraph& graph_;
    std::vector<std::int32_t> order_, place_, cell_, size_;
    std::vector<std::pair<std::int32_t, std::int32_t>> splits_;
    std::vector<std::int32_t> queue_, touched_, part_;
    std::size_t queue_head_ = 0;
    std::vector<std::uint8_t> queued_;
    std::vector<std::uint64_t> sum_;
    std::vector<std::uint8_t> is_touched_;
    std::uint64_t trace_ = 0;
    std::int64_t work_ = 0;
};

}  // namespace tenon::ilp
