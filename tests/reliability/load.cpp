// Under load: what is created and freed over and over leaves nothing; handles go in any order; one
// model scores on eight threads as on one; tables, fits and solves of several threads at once, and
// a locale with commas that comes and goes meanwhile, change no bit.
#include <clocale>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "counted_malloc.hpp"
#include "counts.hpp"
#include "scenarios_programs.hpp"

using namespace reliability;

namespace {

int findings = 0;
void tell(const char* what) {
    ++findings;
    std::printf("FINDING: %s\n", what);
}

std::uint64_t digest_of(const Scenario& scenario, const World& world) {
    Run run([](tenon_status) { return false; }, [] { return false; }, [](bool) {});
    scenario.step(world, run);
    return run.digest();
}

// Create, solve, free: blocks that are there after each thousand, less those after the first.
void create_solve_free(Counts& counts) {
    const std::int64_t rounds = trials(2'000, 10'000),
                       part = std::max<std::int64_t>(1, rounds / 10);
    std::int64_t first_blocks = 0, first_bytes = 0, blocks = 0, bytes = 0;
    for (std::int64_t k = 0; k < rounds; ++k) {
        Problem problem;
        Solution solution;
        Handle<tenon_solve_memory> solve_memory;
        ContextHandle context;
        OK(tenon_context_create(nullptr, context.out(), err));
        integer_problem(problem.out(), 6 + static_cast<int>(k % 5), static_cast<std::uint64_t>(k));
        OK(tenon_problem_solve(context, problem, nullptr, solution.out(), err));
        // In any order.
        if (k % 2) problem.reset();
        if (k % 3) context.reset();
        solution.reset();
        if (k == part) first_blocks = memory.blocks, first_bytes = memory.bytes;
        blocks = memory.blocks, bytes = memory.bytes;
    }
    // A few hundred bytes: what is there of the round itself.
    const double slope =
        static_cast<double>(bytes - first_bytes) / static_cast<double>(rounds - part);
    counts.set("create_solve_free", rounds);
    counts.set("bytes_kept_a_round", slope);
    if (std::llabs(blocks - first_blocks) > 64 || slope > 1)
        tell("memory grows with what was created and freed");
}

// Everything that a scenario makes goes, scenario after scenario, again and again.
void scenarios_leave_nothing(const World& world, Counts& counts) {
    std::int64_t runs = 0;
    for (const Scenario& scenario : scenarios) {
        if (std::string_view(scenario.name) == "larger_integer_program") continue;
        digest_of(scenario, world);
        const std::int64_t before = memory.blocks;
        for (int k = 0; k < 3; ++k, ++runs) digest_of(scenario, world);
        if (memory.blocks != before && std::string_view(scenario.name) != "threads")
            tell(scenario.name);
    }
    counts.set("scenario_runs", runs);
}

// Handles that came from each other, freed in every order that a shuffle gives.
void free_in_any_order(const World& world, Counts& counts) {
    const std::int64_t rounds = trials(300, 3'000);
    Numbers random(8);
    const std::int64_t before = memory.blocks;
    for (std::int64_t k = 0; k < rounds; ++k) {
        std::vector<std::function<void()>> frees;
        tenon_table *table = nullptr, *part = nullptr, *some = nullptr;
        tenon_model* model = nullptr;
        tenon_context* context = nullptr;
        tenon_cancel* cancel = nullptr;
        tenon_problem* problem = nullptr;
        tenon_warm_linear* warm = nullptr;
        tenon_solution* solution = nullptr;
        ArrowArray array{};
        ArrowSchema schema{};
        const char* names[] = {"temperature", "speed"};
        OK(tenon_cancel_create(&cancel, err));
        tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
        options.cancel = cancel;
        OK(tenon_context_create(&options, &context, err));
        OK(tenon_table_read_csv_buffer(context, world.csv.data(), World::size(world.csv), nullptr,
                                       &table, err));
        OK(tenon_table_slice(table, 2, 20, &part, err));
        OK(tenon_table_select(part, names, 2, &some, err));
        OK(tenon_table_export_arrow(some, &array, &schema, err));
        OK(tenon_linear_fit_matrix(context, std::array{world.arrays.matrix()}.data(),
                                   world.arrays.number.data(), nullptr, nullptr, &model, err));
        linear_problem(&problem, 3, 4);
        OK(tenon_warm_linear_create(problem, &warm, err));
        OK(tenon_problem_solve(context, problem, nullptr, &solution, err));
        frees.emplace_back([&] { tenon_table_free(table); });
        frees.emplace_back([&] { tenon_table_free(part); });
        frees.emplace_back([&] { tenon_table_free(some); });
        frees.emplace_back([&] { tenon_model_free(model); });
        frees.emplace_back([&] { tenon_context_free(context); });
        frees.emplace_back([&] { tenon_cancel_free(cancel); });
        frees.emplace_back([&] { tenon_problem_free(problem); });
        frees.emplace_back([&] { tenon_warm_linear_free(warm); });
        frees.emplace_back([&] { tenon_solution_free(solution); });
        frees.emplace_back([&] { array.release(&array); });
        frees.emplace_back([&] { schema.release(&schema); });
        for (std::size_t i = frees.size(); i > 1; --i)
            std::swap(frees[i - 1],
                      frees[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(i)))]);
        for (const auto& free_it : frees) free_it();
    }
    counts.set("orders_of_free", rounds);
    if (memory.blocks != before) tell("handles freed in some order leave blocks");
}

