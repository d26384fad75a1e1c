// Certificates without memory: the answer comes without one, or not at all, and nothing is left
// behind.
#include <doctest/doctest.h>

#include "failing_memory.hpp"
#include "ilp/certified/model_of.hpp"
#include "tenon/solve.hpp"

using namespace tenon;
using namespace tenon::test;

TEST_CASE(
    "running out of memory anywhere leaves nothing behind, and no certificate that is wrong") {
    const Problem problem = read_problem_text(
        {},
        "Maximize\n c: 5 x + 8 y + 4 z\nSubject To\n a: 3 x + 5 y + 4 z <= 17\n b: 4 x + y + 3 z "
        "<= 14\nBounds\n x <= 4\n y <= 4\n z <= 4\nGeneral\n x y z\nEnd\n",
        ProblemFormat::lp);
    const certificate_checker::Model model = certificate_checker::model_of(problem);
    SolveOptions options;
    options.certify = true;
    std::string certificate = solve({}, problem, options).certificate;
    REQUIRE(certificate_checker::check(model, certificate).accepted);
    std::string().swap(certificate);
    const std::int64_t before = blocks.load();
    std::int64_t certificates = 0;
    for (const bool on : {false, true})
        fail_every_allocation(
            on, [&] { certificate = solve({}, problem, options).certificate; },
            [&](std::int64_t) {
                if (!certificate.empty()) {
                    ++certificates;
                    CHECK(certificate_checker::check(model, certificate).accepted);
                }
                std::string().swap(certificate);
                CHECK(blocks.load() == before);
            });
    CHECK(certificates > 2);
}
