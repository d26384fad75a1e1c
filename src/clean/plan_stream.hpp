// A fitted plan on a table that comes part by part: every step is a stream, and the next takes what
// it gives.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "clean/step_stream.hpp"
#include "clean/step_types.hpp"
#include "tenon/clean_plan.hpp"

namespace tenon::clean {

class PlanStream {
  public:
    // Throws Error(argument) for a plan that is not fitted, or whose step_of_whole() is not 0.
    explicit PlanStream(const CleanPlan& plan);

    // The next rows as the plan leaves them, which may be those of parts before; appends what was
    // done to them. `last`: there are no more rows behind these. The types are those of the whole.
    Table push(const Context& context, const Table& part, bool last, StepTypes& types,
               std::vector<Change>& changes);
    // Whether all rows of a part come with it.
    bool row_by_row() const noexcept { return row_by_row_; }

  private:
    std::shared_ptr<const CleanPlan::State> state_;
    std::vector<std::unique_ptr<StepStream>> steps_;
    std::int64_t rows_ = 0;  // so far
    bool row_by_row_ = true;
};

}  // namespace tenon::clean
