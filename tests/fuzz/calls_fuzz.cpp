// Any sequence of calls of the C interface: with handles that exist or NULL, parents freed before
// what came from them, numbers in and out of range, names that exist and that do not. Each call
// ends with a status of the list, tells the same in its error, and on failure leaves its output
// alone.
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

class Bytes {
  public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
    bool empty() const { return at_ >= size_; }
    std::uint8_t byte() { return empty() ? 0 : data_[at_++]; }
    std::int64_t number() {
        constexpr std::int64_t odd[] = {-1,
                                        0,
                                        1,
                                        2,
                                        7,
                                        1000,
                                        std::numeric_limits<std::int32_t>::max(),
                                        std::numeric_limits<std::int64_t>::min(),
                                        std::numeric_limits<std::int64_t>::max()};
        const std::uint8_t b = byte();
        return b < std::size(odd) ? odd[b] : b % 32;
    }
    std::int32_t number32() { return static_cast<std::int32_t>(number()); }
    double real() {
        constexpr double odd[] = {0,        1,         -1,  0.5, 1e300, -1e300, 1e-300,
                                  HUGE_VAL, -HUGE_VAL, NAN, 7,   100,   3};
        return odd[byte() % std::size(odd)];
    }
    const char* text() {
        constexpr const char* words[] = {nullptr,       "",     "a",      "b", "c",
                                         "t",           "x1",   "\xff",   "y", "a + 1",
                                         "a > b and (", "name", "b = 'x'"};
        return words[byte() % std::size(words)];
    }

  private:
    const std::uint8_t* data_;
    std::size_t size_, at_ = 0;
};

// Two handles of a kind, each there or not.
template <class T, void (*Free)(T*)>
struct Slots {
    std::array<T*, 2> held{};
    ~Slots() {
        for (T* handle : held) Free(handle);
    }
    T* pick(Bytes& in) {
        const std::uint8_t b = in.byte();
        return b % 8 == 0 ? nullptr : held[b % 2];
    }
    void free_one(Bytes& in) {
        T*& handle = held[in.byte() % 2];
        Free(handle);
        handle = nullptr;
    }
    void keep(T* handle, Bytes& in) {
        T*& place = held[in.byte() % 2];
        Free(place);
        place = handle;
    }
};

template <class T, void (*Free)(T*), class Call>
void make(Slots<T, Free>& slots, Bytes& in, const Call& call) {
    tenon_error err = TENON_ERROR_INIT;
    const bool wanted = in.byte() % 16 != 0, told = in.byte() % 16 != 0;
    T* made = nullptr;
    const tenon_status status = call(wanted ? &made : nullptr, told ? &err : nullptr);
    require(status <= TENON_OK && status >= TENON_E_INTERNAL);
    require(status != TENON_E_INTERNAL);
    require(!told || err.code == status);
    require(std::memchr(err.message, 0, sizeof err.message) != nullptr);
    require(!told || (status == TENON_OK) == (err.message[0] == '\0'));
    if (status != TENON_OK) require(made == nullptr);
    require(wanted || status != TENON_OK);
    if (made) slots.keep(made, in);
}

template <class Call>
void act(Bytes& in, const Call& call) {
    tenon_error err = TENON_ERROR_INIT;
    const bool told = in.byte() % 16 != 0;
    const tenon_status status = call(told ? &err : nullptr);
    require(status <= TENON_OK && status > TENON_E_INTERNAL);
    require(!told || err.code == status);
    require(!told || (status == TENON_OK) == (err.message[0] == '\0'));
}

struct Session {
    Bytes in;
    Slots<tenon_context, tenon_context_free> contexts;
    Slots<tenon_cancel, tenon_cancel_free> cancels;
    Slots<tenon_table, tenon_table_free> tables;
    Slots<tenon_table_builder, tenon_table_builder_free> builders;
    Slots<tenon_model, tenon_model_free> models;
    Slots<tenon_clean_plan, tenon_clean_plan_free> plans;
    Slots<tenon_feature, tenon_feature_free> features;
    Slots<tenon_linear_partial, tenon_linear_partial_free> partials;
    Slots<tenon_online_model, tenon_online_model_free> online;
    Slots<tenon_problem, tenon_problem_free> problems;
    Slots<tenon_solution, tenon_solution_free> solutions;
    Slots<tenon_warm_linear, tenon_warm_linear_free> warm;
    Slots<tenon_solve_memory, tenon_solve_memory_free> memories;
    Slots<tenon_report, tenon_report_free> reports;
    Slots<tenon_profile, tenon_profile_free> profiles;

