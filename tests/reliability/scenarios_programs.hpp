// Scenarios of linear and integer programs, plans and reports.
#pragma once

#include "scenarios_models.hpp"

namespace reliability {

inline void add_values(Run& run, const tenon_solution* solution) {
    std::vector<double> values(64);
    const std::int32_t count = tenon_solution_values(solution, values.data(), 64);
    run.add(count);
    for (std::int32_t i = 0; i < std::min(count, 64); ++i)
        run.add(values[static_cast<std::size_t>(i)]);
}

inline constexpr char small_lp[] =
    "maximize\n profit: 3 x + 2 y + 4 z - w\nsubject to\n hours: x + y + 2 z <= 14\n need: x - y "
    ">= -2\n"
    " both: x + z = 7\n much: 2 w + y >= 1\nbounds\n x <= 5\n w <= 9\ngeneral\n z\nend\n";

inline void problem_texts(const World& world, Run& run) {
    Problem problem, again;
    RUN(tenon_problem_read_buffer(nullptr, small_lp, static_cast<std::int64_t>(sizeof small_lp - 1),
                                  TENON_FORMAT_LP, problem.out(), err));
    for (const tenon_problem_format format :
         {TENON_FORMAT_MPS, TENON_FORMAT_LP, TENON_FORMAT_JSON}) {
        const std::string text = document(
            run, "tenon_problem_write_buffer",
            [&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
                return tenon_problem_write_buffer(problem, format, to, capacity, needed, err);
            });
        run.add(text);
        Problem back;
        RUN(tenon_problem_read_buffer(nullptr, text.data(), World::size(text), format, back.out(),
                                      err));
        run.add(tenon_problem_nonzeros(back));
    }
    RUN(tenon_problem_write_mps(problem, world.path("problem.mps"), err));
    RUN(tenon_problem_read(nullptr, world.path("problem.mps"), TENON_FORMAT_BY_NAME, again.out(),
                           err));
    run.add(tenon_problem_row_name(again, 1));
}

inline void constructs(const World&, Run& run) {
    Problem problem;
    std::int32_t x = -1, y = -1, b = -1, c = -1, made = -1;
    RUN(tenon_problem_create(TENON_MINIMIZE, problem.out(), err));
    RUN(tenon_problem_add_column(problem, "x", TENON_CONTINUOUS, 0, 10, 1, &x, err));
    RUN(tenon_problem_add_column(problem, "y", TENON_CONTINUOUS, -5, 5, 1, &y, err));
    RUN(tenon_problem_add_column(problem, "b", TENON_BINARY, 0, 1, -1, &b, err));
    RUN(tenon_problem_add_column(problem, "c", TENON_BINARY, 0, 1, -2, &c, err));
    const std::int32_t xy[] = {x, y}, bc[] = {b, c};
    const double ones[] = {1, 1}, at[] = {0, 4, 10}, value[] = {0, 3, 4};
    RUN(tenon_problem_add_row(problem, "sum", 2, 8, 2, xy, ones, nullptr, err));
    RUN(tenon_problem_add_indicator(problem, "if", b, 1, 3, TENON_INFINITY, 2, xy, ones, err));
    RUN(tenon_problem_add_sos1(problem, "one", 2, xy, err));
    RUN(tenon_problem_make_semi(problem, "semi", x, 2, 8, err));
    RUN(tenon_problem_add_piecewise(problem, "curve", x, 3, at, value, &made, err));
    RUN(tenon_problem_add_piecewise_cost(problem, "cost", x, 3, at, value, err));
    RUN(tenon_problem_add_and(problem, "and", 2, bc, &made, err));
    RUN(tenon_problem_add_or(problem, "or", 2, bc, &made, err));
    RUN(tenon_problem_add_not(problem, "not", b, &made, err));
    RUN(tenon_problem_add_absolute(problem, "abs", y, &made, err));
    RUN(tenon_problem_add_maximum(problem, "max", 2, xy, &made, err));
    run.add(tenon_problem_columns(problem));
    run.add(tenon_problem_rows(problem));
    run.add(document(run, "tenon_problem_write_buffer",
                     [&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
                         return tenon_problem_write_buffer(problem, TENON_FORMAT_JSON, to, capacity,
                                                           needed, err);
                     }));
}

inline void linear_program(const World& world, Run& run) {
    static const Problem problem = [] {
        Problem made;
        linear_problem(made.out(), 4, 6);
        return made;
    }();
    Solution solution;
    run.solve("tenon_problem_solve", TENON_MINIMIZE, solution, [&](tenon_error* err) {
        return tenon_problem_solve(nullptr, problem, nullptr, solution.out(), err);
    });
    run.add(tenon_solution_outcome(solution));
    run.add(static_cast<double>(static_cast<float>(tenon_solution_objective(solution))));
    Handle<tenon_sensitivity> sensitivity;
    RUN(tenon_sensitivity_analyse(nullptr, problem, solution, sensitivity.out(), err));
    tenon_range range = TENON_RANGE_INIT;
    RUN(tenon_sensitivity_range(sensitivity, TENON_PART_COST, 1, &range, err));
    RUN(tenon_solution_write(solution, problem, world.path("solution"), err));
    double start[64];
    RUN(tenon_problem_read_start(nullptr, problem, world.path("solution"), start, 64, err));
    Handle<tenon_warm_linear> warm;
    RUN(tenon_warm_linear_create(problem, warm.out(), err));
    for (int k = 0; k < 3; ++k) {
        tenon_outcome outcome = 0;
        const auto solve_warm = [&](tenon_error* err) {
            return tenon_warm_linear_solve(nullptr, warm, nullptr, &outcome, err);
        };
        run.call("tenon_warm_linear_solve", solve_warm);
        if (outcome == TENON_MEMORY_LIMIT && run.mended("tenon_warm_linear_solve"))
            run.call("tenon_warm_linear_solve", solve_warm);
        run.add(outcome);
        run.add(static_cast<double>(static_cast<float>(tenon_warm_linear_objective(warm))));
        RUN(tenon_warm_linear_set_cost(warm, 2 + k, 1.5, err));
        const std::int32_t columns[] = {0, 1, 2};
        const double ones[] = {1, 1, 1};
        std::int32_t index = -1;
        RUN(tenon_warm_linear_add_row(warm, -TENON_INFINITY, 9.0 - k, 3, columns, ones, &index,
                                      err));
        run.add(index);
    }
    Problem infeasible;
    static constexpr char none[] = "min\n x + y\nst\n a: x + y >= 5\n b: x <= 2\n c: y <= 2\nend\n";
    RUN(tenon_problem_read_buffer(nullptr, none, static_cast<std::int64_t>(sizeof none - 1),
                                  TENON_FORMAT_LP, infeasible.out(), err));
    Handle<tenon_conflict> conflict;
    const auto find = [&](tenon_error* err) {
        return tenon_problem_find_conflict(nullptr, infeasible, nullptr, conflict.out(), err);
    };
    run.call("tenon_problem_find_conflict", find);
    if (tenon_conflict_outcome(conflict) == TENON_MEMORY_LIMIT &&
        run.mended("tenon_problem_find_conflict")) {
        conflict.reset();
        run.call("tenon_problem_find_conflict", find);
    }
    run.add(tenon_conflict_text(conflict));
    Handle<tenon_relaxation> relaxation;
    const auto relax = [&](tenon_error* err) {
        return tenon_problem_relax(nullptr, infeasible, nullptr, relaxation.out(), err);
    };
    run.call("tenon_problem_relax", relax);
    if (tenon_relaxation_outcome(relaxation) == TENON_MEMORY_LIMIT &&
        run.mended("tenon_problem_relax")) {
        relaxation.reset();
        run.call("tenon_problem_relax", relax);
    }
    run.add(tenon_relaxation_cost(relaxation));
}

inline void integer_solve(Run& run, const tenon_problem* problem,
                          const tenon_solve_options* options) {
    Solution solution;
    run.solve("tenon_problem_solve", TENON_MAXIMIZE, solution, [&](tenon_error* err) {
        return tenon_problem_solve(nullptr, problem, options, solution.out(), err);
    });
    run.add(tenon_solution_outcome(solution));
    run.add(static_cast<double>(static_cast<float>(tenon_solution_objective(solution))));
    run.add(tenon_solution_has_values(solution));
}

inline void integer_program(const World&, Run& run) {
    static const Problem problem = [] {
        Problem made;
        integer_problem(made.out(), 16);
        return made;
    }();
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.pool_size = 3;
    integer_solve(run, problem, &options);
}

inline void larger_integer_program(const World&, Run& run) {
    static const Problem problem = [] {
        Problem made;
        integer_problem(made.out(), 36, 17);
        return made;
    }();
    integer_solve(run, problem, nullptr);
}

inline void certified_program(const World&, Run& run) {
    static const Problem problem = [] {
        Problem made;
        integer_problem(made.out(), 12, 9);
        return made;
    }();
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.certify = 1;
    integer_solve(run, problem, &options);
}

inline void remembered_program(const World&, Run& run) {
    Problem problem;
    integer_problem(problem.out(), 14, 21);
    Handle<tenon_solve_memory> remembered;
    RUN(tenon_solve_memory_create(remembered.out(), err));
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.memory = remembered;
    for (int k = 0; k < 3; ++k) {
        integer_solve(run, problem, &options);
        RUN(tenon_problem_set_cost(problem, k, 9.0, err));
    }
}

inline void objectives(const World&, Run& run) {
    Problem problem;
    integer_problem(problem.out(), 12, 23);
    std::vector<double> first(12, 1.0), second;
    for (int j = 0; j < 12; ++j) second.push_back(j % 5);
    tenon_objective list[2] = {TENON_OBJECTIVE_INIT, TENON_OBJECTIVE_INIT};
    list[0].sense = TENON_MAXIMIZE;
    list[0].cost = first.data();
    list[0].priority = 2;
    list[1].cost = second.data();
    for (auto& objective : list) objective.count = 12;
    double reached[2] = {};
    Solution solution;
    run.solve("tenon_problem_solve_objectives", 0, solution, [&](tenon_error* err) {
        return tenon_problem_solve_objectives(nullptr, problem, list, 2, nullptr, reached,
                                              solution.out(), err);
    });
    run.add(reached[0]);
    run.add(reached[1]);
}

inline Table read_text(const char* text) {
    Table table;
    OK(tenon_table_read_csv_buffer(nullptr, text, static_cast<std::int64_t>(std::strlen(text)),
                                   nullptr, table.out(), err));
    return table;
}

inline void week_plan(const World&, Run& run) {
    static const Table orders = read_text(
        "order,family,hours,due_day,late_cost_per_day,skip_cost\no1,a,5,1,10,100\no2,b,3,2,5,80\n"
        "o3,a,6,2,8,90\n");
    static const Table machines =
        read_text("machine,hours_per_day,cost_per_hour,families\nm1,8,1,a;b\nm2,6,2,a\n");
    tenon_order_plan_options options = TENON_ORDER_PLAN_OPTIONS_INIT;
    options.days = 2;
    Handle<tenon_plan> plan;
    Table schedule, load;
    const auto make = [&](tenon_error* err) {
        return tenon_plan_orders(nullptr, orders, machines, &options, plan.out(), err);
    };
    run.call("tenon_plan_orders", make);
    if (tenon_solution_outcome(tenon_plan_solution(plan)) == TENON_MEMORY_LIMIT &&
        run.mended("tenon_plan_orders")) {
        plan.reset();
        run.call("tenon_plan_orders", make);
    }
    RUN(tenon_plan_schedule(plan, schedule.out(), err));
    run.add(tenon_table_rows(schedule));
    RUN(tenon_plan_load(plan, load.out(), err));
    run.add(tenon_table_rows(load));
    run.add(tenon_solution_objective(tenon_plan_solution(plan)));
}

inline void report(const World& world, Run& run) {
    static const Model model = [&] {
        Model made;
        PipelineOptions options;
        OK(tenon_pipeline_fit(nullptr, world.table, &options.value, made.out(), err));
        return made;
    }();
    static const Handle<tenon_plan> plan = [] {
        Handle<tenon_plan> made;
        const Table orders = read_text("order,family,hours,due_day\no1,a,5,1\no2,b,3,2\n");
        const Table machines = read_text("machine,hours_per_day\nm1,8\n");
        OK(tenon_plan_orders(nullptr, orders, machines, nullptr, made.out(), err));
        return made;
    }();
    static const Handle<tenon_profile> profile = [&] {
        Handle<tenon_profile> made;
        OK(tenon_profile_create(made.out(), err));
        OK(tenon_profile_add(made, nullptr, world.table, err));
        return made;
    }();
    Handle<tenon_report> report;
    const char* labels[] = {"a"};
    const char* values[] = {"1"};
    RUN(tenon_report_create(nullptr, report.out(), err));
    RUN(tenon_report_add_text(report, "Heading",
                              "A paragraph that is somewhat longer than a short text.", err));
    RUN(tenon_report_add_figures(report, "Figures", labels, values, 1, err));
    RUN(tenon_report_add_table(report, "Table", world.table, 5, err));
    RUN(tenon_report_add_profile(report, nullptr, world.table, err));
    RUN(tenon_report_add_data_profile(report, profile, err));
    RUN(tenon_report_add_changes(report, world.table, model, err));
    RUN(tenon_report_add_missing_map(report, world.table, err));
    RUN(tenon_report_add_model(report, model, err));
    RUN(tenon_report_add_evaluation(report, nullptr, model, world.table, err));
    RUN(tenon_report_add_scatter(report, nullptr, model, world.table, "temperature", "pressure",
                                 err));
    RUN(tenon_report_add_plan(report, plan, err));
    run.add(document(run, "tenon_report_to_html",
                     [&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
                         return tenon_report_to_html(report, to, capacity, needed, err);
                     }));
    RUN(tenon_report_write(report, world.path("report.html"), err));
}

// Several threads of the library's own: which allocation meets the fault varies, what is promised
// not.
inline void threads(const World& world, Run& run) {
    const Arrays& a = world.arrays;
    const tenon_matrix x = a.matrix();
    ContextHandle context;
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.threads = 3;
    RUN(tenon_context_create(&options, context.out(), err));
    static const std::string text = log_text(600);
    Table table, sorted;
    Model model;
    const char* by[] = {"temperature"};
    RUN(tenon_table_read_csv_buffer(context, text.data(), World::size(text), nullptr, table.out(),
                                    err));
    RUN(tenon_table_sort(context, table, by, nullptr, 1, sorted.out(), err));
    run.add(tenon_table_rows(sorted));
    RUN(tenon_linear_fit_matrix(context, &x, a.number.data(), nullptr, nullptr, model.out(), err));
    add_model(run, model);
    Handle<tenon_penalty_path> path;
    tenon_elastic_net_options net = TENON_ELASTIC_NET_OPTIONS_INIT;
    net.kind = TENON_MODEL_LINEAR;
    net.steps = 3;
    net.fold_of = a.folds.data();
    RUN(tenon_elastic_net_fit_matrix(context, &x, a.number.data(), &net, path.out(), err));
    run.add(tenon_penalty_path_count(path));
}

struct Scenario {
    const char* name;
    void (*step)(const World&, Run&);
};

inline constexpr Scenario scenarios[] = {
    {"csv_buffer", csv_buffer},
    {"csv_file", csv_file},
    {"csv_batches", csv_batches},
    {"json_lines", json_lines},
    {"arrow", arrow},
    {"builder", builder},
    {"rearranged", rearranged},
    {"clean_single", clean_single},
    {"clean_plan", clean_plan},
    {"clean_file", clean_file},
    {"features_of_numbers", features_of_numbers},
    {"features_of_categories", features_of_categories},
    {"profiles", profiles},
    {"linear_fits", linear_fits},
    {"logistic_fits", logistic_fits},
    {"glm_fits", glm_fits},
    {"class_fits", class_fits},
    {"paths", paths},
    {"partials", partials},
    {"online", online},
    {"pipeline", pipeline},
    {"pipeline of classes", pipeline_of_classes},
    {"validation", validation},
    {"parts_pipeline", parts_pipeline},
    {"documents", documents},
    {"problem_texts", problem_texts},
    {"constructs", constructs},
    {"linear_program", linear_program},
    {"integer_program", integer_program},
    {"larger_integer_program", larger_integer_program},
    {"certified_program", certified_program},
    {"remembered_program", remembered_program},
    {"objectives", objectives},
    {"week_plan", week_plan},
    {"report", report},
    {"threads", threads},
};

}  // namespace reliability
