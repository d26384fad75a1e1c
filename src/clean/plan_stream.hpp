// A fitted plan on a table that comes part by part: every step is a stream, and the next takes what
// it gives. A step that must see all rows before it gives one makes another pass over them: the
// steps before it are streams in it, and it takes what they give.
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

    // The first step, from 1, for which the rows are needed twice; 0: none.
    static std::int64_t step_of_two_passes(const CleanPlan& plan);

    // Whether this pass gives the rows; of another, all parts are pushed all the same, and then
    // comes begin_again().
    bool gives_rows() const noexcept { return steps_.size() == surveys_.size(); }
    void begin_again(const Context& context);

    // The next rows as the plan leaves them, which may be those of parts before; appends what was
    // done to them. `last`: there are no more rows behind these. The types are those of the whole.
    Table push(const Context& context, const Table& part, bool last, StepTypes& types,
               std::vector<Change>& changes);
    // Whether all rows of a part come with it.
    bool row_by_row() const noexcept { return row_by_row_; }

  private:
    void make_steps(const Context& context);

    std::shared_ptr<const CleanPlan::State> state_;
    std::vector<std::unique_ptr<StepSurvey>> surveys_;  // one a step, null where none is needed
    std::size_t surveyed_ = 0;                          // steps before which no survey is left
    std::vector<std::unique_ptr<StepStream>> steps_;    // up to the next survey
    std::int64_t rows_ = 0;                             // so far
    bool row_by_row_ = true;
};

}  // namespace tenon::clean
