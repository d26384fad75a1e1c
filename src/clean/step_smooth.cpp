// The step "smooth": noise out of a column, group by group. Missing cells, NaN and infinities stay
// as they are and are not looked at; nothing is learned but the columns.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/parallel.hpp"
#include "base/reason_text.hpp"
#include "clean/carry.hpp"
#include "clean/column_edit.hpp"
#include "clean/finite_readings.hpp"
#include "clean/groups.hpp"
#include "clean/plan_step.hpp"
#include "clean/smooth.hpp"
#include "clean/step_stream.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

constexpr Word<Smoother> method_words[] = {{"moving_median", Smoother::moving_median},
                                           {"moving_mean", Smoother::moving_mean},
                                           {"ewma", Smoother::ewma},
                                           {"savitzky_golay", Smoother::savitzky_golay}};

struct Options {
    std::vector<std::string> columns, group;
    SmoothOptions smooth;
    bool add = false;
    bool fitted = false;
};

struct Smoothed {
    LargeArray<double> values;
    std::int64_t cells = 0, left = 0;  // finite readings, and present ones left alone
};

std::int64_t left_alone(const Column& column, Run range, std::int64_t cells) {
    const Column part = column.slice(range.first, range.length());
    return part.size() - part.missing() - cells;
}

// The column as one group.
Smoothed smoothed_whole(const Context& context, const Column& column, const SmoothOptions& options,
                        Run range) {
    Smoothed out;
    const FiniteReadings readings = finite_readings(context, column);
    LargeArray<double> result(readings.finite.size(), context.spare);
    smooth(context, {readings.finite.data(), readings.finite.size()}, options,
           {result.data(), result.size()});
    out.values = LargeArray<double>(static_cast<std::size_t>(column.size()), context.spare);
    parallel_blocks(context, column.size(), rows_between_checks,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        std::int64_t place = readings.place_of(first);
                        // The k-th row without a finite reading is row skipped_after[k] + k.
                        auto skipped = static_cast<std::size_t>(first - place);
                        for (std::int64_t row = first; row < last;) {
                            const std::int64_t gap = skipped < readings.skipped_after.size()
                                                         ? readings.skipped_after[skipped] +
                                                               static_cast<std::int64_t>(skipped)
                                                         : last;
                            const std::int64_t run = std::min(gap, last) - row;
                            std::copy_n(result.data() + place, run, out.values.data() + row);
                            place += run;
                            row += run;
                            if (row == last) break;
                            out.values[static_cast<std::size_t>(row)] = column.number(row);
                            ++skipped;
                            ++row;
                        }
                    });
    out.cells = readings.place_of(range.last) - readings.place_of(range.first);
    out.left = left_alone(column, range, out.cells);
    return out;
}

// `ends`, where it is there: what the ewma of each group goes on from.
Smoothed smoothed(const Context& context, const Column& column, const GroupRows& rows,
                  std::size_t groups, const SmoothOptions& options, Run range,
                  std::span<std::optional<double>* const> ends = {}) {
    Smoothed out;
    out.values = all_numbers(context, column);
    std::vector<double> series;
    std::vector<std::int64_t> at;
    LargeArray<double> result(out.values.size(), context.spare);
    for (std::size_t g = 0; g < groups; ++g) {
        series.clear();
        at.clear();
        for (const std::int64_t row : rows.of(g)) {
            const double x = out.values[static_cast<std::size_t>(row)];
            if (!std::isfinite(x)) continue;
            series.push_back(x + 0.0);
            at.push_back(row);
        }
        const std::span<double> to(result.data(), series.size());
        if (ends.empty())
            smooth(context, series, options, to);
        else
            ewma_from(*ends[g], series, options.alpha, to);
        for (std::size_t i = 0; i < at.size(); ++i)
            out.values[static_cast<std::size_t>(at[i])] = to[i];
        out.cells += std::lower_bound(at.begin(), at.end(), range.last) -
                     std::lower_bound(at.begin(), at.end(), range.first);
    }
    out.left = left_alone(column, range, out.cells);
    return out;
}

std::string reason_of(const Options& options, const Smoothed& done, std::size_t groups) {
    std::string out{word_of<Smoother>(method_words, options.smooth.method)};
    for (char& c : out)
        if (c == '_') c = ' ';
    switch (options.smooth.method) {
        case Smoother::ewma:
            out += " with alpha " + reading_text(options.smooth.alpha);
            break;
        case Smoother::savitzky_golay:
            out += " of degree " + std::to_string(options.smooth.degree);
            [[fallthrough]];
        default:
            out += " over " + count_text(options.smooth.window) + " readings";
    }
    if (!options.group.empty())
        out +=
            ", by group (" + count_text(static_cast<std::int64_t>(groups), "group", "groups") + ")";
    if (done.left > 0)
        out += "; " + count_text(done.left, "cell", "cells") + " not finite left alone";
    return out;
}

// The value that the ewma of each group and column ended with.
using EwmaEnds = std::map<GroupKey, std::vector<std::optional<double>>>;

class Smooth final : public PlanStep {
  public:
    explicit Smooth(Options options) : options_(std::move(options)) {}