    void run() {
        for (int calls = 0; !in.empty() && calls < 60; ++calls) step();
    }

    void step() {
        switch (in.byte() % 12) {
            case 0:
                host();
                break;
            case 1:
            case 2:
                read();
                break;
            case 3:
                rearrange();
                break;
            case 4:
                clean();
                break;
            case 5:
                fit();
                break;
            case 6:
                use_model();
                break;
            case 7:
            case 8:
                build_problem();
                break;
            case 9:
                solve();
                break;
            case 10:
                others();
                break;
            default:
                free_something();
                break;
        }
    }

    void host() {
        if (in.byte() % 2) {
            make(cancels, in, [&](tenon_cancel** out, tenon_error* err) {
                return tenon_cancel_create(out, err);
            });
            return;
        }
        tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
        options.threads = in.byte() % 8 == 0 ? in.number32() : 1;
        if (options.threads > 3 && options.threads <= 1024) options.threads = 2;
        options.cancel = cancels.pick(in);
        if (in.byte() % 16 == 0) options.byte_budget = in.number();
        // More than there is, or half a pointer, would be the caller's fault.
        if (in.byte() % 32 == 0) options.struct_size = in.byte() % (sizeof options + 1) / 8 * 8;
        make(contexts, in, [&](tenon_context** out, tenon_error* err) {
            return tenon_context_create(&options, out, err);
        });
        if (in.byte() % 16 == 0) tenon_cancel_set(cancels.pick(in));
        if (in.byte() % 4 == 0) tenon_cancel_clear(cancels.pick(in));
    }

    void read() {
        static constexpr const char* files[] = {
            "a,b,c\n1,x,2\n2,y,3\n3,x,5\n4,,7\n5,y,\n6,x,1\n", "a;b\n1,5;u\n", "", "a\n",
            "t,a\n2024-01-01 00:00,1\n2024-01-02 00:00,4\n",   "a,a\n1,2\n"};
        const char* text = files[in.byte() % std::size(files)];
        const std::int64_t length =
            in.byte() % 16 == 0 ? -1 : static_cast<std::int64_t>(std::strlen(text));
        tenon_csv_options options = TENON_CSV_OPTIONS_INIT;
        options.delimiter = in.byte() % 8 == 0 ? in.number32() : 0;
        options.lenient = in.byte() % 2;
        make(tables, in, [&](tenon_table** out, tenon_error* err) {
            return tenon_table_read_csv_buffer(contexts.pick(in), text, length, &options, out, err);
        });
        make(builders, in, [&](tenon_table_builder** out, tenon_error* err) {
            return tenon_table_builder_create(out, err);
        });
        const double values[] = {1, 2, NAN, 4, 5, 6, 7, 8};
        act(in, [&](tenon_error* err) {
            return tenon_table_builder_add_float64(builders.pick(in), in.text(), values, nullptr,
                                                   in.byte() % 9, err);
        });
        make(tables, in, [&](tenon_table** out, tenon_error* err) {
            return tenon_table_builder_finish(builders.pick(in), out, err);
        });
    }

