// Parts of the solver by name through the C interface: left out, and told of.
#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

struct Handle {
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem* problem = nullptr;
    tenon_solution* solution = nullptr;

    Handle() {
        const char* lp =
            "Maximize\n w: 5 a + 6 b + 4 c\nSubject To\n r: 3 a + 4 b + 2 c <= 7\n"
            " s: 2 a + 2 b + 3 c <= 5\nBinary\n a b c\nEnd\n";
        REQUIRE(tenon_problem_read_buffer(nullptr, lp, static_cast<std::int64_t>(std::strlen(lp)),
                                          TENON_FORMAT_LP, &problem, &err) == TENON_OK);
    }
    ~Handle() {
        tenon_solution_free(solution);
        tenon_problem_free(problem);
    }
    Handle(const Handle&) = delete;

    tenon_status solve(const std::vector<const char*>& without) {
        tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
        options.without = without.data();
        options.without_count = static_cast<std::int32_t>(without.size());
        return tenon_problem_solve(nullptr, problem, &options, &solution, &err);
    }
};

}  // namespace

TEST_CASE("every part that is listed can be left out") {
    REQUIRE(tenon_solve_parts() > 30);
    for (std::int32_t k = 0; k < tenon_solve_parts(); ++k) {
        CAPTURE(std::string(tenon_solve_part_name(k)));
        CHECK(std::strlen(tenon_solve_part_text(k)) > 0);
        Handle h;
        REQUIRE(h.solve({tenon_solve_part_name(k)}) == TENON_OK);
        CHECK(tenon_solution_objective(h.solution) == 11);
    }
    CHECK(tenon_solve_part_name(-1) == nullptr);
    CHECK(tenon_solve_part_text(tenon_solve_parts()) == nullptr);
}

TEST_CASE("an unknown part is refused by name") {
    Handle h;
    CHECK(h.solve({"cuts", "clairvoyance"}) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(h.err.argument, "without") == 0);
    CHECK(std::strstr(h.err.message, "\"clairvoyance\"") != nullptr);
    CHECK(std::strstr(h.err.message, "tenon_solve_part_name") != nullptr);
}

TEST_CASE("the parts that ran are told of, and add up to the work") {
    Handle h;
    REQUIRE(h.solve({}) == TENON_OK);
    tenon_solve_counters counters = TENON_SOLVE_COUNTERS_INIT;
    REQUIRE(tenon_solution_counters(h.solution, &counters, &h.err) == TENON_OK);
    std::int64_t work = 0, plans = 0;
    for (std::int32_t k = 0; k < tenon_solution_parts(h.solution); ++k) {
        tenon_part_effort part = TENON_PART_EFFORT_INIT;
        REQUIRE(tenon_solution_part(h.solution, k, &part, &h.err) == TENON_OK);
        CHECK(part.name != nullptr);
        CHECK(part.seconds >= 0);
        work += part.work;
        plans += part.kept;
    }
    CHECK(work == counters.work);
    CHECK(plans > 0);
    tenon_part_effort part = TENON_PART_EFFORT_INIT;
    CHECK(tenon_solution_part(h.solution, tenon_solution_parts(h.solution), &part, &h.err) ==
          TENON_E_ARGUMENT);
    CHECK(tenon_solution_parts(nullptr) == -1);
}
