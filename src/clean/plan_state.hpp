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
    Notation notation = {};  // of the text of the fit
};

struct NamedStep {
    std::string kind;
    PlanStepPointer step;
};

// What the findings of the table say of the column of that name; empty: nothing.
std::string reader_words(const Table& table, const std::string& column);

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

// Runs body; a fault that is the type of a column says what its reader found in that column, as the
// line that made it text. `tell()` gives a table of these columns with what was found.
template <class Body, class Tell>
auto with_reader_words(Body body, Tell tell) {
    try {
        return body();
    } catch (const Error& fault) {
        if (fault.status() != Status::type || fault.where().argument.empty()) throw;
        const std::string words = reader_words(tell(), fault.where().argument);
        if (words.empty()) throw;
        throw Error(fault.status(), fault.message() + " (" + words + ")", fault.where());
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
