// Certificates of a solve through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "temporary_path.hpp"
#include "tenon.h"

namespace {

struct Handle {
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem* problem = nullptr;
    tenon_solution* solution = nullptr;

    explicit Handle(std::int32_t certify) {
        const char* text =
            "Maximize\n c: 5 x + 8 y\nSubject To\n a: 3 x + 5 y <= 17\nBounds\n x <= 4\n y <= "
            "4\nGeneral\n x y\nEnd\n";
        REQUIRE(tenon_problem_read_buffer(nullptr, text,
                                          static_cast<std::int64_t>(std::strlen(text)),
                                          TENON_FORMAT_LP, &problem, &err) == TENON_OK);
        tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
        options.certify = certify;
        REQUIRE(tenon_problem_solve(nullptr, problem, &options, &solution, &err) == TENON_OK);
    }
    ~Handle() {
        tenon_solution_free(solution);
        tenon_problem_free(problem);
    }
    Handle(const Handle&) = delete;
};

}  // namespace

TEST_CASE("a certificate as text and as a file, with what it proves") {
    Handle h(1);
    std::int64_t length = -1;
    const char* text = tenon_solution_certificate(h.solution, &length);
    CHECK(std::strncmp(text, "tenon certificate 1\nproblem 2 1 2\nplan ", 39) == 0);
    CHECK(length == static_cast<std::int64_t>(std::strlen(text)));
    CHECK(tenon_solution_certified(h.solution) == 1);
    CHECK(tenon_solution_certified_bound(h.solution) == tenon_solution_objective(h.solution));
    tenon_solve_counters counters = TENON_SOLVE_COUNTERS_INIT;
    REQUIRE(tenon_solution_counters(h.solution, &counters, &h.err) == TENON_OK);
    CHECK(counters.proof_nodes >= 0);
    CHECK(counters.proof_seconds >= 0);
    const std::string path = tenon::test::temporary_path("tenon_capi.certificate");
    REQUIRE(tenon_solution_write_certificate(h.solution, path.c_str(), &h.err) == TENON_OK);
    {
        std::ifstream file(path, std::ios::binary);
        CHECK(std::string{std::istreambuf_iterator<char>(file), {}} == text);
    }
    std::remove(path.c_str());
    CHECK(tenon_solution_write_certificate(h.solution, "/no/such/folder/c", &h.err) == TENON_E_IO);
}

TEST_CASE("nobody asked: no certificate, and none to write") {
    Handle h(0);
    std::int64_t length = -1;
    CHECK(std::strcmp(tenon_solution_certificate(h.solution, &length), "") == 0);
    CHECK(length == 0);
    CHECK(tenon_solution_certified(h.solution) == 0);
    CHECK(tenon_solution_write_certificate(h.solution, "c", &h.err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(tenon_solution_certificate(nullptr, nullptr), "") == 0);
    CHECK(tenon_solution_certified(nullptr) == 0);
    CHECK(std::isnan(tenon_solution_certified_bound(nullptr)));
}

TEST_CASE("what of an answer is in doubt is told in words") {
    CHECK(std::strcmp(tenon_solution_doubt(nullptr), "") == 0);
    CHECK(std::strcmp(tenon_solution_doubt(Handle(1).solution), "") == 0);
    // 1e13 beside 1 in a row, and no work allowed to prove anything of it.
    const char* text =
        "Minimize\n c: x + y\nSubject To\n wide: 10000000000000 x + y >= 20000000000001\n"
        "Bounds\n x <= 4\n y <= 4\nGeneral\n x y\nEnd\n";
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem* problem = nullptr;
    REQUIRE(tenon_problem_read_buffer(nullptr, text, static_cast<std::int64_t>(std::strlen(text)),
                                      TENON_FORMAT_LP, &problem, &err) == TENON_OK);
    for (const std::int64_t work : {0, 1}) {  // 0: no limit
        tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
        options.work_limit = work;
        tenon_solution* solution = nullptr;
        REQUIRE(tenon_problem_solve(nullptr, problem, &options, &solution, &err) == TENON_OK);
        const std::string doubt = tenon_solution_doubt(solution);
        if (work == 0) {
            CHECK(tenon_solution_outcome(solution) == TENON_OPTIMAL);
            CHECK(tenon_solution_objective(solution) == 3);
            CHECK(doubt == "");
        } else {
            CHECK(tenon_solution_outcome(solution) == TENON_WORK_LIMIT);
            CHECK(doubt.find("\"wide\"") != std::string::npos);
        }
        tenon_solution_free(solution);
    }
    tenon_problem_free(problem);
}
