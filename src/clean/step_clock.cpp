// Steps for the time column: clock_jumps and gaps.
//
// clock_jumps: the rows outside the longest series of rows whose times do not decrease (found in
// n log n steps; C. Schensted, Longest Increasing and Decreasing Subsequences, Canadian Journal of
// Mathematics 13, 1961) are the fewest that must be wrong for the rest to be right. A clock that is
// set back, or runs ahead for a while, shows as them.
// gaps: a row is behind a gap if more than `factor` times the usual step, the median one of its
// group in the fit (of all rows, where there were fewer than `least_own`), lies between it and the
// row above; times that fall are left to clock_jumps.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "base/held_bytes.hpp"
#include "base/reason_text.hpp"
#include "clean/cell_action.hpp"
#include "clean/column_edit.hpp"
#include "clean/group_numbers.hpp"
#include "clean/groups.hpp"
#include "clean/plan_step.hpp"
#include "clean/series.hpp"
#include "clean/step_stream.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// Of one row, while a table's are looked at: its place in the lists of its group and in what was
// found, its time, and the links between the ends of the series; a list may be half empty.
constexpr std::int64_t bytes_of_row = 64;

// Times of one group with their rows; integers where the column holds them.
template <class Time>
struct Moments {
    std::vector<std::int64_t> rows;
    std::vector<Time> times;
};

// Calls body with the present times of each group.
template <class Body>
void for_each_clock(const Context& context, const Table& table, const std::string& name,
                    const std::vector<std::string>& group, Body body) {
    const Column& time = table.column(name);
    if (time.type() == Type::text || time.type() == Type::boolean)
        throw Error(Status::type,
                    "time \"" + name + "\" is " + type_name(time.type()) +
                        "; it must be a timestamp or a number",
                    {.argument = name});
    const Groups groups = groups_of(context, table, group);
    const GroupRows rows = rows_of(groups);
    const auto walk = [&](auto values) {
        using Time = std::remove_cv_t<typename decltype(values)::value_type>;
        for (std::size_t g = 0; g < groups.count(); ++g) {
            context.check_cancelled();
            Moments<Time> moments;
            for (const std::int64_t row : rows.of(g)) {
                const Time t = values[static_cast<std::size_t>(row)];
                if (!time.valid(row) || t != t) continue;
                moments.rows.push_back(row);
                moments.times.push_back(t);
            }
            body(moments);
        }
    };
    if (time.type() == Type::float64)
        walk(time.float64s());
    else
        walk(time.int64s());
}

// Places outside the longest nondecreasing series.
template <class Time>
std::vector<std::size_t> misplaced(const std::vector<Time>& times) {
    std::vector<std::size_t> ends;  // the place that ends the best series of each length
    std::vector<std::size_t> before(times.size(), SIZE_MAX);
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto at =
            std::upper_bound(ends.begin(), ends.end(), times[i],
                             [&](const Time& t, std::size_t end) { return t < times[end]; });
        if (at != ends.begin()) before[i] = *(at - 1);
        if (at == ends.end())
            ends.push_back(i);
        else
            *at = i;
    }
    std::vector<char> in_series(times.size(), 0);
    for (std::size_t i = ends.empty() ? SIZE_MAX : ends.back(); i != SIZE_MAX; i = before[i])
        in_series[i] = 1;
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < times.size(); ++i)
        if (!in_series[i]) out.push_back(i);
    return out;
}

// What is found of the rows of a table that do not fit.
Cleaned act_on_jumps(const Context& context, const Table& table, const std::string& time,
                     CellAction action, std::vector<std::int64_t> rows) {
    FoundCells found(table, "clock jump", action);
    const auto count = static_cast<std::int64_t>(rows.size());
    found.add(time, std::move(rows),
              count_text(count, "row", "rows") +
                  " whose time does not fit between those before and after: without them time "
                  "never falls");
    return found.finish(context);
}

// The rows that do not fit, ascending among all of the input, as their parts go by.
class JumpStream final : public StepStream {
  public:
    JumpStream(std::string time, CellAction action,
               std::shared_ptr<const std::vector<std::int64_t>> jumps)
        : time_(std::move(time)), action_(action), jumps_(std::move(jumps)) {}

    StreamPart push(const Context& context, StreamPart part, bool) override {
        const Table before = without_changes(part.table);
        std::vector<std::int64_t> here;
        for (; next_ < jumps_->size() && (*jumps_)[next_] < rows_ + before.rows(); ++next_)
            here.push_back((*jumps_)[next_] - rows_);
        rows_ += before.rows();
        part.take(act_on_jumps(context, before, time_, action_, std::move(here)));
        return part;
    }

