// Steps for what sensors do wrong on their own: stuck, out_of_range, spike. An infinite reading is
// always out of range, and always a spike; it takes no part in judging the others.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "base/number_text.hpp"
#include "base/reason_text.hpp"
#include "base/sum.hpp"
#include "clean/carry.hpp"
#include "clean/cell_action.hpp"
#include "clean/group_numbers.hpp"
#include "clean/outlier_cells.hpp"
#include "clean/plan_step.hpp"
#include "clean/series.hpp"
#include "clean/step_stream.hpp"

namespace tenon::clean {

namespace {

constexpr double greatest = std::numeric_limits<double>::max();

std::vector<std::int64_t> infinite_cells(const Column& column) {
    std::vector<std::int64_t> out;
    if (column.type() != Type::float64) return out;
    for (std::int64_t row = 0; row < column.size(); ++row)
        if (column.valid(row) && std::isinf(column.number(row))) out.push_back(row);
    return out;
}

// How often each of two values is met, as long as there are no more.
class TwoLevels {
  public:
    // False once there is a third value.
    bool add(double x) {
        for (Level& level : levels_) {
            if (level.times > 0 && level.value != x) continue;
            level.value = x;
            ++level.times;
            return !more_;
        }
        more_ = true;
        return false;
    }
    std::int64_t rarer() const {  // 0 where there are not two
        return more_ ? 0 : std::min(levels_[0].times, levels_[1].times);
    }

  private:
    struct Level {
        double value = 0;
        std::int64_t times = 0;
    };
    Level levels_[2];
    bool more_ = false;
};

// Of rules that have no limits of columns and groups.
struct NoLimits {
    double operator()(std::size_t, std::size_t) const { return 0; }
};
struct WithoutLimits {
    static constexpr bool has_limits = false;
    void learn(const Context&, const Table&, std::vector<std::string>&, bool,
               std::span<const std::string>, const Groups&) {}
    void pass_over(FoundCells&) const {}
    NoLimits limits(const Table&, std::span<const std::string>, const Groups&) const { return {}; }
    std::string reason_of_cell(std::size_t, const Table&, std::span<const std::string>,
                               const Groups&) const {
        return "";
    }
};

// What every detector has; its own members are in Rule.
template <class Rule>
class Detector final : public PlanStep {
  public:
    explicit Detector(PlanReader& reader)
        : columns_(reader.texts("columns")),
          group_(reader.texts("group")),
          action_(reader.word<CellAction>("action", cell_action_words, CellAction::flag)),
          rule_(reader),
          fitted_(reader.boolean("fitted", false)) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        auto out = std::make_shared<Detector>(*this);
        out->columns_ = columns_or_numbers(table, columns_);
        if (columns_.empty())
            for (const std::string& key : group_) std::erase(out->columns_, key);
        const Groups groups = groups_of(context, table, group_);
        out->rule_.learn(context, table, out->columns_, !columns_.empty(), group_, groups);
        out->fitted_ = true;
        return out;
    }
    bool fitted() const noexcept override { return fitted_; }
    bool row_by_row() const noexcept override { return Rule::row_by_row; }
    std::unique_ptr<StepStream> stream(const PlanStepPointer& self) const override {
        return history_stream(self);
    }
    Carry carry(const Context& context, const Table& table, std::int64_t) const override {
        const auto limits = rule_.limits(table, group_, groups_of(context, table, group_));
        return carry_of_series(
            context, table, columns_, group_,
            [&](const SeriesSoFar& series) {
                return rule_.undecided(series, limits(series.number, series.group));
            },
            [&](const SeriesSoFar& series, std::size_t known, auto keep) {
                rule_.needed(series, limits(series.number, series.group), known, keep);
            });
    }
    Cleaned apply(const Context& context, const Table& table) const override {
        return apply_within(context, table, {0, table.rows()});
    }
    Cleaned apply_within(const Context& context, const Table& table, Run range) const override {
        const Groups groups = groups_of(context, table, group_);
        const GroupRows rows = rows_of(groups);
        const auto limits = rule_.limits(table, group_, groups);
        FoundCells found(table, Rule::word, action_, range);
        for (std::size_t j = 0; j < columns_.size(); ++j) {
            const Column& column = table.column(columns_[j]);
            std::vector<std::int64_t> cells;
            for_each_series(context, table, columns_[j], rows, groups.count(),
                            [&](std::size_t g, std::span<const std::int64_t> at,
                                std::span<const double> readings) {
                                rule_.find(limits(j, g), column, at, readings, action_, cells);
                            });
            cells = found.within(std::move(cells));
            std::string reason = rule_.reason(j, static_cast<std::int64_t>(cells.size()));
            if constexpr (Rule::has_limits)
                if (!cells.empty()) reason += rule_.doubt(columns_[j]);
            if constexpr (requires { typename Rule::Repeats; }) {
                typename Rule::Repeats repeats;
                if (!cells.empty())
                    for_each_series(context, table, columns_[j], rows, groups.count(),
                                    [&](std::size_t, std::span<const std::int64_t> at,
                                        std::span<const double> readings) {
                                        rule_.count_repeats(column, at, readings, repeats);
                                    });
                reason += rule_.reason_of_repeats(std::move(repeats));
            }
            if (Rule::finds_infinite) {
                const auto infinite = found.within(infinite_cells(column));
                cells.insert(cells.end(), infinite.begin(), infinite.end());
                if (!infinite.empty())
                    reason += "; and " + count_text(static_cast<std::int64_t>(infinite.size()),
                                                    "infinite one", "infinite ones");
            }
            found.add(columns_[j], in_row_order(std::move(cells)), reason);
        }
        rule_.pass_over(found);
        return found.finish(context);
    }
    std::string reason_of_cell(const Table& table, std::int64_t row,
                               std::string_view column) const override {
        if (!Rule::has_limits || group_.empty()) return "";
        const auto at = std::find(columns_.begin(), columns_.end(), column);
        if (at == columns_.end()) return "";
        const Table one = table.slice(row, 1);
        return rule_.reason_of_cell(static_cast<std::size_t>(at - columns_.begin()), one, group_,
                                    groups_of({}, one, group_));
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        if (!group_.empty()) out.set("group", group_);
        out.set("action", word_of<CellAction>(cell_action_words, action_));
        rule_.write(out);
        if (fitted_) out.set("fitted", true);
    }

