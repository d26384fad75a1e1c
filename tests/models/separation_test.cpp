// Does the maximum exist? Against proofs by enumeration, and what is reported where it does not.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "tenon/logistic.hpp"

using namespace tenon;
using test::MadeData;

namespace {

LinearModel fit(const MadeData& data, const LogisticOptions& options = {}) {
    const auto values = data.column_major();
    return fit_logistic({},
                        MatrixView::column_major(values.data(), data.rows,
                                                 static_cast<std::int64_t>(data.columns.size())),
                        data.target, data.names(), options);
}

constexpr std::uint32_t separated = fit_separation | fit_quasi_separation;

enum class Truth { overlap, quasi, complete, rank_deficient };

// Integer points in the plane. With rows v_i = s_i (1, x, y) of rank 3 the cone of separating
// directions is spanned by extreme rays, each at right angles to two of the rows: all are tried, in
// exact arithmetic. The sum of those found lies inside the cone.
Truth enumerate(const MadeData& data) {
    using Row = std::array<std::int64_t, 3>;
    std::vector<Row> rows;
    for (std::size_t i = 0; i < data.target.size(); ++i) {
        const std::int64_t s = data.target[i] == 1 ? 1 : -1;
        rows.push_back({s, s * static_cast<std::int64_t>(data.columns[0][i]),
                        s * static_cast<std::int64_t>(data.columns[1][i])});
    }
    const auto dot = [](const Row& a, const Row& b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    };
    const auto cross = [](const Row& a, const Row& b) {
        return Row{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    };
    bool full_rank = false, found = false;
    Row inside{};
    for (const Row& a : rows)
        for (const Row& b : rows) {
            const Row ray = cross(a, b);
            bool weakly = ray != Row{};
            for (const Row& row : rows) {
                full_rank |= dot(ray, row) != 0;
                weakly &= dot(ray, row) >= 0;
            }
            if (!weakly) continue;
            found = true;
            for (std::size_t k = 0; k < 3; ++k) inside[k] += ray[k];
        }
    if (!full_rank) return Truth::rank_deficient;
    if (!found) return Truth::overlap;
    return std::all_of(rows.begin(), rows.end(), [&](const Row& r) { return dot(inside, r) > 0; })
               ? Truth::complete
               : Truth::quasi;
}

}  // namespace

TEST_CASE("separation is found exactly where enumeration proves it") {
    Random random(61);
    int seen[3] = {};
    for (int trial = 0; trial < 3000; ++trial) {
        const auto rows = static_cast<std::int64_t>(5 + random.below(12));
        const std::uint64_t grid = 2 + random.below(6);
        MadeData data{rows, {{}, {}}, {}};
        for (std::int64_t i = 0; i < rows; ++i) {
            const double x = static_cast<double>(random.below(grid));
            const double y = static_cast<double>(random.below(grid));
            data.columns[0].push_back(x);
            data.columns[1].push_back(y);
            data.target.push_back(x + y + 2 * random.normal() > static_cast<double>(grid) - 1);
        }
        const bool one_class =
            std::count(data.target.begin(), data.target.end(), data.target[0]) == rows;
        if (one_class) continue;
        const Truth truth = enumerate(data);
        if (truth == Truth::rank_deficient) continue;
        ++seen[static_cast<int>(truth)];
        const LinearModel model = fit(data);
        CAPTURE(trial);
        const std::uint32_t expected = truth == Truth::complete ? fit_separation
                                       : truth == Truth::quasi  ? fit_quasi_separation
                                                                : 0u;
        CHECK((model.summary.flags & separated) == expected);
        CHECK(model.summary.converged == (truth == Truth::overlap));
    }
    for (const int count : seen) CHECK(count > 200);
}

TEST_CASE("weights and offsets neither hide a separation nor make one up") {
    Random random(64);
    int seen[3] = {};
    for (int trial = 0; trial < 2000; ++trial) {
        const auto rows = static_cast<std::int64_t>(5 + random.below(12));
        const std::uint64_t grid = 2 + random.below(6);
        MadeData data{rows, {{}, {}}, {}};
        std::vector<double> weights, offset;
        for (std::int64_t i = 0; i < rows; ++i) {
            const double x = static_cast<double>(random.below(grid));
            const double y = static_cast<double>(random.below(grid));
            data.columns[0].push_back(x);
            data.columns[1].push_back(y);
            data.target.push_back(x + y + 2 * random.normal() > static_cast<double>(grid) - 1);
            weights.push_back(std::exp(2 * random.normal()));
            offset.push_back(2 * random.normal());
        }
        const bool one_class =
            std::count(data.target.begin(), data.target.end(), data.target[0]) == rows;
        if (one_class) continue;
        const Truth truth = enumerate(data);
        if (truth == Truth::rank_deficient) continue;
        ++seen[static_cast<int>(truth)];
        const auto values = data.column_major();
        const LinearModel model =
            fit_logistic({}, MatrixView::column_major(values.data(), rows, 2), data.target,
                         data.names(), {}, {.weights = weights, .offset = offset});
        CAPTURE(trial);
        const std::uint32_t expected = truth == Truth::complete ? fit_separation
                                       : truth == Truth::quasi  ? fit_quasi_separation
                                                                : 0u;
        CHECK((model.summary.flags & separated) == expected);
        CHECK(model.summary.converged == (truth == Truth::overlap));
    }
    for (const int count : seen) CHECK(count > 100);
}

TEST_CASE("a feature that knows the answer is named") {
    MadeData data = test::make_class_data(400, 3, 62);
    Random random(63);
    for (std::size_t i = 0; i < 400; ++i)
        data.columns[1][i] = data.target[i] + 0.3 * random.uniform();
    const LinearModel model = fit(data);
    CHECK((model.summary.flags & fit_separation) != 0);
    CHECK_FALSE(model.summary.converged);
    REQUIRE(model.warnings.size() == 1);
    CHECK(model.warnings[0].find("separated completely, driven by \"x2\"") != std::string::npos);
    for (const auto& c : model.coefficients) {
        CHECK(std::isfinite(c.estimate));
        CHECK(std::isnan(c.standard_error));
    }
    // A penalty brings back a maximum.
    const LinearModel penalised = fit(data, {.l2 = 1});
    CHECK((penalised.summary.flags & separated) == 0);
    CHECK(penalised.summary.converged);
    CHECK(std::isfinite(penalised.coefficients[2].standard_error));
}

TEST_CASE("a level without failures runs away and the others keep their estimates") {
    // Rows of the level add nothing to the likelihood in the limit.
    for (const std::int64_t rows : {400, 60000}) {
        MadeData data = test::make_class_data(rows, 2, 64);
        data.columns.emplace_back(static_cast<std::size_t>(rows));
        MadeData rest{0, {{}, {}}, {}};
        for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i) {
            const bool level = i % 20 == 3;
            data.columns[2][i] = level;
            if (level) {
                data.target[i] = 0;
                continue;
            }
            ++rest.rows;
            rest.columns[0].push_back(data.columns[0][i]);
            rest.columns[1].push_back(data.columns[1][i]);
            rest.target.push_back(data.target[i]);
        }
        const LinearModel model = fit(data), limit = fit(rest);
        CHECK((model.summary.flags & separated) == fit_quasi_separation);
        CHECK_FALSE(model.summary.converged);
        REQUIRE(model.warnings.size() == 1);
        CHECK(model.warnings[0].find("but for " + std::to_string(rest.rows) +
                                     " rows on the border, driven by \"x3\":") !=
              std::string::npos);
        CHECK(std::isnan(model.coefficients[3].standard_error));
        CHECK(model.coefficients[3].estimate < -8);
        for (std::size_t j = 0; j < 3; ++j) {
            CHECK(model.coefficients[j].estimate ==
                  doctest::Approx(limit.coefficients[j].estimate).epsilon(1e-6));
            CHECK(model.coefficients[j].standard_error ==
                  doctest::Approx(limit.coefficients[j].standard_error).epsilon(1e-6));
        }
    }
}

