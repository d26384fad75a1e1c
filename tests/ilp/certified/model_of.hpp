// A problem as the checker's plain lists of numbers.
#pragma once

#include "checker.hpp"
#include "tenon/problem.hpp"

namespace certificate_checker {

inline Model model_of(const tenon::Problem& problem) {
    const auto list = [](std::span<const double> values) {
        return std::vector<double>(values.begin(), values.end());
    };
    Model model;
    model.maximise = problem.sense() == tenon::Sense::maximize;
    model.offset = problem.offset();
    model.cost = list(problem.cost());
    model.lower = list(problem.lower());
    model.upper = list(problem.upper());
    model.row_lower = list(problem.row_lower());
    model.row_upper = list(problem.row_upper());
    for (const tenon::ColumnType type : problem.type())
        model.integer.push_back(type != tenon::ColumnType::continuous);
    for (std::int32_t i = 0; i < problem.rows(); ++i) {
        model.rows.emplace_back();
        for (auto k = static_cast<std::size_t>(problem.row_start()[i]);
             k < static_cast<std::size_t>(problem.row_start()[i + 1]); ++k)
            model.rows.back().emplace_back(problem.index()[k], problem.value()[k]);
    }
    return model;
}

}  // namespace certificate_checker
