#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "pipeline/target.hpp"
#include "tenon/cross_validate.hpp"
#include "tenon/encode.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr double micros_a_second = 1e6;

void insist_on_whole(const std::string& name, const Column& column) {
    for (std::int64_t row = 0; row < column.size(); ++row)
        if (!column.valid(row))
            throw Error(Status::data,
                        "column \"" + name + "\", row " + std::to_string(row) +
                            ": missing, so the record belongs to no fold; fill or drop it",
                        {.argument = name, .row = row});
}

std::vector<double> times_of(const std::string& name, const Column& column) {
    std::vector<double> times(static_cast<std::size_t>(column.size()));
    if (column.type() != Type::timestamp && !column.is_numeric())
        throw Error(Status::type,
                    "column \"" + name + "\" is " + type_name(column.type()) +
                        "; times are numbers or timestamps",
                    {.argument = name});
    column.copy_numbers(times);
    if (column.type() == Type::timestamp)
        for (double& t : times) t /= micros_a_second;
    return times;
}

// Classes of the target; records without one are a class of their own.
std::vector<std::int64_t> classes_of(const Context& context, const Table& table,
                                     const PipelineOptions& options) {
    const Target target = learn_target(context, table, options);
    std::vector<std::int64_t> classes(static_cast<std::size_t>(table.rows()), -1);
    for (std::size_t i = 0; i < target.rows.size(); ++i)
        classes[static_cast<std::size_t>(target.rows[i])] =
            static_cast<std::int64_t>(target.values[i]);
    return classes;
}

void check_plan(const Table& table, const FoldPlan& plan) {
    const auto refuse = [](const char* name, const char* message) {
        throw Error(Status::argument, message, {.argument = name});
    };
    if (plan.kind < FoldKind::plain || plan.kind > FoldKind::time)
        refuse("kind", "the kind of folds must be plain, stratified, grouped or time");
    if (plan.kind != FoldKind::plain && plan.column.empty())
        refuse("column", "name the column by which folds are made");
    if (plan.repeats < 1) refuse("repeats", "repeats must be at least 1");
    if (plan.kind == FoldKind::time && plan.repeats != 1)
        refuse("repeats", "splits by time cannot be repeated");
    if (plan.kind != FoldKind::plain) insist_on_whole(plan.column, table.column(plan.column));
}

std::vector<std::int32_t> deal(const Context& context, const Table& table, FoldKind kind,
                               std::span<const std::int64_t> codes, const FoldOptions& folds) {
    if (kind == FoldKind::grouped) return fold_grouped(codes, folds, context);
    return codes.empty() ? fold_rows(table.rows(), folds, context)
                         : fold_stratified(codes, folds, context);
}

}  // namespace

std::vector<std::int32_t> folds_of(const Context& context, const Table& table,
                                   const FoldPlan& plan) {
    check_plan(table, plan);
    if (plan.kind == FoldKind::time || plan.repeats != 1)
        throw Error(Status::argument,
                    "folds of a table are one round, and not by time: records of the past would "
                    "be left out for the future",
                    {.argument = "kind"});
    std::vector<std::int64_t> codes;
    if (plan.kind != FoldKind::plain) codes = category_codes(context, table.column(plan.column));
    // The folds, the records in order, and with codes those and what sorting takes besides.
    const Charge held(context, (codes.empty() ? 12 : 24) * table.rows());
    return deal(context, table, plan.kind, codes, plan.folds);
}

std::vector<Split> plan_splits(const Context& context, const Table& table,
                               const PipelineOptions& options, const FoldPlan& plan) {
    check_plan(table, plan);
    if (plan.kind == FoldKind::time)
        return split_by_time(times_of(plan.column, table.column(plan.column)), plan.time, context);
    std::vector<std::int64_t> codes;
    if (plan.kind == FoldKind::plain &&
        (options.kind == ModelKind::logistic || has_classes(options.kind)))
        codes = classes_of(context, table, options);
    else if (plan.kind != FoldKind::plain)
        codes = category_codes(context, table.column(plan.column));
    std::vector<Split> splits;
    FoldOptions folds = plan.folds;
    for (std::int32_t round = 0; round < plan.repeats; ++round) {
        folds.round = plan.folds.round + round;
        for (Split& split : splits_of(deal(context, table, plan.kind, codes, folds), context))
            splits.push_back(std::move(split));
    }
    return splits;
}

}  // namespace tenon
