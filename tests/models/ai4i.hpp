// AI4I 2020 (S. Matzka, 2020): machine failure on five sensors and two dummies of the product type.
#pragma once

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/number_text.hpp"
#include "tenon/matrix.hpp"

namespace tenon::test {

struct Ai4i {
    std::vector<std::string> names{"Air temperature [K]",
                                   "Process temperature [K]",
                                   "Rotational speed [rpm]",
                                   "Torque [Nm]",
                                   "Tool wear [min]",
                                   "Type=L",
                                   "Type=M"};
    std::vector<double> values;  // row after row
    std::vector<double> failure;
    MatrixView features() const {
        return MatrixView::row_major(values.data(), static_cast<std::int64_t>(failure.size()),
                                     static_cast<std::int64_t>(names.size()));
    }
};

inline Ai4i read_ai4i(const std::string& path) {
    Ai4i data;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);  // header
    while (std::getline(file, line)) {
        std::vector<std::string> fields;
        std::istringstream cells(line);
        for (std::string field; std::getline(cells, field, ',');) fields.push_back(field);
        for (std::size_t j = 3; j < 8; ++j) data.values.push_back(parse_double(fields[j]).value());
        data.values.push_back(fields[2] == "L");
        data.values.push_back(fields[2] == "M");
        data.failure.push_back(parse_double(fields[8]).value());
    }
    return data;
}

}  // namespace tenon::test
