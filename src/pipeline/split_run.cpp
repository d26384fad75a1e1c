#include "pipeline/split_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/hearing.hpp"
#include "base/sum.hpp"
#include "pipeline/judged_metrics.hpp"
#include "pipeline/target.hpp"
#include "tenon/error.hpp"
#include "tenon/table_bytes.hpp"
#include "tenon/take.hpp"

namespace tenon {

PipelineOptions labelled(const Context& context, const Table& table,
                         const PipelineOptions& options) {
    PipelineOptions out = options;
    if (options.kind == ModelKind::logistic)
        out.positive_label = learn_target(context, table, options).positive_label;
    if (has_classes(options.kind)) out.levels = learn_target(context, table, options).classes;
    return out;
}

void check_splits(std::span<const Split> splits, std::int64_t rows) {
    const auto refuse = [](const std::string& message) {
        throw Error(Status::argument, message, {.argument = "splits"});
    };
    if (splits.empty()) refuse("there are no splits");
    for (std::size_t k = 0; k < splits.size(); ++k)
        for (const auto* part : {&splits[k].train, &splits[k].test}) {
            if (part->empty()) refuse("split " + std::to_string(k) + " has an empty part");
            for (const std::int64_t row : *part)
                if (row < 0 || row >= rows)
                    refuse("split " + std::to_string(k) + " names record " + std::to_string(row) +
                           " of a table of " + std::to_string(rows));
        }
}

Context part_of(const Context& context, const char* phase, std::int64_t place, std::int64_t parts) {
    Context inner = context;
    if (context.progress)
        inner.progress = ProgressOfPart{
            &context,
            [&context, phase, place, parts, furthest = 0.0](const Progress& progress) mutable {
                // A fit has several phases, each from 0 to 1; the whole never goes back.
                furthest = std::max(furthest, std::clamp(progress.share, 0.0, 1.0));
                Progress whole;
                whole.phase = phase;
                whole.work = place;
                whole.share = (static_cast<double>(place) + furthest) / static_cast<double>(parts);
                return tell(context, whole);
            }};
    return inner;
}

SplitRun run_split(const Context& context, const Table& table, const PipelineOptions& options,
                   std::span<const std::int64_t> train, std::span<const std::int64_t> test,
                   std::int64_t number, double threshold) {
    const char* part = "training";
    try {
        const Charge taken(context, rows_bytes(table, static_cast<std::int64_t>(train.size())));
        PipelineOptions judged_options = options;  // judging asks for no standard errors
        judged_options.logistic.inference = judged_options.logistic.profile_intervals = false;
        const Pipeline pipeline =
            Pipeline::fit(context, taken_rows(context, table, train), judged_options);
        part = "test";
        // With truth and prediction of each of its records.
        const auto records = static_cast<std::int64_t>(test.size());
        const Charge left(context, rows_bytes(table, records) + 40 * records);
        Table left_out = taken_rows(context, table, test);
        SplitRun run;
        run.row.reserve(test.size());
        const Column& target = left_out.column(options.target);
        for (std::int64_t i = 0; i < target.size(); ++i) {
            const bool present = target.valid(i) &&
                                 !(target.type() == Type::float64 && std::isnan(target.number(i)));
            if (present) run.row.push_back(test[static_cast<std::size_t>(i)]);
        }
        if (run.row.empty())
            throw Error(Status::data, "no record has a target", {.argument = options.target});
        Pipeline::Judged judged = pipeline.judge(context, left_out);
        run.metrics = judged_metrics(options.kind, judged, threshold);
        run.truth = std::move(judged.truth);
        run.predicted = std::move(judged.predicted);
        run.weights = std::move(judged.weights);
        run.probabilities = std::move(judged.probabilities);
        run.converged = pipeline.model().summary.converged;
        return run;
    } catch (const Error& error) {
        if (error.status() == Status::cancelled || error.status() == Status::budget) throw;
        throw Error(error.status(),
                    "split " + std::to_string(number) + ", rows counted in its " + part +
                        " part: " + error.what(),
                    error.where());
    }
}

MeanError mean_error(std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    Sum sum, squares;
    for (const double value : values) sum.add(value);
    MeanError out{sum.value() / n, std::numeric_limits<double>::quiet_NaN()};
    for (const double value : values) squares.add((value - out.mean) * (value - out.mean));
    if (n > 1) out.error = std::sqrt(squares.value() / (n - 1) / n);
    return out;
}

}  // namespace tenon
