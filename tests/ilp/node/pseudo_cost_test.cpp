// What branching has taught: gains of bounds, branches that admit nothing, what branches imply.
#include "ilp/node/pseudo_cost.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tenon;

TEST_CASE("gains are a unit of distance, and the average column stands in for unknown ones") {
    ilp::PseudoCosts costs(3);
    costs.record(0, true, 2, 0.5);
    costs.record(0, true, 4, 0.5);
    CHECK(costs.gain(0, true, 0.25) == doctest::Approx(6 * 0.25));
    CHECK(costs.gain(1, true, 1) == doctest::Approx(6));
    CHECK(costs.gain(0, false, 1) == doctest::Approx(1));
}

TEST_CASE("inference compares what the branches of a column imply with the average column") {
    ilp::PseudoCosts costs(3);
    CHECK(costs.inference(0) == 0);
    costs.record_implied(0, true, 6);
    costs.record_implied(0, false, 0);
    costs.record_implied(1, true, 2);
    costs.record_implied(1, false, 0);
    CHECK(costs.inference(0) == doctest::Approx(6.0 / (6 + 4)));
    CHECK(costs.inference(1) == doctest::Approx(2.0 / (2 + 4)));
    CHECK(costs.inference(2) == 0);
    CHECK(costs.count(0) == 0);  // it says nothing of gains
}

TEST_CASE("lessons of one table teach another the same") {
    ilp::PseudoCosts costs(2), other(2);
    std::vector<ilp::PseudoCosts::Lesson> lessons;
    costs.keep_lessons(&lessons);
    costs.record(0, true, 3, 0.5);
    costs.record_infeasible(0, false);
    costs.record_implied(1, true, 4);
    for (const auto& lesson : lessons) other.learn(lesson);
    CHECK(other.gain(0, true, 1) == costs.gain(0, true, 1));
    CHECK(other.infeasible_share(0) == costs.infeasible_share(0));
    CHECK(other.infeasible_share(0) == 0.5);
    CHECK(other.inference(1) == costs.inference(1));
    CHECK(other.inference(1) == 0.5);
}
