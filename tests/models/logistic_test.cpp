#include "tenon/logistic.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/number_text.hpp"
#include "models/ai4i.hpp"
#include "test_data.hpp"

using namespace tenon;

TEST_CASE("AI4I 2020 reaches the maximum likelihood in raw units") {
    const std::string path = test::data_path("learn/tabular/ai4i2020.csv");
    if (path.empty()) return;
    const test::Ai4i data = test::read_ai4i(path);
    const LinearModel model = fit_logistic({}, data.features(), data.failure, data.names);
    const FitSummary& s = model.summary;
    MESSAGE("log-likelihood ", format_double(s.log_likelihood), ", gradient ",
            format_double(s.gradient_norm), ", ", s.iterations, " iterations, condition ",
            format_double(s.condition));
    CHECK(s.rows == 10000);
    CHECK(std::fabs(s.log_likelihood - -956.964685784) < 1e-8);
    CHECK(s.converged);
    CHECK(s.flags == 0);
    for (const auto& c : model.coefficients)
        MESSAGE(c.name, " ", format_double(c.estimate), " ", format_double(c.standard_error), " ",
                format_double(c.p_value));
}
