// An independent checker of certificates (src/ilp/certified/README.md has grammar and rules). It
// shares no code with the solver: its own arithmetic, its own reading of the text, and the model as
// plain lists of numbers.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace certificate_checker {

struct Model {  // row_lower <= A x <= row_upper, lower <= x <= upper
    bool maximise = false;
    double offset = 0;
    std::vector<double> cost, lower, upper, row_lower, row_upper;
    std::vector<bool> integer;
    std::vector<std::vector<std::pair<int, double>>> rows;  // by rising column
};

enum class Claim { nothing, bound, infeasible, unbounded };

struct Finding {
    bool accepted = false;
    std::string reason;  // why not, with the line
    bool has_plan = false;
    double objective = 0, violation = 0;
    Claim claim = Claim::nothing;
    double bound = 0;
    long leaves = 0, cuts = 0;
};

Finding check(const Model& model, std::string_view certificate);

}  // namespace certificate_checker
