// Several objectives over one problem: some before others, some weighed against each other.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon {

struct Objective {
    std::string name;  // for messages and for the rows that hold it
    Sense sense = Sense::minimize;
    std::vector<double> cost;  // one a column
    double offset = 0;
    std::int32_t priority = 0;  // higher ones are solved first; equal ones as one weighted sum
    double weight = 1;          // > 0
    // What later priorities may give away of this value: the larger of the two, the second one
    // times |value|. Of a weighted sum, the weighted sum of these.
    double absolute_tolerance = 0, relative_tolerance = 0;
};

struct ObjectivesAnswer {
    // Of the last priority that gave a plan, else of the one that failed: its objective and bound
    // are those of the weighted sum, in the sense of its first objective. With several priorities
    // there are no prices, basis or certificates.
    Solution solution;
    std::vector<double> reached;    // the value of each objective at the plan; empty without one
    std::vector<Outcome> outcomes;  // of each priority that was begun, highest first
};

// Solves priority after priority, each from the plan of the one before and with the objectives
// before it held within their tolerances; the costs and the sense of the problem itself do not
// count. Time and work limits hold for all together. A priority that ends at a limit ends the
// whole. Callbacks see the objective of the priority being solved. Errors: argument (no objective,
// costs of another number than columns, numbers that are not finite, a weight that is not positive,
// a negative tolerance).
ObjectivesAnswer solve_objectives(const Context& context, const Problem& problem,
                                  std::span<const Objective> objectives,
                                  const SolveOptions& options = {});

}  // namespace tenon
