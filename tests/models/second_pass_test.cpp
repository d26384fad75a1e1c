// What fits over a source of blocks learn by passing over its rows once more: errors that hold
// under unequal variances and within clusters, and weights of classes.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/linear.hpp"
#include "tenon/logistic.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const Context quiet;
const std::vector<std::string> names{"a", "b", "c"};

struct Rows {
    std::vector<double> x, y, ones, weights;  // x row after row
    std::vector<std::int64_t> clusters;

    explicit Rows(std::size_t count, double shift = 0) {
        Random random(5);
        for (std::size_t i = 0; i < count; ++i) {
            const double a = random.normal(), b = random.normal(), c = shift + a + 0.5 * b;
            x.insert(x.end(), {a, 100 + b, c + 0.3 * random.normal()});
            y.push_back(2 + a - b + 0.5 * x.back() + (1 + std::fabs(a)) * random.normal());
            ones.push_back(random.uniform() < 1 / (1 + std::exp(2 - a)) ? 1 : 0);
            weights.push_back(static_cast<double>(i % 4) / 2);
            clusters.push_back(static_cast<std::int64_t>(7 - i / 9 % 8));
        }
    }
    std::int64_t count() const { return static_cast<std::int64_t>(y.size()); }
    MatrixView matrix() const { return MatrixView::row_major(x.data(), count(), 3); }
};

// The rows in blocks of `step`.
struct Blocks {
    const Rows& rows;
    const std::vector<double>& target;
    std::size_t step;
    bool weighted = false, clustered = false;
    std::size_t at = 0;
    int passes = 1;

    RowSource source() {
        return {[this](RowBlock& block) { return next(block); },
                [this] {
                    at = 0;
                    ++passes;
                    return true;
                }};
    }
    bool next(RowBlock& block) {
        if (at >= target.size()) return false;
        const std::size_t count = std::min(step, target.size() - at);
        const auto n = static_cast<std::int64_t>(count);
        block = {MatrixView::row_major(rows.x.data() + 3 * at, n, 3), {target.data() + at, count}};
        if (weighted) block.weights = {rows.weights.data() + at, count};
        if (clustered) block.clusters = {rows.clusters.data() + at, count};
        at += count;
        return true;
    }
};

Error fault_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    FAIL("the call was accepted");
    return {Status::ok, ""};
}

void check_same(const LinearModel& a, const LinearModel& b, double digits) {
    REQUIRE(a.coefficients.size() == b.coefficients.size());
    for (std::size_t j = 0; j < a.coefficients.size(); ++j) {
        const Coefficient &p = a.coefficients[j], &q = b.coefficients[j];
        CAPTURE(p.name);
        CHECK(p.estimate == doctest::Approx(q.estimate).epsilon(digits));
        CHECK(p.standard_error == doctest::Approx(q.standard_error).epsilon(digits));
        CHECK(p.low == doctest::Approx(q.low).epsilon(digits));
        CHECK(p.p_value == doctest::Approx(q.p_value).epsilon(1e3 * digits));
    }
}

}  // namespace

TEST_CASE("robust errors of a source of blocks are those of the rows in memory, to rounding") {
    const Rows rows(500);
    for (const ErrorKind kind :
         {ErrorKind::hc0, ErrorKind::hc1, ErrorKind::hc2, ErrorKind::hc3, ErrorKind::cluster})
        for (const bool weighted : {false, true}) {
            CAPTURE(error_kind_name(kind));
            CAPTURE(weighted);
            LinearOptions options;
            options.errors = kind;
            const bool clustered = kind == ErrorKind::cluster;
            LinearRows extras;
            if (weighted) extras.weights = rows.weights;
            if (clustered) extras.clusters = rows.clusters;
            const LinearModel whole =
                fit_linear(quiet, rows.matrix(), rows.y, names, options, extras);
            Blocks large{rows, rows.y, 1000, weighted, clustered};
            Blocks small{rows, rows.y, 17, weighted, clustered};
            const LinearModel once = fit_linear(quiet, large.source(), names, options);
            const LinearModel parts = fit_linear(quiet, small.source(), names, options);
            CHECK(small.passes == 2);
            check_same(once, whole, 1e-11);
            CHECK(once.summary.errors == kind);
            CHECK(once.summary.clusters == whole.summary.clusters);
            CHECK(once.summary.f_statistic ==
                  doctest::Approx(whole.summary.f_statistic).epsilon(1e-9));
            CHECK(once.summary.error_degrees == whole.summary.error_degrees);
            for (std::size_t j = 0; j < parts.coefficients.size(); ++j)
                CHECK(parts.coefficients[j].standard_error == once.coefficients[j].standard_error);
        }
}

