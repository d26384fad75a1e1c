// The linear data sets of NIST's Statistical Reference Datasets, read from the .dat files.
#pragma once

#include <cmath>
#include <cstddef>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/number_text.hpp"
#include "tenon/linear.hpp"
#include "test_data.hpp"

namespace tenon::test {

struct Nist {
    std::vector<double> y;
    std::vector<std::vector<double>> columns;  // as given: x or x1..x6
    std::vector<double> estimate, standard_error;
    double residual_sd = 0, r_squared = 0;
    std::int64_t rows() const { return static_cast<std::int64_t>(y.size()); }
};

inline std::vector<double> numbers_of(const std::string& line) {
    std::vector<double> numbers;
    std::istringstream words(line);
    for (std::string word; words >> word;)
        if (const auto number = parse_double(word)) numbers.push_back(*number);
    return numbers;
}

// Certified values stand in lines "B0  estimate  deviation"; data after the second "Data:" line.
inline Nist read_nist(const std::string& path) {
    Nist nist;
    std::ifstream file(path);
    int data_marks = 0;
    for (std::string line; std::getline(file, line);) {
        const auto numbers = numbers_of(line);
        std::istringstream words(line);
        std::string first;
        words >> first;
        if (first == "Data:") {
            ++data_marks;
        } else if (data_marks >= 2 && numbers.size() >= 2) {
            nist.y.push_back(numbers[0]);
            nist.columns.resize(numbers.size() - 1);
            for (std::size_t j = 1; j < numbers.size(); ++j)
                nist.columns[j - 1].push_back(numbers[j]);
        } else if (first.size() == 2 && first[0] == 'B' && numbers.size() == 2) {
            nist.estimate.push_back(numbers[0]);
            nist.standard_error.push_back(numbers[1]);
        } else if (first == "Standard" && numbers.size() == 1) {
            nist.residual_sd = numbers[0];
        } else if (first == "R-Squared" && numbers.size() == 1) {
            nist.r_squared = numbers[0];
        }
    }
    return nist;
}

// Correct digits: -log10 of the relative error, of the absolute error where the truth is zero; 16
// where nothing differs.
inline double digits(double value, double certified) {
    const double error =
        certified == 0 ? std::fabs(value) : std::fabs(value - certified) / std::fabs(certified);
    if (error == 0) return 16;
    return std::isnan(error) ? -99 : -std::log10(error);
}

// Least squares on the set with x, x^2, ..., x^powers as columns (its own columns for 0 and 1), the
// powers rounded as a caller would round them.
inline LinearModel fit_nist(const Nist& nist, const LinearOptions& options, int powers) {
    auto columns = nist.columns;
    for (int power = 2; power <= powers; ++power) {
        columns.push_back(columns.back());
        for (std::size_t i = 0; i < nist.y.size(); ++i) columns.back()[i] *= nist.columns[0][i];
    }
    std::vector<double> data;
    std::vector<std::string> names;
    for (const auto& column : columns) {
        data.insert(data.end(), column.begin(), column.end());
        names.push_back(std::string("x").append(std::to_string(names.size() + 1)));
    }
    const auto p = static_cast<std::int64_t>(columns.size());
    return fit_linear({}, MatrixView::column_major(data.data(), nist.rows(), p), nist.y, names,
                      options);
}

}  // namespace tenon::test
