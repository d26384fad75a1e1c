// One step of a cleaning plan, run as every user of a plan runs it.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tenon/clean_plan.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

namespace tenon::test {

// Stands for a missing cell among numbers.
inline constexpr double gap = -999;

inline Column numbers(std::vector<double> values) {
    std::vector<bool> valid;
    for (const double x : values) valid.push_back(x != gap);
    return Column::from_float64(std::move(values), std::move(valid));
}

inline std::vector<double> cells(const Table& table, const char* name) {
    const Column& column = table.column(name);
    std::vector<double> out;
    for (std::int64_t row = 0; row < table.rows(); ++row)
        out.push_back(column.valid(row) ? column.number(row) : gap);
    return out;
}

// Fitted on the table and applied to it, or to `next`; checks that a plan read back from its
// document is the same and does the same to the byte.
inline Table run_step(const std::string& members, const Table& table, const Table* next = nullptr) {
    Table cleaned;
    const CleanPlan plan =
        CleanPlan::parse(R"({"steps": [{)" + members + "}]}").fit({}, table, &cleaned);
    const CleanPlan loaded = CleanPlan::parse(plan.to_json());
    CHECK(loaded.fitted());
    CHECK(loaded.to_json() == plan.to_json());
    CHECK(write_csv_text(loaded.apply({}, table)) == write_csv_text(cleaned));
    return next ? loaded.apply({}, *next) : cleaned;
}

inline bool refuses(const std::string& members) {
    try {
        CleanPlan::parse(R"({"steps": [{)" + members + "}]}");
    } catch (const Error& error) {
        return error.status() == Status::argument;
    }
    return false;
}

}  // namespace tenon::test
