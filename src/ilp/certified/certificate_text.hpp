// A certificate as text; README.md of this folder has the grammar and what each line means.
#pragma once

#include <span>
#include <string>

#include "ilp/certified/proof.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp::certified {

enum class Claim : std::uint8_t { nothing, bound, infeasible, unbounded };

struct Certificate {
    bool has_plan = false;
    double objective = 0, violation = 0;
    std::span<const double> plan;
    Claim claim = Claim::nothing;
    double bound = 0, step = 0;  // the bound in the problem's sense
    std::span<const double> ray;
    const Proof* proof = nullptr;  // of a bound or of infeasibility
};

std::string certificate_text(const Problem& problem, const Certificate& certificate);

}  // namespace tenon::ilp::certified
