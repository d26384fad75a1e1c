#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ilp/linear/pending_changes.hpp"
#include "ilp/lp/simplex.hpp"
#include "tenon/warm_linear.hpp"

namespace tenon {

struct WarmLinear::Impl {
    // What a failed rebuild leaves: enough to make the engine anew.
    struct Spare {
        ilp::LinearProgram program;
        Basis basis;
    };
    // Of the last solve. Values are within the bounds of that time; duals are read off the engine.
    struct Answer {
        bool solved = false;
        bool current = false;  // nothing has changed since
        Outcome outcome = Outcome::numerical;
        double objective = std::numeric_limits<double>::quiet_NaN();
        double bound = 0;
        std::vector<double> values;
        SolveCounters counters;

        bool has_values() const noexcept { return solved && outcome == Outcome::optimal; }
    };

    double sign;
    double offset;  // in the caller's sense
    std::string name;
    std::vector<std::string> column_names, row_names;  // of those that came with the problem
    std::int32_t n, m;                                 // with what is pending
    ilp::PendingChanges pending;
    std::unique_ptr<ilp::Simplex> simplex;  // empty only while `spare` holds the program
    std::optional<Spare> spare;
    bool suspect = false;  // memory ran out inside the engine: it is made anew from its program
    Answer answer;

    explicit Impl(const Problem& problem);
    ilp::Simplex& engine();
    // Runs a change of the engine that may run out of memory half-way.
    template <class Change>
    void restructure(Change change);
    void build_in();
    std::int32_t engine_columns() const noexcept;
    std::int32_t engine_rows() const noexcept;

    // warm_solve.cpp
    Outcome solve(const Context& context, const WarmLimits& limits);
    ilp::LpStatus run(const ilp::LpLimits& limits);
    void take_answer(ilp::LpStatus status, Outcome outcome);
    Solution solution() const;
    Problem problem() const;
};

}  // namespace tenon