    void rearrange() {
        const tenon_table* table = tables.pick(in);
        const tenon_context* context = contexts.pick(in);
        const char* columns[] = {in.text(), in.text()};
        const std::int32_t count = in.byte() % 16 == 0 ? in.number32() : in.byte() % 3;
        const std::int32_t safe = count > 2 ? 2 : count;
        switch (in.byte() % 8) {
            case 0:
                make(tables, in, [&](tenon_table** out, tenon_error* err) {
                    return tenon_table_sort(context, table, columns, nullptr, safe, out, err);
                });
                break;
            case 1:
                make(tables, in, [&](tenon_table** out, tenon_error* err) {
                    return tenon_table_filter(context, table, columns[0], out, err);
                });
                break;
            case 2:
                make(tables, in, [&](tenon_table** out, tenon_error* err) {
                    return tenon_table_compute(context, table, columns[0], columns[1], out, err);
                });
                break;
            case 3:
                make(tables, in, [&](tenon_table** out, tenon_error* err) {
                    return tenon_table_slice(table, in.number(), in.number(), out, err);
                });
                break;
            case 4:
                make(tables, in, [&](tenon_table** out, tenon_error* err) {
                    return tenon_table_select(table, columns, safe, out, err);
                });
                break;
            case 5:
                make(tables, in, [&](tenon_table** out, tenon_error* err) {
                    return tenon_table_cast(context, table, columns[0], in.number32(),
                                            in.byte() % 2, out, err);
                });
                break;
            case 6:
                make(tables, in, [&](tenon_table** out, tenon_error* err) {
                    return tenon_table_join_columns(table, tables.pick(in), out, err);
                });
                break;
            default: {
                char buffer[16];
                std::int64_t needed = 0;
                act(in, [&](tenon_error* err) {
                    return tenon_table_cell_text(table, in.number32(), in.number(), buffer,
                                                 in.byte() % 17, &needed, err);
                });
                (void)tenon_table_column_name(table, in.number32());
                (void)tenon_table_column_type(table, in.number32());
                (void)tenon_table_find(table, columns[0]);
            }
        }
    }

    void clean() {
        static constexpr const char* documents[] = {
            R"({"steps": [{"step": "fill", "method": "median"}]})",
            R"({"steps": [{"step": "drop_duplicates"}, {"step": "drop_missing"}]})",
            R"({"steps": [{"step": "outliers", "rule": "mad", "action": "clip"}]})",
            R"({"steps": []})",
            R"({"steps": 3})",
            "{",
            ""};
        const char* text = documents[in.byte() % std::size(documents)];
        make(plans, in, [&](tenon_clean_plan** out, tenon_error* err) {
            return tenon_clean_plan_parse(text, static_cast<std::int64_t>(std::strlen(text)), out,
                                          err);
        });
        make(plans, in, [&](tenon_clean_plan** out, tenon_error* err) {
            return tenon_clean_plan_fit(contexts.pick(in), plans.pick(in), tables.pick(in), nullptr,
                                        out, err);
        });
        make(tables, in, [&](tenon_table** out, tenon_error* err) {
            return tenon_clean_plan_apply(contexts.pick(in), plans.pick(in), tables.pick(in), out,
                                          err);
        });
        make(tables, in, [&](tenon_table** out, tenon_error* err) {
            return tenon_clean_plan_why(contexts.pick(in), plans.pick(in), tables.pick(in),
                                        in.number(), in.text(), out, err);
        });
        const char* column = in.text();
        make(features, in, [&](tenon_feature** out, tenon_error* err) {
            return tenon_feature_fit_scale(nullptr, tables.pick(in), &column, 1, in.number32(), out,
                                           err);
        });
        make(tables, in, [&](tenon_table** out, tenon_error* err) {
            return tenon_feature_apply(nullptr, features.pick(in), tables.pick(in), out, err);
        });
        (void)tenon_feature_output(features.pick(in), in.number32());
    }