  private:
    std::vector<std::string> columns_, group_;
    CellAction action_;
    Rule rule_;
    bool fitted_;
};

// A sensor that says the same again and again: a run of at least `readings` that all lie within
// `tolerance` of its first one. The first is a true reading: `missing` and `drop` leave it.
struct StuckRule : WithoutLimits {
    static constexpr const char* word = "stuck";
    static constexpr bool row_by_row = false, finds_infinite = false;
    std::int64_t readings;
    double tolerance;

    explicit StuckRule(PlanReader& reader)
        : readings(reader.whole("readings", 10, 2, INT64_MAX)),
          tolerance(reader.number_between("tolerance", 0, 0, greatest)) {}
    void find(double, const Column& column, std::span<const std::int64_t> at,
              std::span<const double> x, CellAction action,
              std::vector<std::int64_t>& cells) const {
        for (std::size_t first = 0, last = 0; first < x.size(); first = last) {
            last = end_of_run(column, at, x, first);
            if (static_cast<std::int64_t>(last - first) < readings) continue;
            for (std::size_t i = first + (action == CellAction::flag ? 0 : 1); i < last; ++i)
                cells.push_back(at[i]);
        }
    }
    // Where a reading repeats the one before with probability p, as that of a coarse sensor does,
    // n (1 - p) p^(readings - 1) runs are as long without anything being stuck.
    struct Repeats {
        std::int64_t pairs = 0, equal = 0;
        std::vector<std::int64_t> beyond;  // of runs that are called stuck: length - readings
        TwoLevels levels;                  // of runs
    };
    void count_repeats(const Column& column, std::span<const std::int64_t> at,
                       std::span<const double> x, Repeats& repeats) const {
        for (std::size_t first = 0, last = 0; first < x.size(); first = last) {
            last = end_of_run(column, at, x, first);
            const auto length = static_cast<std::int64_t>(last - first);
            repeats.pairs += last < x.size() ? length : length - 1;
            repeats.equal += length - 1;
            repeats.levels.add(x[first]);
            if (length >= readings) repeats.beyond.push_back(length - readings);
        }
    }
    // One sensor that is stuck for long raises p as well: so many runs must be there, too.
    std::string reason_of_repeats(Repeats repeats) const {
        if (repeats.levels.rarer() > 1)
            return "; but it has two values only, as a state has: then long runs are no fault";
        constexpr double least_share = 0.25;  // of the runs that p makes expected
        if (repeats.beyond.size() < 2) return "";
        const double pairs = static_cast<double>(repeats.pairs);
        const double p = static_cast<double>(repeats.equal) / pairs;
        const auto runs = static_cast<double>(repeats.beyond.size());
        const double expected = pairs * (1 - p) * std::pow(p, static_cast<double>(readings - 1));
        if (expected < 1 || runs < least_share * expected) return "";
        // Lengths beyond a limit are geometric, with the median m where q^(m + 1) = 1/2; the
        // longest of `runs` is about as long as makes runs q^length = 1.
        const auto middle =
            repeats.beyond.begin() + static_cast<std::ptrdiff_t>(repeats.beyond.size() / 2);
        std::nth_element(repeats.beyond.begin(), middle, repeats.beyond.end());
        const double longest = std::log2(runs) * static_cast<double>(*middle + 1);
        return "; but " + reading_text(std::floor(100 * p)) +
               " % of the readings repeat the one before, so runs up to some " +
               count_text(readings + static_cast<std::int64_t>(std::ceil(longest))) +
               " are usual: raise readings" + (tolerance > 0 ? " or lower tolerance" : "");
    }
    std::size_t end_of_run(const Column& column, std::span<const std::int64_t> at,
                           std::span<const double> x, std::size_t first) const {
        const bool whole = column.type() == Type::int64 || column.type() == Type::timestamp;
        const auto apart = [&](std::size_t i, std::size_t j) {
            return whole ? whole_distance(column, at[i], at[j]) : std::fabs(x[j] - x[i]);
        };
        std::size_t last = first + 1;
        while (last < x.size() && apart(first, last) <= tolerance) ++last;
        return last;
    }
    // The last run, while it is short.
    std::size_t undecided(const SeriesSoFar& series, double) const {
        const std::size_t n = series.at.size();
        std::size_t first = 0;
        for (std::size_t last = 0; first < n; first = last) {
            last = end_of_run(series.column, series.at, series.readings, first);
            if (last == n) break;
        }
        return static_cast<std::int64_t>(n - first) < readings ? first : n;
    }
    // The first reading of the run that may go on, and as many of the others as make it long.
    template <class Keep>
    void needed(const SeriesSoFar& series, double, std::size_t known, Keep keep) const {
        for (std::size_t first = 0, last = 0; first < known; first = last) {
            last = end_of_run(series.column, series.at, series.readings, first);
            if (last < known) continue;
            keep(first);
            const auto others = static_cast<std::int64_t>(known - first) - 1;
            for (auto i = std::min(others, readings - 1); i > 0; --i)
                keep(known - static_cast<std::size_t>(i));
        }
    }
    // Subtracted as integers: beyond 2^53 different ones may be equal as doubles.
    static double whole_distance(const Column& column, std::int64_t i, std::int64_t j) {
        const auto [low, high] = std::minmax(column.int64s()[static_cast<std::size_t>(i)],
                                             column.int64s()[static_cast<std::size_t>(j)]);
        return static_cast<double>(static_cast<std::uint64_t>(high) -
                                   static_cast<std::uint64_t>(low));
    }
    std::string reason(std::size_t, std::int64_t cells) const {
        return count_text(cells, "reading", "readings") + " in runs of at least " +
               count_text(readings) +
               (tolerance > 0 ? " that stay within " + reading_text(tolerance)
                              : std::string(" that are equal"));
    }
    void write(Json& out) const {
        out.set("readings", readings);
        if (tolerance > 0) out.set("tolerance", tolerance);
    }
};

// A reading that the thing measured cannot have.
struct RangeRule : WithoutLimits {
    static constexpr const char* word = "out of range";
    static constexpr bool row_by_row = true, finds_infinite = true;
    double low, high;