    PlanStepPointer fit(const Context&, const Table& table) const override {
        Options options = options_;
        options.columns = columns_or_numbers(table, options.columns);
        if (options_.columns.empty())
            for (const std::string& key : options.group) std::erase(options.columns, key);
        for (const std::string& name : options.columns) check(name, table.column(name));
        options.fitted = true;
        return std::make_shared<Smooth>(std::move(options));
    }
    bool fitted() const noexcept override { return options_.fitted; }
    Cleaned apply(const Context& context, const Table& table) const override {
        return apply_within(context, table, {0, table.rows()});
    }
    std::unique_ptr<StepStream> stream(const PlanStepPointer& self) const override;
    Carry carry(const Context& context, const Table& table, std::int64_t) const override;
    Cleaned apply_within(const Context& context, const Table& table, Run range) const override {
        return apply_from(context, table, range, nullptr);
    }
    // apply_within() where an ewma goes on from `ends`, which become those of the table.
    Cleaned apply_from(const Context& context, const Table& table, Run range,
                       EwmaEnds* ends) const {
        const bool whole = options_.group.empty() && !ends;
        Groups groups;
        if (!whole) groups = groups_of(context, table, options_.group);
        const GroupRows rows = rows_of(groups);
        Table out = table;
        for (std::size_t j = 0; j < options_.columns.size(); ++j) {
            const std::string& name = options_.columns[j];
            const Column& column = table.column(name);
            check(name, column);
            const Charge charge(context, column.size() * 32);
            std::vector<std::optional<double>*> own;
            if (ends) own = ends_of(table, groups, j, *ends);
            Smoothed done = whole ? smoothed_whole(context, column, options_.smooth, range)
                                  : smoothed(context, column, rows, groups.count(), options_.smooth,
                                             range, own);
            const std::string into = options_.add ? own_name(out, name + " smooth") : name;
            const std::string reason = reason_of(options_, done, groups.count());
            out = out.with_column(into, make_float64(std::move(done.values), Validity(column)))
                      .with_change({"smooth", name, 0, options_.add ? 0 : done.cells, reason});
        }
        return {out};
    }
    void write(Json& out) const override {
        if (!options_.columns.empty()) out.set("columns", options_.columns);
        out.set("method", word_of<Smoother>(method_words, options_.smooth.method));
        if (options_.smooth.method == Smoother::ewma)
            out.set("alpha", options_.smooth.alpha);
        else
            out.set("window", options_.smooth.window);
        if (options_.smooth.method == Smoother::savitzky_golay)
            out.set("degree", options_.smooth.degree);
        if (!options_.group.empty()) out.set("group", options_.group);
        if (options_.add) out.set("add", true);
        if (options_.fitted) out.set("fitted", true);
    }

  private:
    // The ends of column j, group by group.
    std::vector<std::optional<double>*> ends_of(const Table& table, const Groups& groups,
                                                std::size_t j, EwmaEnds& ends) const {
        const auto keys = key_columns(table, options_.group);
        std::vector<std::optional<double>*> out;
        for (const std::int64_t row : groups.first_row) {
            auto& of_columns = ends[key_of(keys, row)];
            of_columns.resize(options_.columns.size());
            out.push_back(&of_columns[j]);
        }
        return out;
    }
    static void check(const std::string& name, const Column& column) {
        if (column.type() != Type::float64 && column.type() != Type::int64)
            throw Error(Status::type,
                        "column \"" + name + "\" is " + type_name(column.type()) +
                            "; only numbers can be smoothed",
                        {.argument = name});
    }

    Options options_;
};

class EwmaStream final : public StepStream {
  public:
    explicit EwmaStream(std::shared_ptr<const Smooth> step) : step_(std::move(step)) {}

    StreamPart push(const Context& context, StreamPart part, bool) override {
        const Table before = without_changes(part.table);
        part.take(step_->apply_from(context, before, {0, before.rows()}, &ends_));
        return part;
    }

  private:
    std::shared_ptr<const Smooth> step_;
    EwmaEnds ends_;
};

std::unique_ptr<StepStream> Smooth::stream(const PlanStepPointer& self) const {
    if (options_.smooth.method != Smoother::ewma) return history_stream(self);
    return std::make_unique<EwmaStream>(std::static_pointer_cast<const Smooth>(self));
}

Carry Smooth::carry(const Context& context, const Table& table, std::int64_t) const {
    const SmoothOptions& smooth = options_.smooth;
    const auto& columns = options_.columns;
    if (smooth.method != Smoother::moving_mean)
        // The first and the last whole window are continued to the ends.
        return carry_of_window(context, table, columns, options_.group, smooth.window - 1);
    // Sums begin afresh at readings whose number is a multiple of the window: what is kept begins
    // at such a one too, before all that the sum at the next reading holds.
    const auto window = static_cast<std::size_t>(smooth.window);
    return carry_of_series(
        context, table, columns, options_.group,
        [window](const SeriesSoFar& series) {
            return series.at.size() > window / 2 ? series.at.size() - window / 2 : 0;
        },
        [window](const SeriesSoFar&, std::size_t known, auto keep) {
            const std::size_t fresh = known - known % window;
            const std::size_t from = fresh > window / 2 ? fresh - window / 2 : 0;
            for (std::size_t i = from - from % window; i < known; ++i) keep(i);
        });
}

}  // namespace

PlanStepPointer read_smooth(PlanReader& reader) {
    Options options;
    options.columns = reader.texts("columns");
    options.group = reader.texts("group");
    auto& smooth = options.smooth;
    smooth.method = reader.word<Smoother>("method", method_words, Smoother::moving_median);
    smooth.window = reader.whole("window", 7, 3, 1'000'001);
    if (smooth.window % 2 == 0) reader.refuse("window", "must be odd");
    smooth.degree = reader.whole("degree", 2, 0, 10);
    if (smooth.method == Smoother::savitzky_golay && smooth.degree >= smooth.window)
        reader.refuse("degree", "must be less than the window");
    smooth.alpha = reader.number_between("alpha", 0.3, 1e-12, 1);
    options.add = reader.boolean("add", false);
    options.fitted = reader.boolean("fitted", false);
    return std::make_shared<Smooth>(std::move(options));
}

}  // namespace tenon::clean
