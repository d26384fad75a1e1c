// The maximum log-likelihood in the 64-bit significand of long double, by Newton's method in raw
// units of the data, against which the fit has to agree to 1e-10; on sets made here and on those of
// the data folder.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/number_text.hpp"
#include "models/ai4i.hpp"
#include "models/made_data.hpp"
#include "tenon/logistic.hpp"
#include "test_data.hpp"

using namespace tenon;

namespace {

using Real = long double;

// Solves H d = g by elimination with pivots in the diagonal; H is n x n, row after row.
std::vector<Real> solve(std::vector<Real> h, std::vector<Real> g) {
    const std::size_t n = g.size();
    for (std::size_t k = 0; k < n; ++k)
        for (std::size_t i = k + 1; i < n; ++i) {
            const Real f = h[i * n + k] / h[k * n + k];
            for (std::size_t j = k; j < n; ++j) h[i * n + j] -= f * h[k * n + j];
            g[i] -= f * g[k];
        }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t j = k + 1; j < n; ++j) g[k] -= h[k * n + j] * g[j];
        g[k] /= h[k * n + k];
    }
    return g;
}

// Raw units, columns only centred about their first value so that elimination keeps its digits.
Real anchor(const MatrixView& x, const std::vector<double>& y, const std::vector<double>& weights) {
    const auto n = static_cast<std::size_t>(x.columns) + 1;
    std::vector<Real> b(n, 0);
    const auto row = [&](std::int64_t i) {
        std::vector<Real> r(n, 1);
        for (std::size_t j = 1; j < n; ++j) {
            const auto column = static_cast<std::int64_t>(j) - 1;
            r[j] = static_cast<Real>(x(i, column)) - x(0, column);
        }
        return r;
    };
    const auto likelihood = [&](const std::vector<Real>& at, std::vector<Real>* g,
                                std::vector<Real>* h) {
        Real l = 0;
        for (std::int64_t i = 0; i < x.rows; ++i) {
            const std::vector<Real> r = row(i);
            const Real w = weights.empty() ? 1 : weights[static_cast<std::size_t>(i)];
            const Real target = y[static_cast<std::size_t>(i)];
            Real eta = 0;
            for (std::size_t j = 0; j < n; ++j) eta += at[j] * r[j];
            const Real e = std::exp(-std::fabs(eta)), rest = 1 / (1 + e);
            const Real p = eta >= 0 ? rest : e * rest;
            l += w * ((target - (eta >= 0 ? 1 : 0)) * eta - std::log1p(e));
            if (!g) continue;
            for (std::size_t j = 0; j < n; ++j) {
                (*g)[j] += w * (target - p) * r[j];
                for (std::size_t k = 0; k < n; ++k)
                    (*h)[j * n + k] += w * e * rest * rest * r[j] * r[k];
            }
        }
        return l;
    };
    Real best = likelihood(b, nullptr, nullptr);
    for (int iteration = 0; iteration < 60; ++iteration) {
        std::vector<Real> g(n, 0), h(n * n, 0);
        best = likelihood(b, &g, &h);
        const std::vector<Real> d = solve(h, g);
        Real gain = 0;
        for (std::size_t j = 0; j < n; ++j) gain += d[j] * g[j];
        if (gain < 1e-22L * std::fabs(best)) break;
        for (Real t = 1; t > 1e-6L; t /= 2) {
            std::vector<Real> next = b;
            for (std::size_t j = 0; j < n; ++j) next[j] += t * d[j];
            if (!(likelihood(next, nullptr, nullptr) >= best)) continue;
            b = next;
            break;
        }
    }
    return best;
}

void check_against_anchor(const MatrixView& x, const std::vector<double>& y,
                          const std::vector<std::string>& names,
                          const std::vector<double>& weights = {}) {
    const LinearModel model = fit_logistic({}, x, y, names, {}, {.weights = weights});
    const auto truth = static_cast<double>(anchor(x, y, weights));
    CHECK(model.summary.converged);
    CHECK(std::fabs(model.summary.log_likelihood - truth) <= 1e-12 * std::fabs(truth));
}

}  // namespace

