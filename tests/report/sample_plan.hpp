// Plans and models made in place, so that these tests depend on no solver and no fit.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "tenon/model.hpp"
#include "tenon/plan.hpp"

namespace tenon::test {

inline Coefficient coefficient(std::string name, double estimate, double standard_error) {
    Coefficient c;
    c.name = std::move(name);
    c.estimate = estimate;
    c.standard_error = standard_error;
    c.statistic = estimate / standard_error;
    c.p_value = std::erfc(std::fabs(c.statistic) / std::sqrt(2.0));
    c.low = estimate - 1.96 * standard_error;
    c.high = estimate + 1.96 * standard_error;
    return c;
}

inline LinearModel sample_model(ModelKind kind = ModelKind::logistic) {
    LinearModel model;
    model.summary.kind = kind;
    model.summary.rows = 5000;
    model.summary.parameters = 4;
    model.coefficients = {
        coefficient("(intercept)", -155, 9.8), coefficient("vibration", 2.1, 0.11),
        coefficient("temperature", 0.5, 0.03), coefficient("speed", -0.001, 0.002)};
    return model;
}

// One order a machine and day with late ones among them.
inline OrderPlan sample_plan(int machines, int days) {
    std::vector<std::string> order, family, machine, load_machine;
    std::vector<std::int64_t> day, load_day, late;
    std::vector<double> start, end, due, cost, used, setup, available;
    for (int m = 0; m < machines; ++m) {
        for (int d = 1; d <= days; ++d) {
            const int k = m * days + d;
            double hour = 0;
            for (int piece = 0; piece < 1 + k % 4; ++piece) {
                order.push_back("P-" + std::to_string(1000 + 10 * k + piece));
                family.push_back("family " + std::to_string((k + piece) % 9));
                machine.push_back("M-" + std::to_string(m));
                day.push_back(d);
                hour += 0.5;
                start.push_back(hour);
                hour += 0.3 + (k * 7 + piece * 3) % 5 * 0.8;
                end.push_back(hour);
                late.push_back(k % 7 == 0 ? 2 : 0);
                due.push_back(d - (k % 7 == 0 ? 2 : 0));
                cost.push_back(10.0 * k);
            }
            load_machine.push_back("M-" + std::to_string(m));
            load_day.push_back(d);
            used.push_back(hour);
            setup.push_back(0.5 * (1 + k % 4));
            available.push_back(k % 11 == 0 ? 0 : 16);
        }
    }
    OrderPlan plan;
    plan.schedule =
        Table({"order", "family", "machine", "day", "start_hour", "end_hour", "due_day",
               "days_late", "cost"},
              {Column::from_text(order), Column::from_text(family), Column::from_text(machine),
               Column::from_int64(day), Column::from_float64(start), Column::from_float64(end),
               Column::from_float64(due), Column::from_int64(late), Column::from_float64(cost)});
    plan.load = Table(
        {"machine", "day", "hours_used", "setup_hours", "hours_available"},
        {Column::from_text(load_machine), Column::from_int64(load_day), Column::from_float64(used),
         Column::from_float64(setup), Column::from_float64(available)});
    plan.solution.outcome = Outcome::optimal;
    plan.solution.has_values = true;
    plan.solution.objective = 12480;
    plan.solution.bound = 12443;
    plan.solution.gap = 0.003;
    plan.explanation = "The bottleneck is M-1.";
    return plan;
}

}  // namespace tenon::test
