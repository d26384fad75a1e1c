#include "clean/plan_stream.hpp"

#include <numeric>

#include "clean/plan_state.hpp"

namespace tenon::clean {

PlanStream::PlanStream(const CleanPlan& plan) : state_(plan.state_) {
    if (!plan.fitted())
        throw Error(Status::argument, "the cleaning plan is not fitted; fit it on a table first",
                    {.argument = "plan"});
    for (const NamedStep& step : state_->steps) {
        const bool streams = stream_of(step.step) != nullptr;
        surveys_.push_back(streams ? nullptr : survey_of(step.step));
        if (!streams && !surveys_.back())
            throw Error(Status::argument,
                        "step " + std::to_string(surveys_.size()) + " (" + step.kind +
                            ") needs the whole table at once",
                        {.argument = "plan"});
        row_by_row_ = row_by_row_ && step.step->row_by_row();
    }
    make_steps({});
}

std::int64_t PlanStream::step_of_two_passes(const CleanPlan& plan) {
    const auto& steps = plan.state_->steps;
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (!stream_of(steps[i].step) && survey_of(steps[i].step))
            return static_cast<std::int64_t>(i) + 1;
    return 0;
}

// The streams up to the next step that has its survey before it.
void PlanStream::make_steps(const Context& context) {
    steps_.clear();
    for (std::size_t i = 0; i < surveys_.size(); ++i) {
        if (!surveys_[i]) {
            steps_.push_back(stream_of(state_->steps[i].step));
            continue;
        }
        if (i >= surveyed_) return;
        in_step(i, state_->steps[i], [&] { steps_.push_back(surveys_[i]->stream(context)); });
    }
}

void PlanStream::begin_again(const Context& context) {
    surveyed_ = steps_.size() + 1;
    rows_ = 0;
    make_steps(context);
}

Table PlanStream::push(const Context& context, const Table& table, bool last, StepTypes& types,
                       std::vector<Change>& changes) {
    StreamPart part{with_types_of_fit(table, state_->schema),
                    std::vector<std::int64_t>(static_cast<std::size_t>(table.rows())),
                    {}};
    std::iota(part.rows.begin(), part.rows.end(), rows_);
    rows_ += table.rows();
    for (std::size_t i = 0; i < steps_.size(); ++i)
        in_step(i, state_->steps[i], [&] {
            part = steps_[i]->push(context, std::move(part), last);
            part.table = types.settle(context, i, part.table);
        });
    if (!gives_rows()) {
        const std::size_t next = steps_.size();
        in_step(next, state_->steps[next], [&] { surveys_[next]->add(context, part.table); });
        return {};
    }
    changes.insert(changes.end(), part.changes.begin(), part.changes.end());
    return with_row_ids(part.table, state_->row_id, std::move(part.rows));
}

}  // namespace tenon::clean
