// Real models: what is certified within ten seconds is accepted by the checker, and is the known
// optimum.
#include <doctest/doctest.h>

#include <cmath>

#include "ilp/certified/model_of.hpp"
#include "tenon/solve.hpp"
#include "test_data.hpp"

using namespace tenon;

namespace {

struct Known {
    const char* name;
    double optimum;
};

}  // namespace

TEST_CASE("small models of MIPLIB 3 are certified") {
    for (const Known& known :
         {Known{"flugpl", 1201500}, Known{"p0033", 3089}, Known{"enigma", 0}, Known{"lseu", 1120},
          Known{"egout", 568.1007}, Known{"gt2", 21166}, Known{"stein27", 18},
          Known{"khb05250", 106940226}, Known{"gesa2", 25779856.371697918}}) {
        CAPTURE(known.name);
        const std::string path =
            test::data_path("ilp/miplib3/" + std::string(known.name) + ".mps.gz");
        if (path.empty()) continue;
        const Problem problem = read_problem({}, path);
        SolveOptions options;
        options.relative_gap = options.absolute_gap = 0;
        options.certify = true;
        // No test may last for ever; whatever is stated has to hold in any case.
        options.time_limit_seconds = 60;
        const Solution solution = solve({}, problem, options);
        const certificate_checker::Finding found = certificate_checker::check(
            certificate_checker::model_of(problem), solution.certificate);
        CHECK(found.reason == "");
        CHECK(found.accepted);
        if (found.claim == certificate_checker::Claim::bound)
            CHECK(found.bound <= known.optimum * (1 + 1e-9));
        if (solution.outcome != Outcome::optimal) continue;
        CHECK(std::fabs(solution.objective - known.optimum) <= 1e-6 * std::fabs(known.optimum));
        if (solution.certified) CHECK(found.bound >= known.optimum * (1 - 6e-9));
    }
}
