// A penalty on weighted rows is that on rows repeated as often, but for the n - 1 of a spread, and
// that of rows that come in slices.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tenon/glm.hpp"
#include "tenon/linear.hpp"
#include "tenon/logistic.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/ordinal.hpp"
#include "tenon/random.hpp"
#include "tenon/row_source.hpp"

using namespace tenon;

namespace {

// The heavy rows are five times as far from the middle as the light ones.
struct Rows {
    std::int64_t count = 0, columns = 0;
    std::vector<double> values, classes, counts, levels, weights;  // values row after row
    std::vector<std::string> names;

    MatrixView features() const { return MatrixView::row_major(values.data(), count, columns); }
};

Rows make_rows(std::int64_t count, std::int64_t columns) {
    Random random(7);
    Rows rows{count, columns, {}, {}, {}, {}, {}, {}};
    for (std::int64_t i = 0; i < count; ++i) {
        const bool heavy = i % 2 == 1;
        double score = 0;
        for (std::int64_t j = 0; j < columns; ++j) {
            const double z = random.normal();
            rows.values.push_back(heavy ? 5 * z : z);
            if (j < 2) score += z * (j == 0 ? 1 : -0.5);
        }
        const double noisy = score + 2 * random.normal();
        rows.classes.push_back(noisy > 0 ? 1 : 0);
        rows.levels.push_back(noisy < -1 ? 0 : noisy < 1 ? 1 : 2);
        rows.counts.push_back(std::floor(std::exp(0.3 * score + random.uniform())));
        rows.weights.push_back(heavy ? 3 : 1);
    }
    for (std::int64_t j = 0; j < columns; ++j) rows.names.push_back("x" + std::to_string(j));
    return rows;
}

Rows repeat(const Rows& rows) {
    Rows all{0, rows.columns, {}, {}, {}, {}, {}, rows.names};
    for (std::size_t i = 0; i < static_cast<std::size_t>(rows.count); ++i)
        for (int k = 0; k < static_cast<int>(rows.weights[i]); ++k, ++all.count) {
            const auto row = rows.values.begin() + static_cast<std::ptrdiff_t>(i) * rows.columns;
            all.values.insert(all.values.end(), row, row + rows.columns);
            all.classes.push_back(rows.classes[i]);
            all.counts.push_back(rows.counts[i]);
            all.levels.push_back(rows.levels[i]);
        }
    return all;
}

// n / (n - 1) belongs to s_j^2, with n the rows there are.
double repeated_l2(double l2, const Rows& rows, const Rows& all) {
    const auto n = static_cast<double>(rows.count), m = static_cast<double>(all.count);
    return l2 * (n / (n - 1)) / (m / (m - 1));
}

// The rows in two slices.
RowSource in_slices(const Rows& rows, std::span<const double> target) {
    auto at = std::make_shared<std::int64_t>(0);
    return {
        [&rows, target, at](RowBlock& next) {
            if (*at == rows.count) return false;
            const std::int64_t first = *at, count = rows.count / 2;
            next = {
                MatrixView::row_major(rows.values.data() + first * rows.columns, count,
                                      rows.columns),
                target.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)),
                std::span(rows.weights)
                    .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count))};
            *at += count;
            return true;
        },
        [at] {
            *at = 0;
            return true;
        }};
}

template <class A, class B>
void check_same(const A& a, const B& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t j = 0; j < a.size(); ++j) {
        CHECK(std::fabs(a[j].estimate - b[j].estimate) <= 1e-9 * (std::fabs(b[j].estimate) + 0.01));
        CHECK(std::fabs(a[j].standard_error - b[j].standard_error) <= 1e-7 * b[j].standard_error);
    }
}

}  // namespace

TEST_CASE("a penalised logistic fit takes a weight for equal rows") {
    for (const std::int64_t columns : {2, 200}) {  // Newton's method, and quasi-Newton first
        const Rows rows = make_rows(1000, columns), all = repeat(rows);
        for (const bool intercept : {true, false}) {
            LogisticOptions options;
            options.intercept = intercept;
            options.l2 = 10;
            const LinearModel weighted = fit_logistic({}, rows.features(), rows.classes, rows.names,
                                                      options, {.weights = rows.weights});
            if (intercept) options.l2 = repeated_l2(10, rows, all);
            check_same(
                weighted.coefficients,
                fit_logistic({}, all.features(), all.classes, rows.names, options).coefficients);
        }
    }
}

