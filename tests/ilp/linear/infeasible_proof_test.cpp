// Real problems that lack some of their columns: infeasible ones come with multipliers, always, and
// with rigorous ones wherever doubles seem to hold any.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tenon/check.hpp"
#include "tenon/problem.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"
#include "tenon/warm_linear.hpp"
#include "test_data.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

// Each column goes with the chance given; rows and their sides stay.
Problem without_some_columns(const Problem& p, Random& random, double chance) {
    Problem out(p.sense());
    std::vector<std::int32_t> number(static_cast<std::size_t>(p.columns()), -1);
    for (std::int32_t j = 0; j < p.columns(); ++j) {
        if (random.uniform() < chance) continue;
        number[j] = out.columns();
        out.add_column(p.column_name(j), p.type()[j], p.lower()[j], p.upper()[j], p.cost()[j]);
    }
    for (std::int32_t i = 0; i < p.rows(); ++i) {
        std::vector<std::int32_t> columns;
        std::vector<double> values;
        for (std::int64_t k = p.row_start()[i]; k < p.row_start()[i + 1]; ++k) {
            if (number[p.index()[k]] < 0) continue;
            columns.push_back(number[p.index()[k]]);
            values.push_back(p.value()[k]);
        }
        out.add_row(p.row_name(i), p.row_lower()[i], p.row_upper()[i], columns, values);
    }
    return out;
}

struct Counts {
    int infeasible = 0, rigorous = 0;
};

void judge(const Problem& problem, const Solution& s, Counts& counts) {
    if (s.outcome != Outcome::infeasible) return;
    ++counts.infeasible;
    REQUIRE(s.farkas.size() == static_cast<std::size_t>(problem.rows()));
    const InfeasibilityVerdict v = check_infeasible(problem, s.farkas);
    CHECK(v.value > 0);
    CHECK(v.unexplained <= 1e-14);
    CHECK(v.proves == (s.farkas_residual == 0));
    counts.rigorous += v.proves;
}

}  // namespace

TEST_CASE("real problems without some of their columns: no infeasible one without multipliers") {
    Counts counts, warm_counts;
    for (const char* name : {"adlittle", "agg", "bore3d", "brandy", "fffff800", "fit1p", "perold",
                             "scagr25", "scfxm1", "share1b", "share2b", "stocfor2"}) {
        const std::string path = data_path(std::string("ilp/netlib/") + name + ".mps.gz");
        if (path.empty()) return;
        CAPTURE(name);
        const Problem whole = read_problem({}, path);
        for (const double chance : {0.05, 0.3})
            for (const std::uint64_t seed : {1, 2}) {
                CAPTURE(chance);
                CAPTURE(seed);
                Random random(seed, 3);
                const Problem problem = without_some_columns(whole, random, chance);
                SolveOptions as_it_is;
                as_it_is.presolve = false;
                judge(problem, solve({}, problem), counts);
                judge(problem, solve({}, problem, as_it_is), counts);
                WarmLinear warm(problem);
                warm.solve({});
                judge(problem, warm.solution(), warm_counts);
            }
    }
    MESSAGE(counts.infeasible, " infeasible, ", counts.rigorous, " with rigorous multipliers");
    CHECK(counts.infeasible > 60);
    CHECK(2 * warm_counts.infeasible == counts.infeasible);
    CHECK(counts.rigorous > 0.75 * counts.infeasible);
}