  private:
    std::string time_;
    CellAction action_;
    std::shared_ptr<const std::vector<std::int64_t>> jumps_;
    std::size_t next_ = 0;
    std::int64_t rows_ = 0;
};

// Remembers the times of every group, with the rows they stand in.
class JumpSurvey final : public StepSurvey {
  public:
    JumpSurvey(std::string time, std::vector<std::string> group, CellAction action)
        : time_(std::move(time)), group_(std::move(group)), action_(action) {}

    void add(const Context& context, const Table& part) override {
        if (!held_) held_.emplace(context);
        // A list may be half empty; the longest series is found with as much again.
        held_->add(part.rows() * static_cast<std::int64_t>(4 * sizeof(std::int64_t)));
        const auto keys = key_columns(part, group_);
        for_each_clock(context, part, time_, group_, [&](const auto& moments) {
            if (moments.rows.empty()) return;
            using Time = typename std::decay_t<decltype(moments.times)>::value_type;
            auto& all = std::get<std::map<GroupKey, Moments<Time>>>(
                clocks_)[key_of(keys, moments.rows.front())];
            for (const std::int64_t row : moments.rows) all.rows.push_back(rows_ + row);
            all.times.insert(all.times.end(), moments.times.begin(), moments.times.end());
        });
        rows_ += part.rows();
    }

    std::unique_ptr<StepStream> stream(const Context& context) override {
        if (!jumps_) {
            std::vector<std::int64_t> rows;
            const auto find = [&](auto& clocks) {
                for (auto& [key, moments] : clocks) {
                    context.check_cancelled();
                    for (const std::size_t i : misplaced(moments.times))
                        rows.push_back(moments.rows[i]);
                    moments = {};
                }
            };
            find(std::get<0>(clocks_));
            find(std::get<1>(clocks_));
            held_.reset();
            held_.emplace(context);
            held_->add(static_cast<std::int64_t>(rows.size() * sizeof(std::int64_t)));
            jumps_ =
                std::make_shared<const std::vector<std::int64_t>>(in_row_order(std::move(rows)));
        }
        return std::make_unique<JumpStream>(time_, action_, jumps_);
    }

  private:
    std::string time_;
    std::vector<std::string> group_;
    CellAction action_;
    std::tuple<std::map<GroupKey, Moments<std::int64_t>>, std::map<GroupKey, Moments<double>>>
        clocks_;
    std::int64_t rows_ = 0;
    std::optional<HeldBytes> held_;
    std::shared_ptr<const std::vector<std::int64_t>> jumps_;
};

class ClockJumps final : public PlanStep {
  public:
    explicit ClockJumps(PlanReader& reader)
        : time_(reader.needed_text("time")),
          group_(reader.texts("group")),
          action_(reader.word<CellAction>("action", cell_action_words, CellAction::flag)),
          fitted_(reader.boolean("fitted", false)) {}

    PlanStepPointer fit(const Context&, const Table& table) const override {
        table.column(time_);
        auto out = std::make_shared<ClockJumps>(*this);
        out->fitted_ = true;
        return out;
    }
    bool fitted() const noexcept override { return fitted_; }
    Cleaned apply(const Context& context, const Table& table) const override {
        const Charge held(context, table.rows() * bytes_of_row);
        std::vector<std::int64_t> rows;
        for_each_clock(context, table, time_, group_, [&](const auto& moments) {
            for (const std::size_t i : misplaced(moments.times)) rows.push_back(moments.rows[i]);
        });
        return act_on_jumps(context, table, time_, action_, in_row_order(std::move(rows)));
    }
    std::unique_ptr<StepSurvey> survey() const override {
        return std::make_unique<JumpSurvey>(time_, group_, action_);
    }
    void write(Json& out) const override {
        out.set("time", time_);
        if (!group_.empty()) out.set("group", group_);
        out.set("action", word_of<CellAction>(cell_action_words, action_));
        if (fitted_) out.set("fitted", true);
    }

  private:
    std::string time_;
    std::vector<std::string> group_;
    CellAction action_;
    bool fitted_;
};