// One model, eight threads, each record scored by all of them.
void shared_model(const World& world, Counts& counts) {
    PipelineOptions options;
    Model model;
    OK(tenon_pipeline_fit(nullptr, world.table, &options.value, model.out(), err));
    const std::int64_t records = trials(20'000, 300'000);
    const auto score_all = [&](std::uint64_t& digest) {
        Digest sum;
        Numbers random(3);
        for (std::int64_t i = 0; i < records; ++i) {
            double score = 0, code = 0;
            const char* machine = i % 3 ? "M-01" : "M-03";
            if (tenon_model_category(model, 3, machine, 4, &code, nullptr) != TENON_OK) return;
            const double record[] = {60 + 9 * random.normal(), i % 11 ? 5 + random.normal() : NAN,
                                     1500 + 80 * random.normal(), code};
            if (tenon_model_score(model, record, 4, &score, 1, nullptr) != TENON_OK) return;
            sum.add(score);
        }
        digest = sum.value();
    };
    std::uint64_t alone = 0;
    score_all(alone);
    std::vector<std::uint64_t> digests(8);
    std::vector<std::thread> threads;
    for (auto& digest : digests) threads.emplace_back([&score_all, &digest] { score_all(digest); });
    for (auto& thread : threads) thread.join();
    for (const std::uint64_t digest : digests)
        if (digest != alone) tell("a model scored by eight threads gives other bits");
    counts.set("scores_on_eight_threads", 8 * records);
}

// A locale with a decimal comma; null where there is none. The build tells the one it made.
const char* comma_locale() {
    const char* made = std::getenv("TENON_COMMA_LOCALE");
    for (const char* name : {made, "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE", "fr_FR"})
        if (name && std::setlocale(LC_NUMERIC, name)) {
            char text[8];
            std::snprintf(text, sizeof text, "%.1f", 0.5);
            if (text[1] == ',') return name;
        }
    if (made) tell("the locale that was made for this test is not found");
    return nullptr;
}

// All scenarios on several threads at once, in different orders, while the locale changes.
void everything_at_once(const World& world, Counts& counts) {
    std::vector<std::uint64_t> expected;
    for (const Scenario& scenario : scenarios) expected.push_back(digest_of(scenario, world));
    std::atomic<bool> over{false};
    std::atomic<int> differ{0};
    std::atomic<std::int64_t> runs{0}, switches{0};
    // Files of a world are its own. Made ahead: its own text is printed in the locale of the
    // moment.
    constexpr std::size_t thread_count = 4;
    std::vector<std::unique_ptr<const World>> worlds;
    while (worlds.size() < thread_count) worlds.push_back(std::make_unique<const World>());
    const auto work = [&](std::size_t first, const World& mine) {
        const std::size_t count = std::size(scenarios);
        const int turns = full() ? 12 : 1;
        for (int turn = 0; turn < turns; ++turn)
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t k = (first + i * 11) % count;
                try {
                    if (digest_of(scenarios[k], mine) != expected[k]) ++differ;
                } catch (const Finding&) {
                    ++differ;
                }
                ++runs;
            }
    };
    std::vector<std::thread> threads;
    const char* comma = comma_locale();
    for (std::size_t t = 0; t < thread_count; ++t)
        threads.emplace_back(work, 9 * t, std::cref(*worlds[t]));
    std::thread switcher([&] {
        while (!over) {
            if (comma) std::setlocale(LC_NUMERIC, switches % 2 ? "C" : comma);
            ++switches;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    for (auto& thread : threads) thread.join();
    over = true;
    switcher.join();
    std::setlocale(LC_NUMERIC, "C");
    counts.set("scenarios_at_once", runs.load());
    counts.set("locale_switches", comma ? switches.load() : 0);
    if (!comma) std::printf("no locale with a comma is installed here: it was not switched\n");
    if (differ > 0) tell("scenarios that run at once give other results");
}

}  // namespace

int main() try {
    Counts counts("load");
    {
        const World world;
        create_solve_free(counts);
        scenarios_leave_nothing(world, counts);
        free_in_any_order(world, counts);
        shared_model(world, counts);
        everything_at_once(world, counts);
    }
    counts.set("findings", findings);
    return counts.write() && findings == 0 ? 0 : 1;
} catch (const Finding& finding) {
    std::printf("FINDING: %s\n", finding.what.c_str());
    return 1;
}
