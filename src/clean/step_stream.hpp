// A fitted step applied to a table that comes part by part, with what it must remember between
// them. What all pushes give, one after the other, is what the step makes of the whole table.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "clean/plan_step.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct StreamPart {
    Table table;
    std::vector<std::int64_t> rows;  // the row in the whole input of each row of the table
    std::vector<Change> changes;     // what the steps so far did to the rows of this part
};

class StepStream {
  public:
    virtual ~StepStream() = default;
    // Takes the next rows, which may be none, and gives those that can no longer change. `last`:
    // there are no more, and all are given.
    virtual StreamPart push(const Context& context, StreamPart part, bool last) = 0;
};

// The step as a stream; null where it needs the whole table at once.
std::unique_ptr<StepStream> stream_of(const PlanStepPointer& step);

// A step that looks at one row at a time.
std::unique_ptr<StepStream> row_stream(PlanStepPointer step);
// One that tells what it needs of the rows before: PlanStep::carry.
std::unique_ptr<StepStream> history_stream(PlanStepPointer step);
// drop_duplicates with the first row kept: remembers every row by 128 bits, see fingerprints.hpp.
std::unique_ptr<StepStream> duplicates_stream(std::vector<std::string> keys);

}  // namespace tenon::clean