class Gaps final : public PlanStep {
  public:
    explicit Gaps(PlanReader& reader)
        : time_(reader.needed_text("time")),
          group_(reader.texts("group")),
          factor_(reader.number_between("factor", 5, 1, 1e12)),
          step_(reader.number("usual_step", std::nan(""))),
          own_steps_(GroupNumbers::read(reader, "group_steps")) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        auto out = std::make_shared<Gaps>(*this);
        std::vector<double> all, own;
        for_each_clock(context, table, time_, group_, [&](const auto& moments) {
            std::vector<double> steps;
            for (std::size_t i = 1; i < moments.times.size(); ++i)
                if (moments.times[i] > moments.times[i - 1])
                    steps.push_back(distance(moments.times[i - 1], moments.times[i]));
            all.insert(all.end(), steps.begin(), steps.end());
            own.push_back(steps.size() < least_own ? std::nan("") : middle_of(steps));
        });
        if (all.empty())
            throw Error(Status::data, "time \"" + time_ + "\" never rises, so it has no usual step",
                        {.argument = time_});
        out->step_ = middle_of(all);
        if (!group_.empty())
            out->own_steps_ =
                GroupNumbers(table, group_, groups_of(context, table, group_), {std::move(own)});
        return out;
    }
    bool fitted() const noexcept override { return step_ == step_; }
    std::unique_ptr<StepStream> stream(const PlanStepPointer& self) const override {
        return history_stream(self);
    }
    // The last moment of every group.
    Carry carry(const Context& context, const Table& table, std::int64_t) const override {
        Carry out;
        out.decided = table.rows();
        for_each_clock(context, table, time_, group_, [&](const auto& moments) {
            if (!moments.rows.empty()) out.rows.push_back(moments.rows.back());
        });
        return out;
    }
    Cleaned apply(const Context& context, const Table& table) const override {
        return apply_within(context, table, {0, table.rows()});
    }
    Cleaned apply_within(const Context& context, const Table& table, Run range) const override {
        std::vector<std::int64_t> rows;
        double longest = 0;
        const double overall[] = {step_};
        const std::vector<double> steps =
            own_steps_.of(table, group_, groups_of(context, table, group_), overall)[0];
        std::size_t group = 0;
        for_each_clock(context, table, time_, group_, [&](const auto& moments) {
            const double step = steps[group++];
            for (std::size_t i = 1; i < moments.times.size(); ++i) {
                if (!(moments.times[i] > moments.times[i - 1])) continue;
                const double gap = distance(moments.times[i - 1], moments.times[i]);
                const std::int64_t row = moments.rows[i];
                if (gap <= factor_ * step || row < range.first || row >= range.last) continue;
                rows.push_back(row);
                longest = std::max(longest, gap);
            }
        });
        const bool micros = table.column(time_).type() == Type::timestamp;
        const double unit = micros ? 1e6 : 1;
        const char* name = micros ? " s" : "";
        FoundCells found(table, "gap", CellAction::flag);
        const auto count = static_cast<std::int64_t>(rows.size());
        std::string reason = count_text(count, "row", "rows") + " behind more than " +
                             reading_text(factor_) + " times the usual step of ";
        if (own_steps_.empty()) {
            reason += reading_text(step_ / unit) + name;
        } else {
            const auto [least, most] = own_steps_.range(0, step_);
            reason += "their group (" + reading_text(least / unit) +
                      (least < most ? " to " + reading_text(most / unit) : std::string()) + name +
                      ")";
        }
        if (count > 0) reason += "; the longest gap is " + reading_text(longest / unit) + name;
        found.add(time_, in_row_order(std::move(rows)), reason);
        return found.finish(context);
    }
    void write(Json& out) const override {
        out.set("time", time_);
        if (!group_.empty()) out.set("group", group_);
        out.set("factor", factor_);
        if (fitted()) out.set("usual_step", json_of(step_));
        own_steps_.write(out, "group_steps");
    }

  private:
    static constexpr std::size_t least_own = 10;

    static double distance(double a, double b) noexcept { return b - a; }
    static double distance(std::int64_t a, std::int64_t b) noexcept {
        return static_cast<double>(static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a));
    }

    std::string time_;
    std::vector<std::string> group_;
    double factor_;
    double step_;  // of all rows; NaN: not fitted
    GroupNumbers own_steps_;
};

}  // namespace

PlanStepPointer read_clock_jumps(PlanReader& reader) {
    return std::make_shared<ClockJumps>(reader);
}
PlanStepPointer read_gaps(PlanReader& reader) {
    return std::make_shared<Gaps>(reader);
}

}  // namespace tenon::clean
