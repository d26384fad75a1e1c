// Linear regression against NIST's certified values (15 digits).
#include "models/nist.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/number_text.hpp"
#include "tenon/linear.hpp"

using namespace tenon;

namespace {

struct Case {
    const char* name;
    int powers;  // 0: the columns as given; k: x, x^2, ..., x^k
    bool intercept;
};

// Certified to 15 digits; the arithmetic is double-double, so only rounding at the end is left.
constexpr double least_digits = 13;

}  // namespace

TEST_CASE("linear regression agrees with NIST's certified values") {
    const std::string folder = test::data_path("learn/nist");
    if (folder.empty()) return;
    for (const Case& c :
         {Case{"Norris", 0, true}, Case{"NoInt1", 0, false}, Case{"Longley", 0, true},
          Case{"Wampler1", 5, true}, Case{"Wampler3", 5, true}, Case{"Wampler5", 5, true}}) {
        CAPTURE(std::string(c.name));
        const test::Nist nist = test::read_nist(folder + "/" + c.name + ".dat");
        REQUIRE(nist.rows() > 10);
        const LinearModel model = test::fit_nist(nist, {.intercept = c.intercept}, c.powers);
        REQUIRE(model.coefficients.size() == nist.estimate.size());
        double worst_estimate = 99, worst_error = 99;
        for (std::size_t j = 0; j < nist.estimate.size(); ++j) {
            const Coefficient& b = model.coefficients[j];
            worst_estimate = std::min(worst_estimate, test::digits(b.estimate, nist.estimate[j]));
            worst_error =
                std::min(worst_error, test::digits(b.standard_error, nist.standard_error[j]));
        }
        const double worst_sd = test::digits(model.summary.residual_sd, nist.residual_sd);
        const double worst_r2 = test::digits(model.summary.r2, nist.r_squared);
        MESSAGE(std::string(c.name), ": digits of estimates ", format_double(worst_estimate),
                ", standard errors ", format_double(worst_error), ", residual sd ",
                format_double(worst_sd), ", R2 ", format_double(worst_r2), "; condition ",
                format_double(model.summary.condition));
        CHECK(worst_estimate >= least_digits);
        CHECK(worst_error >= least_digits);
        CHECK(worst_sd >= least_digits);
        CHECK(worst_r2 >= least_digits);
        CHECK(model.summary.flags == 0);
    }
}
