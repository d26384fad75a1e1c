// Data made of small whole numbers by formulas, so that reference values for them can be computed
// elsewhere: row i has x1 = 7 i mod 11, x2 = (i^2 mod 5) / 2.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tenon/matrix.hpp"

namespace tenon::test {

struct FormulaData {
    std::vector<double> values;  // row after row
    std::vector<double> target, weights, exposure;
    std::vector<std::string> names{"x1", "x2"};

    MatrixView features() const {
        return MatrixView::row_major(values.data(), static_cast<std::int64_t>(target.size()), 2);
    }
};

using Formula = std::function<double(std::int64_t i, std::int64_t x1)>;

inline FormulaData make_formula_data(std::int64_t rows, const Formula& target) {
    FormulaData data;
    for (std::int64_t i = 0; i < rows; ++i) {
        const std::int64_t x1 = (i * 7) % 11;
        data.values.push_back(static_cast<double>(x1));
        data.values.push_back(static_cast<double>((i * i) % 5) / 2);
        data.target.push_back(target(i, x1));
        data.weights.push_back(static_cast<double>(1 + i % 3));
        data.exposure.push_back(static_cast<double>(1 + i % 4));
    }
    return data;
}

inline FormulaData make_counts() {
    return make_formula_data(60, [](std::int64_t i, std::int64_t x1) {
        return static_cast<double>(((i * 13) % 17) * (x1 + 2) / 12);
    });
}

inline double waiting_time(std::int64_t i, std::int64_t x1) {
    return 1 + static_cast<double>((i * 29) % 31) * 0.5 + static_cast<double>(x1) * 0.7;
}

inline FormulaData make_classes() {
    return make_formula_data(
        60, [](std::int64_t i, std::int64_t x1) { return (i * 13) % 17 + x1 > 12 ? 1.0 : 0.0; });
}

inline FormulaData make_three_classes() {
    return make_formula_data(90, [](std::int64_t i, std::int64_t x1) {
        const std::int64_t c = (i * 13) % 17 + x1;
        return c < 9 ? 0.0 : c < 17 ? 1.0 : 2.0;
    });
}

}  // namespace tenon::test
