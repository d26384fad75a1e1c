// Pairs of models that must have the same optimum: columns and rows in another order, columns
// reflected or moved, rows multiplied, repeated or summed, costs scaled; on problems larger than
// enumeration reaches.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ilp/lp/trials.hpp"
#include "tenon/check.hpp"
#include "tenon/problem.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

struct Column {
    ColumnType type;
    double lower, upper, cost;
};
struct Row {
    double lower, upper;
    std::vector<std::int32_t> index;
    std::vector<double> value;
};
struct Model {
    std::vector<Column> columns;
    std::vector<Row> rows;
    double offset = 0;

    Problem problem() const {
        Problem out;
        for (const Column& c : columns) out.add_column("", c.type, c.lower, c.upper, c.cost);
        for (const Row& r : rows) out.add_row("", r.lower, r.upper, r.index, r.value);
        out.set_offset(offset);
        return out;
    }
};

// Ten to twenty-five columns; sides around a random point, so that a plan exists.
Model random_model(Random& random) {
    Model model;
    const auto n = static_cast<std::int32_t>(10 + random.below(16));
    std::vector<double> point;
    for (std::int32_t j = 0; j < n; ++j) {
        const std::uint64_t kind = random.below(4);
        Column column{ColumnType::integer, 0, 1, static_cast<double>(random.below(41)) - 20};
        if (kind == 1) column.upper = static_cast<double>(1 + random.below(9));
        if (kind == 2) column = {ColumnType::continuous, -5, 15, column.cost};
        model.columns.push_back(column);
        double x = column.lower + random.uniform() * (column.upper - column.lower);
        if (column.type != ColumnType::continuous) x = std::round(x);
        point.push_back(x);
    }
    const auto m = static_cast<std::int32_t>(4 + random.below(12));
    for (std::int32_t i = 0; i < m; ++i) {
        Row row;
        double activity = 0;
        for (std::int32_t j = 0; j < n; ++j) {
            if (random.below(3) != 0) continue;
            row.index.push_back(j);
            row.value.push_back(static_cast<double>(random.below(25)) - 8);
            if (row.value.back() == 0) row.value.back() = 1;
            activity += row.value.back() * point[j];
        }
        const std::uint64_t kind = random.below(5);
        row.lower =
            kind == 0 || kind == 2 ? activity - static_cast<double>(random.below(4)) : -infinity;
        row.upper = kind != 0 ? activity + static_cast<double>(random.below(4)) : infinity;
        model.rows.push_back(std::move(row));
    }
    return model;
}

Model permuted(const Model& model, Random& random) {
    std::vector<std::int32_t> order(model.columns.size());
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random.below(k)]);
    Model out = model;
    for (std::size_t k = 0; k < order.size(); ++k) out.columns[order[k]] = model.columns[k];
    for (Row& row : out.rows)
        for (std::int32_t& j : row.index) j = order[j];
    for (std::size_t k = out.rows.size(); k > 1; --k)
        std::swap(out.rows[k - 1], out.rows[random.below(k)]);
    return out;
}

// x = s - x' for some columns.
Model reflected(const Model& model, Random& random) {
    Model out = model;
    for (std::size_t j = 0; j < out.columns.size(); ++j) {
        if (random.below(2)) continue;
        Column& c = out.columns[j];
        const double s = c.lower + c.upper;
        out.offset += c.cost * s;
        c.cost = -c.cost;
        for (Row& row : out.rows)
            for (std::size_t k = 0; k < row.index.size(); ++k)
                if (row.index[k] == static_cast<std::int32_t>(j)) {
                    row.lower -= row.value[k] * s;
                    row.upper -= row.value[k] * s;
                    row.value[k] = -row.value[k];
                }
    }
    return out;
}

// Rows times a number, some of them twice, and a sum of two that says nothing new.
Model rewritten(const Model& model, Random& random) {
    Model out = model;
    for (Row& row : out.rows) {
        const double factor =
            (random.below(2) ? 1.0 : -1.0) * static_cast<double>(1 + random.below(5));
        for (double& a : row.value) a *= factor;
        row.lower *= factor;
        row.upper *= factor;
        if (factor < 0) std::swap(row.lower, row.upper);
    }
    out.rows.push_back(out.rows[random.below(out.rows.size())]);
    const Row& a = out.rows.front();
    const Row& b = out.rows.back();
    if (!std::isinf(a.upper) && !std::isinf(b.upper)) {
        Row sum{-infinity, a.upper + b.upper, {}, {}};
        std::vector<double> dense(out.columns.size(), 0.0);
        for (std::size_t k = 0; k < a.index.size(); ++k) dense[a.index[k]] += a.value[k];
        for (std::size_t k = 0; k < b.index.size(); ++k) dense[b.index[k]] += b.value[k];
        for (std::size_t j = 0; j < dense.size(); ++j)
            if (dense[j] != 0) {
                sum.index.push_back(static_cast<std::int32_t>(j));
                sum.value.push_back(dense[j]);
            }
        out.rows.push_back(std::move(sum));
    }
    return out;
}

double optimum_of(const Model& model, std::uint64_t seed) {
    SolveOptions options;
    options.relative_gap = options.absolute_gap = 0;
    options.seed = seed;
    const Problem problem = model.problem();
    CAPTURE(write_mps_text(problem));
    const Solution solution = solve({}, problem, options);
    REQUIRE(solution.outcome == Outcome::optimal);
    REQUIRE(check_point(problem, solution.values).feasible);
    return solution.objective;
}

}  // namespace

TEST_CASE("the same model in other clothes has the same optimum") {
    for (const std::uint64_t k : test::seeds(250)) {
        CAPTURE(k);
        Random random(31, k);
        const Model model = random_model(random);
        const double optimum = optimum_of(model, 1);
        const double room = 1e-6 * std::fmax(1.0, std::fabs(optimum));
        CHECK(std::fabs(optimum_of(permuted(model, random), 2) - optimum) <= room);
        CHECK(std::fabs(optimum_of(reflected(model, random), 3) - optimum) <= room);
        CHECK(std::fabs(optimum_of(rewritten(model, random), 4) - optimum) <= room);
    }
}