    explicit RangeRule(PlanReader& reader)
        : low(reader.number("low", -greatest)), high(reader.number("high", greatest)) {
        if (!reader.has("low") && !reader.has("high"))
            reader.refuse("low", "give low, high or both: the range that is physically possible");
        if (!(low <= high)) reader.refuse("high", "must not be less than low");
    }
    std::size_t undecided(const SeriesSoFar& series, double) const { return series.at.size(); }
    template <class Keep>
    void needed(const SeriesSoFar&, double, std::size_t, Keep) const {}
    void find(double, const Column&, std::span<const std::int64_t> at, std::span<const double> x,
              CellAction, std::vector<std::int64_t>& cells) const {
        for (std::size_t i = 0; i < x.size(); ++i)
            if (x[i] < low || x[i] > high) cells.push_back(at[i]);
    }
    std::string reason(std::size_t, std::int64_t cells) const {
        // The limits as they were given: a rounded one might be the reading.
        const std::string count = count_text(cells, "reading", "readings");
        const bool below = low > -greatest, above = high < greatest;
        if (below && above)
            return count + " outside [" + format_double(low) + ", " + format_double(high) + "]";
        if (below) return count + " below " + format_double(low) + "; no upper limit";
        if (above) return count + " above " + format_double(high) + "; no lower limit";
        return count + "; no limit";
    }
    void write(Json& out) const {
        out.set("low", json_of(low));
        out.set("high", json_of(high));
    }
};

// A jump away and back: with a the last good reading and T = factor * 1.4826 * the median size of a
// step from one reading to the next, x_i is a spike if |x_i - a| > T and one of the `longest`
// readings after it is back within T of a. Without a return it is a new level, and good. Where more
// than half of the steps are 0, T = factor * 1.2533 * the mean size of a step, as the rules of
// outliers have it: see mean_deviation_to_sigma. Each group has the T of its own steps, if there
// are `least_own` of them and they are not all 0; else that of all rows.
//
// A column of two values, each met twice or more, most of whose steps are 0 is a state (runs, does
// not run; failed, did not fail), whose short times are no spikes: it is passed over unless it is
// named.
struct SpikeRule {
    static constexpr const char* word = "spike";
    static constexpr bool row_by_row = false, finds_infinite = true, has_limits = true;
    static constexpr std::size_t least_own = 10;
    double factor;
    std::int64_t longest;
    std::vector<double> reach;  // T of each column, of all rows
    GroupNumbers own_reach;
    std::vector<std::string> states;      // passed over
    std::vector<std::string> two_valued;  // judged: named, or one value is there once
    std::vector<std::string> repeating;   // judged; most of their steps are 0