TEST_CASE("profile intervals under quasi-separation have the ends that exist") {
    MadeData data = test::make_class_data(300, 2, 64);
    data.columns.emplace_back(300);
    MadeData rest{0, {{}, {}}, {}};
    for (std::size_t i = 0; i < 300; ++i) {
        const bool level = i % 20 == 3;
        data.columns[2][i] = level;
        if (level) {
            data.target[i] = 0;
            continue;
        }
        ++rest.rows;
        rest.columns[0].push_back(data.columns[0][i]);
        rest.columns[1].push_back(data.columns[1][i]);
        rest.target.push_back(data.target[i]);
    }
    LogisticOptions options;
    options.profile_intervals = true;
    const LinearModel model = fit(data, options), limit = fit(rest, options);
    REQUIRE((model.summary.flags & separated) == fit_quasi_separation);
    // In the limit the rows of the level say nothing of the other coefficients.
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(model.coefficients[j].low ==
              doctest::Approx(limit.coefficients[j].low).epsilon(1e-6));
        CHECK(model.coefficients[j].high ==
              doctest::Approx(limit.coefficients[j].high).epsilon(1e-6));
    }
    const Coefficient& level = model.coefficients[3];
    CHECK(level.low == -std::numeric_limits<double>::infinity());
    REQUIRE(std::isfinite(level.high));
    CHECK(model.warnings.size() == 1);  // of the separation alone
    // With the coefficient held at its bound, the best that the others reach lies half the 95 %
    // quantile of chi-squared with one degree of freedom below.
    std::vector<double> held(300);
    for (std::size_t i = 0; i < 300; ++i) held[i] = level.high * data.columns[2][i];
    MadeData others{300, {data.columns[0], data.columns[1]}, data.target};
    const auto values = others.column_major();
    const LinearModel at = fit_logistic({}, MatrixView::column_major(values.data(), 300, 2),
                                        others.target, others.names(), {}, {.offset = held});
    const double best = limit.summary.log_likelihood;
    CHECK(2 * (best - at.summary.log_likelihood) == doctest::Approx(3.841458820694).epsilon(1e-6));
}

