// What a cleaning plan holds.
#pragma once

#include <string>
#include <vector>

#include "clean/plan_step.hpp"
#include "tenon/clean_plan.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace clean {

struct Field {
    std::string name;
    Type type = Type::float64;
};

struct NamedStep {
    std::string kind;
    PlanStepPointer step;
};

// Runs body; a fault of it gets the step named before it.
template <class Body>
auto in_step(std::size_t number, const NamedStep& step, Body body) {
    try {
        return body();
    } catch (const Error& fault) {
        // A host that stops the work has been told nothing wrong about a step.
        if (fault.status() == Status::cancelled || fault.status() == Status::budget) throw;
        throw Error(
            fault.status(),
            "step " + std::to_string(number + 1) + " (" + step.kind + "): " + fault.message(),
            fault.where());
    }
}

// The table with columns that hold no present cell, and so tell no type, as they were in the fit.
Table with_types_of_fit(const Table& table, const std::vector<Field>& schema);

// Adds the column of that name, the row of the first table of each row; nothing without a name.
Table with_row_ids(const Table& table, const std::string& name, std::vector<std::int64_t> rows);

}  // namespace clean

struct CleanPlan::State {
    std::string row_id;
    std::vector<clean::NamedStep> steps;
    std::vector<clean::Field> schema;  // of the table of the fit; empty before it
};

}  // namespace tenon
