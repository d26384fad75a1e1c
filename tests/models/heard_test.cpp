// Fits and tests over many rows have a word to the host now and then.
#include <cmath>
#include <string>
#include <vector>

#include "silence.hpp"
#include "tenon/anova.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/nonnegative.hpp"

using namespace tenon;

TEST_CASE("a test of groups, exact sums and a non-negative fit of many rows hear the host") {
    constexpr std::int64_t rows = 5'000'000;
    std::vector<double> x, y;
    std::vector<std::int64_t> groups;
    for (std::int64_t i = 0; i < rows; ++i) {
        for (int k = 0; k < 3; ++k) x.push_back(std::sin(static_cast<double>(3 * i + k)));
        y.push_back(static_cast<double>(i % 7));
        groups.push_back(i % 50);
    }
    check_heard("anova", [&](const Context& c) { one_way_anova(c, y, groups); });
    const std::vector<std::string> names = {"x", "y", "z"};
    const MatrixView view{x.data(), rows, 3, 3, 1};
    check_heard("add rows", [&](const Context& c) { LinearPartial(names).add(c, view, y, {}); });
    check_heard("fit nonnegative",
                [&](const Context& c) { fit_nonnegative(c, view, y, names, {}); });
}
