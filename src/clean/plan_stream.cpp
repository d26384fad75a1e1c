#include "clean/plan_stream.hpp"

#include <numeric>

#include "clean/plan_state.hpp"

namespace tenon::clean {

PlanStream::PlanStream(const CleanPlan& plan) : state_(plan.state_) {
    if (!plan.fitted())
        throw Error(Status::argument, "the cleaning plan is not fitted; fit it on a table first",
                    {.argument = "plan"});
    for (const NamedStep& step : state_->steps) {
        steps_.push_back(stream_of(step.step));
        if (!steps_.back())
            throw Error(Status::argument,
                        "step " + std::to_string(steps_.size()) + " (" + step.kind +
                            ") needs the whole table at once",
                        {.argument = "plan"});
        row_by_row_ = row_by_row_ && step.step->row_by_row();
    }
}

Table PlanStream::push(const Context& context, const Table& table, bool last, StepTypes& types,
                       std::vector<Change>& changes) {
    StreamPart part{table, std::vector<std::int64_t>(static_cast<std::size_t>(table.rows())), {}};
    std::iota(part.rows.begin(), part.rows.end(), rows_);
    rows_ += table.rows();
    for (std::size_t i = 0; i < steps_.size(); ++i)
        in_step(i, state_->steps[i], [&] {
            part = steps_[i]->push(context, std::move(part), last);
            part.table = types.settle(context, i, part.table);
        });
    changes.insert(changes.end(), part.changes.begin(), part.changes.end());
    return with_row_ids(part.table, state_->row_id, std::move(part.rows));
}

}  // namespace tenon::clean
