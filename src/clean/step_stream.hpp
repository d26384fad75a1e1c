// A fitted step applied to a table that comes part by part, with what it must remember between
// them. What all pushes give, one after the other, is what the step makes of the whole table.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "clean/plan_step.hpp"
#include "tenon/context.hpp"
#include "tenon/duplicates.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct StreamPart {
    Table table;
    std::vector<std::int64_t> rows;  // the row in the whole input of each row of the table
    std::vector<Change> changes;     // what the steps so far did to the rows of this part

    // What a step made of the table, which had no changes told of it yet.
    void take(Cleaned result);
};

class StepStream {
  public:
    virtual ~StepStream() = default;
    // Takes the next rows, which may be none, and gives those that can no longer change. `last`:
    // there are no more, and all are given.
    virtual StreamPart push(const Context& context, StreamPart part, bool last) = 0;
};

// What a step must know of all rows before it can give any. It takes them part by part in a pass
// of its own, and is then a stream for the passes after it.
class StepSurvey {
  public:
    virtual ~StepSurvey() = default;
    virtual void add(const Context& context, const Table& part) = 0;
    // Once all rows were added; may be called again for another pass.
    virtual std::unique_ptr<StepStream> stream(const Context& context) = 0;
};

// The table without its story: the changes of a part are told apart from those of others.
Table without_changes(const Table& table);

// The step as a stream; null where it needs the whole table at once, or a survey before.
std::unique_ptr<StepStream> stream_of(const PlanStepPointer& step);
std::unique_ptr<StepSurvey> survey_of(const PlanStepPointer& step);

// A step that looks at one row at a time.
std::unique_ptr<StepStream> row_stream(PlanStepPointer step);
// One that tells what it needs of the rows before: PlanStep::carry.
std::unique_ptr<StepStream> history_stream(PlanStepPointer step);
// drop_duplicates with the first row kept: remembers every row by 128 bits, see fingerprints.hpp.
std::unique_ptr<StepStream> duplicates_stream(std::vector<std::string> keys);
// The other forms of it; without a time column rows equal in the keys are duplicates. Remembers
// every row by 24 bytes, or 32 with a time.
std::unique_ptr<StepSurvey> duplicates_survey(NearDuplicateOptions options);

}  // namespace tenon::clean
