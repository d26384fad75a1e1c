// What is learned of millions of numbers is learned with a word to the host now and then.
#include <cmath>
#include <string>
#include <vector>

#include "silence.hpp"
#include "tenon/power.hpp"
#include "tenon/quantile.hpp"
#include "tenon/windows.hpp"

using namespace tenon;

TEST_CASE("powers, quantiles and windows of millions of numbers hear the host") {
    std::vector<double> number;
    for (std::int64_t i = 0; i < 4'000'000; ++i)
        number.push_back(std::sin(static_cast<double>(i)) + 2);
    const Table table({"number"}, {Column::from_float64(number)});
    const std::vector<std::string> columns = {"number"};
    check_heard("learn quantiles", [&](const Context& c) { fit_quantile(c, table, columns, {}); });
    check_heard("learn powers", [&](const Context& c) { fit_power(c, table, columns, {}); });
    const Feature powers = fit_power({}, table, columns, {});
    check_heard("make features", [&](const Context& c) { powers.apply(c, table); });
    WindowOptions options;
    options.rows = 50;
    const Feature windows = fit_windows({}, table, columns, options);
    check_heard("make features", [&](const Context& c) { windows.apply(c, table); });
}