TEST_CASE("a design near collinearity has the robust errors of rows in memory") {
    Rows rows(300);
    Random random(9);
    for (std::size_t i = 0; i < rows.y.size(); ++i)
        rows.x[3 * i + 2] = rows.x[3 * i] + 1e-8 * random.normal();
    LinearOptions options;
    options.errors = ErrorKind::hc3;
    const LinearModel whole = fit_linear(quiet, rows.matrix(), rows.y, names, options);
    REQUIRE(whole.summary.condition > 1e6);
    Blocks blocks{rows, rows.y, 40};
    const LinearModel parts = fit_linear(quiet, blocks.source(), names, options);
    for (std::size_t j = 0; j < 4; ++j)
        CHECK(parts.coefficients[j].standard_error ==
              doctest::Approx(whole.coefficients[j].standard_error).epsilon(1e-6));
}

TEST_CASE("a row that alone decides a coefficient is told by its number in the source") {
    Rows rows(60);
    for (std::size_t i = 0; i < rows.y.size(); ++i) rows.x[3 * i + 2] = i == 41 ? 1 : 0;
    LinearOptions options;
    options.errors = ErrorKind::hc3;
    Blocks blocks{rows, rows.y, 25};
    const LinearModel model = fit_linear(quiet, blocks.source(), names, options);
    CHECK(std::isnan(model.coefficients[1].standard_error));
    REQUIRE(!model.warnings.empty());
    CHECK(model.warnings[0].find("row 41 has leverage 1") != std::string::npos);
}

TEST_CASE("robust errors need rows that can be had again, the same ones, and their clusters") {
    const Rows rows(60);
    LinearOptions options;
    options.errors = ErrorKind::hc1;
    Blocks once{rows, rows.y, 25};
    RowSource forward = once.source();
    forward.rewind = {};
    CHECK(fault_of([&] { fit_linear(quiet, forward, names, options); }).status() ==
          Status::argument);
    Blocks shrinking{rows, rows.y, 25};
    RowSource fewer = shrinking.source();
    fewer.rewind = [&] {
        shrinking.at = 10;
        return true;
    };
    CHECK(fault_of([&] { fit_linear(quiet, fewer, names, options); }).status() == Status::data);
    options.errors = ErrorKind::cluster;
    Blocks without{rows, rows.y, 25};
    CHECK(fault_of([&] { fit_linear(quiet, without.source(), names, options); }).where().argument ==
          "clusters");
    Rows one(60);
    std::fill(one.clusters.begin(), one.clusters.end(), 3);
    Blocks together{one, one.y, 25, false, true};
    CHECK(fault_of([&] { fit_linear(quiet, together.source(), names, options); }).status() ==
          Status::data);
}

TEST_CASE("weights of classes over a source of blocks are those of the rows in memory") {
    const Rows rows(600);
    for (const ClassWeights kind : {ClassWeights::balanced, ClassWeights::given})
        for (const bool weighted : {false, true}) {
            LogisticOptions options;
            options.class_weights = kind;
            options.negative_weight = 0.5;
            options.positive_weight = 3;
            RowExtras extras;
            if (weighted) extras.weights = rows.weights;
            const LinearModel whole =
                fit_logistic(quiet, rows.matrix(), rows.ones, names, options, extras);
            Blocks blocks{rows, rows.ones, 70, weighted};
            const LinearModel parts = fit_logistic(quiet, blocks.source(), names, options);
            check_same(parts, whole, 1e-9);
            CHECK(parts.summary.log_likelihood ==
                  doctest::Approx(whole.summary.log_likelihood).epsilon(1e-12));
            CHECK(parts.warnings == whole.warnings);
        }
    std::vector<double> nothing(600, 0.0);
    Blocks blocks{rows, nothing, 70};
    LogisticOptions options;
    options.class_weights = ClassWeights::balanced;
    CHECK(fault_of([&] { fit_logistic(quiet, blocks.source(), names, options); }).status() ==
          Status::data);
}