TEST_CASE("a steep but real border is not called a separation") {
    // 2,000 points of each class on their side, and one of each that has strayed.
    MadeData data{4002, {{}}, {}};
    for (int i = 0; i < 2000; ++i) {
        data.columns[0].push_back(1 + i * 0.001);
        data.target.push_back(1);
        data.columns[0].push_back(-1 - i * 0.001);
        data.target.push_back(0);
    }
    data.columns[0].insert(data.columns[0].end(), {0.001, -0.001});
    data.target.insert(data.target.end(), {0, 1});
    const LinearModel model = fit(data);
    CHECK(model.summary.converged);
    CHECK(model.summary.flags == 0);
    CHECK(std::isfinite(model.coefficients[1].standard_error));
}

TEST_CASE("fewer rows than coefficients separate") {
    MadeData data = test::make_class_data(6, 9, 65);
    data.target = {0, 1, 1, 0, 1, 0};
    const LinearModel model = fit(data);
    CHECK((model.summary.flags & fit_separation) != 0);
    CHECK((model.summary.flags & fit_few_rows) != 0);
}

TEST_CASE("an overlap however small, or small beside one far row, is an overlap") {
    // Rows 0 at -1 to d and rows 1 at -d to 1. They are the same when mirrored, so that the
    // intercept is 0, and the slope b solves sum x / (1 + e^(b x)) = 0 over the rows 1. A far row
    // on its side adds nothing to that.
    const auto slope_of = [](const std::vector<double>& ones) {
        double low = 0, high = 1e4;
        for (int halving = 0; halving < 200; ++halving) {
            const double b = low / 2 + high / 2;
            double sum = 0;
            for (const double x : ones) sum += x / (1 + std::exp(b * x));
            (sum > 0 ? low : high) = b;
        }
        return low;
    };
    struct Case {
        double overlap, far;
    };
    for (const Case& c : {Case{1e-3, 1e6}, Case{1e-3, 1e9}, Case{1e-3, 1e12}, Case{1e-7, 0},
                          Case{1e-8, 0}, Case{1e-10, 0}, Case{1e-12, 0}}) {
        CAPTURE(c.overlap);
        CAPTURE(c.far);
        MadeData data{60, {{}}, {}};
        std::vector<double> ones;
        for (int i = 0; i < 30; ++i) {
            const double x = -c.overlap + (1 + c.overlap) * i / 29;
            ones.push_back(x);
            data.columns[0].insert(data.columns[0].end(), {x, -x});
            data.target.insert(data.target.end(), {1, 0});
        }
        if (c.far > 0) {
            ++data.rows;
            data.columns[0].push_back(c.far);
            data.target.push_back(1);
        }
        const LinearModel model = fit(data);
        CHECK(model.summary.converged);
        CHECK((model.summary.flags & separated) == 0);
        CHECK(test::distance(model.coefficients[1].estimate, slope_of(ones)) < 1e-4);
        CHECK(std::isfinite(model.coefficients[1].standard_error));
    }
}

TEST_CASE("beside one far row no separation is made up, and none is taken for a maximum") {
    Random random(66);
    // Where the far row is on its wrong side of a slope of a millionth, Newton's method may end
    // without an answer, and says so.
    int untold = 0;
    int seen[3] = {};
    for (int trial = 0; trial < 1500; ++trial) {
        const auto rows = static_cast<std::int64_t>(5 + random.below(12));
        const std::uint64_t grid = 2 + random.below(6);
        MadeData data{rows, {{}, {}}, {}};
        for (std::int64_t i = 0; i < rows; ++i) {
            const double x = static_cast<double>(random.below(grid));
            const double y = static_cast<double>(random.below(grid));
            data.columns[0].push_back(x);
            data.columns[1].push_back(y);
            data.target.push_back(x + y + 2 * random.normal() > static_cast<double>(grid) - 1);
        }
        // 2^20: what enumerate multiplies stays whole.
        data.columns[0][0] = 1 << 20;
        const bool one_class =
            std::count(data.target.begin(), data.target.end(), data.target[0]) == rows;
        if (one_class) continue;
        const Truth truth = enumerate(data);
        if (truth == Truth::rank_deficient) continue;
        ++seen[static_cast<int>(truth)];
        const LinearModel model = fit(data);
        CAPTURE(trial);
        const std::uint32_t expected = truth == Truth::complete ? fit_separation
                                       : truth == Truth::quasi  ? fit_quasi_separation
                                                                : 0u;
        if ((model.summary.flags & separated) == 0 && !model.summary.converged) {
            ++untold;
            continue;
        }
        CHECK((model.summary.flags & separated) == expected);
        CHECK(model.summary.converged == (truth == Truth::overlap));
    }
    for (const int count : seen) CHECK(count > 100);
    CHECK(untold <= 15);
}