    void fit() {
        static const double numbers[] = {1, 2, 3, 4, 5, 6, 7, 8, 2, 7, 1, 8, 2, 8, 1, 8};
        static const double target[] = {0, 1, 0, 1, 1, 0, 1, 1};
        tenon_matrix x = TENON_MATRIX_INIT;
        x.data = in.byte() % 16 == 0 ? nullptr : numbers;
        x.columns = in.byte() % 3;
        x.rows = in.byte() % 9;
        if (in.byte() % 16 == 0) x.rows = -1;
        const double* y = in.byte() % 16 == 0 ? nullptr : target;
        const tenon_context* context = contexts.pick(in);
        const char* features_named[] = {in.text(), in.text()};
        switch (in.byte() % 6) {
            case 0:
                make(models, in, [&](tenon_model** out, tenon_error* err) {
                    return tenon_linear_fit_matrix(context, &x, y, nullptr, nullptr, out, err);
                });
                break;
            case 1:
                make(models, in, [&](tenon_model** out, tenon_error* err) {
                    return tenon_logistic_fit_matrix(context, &x, y, nullptr, nullptr, out, err);
                });
                break;
            case 2:
                make(models, in, [&](tenon_model** out, tenon_error* err) {
                    return tenon_glm_fit_matrix(context, &x, y, nullptr, nullptr, in.byte() % 10,
                                                nullptr, out, err);
                });
                break;
            case 3:
                make(models, in, [&](tenon_model** out, tenon_error* err) {
                    return tenon_linear_fit(context, tables.pick(in), features_named,
                                            1 + in.byte() % 2, in.text(), nullptr, out, err);
                });
                break;
            case 4: {
                const char* names[] = {"a", "b"};
                make(partials, in, [&](tenon_linear_partial** out, tenon_error* err) {
                    return tenon_linear_partial_create(names, in.byte() % 3, out, err);
                });
                act(in, [&](tenon_error* err) {
                    return tenon_linear_partial_add(partials.pick(in), context, &x, y, nullptr,
                                                    err);
                });
                act(in, [&](tenon_error* err) {
                    return tenon_linear_partial_merge(partials.pick(in), partials.pick(in), err);
                });
                make(models, in, [&](tenon_model** out, tenon_error* err) {
                    return tenon_linear_partial_fit(partials.pick(in), context, nullptr, out, err);
                });
                break;
            }
            default: {
                const char* names[] = {"a", "b"};
                tenon_online_options options = TENON_ONLINE_OPTIONS_INIT;
                options.kind = in.byte() % 3;
                make(online, in, [&](tenon_online_model** out, tenon_error* err) {
                    return tenon_online_model_create(names, in.byte() % 3, &options, out, err);
                });
                act(in, [&](tenon_error* err) {
                    return tenon_online_model_partial_fit(online.pick(in), context, &x, y, nullptr,
                                                          err);
                });
                make(models, in, [&](tenon_model** out, tenon_error* err) {
                    return tenon_online_model_model(online.pick(in), out, err);
                });
            }
        }
    }

    void use_model() {
        const tenon_model* model = models.pick(in);
        const double record[] = {in.real(), in.real()};
        double score = 0;
        act(in, [&](tenon_error* err) {
            return tenon_model_score(model, record, in.byte() % 3, &score, in.number32(), err);
        });
        tenon_coefficient coefficient = TENON_COEFFICIENT_INIT;
        act(in, [&](tenon_error* err) {
            return tenon_model_coefficient(model, in.number32(), &coefficient, err);
        });
        (void)tenon_model_warning(model, in.number32());
        (void)tenon_model_input(model, in.number32());
        std::string text(4096, '\0');
        std::int64_t needed = 0;
        act(in, [&](tenon_error* err) {
            return tenon_model_to_json(model, text.data(), 4096, &needed, err);
        });
        if (needed > 0 && needed <= 4096) {
            if (in.byte() % 4 == 0)
                text[static_cast<std::size_t>(in.byte()) % static_cast<std::size_t>(needed)] ^= 1;
            make(models, in, [&](tenon_model** out, tenon_error* err) {
                return tenon_model_from_json(text.data(), needed, out, err);
            });
        }
        std::vector<double> scores(8);
        act(in, [&](tenon_error* err) {
            return tenon_model_predict(contexts.pick(in), models.pick(in), tables.pick(in),
                                       scores.data(), 8, &needed, err);
        });
        make(tables, in, [&](tenon_table** out, tenon_error* err) {
            return tenon_model_changes(models.pick(in), out, err);
        });
    }

    void build_problem() {
        tenon_problem* problem = problems.pick(in);
        const std::int32_t columns[] = {in.byte() % 4, in.byte() % 4, in.number32()};
        const double values[] = {in.real(), in.real(), in.real()};
        std::int32_t index = 0;
        const std::int32_t count = in.byte() % 8 == 0 ? 3 : 2;
        if (tenon_problem_columns(problem) > 12) return;
        switch (in.byte() % 8) {
            case 0:
                make(problems, in, [&](tenon_problem** out, tenon_error* err) {
                    return tenon_problem_create(in.byte() % 8 ? TENON_MINIMIZE : in.number32(), out,
                                                err);
                });
                break;
            case 1:
            case 2:
                act(in, [&](tenon_error* err) {
                    return tenon_problem_add_column(problem, in.text(), in.byte() % 4, values[0],
                                                    values[1], values[2], &index, err);
                });
                break;
            case 3:
                act(in, [&](tenon_error* err) {
                    return tenon_problem_add_column(problem, nullptr, in.byte() % 3, 0, 5,
                                                    in.byte() % 7 - 3, &index, err);
                });
                break;
            case 4:
            case 5:
                act(in, [&](tenon_error* err) {
                    return tenon_problem_add_row(problem, in.text(), in.real(), in.real(), count,
                                                 columns, values, &index, err);
                });
                break;
            case 6:
                act(in, [&](tenon_error* err) {
                    return tenon_problem_add_and(problem, in.text(), count, columns, &index, err);
                });
                break;
            default:
                act(in, [&](tenon_error* err) {
                    return tenon_problem_set_bounds(problem, in.byte() % 4, in.real(), in.real(),
                                                    err);
                });
                break;
        }
    }

