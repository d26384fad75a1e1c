// The elastic program of a problem: the same columns, then a violation for each side that may give.
#pragma once

#include <vector>

#include "tenon/relax.hpp"

namespace tenon::ilp {

struct ElasticProgram {
    Problem problem;
    // Side k of those that may give; its violation is column first_violation + k, and where they
    // are counted its mark is column first_violation + sides.size() + k.
    struct Side {
        Part part;
        std::int32_t index;
        double weight;
    };
    std::vector<Side> sides;
    std::int32_t first_violation = 0;

    // Costs for what is asked: amounts or marks.
    ElasticProgram(const Problem& original, const RelaxOptions& options);

    // For the solve after a count: only the marked sides may give, at the weight of their amounts.
    void keep_marked(const std::vector<double>& values);

  private:
    void list_sides(const Problem& original, const RelaxOptions& options);
    void add_rows(const Problem& original);
    void add_mark_rows(const std::vector<double>& most);

    std::size_t row_sides_ = 0;  // of the sides, those of rows come first
};

}  // namespace tenon::ilp