TEST_CASE("class weights are weights of rows for the penalty too") {
    const Rows rows = make_rows(400, 2);
    LogisticOptions options;
    options.l2 = 10;
    options.class_weights = ClassWeights::given;
    options.positive_weight = 4;
    const LinearModel by_class =
        fit_logistic({}, rows.features(), rows.classes, rows.names, options);
    std::vector<double> weights;
    for (const double y : rows.classes) weights.push_back(y == 1 ? 4 : 1);
    options.class_weights = ClassWeights::none;
    check_same(by_class.coefficients, fit_logistic({}, rows.features(), rows.classes, rows.names,
                                                   options, {.weights = weights})
                                          .coefficients);
    const LinearModel all = fit_logistic({}, rows.features(), rows.classes, rows.names, options);
    CHECK(by_class.coefficients[1].estimate != doctest::Approx(all.coefficients[1].estimate));
}

TEST_CASE("Firth's correction takes a weight for equal rows") {
    const Rows rows = make_rows(100, 2), all = repeat(rows);
    LogisticOptions options;
    options.firth = true;
    check_same(fit_logistic({}, rows.features(), rows.classes, rows.names, options,
                            {.weights = rows.weights})
                   .coefficients,
               fit_logistic({}, all.features(), all.classes, rows.names, options).coefficients);
}

TEST_CASE("a penalised model of counts or amounts takes a weight for equal rows") {
    const Rows rows = make_rows(300, 2), all = repeat(rows);
    for (const ModelKind family :
         {ModelKind::poisson, ModelKind::negative_binomial, ModelKind::tweedie}) {
        GlmOptions options;
        options.family = family;
        options.shape = family == ModelKind::negative_binomial ? 0.5
                        : family == ModelKind::tweedie         ? 1.5
                                                               : options.shape;
        options.l2 = 10;
        const LinearModel weighted = fit_glm({}, rows.features(), rows.counts, rows.names, options,
                                             {.weights = rows.weights});
        options.l2 = repeated_l2(10, rows, all);
        check_same(weighted.coefficients,
                   fit_glm({}, all.features(), all.counts, rows.names, options).coefficients);
    }
}

TEST_CASE("a penalised model of classes takes a weight for equal rows") {
    const Rows rows = make_rows(300, 2), all = repeat(rows);
    for (const bool ordered : {false, true}) {
        const auto fit = [&](const auto&... of) {
            return ordered ? fit_ordinal({}, of...) : fit_multinomial({}, of...);
        };
        ClassModelOptions options;
        options.l2 = 10;
        const ClassModel weighted = fit(rows.features(), rows.levels, rows.names, options,
                                        RowExtras{.weights = rows.weights});
        options.l2 = repeated_l2(10, rows, all);
        const ClassModel repeated = fit(all.features(), all.levels, rows.names, options);
        for (std::size_t k = 0; k < weighted.coefficients.size(); ++k)
            check_same(weighted.coefficients[k], repeated.coefficients[k]);
    }
}

TEST_CASE("a penalty on weighted rows is the same where they come in slices") {
    const Rows rows = make_rows(300, 2);
    const RowSource source = in_slices(rows, rows.classes);
    LogisticOptions options;
    options.l2 = 10;
    check_same(fit_logistic({}, source, rows.names, options).coefficients,
               fit_logistic({}, rows.features(), rows.classes, rows.names, options,
                            {.weights = rows.weights})
                   .coefficients);
    GlmOptions counts;
    counts.l2 = 10;
    const RowSource of_counts = in_slices(rows, rows.counts);
    check_same(
        fit_glm({}, of_counts, rows.names, counts).coefficients,
        fit_glm({}, rows.features(), rows.counts, rows.names, counts, {.weights = rows.weights})
            .coefficients);
}
