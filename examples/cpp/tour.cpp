// The C++ interface in one page: a log in memory becomes a model, orders become a plan.
#include <cstdio>

#include "tenon/tenon.hpp"

namespace {

// A small log: vibration and temperature of a bearing, and whether it failed within the day.
tenon::Table make_log() {
    std::vector<double> temperature, vibration;
    std::vector<bool> failed;
    tenon::Random random(7);
    for (int i = 0; i < 2000; ++i) {
        const double t = 60 + 5 * random.normal(), v = 2 + 0.4 * random.normal();
        const double logit = -3 + 0.2 * (t - 60) + 2.0 * (v - 2);
        temperature.push_back(t);
        vibration.push_back(v);
        failed.push_back(random.uniform() < tenon::logistic_function(logit));
    }
    return tenon::Table({"temperature", "vibration", "failed"},
                        {tenon::Column::from_float64(std::move(temperature)),
                         tenon::Column::from_float64(std::move(vibration)),
                         tenon::Column::from_boolean(failed)});
}

void learn(const tenon::Context& context) {
    tenon::PipelineOptions options;
    options.numeric = {"temperature", "vibration"};
    options.target = "failed";
    options.kind = tenon::ModelKind::logistic;
    const auto pipeline = tenon::Pipeline::fit(context, make_log(), options);
    for (const auto& c : pipeline.model().coefficients)
        std::printf("%-12s %8.3f +- %.3f\n", c.name.c_str(), c.estimate, c.standard_error);
    double probability = 0;
    const double record[] = {71.0, 2.9};
    if (pipeline.score(record, probability))
        std::printf("a bearing at 71 degrees and 2.9 mm/s fails with probability %.3f\n",
                    probability);
}

void plan(const tenon::Context& context) {
    tenon::Problem knapsack(tenon::Sense::maximize);
    const double profit[] = {60, 100, 120}, weight[] = {10, 20, 30};
    for (double p : profit)
        knapsack.add_column("", tenon::ColumnType::binary, 0, 1, p);
    const std::int32_t columns[] = {0, 1, 2};
    knapsack.add_row("weight", -tenon::infinity, 50, columns, weight);
    const auto solution = tenon::solve(context, knapsack);
    std::printf("load worth %.0f, %s\n", solution.objective,
                tenon::outcome_text(solution.outcome));
}

}  // namespace

int main() {
    try {
        const tenon::Context context;
        learn(context);
        plan(context);
    } catch (const tenon::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
