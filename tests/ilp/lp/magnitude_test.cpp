// Programs whose numbers span more than doubles hold digits of: answered truly, or hardly ever not
// at all.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "exact_truth.hpp"
#include "lp_changes.hpp"
#include "lp_styles.hpp"
#include "trials.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

void judge(const LinearProgram& p, TruthCounts& counts, int& unanswered) {
    Simplex s(p, {.refine = true});
    if (s.solve() == LpStatus::numerical) {
        ++unanswered;
        return;
    }
    CHECK(Truth(p).fault(answer_of(s), counts) == "");
}

}  // namespace

TEST_CASE("rows and columns in units from 2^-100 to 2^100: every program is answered, and truly") {
    for (const int reach : {20, 50, 75, 100}) {
        CAPTURE(reach);
        TruthCounts counts;
        int unanswered = 0;
        for (const std::uint64_t seed : seeds(400)) {
            CAPTURE(seed);
            Random random(seed, 77);
            const LinearProgram p = any_program(random, LpStyle::small_integers);
            judge(randomly_rescaled(random, p, reach), counts, unanswered);
        }
        CHECK(unanswered == 0);
    }
}

TEST_CASE("each number times a power of two of its own, to 2^100: hardly any without an answer") {
    for (const int reach : {20, 50, 100}) {
        CAPTURE(reach);
        TruthCounts counts;
        int unanswered = 0;
        for (const std::uint64_t seed : seeds(400)) {
            CAPTURE(seed);
            Random random(seed, 77);
            LinearProgram p = any_program(random, LpStyle::small_integers);
            for (double& a : p.matrix.value) a *= power_of_two(random, reach);
            for (double& c : p.cost) c *= power_of_two(random, reach);
            judge(p, counts, unanswered);
        }
        CHECK(unanswered <= 0.01 * static_cast<double>(counts.programs));
    }
}
