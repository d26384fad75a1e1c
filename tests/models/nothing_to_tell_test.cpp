// Fits whose standard errors or likelihood cannot be told say so.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/glm.hpp"
#include "tenon/linear.hpp"
#include "tenon/logistic.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/ordinal.hpp"
#include "tenon/quantile_regression.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> name{"x"};

struct Column {
    std::vector<double> x, y;
    MatrixView view() const {
        return MatrixView::row_major(x.data(), static_cast<std::int64_t>(x.size()), 1);
    }
};

Column noisy(int rows) {
    Random random(5);
    Column column;
    for (int i = 0; i < rows; ++i) {
        column.x.push_back(i);
        column.y.push_back(i + 3 * random.normal());
    }
    return column;
}

bool warns(const LinearModel& model, const std::string& words) {
    for (const auto& w : model.warnings)
        if (w.find(words) != std::string::npos) return true;
    return false;
}

}  // namespace

TEST_CASE("a constant target is named by least squares, quantiles and models of amounts") {
    Column column = noisy(20);
    CHECK_FALSE(warns(fit_linear({}, column.view(), column.y, name), "constant"));
    for (double& y : column.y) y = 5;
    CHECK(warns(fit_linear({}, column.view(), column.y, name), "the target is constant"));
    CHECK(warns(fit_quantile({}, column.view(), column.y, name).model, "no residual"));
    GlmOptions gamma;
    gamma.family = ModelKind::gamma;
    CHECK(warns(fit_glm({}, column.view(), column.y, name, gamma), "without bound"));
}

TEST_CASE("a quantile with too few rows beside it says that there are no standard errors") {
    const Column column = noisy(40);
    QuantileRegressionOptions options;
    options.quantile = 0.1;
    const LinearModel far = fit_quantile({}, column.view(), column.y, name, options).model;
    CHECK(std::isnan(far.coefficients[1].standard_error));
    CHECK(warns(far, "there are no standard errors"));
    options.quantile = 0.5;
    CHECK_FALSE(
        warns(fit_quantile({}, column.view(), column.y, name, options).model, "standard errors"));
}

TEST_CASE("a shape is refused by a model that has none") {
    const Column column = noisy(20);
    std::vector<double> counts;
    for (const double y : column.y) counts.push_back(std::fabs(std::floor(y)));
    GlmOptions options;
    options.shape = 0.5;
    CHECK_THROWS_AS(fit_glm({}, column.view(), counts, name, options), Error);
}

TEST_CASE("weights that are all 0 leave no row to fit, whatever the model") {
    const std::vector<double> x{1, 2, 3, 4, 5, 7}, y{0, 1, 0, 1, 2, 2}, two{0, 1, 0, 1, 1, 1};
    const std::vector<double> zeros(6);
    for (const std::int64_t rows : {1, 6}) {
        const auto n = static_cast<std::size_t>(rows);
        const MatrixView view = MatrixView::row_major(x.data(), rows, 1);
        const std::span<const double> classes(y.data(), n), binary(two.data(), n);
        RowExtras extras;
        extras.weights = std::span<const double>(zeros.data(), n);
        const auto refused = [](const auto& fit) {
            try {
                fit();
            } catch (const Error& error) {
                CHECK(error.status() == Status::data);
                CHECK(error.where().argument == "weights");
                CHECK(error.message().find("all weights are 0") != std::string::npos);
                return;
            }
            FAIL_CHECK("not refused");
        };
        refused([&] { fit_multinomial({}, view, classes, name, {}, extras); });
        refused([&] { fit_ordinal({}, view, classes, name, {}, extras); });
        refused([&] { fit_logistic({}, view, binary, name, {}, extras); });
        for (const ModelKind kind : {ModelKind::poisson, ModelKind::gamma})
            refused([&] { fit_glm({}, view, binary, name, {.family = kind}, extras); });
    }
}