TEST_CASE("made sets of many shapes reach the anchor's log-likelihood") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto features = static_cast<std::int64_t>(1 + seed % 7);
        const test::MadeData data =
            test::make_class_data(200 + 10 * features, features, 400 + seed);
        const auto values = data.column_major();
        std::vector<double> weights;
        Random random(900 + seed);
        if (seed % 2)
            for (std::int64_t i = 0; i < data.rows; ++i)
                weights.push_back(0.1 + 5 * random.uniform());
        CAPTURE(seed);
        check_against_anchor(MatrixView::column_major(values.data(), data.rows, features),
                             data.target, data.names(), weights);
    }
}

TEST_CASE("units that differ by twelve orders and far from zero do not matter") {
    test::MadeData data = test::make_class_data(300, 4, 431);
    for (std::size_t i = 0; i < 300; ++i) {
        data.columns[0][i] *= 1e6;
        data.columns[1][i] *= 1e-6;
        data.columns[2][i] = 1e9 + data.columns[2][i];
    }
    const auto values = data.column_major();
    check_against_anchor(MatrixView::column_major(values.data(), 300, 4), data.target,
                         data.names());
}

// Rows of a file of numbers and words whose chosen columns are all there.
struct Tabular {
    std::vector<double> values, target;  // values row after row
    std::vector<std::string> names;

    Tabular(const std::string& path, std::vector<std::string> columns, const std::string& label,
            const std::string& positive)
        : names(std::move(columns)) {
        std::ifstream file(path);
        std::string line;
        std::getline(file, line);
        const std::vector<std::string> header = cells(line);
        const auto place = [&](const std::string& name) {
            const auto at = std::find(header.begin(), header.end(), name);
            REQUIRE(at != header.end());
            return static_cast<std::size_t>(at - header.begin());
        };
        while (std::getline(file, line)) {
            const std::vector<std::string> row = cells(line);
            if (row.size() < header.size() - 1) continue;
            std::vector<double> numbers;
            for (const std::string& name : names)
                if (const auto x = parse_double(row[place(name)]); x && std::isfinite(*x))
                    numbers.push_back(*x);
            if (numbers.size() < names.size() || row[place(label)].empty()) continue;
            values.insert(values.end(), numbers.begin(), numbers.end());
            target.push_back(row[place(label)] == positive);
        }
    }
    MatrixView features() const {
        return MatrixView::row_major(values.data(), static_cast<std::int64_t>(target.size()),
                                     static_cast<std::int64_t>(names.size()));
    }

  private:
    static std::vector<std::string> cells(std::string line) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        std::vector<std::string> list;
        std::istringstream in(line);
        for (std::string cell; std::getline(in, cell, ',');) list.push_back(cell);
        return list;
    }
};

TEST_CASE("wholesale customers and a production log reach the anchor's log-likelihood") {
    const std::string customers = test::data_path("learn/tabular/wholesale_customers.csv");
    if (customers.empty()) return;
    const Tabular wholesale(
        customers, {"Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"},
        "Channel", "2");
    REQUIRE(wholesale.target.size() == 440);
    check_against_anchor(wholesale.features(), wholesale.target, wholesale.names);
    const std::string log = test::data_path("learn/tabular/production_5k.csv");
    if (log.empty()) return;
    const Tabular production(log, {"temperature", "pressure", "vibration", "rpm", "torque"},
                             "status", "FAIL");
    REQUIRE(production.target.size() > 4000);
    check_against_anchor(production.features(), production.target, production.names);
}

TEST_CASE("AI4I 2020 reaches the anchor's log-likelihood, plain and balanced") {
    const std::string path = test::data_path("learn/tabular/ai4i2020.csv");
    if (path.empty()) return;
    const test::Ai4i data = test::read_ai4i(path);
    check_against_anchor(data.features(), data.failure, data.names);
    std::vector<double> weights;
    for (const double y : data.failure) weights.push_back(y == 1 ? 30 : 1);
    check_against_anchor(data.features(), data.failure, data.names, weights);
}
