// One search for a conflict: from a first set of members that cannot hold together to one of which
// every member is needed.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "ilp/explain/member_system.hpp"
#include "tenon/conflict.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

class ConflictSearch {
  public:
    ConflictSearch(const Context& context, const Problem& problem, const ConflictOptions& options);
    Conflict run();

  private:
    using Members = std::vector<ConflictMember>;

    // conflict.cpp
    bool cancelled() const { return refused_ || (context_.cancel && context_.cancel->requested()); }
    // Also reports progress, ten times a second.
    bool stopped();
    // One more trial; a refusal of the progress callback is a stop.
    template <class Program>
    LpStatus solve(Program& program) {
        ++out_.trials;
        try {
            return program.solve(limits());
        } catch (const Error& error) {
            if (error.status() != Status::cancelled) throw;
            refused_ = true;
            return LpStatus::stopped;
        }
    }
    LpLimits limits() const;
    Outcome stop_reason() const;

    // first_members.cpp: sets that cannot hold together, not yet small.
    Members of_one_column() const;  // an integer column without an integer between its bounds
    Members of_one_row() const;     // a row whose activity cannot reach its side
    // Of the relaxation; empty, with the outcome set, where it has a plan or nothing is known.
    Members of_relaxation();
    Members of_elastic_rows();
    Members all_sides() const;

    // deletion_filter.cpp
    void filter(Members members);
    LpStatus solve_loosely(const std::vector<std::uint8_t>& in, std::size_t left_out);
    void filter_members(MemberSystem& system, std::vector<std::uint8_t>& in);
    void drop_outside_support(MemberSystem& system, std::vector<std::uint8_t>& in);
    void prove(MemberSystem& system);
    void take_proof(std::vector<double> y);

    // integer_conflict.cpp
    void search_integers();

    const Context& context_;
    const Problem& problem_;
    const ConflictOptions& options_;
    Stopwatch watch_;
    double deadline_;
    double last_report_ = -1;  // the first look reports
    bool refused_ = false;     // by the progress callback
    Conflict out_;
};

}  // namespace tenon::ilp
