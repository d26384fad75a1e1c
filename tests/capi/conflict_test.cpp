// Conflicts and relaxations through the C interface.
#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "tenon.h"

namespace {

struct Handle {
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem* problem = nullptr;
    tenon_conflict* conflict = nullptr;
    tenon_relaxation* relaxation = nullptr;

    explicit Handle(const char* lp) {
        REQUIRE(tenon_problem_read_buffer(nullptr, lp, static_cast<std::int64_t>(std::strlen(lp)),
                                          TENON_FORMAT_LP, &problem, &err) == TENON_OK);
    }
    ~Handle() {
        tenon_problem_free(problem);
        tenon_conflict_free(conflict);
        tenon_relaxation_free(relaxation);
    }
    Handle(const Handle&) = delete;
};

const char* const stuck =
    "Maximize\n c: x + y\nSubject To\n need: x + y >= 10\n room: 2 x + y <= 8\n other: y <= 90\n"
    "Bounds\n y <= 4\nEnd\n";

}  // namespace

TEST_CASE("a conflict names its members") {
    Handle h(stuck);
    REQUIRE(tenon_problem_find_conflict(nullptr, h.problem, nullptr, &h.conflict, &h.err) ==
            TENON_OK);
    CHECK(tenon_conflict_outcome(h.conflict) == TENON_INFEASIBLE);
    CHECK(tenon_conflict_is_minimal(h.conflict) == 1);
    CHECK(tenon_conflict_is_proved(h.conflict) == 1);
    REQUIRE(tenon_conflict_members(h.conflict) == 3);
    tenon_conflict_member member = TENON_CONFLICT_MEMBER_INIT;
    REQUIRE(tenon_conflict_get_member(h.conflict, 2, &member, &h.err) == TENON_OK);
    CHECK(member.part == TENON_PART_COLUMN_UPPER);
    CHECK(member.index == tenon_problem_find_column(h.problem, "y"));
    CHECK(member.needed == 1);
    CHECK(std::string(tenon_conflict_member_text(h.conflict, 0)) == "need: x + y >= 10");
    CHECK(tenon_conflict_member_text(h.conflict, 3) == nullptr);
    CHECK(tenon_conflict_get_member(h.conflict, -1, &member, &h.err) == TENON_E_ARGUMENT);
    CHECK(std::string(tenon_conflict_text(h.conflict)).find("2 rows and one bound") !=
          std::string::npos);
    double y[3];
    REQUIRE(tenon_conflict_farkas(h.conflict, y, 3) == 3);
    CHECK(y[2] == 0);
    tenon_infeasibility_verdict verdict = TENON_INFEASIBILITY_VERDICT_INIT;
    REQUIRE(tenon_problem_check_infeasible(h.problem, y, 3, &verdict, &h.err) == TENON_OK);
    CHECK(verdict.proves == 1);
}

TEST_CASE("a problem with a plan has no conflict and nothing to loosen") {
    Handle h("Minimize\n c: x\nSubject To\n r: x >= 1\nEnd\n");
    tenon_conflict_options options = TENON_CONFLICT_OPTIONS_INIT;
    options.time_limit_seconds = 60;
    REQUIRE(tenon_problem_find_conflict(nullptr, h.problem, &options, &h.conflict, &h.err) ==
            TENON_OK);
    CHECK(tenon_conflict_outcome(h.conflict) == TENON_OPTIMAL);
    CHECK(tenon_conflict_members(h.conflict) == 0);
    REQUIRE(tenon_problem_relax(nullptr, h.problem, nullptr, &h.relaxation, &h.err) == TENON_OK);
    CHECK(tenon_relaxation_changes(h.relaxation) == 0);
    CHECK(tenon_relaxation_cost(h.relaxation) == 0);
    CHECK(tenon_solution_objective(tenon_relaxation_solution(h.relaxation)) == 1);
}

TEST_CASE("the cheapest relaxation, by weight") {
    Handle h(stuck);
    const double weights[] = {1, 5, 5};
    tenon_relax_options options = TENON_RELAX_OPTIONS_INIT;
    options.row_weights = weights;
    options.row_weight_count = 3;
    REQUIRE(tenon_problem_relax(nullptr, h.problem, &options, &h.relaxation, &h.err) == TENON_OK);
    CHECK(tenon_relaxation_outcome(h.relaxation) == TENON_OPTIMAL);
    REQUIRE(tenon_relaxation_changes(h.relaxation) == 1);
    tenon_loosening change = TENON_LOOSENING_INIT;
    REQUIRE(tenon_relaxation_get_change(h.relaxation, 0, &change, &h.err) == TENON_OK);
    CHECK(change.part == TENON_PART_ROW_LOWER);
    CHECK(change.index == 0);
    CHECK(change.from == 10);
    CHECK(change.to == 6);
    CHECK(change.amount == 4);
    CHECK(tenon_relaxation_cost(h.relaxation) == 4);
    CHECK(tenon_relaxation_bound(h.relaxation) == doctest::Approx(4));
    CHECK(std::string(tenon_relaxation_text(h.relaxation)).find("lower need >= 10 by 4 to 6") !=
          std::string::npos);
    double plan[2];
    REQUIRE(tenon_solution_values(tenon_relaxation_solution(h.relaxation), plan, 2) == 2);
    tenon_verdict verdict = TENON_VERDICT_INIT;
    REQUIRE(tenon_problem_check(tenon_relaxation_problem(h.relaxation), plan, 2, 0, &verdict,
                                &h.err) == TENON_OK);
    CHECK(verdict.feasible == 1);
    CHECK(tenon_relaxation_get_change(h.relaxation, 1, &change, &h.err) == TENON_E_ARGUMENT);
    tenon_relaxation* none = nullptr;
    options.row_weight_count = 2;
    CHECK(tenon_problem_relax(nullptr, h.problem, &options, &none, &h.err) == TENON_E_ARGUMENT);
    options.row_weight_count = 3;
    options.measure = 7;
    CHECK(tenon_problem_relax(nullptr, h.problem, &options, &none, &h.err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(h.err.argument, "measure") == 0);
}
