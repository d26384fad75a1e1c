// A process that writes a document over an old one, again and again, is killed at random moments.
// What is on disk afterwards is a whole document: the old one or a new one.
#include <sys/stat.h>
#include <sys/wait.h>
#include <csignal>

#include "counts.hpp"
#include "new_files.hpp"
#include "scenarios_programs.hpp"

using namespace reliability;

namespace {

struct Documents {
    std::string model, problem, table, cleaned, plan;
};

// Two models of different size, and so on, turn by turn, until somebody kills this process.
[[noreturn]] void write_for_ever(const World& world, const Documents& to) {
    PipelineOptions large;
    tenon_pipeline_options small = large.value;
    small.categorical_count = 0;
    small.numeric_count = 1;
    Model models[2];
    OK(tenon_pipeline_fit(nullptr, world.table, &large.value, models[0].out(), err));
    OK(tenon_pipeline_fit(nullptr, world.table, &small, models[1].out(), err));
    Problem problems[2];
    integer_problem(problems[0].out(), 40, 1);
    integer_problem(problems[1].out(), 9, 2);
    static constexpr char steps[] =
        R"({"steps": [{"step": "drop_duplicates"}, {"step": "fill", "method": "median"}]})";
    Handle<tenon_clean_plan> parsed, plan;
    OK(tenon_clean_plan_parse(steps, static_cast<std::int64_t>(sizeof steps - 1), parsed.out(),
                              err));
    OK(tenon_clean_plan_fit(nullptr, parsed, world.table, nullptr, plan.out(), err));
    for (int turn = 0;; turn ^= 1) {
        OK(tenon_model_save(models[turn], to.model.c_str(), err));
        OK(tenon_clean_plan_save(turn ? plan : parsed, to.plan.c_str(), err));
        OK(tenon_problem_write(problems[turn], to.problem.c_str(), TENON_FORMAT_JSON, err));
        OK(tenon_table_write_csv(nullptr, turn ? world.table : world.complete, to.table.c_str(),
                                 nullptr, err));
        OK(tenon_clean_plan_apply_file(nullptr, plan, world.path("log.csv"), nullptr, nullptr,
                                       to.cleaned.c_str(), nullptr, nullptr, nullptr, nullptr,
                                       err));
    }
}

bool is_there(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

void check(const World& world, const Documents& documents) {
    if (is_there(documents.model)) {
        Model model;
        OK(tenon_model_load(nullptr, documents.model.c_str(), model.out(), err));
    }
    if (is_there(documents.plan)) {
        Handle<tenon_clean_plan> plan;
        OK(tenon_clean_plan_load(nullptr, documents.plan.c_str(), plan.out(), err));
    }
    if (is_there(documents.problem)) {
        Problem problem;
        OK(tenon_problem_read(nullptr, documents.problem.c_str(), TENON_FORMAT_JSON, problem.out(),
                              err));
        const std::int32_t columns = tenon_problem_columns(problem);
        require(columns == 40 || columns == 9, "a problem that nobody wrote");
    }
    if (is_there(documents.table)) {
        Table table;
        OK(tenon_table_read_csv(nullptr, documents.table.c_str(), nullptr, table.out(), err));
        const std::int64_t rows = tenon_table_rows(table);
        require(rows == tenon_table_rows(world.table) || rows == tenon_table_rows(world.complete),
                "half a table");
    }
    if (is_there(documents.cleaned)) {
        Table table;
        OK(tenon_table_read_csv(nullptr, documents.cleaned.c_str(), nullptr, table.out(), err));
        require(tenon_table_rows(table) == tenon_table_rows(world.table), "half a cleaned file");
    }
}

}  // namespace

int main() try {
    const World world;
    const Documents documents{world.folder + "/k.json", world.folder + "/k.problem",
                              world.folder + "/k.csv", world.folder + "/k.cleaned",
                              world.folder + "/k.plan"};
    Numbers random(4);
    const std::int64_t wanted = trials(200, 2'000);
    std::int64_t kills = 0, findings = 0, halves = 0;
    for (; kills < wanted; ++kills) {
        const pid_t child = ::fork();
        require(child >= 0, "a child process");
        if (child == 0) {
            try {
                write_for_ever(world, documents);
            } catch (const Finding&) {
                ::_exit(7);
            }
        }
        ::usleep(static_cast<useconds_t>(20'000 + random.below(40'000)));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        try {
            require(WIFSIGNALED(status), "the writer failed by itself");
            check(world, documents);
        } catch (const Finding& finding) {
            if (++findings <= 10)
                std::printf("FINDING: after kill %lld: %s\n", static_cast<long long>(kills),
                            finding.what.c_str());
        }
        halves += sweep_new_files(world.folder);
    }
    for (const std::string& path :
         {documents.model, documents.problem, documents.table, documents.cleaned})
        ::unlink(path.c_str());
    Counts counts("kill");
    counts.set("kills", kills);
    counts.set("in_the_middle_of_a_write", halves);
    counts.set("findings", findings);
    // Otherwise nothing was tried.
    return counts.write() && findings == 0 && halves > 0 ? 0 : 1;
} catch (const Finding& finding) {
    std::printf("FINDING: %s\n", finding.what.c_str());
    return 1;
}