    void solve() {
        tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
        options.work_limit = 2'000'000;
        options.memory = memories.pick(in);
        if (in.byte() % 16 == 0) options.pool_size = in.number32() % 100;
        const tenon_problem* problem = problems.pick(in);
        make(memories, in, [&](tenon_solve_memory** out, tenon_error* err) {
            return tenon_solve_memory_create(out, err);
        });
        options.memory = memories.pick(in);
        make(solutions, in, [&](tenon_solution** out, tenon_error* err) {
            return tenon_problem_solve(contexts.pick(in), problem, &options, out, err);
        });
        const tenon_solution* solution = solutions.pick(in);
        double values[16];
        require(tenon_solution_values(solution, values, 16) <= 16 ||
                tenon_solution_values(solution, nullptr, 0) >= 0);
        (void)tenon_solution_worst_row(solution);
        (void)tenon_solution_doubt(solution);
        (void)tenon_solution_gap(solution);
        make(warm, in, [&](tenon_warm_linear** out, tenon_error* err) {
            return tenon_warm_linear_create(problems.pick(in), out, err);
        });
        tenon_warm_linear* program = warm.pick(in);
        tenon_outcome outcome = 0;
        act(in, [&](tenon_error* err) {
            return tenon_warm_linear_set_bounds(program, in.number32(), in.real(), in.real(), err);
        });
        tenon_warm_limits limits = TENON_WARM_LIMITS_INIT;
        limits.iteration_limit = 200;
        act(in, [&](tenon_error* err) {
            return tenon_warm_linear_solve(contexts.pick(in), program, &limits, &outcome, err);
        });
        make(solutions, in, [&](tenon_solution** out, tenon_error* err) {
            return tenon_warm_linear_solution(program, out, err);
        });
    }

    void others() {
        make(reports, in, [&](tenon_report** out, tenon_error* err) {
            return tenon_report_create(nullptr, out, err);
        });
        act(in, [&](tenon_error* err) {
            return tenon_report_add_text(reports.pick(in), in.text(), in.text(), err);
        });
        act(in, [&](tenon_error* err) {
            return tenon_report_add_table(reports.pick(in), in.text(), tables.pick(in), in.number(),
                                          err);
        });
        act(in, [&](tenon_error* err) {
            return tenon_report_add_model(reports.pick(in), models.pick(in), err);
        });
        make(profiles, in,
             [&](tenon_profile** out, tenon_error* err) { return tenon_profile_create(out, err); });
        act(in, [&](tenon_error* err) {
            return tenon_profile_add(profiles.pick(in), contexts.pick(in), tables.pick(in), err);
        });
        act(in, [&](tenon_error* err) {
            return tenon_profile_merge(profiles.pick(in), profiles.pick(in), err);
        });
        std::int64_t needed = 0;
        act(in, [&](tenon_error* err) {
            return tenon_report_to_html(reports.pick(in), nullptr, 0, &needed, err);
        });
    }

    void free_something() {
        switch (in.byte() % 10) {
            case 0:
                contexts.free_one(in);
                break;
            case 1:
                cancels.free_one(in);
                break;
            case 2:
                tables.free_one(in);
                break;
            case 3:
                models.free_one(in);
                break;
            case 4:
                plans.free_one(in);
                break;
            case 5:
                problems.free_one(in);
                break;
            case 6:
                solutions.free_one(in);
                break;
            case 7:
                memories.free_one(in);
                break;
            case 8:
                features.free_one(in);
                break;
            default:
                partials.free_one(in);
                break;
        }
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Session session{Bytes(data, size), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
    session.run();
    return 0;
}
