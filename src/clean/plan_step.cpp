#include "clean/plan_step.hpp"

#include "clean/step_stream.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

constexpr PlanStepKind kinds[] = {
    {"drop_duplicates", read_drop_duplicates,
     "keys [all columns], keep first|last|most_complete [first],\n"
     "    time, tolerance [1] (seconds of a timestamp, else its own unit)\n"
     "    Removes rows equal to another in the keys; with a time only ones up to the tolerance "
     "after\n"
     "    (keep last: before) the one that a run of them begins with."},
    {"drop_missing", read_drop_missing,
     "columns [all]\n"
     "    Removes rows with a missing cell."},
    {"fill", read_fill,
     "columns [numbers], method mean|median|mode|constant|previous|next|linear|seasonal_mean|\n"
     "    nearest|regression [median], value (constant), limit [0: any run], indicator [false],\n"
     "    group [columns: from rows of the same group only; but for mean, median and mode see "
     "other],\n"
     "    other all|none [all] (a group the fit had no cell of: by its value in all seasons, then "
     "that of\n"
     "    all rows; or left),\n"
     "    time (linear [row number], seasonal_mean), season minute|hour|weekday|month [hour],\n"
     "    features [numbers], neighbours [5], rows [2000] (nearest),\n"
     "    rounds [20], predictors [none: columns only looked at] (regression)\n"
     "    Fills missing cells."},
    {"outliers", read_outliers,
     "columns [numbers], rule mad|iqr|z|hampel|rolling, action flag|clip|missing|drop, factor "
     "[usual],\n"
     "    window [7] (hampel, rolling), group [columns: each group by itself; one the fit had "
     "no\n"
     "    finite reading of by the bounds of all rows]\n"
     "    Finds readings that cannot be right. Where the MAD or IQR is 0 and at most 1 % of the "
     "readings\n"
     "    differ, the mean absolute deviation stands in: a clear spike among equal readings is "
     "found, and\n"
     "    so is a rare state; leave columns of states out. A window without spread judges "
     "nothing."},
    {"smooth", read_smooth,
     "columns [numbers], method moving_median|moving_mean|ewma|savitzky_golay [moving_median],\n"
     "    window [7] (odd), degree [2] (savitzky_golay), alpha [0.3] (ewma), group [columns],\n"
     "    add [false: replaces]\n"
     "    Takes noise out of readings in row order. The medians and means near the ends are of "
     "the\n"
     "    part of the window that exists; savitzky_golay continues its first and last whole "
     "window."},
    {"stuck", read_stuck,
     "columns [numbers], group [columns], readings [10], tolerance [0], action flag|missing|drop\n"
     "    Finds runs of equal readings (within the tolerance of the first, which is flagged with "
     "them, but\n"
     "    neither missing nor dropped)."},
    {"out_of_range", read_out_of_range,
     "columns [numbers], low, high, action flag|missing|drop\n"
     "    Finds readings that are physically impossible; infinite ones always."},
    {"spike", read_spike,
     "columns [numbers], group [columns], factor [8], longest [3], action flag|missing|drop\n"
     "    Finds readings that jump farther than factor times the usual step of their group and "
     "come "
     "back\n"
     "    within `longest` readings; and infinite ones. A group with fewer than 10 steps in the "
     "fit "
     "goes by\n"
     "    those of all rows. A column of two values, each there twice or more, is a state, not "
     "readings: it\n"
     "    is judged where it is named only."},
    {"outage", read_outage,
     "columns [numbers], group [columns], cells [10], action flag|drop\n"
     "    Finds runs of at least that many missing cells."},
    {"clock_jumps", read_clock_jumps,
     "time, group [columns], action flag|missing|drop\n"
     "    Finds the fewest rows without which time never falls."},
    {"gaps", read_gaps,
     "time, group [columns], factor [5]\n"
     "    Flags rows behind a step of time longer than factor times the usual one of their group "
     "(of all\n"
     "    rows, where the fit had fewer than 10 steps of the group)."},
    {"units", read_units,
     "columns [numbers], group, action report|convert|flag|missing [report], far [6], near [3],\n"
     "    readings [5], unit (of the column) [that of most groups],\n"
     "    units [celsius, fahrenheit, kelvin, thousand, bar, psi, inch, millimetre]; also "
     "kilopascal,\n"
     "    pound, kilogram, mile, kilometre, minute, second, metre_per_second, kilometre_per_hour, "
     "ten,\n"
     "    hundred: a machine that runs at another level easily looks like one of these\n"
     "    Finds groups (machines) whose readings are in another unit than the others', and tells "
     "them\n"
     "    in the change log: they lie `far` times the others' spread away, and a conversion brings "
     "back\n"
     "    their level and their spread within `near` standard errors; changes cells only when "
     "asked to."},
    {"sort", read_sort,
     "columns, descending [false]\n"
     "    Puts the rows into the order of the first column, equal ones of the next; missing cells "
     "last.\n"
     "    A file is read whole for it."},
    {"text", read_text,
     "columns [texts], trim [true], single_blanks [true], half_width [true],\n"
     "    case keep|lower|upper [keep], empty_is_missing [true]\n"
     "    Puts words into one form."},
    {"categories", read_categories,
     "columns [texts], punctuation_counts [false], distance [0]\n"
     "    Merges spellings that differ in case, width, blanks or - _ / . between words into the\n"
     "    most frequent one (of equals a tidy one), but no numbers; with a distance also slips of "
     "that\n"
     "    many letters, between words of 4 letters or more one of which is ten times as frequent."},
};

}  // namespace

PlanStepPointer PlanStep::fit_and_apply(const Context& context, const Table& table,
                                        Cleaned& out) const {
    PlanStepPointer fitted = fit(context, table);
    out = fitted->apply(context, table);
    return fitted;
}

std::unique_ptr<StepStream> PlanStep::stream(const PlanStepPointer&) const {
    return nullptr;
}

std::unique_ptr<StepSurvey> PlanStep::survey() const {
    return nullptr;
}

std::string PlanStep::reason_of_cell(const Table&, std::int64_t, std::string_view) const {
    return "";
}

Carry PlanStep::carry(const Context&, const Table&, std::int64_t) const {
    throw Error(Status::internal, "a step that keeps no history was asked for it");
}

Cleaned PlanStep::apply_within(const Context& context, const Table& table, Run) const {
    return apply(context, table);
}

std::span<const PlanStepKind> plan_step_kinds() noexcept {
    return kinds;
}

std::vector<std::string> columns_or_numbers(const Table& table,
                                            const std::vector<std::string>& named, bool any_type) {
    if (!named.empty()) return named;
    std::vector<std::string> out;
    for (std::int32_t c = 0; c < table.columns(); ++c) {
        const Column& column = table.column(c);
        const bool fits =
            any_type || column.type() == Type::float64 || column.type() == Type::int64;
        if (fits && column.missing() < column.size()) out.push_back(table.name(c));
    }
    return out;
}

}  // namespace tenon::clean
