// The real linear programs and what is known of them.
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "public_problems.hpp"
#include "test_data.hpp"

namespace tenon::test {

// A file as a minimisation.
inline ilp::LinearProgram read_program(const std::string& path) {
    return to_program(read_problem(Context{}, path));
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
