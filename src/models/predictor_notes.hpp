// What a fit of one linear predictor has to say about separation and convergence, as flags and in
// words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/family.hpp"
#include "models/separation.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

struct NamedGrowth {
    std::string name;
    double growth = 0;
};
// The features that drive a separation, the strongest first: "a", "b".
std::string name_drivers(std::vector<NamedGrowth> list);

struct ConvergenceNote {
    Separation kind = Separation::none;
    std::int64_t ties = 0;
    std::string drivers;
    bool converged = true;
    bool cut_short = true;  // where it has not: by max_iterations, not for want of a better step
    std::int64_t zero_means = 0;  // rows whose mean is best at 0, beyond which no step leads
    bool free_of_penalty = true;
    bool firth = false;
};
void note_convergence(LinearModel& model, const Family& family, const ConvergenceNote& note);
// The same for several classes.
void note_class_convergence(LinearModel& model, const ConvergenceNote& note);

}  // namespace tenon::models