    struct Limits {
        std::vector<std::vector<double>> reach;  // of each column, a T a group
        double operator()(std::size_t column, std::size_t group) const {
            return column < reach.size() ? reach[column][group] : 0;
        }
    };

    explicit SpikeRule(PlanReader& reader)
        : factor(reader.number_between("factor", 8, 0, 1e6)),
          longest(reader.whole("longest", 3, 1, 10'000)),
          reach(reader.numbers("reach")),
          own_reach(GroupNumbers::read(reader, "group_reach")),
          states(reader.texts("states")),
          two_valued(reader.texts("two_valued")),
          repeating(reader.texts("repeating")) {}
    void learn(const Context& context, const Table& table, std::vector<std::string>& columns,
               bool named, std::span<const std::string> group, const Groups& groups) {
        const GroupRows rows = rows_of(groups);
        reach.clear();
        states.clear();
        two_valued.clear();
        repeating.clear();
        std::vector<std::vector<double>> own;
        for (const std::string& name : columns) {
            std::vector<double> all;
            auto& of_groups = own.emplace_back(groups.count());
            for_each_series(
                context, table, name, rows, groups.count(),
                [&](std::size_t g, std::span<const std::int64_t>, std::span<const double> x) {
                    std::vector<double> steps;
                    for (std::size_t i = 1; i < x.size(); ++i)
                        steps.push_back(std::fabs(x[i] - x[i - 1]));
                    all.insert(all.end(), steps.begin(), steps.end());
                    const double far = steps.size() < least_own ? 0 : reach_of(steps);
                    of_groups[g] = far > 0 ? far : std::numeric_limits<double>::quiet_NaN();
                });
            reach.push_back(reach_of(all));
            if (!repeats(all)) continue;
            const auto rarer = times_of_rarer(table.column(name));
            (rarer == 0 ? repeating : named || rarer == 1 ? two_valued : states).push_back(name);
            if (!holds(states, name)) continue;
            reach.pop_back();
            own.pop_back();
        }
        std::erase_if(columns, [this](const auto& name) { return holds(states, name); });
        own_reach =
            group.empty() ? GroupNumbers() : GroupNumbers(table, group, groups, std::move(own));
    }
    static bool holds(const std::vector<std::string>& names, const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    }
    static bool repeats(const std::vector<double>& steps) {
        return 2 * std::count(steps.begin(), steps.end(), 0.0) > std::ssize(steps);
    }
    // How often the rarer one of two values is there; 0 where there are not two.
    static std::int64_t times_of_rarer(const Column& column) {
        TwoLevels levels;
        for (std::int64_t row = 0; row < column.size(); ++row)
            if (column.valid(row) && std::isfinite(column.number(row)))
                if (!levels.add(column.number(row))) return 0;
        return levels.rarer();
    }
    void pass_over(FoundCells& found) const {
        for (const std::string& name : states)
            found.pass_over(name,
                            "not judged: it has two values only, as a state has; name the "
                            "column to have it judged");
    }
    // What speaks against the spikes that were found.
    std::string doubt(const std::string& column) const {
        if (holds(two_valued, column))
            return "; but it has two values only, as a state has: then these are no spikes";
        if (holds(repeating, column))
            return "; but most of its readings repeat the one before, as a state or a count of "
                   "events does: then these are no spikes";
        return "";
    }
    double reach_of(std::vector<double>& steps) const {
        double usual = steps.empty() ? 0 : mad_to_sigma * middle_of(steps);
        if (usual == 0) {
            Sum mean;
            for (const double step : steps) mean.add(step / static_cast<double>(steps.size()));
            usual = mean_deviation_to_sigma * mean.value();
        }
        return std::min(factor * usual, greatest);
    }
    Limits limits(const Table& table, std::span<const std::string> group,
                  const Groups& groups) const {
        return {own_reach.of(table, group, groups, reach)};
    }
    void find(double far, const Column&, std::span<const std::int64_t> at,
              std::span<const double> x, CellAction, std::vector<std::int64_t>& cells) const {
        walk(far, x, [&](std::size_t, std::size_t from, std::size_t back) {
            for (std::size_t i = from; i < back; ++i) cells.push_back(at[i]);
            return true;
        });
    }
    // Calls spike(good, from, back) for every stretch of readings after the good one that is judged
    // together: readings [from, back) are a spike, or none where back == from. Ends where it
    // returns false.
    template <class Spike>
    void walk(double far, std::span<const double> x, Spike spike) const {
        if (far == 0) return;
        for (std::size_t good = 0, i = 1; i < x.size();) {
            std::size_t back = i;
            if (std::fabs(x[i] - x[good]) > far) {
                const std::size_t end = end_of_look(x, i);
                for (++back; back < end && std::fabs(x[back] - x[good]) > far;) ++back;
                if (back == end) back = i;
            }
            if (!spike(good, i, back)) return;
            good = back;
            i = back + 1;
        }
    }
    std::size_t end_of_look(std::span<const double> x, std::size_t i) const {
        return std::min(x.size(), i + 1 + static_cast<std::size_t>(longest));
    }
    // From the first reading on that is far from the good one, and may yet come back.
    std::size_t undecided(const SeriesSoFar& series, double far) const {
        const auto x = series.readings;
        const auto wide = static_cast<std::size_t>(longest);
        std::size_t out = x.size();
        walk(far, x, [&](std::size_t good, std::size_t from, std::size_t back) {
            const bool away = std::fabs(x[from] - x[good]) > far;
            if (!away || back != from || from + 1 + wide <= x.size()) return true;
            out = from;
            return false;
        });
        return out;
    }
    // The good reading, and those of a spike that the known ones end in.
    template <class Keep>
    void needed(const SeriesSoFar& series, double far, std::size_t known, Keep keep) const {
        if (known == 0 || far == 0) return;
        std::size_t first = 0,
                    next = 1;  // the good reading, and the first one behind what is judged
        walk(far, series.readings, [&](std::size_t good, std::size_t from, std::size_t back) {
            first = good;
            next = from;
            if (from >= known) return false;
            if (back >= known) return false;  // the spike goes on behind the known ones
            first = back;
            next = back + 1;
            return true;
        });
        keep(first);
        for (std::size_t i = next; i < known; ++i) keep(i);
    }
    std::string reason(std::size_t column, std::int64_t cells) const {
        const std::string count = count_text(cells, "reading", "readings");
        const std::string times = reading_text(factor) + " times the usual step";
        const std::string back =
            " from the last good one, back within " + count_text(longest, "reading", "readings");
        if (column >= own_reach.columns())
            return count + " farther than " +
                   reading_text(column < reach.size() ? reach[column] : 0) + " (" + times + ")" +
                   back;
        const auto [least, most] = own_reach.range(column, reach[column]);
        return count + " farther than " + times + " of their group (" + reading_text(least) +
               (least < most ? " to " + reading_text(most) : std::string()) + ")" + back;
    }
    std::string reason_of_cell(std::size_t column, const Table& row,
                               std::span<const std::string> group, const Groups& one) const {
        if (own_reach.empty()) return "";
        const std::vector<double> none(reach.size(), std::numeric_limits<double>::quiet_NaN());
        const double own = own_reach.of(row, group, one, none)[column][0];
        const std::string name = text_of(key_of(key_columns(row, group), 0));
        if (std::isnan(own))
            return "farther than " + reading_text(reach[column]) +
                   " from the last good one, the reach of all rows, as the fit had too few steps "
                   "of the group " +
                   name;
        return "farther than " + reading_text(own) + " from the last good one, " +
               reading_text(factor) + " times the usual step of its own group, " + name;
    }
    void write(Json& out) const {
        out.set("factor", factor);
        out.set("longest", longest);
        if (!reach.empty()) out.set("reach", json_of(reach));
        own_reach.write(out, "group_reach");
        if (!states.empty()) out.set("states", states);
        if (!two_valued.empty()) out.set("two_valued", two_valued);
        if (!repeating.empty()) out.set("repeating", repeating);
    }
};

}  // namespace

PlanStepPointer read_stuck(PlanReader& reader) {
    return std::make_shared<Detector<StuckRule>>(reader);
}
PlanStepPointer read_out_of_range(PlanReader& reader) {
    return std::make_shared<Detector<RangeRule>>(reader);
}
PlanStepPointer read_spike(PlanReader& reader) {
    return std::make_shared<Detector<SpikeRule>>(reader);
}

}  // namespace tenon::clean
