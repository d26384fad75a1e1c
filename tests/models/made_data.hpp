// Data made in tests: seeded, with names "x1", "x2", ...
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tenon/matrix.hpp"
#include "tenon/model.hpp"
#include "tenon/random.hpp"

namespace tenon::test {

// By how much of the larger one two numbers differ; two that are none do not.
inline double distance(double a, double b) {
    if (a == b || (std::isnan(a) && std::isnan(b))) return 0;
    return std::fabs(a - b) / std::max(std::fabs(a), std::fabs(b));
}

struct MadeData {
    std::int64_t rows = 0;
    std::vector<std::vector<double>> columns;
    std::vector<double> target;

    std::vector<std::string> names() const {
        std::vector<std::string> list;
        for (std::size_t j = 1; j <= columns.size(); ++j)
            list.push_back(std::string("x").append(std::to_string(j)));
        return list;
    }
    std::vector<double> column_major() const {
        std::vector<double> all;
        for (const auto& c : columns) all.insert(all.end(), c.begin(), c.end());
        return all;
    }
    std::vector<double> row_major() const {
        std::vector<double> all;
        for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i)
            for (const auto& c : columns) all.push_back(c[i]);
        return all;
    }
    // The rows again, `times` in all.
    MadeData repeated(int times) const {
        MadeData more = *this;
        for (int t = 1; t < times; ++t) {
            for (std::size_t j = 0; j < columns.size(); ++j)
                more.columns[j].insert(more.columns[j].end(), columns[j].begin(), columns[j].end());
            more.target.insert(more.target.end(), target.begin(), target.end());
        }
        more.rows = rows * times;
        return more;
    }
};

// Correlated features with unlike means and units, and a noisy linear score as target.
inline MadeData make_linear_data(std::int64_t rows, std::int64_t features, std::uint64_t seed) {
    Random random(seed);
    MadeData data;
    data.rows = rows;
    data.columns.resize(static_cast<std::size_t>(features));
    for (std::int64_t i = 0; i < rows; ++i) {
        const double common = random.normal();
        double score = 3;
        for (std::size_t j = 0; j < data.columns.size(); ++j) {
            const double z = random.normal() + common, unit = j % 3 == 0 ? 1000 : 0.01;
            data.columns[j].push_back(unit * (z + 5.0 * static_cast<double>(j)));
            score += z * (static_cast<double>(j % 4) - 1.5) * 0.5;
        }
        data.target.push_back(score + random.normal());
    }
    return data;
}

// The same with classes drawn from the logistic function of the score.
inline MadeData make_class_data(std::int64_t rows, std::int64_t features, std::uint64_t seed) {
    MadeData data = make_linear_data(rows, features, seed);
    Random random(seed, 1);
    for (double& y : data.target) y = random.uniform() < logistic_function(y - 3) ? 1 : 0;
    return data;
}

}  // namespace tenon::test
