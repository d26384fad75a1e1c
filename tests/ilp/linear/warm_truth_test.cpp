// Warm linear programs against exact arithmetic: after any sequence of changes, small or violent,
// status, optimum, basis, prices and certificates are true of the problem as it stands.
//
// TENON_TRIALS and TENON_FIRST as in tests/ilp/lp/truth_test.cpp.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "../lp/lp_styles.hpp"
#include "../lp/public_answers.hpp"
#include "../lp/trials.hpp"
#include "tenon/warm_linear.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

std::int32_t pick(Random& random, std::int32_t count) {
    return static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(count)));
}

// Some of 0 .. count - 1, each with a small number.
void pick_entries(Random& random, std::int32_t count, std::vector<std::int32_t>& index,
                  std::vector<double>& value) {
    for (std::int32_t k = 0; k < count; ++k) {
        if (random.below(3) != 0) continue;
        index.push_back(k);
        value.push_back(integer_between(random, -3, 3));
    }
}

void change_something(Random& random, WarmLinear& warm) {
    double lower = 0, upper = 0;
    random_bounds(random, 6, lower, upper);
    std::vector<std::int32_t> index;
    std::vector<double> value;
    const bool has_columns = warm.columns() > 0, has_rows = warm.rows() > 0;
    switch (random.below(10)) {
        case 0:
            pick_entries(random, warm.columns(), index, value);
            warm.add_row(lower, upper, index, value);
            return;
        case 1:
            pick_entries(random, warm.rows(), index, value);
            warm.add_column(lower, upper, integer_between(random, -4, 4), index, value);
            return;
        case 2:
            if (has_rows) warm.delete_rows(std::vector<std::int32_t>{pick(random, warm.rows())});
            return;
        case 3:
            if (has_columns)
                warm.delete_columns(std::vector<std::int32_t>{pick(random, warm.columns())});
            return;
        case 4:
            if (has_rows && has_columns)
                warm.set_coefficient(pick(random, warm.rows()), pick(random, warm.columns()),
                                     integer_between(random, -3, 3));
            return;
        case 5:
            warm.set_offset(integer_between(random, -9, 9));
            return;
        case 6:
        case 7:
            if (has_columns)
                warm.set_cost(pick(random, warm.columns()), integer_between(random, -5, 5));
            return;
        case 8:
            if (has_rows) warm.set_row_bounds(pick(random, warm.rows()), lower, upper);
            return;
        default:
            if (has_columns) warm.set_bounds(pick(random, warm.columns()), lower, upper);
    }
}

}  // namespace

TEST_CASE("sequences of changes to a warm program: every answer is true") {
    TruthCounts counts;
    for (const std::uint64_t seed : seeds(300)) {
        Random random(seed, 15);
        const LpStyle style = any_style(random);
        const Sense sense = random.below(2) ? Sense::minimize : Sense::maximize;
        WarmLinear warm(to_problem(any_program(random, style), sense));
        CAPTURE(seed);
        CAPTURE(style_name(style));
        for (int step = 0; step < 12; ++step) {
            CAPTURE(step);
            for (std::uint64_t changes = 1 + random.below(2); changes > 0; --changes)
                change_something(random, warm);
            const LinearProgram as_it_stands = to_program(warm.problem());
            warm.solve();
            const std::string fault =
                Truth(as_it_stands).fault(to_answer(warm.solution(), sense), counts);
            CHECK(fault == "");
            if (!fault.empty()) break;  // those that follow begin from it
        }
    }
    MESSAGE(counts.text());
}
