// The real linear programs and what is known of them.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "tenon/problem.hpp"
#include "test_data.hpp"

namespace tenon::test {

// A file as a minimisation.
inline ilp::LinearProgram read_program(const std::string& path) {
    const Problem problem = read_problem(Context{}, path);
    const double sign = problem.sense() == Sense::maximize ? -1 : 1;
    ilp::LinearProgram p;
    p.columns = problem.columns();
    p.rows = problem.rows();
    for (double c : problem.cost()) p.cost.push_back(sign * c);
    p.offset = sign * problem.offset();
    p.lower.assign(problem.lower().begin(), problem.lower().end());
    p.upper.assign(problem.upper().begin(), problem.upper().end());
    p.row_lower.assign(problem.row_lower().begin(), problem.row_lower().end());
    p.row_upper.assign(problem.row_upper().begin(), problem.row_upper().end());
    p.matrix.start.assign(static_cast<std::size_t>(p.columns) + 1, 0);
    for (std::int32_t j : problem.index()) ++p.matrix.start[j + 1];
    for (std::int32_t j = 0; j < p.columns; ++j) p.matrix.start[j + 1] += p.matrix.start[j];
    p.matrix.index.resize(problem.index().size());
    p.matrix.value.resize(problem.index().size());
    std::vector<std::int64_t> next(p.matrix.start.begin(), p.matrix.start.end() - 1);
    for (std::int32_t i = 0; i < p.rows; ++i) {
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k) {
            const std::int64_t at = next[problem.index()[k]]++;
            p.matrix.index[at] = i;
            p.matrix.value[at] = problem.value()[k];
        }
    }
    return p;
}

// Published objectives of a set, by name.
inline std::map<std::string, double> read_optima(const std::string& set) {
    std::map<std::string, double> optima;
    const std::string path = data_path("ilp/optima.tsv");
    if (path.empty()) return optima;
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        std::string name, objective, status, group;
        fields >> name >> objective >> status >> group;
        if (group == set) optima[name] = std::stod(objective);
    }
    return optima;
}

}  // namespace tenon::test
