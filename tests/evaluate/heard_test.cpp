// Millions of records are split and dealt to folds with a word to the host now and then.
#include <cmath>
#include <vector>

#include "silence.hpp"
#include "tenon/split.hpp"

using namespace tenon;

namespace {

constexpr std::int64_t rows = 4'000'000;

std::vector<std::int64_t> classes() {
    std::vector<std::int64_t> out;
    for (std::int64_t i = 0; i < rows; ++i) out.push_back(i % 3);
    return out;
}

}  // namespace

TEST_CASE("a split of millions of records hears the host") {
    check_heard("split", [](const Context& c) { split_rows(rows, {}, c); });
    const auto strata = classes();
    check_heard("split", [&](const Context& c) { split_stratified(strata, {}, c); });
}

TEST_CASE("folds of millions of records hear the host") {
    check_heard("folds", [](const Context& c) { fold_rows(rows, {}, c); });
    const auto codes = classes();
    check_heard("folds", [&](const Context& c) { fold_stratified(codes, {}, c); });
    check_heard("folds", [&](const Context& c) { fold_grouped(codes, {.folds = 3}, c); });
    std::vector<double> times;
    for (std::int64_t i = 0; i < rows; ++i) times.push_back(std::sin(static_cast<double>(i)));
    check_heard("folds", [&](const Context& c) { split_by_time(times, {}, c); });
}
