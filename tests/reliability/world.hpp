// Data that every engine works on: a small production log as text and as a table, arrays for fits,
// and problems.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "handles.hpp"

namespace reliability {

inline void ok(tenon_status status, const tenon_error& err) {
    if (status != TENON_OK) throw Finding{std::string("preparing: ") + err.message};
}
#define OK(...)                                  \
    do {                                         \
        tenon_error error = TENON_ERROR_INIT;    \
        tenon_error* err = &error;               \
        ::reliability::ok((__VA_ARGS__), error); \
    } while (0)

// A log of machines: times, names, readings with gaps and faults, a count, a state.
inline std::string log_text(int rows, std::uint64_t seed = 7) {
    Numbers random(seed);
    std::string text = "time,machine,shift,temperature,pressure,speed,count,alarm,status\n";
    for (int i = 0; i < rows; ++i) {
        char line[200];
        const double temperature = 60 + 8 * random.normal();
        const double pressure = 5 + random.normal();
        const double speed = 1500 + 90 * random.normal();
        const bool fails = temperature - 60 + 2 * (pressure - 5) + 5 * random.normal() > 6;
        std::snprintf(line, sizeof line,
                      "%04d-%02d-%02d %02d:%02d:00,M-%02d,%s,%.3f,%.4f,%.1f,%d,%s,%s\n",
                      2026 + i / 483840, 1 + i / 40320 % 12, 1 + i / 1440 % 28, i / 60 % 24, i % 60,
                      static_cast<int>(random.below(5)),
                      i % 3 == 0   ? "night"
                      : i % 3 == 1 ? "early"
                                   : "\"late, second\"",
                      temperature, pressure, speed, static_cast<int>(random.below(9)),
                      random.below(2) ? "true" : "false", fails ? "FAIL" : "OK");
        std::string record = line;
        if (i % 23 == 5) {  // a gap
            std::size_t at = 0;
            for (int field = 0; field < 3; ++field)
                at = record.find(field < 2 || i % 3 != 2 ? ',' : '"', at) + 1;
            if (i % 3 != 2) {
                const std::size_t end = record.find(',', at);
                record.replace(at, end - at, "NA");
            }
        }
        text += record;
    }
    return text;
}

struct Arrays {
    std::int64_t rows = 0, columns = 0;
    std::vector<double> features;  // row after row
    std::vector<double> number, binary, count, amount, classes;
    std::vector<double> weights;
    std::vector<std::int64_t> clusters;
    std::vector<std::int32_t> folds;

    tenon_matrix matrix() const {
        tenon_matrix view = TENON_MATRIX_INIT;
        view.data = features.data();
        view.rows = rows;
        view.columns = columns;
        return view;
    }
};

inline Arrays arrays(std::int64_t rows, std::int64_t columns, std::uint64_t seed = 11) {
    Numbers random(seed);
    Arrays out;
    out.rows = rows;
    out.columns = columns;
    for (std::int64_t i = 0; i < rows; ++i) {
        double t = 0.3;
        for (std::int64_t j = 0; j < columns; ++j) {
            const double x = random.normal();
            out.features.push_back(x);
            t += x *
                 (j % 4 == 0   ? 0.5
                  : j % 4 == 1 ? -0.3
                               : 0.05) /
                 std::sqrt(1.0 + 0.1 * static_cast<double>(j));
        }
        out.number.push_back(2 + t + random.normal());
        out.binary.push_back(random.unit() < 1 / (1 + std::exp(-t)) ? 1 : 0);
        out.count.push_back(std::floor(std::exp(0.4 * t) * 3 * random.unit() + 0.5));
        out.amount.push_back(std::exp(0.3 * t + 0.3 * random.normal()));
        out.classes.push_back(t + random.normal() > 1 ? 2 : t + random.normal() > 0 ? 1 : 0);
        out.weights.push_back(0.5 + random.unit());
        out.clusters.push_back(i % 8);
        out.folds.push_back(static_cast<std::int32_t>(i % 3));
    }
    return out;
}

// A knapsack with side rows and a few continuous columns: presolve, cuts and a small tree.
inline void integer_problem(tenon_problem** out, int items, std::uint64_t seed = 5) {
    Numbers random(seed);
    OK(tenon_problem_create(TENON_MAXIMIZE, out, err));
    std::vector<std::int32_t> all;
    for (int j = 0; j < items; ++j) {
        const bool general = j % 5 == 4, continuous = j % 7 == 6;
        OK(tenon_problem_add_column(*out, nullptr,
                                    continuous ? TENON_CONTINUOUS
                                    : general  ? TENON_INTEGER
                                               : TENON_BINARY,
                                    0, general ? 3 : 1, 5.0 + static_cast<double>(random.below(40)),
                                    nullptr, err));
        all.push_back(j);
    }
    for (int i = 0; i < items / 3; ++i) {
        std::vector<std::int32_t> columns;
        std::vector<double> values;
        double sum = 0;
        for (int j = 0; j < items; ++j) {
            if (i > 1 && random.below(3) != 0) continue;
            columns.push_back(j);
            values.push_back(3.0 + static_cast<double>(random.below(30)));
            sum += values.back();
        }
        if (columns.size() < 2) continue;
        OK(tenon_problem_add_row(*out, nullptr, -TENON_INFINITY, std::floor(sum * 0.4),
                                 static_cast<std::int32_t>(columns.size()), columns.data(),
                                 values.data(), nullptr, err));
    }
}

// A transport problem: sources times sinks, at most supply, at least demand.
inline void linear_problem(tenon_problem** out, int sources, int sinks, std::uint64_t seed = 3) {
    Numbers random(seed);
    OK(tenon_problem_create(TENON_MINIMIZE, out, err));
    for (int s = 0; s < sources * sinks; ++s)
        OK(tenon_problem_add_column(*out, nullptr, TENON_CONTINUOUS, 0, TENON_INFINITY,
                                    1.0 + 20 * random.unit(), nullptr, err));
    const auto row = [&](int count, int first, int step, double lower, double upper) {
        std::vector<std::int32_t> columns;
        std::vector<double> ones(static_cast<std::size_t>(count), 1.0);
        for (int k = 0; k < count; ++k) columns.push_back(first + k * step);
        OK(tenon_problem_add_row(*out, nullptr, lower, upper, count, columns.data(), ones.data(),
                                 nullptr, err));
    };
    for (int s = 0; s < sources; ++s)
        row(sinks, s * sinks, 1, -TENON_INFINITY,
            10.0 + static_cast<double>(random.below(5)) + 5.0 * sinks / sources);
    for (int d = 0; d < sinks; ++d) row(sources, d, sinks, 3.0 + 2 * random.unit(), TENON_INFINITY);
}

}  // namespace reliability
